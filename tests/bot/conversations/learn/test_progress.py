"""What a learner has done survives storing and is counted rightly."""

from bot.conversations.learn.progress import AGAIN, TEST, Progress, Run, parse_progress


def test_progress_survives_storing() -> None:
    run = Run("first", ("first.1", "first.2"), 1, 1, (), ("甲", "乙"), 1)
    progress = Progress(4, ("why",), {"why": (2, 3)}, ("why.1",), 2, run)

    assert parse_progress(progress.as_notes()) == progress
    assert parse_progress(Progress().as_notes()) == Progress()
    assert parse_progress({}) == Progress()


def test_an_answer_moves_on_and_keeps_what_was_missed() -> None:
    progress = Progress(run=Run("first", ("first.1", "first.2"), options=("甲",)))

    wrong = progress.answered(is_right=False)
    assert wrong.run is not None
    assert (wrong.run.at, wrong.run.right, wrong.run.wrong) == (1, 0, ("first.1",))
    assert wrong.run.options == ()
    assert wrong.missed == ("first.1",)

    right = wrong.answered(is_right=True)
    assert right.run is not None
    assert right.run.open_id == ""
    assert right.missed == ("first.1",)
    closed = right.finished()
    assert (closed.run, closed.done, closed.scores) == (None, ("first",), {"first": (1, 2)})


def test_only_a_lessons_own_questions_finish_the_lesson() -> None:
    for kind in (TEST, AGAIN):
        assert Progress(run=Run(kind, ("a.1",))).finished().done == ()


def test_a_question_missed_twice_is_kept_once() -> None:
    progress = Progress(missed=("a.1",), run=Run(AGAIN, ("a.1",)))

    assert progress.answered(is_right=False).missed == ("a.1",)
    assert progress.answered(is_right=True).missed == ()
