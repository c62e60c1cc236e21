"""Several things asked in one sentence are each answered, in order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.answers.segments import asking_segments, topic_segments, with_segments
from retrieval.facts.ranking import rank_facts
from retrieval.facts.selection import parallel_hits
from tests.retrieval.fact_hits import KNOWLEDGE, TODAY, analyse, make_hit

SEGMENTS = [
    ("commas part what is asked", "能耗谁牵头、什么时候出台", ("能耗谁牵头", "什么时候出台")),
    ("what asks nothing is left out", "能耗制度,谁牵头", ("谁牵头",)),
    ("a joining word parts them", "能耗谁牵头以及谁配合", ("能耗谁牵头", "谁配合")),
    ("figures in a row are one", "1、3、5各是多少", ("1、3、5各是多少",)),
    ("no more than five", "谁牵头," * 8, ("谁牵头",) * 5),
    ("nothing asks", "能耗", ()),
]


@pytest.mark.parametrize(
    ("text", "segments"), [case[1:] for case in SEGMENTS], ids=[case[0] for case in SEGMENTS]
)
def test_a_question_is_cut_where_each_part_asks(text: str, segments: tuple[str, ...]) -> None:
    assert asking_segments(text) == segments


@settings(deadline=None)
@given(st.text("能耗谁牵头多少个、，。以及和什么时候", max_size=40))
def test_segments_stand_in_the_question_in_order(text: str) -> None:
    position = 0
    for segment in asking_segments(text):
        position = text.index(segment, position) + len(segment)


TOPICS = [
    ("who leads each", "首报、能耗分别是谁牵头", ("首报谁牵头", "能耗谁牵头")),
    ("what no term names", "用地、能耗三件事分别是谁牵头", ("用地谁牵头", "能耗谁牵头")),
    ("not each of them", "首报和能耗谁牵头", ()),
    ("a single topic", "能耗分别是谁牵头", ()),
    ("a topic after the word for each", "首报分别和能耗有关吗", ()),
    ("nothing asked", "首报、能耗分别", ()),
]


@pytest.mark.parametrize(
    ("text", "segments"), [case[1:] for case in TOPICS], ids=[case[0] for case in TOPICS]
)
def test_what_is_asked_of_each_topic_is_one_question_each(
    text: str, segments: tuple[str, ...]
) -> None:
    assert topic_segments(analyse(text)) == segments


def chosen_for(text: str, best: str) -> list[str]:
    question = analyse(text)
    hits = with_segments(question, [make_hit(best)], KNOWLEDGE, TODAY)
    return [hit.fact.id.partition("/")[2] for hit in hits]


CHOICES = [
    ("one thing asked", "能耗谁牵头", "energy-lead", ["energy-lead"]),
    (
        "each stretch has its fact",
        "能耗谁牵头，能耗制度什么时候出台",
        "energy-lead",
        ["energy-lead", "energy-deadline"],
    ),
    (
        "a stretch without topic is about what the best fact is about",
        "能耗谁牵头，谁配合",
        "energy-lead",
        ["energy-lead", "energy-cooperate"],
    ),
    (
        "a stretch nothing answers adds nothing",
        "能耗谁牵头，红烧肉要多少钱",
        "energy-lead",
        ["energy-lead"],
    ),
    ("a comparison is not cut", "能耗谁牵头，和湖州有什么区别", "energy-lead", ["energy-lead"]),
    (
        "the best fact is kept where the stretches find others",
        "能耗谁牵头，谁配合",
        "energy-deadline",
        ["energy-deadline", "energy-lead", "energy-cooperate"],
    ),
    (
        "a place of its own is looked for elsewhere",
        "能耗谁牵头，湖州亩均固投强度提高到多少",
        "energy-lead",
        ["energy-lead", "intensity"],
    ),
]


@pytest.mark.parametrize(
    ("text", "best", "names"), [case[1:] for case in CHOICES], ids=[case[0] for case in CHOICES]
)
def test_every_stretch_gets_its_fact(text: str, best: str, names: list[str]) -> None:
    assert chosen_for(text, best) == names


def test_the_answer_grows_by_what_else_was_asked() -> None:
    question = analyse("违反首报首谈有什么后果，首谈资格有效期多久")
    chosen = parallel_hits(question, rank_facts(question, KNOWLEDGE, as_of=TODAY))

    hits = with_segments(question, chosen, KNOWLEDGE, TODAY)

    assert {hit.fact.id.partition("/")[2] for hit in hits} >= {"penalty", "validity"}
