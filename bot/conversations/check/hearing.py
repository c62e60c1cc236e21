"""A reading of words set right by the case they are said in: who is meant, what they answer. Pure.

Does not: read the words; bot.understanding.case_facts.reader does.
"""

import re
from dataclasses import replace

from bot.conversations.check.case import Case
from bot.conversations.check.claims import tells_of_others
from bot.conversations.check.questions import question_text
from bot.conversations.check.replying import answers_flag
from bot.understanding.case_facts.specs import fact_specs
from bot.understanding.case_facts.types import Aside, CaseReading, Said
from rules.fact_terms import NO_HOLDER
from rules.fact_types import FLAG

_MOST = 24  # characters of an answer
_ASKS = re.compile("[?？]|吗|呢[?？。]?$|谁|是不是|有没有")
_NODS = re.compile("(?:嗯|好的?|行|哦|噢|ok|[吧呀啊,，。 ])+")
_OF_THEM = re.compile("他们|对方|人家|那边|它|他|她们|别人")
_MOVED = re.compile("(?:不是|不在|不落)(?:在)?(?:我们|咱们?|本)(?:区|县|市|这|单位|这儿|这里)")
_HAS_NONE = re.compile("(?:还)?(?:没有?|未)(?:拿到?|取得|批|给)?.{0,6}(?:资格|首谈)|只是报|光报")


def answering(text: str, case: Case, asked: str, reading: CaseReading) -> CaseReading:
    """The reading without a yes or no that is about another matter than what was asked."""
    spec, told = fact_specs().get(asked), reading.facts.get(asked)
    whole = told is not None and told.raw.strip() == text.strip()
    if asked == "is_new_project" and _NODS.fullmatch(text.strip()):
        return _unanswered(reading, asked)  # 新的还是存量的 is no yes or no
    yes_no = reading.aside in (Aside.YES, Aside.NO) or (
        whole
        and told is not None
        and spec is not None
        and (spec.type is FLAG or told.value == NO_HOLDER)
    )
    if yes_no and _MOVED.search(text) and {"locality", "target_district"} & set(reading.facts):
        return _unanswered(reading, asked)
    if spec is None or not yes_no or answers_flag(text, spec, question_text(case, asked)):
        return reading
    return _unanswered(reading, asked)


def _unanswered(reading: CaseReading, asked: str) -> CaseReading:
    facts = {name: said for name, said in reading.facts.items() if name != asked}
    return replace(reading, facts=facts, aside=None)


def unheld(text: str, asked: str, reading: CaseReading) -> CaseReading:
    """The reading with nobody holding the right where 他们没拿到资格 answers who holds it."""
    if asked not in ("rival_talking", "active_holder") or not reading.is_empty:
        return reading
    if len(text) > _MOST or not _HAS_NONE.search(text) or _ASKS.search(text):
        return reading
    return replace(reading, facts={"active_holder": Said(NO_HOLDER, text.strip())})


def naming(text: str, case: Case, reading: CaseReading) -> CaseReading:
    """The reading with the unit that was named before in place of 他们."""
    told, here = reading.facts.get("active_holder"), reading.facts.get("locality")
    holder = case.facts.get("active_holder")
    if reading.follows and here and holder and here.value == holder.value:
        facts = {name: said for name, said in reading.facts.items() if name != "locality"}
        reading = replace(reading, facts=facts)  # 要是余杭谈崩了呢 moves nobody
    if here and re.search(f"(?:不是|不在|并非){re.escape(here.raw)}", text):
        facts = {name: said for name, said in reading.facts.items() if name != "locality"}
        reading, here = replace(reading, facts=facts), None  # 不是西湖，是拱墅报的
    if here and here.value == case.rival and tells_of_others(text):
        facts = {name: said for name, said in reading.facts.items() if name != "locality"}
        if _HAS_NONE.search(text) and "active_holder" not in facts:
            facts["active_holder"] = Said(NO_HOLDER, text.strip())
        reading = replace(reading, facts=facts)  # 萧山还没拿到资格 moves nobody either
    if told is None or not case.rival or _OF_THEM.fullmatch(str(told.value)) is None:
        return reading
    return replace(reading, facts={**reading.facts, "active_holder": Said(case.rival, told.raw)})
