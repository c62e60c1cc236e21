"""Answer a question from the library without a language model, every sentence bound to its clause.

Facts first (looked up, compared with what the question presupposes), then sentences found by
search; what neither bears out is refused, with what is not specified and the nearest clause.
Does not: decide a right, invent, or answer from text not in force on the day.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial

from retrieval.answers.clause_lookups import answer_clause
from retrieval.answers.comparison import answer_comparison
from retrieval.answers.composing import Reply, join_replies
from retrieval.answers.conversation import Resolved, Turn, otherwise, resolve
from retrieval.answers.disagreement import reply_from_original
from retrieval.answers.document_lists import answer_catalogue
from retrieval.answers.evidence import select_passage
from retrieval.answers.fact_replies import reply_with_facts
from retrieval.answers.lookups import answer_in_force
from retrieval.answers.misplaced import correct_place, refuse_period, refuse_unknown_place
from retrieval.answers.named_texts import answer_from_named, answer_from_place
from retrieval.answers.newer_editions import reply_from_newer_edition
from retrieval.answers.notes import finish
from retrieval.answers.own_documents import reply_from_own_documents
from retrieval.answers.passages import better_passage, refuse_other_editions, reply_with_passage
from retrieval.answers.recalls import reply_from_last
from retrieval.answers.recent import Recent
from retrieval.answers.refusals import (
    refuse,
    refuse_day,
    refuse_demand,
    refuse_missing_text,
    refuse_text,
)
from retrieval.answers.segments import with_segments
from retrieval.answers.stories import read_story
from retrieval.facts.knowledge import ClauseHit, Knowledge
from retrieval.facts.matching import FactHit
from retrieval.facts.ranking import Before, rank_facts
from retrieval.facts.selection import accepted, parallel_hits
from retrieval.questions.question import MAX_QUESTION_CHARS, Question, split_parts
from retrieval.types import Answer, FactKind

_SURE_DESPITE_DEMAND = 0.62  # 目前有多少 may be live data or a figure of a report

_OPEN_POINTS_TRIED = 3
_KEPT_TURNS = 512
_UNCOVERED_READING = 0.15  # of a follow-up: its best fact leaves words of it aside

Calculator = Callable[[Question, Knowledge, date], Reply | None]


@dataclass(frozen=True)
class Answerer:
    """Answers questions on one snapshot of the library.

    calculators: what may answer before the library is searched (rule checks, tables of duties),
    tried in order. turns: what earlier turns of talks came to, so that they are not answered again.
    """

    knowledge: Knowledge
    calculators: Sequence[Calculator] = ()
    turns: "Recent[tuple[Resolved, Reply]]" = field(
        default_factory=lambda: Recent(_KEPT_TURNS), compare=False, repr=False
    )

    def answer(
        self,
        question: str,
        *,
        as_of: date,
        place: str | None = None,
        history: Sequence[str] = (),
    ) -> Answer:
        """Answer one message, which may hold several questions. Never raises on bad input.

        as_of: calendar day in Asia/Shanghai; place: the asker's place of interest, e.g. 杭州;
        history: the asker's earlier messages in this conversation, oldest first.
        """
        if (bad := refuse_text(question, MAX_QUESTION_CHARS)) is not None:
            return bad
        resolver = _Conversation(self, as_of, place)
        for earlier in history[-6:]:
            resolver.recall(earlier)
        return resolver.take(question)


class _Conversation:
    """Replays a conversation turn by turn, so that a follow-up is understood from the earlier."""

    def __init__(self, answerer: Answerer, as_of: date, place: str | None) -> None:
        self._knowledge = answerer.knowledge
        self._calculators = answerer.calculators
        self._turns = answerer.turns
        self._as_of = as_of
        self._place = place
        self._last: Resolved | None = None
        self._reply: Reply | None = None

    def recall(self, text: str) -> None:
        """Go through an earlier message; what it came to is made only where it is not kept."""
        if refuse_text(text, MAX_QUESTION_CHARS) is not None:
            return
        for number, part in enumerate(split_parts(text) or (text,)):
            make = partial(self._answer_part, part, is_first=number == 0)
            self._last, self._reply = self._turns.get(self._key(part, number == 0), make)

    def take(self, text: str) -> Answer:
        """Answer a message, afresh."""
        if (bad := refuse_text(text, MAX_QUESTION_CHARS)) is not None:
            return bad
        replies, rewritten = [], []
        for number, part in enumerate(split_parts(text) or (text,)):
            key = self._key(part, number == 0)
            resolved, reply = self._answer_part(part, is_first=number == 0)
            self._turns.put(key, (resolved, reply))
            replies.append(reply)
            if resolved.rewritten:
                rewritten.append(resolved.question.text)
            self._last, self._reply = resolved, reply
        answer = finish(join_replies(text, replies), self._knowledge.gazetteer)
        return replace(answer, resolved_question="；".join(rewritten))

    def _key(self, part: str, is_first: bool) -> Hashable:
        """All that the reply to a part depends on beside the library."""
        if self._last is None or self._reply is None:
            return (self._as_of, self._place, part)
        last, reply = self._last, self._reply
        before = (last.question.text, reply.status, reply.topic, reply.values, reply.context)
        said = tuple(bound.text for bound in reply.bound)
        return (self._as_of, self._place, part, is_first, before, said)

    def _answer_part(self, part: str, *, is_first: bool) -> tuple[Resolved, Reply]:
        """What a part comes to; is_first: of its message."""
        if self._last is None or self._reply is None:
            return self._answer_as(resolve(part, None, None, self._knowledge))
        before = self._last.question.text
        recalled = reply_from_last(part, before, self._reply, self._knowledge)
        if recalled is not None:
            return replace(self._last, rewritten=False), recalled
        resolved = resolve(part, self._last, self._reply, self._knowledge, self._fit)
        made = self._answer_as(resolved)
        turn = Turn(part, self._last, self._reply, self._knowledge)
        if not is_first or not resolved.rewritten or not turn.is_unanswered(made[1]):
            return made
        return otherwise(turn, self._fit, self._answer_as) or (resolved, turn.say_unanswered())

    def _answer_as(self, reading: Resolved) -> tuple[Resolved, Reply]:
        question = self._with_place(reading.question)
        return reading, self._reply_to(question, reading)

    def _fit(self, reading: Resolved) -> float:
        """How well the facts answer a reading of a follow-up.

        Less what its own words take from the likeness of what was put before them.
        """
        best = next((hit for hit in self._rank(reading.question, reading) if accepted(hit)), None)
        if best is None:
            return -1.0
        pull = 0.0
        if reading.lead:
            lead = self._knowledge.analyst.analyse(reading.lead)
            pull = best.similarity - self._knowledge.index.similarity(lead, best.fact)
        return best.score + min(pull, 0.0) - (_UNCOVERED_READING if best.uncovered else 0.0)

    def _rank(self, question: Question, reading: Resolved) -> Sequence[FactHit]:
        before = Before(reading.context, reading.said)
        asked = self._with_place(question)
        return rank_facts(asked, self._knowledge, as_of=self._as_of, before=before)

    def _reply_to(self, whole: Question, reading: Resolved) -> Reply:
        ranked: dict[str, Sequence[FactHit]] = {}

        def rank(asked: Question) -> Sequence[FactHit]:
            if asked.text not in ranked:
                ranked[asked.text] = self._rank(asked, reading)
            return ranked[asked.text]

        question = self._with_place(read_story(whole, self._knowledge, rank))
        refusal = refuse_demand(question, self._knowledge, self._as_of, hard=True)
        if refusal is not None:
            return refusal
        for calculate in self._calculators:
            if (reply := calculate(whole, self._knowledge, self._as_of)) is not None:
                return reply
        return reply_to(question, self._knowledge, self._as_of, rank(question))

    def _with_place(self, question: Question) -> Question:
        if self._place and not question.places:
            return replace(question, places=(self._place,))
        return question


@dataclass(frozen=True)
class _Inquiry:
    """One single question and the facts ranked for it; what costs more is looked up when needed."""

    question: Question
    knowledge: Knowledge
    as_of: date
    hits: tuple[FactHit, ...]

    @cached_property
    def chosen(self) -> tuple[FactHit, ...]:
        """The facts to answer with; empty when the evidence does not suffice."""
        chosen = parallel_hits(self.question, self.hits)
        if not chosen:
            return ()
        return with_segments(self.question, chosen, self.knowledge, self.as_of)

    @cached_property
    def found(self) -> Sequence[ClauseHit]:
        """The clauses that search finds."""
        return self.knowledge.search(self.question.text, self.as_of)


def reply_to(
    question: Question,
    knowledge: Knowledge,
    as_of: date,
    hits: Sequence[FactHit],
) -> Reply:
    """Answer one single question from the library: the first step that has a reply gives it.

    hits: the facts ranked for it.
    """
    for lookup in (answer_catalogue, answer_clause, answer_from_named, answer_in_force):
        if (reply := lookup(question, knowledge, as_of)) is not None:
            return reply
    inquiry = _Inquiry(question, knowledge, as_of, tuple(hits))
    for step in _STEPS:
        if (reply := step(inquiry)) is not None:
            return reply
    return refuse(question, hits, inquiry.found, knowledge)


def _from_newer_edition(inquiry: _Inquiry) -> Reply | None:
    """The edition that counts, where a newer one than the understood does."""
    best = inquiry.hits[0] if inquiry.hits else None
    return reply_from_newer_edition(inquiry.question, best, inquiry.knowledge, inquiry.as_of)


def _of_another_day(inquiry: _Inquiry) -> Reply | None:
    return refuse_day(inquiry.question, inquiry.hits, inquiry.knowledge, inquiry.as_of)


def _of_missing_text(inquiry: _Inquiry) -> Reply | None:
    return refuse_missing_text(inquiry.question, inquiry.hits, inquiry.knowledge)


def _compared(inquiry: _Inquiry) -> Reply | None:
    return answer_comparison(inquiry.question, inquiry.hits, inquiry.knowledge)


def _beyond_documents(inquiry: _Inquiry) -> Reply | None:
    if inquiry.chosen and inquiry.chosen[0].similarity >= _SURE_DESPITE_DEMAND:
        return None
    return refuse_demand(inquiry.question, inquiry.knowledge, inquiry.as_of, hard=False)


def _of_unknown_place(inquiry: _Inquiry) -> Reply | None:
    return refuse_unknown_place(inquiry.question, inquiry.knowledge)


def _from_place(inquiry: _Inquiry) -> Reply | None:
    """A text without facts of the place asked of."""
    if not inquiry.question.places or not inquiry.knowledge.has_more_texts:
        return None
    return answer_from_place(inquiry.question, inquiry.knowledge, inquiry.as_of)


def _of_another_place(inquiry: _Inquiry) -> Reply | None:
    return correct_place(inquiry.question, inquiry.hits, inquiry.chosen, inquiry.knowledge)


def _of_another_period(inquiry: _Inquiry) -> Reply | None:
    return refuse_period(inquiry.question, inquiry.hits, inquiry.chosen, inquiry.knowledge)


def _from_facts(inquiry: _Inquiry) -> Reply | None:
    if not inquiry.chosen:
        return None
    return reply_with_facts(inquiry.question, inquiry.chosen, inquiry.knowledge)


def _from_differing_original(inquiry: _Inquiry) -> Reply | None:
    """The clause of an original that says other than the fact."""
    return reply_from_original(inquiry.question, inquiry.chosen, inquiry.knowledge)


def _from_own_documents(inquiry: _Inquiry) -> Reply | None:
    """A text without facts that says what an open point misses."""
    if not inquiry.knowledge.has_more_texts:
        return None
    chosen = inquiry.chosen or _open_points_near(inquiry.hits)
    return reply_from_own_documents(inquiry.question, chosen, inquiry.knowledge, inquiry.as_of)


def _open_points_near(hits: Sequence[FactHit]) -> tuple[FactHit, ...]:
    """The open points among the facts nearest to a question that none of them answers."""
    near = hits[:_OPEN_POINTS_TRIED]
    return tuple(hit for hit in near if hit.fact.kind is FactKind.OPEN_POINT)[:1]


def _from_better_text(inquiry: _Inquiry) -> Reply | None:
    """Sentences of a text without facts, where they fit better than the best fact."""
    if not inquiry.chosen or not inquiry.knowledge.has_more_texts:
        return None
    best = inquiry.chosen[0]
    passage = better_passage(inquiry.question, best, lambda: inquiry.found, inquiry.knowledge)
    return reply_with_passage(passage, inquiry.knowledge) if passage else None


def _from_sentences(inquiry: _Inquiry) -> Reply | None:
    passage = select_passage(inquiry.question, inquiry.found, inquiry.knowledge)
    return reply_with_passage(passage, inquiry.knowledge) if passage else None


def _of_other_editions(inquiry: _Inquiry) -> Reply | None:
    return refuse_other_editions(inquiry.question, inquiry.knowledge, inquiry.as_of)


_STEPS: tuple[Callable[[_Inquiry], Reply | None], ...] = (
    _from_newer_edition,
    _of_another_day,
    _of_missing_text,
    _of_unknown_place,
    _compared,
    _beyond_documents,
    _from_own_documents,
    _from_place,
    _of_another_place,
    _of_another_period,
    _from_better_text,
    _from_differing_original,
    _from_facts,
    _from_sentences,
    _of_other_editions,
)
