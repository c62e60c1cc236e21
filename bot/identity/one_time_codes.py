"""Codes of a second factor: time-based (RFC 6238, SHA-1, 30 s, 6 digits) and recovery codes.

One step of clock difference either way is allowed; which step a code belongs to is told, so that
the registry refuses it a second time.
"""

import base64
import hmac
from datetime import datetime

import pyotp

from registry.clock import Randomness

STEP_S = 30
SEED_BYTES = 20
RECOVERY_CODES = 10
_RECOVERY_BYTES = 15  # 24 characters of base32
_DRIFT_STEPS = 1
_GROUP = 4
ISSUER = "一盘棋"


def provisioning_uri(seed: bytes, account: str) -> str:
    """The `otpauth://` address an authenticator app reads from a QR code."""
    return pyotp.TOTP(seed_text(seed)).provisioning_uri(name=account, issuer_name=ISSUER)


def seed_text(seed: bytes) -> str:
    """The seed as base32, for typing into an app."""
    return base64.b32encode(seed).decode()


def step_of(at: datetime) -> int:
    """The time step of an instant."""
    return int(at.timestamp()) // STEP_S


def matching_step(seed: bytes, code: str, at: datetime) -> int | None:
    """The step the code belongs to, None when to none of the present ones."""
    given = "".join(code.split())
    if len(given) != 6 or not (given.isascii() and given.isdigit()):
        return None
    totp, now = pyotp.TOTP(seed_text(seed)), step_of(at)
    found = None
    for step in range(max(0, now - _DRIFT_STEPS), now + _DRIFT_STEPS + 1):
        if hmac.compare_digest(totp.generate_otp(step), given):
            found = step
    return found


def make_recovery_codes(randomness: Randomness) -> tuple[str, ...]:
    """Ten codes of 120 bits, in groups of four letters and digits."""
    texts = (
        base64.b32encode(randomness(_RECOVERY_BYTES)).decode().lower()
        for _ in range(RECOVERY_CODES)
    )
    return tuple(
        "-".join(text[i : i + _GROUP] for i in range(0, len(text), _GROUP)) for text in texts
    )


def normal_recovery_code(code: str) -> str:
    """A recovery code as it was made, however it was typed in; empty when it cannot be one."""
    text = "".join(ch for ch in code.lower() if ch.isalnum())
    return "-".join(text[i : i + _GROUP] for i in range(0, len(text), _GROUP))
