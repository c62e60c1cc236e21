"""Questions the table of duties answers by counting: who leads what, with whom.

Clauses: hz-2019-40#annex.1 to #annex.12. Reads: the duties it is given. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.answers.duty_citations import duty_citations
from bot.answers.duty_time_limits import about_time_limits
from retrieval.answers.composing import Bound, Reply
from retrieval.facts.knowledge import Knowledge
from retrieval.questions.question import Question
from retrieval.types import AnswerStatus, FactKind
from rules.responsibilities import (
    Duty,
    assisted_by,
    fold_department,
    led_by,
)

_COUNTS = re.compile(
    r"(?:几|哪几|多少|哪些|哪|所有|全部)(?:个)?(?:项|件|事项|任务|工作|职责|活)?"
    r"|有(?:什么|啥|哪些)(?:任务|事项|职责|活)|数量|次数|出现几次"
)
_LEADS = re.compile(r"牵(?:的|个)?头|主抓|挑(?:的|个)?头|领头|领衔|负责")
_ASSISTS = re.compile(r"配合|协助|参与|打下手|配角|搭把手|帮衬")
_TASKS = re.compile(
    r"牵(?:的|个)?头|领头|配合|打下手|配角|责任|任务|事项|职责"
    r"|哪几件|几项|哪几项|哪项|活|哪些事"
)
_NO_PART = re.compile(
    r"(?:没有?|不)(?:掺和|参与|参加|沾边|插手|列名|份).{0,6}(?:哪|什么|啥|几)|(?:哪|几).{0,6}(?:没有?|不)(?:掺和|参与|参加|沾边|插手|份)"
)
_APART = re.compile(r"分开|分别|分头|都(?:列|给|说)")
_ALONE = re.compile(r"单独|独自|自己(?:一家)?牵")
_PART = re.compile(r"参与|管(?:什么|啥|哪)|做(?:什么|啥)|干(?:什么|啥|嘛)|负责|有(?:没有|无)?份")
_BUREAU = re.compile(r"((?:市|区|县)?[一-鿿]{2,6}?(?:局|委|厅)(?:员会)?)(?![一-鿿]?(?:面|势|部))")
_THIS_SCHEME = "hz-2019-40"


@dataclass(frozen=True, slots=True)
class DutyQuestions:
    """Answers questions about the twelve duties from the table itself."""

    duties: Sequence[Duty]

    def __call__(self, question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
        """The reply; None for another kind of question, and when the scheme is not in force."""
        meta = knowledge.metas.get(_THIS_SCHEME)
        if meta is None or not meta.is_effective(as_of):
            return None
        if question.places and knowledge.gazetteer.home not in question.places:
            return None
        if len(question.departments) == 1 and _NO_PART.search(question.canonical):
            return _without_part(question.departments[0], self.duties, knowledge)
        if question.departments and _is_count(question):
            return _by_department(question, self.duties, knowledge)
        if (unknown := _unknown_department(question)) is not None:
            return _not_listed(unknown, self.duties, knowledge)
        return about_time_limits(question, self.duties, knowledge, as_of)


def _is_count(question: Question) -> bool:
    text = question.canonical
    counts = _COUNTS.search(text) is not None and _TASKS.search(text) is not None
    counts |= all(part.search(text) for part in (_LEADS, _ASSISTS, _APART))
    is_whole = not _ALONE.search(text)  # what one leads alone within a duty, the facts tell
    return counts and is_whole and (not question.topics or "除了" in text)


def _without_part(name: str, duties: Sequence[Duty], knowledge: Knowledge) -> Reply:
    """The duties a department neither leads nor assists in."""
    taken = {duty.number for duty in (*led_by(duties, name), *assisted_by(duties, name))}
    left = [duty for duty in duties if duty.number not in taken]
    listed = "；".join(f"第{duty.number}项{duty.item}" for duty in left)
    said = f"附件{len(duties)}项里，{name}没有列名的有{len(left)}项：{listed}。"
    if not left:
        said = f"没有：附件{len(duties)}项里，{name}每一项都有份，不是牵头就是配合。"
    citations = duty_citations(left or duties, knowledge)
    items = tuple(duty.item for duty in left)
    return Reply(AnswerStatus.ANSWERED, (Bound(said, citations),), topic=name, values=items)


def _unknown_department(question: Question) -> str | None:
    """A bureau of the city that no document names and whose part is asked for; else None."""
    if question.departments or question.topics:
        return None
    found = _BUREAU.search(question.canonical)
    asks = _TASKS.search(question.canonical) or _PART.search(question.canonical)
    return found[1] if found and asks else None


def _not_listed(name: str, duties: Sequence[Duty], knowledge: Knowledge) -> Reply:
    said = f"{name}没有列名：附件的{len(duties)}项责任分解里，牵头和配合单位都没有点到它"
    said += "；“相关产业主管部门”包括哪些单位，文件没有写。"
    citations = duty_citations(duties[:1], knowledge)
    return Reply(AnswerStatus.ANSWERED, (Bound(said, citations),), topic=name)


def _by_department(question: Question, duties: Sequence[Duty], knowledge: Knowledge) -> Reply:
    """What each department named leads and assists in, as far as either is asked for.

    A department without the part asked for is told the other.
    """
    leads = _LEADS.search(question.canonical) is not None
    assists = _ASSISTS.search(question.canonical) is not None
    both = leads == assists  # neither word means both, too
    dated = FactKind.DEADLINE in question.kinds
    shares: list[_Share] = []
    for name in question.departments:
        led = _Share(name, "牵头", led_by(duties, name), dated)
        assisted = _Share(name, "配合", assisted_by(duties, name), dated)
        asked, other = (assisted, led) if assists and not both else (led, assisted)
        shares += [asked] if asked.duties and not both else [asked, other]
    rows = [duty for share in shares for duty in share.duties]
    bound = [Bound(share.said, duty_citations(share.duties, knowledge)) for share in shares]
    if len(shares) == 2 and shares[0].part == shares[1].part:
        apart = abs(len(shares[0].duties) - len(shares[1].duties))
        bound.append(Bound(f"两者相差{apart}项。", duty_citations(rows, knowledge)))
    if not rows:
        said = f"附件的{len(duties)}项责任分解里没有列到这个单位。"
        bound = [Bound(said, duty_citations(duties[:1], knowledge))]
    return Reply(
        AnswerStatus.ANSWERED,
        tuple(bound),
        context=frozenset(str(duty.clause) for duty in rows),
        topic=question.departments[0],
        values=tuple(duty.item for duty in rows),
    )


@dataclass(frozen=True, slots=True)
class _Share:
    """The duties a department has one part in (牵头 or 配合); dated: with their time limits."""

    department: str
    part: str
    duties: tuple[Duty, ...]
    dated: bool = False

    @property
    def said(self) -> str:
        """市财政局牵头1项：第8项…（其中第8项与…共同牵头）。"""
        opening = f"{self.department}{self.part}{len(self.duties)}项"
        if not self.duties:
            return f"{opening}。"
        listed = "；".join(
            f"第{duty.number}项{duty.item}{self._limits(duty)}" for duty in self.duties
        )
        return f"{opening}：{listed}{self._joint}。"

    def _limits(self, duty: Duty) -> str:
        return f"（{'，'.join(limit.text for limit in duty.deadlines)}）" if self.dated else ""

    @property
    def _joint(self) -> str:
        joint = [duty for duty in self.duties if len(duty.lead) > 1 and self.part == "牵头"]
        if not joint:
            return ""
        numbers = "、".join(str(duty.number) for duty in joint)
        own = fold_department(self.department)
        others = (name for duty in joint for name in duty.lead if fold_department(name) != own)
        return f"（其中第{numbers}项与{'、'.join(dict.fromkeys(others))}共同牵头）"
