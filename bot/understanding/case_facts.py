"""Read a case told in free words: the facts with their words, and the rules that are asked for.

Reads: the cues beside it, the names of the rule data. Does not judge, and takes nothing for a fact
that was not said: what is assumed is listed apart, what may mean two things is a doubt.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from bot.rule_context import RuleData
from bot.understanding.case_facts_amounts import read_amounts
from bot.understanding.case_facts_answers import read_answer, read_aside
from bot.understanding.case_facts_cues import Patterns, Topic, fact_cues, topics
from bot.understanding.case_facts_marks import OWN, MarkedText, mark
from bot.understanding.case_facts_places import read_places
from bot.understanding.case_facts_types import Assumption, CaseReading, Said
from rules.layout_guide import WHOLE_CITY
from rules.taxonomy import fold_industry

MOST_CHARS = 2000  # of a case that are read; a case takes a few sentences
MOST_TOPICS = 3
_CLAUSE_END = re.compile("[,。;!?]")
_DENIED = re.compile(
    "(?:没有?|未|尚未|从未|不是|并非|并未|不算|不属于|没能|不用|无需|不需要)(?:有|去|过|在|真|再|是|什么)?$"
)
_ASKED_BEFORE = re.compile(
    "(?:是不是|是否|有没有|算不算|能不能算?|会不会|要不要|够不够|属不属于|符不符合|能算|算|可不可以|需不需要)[^,。;!?]{0,2}$"
)
_ASKED_BEHIND = re.compile(
    "(?:了|过|的|项目|地区|资格|领域|土地){0,2}(?:吗|么|没有?|不|嘛|没)?[?]?$"
)
_ASK_WORD = re.compile("吗|么|没|不|嘛")
_IF = re.compile("如果|要是|假如|假设|万一|哪怕|若|倘若|换成|改成")
_FOLLOWS = re.compile(
    "^(?:那么?|哦|嗯|好)?[,]?(?:如果|要是|假如|假设|万一|若|倘若|换成|换到|改成|改到|换|那|再|不对|更正|说错了|应该是)"
)
_NOT_REPORTED = re.compile("(?:没有?|未)(?:人)?(?:首)?报(?:过|备)?")
_DUTY_WORDS = (
    "布局导引", "平台评价", "精准招商", "一事一议", "优惠政策管理", "市级统筹", "流转监督",
    "用地需求", "能耗资源", "促进基金统筹", "股权直投", "空间规划",
)  # fmt: skip
_DEPARTMENT = re.compile(
    "市?(?:投资促进局|投促局|国资委|发改委|财政局|审计局|规划和自然资源局|规自局|规资局|经信局)"
)
_CHAIN_NAMED = re.compile("([a-zA-Z\u4e00-\u9fff]{2,8}?)产业链")


def read_case(
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
    facts: dict[str, Said] = dict(_flags(marked))
    facts |= dict(_choices(marked)) | dict(_lists(marked))
    found = _topics(marked, facts)
    names = tuple(topic.name for topic in found)
    amounts = read_amounts(text, today=today, topics=names)
    facts |= amounts.facts
    found = [topic for topic in found if not set(topic.without) & set(facts)]
    names = tuple(topic.name for topic in found)
    places = read_places(marked, data.localities, day=today, unit=unit, topics=names)
    facts |= _names(marked, data, names)
    facts |= places.facts
    if "rival_report" not in facts and (denied := _rival_denied(marked, known)):
        facts["rival_report"] = denied
        facts.pop("was_reported", None)
    supposed = _supposed(marked, found, facts)
    reading = CaseReading(
        facts=_settled(facts, names, known),
        topics=names,
        rules=_rules(found),
        supposed=supposed,
        assumptions=tuple(a for a in (*places.assumptions, *_contrasts(facts)) if a.fact not in facts),
        doubts=tuple(places.doubts),
        rival=places.rival,
        follows=_FOLLOWS.match(marked.text) is not None,
        aside=read_aside(marked.text),
        notes=(*places.notes, *amounts.notes),
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


def _rules(found: list[Topic]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule for topic in found for rule in topic.rules))


def _supposed(marked: MarkedText, found: list[Topic], facts: Mapping[str, Said]) -> dict[str, Said]:
    """What the question puts as done, with the words of the question."""
    supposed: dict[str, Said] = {}
    for topic in found[:1]:
        span = next((m.span() for cue in topic.cues for m in cue.finditer(marked.text)), None)
        if span is not None:
            raw = marked.raw(*span)
            supposed |= {
                name: Said(value, raw) for name, value in topic.suppose.items() if name not in facts
            }
    return supposed


def _flags(marked: MarkedText) -> Iterator[tuple[str, Said]]:
    for name, flag in fact_cues().flags.items():
        spans = [(span, True) for span in _matches(flag.yes, marked)]
        spans += [(span, False) for span in _matches(flag.no, marked)]
        if spans:
            span, value = _winner(spans)
            if value and _DENIED.search(marked.text[max(span[0] - 6, 0) : span[0]]):
                value = False
            yield name, Said(value, marked.raw(*span))


def _choices(marked: MarkedText) -> Iterator[tuple[str, Said]]:
    for name, options in fact_cues().choices.items():
        spans = [(s, value) for value, cues in options.items() for s in _matches(cues, marked)]
        if spans:
            span, value = _winner(spans)
            yield name, Said(value, marked.raw(*span))


def _lists(marked: MarkedText) -> Iterator[tuple[str, Said]]:
    for name, options in fact_cues().lists.items():
        spans = {value: list(_matches(cues, marked)) for value, cues in options.items()}
        stated = {value: found for value, found in spans.items() if found}
        if stated:
            start = min(span[0] for found in stated.values() for span in found)
            end = max(span[1] for found in stated.values() for span in found)
            yield name, Said(list(stated), marked.raw(start, end))


def _matches(patterns: Patterns, marked: MarkedText) -> Iterator[tuple[int, int]]:
    """Where a pattern states something; where it only asks is left out."""
    for pattern in patterns:
        for found in pattern.finditer(marked.text):
            if found.end() > found.start() and not _is_asked(marked.text, *found.span()):
                yield found.span()


def _is_asked(text: str, start: int, end: int) -> bool:
    """Whether the words ask for the fact instead of stating it: 算重大项目吗, 是不是新项目."""
    before = [m.end() for m in _CLAUSE_END.finditer(text, 0, start)]
    opening = text[before[-1] if before else 0 : start]
    closing = _CLAUSE_END.search(text, end)
    behind = text[end : closing.end() if closing else None].rstrip(",。;!")
    if _IF.search(opening) or _IF.match(text[start:end]):
        return False
    if _ASKED_BEFORE.search(opening):
        return True
    return bool(_ASKED_BEHIND.match(behind) and _ASK_WORD.search(behind))


def _winner(spans: list[tuple[tuple[int, int], Any]]) -> tuple[tuple[int, int], Any]:
    """Of overlapping words the longest, the later value of two alike; of several stretches the last, which corrects the rest."""
    best = spans[0]
    for span, value in spans[1:]:
        overlaps = span[0] < best[0][1] and best[0][0] < span[1]
        longer = span[1] - span[0] >= best[0][1] - best[0][0]
        if longer if overlaps else span[0] > best[0][0]:
            best = (span, value)
    return best


def _names(marked: MarkedText, data: RuleData, found: tuple[str, ...]) -> dict[str, Said]:
    """Chain, platform, duty and department, each by its name."""
    facts: dict[str, Said] = {}
    if chain := _first(marked, _chain_words(data)) or _named_chain(marked):
        facts["chain"] = chain
    if platform := _first(marked, _platforms(data)):
        facts["platform"] = platform
    if "deadlines" in found:
        titles = [duty.item for duty in data.duties]
        words = [word for word in _DUTY_WORDS if any(word in title for title in titles)]
        if duty := _first(marked, words):
            facts["duty_item"] = duty
        if department := _DEPARTMENT.search(marked.text):
            facts["department"] = Said(department[0], marked.raw(*department.span()))
    return facts


def _first(marked: MarkedText, words: Collection[str]) -> Said | None:
    """The name that stands first, the longest where two begin together."""
    found = [(marked.text.find(word), -len(word), word) for word in words if word in marked.text]
    if not found:
        return None
    at, _, word = min(found)
    return Said(word, marked.raw(at, at + len(word)))


def _chain_words(data: RuleData) -> list[str]:
    names = [
        name
        for kind in ("chains", "ecosystems")
        for entry in data.taxonomy.entries(kind)
        for name in (entry.name, *entry.aliases)
    ]
    listed = [entry.chain for edition in data.guide.editions for entry in edition.entries]
    return [*dict.fromkeys([*names, *listed, *fact_cues().industries])]


def _named_chain(marked: MarkedText) -> Said | None:
    """A chain nobody has listed: 某某产业链."""
    found = _CHAIN_NAMED.search(marked.text)
    if found is None or re.search("重点|一条|哪条|这条|该|市级|我|什么|的", found[1]):
        return None
    return Said(fold_industry(found[1]), marked.raw(*found.span(1)))


def _platforms(data: RuleData) -> list[str]:
    editions = data.guide.editions
    named = {entry.platform for edition in editions for entry in edition.entries}
    return sorted(named - {"", WHOLE_CITY})


def _contrasts(facts: Mapping[str, Said]) -> tuple[Assumption, ...]:
    """Whoever compares with the key host speaks of another place than the own."""
    compared = {"policy_terms", "better_than_key_host"} & set(facts)
    return (Assumption("is_key_host", False, "why_not_host"),) if compared else ()


def _settled(
    facts: Mapping[str, Said], found: tuple[str, ...], known: Collection[str]
) -> dict[str, Said]:
    """The facts without those that only look like one beside another."""
    kept = dict(facts)
    if "idle" not in found:
        for name in ("land_approved", "land_supplied", "land_used", "land_used_up"):
            kept.pop(name, None)
        for name in ("construction_finished", "in_production", "standard_reached"):
            kept.pop(name, None)
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
