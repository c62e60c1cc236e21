"""The sufficiency gate: which ranked facts answer."""

from dataclasses import replace

import pytest

from retrieval.facts.matching import FactHit
from retrieval.facts.selection import MIN_COVERAGE, MIN_SCORE, accepted, parallel_hits
from retrieval.types import FactKind
from tests.retrieval.fact_hits import analyse, fact_of, make_hit

GATE = [
    ("close, covered, nothing against it", make_hit(), True),
    ("just at the score", make_hit(score=MIN_SCORE), True),
    ("below the score", make_hit(score=MIN_SCORE - 0.01), False),
    ("just at the coverage", make_hit(coverage=MIN_COVERAGE), True),
    ("below the coverage", make_hit(coverage=MIN_COVERAGE - 0.01), False),
    ("another place", make_hit(conflicts=("place:深圳",)), False),
    ("much left uncovered", make_hit(similarity=0.5, uncovered=("公证书原件三份附封面",)), False),
    ("much left uncovered, yet nearly the same words",
     make_hit(similarity=0.75, uncovered=("公证书原件三份附封面",)), True),
    ("little left uncovered", make_hit(similarity=0.5, uncovered=("公证书",)), True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("hit", "expected"), [case[1:] for case in GATE], ids=[case[0] for case in GATE]
)
def test_a_hit_is_accepted_or_not(hit: FactHit, expected: bool) -> None:
    assert accepted(hit) is expected


def names(hits: tuple[FactHit, ...]) -> list[str]:
    return [hit.fact.id.partition("/")[2] for hit in hits]


def test_the_best_accepted_fact_answers_alone() -> None:
    hits = [make_hit("penalty"), make_hit("energy-lead", score=0.5)]

    assert names(parallel_hits(analyse("违反首报首谈有什么后果"), hits)) == ["penalty"]


def test_no_fact_no_answer() -> None:
    assert parallel_hits(analyse("红烧肉"), [make_hit(score=0.1)]) == ()
    assert parallel_hits(analyse("红烧肉"), []) == ()


def test_a_fact_far_behind_one_that_is_not_accepted_does_not_answer() -> None:
    hits = [make_hit("penalty", conflicts=("place:深圳",)), make_hit("report", score=0.6)]

    assert parallel_hits(analyse("深圳违反首报首谈"), hits) == ()


def test_a_fact_close_behind_one_that_is_not_accepted_answers() -> None:
    hits = [make_hit("penalty", conflicts=("place:深圳",)), make_hit("report", score=0.75)]

    assert names(parallel_hits(analyse("违反首报首谈"), hits)) == ["report"]


def test_a_comparison_is_answered_by_a_near_difference() -> None:
    difference = fact_of("penalty", kind=FactKind.DIFFERENCE, id="hz-2019-40/difference")
    question = analyse("首报和首谈资格有什么区别")
    near = [make_hit("report"), replace(make_hit(score=0.72), fact=difference)]
    far = [make_hit("report"), replace(make_hit(score=0.6), fact=difference)]

    assert names(parallel_hits(question, near)) == ["difference"]
    assert names(parallel_hits(question, far)) == ["report"]


def test_body_and_annex_are_answered_by_a_difference_further_off() -> None:
    difference = fact_of("penalty", kind=FactKind.DIFFERENCE, id="hz-2019-40/difference")
    hits = [make_hit("report"), replace(make_hit(score=0.5), fact=difference)]

    assert names(parallel_hits(analyse("正文和附件有什么不同"), hits)) == ["difference"]


def test_parallel_questions_get_a_fact_each_in_the_order_asked() -> None:
    hits = [
        make_hit("energy-lead"),
        make_hit("energy-deadline", score=0.5),
        make_hit("energy-cooperate", score=0.5, uncovered=("牵头",)),
    ]

    chosen = parallel_hits(analyse("能耗谁牵头、谁配合、什么时候完成"), hits)

    assert names(chosen) == ["energy-lead", "energy-cooperate", "energy-deadline"]
    assert all(hit.uncovered == () for hit in chosen)


def test_a_parallel_question_without_its_own_fact_is_left_to_the_best() -> None:
    hits = [make_hit("penalty"), make_hit("energy-cooperate", score=0.5)]

    assert names(parallel_hits(analyse("谁牵头、谁配合"), hits)) == ["penalty"]


@pytest.mark.parametrize("change", [{"score": 0.3}, {"conflicts": ("year:2030",)}])
def test_a_weak_or_contradicted_fact_answers_no_part(change: dict[str, object]) -> None:
    hits = [make_hit("energy-lead"), make_hit("energy-cooperate", **{"score": 0.5} | change)]

    assert names(parallel_hits(analyse("能耗谁牵头、谁配合"), hits)) == ["energy-lead"]


def open_hit(**changes: object) -> FactHit:
    """An accepted open point."""
    return make_hit("validity", **changes)


def test_a_fact_that_lacks_the_aspect_asked_for_does_not_answer() -> None:
    hits = [make_hit("report", lacks=("申诉",)), open_hit(score=0.5)]

    assert not accepted(hits[0])
    assert names(parallel_hits(analyse("首报不服怎么申诉"), hits)) == ["validity"]


def test_an_open_point_asked_for_in_its_very_words_answers_every_kind_they_name() -> None:
    hits = [open_hit(similarity=1.0), make_hit("energy-cooperate", score=0.5)]

    assert names(parallel_hits(analyse("能耗谁牵头、谁配合"), hits)) == ["validity"]


def test_an_open_point_clearly_nearer_is_preferred() -> None:
    near = open_hit(score=0.78, similarity=0.95)
    far = open_hit(score=0.78, similarity=0.8)

    assert names(parallel_hits(analyse("首报管什么"), [make_hit("report"), near])) == ["validity"]
    assert names(parallel_hits(analyse("首报管什么"), [make_hit("report"), far])) == ["report"]


def test_an_open_point_that_leaves_more_aside_is_not_preferred() -> None:
    near = open_hit(score=0.78, similarity=0.95, uncovered=("首报",))

    assert names(parallel_hits(analyse("首报管什么"), [make_hit("report"), near])) == ["report"]


def test_a_fact_clearly_nearer_than_an_open_point_is_preferred() -> None:
    hits = [open_hit(), make_hit("report", score=0.78, similarity=0.95)]

    assert names(parallel_hits(analyse("首报管什么"), hits)) == ["report"]


def test_a_figure_asked_for_is_preferred_to_an_open_point_as_near() -> None:
    hits = [open_hit(), make_hit("intensity", score=0.72)]

    assert names(parallel_hits(analyse("固投强度是多少"), hits)) == ["intensity"]
    assert names(parallel_hits(analyse("固投强度是什么"), hits)) == ["validity"]


def test_where_a_count_is_known_and_the_names_are_asked_the_open_point_answers() -> None:
    count = make_hit("intensity")
    listed = replace(
        open_hit(score=0.65), fact=fact_of("validity", subject="环节名称", id="hz-2019-40/names")
    )

    assert names(parallel_hits(analyse("12个环节分别是啥"), [count, listed])) == ["names"]
    assert names(parallel_hits(analyse("有几个环节"), [count, listed])) == ["intensity"]
