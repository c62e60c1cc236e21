"""What words ask of the reports on hand: which of them, and what about them. Pure.

Read by parts and not by whole sentences: units, states, days, sums, chains and what is asked are
each taken out of the words where they stand; what is left may be a name. Words of which nothing
is left are about reports and nothing else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.conversations.days import read_past
from bot.conversations.own_projects import NOTES, fold, nickname
from bot.conversations.register.vocabulary import (
    ASKS_WHO,
    BETWEEN,
    BOUND,
    CITY,
    DROPS,
    DUE,
    DUE_KIND,
    EXACT,
    EXCEPT,
    FILLERS,
    FRESH,
    GAP,
    GROUPS,
    NARROWS,
    OF_SEVERAL,
    OPENS,
    OTHERS,
    OVER_ONE,
    OWN,
    PLACE,
    POINTS,
    PUNCTUATION,
    REST,
    SEEKS,
    STATES,
    STRONG,
    TO_DO,
    YI,
    Seeks,
)
from bot.conversations.status.periods import read_period
from bot.conversations.status.reading import field_asked
from bot.dialogue.talk import Talk
from rules.numerals import read_number


@dataclass(frozen=True, slots=True)
class Which:
    """Which reports are meant; nothing set asks nothing. Days are of receipt, sums in 元.

    kind: what the states are called in bot.wording (`register.kind_…`); words: the period as said.
    """

    units: tuple[str, ...] = ()
    but_units: tuple[str, ...] = ()
    kind: str = ""
    states: tuple[str, ...] = ()
    chain: str = ""
    name: str = ""
    first: date | None = None
    last: date | None = None
    words: str = ""
    least: int | None = None
    most: int | None = None
    numbers: tuple[str, ...] = ()

    def merged(self, newer: "Which") -> "Which":
        """These, with everything the newer words set."""
        merged = self
        groups = (("units", "but_units"), ("kind", "states"), ("first", "last", "words"))
        for group in (*groups, ("least", "most"), ("chain",), ("name",), ("numbers",)):
            values = {each: getattr(newer, each) for each in group}
            if any(values.values()):
                merged = replace(merged, **values)
        return merged

    @property
    def is_period(self) -> bool:
        """Whether they are all those of a period, and nothing else is set."""
        return bool(self.words) and self == Which(
            first=self.first, last=self.last, words=self.words
        )

    def as_mapping(self) -> dict[str, Any]:
        """What is set, as JSON."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        found = {name: value for name, value in found.items() if value}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in found.items()
        }


def parse_which(stored: Mapping[str, Any]) -> Which:
    """Read a stored mapping."""
    read: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
    }
    for name in ("first", "last"):
        if name in read:
            read[name] = date.fromisoformat(read[name])
    return Which(**read)


def asked_before(talk: Talk) -> tuple[Which, Seeks]:
    """What was asked last of the reports on hand."""
    notes = talk.of(NOTES)
    return parse_which(notes.get("asked", {})), Seeks(notes.get("seeks", ""))


def having_asked(talk: Talk, which: Which, seeks: Seeks) -> Talk:
    """The talk after that was asked."""
    asked = {"asked": which.as_mapping(), "seeks": seeks.value}
    return talk.noting(NOTES, {**talk.of(NOTES), **asked})


@dataclass(frozen=True, slots=True)
class Heard:
    """What was read. by: what to divide by; chunks: what is left, which may be names.

    narrows: of those shown before; rest: the others of those; points: the one spoken of;
    opens: to be opened; place: by its place in a list;
    is_weak: asked by 什么 or 谁 alone, which many questions have;
    is_own: my, our; is_city: all units; is_others: not ours.
    """

    which: Which = Which()
    seeks: Seeks = Seeks.NOTHING
    by: str = ""
    narrows: bool = False
    rest: bool = False
    points: bool = False
    opens: bool = False
    place: bool = False
    is_weak: bool = False
    is_own: bool = False
    is_city: bool = False
    is_others: bool = False
    fields: tuple[str, ...] = ()
    chunks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Words:
    """Words of which parts are taken out."""

    text: str

    def take(self, pattern: str | re.Pattern[str]) -> re.Match[str] | None:
        """The first place where a pattern stands, taken out."""
        found = re.search(pattern, self.text)
        if found is None or not found[0]:
            return None
        self.text = self.text[: found.start()] + GAP + self.text[found.end() :]
        return found

    def take_words(self, words: str) -> None:
        """Those very words, taken out."""
        self.text = self.text.replace(words, GAP, 1)


def read_words(
    text: str, today: date, units: Mapping[str, str], chains: Mapping[str, str]
) -> Heard:
    """Read words. units, chains: names as they may be said, to what they mean."""
    words = _Words(DROPS.sub("", fold(text)))
    which = _read_days(words, today)
    but_units = _except(words, units)
    least, most = _read_sums(words)
    chain = _take_name(words, chains)
    opens, place = bool(words.take(OPENS)), bool(words.take(PLACE))
    is_due = bool(words.take(DUE))
    is_city, is_others = bool(words.take(CITY)), bool(words.take(OTHERS))
    fields = _read_fields(words)
    seeks, by, asked = (Seeks.FIELD, "", "") if fields else _read_question(words)
    narrows, rest = bool(words.take(NARROWS)), bool(words.take(REST))
    kind, states = _read_states(words)
    if is_due:
        kind, states = DUE_KIND, ()
    if seeks is Seeks.NOTHING and words.take(FRESH):
        seeks = Seeks.LIST
    found_units = tuple(unit for unit in _all_names(words, units) if unit not in but_units)
    is_now = which.words[:1] in ("这", "本", "今")
    if kind in ("review", "new") and which.words and (is_now or TO_DO.search(fold(text))):
        which = Which()  # 这周要审的: a period of work, not of receipt
    which = replace(
        which,
        units=found_units,
        but_units=but_units,
        kind=kind,
        states=states,
        chain=chain,
        least=least,
        most=most,
    )
    points = bool(words.take(POINTS))
    is_own = bool(words.take(OWN))
    return Heard(
        which,
        seeks,
        by,
        narrows=narrows,
        rest=rest,
        points=points,
        opens=opens,
        place=place,
        is_weak=seeks is Seeks.LIST and STRONG.search(asked) is None,
        is_own=is_own,
        is_city=is_city,
        is_others=is_others,
        fields=fields,
        chunks=_chunks(words.text),
    )


def _read_days(words: _Words, today: date) -> Which:
    weekday = re.search(r"(?:上上?|本|这|下)?(?:个)?(?:周|星期|礼拜)[一二三四五六日天]", words.text)
    day = read_past(weekday[0], today) if weekday else None
    if weekday and day is not None and day.day is not None and day.day <= today:
        words.take_words(weekday[0])
        return Which(first=day.day, last=day.day, words=weekday[0])
    period = read_period(words.text, today)
    if period is None or not period.words or period.words not in words.text:
        return Which()
    words.take_words(period.words)
    return Which(first=period.first, last=period.last, words=period.words)


def _read_sums(words: _Words) -> tuple[int | None, int | None]:
    """The least and the most investment the words set, in 元."""
    if found := words.take(BETWEEN):
        unit = found["unit"]
        return _yuan(found["low"], found["low_unit"] or unit), _yuan(found["high"], unit)
    if exact := words.take(EXACT):
        amount = _yuan(exact["number"], exact["unit"])
        return amount, amount
    found = BOUND.search(words.text)
    if found and (found["up"] or found["over"] or found["down"] or found["under"]):
        words.take_words(found[0])
        amount = _yuan(found["number"], found["unit"])
        is_most = found["down"] or found["under"]
        return (None, amount) if is_most else (amount, None)
    return (YI, None) if words.take(OVER_ONE) else (None, None)


def _yuan(number: str, unit: str) -> int:
    scales = {"亿": YI, "千万": 10_000_000, "百万": 1_000_000, "万": 10_000}
    scale = next(value for name, value in scales.items() if name in unit)
    value = Decimal(number) if number[0].isdigit() else read_number(number).low
    return int(value * scale)


def _read_fields(words: _Words) -> tuple[str, ...]:
    """The fields of one report that are asked for; a sum of several is none of them."""
    if ASKS_WHO.search(words.text):
        return ()
    found = None if OF_SEVERAL.search(words.text) else field_asked(words.text)
    if found is None:
        return ()
    words.take_words(found[1])
    return found[0]


def _read_question(words: _Words) -> tuple[Seeks, str, str]:
    """What is asked, what to divide by, and the words that ask."""
    by = next((name for name, pattern in GROUPS.items() if pattern.search(words.text)), "")
    if by and not any(p.search(words.text) for s, p in SEEKS if s is Seeks.WHOSE):
        words.take(GROUPS[by])
    else:
        by = ""
    for seeks, pattern in SEEKS:
        if found := words.take(pattern):
            return (Seeks.DIVIDE if by and seeks in _DIVIDED else seeks), by, found[0]
    return (Seeks.DIVIDE if by else Seeks.NOTHING), by, ""


_DIVIDED = frozenset({Seeks.COUNT, Seeks.LIST, Seeks.DIVIDE, Seeks.SUM})


def _read_states(words: _Words) -> tuple[str, tuple[str, ...]]:
    for kind, states, pattern in STATES:
        if words.take(pattern):
            return kind, states
    return "", ()


def _except(words: _Words, units: Mapping[str, str]) -> tuple[str, ...]:
    found = EXCEPT.search(words.text)
    if found is None:
        return ()
    named = tuple(unit for name, unit in units.items() if name in found["names"])
    if named:
        words.take_words(found[0])
    return tuple(dict.fromkeys(named))


def _take_name(words: _Words, names: Mapping[str, str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        if name in words.text:
            words.take_words(name)
            return names[name]
    return ""


def _all_names(words: _Words, names: Mapping[str, str]) -> tuple[str, ...]:
    found: list[str] = []
    while name := _take_name(words, names):
        found.append(name)
    return tuple(dict.fromkeys(found))


def _chunks(text: str) -> tuple[str, ...]:
    """What may be names: stretches between what was taken out, without words that say nothing."""
    pieces = re.split(rf"[{GAP}和跟与及、，。,;；]+", text)
    named = (PUNCTUATION.sub("", nickname(piece)) for piece in pieces)
    return tuple(piece for piece in named if FILLERS.sub("", piece))
