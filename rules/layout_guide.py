"""The Layout Guide (重点产业（链）投资布局导引) as a versioned table, and look-ups in it.

Clauses: hz-2019-40#2.2 (the guide), hz-2019-press#2.2 (the negative list that goes with it).
Does not read files or rows (rules.layout_guide_import); does not judge (rules.layout_conformity).
Silent points: what an absent entry means; the guide's content is the bureau's data.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from rules.errors import GuideError
from rules.localities import fold_locality
from rules.taxonomy import fold_industry

WHOLE_CITY = "全市"


class GuideRole(StrEnum):
    """What a place is to a chain in the guide."""

    KEY = "key"  # 重点承载
    ALLOWED = "allowed"  # 允许
    NEGATIVE = "negative"  # 负面清单

    @property
    def gloss(self) -> str:
        """The Chinese word staff see."""
        return _GLOSSES[self]

    @property
    def conforms(self) -> bool:
        """Whether a project there conforms to the guide."""
        return self is not GuideRole.NEGATIVE


_GLOSSES = {
    GuideRole.KEY: "重点承载",
    GuideRole.ALLOWED: "允许布局",
    GuideRole.NEGATIVE: "负面清单",
}


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """One row: chain x locality (x platform) -> role; platform is empty for the whole locality.

    row: 1-based line of the sheet or list it came from, for pointing at.
    """

    chain: str
    locality: str
    role: GuideRole
    platform: str = ""
    note: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class GuideFinding:
    """What the guide says for a chain at a place.

    roles: every role still possible with what is known; one when settled, none without entry.
    needs_platform: the answer depends on a platform that was not named.
    """

    roles: tuple[GuideRole, ...]
    needs_platform: bool = False

    @property
    def conforms(self) -> bool | None:
        """True or False when every possible role agrees; None when they differ or none is known."""
        answers = {role.conforms for role in self.roles}
        return answers.pop() if len(answers) == 1 and not self.needs_platform else None

    @property
    def is_key(self) -> bool | None:
        """Whether the place is the chain's key host (重点承载地区); None when not settled."""
        answers = {role is GuideRole.KEY for role in self.roles}
        return answers.pop() if len(answers) == 1 and not self.needs_platform else None


NO_ENTRY = GuideFinding(())
_SETTLED = {role: GuideFinding((role,)) for role in GuideRole}


@lru_cache(maxsize=4096)  # pure, and the same few places come in every case of a batch
def _place_key(locality: str) -> str:
    return fold_locality(locality)


@dataclass(frozen=True, slots=True)
class GuideEdition:
    """One edition; valid on valid_from <= day < valid_to, None means open at that end.

    is_sample: the table is an example shipped with the program, not the bureau's.
    Raises GuideError when two entries speak of the same chain, locality and platform.
    """

    edition: str
    entries: tuple[GuideEntry, ...]
    valid_from: date | None = None
    valid_to: date | None = None
    is_sample: bool = False
    title: str = ""
    _index: dict[tuple[str, str], dict[str, GuideRole]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for entry in self.entries:
            key = fold_industry(entry.chain), _place_key(entry.locality)
            places = self._index.setdefault(key, {})
            if entry.platform in places:
                raise GuideError(f"entry stated twice: {entry!r}", code="duplicate_entry")
            places[entry.platform] = entry.role

    def covers(self, day: date) -> bool:
        """Whether the edition is valid on day."""
        if self.valid_from is not None and day < self.valid_from:
            return False
        return self.valid_to is None or day < self.valid_to

    def find(self, chain: str, locality: str, platform: str | None) -> GuideFinding:
        """What the guide says; the nearest row counts: platform, then locality, then 全市.

        chain: folded canonical name (Taxonomy.resolve_chain); platform None: not known.
        """
        places = self._index.get((chain, _place_key(locality)))
        if places is None:
            places = self._index.get((chain, WHOLE_CITY))
        if places is None:
            return NO_ENTRY
        if platform is None and len(places) == 1 and "" in places:
            return _SETTLED[places[""]]
        if platform is None:
            return GuideFinding(tuple(dict.fromkeys(places.values())), _depends(places))
        role = places.get("".join(platform.split()), places.get(""))
        return NO_ENTRY if role is None else _SETTLED[role]


def _depends(places: dict[str, GuideRole]) -> bool:
    """Whether the platform must be known: rows differ, or the locality as a whole has none."""
    return "" not in places or len({role.conforms for role in places.values()}) > 1


class LayoutGuide:
    """All editions of the guide; at most one is valid on a day.

    Raises GuideError when two editions overlap.
    """

    __slots__ = ("editions",)

    def __init__(self, editions: Iterable[GuideEdition]) -> None:
        self.editions = tuple(sorted(editions, key=lambda e: e.valid_from or date.min))
        for earlier, later in itertools.pairwise(self.editions):
            end, start = earlier.valid_to, later.valid_from
            if end is None or start is None or start < end:
                message = f"editions overlap: {earlier.edition!r} and {later.edition!r}"
                raise GuideError(message, code="overlap")

    def edition_on(self, day: date) -> GuideEdition | None:
        """The edition valid on day, or None."""
        return next((edition for edition in self.editions if edition.covers(day)), None)
