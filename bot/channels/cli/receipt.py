"""`yipanqi receipt`: fetch a receipt again, and verify receipts offline, without the database."""

import json
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.channels.cli.output import write_json, write_text
from bot.channels.cli.registry_access import Account, AsJson, caller, opened, read_existing
from bot.channels.cli.report_output import check_image, save_receipt
from bot.errors import BadInput
from bot.rendering.errors import EXIT_DONE

app = typer.Typer(help="回执：取回、离线核验、两份对照。", no_args_is_help=True)

_KEY = re.compile(r"[0-9a-f]{64}")
_MAX_BYTES = 1_000_000
Key = Annotated[
    str | None,
    typer.Option("--key", metavar="HEX|FILE", help="市局公布的公钥，或存有它的文件"),
]


@app.command("show")
def show(
    report_no: Annotated[str, typer.Argument(metavar="REPORT_NO", help="首报编号")],
    account: Account,
    out: Annotated[str | None, typer.Option("--out", metavar="FILE", help="把回执存成文件")] = None,
    qr: Annotated[
        str | None, typer.Option("--qr", metavar="FILE", help="把回执二维码存成 .png 或 .svg")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """取回一份首报的回执；内容永远不变。"""
    from bot.rendering.receipts import receipt_lines

    check_image(qr)
    with opened() as registry:
        receipt = registry.reports.receipt(caller(account), report_no)
    save_receipt(receipt, out, qr)
    if as_json:
        write_json(receipt)
        return EXIT_DONE
    for line in receipt_lines(receipt):
        write_text(line)
    return EXIT_DONE


@app.command("verify")
def verify(
    source: Annotated[str, typer.Argument(metavar="FILE", help="回执文件")],
    key: Key = None,
    as_json: AsJson = False,
) -> int:
    """离线核验一份回执，不用数据库和网络；不成立时退出码为 2。"""
    from bot.rendering.receipts import proven_lines
    from registry.ledger.receipts import verify_receipt

    facts = verify_receipt(read_receipt(source), trusted_key=read_key(key))
    if as_json:
        write_json(
            {
                "valid": True,
                "trusted": key is not None,
                "report_no": facts.report_no,
                "seq": facts.seq,
                "unit": facts.entry["actor"]["unit"],
                "at": facts.entry["at"],
                "content_digest": facts.content_digest,
                "checkpoint_size": facts.checkpoint.size,
                "key": facts.checkpoint.key,
            }
        )
        return EXIT_DONE
    for line in proven_lines(facts, is_trusted=key is not None):
        write_text(line)
    return EXIT_DONE


@app.command("compare")
def compare(
    first: Annotated[str, typer.Argument(metavar="FILE", help="一份回执")],
    second: Annotated[str, typer.Argument(metavar="FILE", help="另一份回执")],
    account: Account,
    as_json: AsJson = False,
) -> int:
    """证明两份回执之间的历史没有被改写；证明向登记库要，核验在本机做。"""
    from registry.errors import InvalidReceipt
    from registry.ledger.receipts import verify_consistency, verify_receipt

    receipts = [read_receipt(first), read_receipt(second)]
    sizes = sorted(verify_receipt(receipt).checkpoint.size for receipt in receipts)
    with opened() as registry:
        proof = registry.proofs.prove_consistency(caller(account), sizes[0], sizes[1])
    if not verify_consistency(receipts[0], receipts[1], proof):
        raise InvalidReceipt("history was rewritten", code="rewritten")
    if as_json:
        write_json({"consistent": True, "earlier": sizes[0], "later": sizes[1]})
    else:
        write_text(f"第 {sizes[0]} 条到第 {sizes[1]} 条之间的历史没有被改写。")
    return EXIT_DONE


def read_receipt(source: str) -> Any:
    """A receipt file as plain JSON. Raises BadInput."""
    path = read_existing(source)
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ValueError("too large")
        return json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{source!r} is no receipt", code="receipt_file", value=source) from error


def read_key(given: str | None) -> str | None:
    """A public key as given or from a file. Raises BadInput."""
    if given is None or _KEY.fullmatch(given):
        return given
    path = Path(given)
    text = path.read_text("utf-8", "replace").strip() if path.is_file() else ""
    if not _KEY.fullmatch(text):
        raise BadInput(f"no key {given!r}", code="bad_key", value=given)
    return text
