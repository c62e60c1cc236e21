"""Order the text pieces of a PDF page into lines and table rows by where they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.loading.blocks import Block, BlockKind

_TABLE_COLUMNS = 3
_TABLE_LINES = 2
_EDGE_LINES = 2  # furniture may stand above and below a table


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text and its box in points, origin at the page's lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)


_Line = list[Segment]
Columns = Sequence[tuple[float, float]]  # left and right of each column in points


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The blocks of a page; open_columns: of a table that reaches its end, else empty."""

    blocks: list[Block]
    open_columns: Columns


def left_margin(segments: list[Segment]) -> float:
    """Where the leftmost text of a page starts."""
    return min((segment.left for segment in segments if segment.text), default=float("inf"))


def layout_page(
    segments: list[Segment],
    *,
    margin: float | None = None,
    table_base: int = 0,
    open_columns: Columns = (),
) -> PageLayout:
    """Blocks of one page, top to bottom.

    margin: where unindented lines start, by default at the page's leftmost text; tables are
    numbered from table_base + 1; open_columns: of a table that ended the page before and may go
    on at the top of this one.
    """
    lines = [_merge_touching(line) for line in _visual_lines(segments)]
    margin = left_margin(segments) if margin is None else margin
    blocks: list[Block] = []
    table, index = table_base, 0
    while index < len(lines):
        at_top = index <= _EDGE_LINES and table == table_base
        above = open_columns if at_top else ()
        stop = _table_end(lines, index) or _continued_end(lines, index, above)
        if stop:
            table += 1
            columns = _agreed(above, _columns(lines[index:stop]))
            blocks += [_row(line, columns, table) for line in lines[index:stop]]
            index = stop
            open_columns = columns
        else:
            blocks.append(_text_block(lines[index], margin))
            index += 1
    tail = {block.table for block in blocks[-_EDGE_LINES - 1 :]}
    return PageLayout(blocks, open_columns if table > table_base and table in tail else ())


def _continued_end(lines: list[_Line], start: int, columns: Columns) -> int:
    """The end of a run of lines that stand in the columns of the page before; 0 for none."""
    stop = start
    while stop < len(lines) and columns and _is_aligned(lines[stop], columns):
        stop += 1
    has_two = stop > start and len(lines[start]) > 1
    return stop if has_two else 0


def _is_aligned(line: _Line, columns: Columns) -> bool:
    return all(
        min(abs(piece.left - left) for left, _ in columns) < piece.height / 2 for piece in line
    )


def _agreed(above: Columns, columns: Columns) -> Columns:
    """The columns of the page before, widened, where this page's fall into them."""
    if not above:
        return columns
    merged = _join_spans([*above, *columns])
    return merged if len(merged) == len(above) else columns


def _visual_lines(segments: list[Segment]) -> list[_Line]:
    """Group segments that stand at one height; lines from top to bottom, pieces left to right."""
    lines: list[_Line] = []
    for segment in sorted(segments, key=lambda piece: -(piece.top + piece.bottom)):
        middle = (segment.top + segment.bottom) / 2
        if lines and lines[-1][0].bottom < middle < lines[-1][0].top:
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return [sorted(line, key=lambda piece: piece.left) for line in lines]


def _merge_touching(line: _Line) -> _Line:
    merged: _Line = []
    for segment in line:
        if merged and segment.left - merged[-1].right < 0.6 * segment.height:
            last = merged[-1]
            gap = segment.left - last.right > 0.25 * segment.height
            is_latin = last.text[-1].isascii() and segment.text[0].isascii()
            joined = last.text + (" " if gap and is_latin else "") + segment.text
            merged[-1] = Segment(
                joined,
                last.left,
                min(last.bottom, segment.bottom),
                segment.right,
                max(last.top, segment.top),
            )
        else:
            merged.append(segment)
    return merged


def _table_end(lines: list[_Line], start: int) -> int:
    """The end of the table that starts at a line, 0 when none does.

    A table starts with a line of three or more columns; it goes on while lines stand in its
    columns, also lines with fewer pieces (cells wrapped over several lines).
    """
    if len(lines[start]) < _TABLE_COLUMNS:
        return 0
    stop, full = start + 1, 1
    columns = _columns(lines[start : start + 1])
    while stop < len(lines):
        line = lines[stop]
        is_full = len(line) >= _TABLE_COLUMNS
        if not is_full and not (_fits(line, columns) and _is_near(lines[stop - 1], line)):
            break
        full += is_full
        stop += 1
        if is_full:
            columns = _columns(lines[start:stop])
    return stop if full >= _TABLE_LINES else 0


def _is_near(above: _Line, below: _Line) -> bool:
    return above[0].bottom - below[0].top < 1.2 * below[0].height


def _columns(lines: list[_Line]) -> list[tuple[float, float]]:
    """The x ranges that the pieces of several lines cover, overlapping ones joined."""
    return _join_spans((piece.left, piece.right) for line in lines for piece in line)


def _join_spans(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    columns: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _fits(line: _Line, columns: Columns) -> bool:
    """Whether each piece lies in one column's reach, not across several."""
    starts = [left for left, _ in columns]
    for piece in line:
        crossed = sum(piece.left < start < piece.right for start in starts)
        if crossed > 1 or piece.right > columns[-1][1] + 4 * piece.height:
            return False
    return len(line) > 1 or line[0].left > columns[0][0] + line[0].height


def _row(line: _Line, columns: Columns, table: int) -> Block:
    cells = [""] * len(columns)
    for piece in line:
        nearest = min(range(len(columns)), key=lambda i: _distance(piece, columns[i]))
        cells[nearest] += piece.text
    return Block(BlockKind.ROW, cells=tuple(cells), table=table)


def _distance(piece: Segment, column: tuple[float, float]) -> float:
    """How far a piece's middle lies outside a column."""
    middle = (piece.left + piece.right) / 2
    return max(column[0] - middle, middle - column[1], 0.0)


def _text_block(line: _Line, margin: float) -> Block:
    text = line[0].text
    for before, after in pairwise(line):
        is_han = not (before.text[-1].isascii() and after.text[0].isascii())
        wide = after.left - before.right > 1.5 * after.height
        text += (" " if wide or not is_han else "") + after.text
    is_indented = line[0].left > margin + 1.2 * line[0].height
    return Block(BlockKind.LINE, text, is_indented=is_indented)
