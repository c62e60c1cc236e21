"""A text folded, with every place in it one character, so that cues need not know the places.

Does not judge what a place is in the case (bot.understanding.case_facts.places).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.case_facts.cues import place_cues
from rules.folding import fold_with_offsets
from rules.localities import Localities, fold_locality

PLACE, OWN = "\ue000", "\ue001"  # folding drops these, so no text holds them
_LINE_BREAK = re.compile(r"[\r\n\t]")


@dataclass(frozen=True, slots=True)
class MarkedText:
    """The folded text; for each of its characters, where it stood in the original.

    places: position of a PLACE -> the name as it was written, folded.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    original: str
    places: Mapping[int, str]

    def raw(self, start: int, end: int) -> str:
        """The words of text[start:end] as they stand in the original; start < end."""
        return self.original[self.spans[start][0] : self.spans[end - 1][1]]

    def offsets(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of text[start:end]; start < end."""
        return self.spans[start][0], self.spans[end - 1][1]


def mark(text: str, localities: Localities) -> MarkedText:
    """Fold a text and mark its places and the asker's own unit; a line break ends a sentence."""
    folded = fold_with_offsets(_LINE_BREAK.sub("。", text))
    chars: list[str] = []
    spans: list[tuple[int, int]] = []
    places: dict[int, str] = {}
    at = 0
    for found in _mentions(localities).finditer(folded.text):
        _keep(folded.text, folded.offsets, (at, found.start()), (chars, spans))
        if found["place"]:
            places[len(chars)] = found["place"]
        chars.append(PLACE if found["place"] else OWN)
        spans.append(folded.span(found.start(), found.end()))
        at = found.end()
    _keep(folded.text, folded.offsets, (at, len(folded.text)), (chars, spans))
    return MarkedText("".join(chars), tuple(spans), text, places)


def _keep(
    text: str,
    offsets: tuple[int, ...],
    stretch: tuple[int, int],
    into: tuple[list[str], list[tuple[int, int]]],
) -> None:
    """Take over the characters between two mentions as they are."""
    start, end = stretch
    into[0].extend(text[start:end])
    into[1].extend((offset, offset + 1) for offset in offsets[start:end])


@lru_cache(maxsize=4)
def _mentions(localities: Localities) -> re.Pattern[str]:
    names = {name for place in localities.places for name in (place.name, *place.also)}
    names |= {short for name in names if len(short := fold_locality(name)) > 1}
    listed = "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))
    cues = place_cues()
    place = f"(?:杭州市?)?(?P<place>{listed})(?!{cues.not_places})" if listed else "(?P<place>(?!))"
    return re.compile(f"{place}|(?P<own>{cues.own})")
