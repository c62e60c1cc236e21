"""What a yes/no question takes for granted, checked against the fact that answers it. Pure."""

import re
from collections.abc import Sequence
from enum import StrEnum

from retrieval.lexicon import Lexicon, squeeze
from retrieval.numerals import parse_numeral
from retrieval.question import Question, find_amounts
from retrieval.types import Fact, FactKind

_SELF_ANSWERING = re.compile(
    r"是|不|否|可以|能(?!耗|源|级|力)|没有|有(?!关|意)|要(?!素)|需要|会(?!商|同|议)|对[，。]"
    r"|文件未|原文未|无|必须|应(?!急)"
)
_MONTH_NAMES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MONTH = re.compile(r"(?<![\d十])(1[0-2]|[1-9]|十[一二]|[一二三四五六七八九十])月(?!份?[—至到-])")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_PACE = re.compile(r"每[一二两三四五六七八九十半\d]*个?(?:年|月|季度|季|周|天|日)")
_COUNT = re.compile(r"[一二两三四五六七八九十百]+(?=[支个项家条次类步种层份大])")
_MEMBER = re.compile(
    r"(?:里|中|里头|里面)(?:都)?(?:有没有|有无|包不包括|包括|含不含|是否有)(.{2,12})$"
)
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_WHO = {FactKind.LEAD, FactKind.COOPERATE, FactKind.DECIDER}


class Stance(StrEnum):
    """How the fact stands to what the question presupposes."""

    CONFIRMS = "confirms"
    CORRECTS = "corrects"
    SPEAKS_FOR_ITSELF = "speaks_for_itself"


def find_stance(question: Question, fact: Fact, lexicon: Lexicon) -> Stance:
    """Compare the departments, amounts and dates of a yes/no question with the fact's values."""
    if not question.is_polar or fact.kind is FactKind.OPEN_POINT:
        return Stance.SPEAKS_FOR_ITSELF
    if fact.kind in _WHO and question.departments and fact.value:
        return _compare_departments(question, fact, lexicon)
    if _SELF_ANSWERING.match(fact.text) or fact.kind is FactKind.DIFFERENCE:
        return Stance.SPEAKS_FOR_ITSELF
    for compare in (_compare_years, _compare_frequencies):
        if (stance := compare(question, fact)) is not None:
            amounts = _compare_amounts(question, fact)
            return Stance.CORRECTS if amounts is Stance.CORRECTS else stance
    if fact.kind in {FactKind.DEADLINE, FactKind.META} and _months(question.canonical):
        return _compare_months(question, fact)
    return _compare_amounts(question, fact)


def _compare_departments(question: Question, fact: Fact, lexicon: Lexicon) -> Stance:
    values = [lexicon.canonical(value) for value in fact.value]
    topic = lexicon.canonical(fact.subject)
    named = [name for name in question.departments if name not in topic]
    if not named:
        return Stance.SPEAKS_FOR_ITSELF
    held = [any(name in value or value in name for value in values) for name in named]
    return Stance.CONFIRMS if all(held) else Stance.CORRECTS


def _compare_years(question: Question, fact: Fact) -> Stance | None:
    """Corrects where question and fact name different years; None where years decide nothing."""
    said = {int(year) for year in _YEAR.findall(squeeze(fact.text))}
    if not question.years or not said or set(question.years) <= said:
        return None
    return Stance.CORRECTS if not set(question.years) & said else None


def _compare_frequencies(question: Question, fact: Fact) -> Stance | None:
    """Corrects where the fact says another pace than the 每五年 asked; None where none is."""
    stated = _PACE.findall(question.canonical)
    ground = squeeze(fact.text)
    if not stated or not re.search(r"每|年度|常态", ground):
        return None
    is_yearly = "年度" in ground and set(stated) <= {"每年", "每一年"}
    return Stance.CONFIRMS if is_yearly or all(p in ground for p in stated) else Stance.CORRECTS


def _compare_months(question: Question, fact: Fact) -> Stance:
    stated, ground = (
        _months(question.canonical),
        _months(squeeze("".join((*fact.value, fact.text)))),
    )
    if not ground:
        return Stance.SPEAKS_FOR_ITSELF
    return Stance.CONFIRMS if stated <= ground else Stance.CORRECTS


def _months(text: str) -> set[int]:
    """The months a text names: 7月底, 七月, 12月前."""
    names = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
    return {int(name) if name.isdigit() else names[name] for name in _MONTH.findall(text)}


def _compare_amounts(question: Question, fact: Fact) -> Stance:
    stated = [
        (number, unit)
        for number, unit in find_amounts(_with_digits(question.canonical))
        if unit and unit not in "年月日"
    ]
    if not stated or fact.kind not in {FactKind.QUANTITY, FactKind.DEADLINE, FactKind.LIST}:
        return Stance.SPEAKS_FOR_ITSELF
    ground = _with_digits(squeeze("".join((*fact.value, fact.text, fact.unit, fact.period))))
    member = _MEMBER.search(question.canonical.rstrip("?吗呢"))
    if member is not None and member[1] not in ground:
        return Stance.SPEAKS_FOR_ITSELF  # the count is right, what is sought among it is not there
    if _is_other_figure(stated, fact):
        return Stance.CORRECTS
    same_unit = [(number, unit) for number, unit in stated if unit in ground]
    if not same_unit:
        return Stance.SPEAKS_FOR_ITSELF
    if all(
        re.search(rf"(?<![\d.]){re.escape(number + unit)}", ground) for number, unit in same_unit
    ):
        return Stance.CONFIRMS
    return Stance.CORRECTS


def _is_other_figure(stated: Sequence[tuple[str, str]], fact: Fact) -> bool:
    """Whether a count put forward in the unit of a fact's one figure is another number."""
    held = [number for value in fact.value for number in _FIGURE.findall(squeeze(value))]
    asked = [number for number, unit in stated if unit == fact.unit]
    is_one = fact.kind is FactKind.QUANTITY and len(held) == 1 and len(fact.value) == 1
    return is_one and bool(asked) and held[0] not in asked


def _with_digits(text: str) -> str:
    """Counts written in Chinese numerals put in digits: 五支 -> 5支."""
    return _COUNT.sub(lambda found: str(_read(found[0])), text)


def _read(numeral: str) -> int | str:
    try:
        return parse_numeral(numeral.replace("两", "二"))
    except ValueError:
        return numeral
