"""Questions the table of duties answers by counting: what a department leads, what is due or overdue on a day.

Clauses: hz-2019-40#annex.1 to #annex.12. Reads: the duties it is given. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.citations import cite
from retrieval.composing import Bound, Reply
from retrieval.knowledge import Knowledge
from retrieval.question import Question
from retrieval.types import AnswerStatus, Citation
from rules.responsibilities import Deadline, Duty, assisted_by, led_by, overdue_on

_COUNTS = re.compile(
    r"(?:几|哪几|多少|哪些|所有|全部)(?:个)?(?:项|件|事项|任务|工作|职责|活)?|有(?:什么|啥|哪些)(?:任务|事项|职责|活)|数量|次数|出现几次"
)
_LEADS = re.compile(r"牵头|主抓|挑头|领衔|负责")
_ASSISTS = re.compile(r"配合|协助|参与")
_TASKS = re.compile(r"牵头|配合|责任|任务|事项|职责|哪几件|几项|哪几项")
_OVERDUE = re.compile(
    r"逾期|超期|过期|过没过|过了(?:完成)?时限|时限(?:都)?(?:已经?|是否)?(?:到|过)|已(?:经)?到(?:了)?(?:期|时限)?|到没到|到了没|该完成(?:了|的)?|应(?:当|该)?(?:已经?)?完成|到期"
)
_COUNTDOWN = re.compile(r"还(?:有|剩|差)多少天|还(?:有|剩|差)几天|倒计时")
_DATE = re.compile(r"(20\d\d)(?:年|-|\.|/)(\d{1,2})(?:月|-|\.|/)(\d{1,2})(?:日|号)?")
_THIS_SCHEME = "hz-2019-40"


@dataclass(frozen=True, slots=True)
class DutyQuestions:
    """Answers questions about the twelve duties from the table itself."""

    duties: Sequence[Duty]

    def __call__(self, question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
        """The reply, or None when the question is not of this kind or the scheme is not in force."""
        meta = knowledge.metas.get(_THIS_SCHEME)
        if meta is None or (question.places and knowledge.gazetteer.home not in question.places):
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
    return counts and not question.topics


def _is_about_duties(question: Question) -> bool:
    words = ("事项", "任务", "时限", "制度", "哪几项", "哪些", "规则", "要求", "工作")
    return any(word in question.canonical for word in words) and "资格" not in question.canonical


def _by_department(
    question: Question, duties: Sequence[Duty], knowledge: Knowledge
) -> Reply | None:
    text = question.canonical
    leads = _LEADS.search(text) is not None
    assists = _ASSISTS.search(text) is not None
    if not leads and not assists:
        leads = assists = True
    bound: list[Bound] = []
    counts: list[int] = []
    for department in question.departments:
        if leads:
            found = led_by(duties, department)
            counts.append(len(found))
            bound.append(_list(f"{department}牵头", found, knowledge, department))
        if assists:
            found = assisted_by(duties, department)
            counts.append(len(found))
            bound.append(_list(f"{department}配合", found, knowledge, department))
    if len(question.departments) == 2 and leads != assists:
        bound.append(Bound(f"两者相差{abs(counts[0] - counts[1])}项。", bound[0].citations))
    rows = [
        duty for d in question.departments for duty in (*led_by(duties, d), *assisted_by(duties, d))
    ]
    if not rows:
        bound = [Bound("附件的12项责任分解里没有列到这个单位。", _citations(duties[:1], knowledge))]
    return Reply(
        AnswerStatus.ANSWERED,
        tuple(bound),
        context=frozenset(str(duty.clause) for duty in rows),
        topic=question.departments[0],
        values=tuple(duty.item for duty in rows),
    )


def _list(opening: str, duties: Sequence[Duty], knowledge: Knowledge, department: str) -> Bound:
    if not duties:
        return Bound(f"{opening}0项。")
    joint = [d for d in duties if len(d.lead) > 1 and opening.endswith("牵头")]
    listed = "；".join(f"第{duty.number}项{duty.item}" for duty in duties)
    others = "、".join(name for d in joint for name in d.lead if name != department)
    tail = (
        f"（其中第{'、'.join(str(d.number) for d in joint)}项与{others}共同牵头）" if joint else ""
    )
    return Bound(f"{opening}{len(duties)}项：{listed}{tail}。", _citations(duties, knowledge))


def _citations(duties: Sequence[Duty], knowledge: Knowledge) -> tuple[Citation, ...]:
    found = []
    for duty in duties:
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
    day = asked_day(question, as_of)
    if day is None:
        return None
    wanted = _named(question, duties)
    if wanted:
        return _one_deadline(wanted, day, knowledge)
    pairs = overdue_on(duties, day)
    if question.topics:
        return None
    shown = _chinese(day)
    if not pairs:
        said = f"到{shown}，12项里没有一项的完成时限已过；最早的一批是2019年7月底前。"
        return Reply(AnswerStatus.ANSWERED, (Bound(said, _citations(duties[1:2], knowledge)),))
    groups: dict[date, list[tuple[Duty, Deadline]]] = {}
    for duty, deadline in pairs:
        groups.setdefault(deadline.by or day, []).append((duty, deadline))
    bound = [
        Bound(
            f"到{shown}，完成时限已过的有{len({d.number for d, _ in pairs})}项；是否已完成，文件和资料库没有记载。"
        )
    ]
    for by, group in groups.items():
        listed = "；".join(
            f"第{duty.number}项{duty.item}（{deadline.text}）" for duty, deadline in group
        )
        found = _citations([duty for duty, _ in group], knowledge)
        bound.append(Bound(f"时限为{_chinese(by)}的{len(group)}项：{listed}。", found))
    return Reply(AnswerStatus.ANSWERED, tuple(bound), values=tuple(d.item for d, _ in pairs))


def _named(question: Question, duties: Sequence[Duty]) -> list[Duty]:
    """The duties whose subject the question names."""
    words = [topic for topic in question.topics if len(topic) > 1]
    return [duty for duty in duties if any(w in f"{duty.item}{duty.content}" for w in words)][:3]


def _one_deadline(duties: Sequence[Duty], day: date, knowledge: Knowledge) -> Reply | None:
    bound = []
    for duty in duties:
        dated = [deadline for deadline in duty.deadlines if deadline.by]
        for deadline in dated:
            state = "已过" if deadline.is_past(day) else "未到"
            said = f"到{_chinese(day)}，{state}完成时限：第{duty.number}项{duty.item}的时限是{deadline.text}；是否已完成，资料库没有记载。"
            bound.append(Bound(said, _citations([duty], knowledge)))
    return Reply(AnswerStatus.ANSWERED, tuple(bound)) if bound else None


def _countdown(
    question: Question, duties: Sequence[Duty], knowledge: Knowledge, as_of: date
) -> Reply | None:
    wanted = _named(question, duties)
    ahead = [(d, x) for d in wanted for x in d.deadlines if x.by and x.by >= as_of]
    if not ahead:
        return None
    duty, deadline = ahead[0]
    days = (deadline.by - as_of).days if deadline.by else 0
    said = f"按{_chinese(as_of)}算，离第{duty.number}项{duty.item}的时限（{deadline.text}）还有{days}天。"
    return Reply(AnswerStatus.ANSWERED, (Bound(said, _citations([duty], knowledge)),))


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
