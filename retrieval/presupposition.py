"""What a yes/no question takes for granted, checked against the fact that answers it. Pure."""

import re
from enum import StrEnum

from retrieval.lexicon import Lexicon, squeeze
from retrieval.question import Question
from retrieval.types import Fact, FactKind

_SELF_ANSWERING = (
    "是",
    "不",
    "否",
    "可以",
    "能",
    "没有",
    "有",
    "要",
    "需要",
    "会",
    "对",
    "文件未",
    "原文未",
    "无",
    "必须",
    "应",
)
_MONTH_NAMES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MONTH = re.compile(r"(?<![\d十])(1[0-2]|[1-9]|十[一二]|[一二三四五六七八九十])月(?!份?[—至到-])")
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
    if fact.text.startswith(_SELF_ANSWERING) or fact.kind is FactKind.DIFFERENCE:
        return Stance.SPEAKS_FOR_ITSELF
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
    stated = [(number, unit) for number, unit in question.amounts if unit and unit not in "年月日"]
    if not stated or fact.kind not in {FactKind.QUANTITY, FactKind.DEADLINE, FactKind.LIST}:
        return Stance.SPEAKS_FOR_ITSELF
    ground = squeeze("".join((*fact.value, fact.text, fact.unit, fact.period)))
    same_unit = [(number, unit) for number, unit in stated if unit in ground]
    if not same_unit:
        return Stance.SPEAKS_FOR_ITSELF
    if all(f"{number}{unit}" in ground for number, unit in same_unit):
        return Stance.CONFIRMS
    return Stance.CORRECTS
