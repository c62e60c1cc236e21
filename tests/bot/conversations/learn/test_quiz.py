"""How quizzes are put follows from the seed alone."""

from bot.conversations.learn.curriculum import WRONG_CHOICES
from bot.conversations.learn.quiz import choose, pose
from tests.bot.conversations.learning import shipped

SILENCE = "文件没有规定"
QUIZZES = shipped().quizzes


def test_a_quiz_offers_silence_as_a_wrong_choice_only_where_a_text_speaks() -> None:
    open_ones = [quiz for quiz in QUIZZES if quiz.is_open]
    place = next(quiz for quiz in QUIZZES if quiz.right == "浙江湖州")

    assert len(open_ones) >= 8
    assert all(SILENCE not in pose(place, str(n), SILENCE).options for n in range(20))
    fact_quiz = next(quiz for quiz in QUIZZES if quiz.ask.startswith("首报由谁审查"))
    assert any(SILENCE in pose(fact_quiz, str(n), SILENCE).options for n in range(20))


def test_the_same_seed_poses_the_same_and_another_another() -> None:
    quiz = QUIZZES[0]

    assert pose(quiz, "a", SILENCE) == pose(quiz, "a", SILENCE)
    assert len({pose(quiz, str(n), SILENCE).options for n in range(20)}) > 5
    assert len({pose(quiz, str(n), SILENCE).right for n in range(40)}) == WRONG_CHOICES + 1


def test_questions_are_chosen_by_seed_and_never_twice() -> None:
    chosen = choose(QUIZZES, 10, "a")

    assert len({quiz.id for quiz in chosen}) == 10
    assert chosen == choose(QUIZZES, 10, "a") != choose(QUIZZES, 10, "b")
    assert len(choose(QUIZZES, 500, "a")) == len(QUIZZES)
