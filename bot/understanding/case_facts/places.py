"""What each place in a text is to the case: the asker's own, who holds the right, who reported.

Does not know the registry: what a place is said to be is all there is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.understanding.case_facts.cues import place_cues
from bot.understanding.case_facts.marks import OWN, PLACE, MarkedText
from bot.understanding.case_facts.types import Assumption, CaseDoubt, Said
from rules.fact_terms import NO_HOLDER
from rules.localities import Localities, NameStatus

_LATER = re.compile("后来|后面|之后|晚于|也晚|比.{0,3}晚")
_TIED = re.compile("同时|同一天|同日|并列|前后脚|一起")
_ACTS = {"negotiated", "interfered", "landed", "was_reported", "preliminary_talks"}
_REPORT_TOPICS = {"report", "grant"}


@dataclass(slots=True)
class PlacesRead:
    """What the places of a text say; filled while reading."""

    facts: dict[str, Said] = field(default_factory=dict)
    assumptions: list[Assumption] = field(default_factory=list)
    doubts: list[CaseDoubt] = field(default_factory=list)
    notes: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    rival: str = ""
    used: set[int] = field(default_factory=set)  # positions of mentions that have a role
    named: dict[int, str] = field(default_factory=dict)  # position of a mention -> its name today


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the reading is done with."""

    text: MarkedText
    localities: Localities
    day: date
    unit: str | None
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Mention:
    """A unit in the text: where, its words, its name today (empty: own unit not known)."""

    at: int
    raw: str
    name: str
    is_own: bool


def read_places(
    text: MarkedText,
    localities: Localities,
    *,
    day: date,
    unit: str | None,
    topics: tuple[str, ...],
) -> PlacesRead:
    """Give every place its role, the clearest cues first."""
    asked = _Asked(text, localities, day, unit, topics)
    read = PlacesRead()
    handlers = {
        "holder": _holder,
        "nobody_holds": _nobody,
        "rival": _rival,
        "moves": _moves,
        "origin": _origin,
        "target": _target,
        "candidate": _candidate,
        "talking": _talking,
        "locality": _locality,
    }
    for role, patterns in place_cues().roles:
        for pattern in patterns:
            for found in pattern.finditer(text.text):
                handlers[role](found, asked, read)
    _remaining(asked, read)
    _own_words(asked, read)
    return read


def _mention(found: re.Match[str], group: str, asked: _Asked, read: PlacesRead) -> _Mention | None:
    """The unit a group names; None when it has a role already or names nothing."""
    if group not in found.groupdict() or found[group] is None or found.start(group) in read.used:
        return None
    start, end = found.span(group)
    raw = asked.text.raw(start, end)
    if found[group] == OWN:
        return _Mention(start, raw, asked.unit or "", True)
    if found[group] != PLACE:
        return _Mention(start, raw, raw, False)
    name = _today(asked.text.places[start], raw, asked, read)
    read.named[start] = name
    own = asked.unit is not None and name == asked.unit
    return _Mention(start, raw, name, own) if name else None


def _today(name: str, raw: str, asked: _Asked, read: PlacesRead) -> str:
    """Today's name of a place; empty, with a doubt, when its territory was divided."""
    match = asked.localities.find(name, asked.day)
    if match is None:
        return raw
    if match.status is not NameStatus.FORMER:
        return match.place.name
    if len(match.successors) == 1:
        values = {"old": match.place.name, "new": match.successors[0]}
        if ("renamed", values) not in read.notes:
            read.notes.append(("renamed", values))
        return match.successors[0]
    doubt = CaseDoubt("divided_place", raw, match.place.name, match.successors)
    if doubt not in read.doubts:
        read.doubts.append(doubt)
    return ""


def _words(found: re.Match[str], asked: _Asked) -> str:
    """The words of a match behind its unit, where a denial or a question would stand."""
    clause_end = re.compile("[,。;!?]").search(asked.text.text, found.end())
    tail = asked.text.text[found.end() : clause_end.start() if clause_end else None]
    if re.match("(?:了|过|的)?(?:吗|么|没有?)$", tail):
        return "是否"
    return found[0]


def _is_questioned(found: re.Match[str], asked: _Asked) -> bool:
    return place_cues().questioned.search(_words(found, asked)) is not None


def _is_denied(found: re.Match[str]) -> bool:
    return place_cues().denied.search(found[0]) is not None


def _said(found: re.Match[str], value: object, asked: _Asked) -> Said:
    return Said(value, asked.text.raw(found.start(), found.end()))


def _holder(found: re.Match[str], asked: _Asked, read: PlacesRead) -> None:
    unit = _mention(found, "s", asked, read)
    if unit is None or _is_questioned(found, asked) or "active_holder" in read.facts:
        return
    if _is_denied(found):
        if not unit.is_own:
            read.rival = unit.name
            read.assumptions.append(Assumption("active_holder", NO_HOLDER, "why_denied_holder"))
            read.used.add(unit.at)
        return
    if re.search("能|可以|想|要", found[0].split("首谈")[0]):
        return
    name = unit.name or ("本单位" if unit.is_own else "")
    read.facts["active_holder"] = _said(found, name, asked)
    if not unit.is_own:
        read.rival = unit.name
        read.used.add(unit.at)


def _nobody(found: re.Match[str], asked: _Asked, read: PlacesRead) -> None:
    if not place_cues().questioned.search(found[0]) and "active_holder" not in read.facts:
        read.facts["active_holder"] = _said(found, NO_HOLDER, asked)


def _rival(found: re.Match[str], asked: _Asked, read: PlacesRead) -> None:
    unit = _mention(found, "s", asked, read)
    if unit is None or _is_questioned(found, asked):
        return
    own_place = not read.rival and asked.unit is None and _only_place(asked)
    if unit.is_own or (own_place and _REPORT_TOPICS & set(asked.topics)):
        return
    read.rival = unit.name
    read.used.add(unit.at)
    words = found[0] + asked.text.text[max(found.start() - 8, 0) : found.start()]
    if _is_denied(found):
        order = "none"
        if "active_holder" not in read.facts:
            read.assumptions.append(Assumption("active_holder", NO_HOLDER, "why_not_reported"))
    elif _TIED.search(words):
        order = "tied"
    else:
        order = "later" if _LATER.search(words) else "earlier"
    read.facts["rival_report"] = _said(found, order, asked)


def _only_place(asked: _Asked) -> bool:
    return len(asked.text.places) == 1 and OWN not in asked.text.text


def _moves(found: re.Match[str], asked: _Asked, read: PlacesRead) -> None:
    origin = _mention(found, "s", asked, read)
    target = _mention(found, "t", asked, read)
    if origin is None or (origin.is_own and not origin.name):
        return
    if found[0][0] != "从" and target is None:
        return
    _origin_is(origin, _said(found, False, asked), read)
    if target is not None and target.name:
        _target_is(target, read)


def _origin(found: re.Match[str], asked: _Asked, read: PlacesRead) -> None:
    unit = _mention(found, "s", asked, read)
    if unit is not None and unit.name and "existing_district" not in read.facts:
        _origin_is(unit, _said(found, False, asked), read)


def _origin_is(unit: _Mention, said: Said, read: PlacesRead) -> None:
    read.used.add(unit.at)
    read.facts["existing_district"] = Said(unit.name, unit.raw)
    read.facts.setdefault("is_new_project", said)


def _target(found: re.Match[str], asked: _Asked, read: PlacesRead) -> None:
    unit = _mention(found, "s", asked, read)
    if unit is not None and unit.name and "target_district" not in read.facts:
        _target_is(unit, read)


def _target_is(unit: _Mention, read: PlacesRead) -> None:
    read.facts["target_district"] = Said(unit.name, unit.raw)
    if not unit.is_own:
        read.used.add(unit.at)


def _candidate(found: re.Match[str], asked: _Asked, read: PlacesRead) -> None:
    unit = _mention(found, "s", asked, read)
    if unit is None or "failed" not in asked.topics or not unit.name:
        return
    read.used.add(unit.at)
    read.facts["candidate_locality"] = Said(unit.name, unit.raw)


def _talking(found: re.Match[str], asked: _Asked, read: PlacesRead) -> None:
    unit = _mention(found, "s", asked, read)
    if unit is None or unit.is_own or _is_denied(found) or _is_questioned(found, asked):
        return
    if {"active_holder", "rival_report"} & set(read.facts) or (
        asked.unit is None and _only_place(asked)
    ):
        return
    read.used.add(unit.at)
    read.rival = unit.name
    raw = asked.text.raw(found.start(), found.end())
    read.doubts.append(CaseDoubt("rival_talking", raw, unit.name))


def _locality(found: re.Match[str], asked: _Asked, read: PlacesRead) -> None:
    unit = _mention(found, "s", asked, read)
    if unit is None or found["s"] != PLACE or "locality" in read.facts:
        return
    read.used.add(unit.at)
    read.facts["locality"] = Said(unit.name, unit.raw)


def _remaining(asked: _Asked, read: PlacesRead) -> None:
    """A place without a role is where the case is, when nothing else is and there is only one."""
    left = [at for at in asked.text.places if at not in read.used]
    if "locality" in read.facts or OWN in asked.text.text or not left:
        return
    names: dict[str, str] = {}
    for at in left:
        raw = asked.text.raw(at, at + 1)
        if name := _today(asked.text.places[at], raw, asked, read):
            names.setdefault(name, raw)
    if len(names) == 1:
        ((name, raw),) = names.items()
        read.facts["locality"] = Said(name, raw)


def _own_words(asked: _Asked, read: PlacesRead) -> None:
    """我们, 我区 is the unit of the asker; without any word for it, the unit is assumed."""
    facts, unit = read.facts, asked.unit
    at = asked.text.text.find(OWN)
    if unit and "locality" not in facts:
        if at >= 0:
            facts["locality"] = Said(unit, asked.text.raw(at, at + 1))
        else:
            read.assumptions.append(Assumption("locality", unit, "why_own_unit"))
            if "existing_district" in facts and "target_district" not in facts:
                read.assumptions.append(Assumption("target_district", unit, "why_own_unit"))
    here = facts.get("locality")
    if facts.get("active_holder", Said("", "")).value == "本单位" and here is not None:
        facts["active_holder"] = Said(here.value, facts["active_holder"].raw)
    origin = facts.get("existing_district")
    if origin is not None and "target_district" not in facts and here is not None:
        facts |= {"target_district": here} if here.value != origin.value else {}


def settle_actors(
    text: MarkedText,
    facts: Mapping[str, Said],
    begins: Mapping[str, int],
    *,
    names_by_place: Mapping[int, str],
) -> dict[str, Said]:
    """Leave out what another unit is said to have done; in a case against it, it is the actor.

    begins: where the words of a fact begin. With the right in the asker's own hands, the unit that
    talks or lands is the one to be judged; otherwise its doings are no fact of the asker.
    """
    kept = dict(facts)
    for name in _ACTS & set(begins):
        if name not in kept:
            continue
        actor = _actor(text, begins[name], names_by_place)
        here = kept.get("locality")
        if not actor or (here is not None and actor[0] == here.value):
            continue
        holder = kept.get("active_holder")
        if holder is not None and here is not None and holder.value == here.value:
            kept["locality"] = Said(*actor)
        else:
            del kept[name]
    return kept


def _actor(
    text: MarkedText, start: int, names_by_place: Mapping[int, str]
) -> tuple[str, str] | None:
    """The unit named last before the words, in their sentence; None when it is the asker's own."""
    begin = max(text.text.rfind(mark, 0, start) for mark in "。;!?,") + 1
    found = list(re.finditer(f"[{PLACE}{OWN}]|{place_cues().others}", text.text[begin : start + 1]))
    if not found or found[-1][0] == OWN:
        return None
    at = begin + found[-1].start()
    raw = text.raw(at, begin + found[-1].end())
    if found[-1][0] == PLACE:
        return (names_by_place[at], raw) if names_by_place.get(at) else None
    return raw, raw
