"""Name clauses after their place in the outline: `4.1`, `ch.3`, `art.12a`, `annex.7`."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from retrieval.intake.headings import Heading, HeadingKind

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PREFIXES = {
    HeadingKind.PART: "part.",
    HeadingKind.CHAPTER: "ch.",
    HeadingKind.ARTICLE: "art.",
    HeadingKind.DECIMAL: "",
}
_WITH_PARENT_LABEL = (HeadingKind.CHINESE, HeadingKind.PAREN)


@dataclass(slots=True)
class Opened:
    """A heading whose clauses are being read. heading: its words as printed."""

    rank: tuple[int, int]
    id: str
    label: str
    heading: str
    counts: dict[int, int] = field(default_factory=dict)  # last number seen below it, by kind
    is_annex: bool = False


def rank_of(heading: Heading) -> tuple[int, int]:
    """How deep a heading stands: the smaller, the further out."""
    if heading.kind is HeadingKind.DECIMAL:
        return (HeadingKind.ARABIC, len(heading.numbers))
    return (heading.kind, 0)


def make_clause_id(heading: Heading, above: Sequence[Opened]) -> str:
    """The id of a heading under the open ones, which all rank above it.

    Articles count through the whole document (`art.12`, 第十二条之一 `art.12a`); sections belong to
    their chapter (`ch.3.s2`); inside an annex every id starts with the annex's.
    """
    number = ".".join(map(str, heading.numbers))
    if heading.kind is HeadingKind.ANNEX:
        return f"annex{number}"
    annex = next((opened.id for opened in reversed(above) if opened.is_annex), "")
    prefix = f"{annex}." if annex else ""
    if heading.kind is HeadingKind.SECTION:
        return f"{above[-1].id}.s{number}" if above else f"{prefix}sec.{number}"
    if heading.kind in _PREFIXES:
        letter = _LETTERS[heading.sub - 1] if 0 < heading.sub <= len(_LETTERS) else ""
        return f"{prefix}{_PREFIXES[heading.kind]}{number}{letter}"
    return f"{above[-1].id}.{number}" if above else number


def full_label(heading: Heading, parent: Opened | None) -> str:
    """`四（一）` for （一） under 四、; the other forms stand alone."""
    is_inner = heading.kind in (HeadingKind.PAREN, HeadingKind.ARABIC)
    if is_inner and parent is not None and parent.rank[0] in _WITH_PARENT_LABEL:
        return f"{parent.label}{heading.label}"
    return heading.label
