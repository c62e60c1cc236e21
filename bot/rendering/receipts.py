"""Receipts in words, and as a QR code: what one proves, and what it does not.

The code holds the report's number, the SHA-256 of the receipt file and the signed head of the
ledger; the file itself is too long for a code.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.rendering.reports import show_time

if TYPE_CHECKING:
    from registry.ledger.receipts import ReceiptFacts

CODE_FORMAT = "yipanqi-receipt-code/1"
MEANING = "本回执证明何时受理了这份首报，不是首谈资格；资格须经审查并征求投资者意见后授予。"
_IMAGES = (".png", ".svg")


def receipt_text(receipt: Mapping[str, Any]) -> str:
    """A receipt as its file has it: JSON with sorted keys; equal receipts are equal files."""
    return json.dumps(receipt, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def receipt_lines(receipt: Mapping[str, Any]) -> Iterator[str]:
    """What a person is shown of a receipt."""
    yield f"首报编号：{receipt['report_no']}"
    yield f"受理序号：{receipt['seq']}"
    yield f"受理时间：{_shown(receipt['checkpoint']['at'])}"
    yield MEANING


def proven_lines(facts: "ReceiptFacts", *, is_trusted: bool) -> Iterator[str]:
    """What a verified receipt proves."""
    yield f"回执成立：{facts.report_no}，受理序号 {facts.seq}"
    yield f"报备单位：{facts.entry['actor']['unit']}；受理时间：{_shown(facts.entry['at'])}"
    yield f"内容摘要：{facts.content_digest}"
    yield f"签名密钥：{facts.checkpoint.key}"
    if not is_trusted:
        yield "未指定可信公钥，只证明文件完整；请用 --key 给出市局公布的公钥。"
    yield MEANING


def _shown(at: str) -> str:
    """A time of the ledger as Shanghai has it; as written when it is none."""
    try:
        return f"{show_time(datetime.fromisoformat(at))}（北京时间）"
    except ValueError:
        return at


def receipt_code(receipt: Mapping[str, Any]) -> str:
    """The text of a receipt's QR code."""
    checkpoint = receipt["checkpoint"]
    digest = hashlib.sha256(receipt_text(receipt).encode()).hexdigest()
    fields = {
        "format": CODE_FORMAT,
        "report_no": receipt["report_no"],
        "receipt": digest,
        "size": checkpoint["size"],
        "root": checkpoint["root"],
        "signature": checkpoint["signature"],
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def receipt_number(receipt: Mapping[str, Any]) -> str:
    """The number of the report a receipt is for. Raises KeyError for what is no receipt."""
    return str(receipt["report_no"])


def code_image(receipt: Mapping[str, Any]) -> str:
    """The QR code as a data URI of an SVG image. Raises KeyError for what is no receipt."""
    import segno

    uri: str = segno.make(receipt_code(receipt), error="m").svg_data_uri(scale=4, border=4)
    return uri


def is_image(path: Path) -> bool:
    """Whether the name is one a QR code can be written to (.png, .svg)."""
    return path.suffix.lower() in _IMAGES


def write_code(receipt: Mapping[str, Any], path: Path) -> None:
    """Write the QR code as an image; the suffix decides the format (is_image)."""
    import segno

    segno.make(receipt_code(receipt), error="m").save(str(path), scale=4, border=4)
