"""Read a case told in free words: the facts with their words, and the rules that are asked for.

Reads: the cues beside it, the names of the rule data. Does not judge, and takes nothing for a fact
that was not said: what is assumed is listed apart, what may mean two things is a doubt.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date

from bot.checks.rule_context import RuleData
from bot.understanding.case_facts.amounts import read_amounts
from bot.understanding.case_facts.answers import read_answer, read_aside
from bot.understanding.case_facts.cues import Topic, topics
from bot.understanding.case_facts.marks import OWN, MarkedText, mark
from bot.understanding.case_facts.matching import find_choices, find_flags, find_lists
from bot.understanding.case_facts.names import find_names
from bot.understanding.case_facts.places import read_places, settle_actors
from bot.understanding.case_facts.types import Assumption, CaseDoubt, CaseReading, Said

MOST_CHARS = 2000  # of a case that are read; a case takes a few sentences
MOST_TOPICS = 3
_FOLLOWS = re.compile(
    "^(?:那么?|哦|嗯|好)?[,]?(?:如果|要是|假如|假设|万一|若|倘若|换成|换到|改成|改到|换|那|再|不对"
    "|更正|说错了|应该是)"
)
_NOT_REPORTED = re.compile("(?:没有?|未)(?:人)?(?:首)?报(?:过|备)?")
_PARCEL = (
    "land_approved", "land_supplied", "land_used", "land_used_up", "construction_finished",
    "in_production", "standard_reached",
)  # fmt: skip
_PARCEL_FACTS = 2  # steps of a parcel that must be told before a text without a question is of one


def read_case(  # noqa: PLR0913  # all but two are options
    text: str,
    data: RuleData,
    *,
    today: date,
    asked: str | None = None,
    unit: str | None = None,
    known: Collection[str] = (),
) -> CaseReading:
    """Read what a text says of a case.

    text: at most MOST_CHARS are read. asked: the fact a question has just asked for, whose bare
    answer (是, 没有, 12亿) is then understood. unit: the asker's own district, for 我们 and 我区.
    known: names of the facts of the case so far, to which 那如果没报过呢 refers.
    """
    text = text[:MOST_CHARS]
    marked = mark(text, data.localities)
    stated = dict(find_flags(marked))
    facts: dict[str, Said] = {name: said for name, (said, _) in stated.items()}
    facts |= dict(find_choices(marked)) | dict(find_lists(marked))
    found = _topics(marked, facts)
    names = tuple(topic.name for topic in found)
    amounts = read_amounts(text, today=today, topics=names, asked=asked)
    facts |= amounts.facts
    found = [topic for topic in found if not set(topic.without) & set(facts)]
    names = tuple(topic.name for topic in found)
    places = read_places(marked, data.localities, day=today, unit=unit, topics=names)
    facts |= find_names(marked, data, names)
    facts |= places.facts
    begins = {name: start for name, (_, start) in stated.items()}
    facts = settle_actors(marked, facts, begins, names_by_place=places.named)
    if "rival_report" not in facts and (denied := _rival_denied(marked, known)):
        facts["rival_report"] = denied
        facts.pop("was_reported", None)
    if not found and not known and asked is None:
        found = _implied(facts, places.doubts)
        names = tuple(topic.name for topic in found)
    supposed = _supposed(marked, found, facts)
    reading = CaseReading(
        facts=_settled(facts, names, known),
        topics=names,
        rules=_rules(found),
        supposed=supposed,
        assumptions=tuple(
            a for a in (*places.assumptions, *_contrasts(facts)) if a.fact not in facts
        ),
        doubts=(*places.doubts, *_topic_doubts(marked, names, facts)),
        rival=places.rival,
        follows=_FOLLOWS.match(marked.text) is not None,
        aside=read_aside(marked.text),
        notes=(*places.notes, *amounts.notes),
        ranges=amounts.ranges,
    )
    return read_answer(reading, marked, asked) if asked else reading


def _topics(marked: MarkedText, facts: Mapping[str, Said]) -> list[Topic]:
    """What is asked; of topics that rest on the same words, the narrower one."""
    found: list[Topic] = []
    taken: list[tuple[int, int]] = []
    for topic in topics():
        if set(topic.without) & set(facts):
            continue
        spans = [m.span() for cue in topic.cues for m in cue.finditer(marked.text)]
        fresh = [s for s in spans if not any(s[0] < b and a < s[1] for a, b in taken)]
        if fresh and len(found) < MOST_TOPICS:
            found.append(topic)
            taken.extend(spans)
    return found


def _implied(facts: Mapping[str, Said], doubts: Collection[CaseDoubt]) -> list[Topic]:
    """Whoever tells of another unit at a project without asking wants to know whether to talk."""
    other = {"active_holder", "rival_report"} & set(facts) or doubts
    acts = {"negotiated", "landed", "interfered"} & set(facts)
    return [topic for topic in topics() if topic.name == "can_talk"] if other and not acts else []


def _rules(found: list[Topic]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule for topic in found for rule in topic.rules))


def _supposed(marked: MarkedText, found: list[Topic], facts: Mapping[str, Said]) -> dict[str, Said]:
    """What the question puts as done, with the words of the question."""
    supposed: dict[str, Said] = {}
    for topic in found[:1]:
        span = next((m.span() for cue in topic.cues for m in cue.finditer(marked.text)), None)
        raw = marked.raw(*span) if span is not None else ""
        if topic.suppose:
            supposed |= {
                name: Said(value, raw) for name, value in topic.suppose.items() if name not in facts
            }
    return supposed


def _topic_doubts(
    marked: MarkedText, found: tuple[str, ...], facts: Mapping[str, Said]
) -> tuple[CaseDoubt, ...]:
    """A subsidy nobody is said to pay: the city's support and a local policy are two questions."""
    told = {
        "policy_terms",
        "better_than_key_host",
        "layout_review",
        "violation_found",
        "city_funds",
    }
    if found[:1] != ("any_support",) or told & set(facts):
        return ()
    return (CaseDoubt("whose_support", marked.original, choices=("support", "ceiling")),)


def _contrasts(facts: Mapping[str, Said]) -> tuple[Assumption, ...]:
    """Whoever compares with the key host speaks of another place than the own."""
    compared = {"policy_terms", "better_than_key_host"} & set(facts)
    return (Assumption("is_key_host", False, "why_not_host"),) if compared else ()


def _settled(
    facts: Mapping[str, Said], found: tuple[str, ...], known: Collection[str]
) -> dict[str, Said]:
    """The facts without those that only look like one beside another."""
    kept = dict(facts)
    of_parcel = [name for name in _PARCEL if name in kept]
    if "idle" not in found and (found or len(of_parcel) < _PARCEL_FACTS) and not known:
        for name in of_parcel:
            del kept[name]
    scopes = {
        "compliant": {"land_shortfall"},
        "approvable": {"land_shortfall"},
        "allocation_used": {"land_shortfall"},
        "reward_quota_used": {"land_shortfall"},
        "quota_gap": {"land_shortfall"},
        "supply_completed": {"land_reward"},
        "needs_energy_quota": {"energy"},
        "completed": {"deadlines"},
        "duty_item": {"deadlines"},
        "department": {"deadlines"},
        "first_host_talked": {"failed"},
        "unable_to_land": {"failed"},
        "meets_project_needs": {"failed"},
        "standard_place": {"focus"},
        "main_industry_count": {"focus"},
        "key_chain": {"fund"},
        "tracked_project": {"fund"},
    }
    for name, homes in scopes.items():
        if not homes & set(found) and name not in known and found:
            kept.pop(name, None)
    if "failed" in found:
        kept.pop("negotiated", None)
        kept.pop("active_holder", None)
    return kept


def _rival_denied(marked: MarkedText, known: Collection[str]) -> Said | None:
    """那如果没报过呢, after a case with another unit's report: there was none."""
    found = _NOT_REPORTED.search(marked.text)
    if found is None or not {"rival_report", "active_holder"} & set(known):
        return None
    return None if OWN in marked.text else Said("none", marked.raw(*found.span()))
