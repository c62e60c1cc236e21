"""The case a conversation is about: its facts and what is asked, from one message to the next.

Does not judge or speak. Kept as JSON in the talk's notes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.understanding.case_facts.types import Assumption, CaseDoubt, CaseReading, Said
from rules.fact_terms import NO_HOLDER

MOST_WORDS, MOST_MESSAGES = 400, 5  # characters of a message, and messages, that are kept
_SUPPOSES = re.compile(r"\s*(?:那么?)?(?:如果|要是|假如|假设|假使|万一|若)")
_IDENTITY = (
    "chain", "total_investment", "existing_district", "active_holder", "rival_report",
)  # fmt: skip
_SETTLES = {
    "rival_talking": {"active_holder", "rival_report"},
    "divided_place": {"locality"},
    "whose_support": {"policy_terms", "better_than_key_host", "layout_review", "city_funds"},
}


@dataclass(frozen=True, slots=True)
class Case:
    """A case. no: its number in the conversation, which buttons carry.

    facts: said, by name; supposed: what the question puts as done; assumed: taken without being
    said, with the wording key that says so. asked: facts asked for so far; unknown: those answered
    with 不知道. closed: no more questions. changed: facts the last message replaced.
    words: messages it was told in. ranges: both ends of facts said as a range, by name.
    listening: it is told bit by bit, and nothing was asked of it when it began.
    """

    no: int = 1
    facts: Mapping[str, Said] = field(default_factory=dict)
    supposed: Mapping[str, Said] = field(default_factory=dict)
    assumed: Mapping[str, tuple[Any, str]] = field(default_factory=dict)
    topics: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    doubts: tuple[CaseDoubt, ...] = ()
    rival: str = ""
    asked: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    closed: bool = False
    changed: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    ranges: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    listening: bool = False

    def values(self) -> dict[str, Any]:
        """Every fact the case is judged by: what is said goes before what is supposed."""
        assumed = {name: value for name, (value, _) in self.assumed.items()}
        supposed = {name: said.value for name, said in self.supposed.items()}
        return assumed | supposed | {name: said.value for name, said in self.facts.items()}

    def as_of(self, today: date) -> date:
        """The day the case is judged on: the one that was said, else today."""
        said = self.facts.get("as_of")
        return today if said is None else date.fromisoformat(said.value)

    def as_notes(self) -> dict[str, Any]:
        """The case as JSON."""
        return {
            "no": self.no,
            "facts": {name: list(said) for name, said in self.facts.items()},
            "supposed": {name: list(said) for name, said in self.supposed.items()},
            "assumed": {name: list(taken) for name, taken in self.assumed.items()},
            "topics": list(self.topics),
            "rules": list(self.rules),
            "doubts": [[d.kind, d.raw, d.unit, list(d.choices)] for d in self.doubts],
            "rival": self.rival,
            "asked": list(self.asked),
            "unknown": list(self.unknown),
            "closed": self.closed,
            "words": list(self.words),
            "listening": self.listening,
            "ranges": {name: list(ends) for name, ends in self.ranges.items()},
        }


def parse_case(notes: Mapping[str, Any]) -> Case | None:
    """The case of a talk's notes, None when there is none."""
    if not notes:
        return None
    return Case(
        no=notes["no"],
        facts={name: Said(*said) for name, said in notes["facts"].items()},
        supposed={name: Said(*said) for name, said in notes["supposed"].items()},
        assumed={name: (value, why) for name, (value, why) in notes["assumed"].items()},
        topics=tuple(notes["topics"]),
        rules=tuple(notes["rules"]),
        doubts=tuple(CaseDoubt(k, raw, unit, tuple(c)) for k, raw, unit, c in notes["doubts"]),
        rival=notes["rival"],
        asked=tuple(notes["asked"]),
        unknown=tuple(notes["unknown"]),
        closed=notes["closed"],
        words=tuple(notes.get("words", ())),
        listening=bool(notes.get("listening", False)),
        ranges={name: (low, high) for name, (low, high) in notes.get("ranges", {}).items()},
    )


def hearing(case: Case, text: str) -> Case:
    """The case with the words of one more message, unless it only supposes."""
    if not text or _SUPPOSES.match(text):
        return case
    return replace(case, words=(*case.words, text[:MOST_WORDS])[-MOST_MESSAGES:])


def is_new_case(case: Case | None, reading: CaseReading) -> bool:
    """Whether a reading tells of another case than the one at hand."""
    if case is None:
        return True
    if case.listening and not case.rules:
        return False
    if reading.follows or not reading.topics:
        return False
    stated = {name: reading.facts[name].value for name in _IDENTITY if name in reading.facts}
    here = reading.facts.get("locality")
    if here is not None and here.raw.startswith(here.value[:2]):  # named, not 我们
        stated["locality"] = here.value
    known = case.values()
    return any(known.get(name) != value for name, value in stated.items())


def begin_case(reading: CaseReading, no: int) -> Case:
    """A case from its first message."""
    return Case(
        no=no,
        facts=dict(reading.facts),
        supposed=dict(reading.supposed),
        assumed=_assumed(reading.assumptions, reading.facts),
        topics=reading.topics,
        rules=reading.rules,
        doubts=reading.doubts,
        rival=reading.rival,
        ranges=dict(reading.ranges),
    )


def extend_case(case: Case, reading: CaseReading, *, answered: bool) -> Case:
    """The case with what a further message says; answered: it replies to a question."""
    told = _placed(case, reading)
    facts = {**case.facts, **told}
    before = case.values()
    changed = tuple(n for n, said in told.items() if _is_change(n, said, before, reading))
    assumed = {**case.assumed, **_assumed(reading.assumptions, facts)}
    new_topics = reading.topics and not answered
    merged = replace(
        case,
        facts=facts,
        assumed={name: taken for name, taken in assumed.items() if name not in facts},
        topics=reading.topics if new_topics else case.topics,
        rules=reading.rules if new_topics else case.rules,
        supposed=dict(reading.supposed) if new_topics else case.supposed,
        doubts=_open_doubts(case.doubts, told) + reading.doubts,
        rival=reading.rival or case.rival,
        closed=case.closed and not new_topics,
        changed=() if answered else changed,
        ranges={n: e for n, e in case.ranges.items() if n not in told} | dict(reading.ranges),
    )
    return _without_rival(merged, reading) if _denies_rival(reading) else merged


def _is_change(name: str, said: Said, before: Mapping[str, Any], reading: CaseReading) -> bool:
    """Whether a fact is told anew: another value, or a supposition about one not told before."""
    if name in before:
        return bool(before[name] != said.value)
    return reading.follows


def answer_fact(case: Case, name: str, said: Said) -> Case:
    """The case with one fact set, by a button or a bare answer."""
    facts = {**case.facts, name: said}
    assumed = {fact: taken for fact, taken in case.assumed.items() if fact != name}
    doubts = _open_doubts(case.doubts, {name: said})
    ranges = {fact: ends for fact, ends in case.ranges.items() if fact != name}
    return replace(case, facts=facts, assumed=assumed, doubts=doubts, changed=(), ranges=ranges)


def _placed(case: Case, reading: CaseReading) -> dict[str, Said]:
    """What a follow-up says; a bare place in a move is where it goes to."""
    told = dict(reading.facts)
    here = told.get("locality")
    moves = "target_district" in case.facts and "target_district" not in told
    if reading.follows and here is not None and moves:
        told["target_district"] = here
    return told


def _assumed(
    taken: tuple[Assumption, ...], facts: Mapping[str, Said]
) -> dict[str, tuple[Any, str]]:
    return {a.fact: (a.value, a.why) for a in taken if a.fact not in facts}


def _open_doubts(doubts: tuple[CaseDoubt, ...], told: Mapping[str, Said]) -> tuple[CaseDoubt, ...]:
    return tuple(d for d in doubts if not _SETTLES[d.kind] & set(told))


def _denies_rival(reading: CaseReading) -> bool:
    order = reading.facts.get("rival_report")
    return order is not None and order.value == "none"


def _without_rival(case: Case, reading: CaseReading) -> Case:
    """Without any other report nobody holds the right, unless it is said who does."""
    if "active_holder" in reading.facts:
        return case
    facts = {name: said for name, said in case.facts.items() if name != "active_holder"}
    assumed = {**case.assumed, "active_holder": (NO_HOLDER, "why_not_reported")}
    return replace(case, facts=facts, assumed=assumed)
