"""Answer with the sentences of texts that have no facts, in the edition that counts on the day.

Does not: quote an edition that does not; says that the day's text is not in the library.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from retrieval.answers.clause_lookups import refuse_edition
from retrieval.answers.composing import Reply, bind_passage
from retrieval.answers.evidence import Passage, select_passage
from retrieval.facts.knowledge import Knowledge
from retrieval.facts.matching import FactHit
from retrieval.index.texts import ClauseHit, shown_title
from retrieval.questions.question import Question
from retrieval.types import AnswerStatus

_SURE_SIMILARITY = 0.62  # a fact asked for in nearly these words needs no rival
_FULL_COVERAGE = 0.85
_MIN_RIVAL_COVERAGE = 0.75
_RIVAL_MARGIN = 0.12
_OTHER_EDITIONS_SEARCHED = 20


def reply_with_passage(passage: Passage, knowledge: Knowledge) -> Reply:
    """The sentences of a passage as the answer."""
    bound = list(bind_passage(passage))
    title = f"《{passage.meta.title.strip('《》')}》"
    shown = shown_title(passage.meta, knowledge.catalogue)
    bound[0] = replace(bound[0], text=bound[0].text.replace(title, shown, 1))
    is_understood = passage.meta.doc_id in knowledge.metas
    return Reply(
        AnswerStatus.ANSWERED,
        tuple(bound),
        context=frozenset({str(passage.clause.ref)}),
        topic=passage.clause.title if is_understood else passage.meta.title,
    )


def better_passage(
    question: Question,
    best: FactHit,
    find: Callable[[], Sequence[ClauseHit]],
    knowledge: Knowledge,
) -> Passage | None:
    """A passage of a text without facts that speaks of clearly more of the question than the fact.

    find: the clauses search finds; only called where the fact leaves something uncovered.
    """
    if best.similarity >= _SURE_SIMILARITY or best.coverage >= _FULL_COVERAGE:
        return None
    others = [hit for hit in find() if hit.meta.doc_id not in knowledge.metas]
    passage = select_passage(question, others, knowledge)
    floor = max(_MIN_RIVAL_COVERAGE, best.coverage + _RIVAL_MARGIN)
    return passage if passage is not None and passage.coverage >= floor else None


def refuse_other_editions(question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
    """Say that only texts of other days answer the question; None where none does."""
    catalogue = knowledge.catalogue
    if all(catalogue.is_in_force(meta, as_of) for meta in catalogue.editions):
        return None
    hits = [
        hit
        for hit in knowledge.texts.search(question.text, None, _OTHER_EDITIONS_SEARCHED)
        if catalogue.edition_on(hit.meta.doc_id, as_of) is None
    ]
    passage = select_passage(question, hits, knowledge)
    return refuse_edition(passage.meta.doc_id, knowledge, as_of) if passage else None
