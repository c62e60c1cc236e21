"""The shipped curriculum is bound to clauses, and each quiz has one right choice."""

from dataclasses import replace
from datetime import date

import pytest

from bot.conversations.learn.curriculum import (
    WRONG_CHOICES,
    Curricula,
    Quiz,
    parse_curriculum,
    value_of,
    values_of,
)
from bot.conversations.learn.quiz import pose
from bot.rendering.citations import is_other_place
from retrieval.answers.citations import cite, quote_is_exact
from retrieval.language.folding import fold_title
from retrieval.types import FactKind
from rules.clauses import ClauseRef
from tests.bot.conversations.learning import FOLDER, OUTLINE, TODAY, CorpusTexts, corpus, shipped

SCHEME = "hz-2019-40"
SILENCE = "文件没有规定"
QUIZZES = shipped().quizzes
FACTS = {fact.id: fact for document in corpus().documents for fact in document.facts}


def test_nothing_of_the_outline_is_lost_when_it_is_read() -> None:
    import tomllib

    rows = tomllib.loads(OUTLINE.read_text("utf-8"))["lesson"]

    assert len(shipped().lessons) == len(rows) == 12
    for lesson, row in zip(shipped().lessons, rows, strict=True):
        assert len(lesson.facts) == len(row["facts"])
        assert len(lesson.quizzes) == len(row["quiz"])


def test_every_sentence_cites_a_clause_that_exists_in_its_exact_words() -> None:
    curriculum = shipped()
    for lesson in curriculum.lessons:
        for fact in lesson.facts:
            clause = curriculum.clauses[fact.ref]
            citation = cite(fact.text, clause, curriculum.metas[fact.ref.doc_id])
            assert quote_is_exact(citation, clause)
            assert citation.quote


def test_every_clause_of_the_scheme_is_told_or_asked() -> None:
    scheme = next(d for d in corpus().documents if d.meta.doc_id == SCHEME)
    told = {fact.ref for lesson in shipped().lessons for fact in lesson.facts}
    asked = {quiz.fact.ref for quiz in QUIZZES}

    lost = [str(c.ref) for c in scheme.clauses if c.ref not in told | asked]
    assert lost == []
    assert ClauseRef(SCHEME, "annex.12") in told


def test_a_lesson_has_three_to_six_sentences_but_for_the_list_of_duties() -> None:
    counts = {lesson.id: len(lesson.facts) for lesson in shipped().lessons}

    assert counts.pop("duties") == 13
    assert all(3 <= count <= 6 for count in counts.values())
    assert all(len(lesson.quizzes) >= 3 for lesson in shipped().lessons)


def test_practice_of_other_places_is_told_in_a_lesson_of_its_own() -> None:
    curriculum = shipped()
    for lesson in curriculum.lessons:
        foreign = [
            is_other_place(cite(f.text, curriculum.clauses[f.ref], curriculum.metas[f.ref.doc_id]))
            for f in lesson.facts
        ]
        assert any(foreign) == (lesson.id == "elsewhere")


@pytest.mark.parametrize("quiz", QUIZZES, ids=lambda quiz: quiz.id)
def test_a_quiz_has_exactly_one_right_choice(quiz: Quiz) -> None:
    """The right choice is the fact's; no wrong one stands in the fact or overlaps the right."""
    for round_ in range(12):
        posed = pose(quiz, f"cli:x/{round_}", SILENCE)
        right = posed.options[posed.right]
        wrong = [option for option in posed.options if option != right]

        assert len(posed.options) == len(set(posed.options)) == WRONG_CHOICES + 1
        assert len(wrong) == WRONG_CHOICES
        assert (right == SILENCE) == (quiz.fact.kind is FactKind.OPEN_POINT)
        for option in wrong:
            assert not _says(quiz, option), f"{quiz.ask} {option}"
        if right not in (SILENCE, quiz.fact.place):
            words = [value for value in quiz.fact.value if value in right]
            assert words
            assert fold_title(right) == fold_title("".join(words))


def _says(quiz: Quiz, option: str) -> bool:
    """Whether the fact, or a like one on the same subject, gives this option for an answer."""
    if quiz.right == quiz.fact.place:
        return option in quiz.fact.place
    alike = [
        fact
        for fact in FACTS.values()
        if (fact.kind, fact.subject, fact.ref.doc_id)
        == (quiz.fact.kind, quiz.fact.subject, quiz.fact.ref.doc_id)
    ]
    if quiz.fact.kind in (FactKind.LEAD, FactKind.DECIDER):
        return any(option in fact.value for fact in alike)
    return fold_title(option) in fold_title(quiz.fact.text) or option == quiz.right


@pytest.mark.parametrize(
    ("words", "lesson"),
    [
        ("讲讲存量流转", "transfer"),
        ("首报首谈怎么走", "first"),
        ("一事一议那课", "policy"),
        ("《布局导引》", "plan"),
        ("土地和能耗", "factors"),
        ("十二项分工", "duties"),
        ("市级主谈", "lead"),
        ("五大产业生态圈", "later"),
        ("345+1.5", "elsewhere"),
    ],
)
def test_a_lesson_is_found_by_the_names_people_use(words: str, lesson: str) -> None:
    found = shipped().named(words)

    assert found is not None
    assert found.id == lesson


def test_words_that_name_no_lesson_find_none() -> None:
    assert shipped().named("今天天气") is None
    assert shipped().quiz("nothing.1") is None
    assert shipped().lesson_of("nothing.1") is None
    assert shipped().lesson(0) is None
    assert shipped().lesson(13) is None


def test_all_values_one_value_or_the_place_of_a_fact_can_be_asked_for() -> None:
    reviewers = FACTS["hz-2019-40/4.3-reviewers"]
    penalty = FACTS["hz-2019-40/4.1-penalty"]

    assert value_of(reviewers) == "市投资促进局、市财政局、市审计局、相关产业主管部门"
    assert value_of(penalty).count("；") == 1
    assert values_of(penalty, "0") == ("不得享受市级层面的政策支持",)
    assert value_of(FACTS["zaozhuang-2020-study/2.1-345"], "place") == "浙江湖州"
    with pytest.raises(IndexError):
        value_of(penalty, "7")


def test_what_the_library_does_not_hold_is_left_out() -> None:
    scheme = next(d for d in corpus().documents if d.meta.doc_id == SCHEME)
    alone = parse_curriculum(OUTLINE.read_text("utf-8"), CorpusTexts(scheme), TODAY)

    ids = [lesson.id for lesson in alone.lessons]
    assert "elsewhere" not in ids
    assert "later" not in ids
    assert [lesson.number for lesson in alone.lessons] == list(range(1, len(ids) + 1))
    assert all(len(quiz.wrong) >= WRONG_CHOICES for quiz in alone.quizzes)


def test_a_curriculum_is_read_once_for_a_generation_and_a_day() -> None:
    texts = CorpusTexts()
    curricula = Curricula(texts)
    assert texts.reads == 0

    first = curricula.on(TODAY)
    assert curricula.on(TODAY) is first
    assert texts.reads == 1

    texts.generation = 2
    assert curricula.on(TODAY) is not first
    assert curricula.on(date(2026, 11, 23)).lessons


def test_without_the_facts_there_are_no_lessons() -> None:
    bare = tuple(replace(document, facts=()) for document in corpus().documents)

    assert Curricula(CorpusTexts(*bare)).on(TODAY).lessons == ()


def test_the_manual_lists_the_lessons_as_they_are() -> None:
    manual = (FOLDER.parent / "docs" / "用户手册.md").read_text("utf-8")

    listed = "\n".join(f"{lesson.number}. {lesson.title}" for lesson in shipped().lessons)
    assert listed in manual
