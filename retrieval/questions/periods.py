"""Periods a question asks for, against those a figure has: 上半年, 今年, 1—7月, 8月以后. Pure.

A relative year is counted from the day the question is asked as of. Single months without more
words do not count: 7月底前 is a time limit.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from retrieval.language.numerals import parse_numeral

_NUMERAL = r"\d{1,2}|十[一二]?|[一二两三四五六七八九]"
_QUARTERS = {"一": (1, 3), "二": (4, 6), "三": (7, 9), "四": (10, 12)}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|(?!\d))|(?<![\d.])(1[89]|2\d)年(?!来|内|期|以前)")
_RELATIVE_YEAR = re.compile(  # 去年落地的那个项目 and 跟去年比 ask for no figure of that year
    r"(?<![跟比较超和与])(?:今年|本年度?|去年|前年)(?!(?:初|底|才|就|刚|新)?(?:落地|上线|启动|发布|出台|引进|签约|成立)的)"
)
_YEARS_AGO = {"今": 0, "本": 0, "去": 1, "前": 2}
_HALF = re.compile(r"(上|下)半年")
_QUARTER = re.compile(r"(?<!前)(?:第)?([一二三四])季度")
_FIRST_QUARTERS = re.compile(r"(?:前|头)([二三两])(?:个)?季度")
_FIRST_MONTHS = re.compile(rf"(?:前|头)({_NUMERAL})个?月")
_RANGE = re.compile(rf"({_NUMERAL})月?(?:份)?[—\-~至到]({_NUMERAL})月")
_AFTER = re.compile(rf"({_NUMERAL})月(?:份)?(?:以后|之后|往后|起|以来|过后)")
_WHOLE = re.compile(r"全年(?!度?.{0,10}(?:目标|任务))|一整年|整年|一年下来|全年度")
_WORDS = (_YEAR, _RELATIVE_YEAR, _HALF, _QUARTER, _FIRST_QUARTERS, _FIRST_MONTHS, _RANGE, _WHOLE)


@dataclass(frozen=True, slots=True)
class Period:
    """Months of a year, both ends counted. year: 0 where none is said; first 0: just the year."""

    year: int = 0
    first: int = 0
    last: int = 0
    shown: str = ""


@lru_cache(maxsize=2_048)
def asked_periods(canonical: str, this_year: int) -> tuple[Period, ...]:
    """The periods narrower or other than a bare year that a question names, with their words."""
    years = [int(full or f"20{short}") for full, short in _YEAR.findall(canonical)]
    relative = _RELATIVE_YEAR.search(canonical)
    named_year = years[0] if len(set(years)) == 1 else 0
    if relative and not years:
        named_year = this_year - _YEARS_AGO[relative[0][0]]
    if len(set(years)) > 1:
        return ()
    spans = _months(canonical)
    if spans:
        return tuple(
            Period(named_year, first, last, f"{named_year}年{words}" if named_year else words)
            for first, last, words in spans
        )
    if relative and not years:
        return (Period(named_year, shown=f"{named_year}年"),)
    return ()


@lru_cache(maxsize=512)
def stated_periods(period: str) -> tuple[Period, ...]:
    """The periods a fact's `period` names: 2023年一季度、上半年 are two; 近三年 is none."""
    years = [int(full or f"20{short}") for full, short in _YEAR.findall(period)]
    if len(set(years)) != 1:
        return ()
    months = _months(period)
    if months:
        return tuple(Period(years[0], first, last, period) for first, last, _ in months)
    is_bare = re.fullmatch(r"\d{4}年", period) is not None
    return (Period(years[0], 1 if is_bare else 0, 12 if is_bare else 0, period),)


def contradicts(asked: Period, stated: tuple[Period, ...]) -> bool:
    """Whether none of the stated periods is the one asked for."""
    return not any(_fits(asked, period) for period in stated)


def period_words(canonical: str) -> tuple[str, ...]:
    """The words of a text that name years and months, in order."""
    found = sorted((match.start(), match[0]) for p in _WORDS for match in p.finditer(canonical))
    return tuple(dict.fromkeys(words for _, words in found))


def put_period(canonical: str, period: str) -> str:
    """A text with one period in place of all it names, where the first stood."""
    first, *others = period_words(canonical)
    for words in others:
        canonical = canonical.replace(words, "", 1)
    return canonical.replace(first, period, 1)


def _fits(asked: Period, stated: Period) -> bool:
    if asked.year and asked.year != stated.year:
        return False
    return not asked.first or (asked.first, asked.last) == (stated.first, stated.last)


def _months(text: str) -> list[tuple[int, int, str]]:
    """First month, last month and words of every stretch of months a text names."""
    found: list[tuple[int, int, str]] = []
    for match in _HALF.finditer(text):
        found.append((1, 6, match[0]) if match[1] == "上" else (7, 12, match[0]))
    found += [(*_QUARTERS[match[1]], match[0]) for match in _QUARTER.finditer(text)]
    for match in _FIRST_QUARTERS.finditer(text):
        found.append((1, 9 if match[1] == "三" else 6, match[0]))
    found += [(1, _number(m[1]), m[0]) for m in _FIRST_MONTHS.finditer(text)]
    found += [(_number(m[1]), _number(m[2]), m[0]) for m in _RANGE.finditer(text)]
    found += [(_number(m[1]), 12, m[0]) for m in _AFTER.finditer(text)]
    found += [(1, 12, match[0]) for match in _WHOLE.finditer(text)]
    return [span for span in found if 1 <= span[0] <= span[1] <= 12]


def _number(numeral: str) -> int:
    return parse_numeral(numeral)
