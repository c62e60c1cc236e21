"""What every loader hands over: the blocks of a file in reading order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from retrieval.errors import DocumentError
from retrieval.loading.limits import Limits


class BlockKind(StrEnum):
    """What a block is in the file, before anybody reads its words."""

    LINE = "line"  # a line of text, or a whole paragraph where the format has paragraphs
    HEADING = "heading"  # marked as heading by the format (Markdown, HTML, Word)
    ROW = "row"  # a table row
    BREAK = "break"  # a blank line or a page break


@dataclass(frozen=True, slots=True)
class Block:
    """One block.

    level: 1 is the outermost heading, 0 a heading of unknown depth; cells: of a row;
    is_indented: the line starts with an indent, which marks a new paragraph in Chinese texts;
    table: running number of the table a row belongs to.
    """

    kind: BlockKind
    text: str = ""
    level: int = 0
    cells: tuple[str, ...] = ()
    is_indented: bool = False
    table: int = 0


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """The blocks of a file and what its format says about it.

    is_torn: lines and table rows may be cut by line and page breaks (text dumps, PDF);
    is_wrapped: the lines are those of a printed page, surely broken at its margin.
    """

    blocks: tuple[Block, ...]
    is_torn: bool
    is_wrapped: bool = False
    title: str = ""
    published: date | None = None
    notes: str = ""


def collect(blocks: Iterable[Block], limits: Limits) -> tuple[Block, ...]:
    """Gather blocks, refusing a file that has too many of them or too many characters.

    Raises DocumentError(too_large).
    """
    kept: list[Block] = []
    characters = 0
    for block in blocks:
        kept.append(block)
        characters += len(block.text) + sum(map(len, block.cells))
        if characters > limits.characters:
            raise too_large("characters", limits.characters)
        if len(kept) > limits.blocks:
            raise too_large("blocks", limits.blocks)
    return tuple(kept)


def too_large(what: str, limit: float) -> DocumentError:
    """Make the error for a file beyond one of the limits."""
    return DocumentError(f"more {what} than {limit}", code="too_large", measure=what, limit=limit)
