"""The responsibility table of the annex (事项责任分解): who leads, who assists, until when.

Clauses: hz-2019-40#annex.1 to #annex.12. Reads: corpus/responsibilities.toml as text.
Does not know what has been done: a passed deadline is not a finding of delay.
"""

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rules.clauses import ClauseRef
from rules.errors import ParameterError

_DUTY_KEYS = {
    "number",
    "item",
    "content",
    "lead",
    "cooperate",
    "clause",
    "body_clause",
    "deadlines",
}
_DEADLINE_KEYS = {"text", "by", "recurring", "note"}
RECURRING_WORDS = {"annual": "按年度", "routine": "常态化", "gradual": "逐步"}

# Short names staff use; the table writes the longer ones.
_SHORT_NAMES = {
    "市投促局": "市投资促进局",
    "投促局": "市投资促进局",
    "市规自局": "市规划和自然资源局",
    "规自局": "市规划和自然资源局",
    "市规资局": "市规划和自然资源局",
    "发改委": "市发改委",
    "市发展改革委": "市发改委",
    "市发展和改革委员会": "市发改委",
    "经信局": "市经信局",
    "市经济和信息化局": "市经信局",
    "国资委": "市国资委",
    "市政府国资委": "市国资委",
    "产业主管部门": "相关产业主管部门",
    "开发区": "产业集聚区(开发区)",
    "产业集聚区": "产业集聚区(开发区)",
    "区县": "各区、县(市)",
    "区、县(市)": "各区、县(市)",
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """One time limit of a duty: `by` its last day, or how it recurs; note: a doubt of the text."""

    text: str
    by: date | None = None
    recurring: str = ""
    note: str = ""

    def is_past(self, day: date) -> bool:
        """Whether day is after the last day; never for a recurring duty."""
        return self.by is not None and day > self.by


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of the annex. clause: the row; body_clause: the clause of the text it belongs to."""

    number: int
    item: str
    content: str
    lead: tuple[str, ...]
    cooperate: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    clause: ClauseRef
    body_clause: ClauseRef

    def past_deadlines(self, day: date) -> tuple[Deadline, ...]:
        """The deadlines whose last day is before day."""
        return tuple(deadline for deadline in self.deadlines if deadline.is_past(day))


def fold_department(name: str) -> str:
    """One spelling of a department: NFKC, no blanks, short names written out, 市 in front."""
    folded = "".join(unicodedata.normalize("NFKC", name).split()).removeprefix("杭州")
    known = _SHORT_NAMES.get(folded)
    if known:
        return known
    return (
        f"市{folded}"
        if folded in {"财政局", "审计局", "投资促进局", "规划和自然资源局"}
        else folded
    )


def find_by_item(duties: Iterable[Duty], words: str) -> tuple[Duty, ...]:
    """Duties by number (`7`, `附7`) or by words of their name; in table order."""
    folded = "".join(unicodedata.normalize("NFKC", words).split())
    number = folded.removeprefix("附").removeprefix("第").removesuffix("项")
    if number.isascii() and number.isdigit():
        return tuple(duty for duty in duties if str(duty.number) == number.lstrip("0"))
    return tuple(
        duty for duty in duties if folded and folded in unicodedata.normalize("NFKC", duty.item)
    )


def led_by(duties: Iterable[Duty], department: str) -> tuple[Duty, ...]:
    """Duties a department leads, alone or jointly; short names are accepted."""
    wanted = fold_department(department)
    return tuple(duty for duty in duties if wanted in map(fold_department, duty.lead))


def assisted_by(duties: Iterable[Duty], department: str) -> tuple[Duty, ...]:
    """Duties a department assists in; short names are accepted."""
    wanted = fold_department(department)
    return tuple(duty for duty in duties if wanted in map(fold_department, duty.cooperate))


def overdue_on(duties: Iterable[Duty], day: date) -> tuple[tuple[Duty, Deadline], ...]:
    """Every dated deadline that lies before day, by its date, then by number.

    A deadline is kept on its last day: `2019年7月底前` is past on 2019-08-01, not on 2019-07-31.
    """
    return tuple(pair for pair in _dated(duties) if pair[1].is_past(day))


def due_within(duties: Iterable[Duty], day: date, days: int) -> tuple[tuple[Duty, Deadline], ...]:
    """Every dated deadline whose last day is day or one of the `days` days after it."""
    last = day + timedelta(days=days)
    return tuple(
        (duty, d) for duty, d in _dated(duties) if d.by is not None and day <= d.by <= last
    )


def recurring_duties(duties: Iterable[Duty]) -> tuple[tuple[Duty, Deadline], ...]:
    """Every duty without a day: yearly, routine, gradual; in table order."""
    return tuple((duty, d) for duty in duties for d in duty.deadlines if d.by is None)


def _dated(duties: Iterable[Duty]) -> tuple[tuple[Duty, Deadline], ...]:
    pairs = [(d.by, duty.number, duty, d) for duty in duties for d in duty.deadlines if d.by]
    return tuple((duty, d) for _, _, duty, d in sorted(pairs, key=lambda pair: pair[:2]))


def parse_responsibilities(text: str) -> tuple[Duty, ...]:
    """Read the table. Raises ParameterError naming the row and what is wrong with it."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ParameterError(f"not TOML: {error}", code="not_toml", value=str(error)) from error
    rows = tables.get("duty", [])
    if not isinstance(rows, list):
        raise _bad(0, "not_a_duty_table", rows)
    duties = tuple(_parse_duty(position, row) for position, row in enumerate(rows, start=1))
    if len({duty.number for duty in duties}) != len(duties):
        raise _bad(0, "number_twice", [duty.number for duty in duties])
    return duties


def _parse_duty(position: int, row: object) -> Duty:
    if not isinstance(row, Mapping) or set(row) != _DUTY_KEYS:
        raise _bad(position, "bad_row", row)
    number, deadlines = row["number"], row["deadlines"]
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise _bad(position, "bad_number", number)
    if not isinstance(deadlines, list) or not deadlines:
        raise _bad(position, "bad_deadlines", deadlines)
    return Duty(
        number,
        _text(position, row, "item"),
        _text(position, row, "content"),
        _texts(position, row, "lead"),
        _texts(position, row, "cooperate"),
        tuple(_parse_deadline(position, deadline) for deadline in deadlines),
        _clause(position, row, "clause"),
        _clause(position, row, "body_clause"),
    )


def _parse_deadline(position: int, row: object) -> Deadline:
    if not isinstance(row, Mapping) or set(row) - _DEADLINE_KEYS:
        raise _bad(position, "bad_deadline", row)
    by, recurring = row.get("by"), row.get("recurring", "")
    if by is None and recurring not in RECURRING_WORDS:
        raise _bad(position, "bad_recurrence", recurring)
    if by is not None and (not isinstance(by, date) or isinstance(by, datetime) or recurring):
        raise _bad(position, "bad_date", by)
    return Deadline(_text(position, row, "text"), by, recurring, str(row.get("note", "")))


def _text(position: int, row: Mapping[str, object], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise _bad(position, f"bad_{key}", value)
    return value


def _texts(position: int, row: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = row[key]
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        raise _bad(position, f"bad_{key}", value)
    return tuple(value)


def _clause(position: int, row: Mapping[str, object], key: str) -> ClauseRef:
    try:
        return ClauseRef.parse(str(row[key]))
    except ValueError as error:
        raise _bad(position, f"bad_{key}", row[key]) from error


def _bad(position: int, code: str, value: object) -> ParameterError:
    message = f"responsibility row {position}: {code} ({value!r})"
    return ParameterError(message, code=code, name=f"duty {position}", value=value)
