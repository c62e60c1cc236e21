"""Split long clauses at paragraph and sentence ends: `3` becomes `3-1`, `3-2`, …"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.intake.outline import Section

LONG_CHARACTERS = 1_200
_SENTENCE_END = re.compile(r"[。！？；!?;][”’」』）)]*")
_WEAK_END = re.compile(r"[，,、\s]")


def split_long(sections: Iterable["Section"], text: str) -> Iterator["Section"]:
    """Yield sections of at most LONG_CHARACTERS characters that cover the same text."""
    for section in sections:
        if section.end - section.start <= LONG_CHARACTERS:
            yield section
            continue
        spans = split_span(text, section.start, section.end)
        for number, (start, end) in enumerate(spans, start=1):
            yield replace(section, id=f"{section.id}-{number}", start=start, end=end)


def split_span(
    text: str, start: int, end: int, *, limit: int = LONG_CHARACTERS
) -> list[tuple[int, int]]:
    """Cut text[start:end] into pieces of at most limit characters.

    The best end in the second half of a piece is taken: of a paragraph, else of a sentence, else
    a comma, else the limit itself. Only line breaks are lost between pieces.
    """
    spans = []
    while end - start > limit:
        cut = _cut(text, start, start + limit)
        spans.append((start, cut))
        start = cut
        while start < end and text[start] == "\n":
            start += 1
    if start < end:
        spans.append((start, end))
    return spans


def _cut(text: str, start: int, stop: int) -> int:
    half = start + (stop - start) // 2
    line = text.rfind("\n", half, stop + 1)
    if line > 0:
        return line
    for pattern in (_SENTENCE_END, _WEAK_END):
        ends = [match.end() for match in pattern.finditer(text, half, stop)]
        if ends:
            return ends[-1]
    return stop
