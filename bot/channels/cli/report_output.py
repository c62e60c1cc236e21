"""Pages, exports and receipts as the registry's commands put them out."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.channels.cli.output import say, write_json, write_text
from bot.channels.cli.registry_access import read_day
from bot.errors import BadInput
from bot.rendering.errors import EXIT_DONE

if TYPE_CHECKING:
    from registry.database.pages import Page
    from registry.reading.report_lines import RegisterFilter, ReportLine


def make_filter(
    unit: str | None,
    state: str | None,
    chain: str | None,
    investor: str | None,
    days: tuple[str | None, str | None],
) -> "RegisterFilter":
    """What of the register is asked for. days: first and last, as typed. Raises BadInput."""
    from registry.reading.report_lines import RegisterFilter

    first, last = read_day(days[0], "--from"), read_day(days[1], "--to")
    return RegisterFilter(unit, state, chain, investor, first, last)


def show_page(page: "Page[ReportLine]", *, as_json: bool) -> int:
    """Lines of a list; with --json a last object `{"next": …}` where there is more."""
    from bot.rendering.reports import line_as_mapping, line_text

    for line in page.rows:
        if as_json:
            write_json(line_as_mapping(line))
        else:
            write_text(line_text(line))
    if page.next and as_json:
        write_json({"next": page.next})
    elif page.next:
        say(f"还有更多，加 --after {page.next} 看下一页。")
    elif not page.rows and not as_json:
        say("没有。")
    return EXIT_DONE


def write_export(path: Path, title: str, rows: Sequence[Sequence[str]], *, note: str) -> None:
    """Write rows as XLSX or DOCX, by the suffix. Raises BadInput for too many rows in a DOCX."""
    if path.suffix.lower() == ".xlsx":
        from bot.office_files.sheets import write_rows

        write_rows(path, rows)
        return
    from bot.office_files.documents import MAX_ROWS, write_table

    if len(rows) > MAX_ROWS:
        raise BadInput(f"{len(rows)} rows", code="docx_rows", limit=MAX_ROWS)
    write_table(path, title, rows, note=note)


def check_image(qr: str | None) -> None:
    """Raises BadInput before anything is filed."""
    from bot.rendering.receipts import is_image

    if qr is not None and not is_image(Path(qr)):
        raise BadInput(f"{qr!r}", code="bad_image", value=qr)


def save_receipt(receipt: Mapping[str, Any], out: str | None, qr: str | None) -> None:
    """Write the receipt and its QR code where the options say."""
    from bot.rendering.receipts import receipt_text, write_code

    if out is not None:
        Path(out).write_text(receipt_text(receipt), "utf-8")
        say(f"回执已存到 {out}。")
    if qr is not None:
        write_code(receipt, Path(qr))
        say(f"二维码已存到 {qr}。")
