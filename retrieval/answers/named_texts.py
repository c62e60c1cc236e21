"""Answer about a named document that has no facts: from its own clauses, or not at all. Pure.

Whether it is in force, what it says on something, what it does not say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.answers import wording
from retrieval.answers.citations import cite
from retrieval.answers.clause_lookups import refuse_edition
from retrieval.answers.composing import Bound, Reply
from retrieval.answers.document_lists import describe_document
from retrieval.answers.evidence import is_front, select_passage
from retrieval.answers.lookups import IN_FORCE
from retrieval.answers.passages import reply_with_passage
from retrieval.facts.knowledge import Knowledge
from retrieval.index.texts import ClauseHit, edition_name, shown_title
from retrieval.language.dates import chinese_day
from retrieval.language.lexicon import squeeze
from retrieval.questions.question import Question
from retrieval.types import AnswerStatus, Clause, DocumentMeta

_SEARCHED = 60
_MAX_FOCUS_CHARS = 40
_ANY_RULE = ("制度", "规定", "办法", "文件", "措施", "政策", "细则", "意见", "方案")
_WHETHER = ("有没有", "是否有", "有无")
_ENDED = re.compile(r"有效(?:吗|么|不|没)|废止|失效|作废")
_CONTENTS = re.compile(
    r"(?:都|主要|大概)?(?:写|讲|说|规定|讲述)(?:的|了)?(?:是)?(?:些)?(?:什么|啥)(?:内容|东西)?"
    r"|(?:主要|大概)?内容(?:是什么|有哪些)?"
)
_NUMBER_ASKED = re.compile(r"文号|发文字号|几号文|多少号文")
_COPULA = re.compile(r"是(?=多少|什么|谁|哪)")  # or 率是 would be sought in 税率是多少


@dataclass(frozen=True, slots=True)
class _Found:
    """A clause of a named document."""

    clause: Clause
    meta: DocumentMeta
    original: Clause | None = None


def answer_from_named(question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
    """The answer of the named document; None where none without facts is named."""
    named = [d for d in knowledge.catalogue.named_in(question.text) if d not in knowledge.metas]
    if not named or _names_understood(question, knowledge):
        return None
    return _answer_from(named, knowledge.catalogue.without_names(question.text), knowledge, as_of)


def answer_from_place(question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
    """The answer of the texts of a place that the question names; None where they have none."""
    metas = _texts_of_places(question, knowledge, as_of)
    if not metas:
        return None
    rest = _without((*question.places, *_WHETHER, *_ANY_RULE), question.text)
    asked = knowledge.analyst.analyse(_COPULA.sub("", rest))
    if question.is_polar and not _without(question.topics, asked.content):
        on_topic = [m for m in metas if _is_on_matter(m, question, knowledge)]
        return _describe(on_topic[0], knowledge) if on_topic else None
    hits = _clauses(asked, metas, knowledge, as_of)
    passage = select_passage(asked, [h for h in hits if not is_front(h, knowledge)], knowledge)
    if passage is not None:
        return reply_with_passage(passage, knowledge)
    return _silent_text(question, metas, knowledge)


def _silent_text(
    question: Question, metas: Sequence[DocumentMeta], knowledge: Knowledge
) -> Reply | None:
    """That the text a question means does not say what is asked; None where it means none.

    Meant is another city's text on the matter, or a district's that the question calls by its kind
    (余杭的措施) without naming a text of the city beside it.
    """
    local = knowledge.gazetteer.home_districts
    if local.isdisjoint(question.places):
        meant = [m for m in metas if _is_on_matter(m, question, knowledge)]
    elif any(mention.category == "document" for mention in question.mentions):
        return None
    else:
        meant = [m for m in metas if any(w in m.title and w in question.text for w in _ANY_RULE)]
    return _not_in_text(question.text, meant[0], knowledge) if meant else None


def _is_on_matter(meta: DocumentMeta, question: Question, knowledge: Knowledge) -> bool:
    """Whether a title names what the question is about, or a part of it: 首谈 of 首谈资格."""
    title = squeeze(meta.title)
    named = [m.term for m in knowledge.lexicon.mentions(title) if m.category == "mechanism"]
    return any(topic in title or any(term in topic for term in named) for topic in question.topics)


def _texts_of_places(
    question: Question, knowledge: Knowledge, as_of: date
) -> Sequence[DocumentMeta]:
    """The texts without facts, in force, of the places that the question itself names."""
    named = [
        place
        for place in question.places
        if place != knowledge.gazetteer.home and place in question.canonical
    ]
    if not named or len(named) != len(question.places):
        return ()
    return [
        meta
        for meta in knowledge.catalogue.editions
        if meta.doc_id not in knowledge.metas
        and any(place in meta.place for place in named)
        and knowledge.catalogue.is_in_force(meta, as_of)
    ]


def _without(words: Sequence[str], text: str) -> str:
    for word in words:
        text = text.replace(word, " ")
    return text.strip()


def _answer_from(
    named: Sequence[str], rest: str, knowledge: Knowledge, as_of: date
) -> Reply | None:
    """The answer of named documents to what is asked beside their names."""
    if IN_FORCE.search(rest) or _ENDED.search(rest):
        return _in_force(named[0], knowledge, as_of)
    metas = [m for d in named if (m := knowledge.catalogue.edition_on(d, as_of)) is not None]
    if not metas:
        return refuse_edition(named[0], knowledge, as_of)
    if _NUMBER_ASKED.search(rest) and metas[0].number:
        return _number(metas[0], knowledge)
    asked = knowledge.analyst.analyse(_COPULA.sub("", rest))
    if not asked.content or _CONTENTS.fullmatch(rest.strip("?？,，。 的")):
        return _describe(metas[0], knowledge)
    passage = select_passage(asked, _clauses(asked, metas, knowledge, as_of), knowledge)
    if passage is not None:
        return reply_with_passage(passage, knowledge)
    return _not_in_text(rest, metas[0], knowledge)


def _names_understood(question: Question, knowledge: Knowledge) -> bool:
    """Whether a document with facts is named too: then the facts may know of both."""
    named = knowledge.catalogue.named_in(question.text)
    return any(doc_id in knowledge.metas for doc_id in named) or any(
        mention.category == "document" for mention in question.mentions
    )


def _clauses(
    question: Question, metas: Sequence[DocumentMeta], knowledge: Knowledge, as_of: date
) -> Sequence[ClauseHit]:
    """Those found by search first; all of them where search finds none."""
    wanted = {(meta.doc_id, meta.edition) for meta in metas}
    titled = f"{metas[0].title}{question.text}"
    hits = [
        hit
        for hit in knowledge.texts.search(titled, as_of, _SEARCHED)
        if (hit.meta.doc_id, hit.meta.edition) in wanted
    ]
    return hits or [_Found(c, m) for m in metas for c in knowledge.texts.clauses(m)]


def _in_force(doc_id: str, knowledge: Knowledge, as_of: date) -> Reply:
    editions = knowledge.catalogue.editions_of(doc_id)
    meta = knowledge.catalogue.edition_on(doc_id, as_of)
    day = chinese_day(as_of)
    if meta is None:
        return _over(editions, knowledge, as_of) or refuse_edition(doc_id, knowledge, as_of)
    title = meta.title.strip("《》")
    begun = (
        f"自{chinese_day(meta.effective_from)}起施行" if meta.effective_from else "未写明施行日期"
    )
    said = (
        f"{day}适用的是《{title}》{edition_name(meta)}（{begun}）；此后有无修订或废止，请另行核实。"
    )
    if not meta.effective_from:
        said = f"资料库收录的《{title}》没有写明施行日期，现行有效性请另行核实。"
    elif len(editions) == 1:
        said = f"{day}时已经施行：《{title}》{begun}；资料库里没有修订或废止它的材料，请另行核实。"
    first = next(iter(knowledge.texts.clauses(meta)), None)
    citations = (cite(said, first, meta),) if first else ()
    return Reply(AnswerStatus.ANSWERED, (Bound(said, citations),), topic=meta.title)


def _over(editions: Sequence[DocumentMeta], knowledge: Knowledge, as_of: date) -> Reply | None:
    """That a document no longer counts on as_of; None where that is not why it does not."""
    ended = [m for m in editions if m.effective_to is not None and m.effective_to <= as_of]
    if not ended or len(ended) < len(editions):
        return None
    meta = ended[-1]
    title, end = meta.title.strip("《》"), chinese_day(meta.effective_to or as_of)
    said = f"已经失效：《{title}》自{end}起不再有效。"
    first = next(iter(knowledge.texts.clauses(meta)), None)
    citations = (cite(said, first, meta),) if first else ()
    return Reply(AnswerStatus.ANSWERED, (Bound(said, citations),), topic=meta.title)


def _number(meta: DocumentMeta, knowledge: Knowledge) -> Reply:
    said = f"《{meta.title.strip('《》')}》的文号是{meta.number}。"
    first = next(iter(knowledge.texts.clauses(meta)), None)
    citations = (cite(meta.number, first, meta),) if first else ()
    return Reply(AnswerStatus.ANSWERED, (Bound(said, citations),), topic=meta.title)


def _describe(meta: DocumentMeta, knowledge: Knowledge) -> Reply:
    clauses = knowledge.texts.clauses(meta)
    said = f"资料库收录了{describe_document(meta, is_in_force=True)}，共{len(clauses)}个条款。"
    citations = (cite(meta.title, clauses[0], meta),) if clauses else ()
    return Reply(AnswerStatus.ANSWERED, (Bound(said, citations),), topic=meta.title)


def _not_in_text(asked: str, meta: DocumentMeta, knowledge: Knowledge) -> Reply:
    focus = asked.strip("?？,，。 ")[:_MAX_FOCUS_CHARS]
    said = wording.NOT_IN_TEXT.format(title=shown_title(meta, knowledge.catalogue), focus=focus)
    return Reply(AnswerStatus.REFUSED, (Bound(said),), missing=(focus,), topic=meta.title)
