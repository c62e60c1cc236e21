"""Build answers: bind sentences to citations, number them, drop what is not borne out. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from retrieval.answers.citations import cite, evidence_text, whole
from retrieval.answers.evidence import Passage
from retrieval.facts.knowledge import Knowledge
from retrieval.language.lexicon import Lexicon, squeeze
from retrieval.language.sentences import Span, is_supported, sentences
from retrieval.types import (
    Answer,
    AnswerSentence,
    AnswerStatus,
    Citation,
    Clause,
    DocumentMeta,
    Fact,
    FactKind,
)

_INCENTIVES = re.compile(r"政策支持|税收|奖励|优惠|返还|补贴|留成|让利|地价|财政支持")
_NOT_INCENTIVES = re.compile(  # names of duties, and quotas of land, are no incentives
    r"(?:产业投资促进)?优惠政策管理|市级股权直投机制|指标(?:的)?奖励|奖励(?:的)?(?:新增建设用地|用地)?(?:计划)?指标|省重大产业奖励指标|亩均税收|产业链精准招商政策体系"
)
_MISSING = re.compile(r"(?:^|[，；])[^，；。]*(?:不在资料库里|资料库里也没有)[^，；。]*。?")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+[.、])"
)
_SHORT_SENTENCE_CHARS = 16  # 以制度文本为准。 says nothing by which to choose a quotation
_INCENTIVE_CLAUSES = {"3.1", "3.2", "3.3", "4.1", "5.1", "annex.5", "annex.6"}


@dataclass(frozen=True, slots=True)
class Bound:
    """One sentence with the citations it stands on."""

    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one single question, before replies are joined."""

    status: AnswerStatus
    bound: tuple[Bound, ...]
    nearest: tuple[Citation, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    context: frozenset[str] = field(default=frozenset())  # clauses spoken of, `doc#clause`
    facts: frozenset[str] = field(default=frozenset())  # ids of the facts it says
    topic: str = ""
    values: tuple[str, ...] = ()
    rule: Mapping[str, object] | None = None  # the assessment behind it, as plain data


def bind_fact(fact: Fact, knowledge: Knowledge) -> tuple[Bound, ...]:
    """The sentences of a fact, each cited; a sentence its clauses do not bear out is left out."""
    grounds = [
        (clause, knowledge.metas[ref.doc_id])
        for ref in (fact.ref, *fact.also)
        if (clause := knowledge.clauses.get(str(ref))) is not None
    ]
    evidence = " ".join(evidence_text(clause, meta) for clause, meta in grounds)
    bound: list[Bound] = []
    for span in sentences(fact.text):
        if fact.kind is not FactKind.OPEN_POINT and not is_supported(
            span.text, evidence, knowledge.lexicon
        ):
            continue
        if said := _without_missing(span.text, fact, knowledge):
            bound.append(Bound(said, _citations(span.text, fact, grounds, knowledge)))
    return tuple(bound)


def _without_missing(sentence: str, fact: Fact, knowledge: Knowledge) -> str:
    """The sentence; that rules are not in the library is left out once some on the matter are."""
    if not _MISSING.search(sentence) or not knowledge.own_matters:
        return sentence
    about = squeeze(f"{fact.subject} {fact.text}")
    if not any(matter in about for matter in knowledge.own_matters):
        return sentence
    left = _MISSING.sub("", sentence).lstrip("，；、")
    return left if left.endswith("。") else f"{left}。" if left else ""


def _citations(
    sentence: str,
    fact: Fact,
    grounds: Sequence[tuple[Clause, DocumentMeta]],
    knowledge: Knowledge,
) -> tuple[Citation, ...]:
    main, *further = grounds
    claim = sentence if len(sentence) >= _SHORT_SENTENCE_CHARS else fact.text
    kept = _bearing(sentence, grounds, knowledge.lexicon)
    if kept is None:
        kept = [main, *(pair for pair in further if _adds(sentence, main, pair, knowledge.lexicon))]
    return tuple(
        cite(claim, knowledge.quotable(str(clause.ref)) or clause, meta, values=fact.value)
        for clause, meta in kept
    )


def _bearing(
    sentence: str, grounds: Sequence[tuple[Clause, DocumentMeta]], lexicon: Lexicon
) -> list[tuple[Clause, DocumentMeta]] | None:
    """The one clause of several further ones that bears a sentence out which the first does not."""
    of_one_text = len({meta.doc_id for _, meta in grounds}) == 1
    if (
        len(grounds) < 3
        or not of_one_text
        or is_supported(sentence, evidence_text(*grounds[0]), lexicon)
    ):
        return None
    alone = [pair for pair in grounds[1:] if is_supported(sentence, evidence_text(*pair), lexicon)]
    return alone[:1] or None


def _adds(
    sentence: str,
    main: tuple[Clause, DocumentMeta],
    other: tuple[Clause, DocumentMeta],
    lexicon: Lexicon,
) -> bool:
    """A further clause is cited where the first does not bear the sentence out, or it is named."""
    if not is_supported(sentence, evidence_text(*main), lexicon):
        return True
    clause, meta = other
    return len(clause.text) > 0 and (
        clause.label in sentence or "附" in sentence or main[1] != meta
    )


def bind_passage(passage: Passage) -> tuple[Bound, ...]:
    """The sentences of a passage as they stand, quoted at their place, a whole clause once."""
    clause, meta = passage.clause, passage.meta
    is_whole = len(passage.spans) == len(sentences(clause.text))
    bound: list[Bound] = []
    for span in _below_headings(passage):
        quoted = whole(clause, meta)
        if not is_whole:
            quoted = replace(quoted, quote=span.text, start=span.start, end=span.end)
        bound.append(Bound(span.text, (quoted,)))
    return open_with_source(bound, clause, meta)


def _below_headings(passage: Passage) -> Sequence[Span]:
    """The spans of a passage without the headings that its clause begins with."""
    clause = passage.clause
    headings = {_bare(words) for words in (*clause.parents, clause.title, clause.heading)}
    below = [span for span in passage.spans if _bare(span.text) not in headings]
    return below or passage.spans


def _bare(words: str) -> str:
    """A heading without its number and its full stop."""
    return squeeze(_NUMBERING.sub("", words)).rstrip("。:：")


def open_with_source(
    bound: Sequence[Bound], clause: Clause, meta: DocumentMeta
) -> tuple[Bound, ...]:
    """Say before the first sentence where it stands; the clause's own number is not said twice."""
    if not bound:
        return ()
    first, *rest = bound
    text = first.text
    if clause.label and text.startswith(clause.label):
        text = text.removeprefix(clause.label).lstrip(" \u3000、.．")
    heading = clause.heading if clause.title != clause.label else clause.label
    opening = f"《{meta.title.strip('《》')}》{heading}："
    return (replace(first, text=f"{opening}{text or first.text}"), *rest)


def fact_citations(fact: Fact, knowledge: Knowledge) -> tuple[Citation, ...]:
    """The citations of a fact as a whole, for use as nearest clauses."""
    found: list[Citation] = []
    for ref in (fact.ref, *fact.also):
        clause = knowledge.quotable(str(ref))
        if clause is not None:
            meta = knowledge.metas[ref.doc_id]
            found.append(cite(fact.text, clause, meta, values=fact.value))
    return tuple(found)


def join_replies(question: str, replies: Sequence[Reply]) -> Answer:
    """One answer from the replies to its parts; equal citations and sentences stand once."""
    citations: list[Citation] = []
    said: list[AnswerSentence] = []
    for bound in (bound for reply in replies for bound in reply.bound):
        if any(bound.text == sentence.text for sentence in said):
            continue
        said.append(AnswerSentence(bound.text, _numbers(bound.citations, citations)))
    statuses = {reply.status for reply in replies}
    status = statuses.pop() if len(statuses) == 1 else AnswerStatus.PARTLY
    return Answer(
        question=question,
        status=status,
        sentences=tuple(said),
        citations=tuple(citations),
        nearest=_unique(c for reply in replies for c in reply.nearest),
        missing=tuple(dict.fromkeys(m for reply in replies for m in reply.missing)),
        notes=tuple(dict.fromkeys(n for reply in replies for n in reply.notes)),
        rule=next((reply.rule for reply in replies if reply.rule is not None), None),
    )


def _numbers(wanted: Sequence[Citation], citations: list[Citation]) -> tuple[int, ...]:
    numbers = []
    for citation in wanted:
        held = next((n for n, other in enumerate(citations) if _holds(other, citation)), None)
        if held is None:
            citations.append(citation)
        numbers.append(len(citations) - 1 if held is None else held)
    return tuple(dict.fromkeys(numbers))


def _holds(wider: Citation, citation: Citation) -> bool:
    """Whether wider quotes the same text and all of what citation quotes."""
    same = (wider.doc_id, wider.edition, wider.clause, wider.origin) == (
        citation.doc_id,
        citation.edition,
        citation.clause,
        citation.origin,
    )
    return same and wider.start <= citation.start and citation.end <= wider.end


def _unique(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citations))


def bears_on_incentives(said: str, citations: Iterable[Citation]) -> bool:
    """Whether support, tax or awards under a clause of the 2019 scheme are spoken of."""
    cited = any(c.doc_id == "hz-2019-40" and c.clause in _INCENTIVE_CLAUSES for c in citations)
    return cited and _INCENTIVES.search(_NOT_INCENTIVES.sub("", said)) is not None
