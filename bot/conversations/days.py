"""Days in people's words: when something happened, when something is to happen.

A day is read only where the words give exactly one; 下周, 月底前后 and the like keep their words.
Does not: look at a clock; today is handed in.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from rules.numerals import read_number

_N = "[0-9一二三四五六七八九十两]{1,3}"
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 6}
_WEEKDAYS |= {str(n + 1): n for n in range(6)} | {"7": 6}
_RELATIVE = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "昨儿": -1, "今天": 0, "今日": 0,
    "今早": 0, "今晚": 0, "今儿": 0, "上午": 0, "下午": 0, "刚才": 0, "刚刚": 0, "大后天": 3,
    "后天": 2, "明天": 1, "明日": 1, "明早": 1, "明儿": 1,
}  # fmt: skip
_FULL = re.compile(rf"(\d{{4}})\s*[年./-]\s*({_N})\s*[月./-]\s*({_N})(?:日|号)?")
_MONTH_DAY = re.compile(
    rf"(?<![0-9一二三四五六七八九十])(上个?月|本月|这个?月|下个?月|去年|今年|明年)?的?"
    rf"({_N})月\s*({_N})(?:日|号)?(?!天|个|家)"
)
_SLASHED = re.compile(
    r"(?<![\d./-])(\d{1,2})[./](\d{1,2})(?![\d./-]|[万亿%亩元千百公米吨版倍]|个?亿)"
)
_IN_MONTH = re.compile(rf"(上个?月|本月|这个?月|下个?月)({_N})(?:日|号)")
_ONLY_DAY = re.compile(
    rf"(?<![0-9第一二三四五六七八九十编月])({_N})(?:号|日)(?!线|楼|地块|文|厂|院)"
)
_WEEKDAY = re.compile(
    r"(上上|上|这|本|下下|下)?个?(?:周|星期|礼拜)([一二三四五六日天1-7])(?!期|个|次|年|遍)"
)
_AGO = re.compile(rf"({_N})天(以?前|以?后|内|之前|之后)")
_VAGUE = re.compile(
    r"(?:这|本|下下?)个?(?:周|星期|礼拜)(?:末|内|之内|初|前)?|(?:本|这个?|下个?)月(?:底|初|中旬?|上旬|下旬|内)?"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|底|初|中旬?|上旬|下旬|内|前)?|月底|月初|月中|年底前?|年内|年前|年后|春节[前后]|国庆[前后]"
    r"|下季度|本季度|明年(?:初|上半年|底)?|过(?:几|两)天|近期|最近|尽快|改天|回头|(?:\d{1,2}|[一二两三])周[内后]|(?:\d{1,2}|[一二两三半])个?月[内后]"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day the words give. day: None where they name no single day; words: as they were said."""

    day: date | None
    words: str


def read_past(text: str, today: date) -> Day | None:
    """When something that has happened was, the latest day not to come; None: no day is named."""
    return _read(text, today, past=True)


def read_coming(text: str, today: date) -> Day | None:
    """When something to come is; a week or month without a day has words only."""
    found = _read(text, today, past=False)
    if found is not None:
        return found
    vague = _VAGUE.search(_fold(text))
    return None if vague is None else Day(None, vague[0])


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _read(text: str, today: date, *, past: bool) -> Day | None:
    plain = _fold(text)
    readers = (_full, _month_day, _in_month, _weekday, _relative, _counted, _slashed, _only_day)
    for reader in readers:
        found = reader(plain, today, past)
        if found is not None:
            return found
    return None


def _full(text: str, _today: date, _past: bool) -> Day | None:
    found = _FULL.search(text)
    return found and _day(found[0], int(found[1]), _int(found[2]), _int(found[3]))


def _month_day(text: str, today: date, past: bool) -> Day | None:
    found = _MONTH_DAY.search(text)
    if found is None:
        return None
    month, day = _int(found[2]), _int(found[3])
    year = today.year + {"去年": -1, "明年": 1}.get(found[1] or "", 0)
    return _day(
        found[0],
        _nearest_year(year, month, day, today, past=past, fixed=bool(found[1])),
        month,
        day,
    )


def _slashed(text: str, today: date, past: bool) -> Day | None:
    found = _SLASHED.search(text)
    if found is None:
        return None
    month, day = int(found[1]), int(found[2])
    return _day(
        found[0], _nearest_year(today.year, month, day, today, past=past, fixed=False), month, day
    )


def _in_month(text: str, today: date, _past: bool) -> Day | None:
    found = _IN_MONTH.search(text)
    if found is None:
        return None
    step = {"上": -1, "下": 1}.get(found[1][0], 0)
    year, month = divmod(today.year * 12 + today.month - 1 + step, 12)
    return _day(found[0], year, month + 1, _int(found[2]))


def _weekday(text: str, today: date, past: bool) -> Day | None:
    found = _WEEKDAY.search(text)
    if found is None:
        return None
    which, weekday = found[1] or "", _WEEKDAYS[found[2]]
    weeks = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(which, 0)
    day = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks, days=weekday)
    if not which and past and day > today:
        day -= timedelta(weeks=1)
    if not which and not past and day < today:
        day += timedelta(weeks=1)
    return Day(day, found[0])


def _relative(text: str, today: date, _past: bool) -> Day | None:
    word = next((word for word in _RELATIVE if word in text), None)
    return None if word is None else Day(today + timedelta(days=_RELATIVE[word]), word)


def _counted(text: str, today: date, _past: bool) -> Day | None:
    found = _AGO.search(text)
    if found is None or found[2] == "内":
        return None
    sign = -1 if "前" in found[2] else 1
    return Day(today + timedelta(days=sign * _int(found[1])), found[0])


def _only_day(text: str, today: date, past: bool) -> Day | None:
    found = _ONLY_DAY.search(text)
    if found is None:
        return None
    number = _int(found[1])
    months = today.year * 12 + today.month - 1
    if past and number > today.day:
        months -= 1
    if not past and number < today.day:
        months += 1
    return _day(found[0], months // 12, months % 12 + 1, number)


def _nearest_year(  # noqa: PLR0913  # a date in parts, and which way it looks
    year: int, month: int, day: int, today: date, *, past: bool, fixed: bool
) -> int:
    """The year of a day without one: the last such day behind us, or the next one before us."""
    if fixed:
        return year
    if past and (month, day) > (today.month, today.day):
        return year - 1
    return year + 1 if not past and (month, day) < (today.month, today.day) else year


def _int(numeral: str) -> int:
    return int(read_number(numeral).low)


def _day(words: str, year: int, month: int, day: int) -> Day | None:
    try:
        return Day(date(year, month, day), words)
    except ValueError:
        return None
