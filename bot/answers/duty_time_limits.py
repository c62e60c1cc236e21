"""Questions about the time limits of the duties: what is past, what is still ahead, days left.

Clauses: hz-2019-40#annex.1 to #annex.12. Reads: the duties it is given. Pure.
Does not: know what has been done; a passed time limit is not a finding of delay.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from bot.answers.duty_citations import duty_citations
from retrieval.answers.composing import Bound, Reply
from retrieval.facts.knowledge import Knowledge
from retrieval.language.dates import chinese_day
from retrieval.questions.question import Question
from retrieval.types import AnswerStatus
from rules.responsibilities import RECURRING_WORDS, Deadline, Duty, overdue_on

_OVERDUE = re.compile(
    r"逾期|超期|过期|过没过|过了(?:完成)?时限|时限(?:都)?(?:已经?|是否)?(?:到|过)"
    r"|已(?:经)?到(?:了)?(?:期|时限)?|到没到|到了没|该完成(?:了|的)?"
    r"|应(?:当|该)?(?:已经?)?完成|到期"
)
_OWN_TERM = re.compile(r"资格|试行|有效期|试几年|(?:管|用)(?:到|几)")  # of the scheme or of a right
_COUNTDOWN = re.compile(r"还(?:有|剩|差)多少天|还(?:有|剩|差)几天|倒计时")
_DATE = re.compile(r"(20\d\d)(?:年|-|\.|/)(\d{1,2})(?:月|-|\.|/)(\d{1,2})(?:日|号)?")
_AHEAD = re.compile(
    r"(?<![有过到])(?:还|尚)?(?:没有?|未)(?:到期|到时限|过期|逾期|超期|过(?:完成)?时限)|还来得及"
)


def about_time_limits(
    question: Question, duties: Sequence[Duty], knowledge: Knowledge, as_of: date
) -> Reply | None:
    """The reply to a question about time limits; None for another kind of question."""
    if _COUNTDOWN.search(question.canonical):
        return _countdown(question, duties, knowledge, as_of)
    day = asked_day(question, as_of)
    is_ahead = _AHEAD.search(question.canonical) is not None
    is_asked = is_ahead or _OVERDUE.search(question.canonical) is not None
    if day is None or not is_asked or not _is_about_duties(question):
        return None
    if wanted := _named(question, duties):
        return _each_deadline(wanted, day, knowledge)
    if question.topics:
        return None
    return (_ahead if is_ahead else _overdue)(duties, day, knowledge)


def _is_about_duties(question: Question) -> bool:
    text = question.canonical
    words = ("事项", "任务", "时限", "制度", "哪几项", "哪些", "规则", "要求", "工作")
    return any(word in text for word in words) and not _OWN_TERM.search(text)


def asked_day(question: Question, as_of: date) -> date | None:
    """The full date a question names, or as_of when it names none; None for an impossible one."""
    found = _DATE.search(question.canonical)
    if found is None:
        return as_of
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def _overdue(duties: Sequence[Duty], day: date, knowledge: Knowledge) -> Reply:
    """What is past its time limit on a day."""
    pairs = overdue_on(duties, day)
    if not pairs:
        return _nothing_overdue(duties, day, knowledge)
    count = len({duty.number for duty, _ in pairs})
    opening = f"到{chinese_day(day)}，完成时限已过的有{count}项；是否已完成，文件和资料库没有记载。"
    bound = [Bound(opening), *_by_deadline(pairs, knowledge)]
    items = tuple(duty.item for duty, _ in pairs)
    return Reply(AnswerStatus.ANSWERED, tuple(bound), values=items)


def _ahead(duties: Sequence[Duty], day: date, knowledge: Knowledge) -> Reply:
    """What is not yet past its time limit on a day, and what has no day or goes on after it."""
    pairs = [(duty, limit) for duty in duties for limit in duty.deadlines if limit.by]
    coming = sorted(
        ((duty, limit) for duty, limit in pairs if not limit.is_past(day)),
        key=lambda pair: (pair[1].by or day, pair[0].number),
    )
    count = len({duty.number for duty, _ in coming})
    shown = chinese_day(day)
    opening = f"到{shown}，还没到完成时限的有{count}项；是否已完成，文件和资料库没有记载。"
    if not coming:
        opening = f"到{shown}，写了日期的完成时限都已过；是否已完成，文件和资料库没有记载。"
    bound = [Bound(opening), *_by_deadline(coming, knowledge)]
    dated = {duty.number for duty, _ in pairs}
    undated = [duty for duty in duties if duty.number not in dated]
    lasting = [
        duty for duty in duties if duty.number in dated and any(d.recurring for d in duty.deadlines)
    ]
    for label, listed in (("没有写日期、持续做的", undated), ("时限过后还要继续做的", lasting)):
        if listed:
            texts = "；".join(_goes_on(duty) for duty in listed)
            said = f"{label}有{len(listed)}项：{texts}。"
            bound.append(Bound(said, duty_citations(listed, knowledge)))
    items = tuple(duty.item for duty, _ in coming)
    return Reply(AnswerStatus.ANSWERED, tuple(bound), values=items)


def _goes_on(duty: Duty) -> str:
    ways = [RECURRING_WORDS[d.recurring] for d in duty.deadlines if d.recurring]
    return f"第{duty.number}项{duty.item}（{'、'.join(ways)}）"


def _by_deadline(pairs: Sequence[tuple[Duty, Deadline]], knowledge: Knowledge) -> Iterator[Bound]:
    """One sentence a day on which time limits end, earliest first."""
    for by, group in groupby(pairs, key=lambda pair: pair[1].by):
        dated = list(group)
        listed = "；".join(f"第{duty.number}项{duty.item}（{limit.text}）" for duty, limit in dated)
        shown = chinese_day(by) if by else ""
        said = f"时限为{shown}的{len(dated)}项：{listed}。"
        yield Bound(said, duty_citations([duty for duty, _ in dated], knowledge))


def _nothing_overdue(duties: Sequence[Duty], day: date, knowledge: Knowledge) -> Reply:
    dated = [(limit.by, duty) for duty in duties for limit in duty.deadlines if limit.by]
    first = min((by for by, _ in dated), default=None)
    due = [duty for by, duty in dated if by == first]
    said = f"到{chinese_day(day)}，{len(duties)}项里没有一项的完成时限已过"
    said += f"；最早的时限是{chinese_day(first)}。" if first else "。"
    return Reply(AnswerStatus.ANSWERED, (Bound(said, duty_citations(due, knowledge)),))


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
            bound.append(Bound(said, duty_citations([duty], knowledge)))
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
                return Reply(
                    AnswerStatus.ANSWERED, (Bound(said, duty_citations([duty], knowledge)),)
                )
    return None
