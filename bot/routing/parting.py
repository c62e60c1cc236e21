"""Take a message apart at its sentences and at words that begin a new matter. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.routing.tables import load_splitting

_SENTENCE = re.compile(r"[^。!?;；\n…]+[。!?;；\n…]*|[。!?;；\n…]+")
_EDGE = ",，、;；。:~"
_CLAUSE = re.compile(r"[^,，]+[,，]*|[,，]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch text[start:end]. said_before: a lead-in, swallowed when something follows it."""

    start: int
    end: int
    said_before: bool = False


def part_message(folded: str) -> tuple[Span, ...]:
    """The stretches of a folded message in order; lead-ins apart, edges trimmed, none empty."""
    spans = (
        span
        for sentence in _SENTENCE.finditer(folded)
        for piece in _at_connectors(folded, sentence.start(), sentence.end())
        for span in _without_lead_in(folded, *piece)
    )
    return tuple(span for span in spans if span.start < span.end)


def part_clauses(folded: str, span: Span) -> tuple[Span, ...]:
    """A stretch at its commas."""
    found = _CLAUSE.finditer(folded, span.start, span.end)
    trimmed = (trim(folded, clause.start(), clause.end()) for clause in found)
    return tuple(each for each in trimmed if each.start < each.end)


def trim(folded: str, start: int, end: int) -> Span:
    """The stretch without white space and marks at its edges; question marks stay."""
    while start < end and (folded[start].isspace() or folded[start] in _EDGE + "?!"):
        start += 1
    while end > start and (folded[end - 1].isspace() or folded[end - 1] in _EDGE):
        end -= 1
    return Span(start, end)


def _at_connectors(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begun = start
    for connector in load_splitting().connector.finditer(folded, start, end):
        if connector.end() == begun and connector.start() == begun:
            continue
        if connector.start() > begun:
            yield begun, connector.start()
        begun = connector.end()
    if begun < end:
        yield begun, end


def _without_lead_in(folded: str, start: int, end: int) -> Iterator[Span]:
    piece = trim(folded, start, end)
    start = piece.start
    while lead_in := load_splitting().lead_in.match(folded, start, end):
        yield Span(start, trim(folded, start, lead_in.end()).end, said_before=True)
        start = lead_in.end()
    rest = trim(folded, start, piece.end)
    if rest.start < rest.end:
        yield rest
