"""Mend tables torn over lines and pages and write each row as one line with its header.

Does not find tables: the loaders say which blocks are rows.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from retrieval.intake.spacing import join_pieces, mend_cell
from retrieval.loading.blocks import Block, BlockKind

_NUMBER_HEADER = re.compile(r"(?:序\s*号|编\s*号|项次|No\.?|#)\Z", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,4}[.、]?\Z")
_RULE = re.compile(r"[-=:—─━\s]+\Z")
_HEADER_CHARACTERS = 20
_MAX_REPEAT = 6

Cells = list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A mended table. header: () when the table has none; number_column: -1 when none."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    number_column: int


def write_tables(blocks: Iterable[Block], *, is_torn: bool) -> Iterator[Block]:
    """Replace each run of row blocks by finished ones: text is the row, cells its values.

    The number cell, where there is one, comes first in `cells`. Breaks inside a table are dropped.
    """
    for table, run in groupby(_inside_breaks_dropped(blocks), key=lambda block: block.table):
        if not table:
            yield from run
            continue
        mended = mend_table([list(block.cells) for block in run], is_torn=is_torn)
        if mended.caption:
            yield Block(BlockKind.LINE, mended.caption)
        for row in mended.rows:
            if text := write_row(mended.header, row):
                yield Block(BlockKind.ROW, text, cells=_keyed(row, mended), table=table)


def _inside_breaks_dropped(blocks: Iterable[Block]) -> Iterator[Block]:
    held: list[Block] = []
    last_table = 0
    for block in blocks:
        if block.kind is BlockKind.BREAK and last_table:
            held.append(block)
            continue
        if block.table != last_table:
            yield from held
        held.clear()
        last_table = block.table
        yield block
    yield from held


def mend_table(rows: Sequence[Cells], *, is_torn: bool) -> Table:
    """Take the header off, join torn rows, drop rules and headers repeated on later pages."""
    rows = [row for row in rows if not all(_RULE.match(cell) or not cell for cell in row)]
    width = max((len(row) for row in rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    caption = ""
    if len(rows) > 1 and width > 1 and rows[0][0] and not any(rows[0][1:]):
        caption, rows = rows[0][0], rows[1:]
    header, body = _take_header(rows)
    number_column = _number_column(header, body)
    if is_torn:
        header, body = _join_torn(header, body, number_column)
    else:
        body = [[mend_cell(cell) for cell in row] for row in body]
    header = [mend_cell(cell) for cell in header]
    body = [row for row in body if [_squeeze(cell) for cell in row] != header or not header]
    return Table(caption, tuple(header), tuple(map(tuple, body)), number_column)


def _take_header(rows: list[Cells]) -> tuple[Cells, list[Cells]]:
    if len(rows) < 2 or not _is_header(rows[0]):
        return [], rows
    return rows[0], rows[1:]


def _is_header(row: Cells) -> bool:
    named = [cell for cell in row if cell]
    if _NUMBER_HEADER.match(row[0]):
        return True
    is_short = all(len(cell) <= _HEADER_CHARACTERS for cell in named)
    is_plain = not any(re.search(r"[。；;!?！？]|\d", cell) for cell in named)
    return (
        len(named) >= 2 and is_short and is_plain and bool(row[0]) and len(set(named)) == len(named)
    )


def _number_column(header: Cells, body: list[Cells]) -> int:
    for index, cell in enumerate(header):
        if _NUMBER_HEADER.match(cell):
            return index
    numbered = sum(bool(_NUMBER.match(row[0])) for row in body)
    return 0 if body and numbered >= 2 and numbered * 3 >= len(body) else -1


def _join_torn(header: Cells, body: list[Cells], number_column: int) -> tuple[Cells, list[Cells]]:
    """Append rows that only continue the row above.

    A row continues when its number is missing or, in a table without numbers, its first cell.
    """
    key = max(number_column, 0)
    joined: list[list[Cells]] = []
    heading = [header] if header else []
    for row in body:
        is_repeated = header and [_squeeze(c) for c in row] == [_squeeze(c) for c in header]
        if is_repeated:
            continue
        if row[key]:
            joined.append([row])
        elif joined:
            joined[-1].append(row)
        elif heading:
            heading.append(row)
        else:
            joined.append([row])
    return (
        _join_pieces(heading) if heading else [],
        [_join_pieces(pieces) for pieces in joined],
    )


def _join_pieces(pieces: list[Cells]) -> Cells:
    return [_join_cell(list(column)) for column in zip(*pieces, strict=True)]


def _join_cell(parts: list[str]) -> str:
    whole = ""
    for part in map(mend_cell, parts):
        is_printed_twice = 2 <= len(part) <= _MAX_REPEAT and whole.endswith(part)
        if part and not is_printed_twice:
            whole = join_pieces(whole, part) if whole else part
    return mend_cell(whole)


def write_row(header: Sequence[str], row: Sequence[str]) -> str:
    """`序号：7；事项名称：…；牵头单位：…`; empty cells are left out."""
    if not header and len(row) == 2 and all(row):
        return f"{row[0].rstrip('：:')}：{row[1]}"
    names = [*header, *[""] * (len(row) - len(header))]
    parts = []
    for name, cell in zip(names, row, strict=False):
        value = cell.removesuffix("。")
        if value:
            parts.append(f"{name}：{value}" if name else value)
    return "；".join(parts)


def _keyed(row: Sequence[str], table: Table) -> tuple[str, ...]:
    """The number first ('' without one), then the other cells."""
    if table.number_column < 0:
        return ("", *row)
    number = row[table.number_column].rstrip(".、")
    return (number, *(cell for i, cell in enumerate(row) if i != table.number_column))


def _squeeze(text: str) -> str:
    return "".join(text.split())
