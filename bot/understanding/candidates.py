"""What the readers of single kinds hand in, before it is settled what stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.understanding.page import Page
from bot.understanding.types import Doubt, Found, Invalid, Vocabulary

SURE = 3  # the words name the slot: 固投8亿
LIKELY = 2  # the words around say it: 投资12亿
WEAK = 1  # the form of the words says it


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of some words and how surely they say it.

    readings: one, or several to choose from. problem: the words mean readings[0].slot and cannot
    be its value. is_named: the slot was named in these words.
    """

    readings: tuple[Found, ...]
    rank: int = LIKELY
    problem: str = ""
    detail: dict[str, str] = field(default_factory=dict)
    slots: frozenset[str] = field(init=False, compare=False)
    span: tuple[int, int] = field(init=False, compare=False)  # of the words

    def __post_init__(self) -> None:
        slots = frozenset(reading.slot for reading in self.readings)
        object.__setattr__(self, "slots", slots)
        span = (self.first.start, self.first.end) if self.readings else (0, 0)
        object.__setattr__(self, "span", span)

    @property
    def first(self) -> Found:
        """The likeliest reading."""
        return self.readings[0]

    def as_doubt(self) -> Doubt:
        """The choice to be put to the person."""
        return Doubt(self.first.raw, self.readings)

    def as_invalid(self) -> Invalid:
        """What is wrong with the words."""
        return Invalid(self.first.slot, self.first.raw, self.problem, dict(self.detail))


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with the names that are looked for in it."""

    page: Page
    vocabulary: Vocabulary

    def words(self, span: tuple[int, int]) -> str:
        """The folded words of a span, blanks made one, with the brackets the person typed."""
        pairs = zip(self.page.text[slice(*span)], self.page.original[slice(*span)], strict=True)
        typed = "".join(own if own in "（）" else folded for folded, own in pairs)
        return " ".join(typed.split())

    def found(
        self, slot: str, value: Any, span: tuple[int, int], *, unit: str = "", note: str = ""
    ) -> Found:
        """A reading of text[start:end], blanks at both ends left out."""
        start, end = self.page.trimmed(*span)
        return Found(slot, value, self.page.original[start:end], start, end, unit, note)


Candidates = Iterator[Candidate]
