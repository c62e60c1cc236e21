"""Signed checkpoints: what the ledger was at a size, under the registry's Ed25519 key.

Reads and writes: the key files of the keys folder (private key mode 0600).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from registry.clock import Randomness
from registry.database.canonical import canonical_json
from registry.errors import UnsafeStorage

PRIVATE_NAME = "ledger.ed25519"
PUBLIC_NAME = "ledger.ed25519.pub"
FORMAT = "yipanqi-checkpoint/1"
_FIELDS = {"format", "origin", "size", "root", "head", "at", "key", "signature"}


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The ledger at a size. root: Merkle root; head: chain hash; key: public key, hex."""

    origin: str
    size: int
    root: str
    head: str
    at: str
    key: str
    signature: str

    def as_mapping(self) -> dict[str, object]:
        """The checkpoint as it is stored, exported and put into receipts."""
        return {**_signed(self), "signature": self.signature}

    @property
    def is_signed(self) -> bool:
        """Whether the signature fits the content and the key named."""
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key))
            key.verify(bytes.fromhex(self.signature), canonical_json(_signed(self)).encode())
        except (InvalidSignature, ValueError):
            return False
        return True


def parse_checkpoint(raw: object) -> Checkpoint:
    """Read a stored checkpoint. Raises ValueError when it is not of the agreed form."""
    if not isinstance(raw, Mapping) or set(raw) != _FIELDS or raw["format"] != FORMAT:
        raise ValueError(f"not a checkpoint of format {FORMAT}")
    size = raw["size"]
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise ValueError(f"checkpoint size {size!r}")
    texts = {name: str(raw[name]) for name in ("origin", "root", "head", "at", "key", "signature")}
    return Checkpoint(size=size, **texts)


def _signed(checkpoint: Checkpoint) -> dict[str, object]:
    return {
        "format": FORMAT,
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root,
        "head": checkpoint.head,
        "at": checkpoint.at,
        "key": checkpoint.key,
    }


class Signer:
    """The registry's signing key."""

    __slots__ = ("_private", "key")

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.key = private.public_key().public_bytes_raw().hex()

    @classmethod
    def open(cls, folder: Path, randomness: Randomness) -> "Signer":
        """The key of the folder; made on first use.

        Raises UnsafeStorage when others may read the private key or it is no key.
        """
        path = folder / PRIVATE_NAME
        if not path.exists():
            _create(folder, path, randomness(32))
        if path.stat().st_mode & 0o077:
            raise UnsafeStorage(
                f"others may read {path.name}", code="key_mode", setting=path.name, expected="0600"
            )
        try:
            return cls(
                Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))
            )
        except ValueError as error:
            raise UnsafeStorage("not a key", code="key_damaged", setting=path.name) from error

    def sign(self, origin: str, size: int, *, root: str, head: str, at: str) -> Checkpoint:
        """A signed checkpoint."""
        unsigned = Checkpoint(origin, size, root, head, at, self.key, "")
        signature = self._private.sign(canonical_json(_signed(unsigned)).encode()).hex()
        return Checkpoint(origin, size, root, head, at, self.key, signature)


def _create(folder: Path, path: Path, seed: bytes) -> None:
    """Write the key whole or not at all; of two processes that try, one wins."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = folder / f".{PRIVATE_NAME}.{os.getpid()}"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(seed.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    finally:
        fresh.unlink()
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()
    (folder / PUBLIC_NAME).write_text(public + "\n", encoding="utf-8")
