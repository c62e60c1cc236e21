"""Receipts: what a district holds to prove when it filed, without the database.

A receipt proves that an entry with this content digest is in the ledger at this place, under a
checkpoint the registry signed. It proves no right: that follows from review and consultation.
Two receipts and a consistency proof show that nothing was rewritten in between.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.database.canonical import salted_digest
from registry.errors import InvalidReceipt
from registry.ledger import chain as ledger
from registry.ledger import merkle
from registry.ledger.checkpoints import Checkpoint, parse_checkpoint

FORMAT = "yipanqi-receipt/1"
MEANING = "filed_not_granted"  # a receipt is no grant
_FIELDS = {"format", "meaning", "report_no", "seq", "entry", "content_salt", "proof", "checkpoint"}

Receipt = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a verified receipt proves.

    entry: the ledger entry's content (unit, time, content digest …); key: public key, hex.
    """

    report_no: str
    seq: int
    entry: Mapping[str, Any]
    checkpoint: Checkpoint

    @property
    def content_digest(self) -> str:
        """Salted digest of the filed content, 64 hex characters."""
        return str(self.entry["data"]["content"])


def make_receipt(
    report_no: str, seq: int, *, entry: ledger.Entry, content_salt: str, checkpoint: Checkpoint
) -> dict[str, Any]:
    """The receipt of a filing whose entry is the last one of the checkpoint."""
    assert entry.seq == checkpoint.size
    return {
        "format": FORMAT,
        "meaning": MEANING,
        "report_no": report_no,
        "seq": seq,
        "entry": {"body": entry.body, "salt": entry.salt, "index": entry.seq},
        "content_salt": content_salt,
        "proof": merkle.prove_last(entry.peaks_before, entry.seq, entry.leaf),
        "checkpoint": checkpoint.as_mapping(),
    }


def verify_receipt(receipt: object, *, trusted_key: str | None = None) -> ReceiptFacts:
    """Check a receipt by itself, offline.

    trusted_key: the registry's public key as known from elsewhere, hex; None believes the key in
    the receipt, which then only shows that the receipt is whole.
    Raises InvalidReceipt with code `form signature untrusted_key entry proof`.
    """
    raw = _formed(receipt)
    checkpoint = _checkpoint(raw["checkpoint"])
    if not checkpoint.is_signed:
        raise InvalidReceipt("the checkpoint's signature does not fit", code="signature")
    if trusted_key is not None and checkpoint.key != trusted_key:
        raise InvalidReceipt("signed with another key", code="untrusted_key", key=checkpoint.key)
    leaf, index = _leaf(raw["entry"])
    if not merkle.includes(
        raw["proof"], leaf, index=index, size=checkpoint.size, root=checkpoint.root
    ):
        raise InvalidReceipt("the entry is not in the ledger of the checkpoint", code="proof")
    facts = ReceiptFacts(raw["report_no"], raw["seq"], _read_body(raw), checkpoint)
    if facts.entry.get("report") != facts.seq or facts.entry.get("seq") != index:
        raise InvalidReceipt("number and entry do not fit", code="entry")
    if facts.entry["data"].get("report_no") != facts.report_no:
        raise InvalidReceipt("number and entry do not fit", code="entry")
    return facts


def proves_content(receipt: object, content_json: str) -> bool:
    """Whether a verified receipt is of this content; content_json: canonical JSON as exported.

    Raises InvalidReceipt.
    """
    facts = verify_receipt(receipt)
    salt = bytes.fromhex(_formed(receipt)["content_salt"])
    return salted_digest(salt, content_json) == facts.content_digest


def verify_consistency(first: object, second: object, proof: object) -> bool:
    """Whether the ledger of the later receipt still holds all that of the earlier one.

    proof: audit.proofs makes it; any order of the receipts. Raises InvalidReceipt for a receipt
    that does not stand by itself, or receipts of different registries or keys.
    """
    facts = [verify_receipt(first), verify_receipt(second)]
    earlier, later = sorted((f.checkpoint for f in facts), key=lambda point: point.size)
    if (earlier.origin, earlier.key) != (later.origin, later.key):
        raise InvalidReceipt("receipts of different registries", code="untrusted_key")
    if earlier.size == later.size:
        return earlier.root == later.root
    return merkle.extends(
        proof, earlier=(earlier.size, earlier.root), later=(later.size, later.root)
    )


def _formed(receipt: object) -> Mapping[str, Any]:
    if not isinstance(receipt, Mapping) or set(receipt) != _FIELDS:
        raise InvalidReceipt("not a receipt", code="form")
    is_formed = (
        receipt["format"] == FORMAT
        and receipt["meaning"] == MEANING
        and isinstance(receipt["report_no"], str)
        and type(receipt["seq"]) is int
        and _is_hex(receipt["content_salt"])
    )
    if not is_formed:
        raise InvalidReceipt("not a receipt of this format", code="form")
    return receipt


def _checkpoint(raw: object) -> Checkpoint:
    try:
        return parse_checkpoint(raw)
    except ValueError as error:
        raise InvalidReceipt("no checkpoint in the receipt", code="form") from error


def _leaf(entry: object) -> tuple[str, int]:
    if not isinstance(entry, Mapping) or set(entry) != {"body", "salt", "index"}:
        raise InvalidReceipt("no entry in the receipt", code="form")
    body, salt, index = entry["body"], entry["salt"], entry["index"]
    if not isinstance(body, str) or not _is_hex(salt) or type(index) is not int:
        raise InvalidReceipt("no entry in the receipt", code="form")
    return salted_digest(bytes.fromhex(salt), body), index


def _read_body(receipt: Receipt) -> Mapping[str, Any]:
    """The entry's content, already proven to be the registry's own words."""
    try:
        body = json.loads(receipt["entry"]["body"])
    except ValueError as error:
        raise InvalidReceipt("the entry is no JSON", code="entry") from error
    if not isinstance(body, Mapping) or not isinstance(body.get("data"), Mapping):
        raise InvalidReceipt("the entry has no data", code="entry")
    if body.get("kind") != "filed":
        raise InvalidReceipt("the entry is no filing", code="entry")
    return body


def _is_hex(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        bytes.fromhex(value)
    except ValueError:
        return False
    return True
