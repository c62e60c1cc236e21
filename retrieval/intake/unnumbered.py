"""Find the headings of texts that number nothing: press articles, reports, web pages.

A short line without final punctuation before running text is a heading; so is what the format
marks as one; paragraphs of a section that open with a short sentence are its sub-sections.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.loading.blocks import Block, BlockKind

_FINAL = re.compile(r"[。！？!?；;：:，,、…][”’」』）)]?\Z")
_DATE = re.compile(r"[\d年月日号:\-/.\s〇一二三四五六七八九十]+\Z")
_LEAD = re.compile(r"([^。！？：:；\n]{4,24})。(?=.{30})")
_LEAD_COMMAS = 1
_SHORT = 36
_TITLE = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading without a number. depth: 1 is the outermost; is_bare: no text in its paragraph."""

    title: str
    depth: int
    is_bare: bool


def find_unnumbered(blocks: Sequence[Block]) -> dict[int, Mark]:
    """Headings by the index of the block they start at; title lines at the top are none."""
    marked = sum(block.kind is BlockKind.HEADING for block in blocks)
    start = _first_body(blocks)
    marks = _marked(blocks, start) if marked >= 2 else {}
    if not marks:
        marks = _short_lines(blocks, start)
    return marks | _leads(blocks, marks)


def _first_body(blocks: Sequence[Block]) -> int:
    """The index after the title lines: the first that is neither short nor a first heading."""
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.ROW or not _may_head(block):
            return index
    return 0


def _marked(blocks: Sequence[Block], start: int) -> dict[int, Mark]:
    """Headings by the format's own marks; the single outermost one at the top is the title."""
    found = [
        (i, b) for i, b in enumerate(blocks) if b.kind is BlockKind.HEADING and len(b.text) <= 100
    ]
    levels = [block.level or 9 for _, block in found]
    if found and found[0][0] < max(start, 1) and levels.count(levels[0]) == 1:
        is_outermost = levels[0] == min(levels)
        found, levels = (found[1:], levels[1:]) if is_outermost else (found, levels)
    depths = {level: depth for depth, level in enumerate(sorted(set(levels)), start=1)}
    return {
        index: Mark(block.text[:_TITLE], min(depths[level], 3), is_bare=True)
        for (index, block), level in zip(found, levels, strict=True)
    }


def _short_lines(blocks: Sequence[Block], start: int) -> dict[int, Mark]:
    """Runs of short lines followed by running text or a table."""
    marks: dict[int, Mark] = {}
    index = start
    while index < len(blocks):
        stop = index
        while stop < len(blocks) and _may_head(blocks[stop]):
            stop += 1
        if stop == index:
            index += 1
            continue
        if stop < len(blocks) and not _DATE.match(blocks[stop].text):  # not a signature
            title = " ".join(block.text for block in blocks[index:stop])[:_TITLE]
            marks[index] = Mark(title, 1, is_bare=True)
        index = stop
    return marks


def _may_head(block: Block) -> bool:
    if block.kind is BlockKind.HEADING:
        return True
    text = block.text
    if block.kind is BlockKind.ROW or not 2 <= len(text) <= _SHORT:
        return False
    return _FINAL.search(text) is None and _DATE.match(text) is None


def _leads(blocks: Sequence[Block], marks: dict[int, Mark]) -> dict[int, Mark]:
    """Sub-sections: in a section where at least two and half of the paragraphs open with one."""
    found: dict[int, Mark] = {}
    starts = sorted(index for index, mark in marks.items() if mark.is_bare)
    for position, index in enumerate(starts):
        stop = starts[position + 1] if position + 1 < len(starts) else len(blocks)
        paragraphs = [i for i in range(index + 1, stop) if not _may_head(blocks[i])]
        leads = {i: title for i in paragraphs if (title := _lead(blocks[i]))}
        if len(leads) >= 2 and len(leads) * 2 >= len(paragraphs):
            depth = marks[index].depth + 1
            found |= {i: Mark(title, depth, is_bare=False) for i, title in leads.items()}
    return found


def _lead(block: Block) -> str:
    lead = _LEAD.match(block.text) if block.kind is BlockKind.LINE else None
    if lead is None or len(re.findall("[，,]", lead[1])) > _LEAD_COMMAS:
        return ""
    return lead[1]
