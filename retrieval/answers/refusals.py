"""Refuse well: say what is not specified, what is, the nearest clause and whom to ask. Pure."""

import re
from collections.abc import Sequence
from datetime import date

from retrieval.answers import wording
from retrieval.answers.citations import cite
from retrieval.answers.composing import Bound, Reply, bind_fact, fact_citations
from retrieval.answers.misplaced import TOPIC_COVERAGE, refuse_place_or_year
from retrieval.answers.spoken import spoken_share
from retrieval.facts.knowledge import ClauseHit, Knowledge
from retrieval.facts.matching import FactHit
from retrieval.facts.ranking import is_available, is_in_pool, rank_facts
from retrieval.facts.selection import accepted
from retrieval.language.dates import chinese_day
from retrieval.language.lexicon import fold, squeeze
from retrieval.questions.cues import Demand
from retrieval.questions.question import Question
from retrieval.types import Answer, AnswerSentence, AnswerStatus, Citation, Fact, FactKind

_WORDS = re.compile(r"[㐀-鿿a-z0-9]")
_HAN = re.compile(r"[㐀-鿿]")
_FIGURE = re.compile(  # a figure by itself is looked up; a year is none, nor a mere digit or two
    r"\d+%|\d+\s*\+\s*\d+(?:\.\d+)?|\d+\.\d+%?|(?!(?:19|20)\d\d$)\d{3,5}"
)
_HARD = (
    Demand.INJECTION,
    Demand.EVASION,
    Demand.PROMISE,
    Demand.DRAFT,
    Demand.CREDIT,
    Demand.NOW,
)
_SOFT = (Demand.CONTACT, Demand.LIVE, Demand.FORECAST)
_DEMAND_CLAUSES = {
    Demand.INJECTION: ("4.1",),
    Demand.EVASION: ("4.1", "3.3"),
    Demand.PROMISE: ("3.3", "3.2"),
}
_CLAUSES_AGAINST = (
    ("4.1", re.compile(r"首谈|首报|报备|没报|在谈|征求意见|客商|客户|投资者")),
    ("3.1", re.compile(r"导引")),
    ("3.2", re.compile(r"一事一议|绩效奖励|常务会")),
    ("3.3", re.compile(r"优惠|奖励|返|补贴|政策|双倍|减免|退税|让利|留成")),
    ("5.1", re.compile(r"用地|土地|地块|亩")),
    ("4.3", re.compile(r"存量|老企业|搬|迁|挖")),
)
_DAY_MARGIN = 0.05
_SCHEME = "hz-2019-40"
_RULES_APPLY = (Demand.EVASION, Demand.PROMISE, Demand.DRAFT, Demand.INJECTION)
_RULE_COVERAGE = 0.25
_RULES = frozenset((FactKind.PROHIBITION, FactKind.CONSEQUENCE, FactKind.CONDITION))
_RULES_TRIED = 6
_MIN_FOCUS_CHARS = 3
_FUNCTION_CHARS = (
    "是由要被让给把有在去来会该得能可从到向对于和与及跟同或为以此之就还再也都又的了法规里占"
)
_LAW_CORE_CHARS = 6
_LAW_FACTS = 5
_LAW = re.compile(
    r"《([^《》]{3,40}?(?:法|条例|规定|办法|细则))》|([一-鿿]{2,14}?(?:法|条例))(?=第|的|规定|里|中|对|是|怎|有|自|什么|$)"
)
_NO_LAW = re.compile(
    r"(?:做|办|说|想|看|方|用|打|手|写|叫|依|违|合|执|(?<!公)司|立|无|设|玩|算|讲|提|语|书|疗|魔|语|什么|啥|哪些|个|种|条|减|加|乘|除)法$"
)
_ASKS_IN_NAME = re.compile(r"什么|怎|哪|谁|啥|多少|几个|是个|的")  # no title of a law
_LEAD_IN = re.compile(
    r"^.*(?:根据|按照|按|依据|违反|关于|请问|查下|查查|看看|现行|最新|新版|那个|这个|把|和|与|跟|问下|的)"
)
_MAX_NEAREST = 3
_NEAR_SHARE = 0.45  # of a question's telling characters
_MAX_FOCUS_CHARS = 40


def refuse_text(text: str, limit: int) -> Answer | None:
    """The refusal of a message that holds no question: empty, too long, only signs, not Chinese."""
    folded = fold(text)
    if not folded:
        said = wording.EMPTY
    elif len(folded) > limit:
        said = wording.TOO_LONG.format(length=len(folded), limit=limit)
    elif not _WORDS.search(folded):
        said = wording.NO_WORDS
    elif not _HAN.search(folded) and not _FIGURE.fullmatch(folded.strip("?？ ")):
        said = wording.NOT_CHINESE
    else:
        return None
    return Answer(text, AnswerStatus.REFUSED, (AnswerSentence(said, ()),))


def refuse_demand(
    question: Question, knowledge: Knowledge, as_of: date, *, hard: bool
) -> Reply | None:
    """The refusal of something no document can answer; hard: what is refused before any look-up.

    A forbidden request is shown the rule that stands against it.
    """
    demand = next((d for d in (_HARD if hard else _SOFT) if d in question.demands), None)
    if demand is None:
        return None
    bound = [Bound(wording.DEMAND_REFUSALS[demand])]
    against = _clauses_against(question, demand)
    rule = _rule_against(question, against, knowledge, as_of) if against else None
    if rule is not None:
        bound += bind_fact(rule, knowledge)[:2]
    nearest = [*(fact_citations(rule, knowledge) if rule else ())]
    nearest += [
        cite(question.canonical, clause, knowledge.metas[_SCHEME])
        for clause_id in against
        if (clause := knowledge.quotable(f"{_SCHEME}#{clause_id}")) is not None
        and all(clause_id != citation.clause for citation in nearest)
    ]
    return Reply(AnswerStatus.REFUSED, tuple(bound), nearest=tuple(nearest))


def _clauses_against(question: Question, demand: Demand) -> tuple[str, ...]:
    """The clauses that stand against what is to be written or done, by what it speaks of."""
    if demand not in _RULES_APPLY:
        return ()
    spoken = (c for c, _ in _CLAUSES_AGAINST if _is_spoken_of(c, question))
    return tuple(dict.fromkeys((*_DEMAND_CLAUSES.get(demand, ()), *spoken)))


def _is_spoken_of(clause_id: str, question: Question) -> bool:
    return any(c == clause_id and cue.search(question.canonical) for c, cue in _CLAUSES_AGAINST)


def _rule_against(
    question: Question, against: Sequence[str], knowledge: Knowledge, as_of: date
) -> Fact | None:
    """The prohibition, condition or consequence of the scheme nearest to a forbidden request.

    Against a promise stands first what the clauses against it prohibit, in their order.
    """
    hits = rank_facts(question, knowledge, as_of=as_of)
    rules = [hit for hit in hits if hit.fact.ref.doc_id == _SCHEME and hit.fact.kind in _RULES]
    if Demand.PROMISE in question.demands:
        facts = (*(hit.fact for hit in rules), *knowledge.facts)
        prohibited = [f for f in facts if f.kind is FactKind.PROHIBITION]
        for clause_id in sorted(against, key=lambda each: not _is_spoken_of(each, question)):
            for fact in prohibited:
                if (fact.ref.doc_id, fact.ref.clause) == (_SCHEME, clause_id):
                    return fact
    near = (h.fact for h in rules[:_RULES_TRIED] if h.coverage >= _RULE_COVERAGE)
    return next((fact for fact in near if fact.ref.clause in against), None)


def refuse_day(
    question: Question, in_pool: Sequence[FactHit], knowledge: Knowledge, as_of: date
) -> Reply | None:
    """Say that the text which would answer best is not in force on as_of; None when it is."""
    if all(is_available(meta, as_of) for meta in knowledge.metas.values()):
        return None
    hits = rank_facts(question, knowledge, as_of=as_of, any_day=True)
    hits = tuple(hit for hit in hits if not is_in_pool(hit.fact, knowledge.metas, as_of))
    if not hits or not accepted(hits[0]):
        return None
    if in_pool and in_pool[0].score > hits[0].score + _DAY_MARGIN:
        return None
    meta = knowledge.metas[hits[0].fact.ref.doc_id]
    day, title = chinese_day(as_of), meta.title.strip("《》")
    if meta.effective_from and as_of < meta.effective_from:
        said = wording.NOT_YET.format(day=day, title=title, start=chinese_day(meta.effective_from))
    elif meta.effective_to and as_of >= meta.effective_to:
        said = wording.NO_LONGER.format(day=day, title=title, end=chinese_day(meta.effective_to))
    elif meta.published and as_of < meta.published:
        said = wording.NOT_PUBLISHED.format(day=day, title=title)
    else:
        return None
    return Reply(AnswerStatus.REFUSED, (Bound(said),), missing=(f"{day}有效的文本",))


def refuse(
    question: Question,
    hits: Sequence[FactHit],
    found: Sequence[ClauseHit],
    knowledge: Knowledge,
) -> Reply:
    """The refusal of a question the library does not answer."""
    if (reply := refuse_place_or_year(question, hits, knowledge)) is not None:
        return reply
    best = _nearest_fact(question, hits, knowledge)
    if best is None:
        return Reply(AnswerStatus.REFUSED, (Bound(wording.OUTSIDE),))
    focus = _focus(question, best)
    bound = [Bound(wording.NOT_SPECIFIED.format(focus=focus)), *_nearest_bound(best, knowledge)]
    bound.append(Bound(wording.WHOM_TO_ASK))
    return Reply(
        AnswerStatus.REFUSED,
        tuple(bound),
        nearest=_nearest(best, found, knowledge),
        missing=(focus,),
        context=frozenset({str(best.fact.ref)}),
        topic=best.fact.subject,
    )


def _nearest_fact(
    question: Question, hits: Sequence[FactHit], knowledge: Knowledge
) -> FactHit | None:
    near = [hit for hit in hits if not hit.conflicts and _is_near(question, hit, knowledge)]
    return max(near, key=lambda hit: hit.score, default=None)


def _is_near(question: Question, hit: FactHit, knowledge: Knowledge) -> bool:
    """Whether a fact is of the question's topic, or speaks of a good part of its own words."""
    if any(topic in hit.fact.subject for topic in question.own_topics):
        return True
    said = f"{hit.fact.subject}{hit.fact.text}{''.join(hit.fact.asks)}"
    return hit.coverage >= TOPIC_COVERAGE and spoken_share(question, said, knowledge) >= _NEAR_SHARE


def _nearest_bound(best: FactHit, knowledge: Knowledge) -> list[Bound]:
    sentences = bind_fact(best.fact, knowledge)
    if not sentences:
        return []
    first = sentences[0]
    if best.fact.kind is FactKind.OPEN_POINT:
        return [first]
    return [Bound(wording.NEAREST.format(text=first.text), first.citations)]


def _nearest(
    best: FactHit, found: Sequence[ClauseHit], knowledge: Knowledge
) -> tuple[Citation, ...]:
    citations = list(fact_citations(best.fact, knowledge)[:1])
    for hit in found:
        citation = cite(best.fact.text, hit.original or hit.clause, hit.meta)
        if all((citation.doc_id, citation.clause) != (c.doc_id, c.clause) for c in citations):
            citations.append(citation)
    return tuple(citations[:_MAX_NEAREST])


def _focus(question: Question, best: FactHit) -> str:
    """What the question asks that nothing speaks of, in the asker's words."""
    trimmed = (span.strip(_FUNCTION_CHARS) for span in best.uncovered)
    telling = [span for span in trimmed if len(span) >= _MIN_FOCUS_CHARS]
    return "、".join(telling)[:_MAX_FOCUS_CHARS] or question.text.strip("?？ ")[:_MAX_FOCUS_CHARS]


def refuse_missing_text(
    question: Question, hits: Sequence[FactHit], knowledge: Knowledge
) -> Reply | None:
    """Say that a law or regulation named in the question is not in the library.

    None where none is named, where the library has it, or where a fact speaks of it.
    """
    name = _named_law(question.canonical)
    if name is None or knowledge.catalogue.named_in(question.text):
        return None
    core = name[-_LAW_CORE_CHARS:]
    named = re.compile(re.escape(core) + r"(?!人|定)")  # 公司法人 does not speak of 公司法
    said = (squeeze(f"{hit.fact.text}{''.join(hit.fact.asks)}") for hit in hits[:_LAW_FACTS])
    if any(named.search(text) for text in said):
        return None
    missing_text = Bound(wording.TEXT_MISSING.format(name=name))
    return Reply(AnswerStatus.REFUSED, (missing_text,), missing=(f"《{name}》的条文",))


def _named_law(canonical: str) -> str | None:
    found = _LAW.search(canonical)
    if found is None:
        return None
    name = _LEAD_IN.sub("", found[1] or found[2])
    is_title = not _NO_LAW.search(name) and (found[1] or not _ASKS_IN_NAME.search(name))
    return name if len(name) > _MIN_FOCUS_CHARS - 1 and is_title else None
