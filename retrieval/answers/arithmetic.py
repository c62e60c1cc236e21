"""Simple sums over stated figures, with the working shown: shares, differences, averages. Pure.

Only figures that the question gives or that one fact states are used; nothing is estimated.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from retrieval.language.lexicon import squeeze
from retrieval.questions.question import Question
from retrieval.types import Fact

_SHARE = re.compile(r"占.{0,16}?(?:几成|百分之多少|多少|比例|比重|百分比)|占比|比重|几成")
_DIFFERENCE = re.compile(
    r"(?<!最)(?:提高?|增加|增长|减少|下降|缩短|压缩|少|多|快|降|升|高|低|差|省)(?:了|出)?(?:多少|几)"
    r"|相差|差多少|差几|差了"
)
_COUNT_ASKED = re.compile(r"[多少]几[个家项件]|[多少]多少[个家项件]")  # things, not an amount
_TOTAL = re.compile(r"加起来|加在一起|合计(?:是)?多少|总和|之和")
_AVERAGE = re.compile(r"平均(?:一个|每个|每家|每项|下来|算)|平均.{0,6}多少")
_BACKWARD = re.compile(r"倒推|反推|反算|推算.{0,8}(?:目标|全年)|全年目标.{0,8}(?:多少|几)")
_BACKWARD_FROM_GROWTH = re.compile(rf"(?=.*增).*?(?:{_BACKWARD.pattern})")
_WHICH_YEAR = re.compile(r"哪(?:一)?年|何年|什么时候|何时|几几年|算哪")
_YEAR_AFTER = re.compile(r"下一年度|次年|第二年|下一年")
_AREA = re.compile(r"(\d+(?:\.\d+)?)亩")
_PER_MU_ASKED = re.compile(r"税|投资|投多少|产出|产值")
_BRACKET = re.compile(r"(\d+|[一五]?十|一|百)?亿元?(?:\([^)]*\))?以上")
_BRACKET_COUNT = re.compile(
    r"(\d+|[一五]?十|一|百)?亿元?(?:\([^)]*\))?以上(?:制造业|固投类)*(?:的)?(?:项目)?(?:有)?(\d+)个"
)
_NO_FIGURE = re.compile(
    r"\d{4}年|\d{1,2}[—–~至到-]\d{1,2}月|\d{1,2}月|\d{1,2}(?:日|号)(?!内)"
    r"|\d+亿元?(?:以上|级|起)|\d+亿元?(?=的?(?:制造业|固投类|产业)*项目)"
)
_COUNTS = ("个", "家", "项", "件")
_TARGET_SHARE = re.compile(r"完成.{0,8}(?:目标|任务)(?:任务)?(?:的)?(\d+(?:\.\d+)?)%")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(%|[一-鿿]{0,3})")
_UNITS = re.compile(
    r"万元/亩|亿美元|万美元|亿欧元|亿元|万元|个百分点|工作日|小时|亿|万|天|日|个|家|项|人|亩|条|次|名|件|%"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with the unit that follows it (empty where none does)."""

    number: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class _Given:
    """The figures at hand: of the question, of the fact's values and of its sentences."""

    asked: tuple[Figure, ...]
    stated: tuple[Figure, ...]
    said: tuple[Figure, ...]
    text: str
    counts: bool


def figures(text: str) -> tuple[Figure, ...]:
    """The numbers of a text with their units; dates and brackets (50亿元以上) are left out."""
    found = []
    squeezed = _NO_FIGURE.sub("", squeeze(text))
    for number, after in _NUMBER.findall(squeezed):
        unit = _UNITS.match(after)
        found.append(Figure(Decimal(number), unit[0] if unit else ""))
    return tuple(found)


def work_out(question: Question, fact: Fact) -> str | None:
    """The sum the question asks for, as one sentence with its working; None where there is none."""
    asked = figures(question.canonical)
    stated = tuple(
        replace(figure, unit=figure.unit or fact.unit)
        for value in fact.value
        for figure in figures(value)
    )
    counts = _COUNT_ASKED.search(question.canonical) is not None
    given = _Given(asked, stated, figures(fact.text), squeeze(fact.text), counts)
    if (next_year := _next_year(question, fact)) is not None:
        return next_year
    if (by_area := _per_mu(question, fact)) is not None:
        return by_area
    by_bracket = _bracket_share(question, fact)
    if by_bracket is not None:
        return by_bracket
    for cue, sum_of in _SUMS:
        if cue.search(question.canonical):
            return sum_of(given)
    return None


def _next_year(question: Question, fact: Fact) -> str | None:
    """The year after the one the question names, where the fact speaks of the year after."""
    asks = _WHICH_YEAR.search(question.canonical) is not None
    if not asks or len(question.years) != 1 or not _YEAR_AFTER.search(fact.text):
        return None
    year = question.years[0]
    return f"按此计算：{year}年完成的，对应{year + 1}年。"


def _per_mu(question: Question, fact: Fact) -> str | None:
    """What a standard by the mu (亩均税收30万元) makes of the area a question names."""
    areas = _AREA.findall(question.canonical)
    asked = _PER_MU_ASKED.search(question.canonical)
    if len(set(areas)) != 1 or asked is None:
        return None
    kind = {"投": "投资强度", "产": "产出", "税": "税收"}[asked[0][0]]
    stated = re.search(
        rf"亩均{kind}(?:为|是|达到|不低于|[,，]即)?(\d+(?:\.\d+)?)万元", squeeze(fact.text)
    )
    if stated is None:
        return None
    area, each = Decimal(areas[0]), Decimal(stated[1])
    return f"按这个标准计算：{_text(area)}亩×{_text(each)}万元＝{_text(area * each)}万元。"


def _bracket_share(question: Question, fact: Fact) -> str | None:
    """The share of one investment bracket in a wider one, where the fact counts both."""
    if not _SHARE.search(question.canonical):
        return None
    wanted = [_lower(bracket) for bracket in _BRACKET.findall(question.canonical)]
    counts = {_lower(name): Decimal(n) for name, n in _BRACKET_COUNT.findall(squeeze(fact.text))}
    if len(set(wanted)) != 2 or not set(wanted) <= counts.keys():
        return None
    return _as_share(*sorted(counts[bracket] for bracket in set(wanted)))


def _as_share(part: Decimal, whole: Decimal) -> str:
    share = _rounded(part / whole * 100, 1)
    return f"按这两个数计算：{_text(part)}÷{_text(whole)}≈{share}%。"


def _lower(bracket: str) -> str:
    """The lower bound of a bracket in 亿: 亿元以上 and 1亿元以上 are both 1."""
    return {"": "1", "一": "1", "十": "10", "五十": "50", "百": "100"}.get(bracket, bracket)


def _share(given: _Given) -> str | None:
    known = {figure.number for figure in given.said if figure.number}
    counts = [figure for figure in given.asked if figure.unit in _COUNTS]
    is_pair = len(set(counts)) == 2 and counts[0].unit == counts[1].unit
    if is_pair and any(figure.number in known for figure in counts):
        return _as_share(*sorted(figure.number for figure in counts))
    plain = [figure for figure in given.asked if figure.unit != "%"]
    chosen = [figure for figure in plain if figure.number in known]
    if len(chosen) != 2:
        return None
    part, whole = sorted(chosen, key=lambda figure: figure.number)
    share = _rounded(part.number / whole.number * 100, 1)
    return f"按这两个数计算：{part.number}÷{whole.number}≈{share}%。"


def _difference(given: _Given) -> str | None:
    for candidates in (given.asked, given.stated, _pair_of_one_unit(given.said)):
        pair = _same_unit(candidates)
        if pair and not (given.counts and pair[1].unit not in _COUNTS):
            low, high = sorted(figure.number for figure in pair)
            gap = f"{_text(high - low)}{pair[1].unit}"
            return f"按所列数字计算，相差{gap}（{_text(high)}－{_text(low)}）。"
    return None


def _pair_of_one_unit(said: Sequence[Figure]) -> tuple[Figure, ...]:
    """The two figures of one unit that a text sets beside one another; empty where none are."""
    for unit in dict.fromkeys(figure.unit for figure in said if figure.unit):
        group = tuple(dict.fromkeys(figure for figure in said if figure.unit == unit))
        if len(group) == 2:
            return group
    return ()


def _total(given: _Given) -> str | None:
    sums = [figure for figure in given.said if figure.unit.startswith(("亿", "万"))]
    group = _pair_of_one_unit(sums)
    if not group:
        return None
    first, second = group
    total = _text(first.number + second.number)
    working = f"{_text(first.number)}＋{_text(second.number)}"
    return f"按所列数字相加，合计{total}{first.unit}（{working}）。"


def _same_unit(found: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    plain = [figure for figure in found if figure.unit not in ("%", "个百分点")]
    if len(plain) != 2 or plain[0].number == plain[1].number:
        return None
    first, second = plain
    return (first, second) if first.unit == second.unit or not first.unit else None


def _average(given: _Given) -> str | None:
    known = given.stated if len(given.asked) < 2 else given.asked
    totals = [figure for figure in known if figure.unit.startswith(("亿", "万"))]
    counts = [figure for figure in known if figure.unit in ("个", "家", "项", "次")]
    if len(totals) != 1 or len(counts) != 1 or not counts[0].number:
        return None
    total, count = totals[0], counts[0]
    mean = _rounded(total.number / count.number, 2)
    return f"按所列数字计算，平均约{mean}{total.unit}（{total.number}÷{count.number}）。"


def _whole_year(given: _Given) -> str | None:
    """The year's target, from what was reached and the share of the target that this is."""
    share = _TARGET_SHARE.search(given.text)
    counts = [figure for figure in (*given.said, *given.stated) if figure.unit == "个"]
    if share is None or not counts or not Decimal(share[1]):
        return None
    target = _rounded(counts[0].number / Decimal(share[1]) * 100, 0)
    return (
        f"按完成率反算，全年目标约{target}个（{counts[0].number}÷{share[1]}%）；"
        "文件没有直接写目标数。"
    )


def _year_before(given: _Given) -> str | None:
    """The figure of the year before, from this year's and its growth."""
    known = (*given.stated, *given.said)
    growth = [figure for figure in known if figure.unit == "%"]
    counts = [figure for figure in known if figure.unit == "个" and figure.number > 10]
    if not growth or not counts:
        return None
    now, rate = counts[0].number, growth[0].number
    before = _rounded(now / (1 + rate / 100), 0)
    return (
        f"按增速反算，上年同期约{before}个（{_text(now)}÷{_text(1 + rate / 100)}）；"
        "文件没有直接写这个数。"
    )


_SUMS: tuple[tuple[re.Pattern[str], Callable[[_Given], str | None]], ...] = (
    (_BACKWARD_FROM_GROWTH, _year_before),
    (_BACKWARD, _whole_year),
    (_SHARE, _share),
    (_AVERAGE, _average),
    (_TOTAL, _total),
    (_DIFFERENCE, _difference),
)


def _rounded(number: Decimal, places: int) -> str:
    return _text(number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def _text(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
