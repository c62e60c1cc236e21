"""Days between two days of the documents: 从施行到7月底有多少天. Pure.

Clauses: hz-2019-40#6 (first day), hz-2019-40#annex.1 to #annex.12 (time limits).
"""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.answers.citations import cite
from retrieval.answers.composing import Bound, Reply
from retrieval.facts.knowledge import Knowledge
from retrieval.language.dates import chinese_day
from retrieval.questions.question import Question
from retrieval.types import AnswerStatus, Citation
from rules.responsibilities import Duty

_ASKS = re.compile(r"多少天|几天|多少日|天数")
_START = re.compile(
    r"(?:从|自|打)(?:文件|制度)?(?:正式)?(?:施行|生效|实施)|(?:施行|生效|实施)(?:以后|之后|后)?,?(?:离|距|到)"
)
_END = re.compile(
    r"(?:到|至|距|离)(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月"
    r"(?:(?P<day>[12]\d|3[01]|[1-9])(?:日|号)|(?:底|末))"
)
_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_SCHEME = "hz-2019-40"
_FIRST_DAY_CLAUSE = "hz-2019-40#6"


@dataclass(frozen=True, slots=True)
class DayQuestions:
    """Counts days from the scheme's first day to a day that the question names."""

    duties: Sequence[Duty]

    def __call__(self, question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
        """The reply; None when no such count is asked, or the scheme is not in force on as_of."""
        meta = knowledge.metas.get(_SCHEME)
        text = question.canonical
        if meta is None or meta.effective_from is None or not meta.is_effective(as_of):
            return None
        if not _ASKS.search(text) or not _START.search(text):
            return None
        start, end = meta.effective_from, asked_end(text, meta.effective_from)
        if end is None or end < start:
            return None
        days = (end - start).days
        said = (
            f"从{chinese_day(start)}起施行，到{chinese_day(end)}，相隔{days}天"
            f"（首尾两天都算是{days + 1}天）。"
        )
        return Reply(
            AnswerStatus.ANSWERED,
            (Bound(said, self._citations(said, end, knowledge)),),
            context=frozenset({_FIRST_DAY_CLAUSE}),
            topic="施行",
        )

    def _citations(self, said: str, end: date, knowledge: Knowledge) -> tuple[Citation, ...]:
        due = [d for d in self.duties if any(limit.by == end for limit in d.deadlines)]
        references = [_FIRST_DAY_CLAUSE, *(str(duty.clause) for duty in due)]
        clauses = [knowledge.quotable(reference) for reference in references]
        meta = knowledge.metas[_SCHEME]
        return tuple(cite(said, clause, meta) for clause in clauses if clause is not None)


def asked_end(text: str, start: date) -> date | None:
    """The last day a question counts to: a day, or the end of a month, of start's year if none."""
    found = _END.search(text)
    if found is None:
        return None
    year = int(found["year"] or start.year)
    month = found["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
    last = calendar.monthrange(year, number)[1]
    day = int(found["day"] or last)
    return date(year, number, day) if day <= last else None
