"""Seal what must be read again but not lie open in the database: AES-256-GCM under a key file.

Reads and writes: `second_factor.key` in the keys folder, mode 0600, made on first use. A backup of
the database alone opens nothing.
"""

import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from registry.clock import Randomness
from registry.errors import UnsafeStorage

KEY_NAME = "second_factor.key"
_KEY_BYTES = 32
_NONCE_BYTES = 12


class Sealer:
    """The key, opened when it is first needed."""

    def __init__(self, folder: Path, randomness: Randomness) -> None:
        self._path = folder / KEY_NAME
        self._randomness = randomness

    def seal(self, plain: bytes, *, owner: str) -> str:
        """The bytes sealed, as hex; they open for the same owner only. Raises UnsafeStorage."""
        nonce = self._randomness(_NONCE_BYTES)
        return (nonce + AESGCM(self._key()).encrypt(nonce, plain, owner.encode())).hex()

    def open(self, sealed: str, *, owner: str) -> bytes:
        """The bytes again. Raises UnsafeStorage (`key_damaged`) when the key is another one."""
        try:
            raw = bytes.fromhex(sealed)
            nonce, rest = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
            return AESGCM(self._key()).decrypt(nonce, rest, owner.encode())
        except (InvalidTag, ValueError) as error:
            raise UnsafeStorage("cannot open", code="key_damaged", setting=KEY_NAME) from error

    def _key(self) -> bytes:
        if not self._path.exists():
            self._create()
        if self._path.stat().st_mode & 0o077:
            raise UnsafeStorage(
                f"others may read {KEY_NAME}", code="key_mode", setting=KEY_NAME, expected="0600"
            )
        try:
            key = bytes.fromhex(self._path.read_text("ascii").strip())
        except ValueError as error:
            raise UnsafeStorage("not a key", code="key_damaged", setting=KEY_NAME) from error
        if len(key) != _KEY_BYTES:
            raise UnsafeStorage("not a key", code="key_damaged", setting=KEY_NAME)
        return key

    def _create(self) -> None:
        """Write the key whole or not at all; of two processes that try, one wins."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self._path.with_name(f".{KEY_NAME}.{self._randomness(8).hex()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(self._randomness(_KEY_BYTES).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, self._path)
        except FileExistsError:
            return
        finally:
            fresh.unlink()
