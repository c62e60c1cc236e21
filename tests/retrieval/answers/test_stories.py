"""A question told as a story is answered for what it asks."""

from collections.abc import Sequence

import pytest

from retrieval.answers.stories import read_story
from retrieval.facts.matching import FactHit
from retrieval.questions.question import Question
from tests.retrieval.fact_hits import KNOWLEDGE, analyse, make_hit

STORY = "上周在上海碰到一家做充电桩的老板，喝了三轮茶。领导让我问一下，首报报给谁？"
ASKED = "首报报给谁"


def rank_asked_only(question: Question) -> Sequence[FactHit]:
    """Only what has no background is answered."""
    return (make_hit(similarity=0.9),) if question.canonical == ASKED else ()


def rank_all(_: Question) -> Sequence[FactHit]:
    return (make_hit(similarity=0.9),)


def test_the_background_of_a_story_needs_no_answer() -> None:
    assert read_story(analyse(STORY), KNOWLEDGE, rank_asked_only).canonical == ASKED


def test_a_story_that_is_answered_as_a_whole_is_left_alone() -> None:
    question = analyse(STORY)
    assert read_story(question, KNOWLEDGE, rank_all) is question


@pytest.mark.parametrize(
    "text",
    ["首报报给谁", "首报，报给谁", "喝了三轮茶，聊了一下午的充电桩，签了一份意向书"],
    ids=["one question", "no background", "nothing asked"],
)
def test_what_is_no_story_is_left_alone(text: str) -> None:
    question = analyse(text)
    assert read_story(question, KNOWLEDGE, rank_asked_only) is question


def test_who_passes_the_question_on_is_no_part_of_it() -> None:
    text = "我们局长问，首报报给谁"
    assert read_story(analyse(text), KNOWLEDGE, rank_asked_only).canonical == ASKED
