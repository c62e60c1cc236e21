"""Answer from the edition that counts when the understood one no longer does. Pure.

The facts say where the older text speaks of what is asked; the newer text's clause there is quoted
as it stands, and that it is only quoted is said. Does not: apply an older text's facts to a newer.
"""

from datetime import date

from retrieval.answers import wording
from retrieval.answers.citations import whole
from retrieval.answers.composing import Bound, Reply
from retrieval.answers.evidence import Passage, choose_spans
from retrieval.answers.passages import reply_with_passage
from retrieval.answers.spoken import spoken_share
from retrieval.facts.knowledge import Knowledge
from retrieval.facts.matching import FactHit
from retrieval.facts.ranking import rank_facts
from retrieval.facts.selection import accepted
from retrieval.index.texts import edition_name
from retrieval.language.sentences import sentences
from retrieval.questions.question import Question
from retrieval.types import AnswerStatus, Clause, DocumentMeta, FactKind

_MARGIN = 0.05  # by which a fact in force must be better to answer in its stead


def reply_from_newer_edition(
    question: Question, best: FactHit | None, knowledge: Knowledge, as_of: date
) -> Reply | None:
    """The newer edition's clause where the older would have answered; None where it would not.

    best: the best fact in force that day.
    """
    newer = _newer_editions(knowledge, as_of)
    if not newer:
        return None
    hits = rank_facts(question, knowledge, as_of=as_of, any_day=True)
    old = next((hit for hit in hits if hit.fact.ref.doc_id in newer and accepted(hit)), None)
    if old is None or (best is not None and best.score > old.score + _MARGIN):
        return None
    meta = newer[old.fact.ref.doc_id]
    clause = knowledge.texts.clause(meta, old.fact.ref.clause)
    if clause is None or not clause.text.strip():
        return _without_clause(old, meta, knowledge)
    return _quoted(question, old, clause, meta, knowledge)


def _newer_editions(knowledge: Knowledge, as_of: date) -> dict[str, DocumentMeta]:
    """By document: the edition that counts on as_of, where the understood one does not."""
    found = {}
    for doc_id, meta in knowledge.metas.items():
        counting = knowledge.catalogue.edition_on(doc_id, as_of)
        if counting is not None and counting.edition != meta.edition:
            found[doc_id] = counting
    return {
        doc_id: meta
        for doc_id, meta in found.items()
        if not knowledge.metas[doc_id].is_effective(as_of)
    }


def _quoted(
    question: Question, old: FactHit, clause: Clause, meta: DocumentMeta, knowledge: Knowledge
) -> Reply:
    about = knowledge.analyst.analyse(f"{question.text} {old.fact.subject}")
    scored = [(spoken_share(about, span.text, knowledge), span) for span in sentences(clause.text)]
    best = max((share for share, _ in scored), default=0.0)
    passage = Passage(clause, meta, choose_spans(scored, best, clause), best)
    reply = reply_with_passage(passage, knowledge)
    older = knowledge.metas[old.fact.ref.doc_id]
    said = wording.ONLY_QUOTED.format(newer=edition_name(meta), older=edition_name(older))
    is_open = old.fact.kind is FactKind.OPEN_POINT
    return Reply(
        AnswerStatus.PARTLY if is_open else AnswerStatus.ANSWERED,
        (*reply.bound, Bound(said, (whole(clause, meta),))),
        missing=(old.fact.subject,) if is_open else (),
        context=reply.context,
        topic=reply.topic,
    )


def _without_clause(old: FactHit, meta: DocumentMeta, knowledge: Knowledge) -> Reply:
    """That the newer text has no such clause: a person must read it."""
    older = knowledge.metas[old.fact.ref.doc_id]
    said = wording.NO_SUCH_CLAUSE_NOW.format(
        title=f"《{meta.title.strip('《》')}》",
        newer=edition_name(meta),
        older=edition_name(older),
        subject=old.fact.subject,
    )
    return Reply(AnswerStatus.REFUSED, (Bound(said),), missing=(old.fact.subject,))
