"""Places of the city by any of their names, today's and former ones, as of a day.

Reads: the text of rules/data/localities.toml, handed in.
Does not decide which heir of a divided district is meant: it names all of them.
"""

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.errors import ParameterError

_KINDS = ("district", "county", "county_level_city", "zone")
_KEYS = {"name", "also", "kind", "from", "to", "heirs", "note", "former_extent"}
_CITY = "杭州市"
_ENDINGS = ("风景名胜区", "产业集聚区", "新区", "区", "县", "市")


class NameStatus(StrEnum):
    """How a name stands on a day."""

    CURRENT = "current"
    FORMER = "former"  # the place no longer exists; `heirs` took over
    NOT_YET = "not_yet"  # the place did not exist yet


@dataclass(frozen=True, slots=True)
class Place:
    """One place; valid on valid_from <= day < valid_to, None is open.

    heirs: places that took over on valid_to.
    extent_until, extent_heirs: the name once covered more, divided on that day (余杭区).
    """

    name: str
    kind: str
    also: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    heirs: tuple[str, ...] = ()
    note: str = ""
    extent_until: date | None = None
    extent_heirs: tuple[str, ...] = ()

    def status_on(self, day: date) -> NameStatus:
        """How the name stands on day."""
        if self.valid_from is not None and day < self.valid_from:
            return NameStatus.NOT_YET
        if self.valid_to is not None and day >= self.valid_to:
            return NameStatus.FORMER
        return NameStatus.CURRENT


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A name found.

    successors: today's places for a former name, followed through every change; more than one
    means that a person must say which. may_mean: places the name covered before a division.
    """

    place: Place
    status: NameStatus
    successors: tuple[str, ...] = ()
    may_mean: tuple[str, ...] = ()


def fold_locality(name: str) -> str:
    """One spelling: NFKC, no blanks, no 浙江省 or 杭州市 in front, no 区, 县, 市 behind."""
    folded = "".join(unicodedata.normalize("NFKC", name).split()).removeprefix("浙江省")
    for prefix in (_CITY, "杭州"):
        if folded.startswith(prefix) and len(folded) > len(prefix) + 1:
            folded = folded.removeprefix(prefix)
            break
    ending = next((e for e in _ENDINGS if folded.endswith(e) and len(folded) > len(e) + 1), "")
    return folded.removesuffix(ending)


class Localities:
    """All places, looked up by any name."""

    __slots__ = ("_by_exact", "_by_folded", "places")

    def __init__(self, places: tuple[Place, ...] = ()) -> None:
        self.places = places
        names = [(name, place) for place in places for name in (place.name, *place.also)]
        self._by_exact = {_plain(name): place for name, place in names}
        self._by_folded: dict[str, tuple[Place, ...]] = {}
        for name, place in names:
            known = self._by_folded.get(fold_locality(name), ())
            if place not in known:
                self._by_folded[fold_locality(name)] = (*known, place)

    def current(self, day: date) -> tuple[Place, ...]:
        """Places that exist on day, in table order."""
        return tuple(p for p in self.places if p.status_on(day) is NameStatus.CURRENT)

    def find(self, name: str, day: date) -> PlaceMatch | None:
        """The place a name stands for on a day; a place that exists then goes before a former one.

        Full names (余杭区, 杭州市余杭区) and short ones (余杭) are accepted. None: unknown.
        """
        exact = self._by_exact.get(_plain(name))
        candidates = (exact,) if exact else self._by_folded.get(fold_locality(name), ())
        if not candidates:
            return None
        place = min(candidates, key=lambda p: p.status_on(day) is not NameStatus.CURRENT)
        return self._match(place, day)

    def _match(self, place: Place, day: date) -> PlaceMatch:
        status = place.status_on(day)
        divided = place.extent_until is not None and day >= place.extent_until
        may_mean = place.extent_heirs if divided else ()
        heirs = self._heirs(place, day) if status is NameStatus.FORMER else ()
        return PlaceMatch(place, status, heirs, may_mean)

    def _heirs(self, place: Place, day: date) -> tuple[str, ...]:
        """Places that exist on day and go back to `place`."""
        found: list[str] = []
        for name in place.heirs:
            heir = self._by_exact[name]
            former = heir.status_on(day) is NameStatus.FORMER
            found.extend(self._heirs(heir, day) if former else (name,))
        return tuple(dict.fromkeys(found))


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def parse_localities(text: str) -> Localities:
    """Read the table. Raises ParameterError naming the place and what is wrong with it."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ParameterError(f"not TOML: {error}", code="not_toml", value=str(error)) from error
    rows = tables.get("place", [])
    if not isinstance(rows, list):
        raise _bad("", "not_a_place_table", rows)
    places = tuple(_parse_place(row) for row in rows)
    names = {place.name: place for place in places}
    if len(names) != len(places):
        raise _bad("", "name_twice", [place.name for place in places])
    for place in places:
        _check_heirs(place, names)
    return Localities(places)


def _check_heirs(place: Place, names: Mapping[str, Place]) -> None:
    """Every heir is a place of the table, and exists after the one it follows."""
    if unknown := [n for n in (*place.heirs, *place.extent_heirs) if n not in names]:
        raise _bad(place.name, "unknown_heir", unknown)
    ends = [names[heir].valid_to for heir in place.heirs]
    if any(end and place.valid_to and end <= place.valid_to for end in ends):
        raise _bad(place.name, "heir_too_old", place.heirs)


def _parse_place(row: object) -> Place:
    if not isinstance(row, Mapping) or set(row) - _KEYS or not isinstance(row.get("name"), str):
        raise _bad("", "bad_row", row)
    name = row["name"]
    if row.get("kind") not in _KINDS:
        raise _bad(name, "bad_kind", row.get("kind"))
    start, end, heirs = row.get("from"), row.get("to"), _texts(name, row, "heirs")
    extent = row.get("former_extent", {})
    for day in (start, end, extent.get("to")):
        if day is not None and type(day) is not date:
            raise _bad(name, "bad_date", day)
    if (end is None) != (not heirs) or (start and end and end <= start):
        raise _bad(name, "bad_end", end)
    extent_heirs = _texts(name, extent, "heirs")
    return Place(
        name,
        str(row["kind"]),
        _texts(name, row, "also"),
        start,
        end,
        heirs,
        str(row.get("note", "")),
        extent.get("to"),
        extent_heirs,
    )


def _texts(name: str, row: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _bad(name, f"bad_{key}", value)
    return tuple(value)


def _bad(name: str, code: str, value: object) -> ParameterError:
    return ParameterError(f"place {name!r}: {code} ({value!r})", code=code, name=name, value=value)
