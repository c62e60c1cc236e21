"""Periods in people's words: 今年, 上季度, 2026年3月, 最近30天; both ends are included."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from rules.numerals import read_number

_N = "[0-9一二三四五六七八九十两]{1,3}"
_FOUR = r"(?P<year>20\d\d|今|去|前|本|明)年"
_BETWEEN = re.compile(
    r"(?:(20\d\d)年)?(\d{1,2})月(?:(\d{1,2})[日号])?(?:到|至|-|—|~)(?:(20\d\d)年)?(\d{1,2})月(?:(\d{1,2})[日号])?"
)
_ISO = re.compile(r"(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})")
_QUARTER = re.compile(rf"(?:{_FOUR})?的?第?(?P<n>[一二三四1-4])(?:个)?季度|[Qq](?P<q>[1-4])")
_HALF = re.compile(rf"(?:{_FOUR})?的?(?P<half>上|下)半年")
_MONTH = re.compile(rf"(?:{_FOUR})?的?(?P<n>{_N})月份?(?!\d|[一二三四五六七八九十]+[日号])")
_DAY = re.compile(rf"(?:{_FOUR})?(?P<month>{_N})月(?P<day>{_N})[日号]")
_TEN_DAYS = re.compile(rf"(?P<month>(?:本|这个?|上个?|{_N})月)份?(?P<part>[上中下])旬")
_YEAR = re.compile(_FOUR)
_LATEST = re.compile(rf"(?:最近|近|过去)(?P<n>{_N}|半)?个?(?P<unit>天|周|星期|月|年)")
_SINCE = re.compile("以来|起|开始|至今|到现在|迄今")
_ALWAYS = re.compile("一共|总共|累计|历史|全部|至今|历年|所有")


@dataclass(frozen=True, slots=True)
class Period:
    """Days from first to last; words: what it was called, empty when nothing was said."""

    first: date
    last: date
    words: str


def read_period(text: str, today: date) -> Period | None:
    """The period the words give, cut at today; None when they give none or no such days."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    for reader in (
        _ten_days,
        _iso,
        _between,
        _named,
        _quarter,
        _half,
        _latest,
        _single_day,
        _month,
        _year,
    ):
        try:
            found = reader(plain, today)
        except ValueError:  # 2月30日
            continue
        if found is not None:
            return _cut(found, plain, today)
    return None


def default_period(text: str, today: date) -> Period:
    """What is counted when no period is said: this year, all years where the words say so."""
    if _ALWAYS.search(text):
        return Period(date(2019, 6, 6), today, "")
    return Period(date(today.year, 1, 1), today, "")


def _cut(found: Period, text: str, today: date) -> Period:
    """A period that has not ended ends today; one the words leave open does too."""
    is_open = bool(_SINCE.search(text)) and found.first <= today
    last = today if is_open or found.last > today >= found.first else found.last
    return Period(found.first, last, found.words)


def _ten_days(text: str, today: date) -> Period | None:
    """上旬, 中旬, 下旬 of a month."""
    found = _TEN_DAYS.search(text)
    if found is None:
        return None
    said = found["month"]
    start = today.replace(day=1) if said[0] in "本这" else _months(today.replace(day=1), -1)
    if said[0] not in "本这上":
        start = date(today.year, _int(said.rstrip("月份")), 1)
    first = {"上": 1, "中": 11, "下": 21}[found["part"]]
    last = {"上": 10, "中": 20}.get(found["part"], monthrange(start.year, start.month)[1])
    return Period(start.replace(day=first), start.replace(day=last), found[0])


def _iso(text: str, _today: date) -> Period | None:
    days = [(m[0], date(int(m[1]), int(m[2]), int(m[3]))) for m in _ISO.finditer(text)]
    if not days:
        return None
    words = "至".join(name for name, _ in days[:2])
    return Period(days[0][1], days[1][1] if len(days) > 1 else days[0][1], words)


def _between(text: str, today: date) -> Period | None:
    found = _BETWEEN.search(text)
    if found is None:
        return None
    year, month, day, last_year, last_month, last_day = found.groups()
    first_year = int(year or today.year)
    first = date(first_year, int(month), int(day or 1))
    end_year, end = int(last_year or first_year), int(last_month)
    last = date(end_year, end, int(last_day or monthrange(end_year, end)[1]))
    return Period(first, last, found[0]) if first <= last else None


def _named(text: str, today: date) -> Period | None:
    monday = today - timedelta(days=today.weekday())
    week, day = timedelta(weeks=1), timedelta(days=1)
    start = today.replace(day=1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    before = start - day
    periods = (
        ("(?<!大)前天", today - 2 * day, today - 2 * day),
        ("昨天|昨日", today - day, today - day),
        ("今天|今日", today, today),
        ("上个?(?:周|星期|礼拜)", monday - week, monday - day),
        ("(?:本|这个?)(?:周|星期|礼拜)", monday, today),
        ("上个?月", before.replace(day=1), before),
        ("(?:本|这个?|当)月", start, today),
        ("上个?季度", _months(quarter, -3), quarter - day),
        ("(?:本|这个?|当)季度?", quarter, today),
    )
    for pattern, first, last in periods:
        if found := re.search(pattern, text):
            return Period(first, last, found[0])
    return None


def _quarter(text: str, today: date) -> Period | None:
    found = _QUARTER.search(text)
    if found is None:
        return None
    number = _int(found["n"] or found["q"])
    first = date(_year_of(found, today), number * 3 - 2, 1)
    return Period(first, _months(first, 3) - timedelta(days=1), found[0])


def _half(text: str, today: date) -> Period | None:
    found = _HALF.search(text)
    if found is None:
        return None
    first = date(_year_of(found, today), 1 if found["half"] == "上" else 7, 1)
    return Period(first, _months(first, 6) - timedelta(days=1), found[0])


def _latest(text: str, today: date) -> Period | None:
    found = _LATEST.search(text)
    if found is None:
        return None
    number = found["n"] or "1"
    if number == "半":
        first = _months(today, -6) if found["unit"] == "年" else today - timedelta(days=14)
    elif found["unit"] in "月年":
        first = _months(today, -_int(number) * (12 if found["unit"] == "年" else 1))
    else:
        first = today - timedelta(days=_int(number) * (1 if found["unit"] == "天" else 7) - 1)
    return Period(first, today, found[0])


def _single_day(text: str, today: date) -> Period | None:
    found = _DAY.search(text)
    if found is None:
        return None
    day = date(_year_of(found, today), _int(found["month"]), _int(found["day"]))
    return Period(day, day, found[0])


def _month(text: str, today: date) -> Period | None:
    found = _MONTH.search(text)
    if found is None:
        return None
    first = date(_year_of(found, today), _int(found["n"]), 1)
    return Period(first, _months(first, 1) - timedelta(days=1), found[0])


def _year(text: str, today: date) -> Period | None:
    found = _YEAR.search(text)
    if found is None:
        return None
    year = _year_of(found, today)
    return Period(date(year, 1, 1), date(year, 12, 31), found[0])


def _year_of(found: re.Match[str], today: date) -> int:
    said = found["year"]
    if said is None or said in "今本":
        return today.year
    return today.year + {"去": -1, "前": -2, "明": 1}[said] if said in "去前明" else int(said)


def _months(day: date, step: int) -> date:
    """The day so many months on, the last of its month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + step, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _int(numeral: str) -> int:
    return int(read_number(numeral).low)
