"""One spelling of JSON, so that a digest of it means the same everywhere.

Sorted keys, no blanks, UTF-8, no floats. Numbers that matter are text or whole.
"""

import hashlib
import json


def canonical_json(value: object) -> str:
    """The one JSON text of a value. Raises TypeError for floats and unknown types."""
    _forbid_floats(value)
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def salted_digest(salt: bytes, text: str) -> str:
    """SHA-256 of salt and UTF-8 text, as 64 hex characters; salt: 16 random bytes."""
    return hashlib.sha256(salt + text.encode("utf-8", "surrogatepass")).hexdigest()


def _forbid_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(f"no float in canonical JSON: {value!r}")
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"keys of canonical JSON are text: {key!r}")
            _forbid_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _forbid_floats(item)
