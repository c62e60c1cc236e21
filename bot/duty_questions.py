"""Questions the table of duties answers by counting: who leads what, what is due on a day.

Clauses: hz-2019-40#annex.1 to #annex.12. Reads: the duties it is given. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from retrieval.citations import cite
from retrieval.composing import Bound, Reply
from retrieval.dates import chinese_day
from retrieval.knowledge import Knowledge
from retrieval.question import Question
from retrieval.types import AnswerStatus, Citation
from rules.responsibilities import (
    Deadline,
    Duty,
    assisted_by,
    fold_department,
    led_by,
    overdue_on,
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
_OVERDUE = re.compile(
    r"逾期|超期|过期|过没过|过了(?:完成)?时限|时限(?:都)?(?:已经?|是否)?(?:到|过)"
    r"|已(?:经)?到(?:了)?(?:期|时限)?|到没到|到了没|该完成(?:了|的)?"
    r"|应(?:当|该)?(?:已经?)?完成|到期"
)
_OWN_TERM = re.compile(r"资格|试行|有效期|试几年|(?:管|用)(?:到|几)")  # of the scheme or of a right
_COUNTDOWN = re.compile(r"还(?:有|剩|差)多少天|还(?:有|剩|差)几天|倒计时")
_DATE = re.compile(r"(20\d\d)(?:年|-|\.|/)(\d{1,2})(?:月|-|\.|/)(\d{1,2})(?:日|号)?")
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
        if question.departments and _is_count(question):
            return _by_department(question, self.duties, knowledge)
        if _COUNTDOWN.search(question.canonical):
            return _countdown(question, self.duties, knowledge, as_of)
        if _OVERDUE.search(question.canonical) and _is_about_duties(question):
            return _overdue(question, self.duties, knowledge, as_of)
        return None


def _is_count(question: Question) -> bool:
    text = question.canonical
    counts = _COUNTS.search(text) is not None and _TASKS.search(text) is not None
    return counts and (not question.topics or "除了" in text)


def _is_about_duties(question: Question) -> bool:
    text = question.canonical
    words = ("事项", "任务", "时限", "制度", "哪几项", "哪些", "规则", "要求", "工作")
    return any(word in text for word in words) and not _OWN_TERM.search(text)


def _by_department(question: Question, duties: Sequence[Duty], knowledge: Knowledge) -> Reply:
    """What each department named leads and assists in, as far as either is asked for."""
    leads = _LEADS.search(question.canonical) is not None
    assists = _ASSISTS.search(question.canonical) is not None
    both = leads == assists  # neither word means both, too
    shares: list[_Share] = []
    for name in question.departments:
        if leads or both:
            shares.append(_Share(name, "牵头", led_by(duties, name)))
        if assists or both:
            shares.append(_Share(name, "配合", assisted_by(duties, name)))
    rows = [duty for share in shares for duty in share.duties]
    bound = [Bound(share.said, _citations(share.duties, knowledge)) for share in shares]
    if len(shares) == 2 and not both:
        apart = abs(len(shares[0].duties) - len(shares[1].duties))
        bound.append(Bound(f"两者相差{apart}项。", _citations(rows, knowledge)))
    if not rows:
        said = f"附件的{len(duties)}项责任分解里没有列到这个单位。"
        bound = [Bound(said, _citations(duties[:1], knowledge))]
    return Reply(
        AnswerStatus.ANSWERED,
        tuple(bound),
        context=frozenset(str(duty.clause) for duty in rows),
        topic=question.departments[0],
        values=tuple(duty.item for duty in rows),
    )


@dataclass(frozen=True, slots=True)
class _Share:
    """The duties a department has one part in (牵头 or 配合)."""

    department: str
    part: str
    duties: tuple[Duty, ...]

    @property
    def said(self) -> str:
        """市财政局牵头1项：第8项…（其中第8项与…共同牵头）。"""
        opening = f"{self.department}{self.part}{len(self.duties)}项"
        if not self.duties:
            return f"{opening}。"
        listed = "；".join(f"第{duty.number}项{duty.item}" for duty in self.duties)
        return f"{opening}：{listed}{self._joint}。"

    @property
    def _joint(self) -> str:
        joint = [duty for duty in self.duties if len(duty.lead) > 1 and self.part == "牵头"]
        if not joint:
            return ""
        numbers = "、".join(str(duty.number) for duty in joint)
        own = fold_department(self.department)
        others = (name for duty in joint for name in duty.lead if fold_department(name) != own)
        return f"（其中第{numbers}项与{'、'.join(dict.fromkeys(others))}共同牵头）"


def _citations(duties: Sequence[Duty], knowledge: Knowledge) -> tuple[Citation, ...]:
    found = []
    for duty in dict.fromkeys(duties):
        clause = knowledge.quotable(str(duty.clause))
        if clause is not None:
            meta = knowledge.metas[clause.ref.doc_id]
            found.append(cite(duty.item, clause, meta, values=(*duty.lead, *duty.cooperate)))
    return tuple(found)


def asked_day(question: Question, as_of: date) -> date | None:
    """The full date a question names, or as_of when it names none; None for an impossible one."""
    found = _DATE.search(question.canonical)
    if found is None:
        return as_of
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def _overdue(
    question: Question, duties: Sequence[Duty], knowledge: Knowledge, as_of: date
) -> Reply | None:
    """What is past its time limit on the day asked for; of the duties named, whether each is."""
    day = asked_day(question, as_of)
    if day is None:
        return None
    if wanted := _named(question, duties):
        return _each_deadline(wanted, day, knowledge)
    if question.topics:
        return None
    pairs = overdue_on(duties, day)
    if not pairs:
        return _nothing_overdue(duties, day, knowledge)
    count = len({duty.number for duty, _ in pairs})
    opening = f"到{chinese_day(day)}，完成时限已过的有{count}项；是否已完成，文件和资料库没有记载。"
    bound = [Bound(opening), *_by_deadline(pairs, knowledge)]
    items = tuple(duty.item for duty, _ in pairs)
    return Reply(AnswerStatus.ANSWERED, tuple(bound), values=items)


def _by_deadline(pairs: Sequence[tuple[Duty, Deadline]], knowledge: Knowledge) -> Iterator[Bound]:
    """One sentence a day on which time limits end, earliest first."""
    for by, group in groupby(pairs, key=lambda pair: pair[1].by):
        dated = list(group)
        listed = "；".join(f"第{duty.number}项{duty.item}（{limit.text}）" for duty, limit in dated)
        shown = chinese_day(by) if by else ""
        said = f"时限为{shown}的{len(dated)}项：{listed}。"
        yield Bound(said, _citations([duty for duty, _ in dated], knowledge))


def _nothing_overdue(duties: Sequence[Duty], day: date, knowledge: Knowledge) -> Reply:
    dated = [(limit.by, duty) for duty in duties for limit in duty.deadlines if limit.by]
    first = min((by for by, _ in dated), default=None)
    due = [duty for by, duty in dated if by == first]
    said = f"到{chinese_day(day)}，{len(duties)}项里没有一项的完成时限已过"
    said += f"；最早的时限是{chinese_day(first)}。" if first else "。"
    return Reply(AnswerStatus.ANSWERED, (Bound(said, _citations(due, knowledge)),))


def _named(question: Question, duties: Sequence[Duty]) -> list[Duty]:
    """The duties whose subject the question names."""
    words = [topic for topic in question.topics if len(topic) > 1]
    return [duty for duty in duties if any(w in f"{duty.item}{duty.content}" for w in words)][:3]


def _each_deadline(duties: Sequence[Duty], day: date, knowledge: Knowledge) -> Reply | None:
    bound = []
    for duty in duties:
        for limit in (deadline for deadline in duty.deadlines if deadline.by):
            state = "已过" if limit.is_past(day) else "未到"
            said = (
                f"到{chinese_day(day)}，{state}完成时限：第{duty.number}项{duty.item}的时限是"
                f"{limit.text}；是否已完成，资料库没有记载。"
            )
            bound.append(Bound(said, _citations([duty], knowledge)))
    return Reply(AnswerStatus.ANSWERED, tuple(bound)) if bound else None


def _countdown(
    question: Question, duties: Sequence[Duty], knowledge: Knowledge, as_of: date
) -> Reply | None:
    """Days left to the first time limit ahead of the duties named."""
    for duty in _named(question, duties):
        for limit in duty.deadlines:
            if limit.by is not None and limit.by >= as_of:
                said = (
                    f"按{chinese_day(as_of)}算，离第{duty.number}项{duty.item}的时限"
                    f"（{limit.text}）还有{(limit.by - as_of).days}天。"
                )
                return Reply(AnswerStatus.ANSWERED, (Bound(said, _citations([duty], knowledge)),))
    return None
