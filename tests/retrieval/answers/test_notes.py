"""The notes a careful colleague adds below an answer."""

from dataclasses import replace

from retrieval.answers import wording
from retrieval.answers.answering import Answerer
from retrieval.answers.notes import finish
from retrieval.types import Answer
from tests.retrieval.fact_hits import KNOWLEDGE, TODAY

LOCAL = Answerer(KNOWLEDGE).answer("首报向谁报", as_of=TODAY)
FOREIGN = Answerer(KNOWLEDGE).answer("湖州345标准是什么", as_of=TODAY)


def notes_of(answer: Answer) -> tuple[str, ...]:
    return finish(replace(answer, notes=()), KNOWLEDGE.gazetteer).notes


def test_an_answer_of_the_trial_scheme_is_marked_as_one() -> None:
    assert notes_of(LOCAL) == (wording.TRIAL_NOTE,)


def test_another_places_practice_is_named_after_the_place() -> None:
    assert any("湖州" in note for note in notes_of(FOREIGN))
    assert not any("湖州" in note for note in notes_of(LOCAL))


def test_an_answer_that_cites_nothing_gets_no_note() -> None:
    assert notes_of(replace(LOCAL, citations=(), nearest=())) == ()
