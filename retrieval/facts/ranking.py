"""Rank facts for a question: overlap, coverage, kind, less what contradicts it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from retrieval.facts.aspects import Aspect, asked_aspects, unspoken
from retrieval.facts.conflicts import find_conflicts
from retrieval.facts.knowledge import Knowledge
from retrieval.facts.matching import FactHit, kind_affinity, shared_share
from retrieval.questions.question import Question
from retrieval.types import AuthorityTier, DocumentMeta, Fact, FactKind

_CANDIDATES = 48

# Fitted by logistic regression on wordings held back; each weighs a number between 0 and 1.
_SIMILARITY, _COVERAGE, _KIND = 1.0, 0.22, 0.09
_SUBJECT = 0.03  # the fact's subject stands in the question
_STRUCTURE = 0.07  # the fact's subject is the question's topic, and its kind is what is asked
_MANY_VALUES = 0.03
_UNCOVERED_COST = 0.24
CONFLICT_COST = 0.30
_OTHER_PLACE_COST = 0.04
_STRAY_COST = 0.08  # what another place's text leaves open, where no place is named
_STRAY = {FactKind.OPEN_POINT, FactKind.DIFFERENCE}
_INCOMPLETE_COST = 0.10
_BRACKET_COST = 0.12  # 10亿元以上 is not 1亿元以上
_WRONG_TYPE_COST = 0.12
_OFF_TOPIC_COST = 0.07
_RETOLD_COST = 0.05  # an article that retells the official text, where nobody asked for the article
_CONTEXT_BONUS = 0.06
_SAID_COST = 0.18  # what the last answer said
_FIGURES = 0.08  # the question's figures stand in the fact
_LACKING_COST = 0.20  # says nothing of the appeal, the share, the weight … that is asked for
_FULL_UNCOVERED_CHARS = 10
_MEASURE = re.compile(
    r"(?:多少|几)个?(亿|辆|吨|台|架|岁|平方|公里|度电|千瓦|块钱|张|所|座|栋|间|票|亩|户|层)"
)
_BRACKET = re.compile(r"(\d+|[一五]?十|一|百)?亿元?以上")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_COUNTED = frozenset(("", *"个家项支人条次名%天", "亿美元", "亿欧元", "亿元"))
_IN_DIGITS = {"": "1", "一": "1", "十": "10", "一十": "10", "五十": "50", "百": "100"}
_DURATION = re.compile(r"有效期|多久|多长|几个月|多少天|几天|几年|多少个?(?:工作日|月)|管(?:几|多)")
_HAS_DURATION = re.compile(
    r"[\d一二两三四五六七八九十]+个?(?:工作日|天|小时|月(?!底|前|份|\d)|季度)|每(?:年|月|季|周|两月|半)|年度|常态|有效期|两年多"
)
_ANSWER_TYPES = (
    (FactKind.QUANTITY, re.compile(
        r"\d|[一二三四五六七八九十两百千万亿]+(?:项|个|家|条|类|种|步|层|点|次|倍|成|份)"
    )),
    (FactKind.DEADLINE, re.compile(
        r"\d+年|\d+月|\d+日|[\d一二两三四五六七八九十百]+个?(?:月|年|日|周)|工作日|每年|每月|每季"
        r"|每周|每两月|年度|常态|当天|季度|近三年|天"
    )),
    (FactKind.LEAD, re.compile(r"局|委|会议|政府|单位|部门|办公|专班|公司|各地|各区|区县|省")),
    (FactKind.COOPERATE, re.compile(r"局|委|单位|部门|各区|区县")),
    (FactKind.DECIDER, re.compile(r"局|委|会议|政府|单位|部门|领导|企业|省")),
)  # fmt: skip
_ASKS_FOR_ARTICLE = re.compile(r"报道|报纸|报上|媒体|新闻|记者|文章|解读|专家|点评|商报|那篇|稿")
_ASKS_FOR_ALL = re.compile(
    r"分别|哪[两几二三四五六七八九十]|哪些|列[出举]|逐[条项个一]|一一|挨个|挨着|名单|都(?:是|有|叫)(?:谁|哪|什么|啥)|全(?:部|列)|各(?:指|是|叫)(?:什么|啥|哪)|没点名"
)


@dataclass(frozen=True, slots=True)
class Before:
    """What was spoken of just before.

    clauses: references (`doc#clause`), which weigh a little more; facts: ids of those answered
    with, which a question that goes on seldom wants again.
    """

    clauses: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()


def rank_facts(
    question: Question,
    knowledge: Knowledge,
    *,
    as_of: date,
    before: Before | None = None,
    any_day: bool = False,
) -> tuple[FactHit, ...]:
    """The best facts in force on as_of, best first; ties in corpus order.

    before: what was spoken of just before, None for nothing.
    any_day: also facts of documents not in force that day.
    """
    index = knowledge.index
    similarities = index.similarities(question)
    aspects = asked_aspects(question.canonical)
    scoring = _Scoring(question, knowledge, as_of, before or Before(), aspects)
    order = np.argsort(-similarities, kind="stable")
    hits: list[FactHit] = []
    for number in order:
        fact = index.facts[number]
        if similarities[number] <= 0 or len(hits) >= _CANDIDATES:
            break
        if not any_day and not is_in_pool(fact, knowledge.metas, as_of):
            continue
        hits.append(scoring.hit(int(number), float(similarities[number])))
    return tuple(sorted(hits, key=lambda hit: -hit.score))


@dataclass(frozen=True, slots=True)
class _Scoring:
    """What a question is scored by, the same for every fact."""

    question: Question
    knowledge: Knowledge
    as_of: date
    before: Before
    aspects: tuple[Aspect, ...]

    def hit(self, number: int, similarity: float) -> FactHit:
        """The hit of one fact of the index."""
        question, index = self.question, self.knowledge.index
        fact, body = index.facts[number], index.bodies[number]
        coverage, uncovered = index.coverage(question, number)
        conflicts = find_conflicts(question, fact, body, self.knowledge, this_year=self.as_of.year)
        answer = "" if fact.kind is FactKind.OPEN_POINT else fact.text
        lacks = unspoken(self.aspects, body, answer)
        subject = index.subjects[number]
        uncovered_chars = min(sum(map(len, uncovered)), _FULL_UNCOVERED_CHARS)
        score = _SIMILARITY * similarity + _COVERAGE * coverage
        score += _KIND * kind_affinity(question.kinds, fact.kind)
        score += _SUBJECT * shared_share(subject, question.content)
        score += _STRUCTURE * _fits_structure(question, fact, subject)
        score += _MANY_VALUES * min(len(fact.value), 4) / 4
        score -= _UNCOVERED_COST * uncovered_chars / _FULL_UNCOVERED_CHARS
        score -= CONFLICT_COST * len(conflicts)
        score -= _LACKING_COST * len(lacks)
        score -= _INCOMPLETE_COST * is_incomplete(question, fact)
        score -= _BRACKET_COST * _is_of_other_bracket(question, fact)
        score -= _WRONG_TYPE_COST * _lacks_answer_type(question, fact)
        score -= _OFF_TOPIC_COST * _off_topic(question, body)
        score -= _RETOLD_COST * _is_retold(question, self.knowledge.metas[fact.ref.doc_id])
        score += _FIGURES * _shared_figures(question, fact)
        score += _CONTEXT_BONUS * (str(fact.ref) in self.before.clauses)
        is_said = fact.id in self.before.facts and fact.kind not in question.kinds
        score -= _SAID_COST * is_said
        home = self.knowledge.gazetteer.home
        if home not in fact.place and not any(place in body for place in question.places):
            is_stray = fact.kind in _STRAY and not question.places
            score -= _STRAY_COST if is_stray else _OTHER_PLACE_COST
        return FactHit(fact, score, similarity, coverage, uncovered, conflicts, lacks)


def _fits_structure(question: Question, fact: Fact, subject: str) -> bool:
    return fact.kind in question.kinds and subject in question.topics


def _shared_figures(question: Question, fact: Fact) -> float:
    """How many of the counts a question puts forward a fact states: 54个、319个."""
    figures = {n for n, unit in question.amounts if len(n) > 1 and unit in _COUNTED}
    said = set(_FIGURE.findall(fact.text)) if figures else set()
    return len(figures & said) / len(figures) if figures else 0.0


def _is_of_other_bracket(question: Question, fact: Fact) -> bool:
    """Whether the question names an investment bracket and the fact only others."""
    asked, said = _brackets(question.canonical), _brackets(fact.text)
    return bool(asked and said) and not asked <= said


def _brackets(text: str) -> set[str]:
    """The lower bounds in 亿 that a text names: 亿元以上 and 1亿元以上 are both 1."""
    return {_IN_DIGITS.get(found, found) for found in _BRACKET.findall(text)}


def _is_retold(question: Question, meta: DocumentMeta) -> bool:
    if meta.tier is not AuthorityTier.EXPLAINER:
        return False
    return _ASKS_FOR_ARTICLE.search(question.canonical) is None


def _lacks_answer_type(question: Question, fact: Fact) -> bool:
    """Whether a number, a time or a body is asked for and the fact names none."""
    if fact.kind in {FactKind.OPEN_POINT, FactKind.DIFFERENCE}:
        return False
    return not says_kind_asked(question, "".join((fact.text, *fact.value)))


def says_kind_asked(question: Question, said: str) -> bool:
    """Whether a text holds a number, a time or a body where the question asks for one."""
    measure = _MEASURE.search(question.canonical)
    if measure is not None and measure[1] not in said:
        return False
    if _DURATION.search(question.canonical) and not _HAS_DURATION.search(said):
        return False
    wanted = [pattern for kind, pattern in _ANSWER_TYPES if kind in question.kinds]
    return not wanted or any(pattern.search(said) for pattern in wanted)


def is_incomplete(question: Question, fact: Fact) -> bool:
    """Whether all members of something are asked for and the fact names none or one."""
    if fact.kind in {FactKind.OPEN_POINT, FactKind.DIFFERENCE}:
        return False
    if len(fact.value) > 1 and fact.kind is not FactKind.QUANTITY:
        return False
    return _ASKS_FOR_ALL.search(question.canonical) is not None


def is_in_pool(fact: Fact, metas: Mapping[str, DocumentMeta], as_of: date) -> bool:
    """Whether the fact's document exists and is in force on as_of."""
    return is_available(metas[fact.ref.doc_id], as_of)


def is_available(meta: DocumentMeta, as_of: date) -> bool:
    """Whether a document is in force on as_of and existed by then.

    A document without any date existed from the year its edition is called by.
    """
    year = meta.edition[:4]
    if meta.published is None and meta.effective_from is None and year.isdigit():
        return as_of.year >= int(year)
    return meta.is_effective(as_of) and (meta.published is None or meta.published <= as_of)


def _off_topic(question: Question, body: str) -> float:
    """How many of the terms of the domain a question names (0..1) the fact does not speak of."""
    topics = question.own_topics or question.topics
    return sum(topic not in body for topic in topics) / len(topics) if topics else 0.0
