"""Values whose holder is believed: codes, session ids, tokens. Made once, kept as a digest only.

SHA-256 is enough for them, since each has at least 112 random bits; a password never comes here.
"""

import base64
import hashlib

from registry.clock import Randomness


def make_secret(randomness: Randomness, size: int) -> str:
    """Random bytes as base64url without padding: 16 bytes are 22 characters, 32 are 43."""
    return base64.urlsafe_b64encode(randomness(size)).rstrip(b"=").decode()


def digest_of(secret: str) -> str:
    """What the database keeps of a secret: 64 hex characters."""
    return hashlib.sha256(secret.strip().encode("utf-8", "surrogatepass")).hexdigest()
