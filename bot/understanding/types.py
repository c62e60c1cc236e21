"""What was understood of a text: values with their words, doubts, and values that cannot stand."""

from dataclasses import dataclass, field
from typing import Any

from rules.layout_guide import LayoutGuide
from rules.localities import Localities
from rules.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that are looked for: chains and ecosystems, places, platforms of the guide."""

    taxonomy: Taxonomy
    localities: Localities
    guide: LayoutGuide


@dataclass(frozen=True, slots=True)
class Found:
    """A slot and the value the words give it.

    value: as registry.slots.Slot stores it (money `{amount, unit, currency}`, amount as text;
    flags bool; lists of text); raw: the words text[start:end] it was read from, never others.
    unit: of an approximate amount with its word: 约万元, 不低于万元.
    note: what the person should be told of how the words were read, a key of wording `slots`.
    """

    slot: str
    value: Any
    raw: str
    start: int
    end: int
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that may mean several things; the person chooses. readings differ in slot or value."""

    raw: str
    readings: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Invalid:
    """Words that clearly mean a slot and cannot be its value. problem: a key of wording `slots`."""

    slot: str
    raw: str
    problem: str
    detail: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Understood:
    """All that was understood of a text. named: slots mentioned without a value (改一下投资额)."""

    found: tuple[Found, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    invalid: tuple[Invalid, ...] = ()
    named: tuple[str, ...] = ()
