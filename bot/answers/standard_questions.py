"""Questions that hold figures against Huzhou's 345+1.5 standard: judged by the rule, not by text.

Clauses: zaozhuang-2020-study#2.1-huzhou (another place's standard). Pure.
Does not: judge an indicator that is not given, or call the standard Hangzhou's.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from retrieval.answers.citations import cite
from retrieval.answers.composing import Bound, Reply
from retrieval.facts.knowledge import Knowledge
from retrieval.facts.ranking import is_available
from retrieval.language.lexicon import squeeze
from retrieval.questions.question import Question
from retrieval.types import AnswerStatus

if TYPE_CHECKING:  # the rules are imported when a question has figures for them
    from rules.facts import Facts
    from rules.verdict import Assessment

_ASKS = re.compile(
    r"达标|达不达|达不到|达得到|达到了?(?:吗|没|湖州|标准|要求)|够不够|够(?!用)|符合|满足|合格|行不行"
    r"|能(?:不能)?过|过(?:得)?(?:了)?(?:吗|没|关)|差(?:多少|几|了|不差)|低(?:多少|了)|少多少|缺"
    r"|(?:强度|亩均.{1,4})(?:是)?多少"
)
_STATES_STANDARD = re.compile(r"(?:要求|标准(?:是|里|中|为)|门槛|规定|是指|指的).{0,4}\d")
_STANDARD = re.compile(r"345\+1\.5(?:标准)?")
_NUMBER = r"(?P<number>\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)"
_LINK = r"(?:额|能|可以|可|做到|只有|大概|大约|是|为|有|约|达到|达|到|才|了|共|[：:=])*"
_SCALED = rf"{_NUMBER}(?P<scale>亿|千万|百万|万)(?:元|块)?"
_AREA = re.compile(rf"(?<![/每]){_NUMBER}亩(?!均)")
_RATIO = re.compile(rf"容积率{_LINK}(?P<number>\d+(?:\.\d+)?)")
_INDICATORS = (
    (
        "亩均投资强度",
        "investment_per_mu",
        "fixed_investment",
        "固定资产投资|固投|总投资|投资|投入|投",
    ),
    ("亩均产出", "output_per_mu", "annual_output", "年?(?:产值|产出)"),
    ("亩均税收", "tax_per_mu", "annual_tax", "年?(?:税收|纳税|缴税|交税|税)"),
)
_ALL_LABELS = (*(label for label, *_ in _INDICATORS), "容积率")
_HUZHOU = "湖州"
_STUDY, _CLAUSE = "zaozhuang-2020-study", "zaozhuang-2020-study#2.1-huzhou"


class StandardQuestions:
    """Answers whether given figures meet the standard, and what they lack."""

    def __call__(self, question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
        """The reply; None where no figure is held against it, or it is not in the library."""
        meta = knowledge.metas.get(_STUDY)
        clause = knowledge.quotable(_CLAUSE)
        if meta is None or clause is None or not is_available(meta, as_of):
            return None
        own = {_HUZHOU, knowledge.gazetteer.home, *knowledge.gazetteer.home_districts}
        if not own.issuperset(question.places):
            return None
        text = squeeze(question.text)
        if not _ASKS.search(text) or _STATES_STANDARD.search(text):
            return None
        if (facts := read_figures(text)) is None:
            return None
        assessment = _assess(facts, as_of)
        said = (*conclude(assessment), *assessment.notes)
        return Reply(
            AnswerStatus.ANSWERED,
            tuple(Bound(sentence, (cite(sentence, clause, meta),)) for sentence in said),
            context=frozenset({_CLAUSE}),
            topic="345+1.5标准",
            rule=assessment.as_mapping(),
        )


def _assess(facts: "Facts", as_of: date) -> "Assessment":
    from rules.calculators import HUZHOU_345
    from rules.parameters import parse_parameters
    from rules.registry import Context

    return HUZHOU_345.assess(facts, Context(as_of, parse_parameters("")))


def read_figures(text: str) -> "Facts | None":
    """The facts for the rule that a squeezed text gives; None where no indicator can be judged.

    A figure without 亩均 in a list of figures by mu, and no land named, is one by mu too.
    """
    text = _STANDARD.sub("", text)
    area, ratio = _AREA.search(text), _RATIO.search(text)
    raw: dict[str, object] = {}
    for _, per_mu, total, words in _INDICATORS:
        if found := _search(words, text, before="亩均|每亩"):
            raw[per_mu] = found
        elif found := _search(words, text) or _search_reversed(words, text):
            raw[total if area else per_mu] = found
    if not area and not ("亩均" in text or "每亩" in text or "强度" in text):
        raw = {}
    if area and raw:
        raw["land_area_mu"] = f"{area['number']}亩"
    if ratio:
        raw["plot_ratio"] = ratio["number"]
    return _parse(raw) if raw else None


def _parse(raw: Mapping[str, object]) -> "Facts | None":
    from rules.calculators import HUZHOU_345
    from rules.errors import FactErrors
    from rules.facts import parse_facts

    try:
        return parse_facts(HUZHOU_345.facts, raw)
    except FactErrors:
        return None


def _search(words: str, text: str, before: str = "") -> str:
    """A sum of money named by words, as the rules read it; strength (强度) is always by mu."""
    own = f"(?:{before})(?:{words})(?:强度)?" if before else f"(?:{words})"
    strength = "|投资强度" if before and "投资" in words else ""
    found = re.search(rf"(?:{own}{strength}){_LINK}{_SCALED}", text)
    return f"{found['number']}{found['scale']}元" if found else ""


def _search_reversed(words: str, text: str) -> str:
    """6000万投资."""
    found = re.search(rf"{_SCALED}的?(?:{words})", text)
    return f"{found['number']}{found['scale']}元" if found else ""


def conclude(assessment: "Assessment") -> tuple[str, ...]:
    """The conclusion first, then the working of each indicator given, then what was not given."""
    workings = [reason.text for reason in assessment.reasons]
    missed = _labels(text for text in workings if "未达到" in text)
    met = _labels(text for text in workings if "未达到" not in text)
    absent = tuple(label for label in _ALL_LABELS if label not in (*missed, *met))
    if missed:
        first = f"未达标：{'、'.join(missed)}没有达到湖州“345+1.5”标准。"
    elif absent:
        first = (
            f"给出的{'、'.join(met)}达到湖州“345+1.5”标准，其余指标没有给，整体是否达标还不能判断。"
        )
    else:
        first = "达标：四项指标都达到湖州“345+1.5”标准。"
    last = (f"没有给出、未作判断的指标：{'、'.join(absent)}。",) if absent else ()
    return (first, *workings, *last)


def _labels(workings: Iterable[str]) -> tuple[str, ...]:
    return tuple(text.partition("：")[0] for text in workings)
