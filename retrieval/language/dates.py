"""Find calendar days written in Chinese texts: 2019年6月6日, 2019/5/29, 二〇一九年六月六日."""

import re
from collections.abc import Iterator
from datetime import date

from retrieval.language.numerals import NUMERAL, parse_numeral

_YEAR = r"(?:\d{4}|[〇零一二三四五六七八九]{4})"
_PART = rf"(?:\d{{1,2}}|[{NUMERAL}]{{1,3}})"
DATE = rf"(?:{_YEAR}\s*[年/.\-]\s*{_PART}\s*[月/.\-]\s*{_PART}(?:\s*日)?)"
_FIND = re.compile(
    rf"(?<!\d)(?P<year>{_YEAR})\s*[年/.\-]\s*(?P<month>{_PART})\s*[月/.\-]\s*(?P<day>{_PART})(?!\d)"
)


def find_dates(text: str) -> Iterator[date]:
    """The days a text names, in reading order; impossible ones are left out."""
    for found in _FIND.finditer(text):
        try:
            parts = [parse_numeral(found[name]) for name in ("year", "month", "day")]
            yield date(*parts)
        except ValueError:
            continue


def first_date(text: str) -> date | None:
    """The first day a text names."""
    return next(find_dates(text), None)


def chinese_day(day: date) -> str:
    """A day as Chinese texts write it: 2019年6月6日."""
    return f"{day.year}年{day.month}月{day.day}日"
