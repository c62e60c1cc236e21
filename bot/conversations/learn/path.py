"""Moves on the guided path: from a turn and what was learnt so far to what is said next.

Does not: understand words (bot.conversations.learn.words) or word replies (learn.replies).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.conversations.learn.curriculum import Curriculum, Lesson, Quiz
from bot.conversations.learn.progress import AGAIN, TEST, Progress, Run
from bot.conversations.learn.quiz import choose, pose
from bot.conversations.learn.replies import (
    explanation,
    lesson_reply,
    letters_of,
    list_reply,
    progress_reply,
    question_reply,
    resume_choice,
    score_reply,
    verdict_reply,
)
from bot.conversations.learn.words import Move, Wish
from bot.dialogue.messages import Choice, Reply
from bot.dialogue.talk import Step, Turn
from bot.wording import say

NAME = "learn"
LESSON_QUESTIONS = 3
TEST_QUESTIONS = 10
# What the path awaits: an answer; yes to questions, to the next lesson, to the test, to go on.
ANSWER, QUIZ, NEXT, TEST_OFFER, RESUME = "answer", "quiz", "next", "test", "resume"


@dataclass(frozen=True, slots=True)
class Visit:
    """One turn with what is needed to deal with it."""

    turn: Turn
    curriculum: Curriculum
    progress: Progress

    def wish(self, wish: Wish) -> Step:
        """Do what is asked for."""
        if wish.move in (Move.TEST, Move.QUIZ):
            return self._questions(wish)
        if wish.move is Move.LESSON:
            return self.jump(wish.lesson)
        plain: dict[Move, Callable[[], Step]] = {
            Move.STOP: self.stop,
            Move.MISSED: self._missed,
            Move.LIST: lambda: self.show(list_reply(self.curriculum, self.progress)),
            Move.PROGRESS: lambda: self.show(progress_reply(self.curriculum, self.progress)),
            Move.ANEW: self._anew,
            Move.START: self._start,
            Move.BACK: lambda: self.jump(max(self.progress.lesson - 1, 1)),
            Move.WHY: self._why,
            Move.WHERE: self._where,
            Move.AGAIN: self._again,
            Move.EASY: self._easy,
            Move.REPEAT: lambda: self.jump(self.progress.lesson or 1),
            Move.NEXT: self._next,
            Move.SKIP: self._next,
        }
        return plain[wish.move]()

    def _questions(self, wish: Wish) -> Step:
        if wish.move is Move.TEST and not wish.lesson:
            return self._begin(TEST, self.curriculum.quizzes, wish.count or TEST_QUESTIONS)
        return self._quiz(wish.lesson or self.progress.lesson or 1, wish.count)

    def _next(self) -> Step:
        talk = self.turn.talk
        if talk.floor == NAME and talk.awaits == TEST_OFFER:
            return self._questions(Wish(Move.TEST))
        is_here = talk.floor == NAME and talk.awaits in (QUIZ, NEXT)
        return self.following() if is_here else self.resume()

    def _why(self) -> Step:
        """Why the question answered last is answered so; what is open stays open."""
        run, missed = self.progress.run, self.progress.missed
        answered = run.ids[run.at - 1] if run is not None and run.at else ""
        quiz = self.curriculum.quiz(answered or (missed[-1] if missed else ""))
        if quiz is None:
            return self._beside(say("learn.why_none"))
        return self._beside(explanation(self.curriculum, quiz))

    def _where(self) -> Step:
        """How many questions the round has, and which is open."""
        run = self.progress.run
        if run is None:
            return self._beside(say("learn.where_none"))
        left = len(run.ids) - run.at
        return self._beside(say("learn.where", at=run.at + 1, count=len(run.ids), left=left))

    def _easy(self) -> Step:
        return self._beside(say("learn.easy"))

    def _again(self) -> Step:
        """The round of questions once more, or the lesson read last."""
        run = self.progress.run
        if run is None:
            return self.jump(self.progress.lesson or 1)
        if run.kind == TEST:
            return self._begin(TEST, self.curriculum.quizzes, len(run.ids))
        return self._missed() if run.kind == AGAIN else self._quiz(self.progress.lesson or 1)

    def _beside(self, text: str) -> Step:
        """Something said on the side, and in one line what is still open."""
        run, quiz = self.progress.run, self.open_quiz()
        if run is None or quiz is None:
            return self.show(Reply(text))
        letters = letters_of(run)
        open_one = say("learn.still_open", at=run.at + 1, ask=quiz.ask, letters=letters)
        choices = question_reply(quiz.ask, run, self.progress.rounds).choices
        return self.show(Reply(f"{text}\n{open_one}", choices))

    def _start(self) -> Step:
        progress = self.progress
        lesson = self.curriculum.lesson(progress.lesson)
        if lesson is None:
            return self.welcome()
        text = say(
            "learn.welcome_back",
            number=lesson.number,
            title=lesson.title,
            done=len(progress.done),
        )
        choices = (
            resume_choice(),
            Choice(say("learn.button_anew"), "learn.anew"),
            Choice(say("learn.button_list"), "learn.list"),
        )
        return self._step((Reply(text, choices),), RESUME)

    def _anew(self) -> Step:
        """From the first lesson, unless it has just been told."""
        talk, fresh = self.turn.talk, replace(Progress(), lesson=1)
        if talk.floor == NAME and talk.awaits == QUIZ and self.progress == fresh:
            return self.show(Reply(say("learn.already_first")))
        return replace(self, progress=Progress()).welcome()

    def welcome(self) -> Step:
        """The first lesson, with what the path is."""
        welcome = Reply(say("learn.welcome", count=len(self.curriculum.lessons)))
        return self.teach(self.curriculum.lessons[0], (welcome,))

    def resume(self) -> Step:
        """Go on where the person stopped: the open question, the lesson, or the one after."""
        if self.open_quiz() is not None:
            return self.put(())
        lesson = self.curriculum.lesson(self.progress.lesson)
        if lesson is None:
            return self.welcome()
        return self.following() if lesson.id in self.progress.done else self.teach(lesson)

    def following(self) -> Step:
        """The lesson after the one read last; after the last one, the offer of a test."""
        following = self.curriculum.lesson(self.progress.lesson + 1)
        if following is not None:
            return self.teach(following)
        count = len(self.curriculum.lessons)
        choice = Choice(say("learn.button_test"), "learn.test")
        return self._step((Reply(say("learn.all_done", count=count), (choice,)),), TEST_OFFER)

    def jump(self, number: int) -> Step:
        """The lesson of a number."""
        lesson = self.curriculum.lesson(number)
        if lesson is None:
            count = len(self.curriculum.lessons)
            return self.show(
                Reply(say("learn.no_such_lesson", number=number, count=count), (resume_choice(),))
            )
        return self.teach(lesson)

    def teach(self, lesson: Lesson, before: tuple[Reply, ...] = ()) -> Step:
        """Tell a lesson; questions that were open are given up."""
        read = replace(self.progress, lesson=lesson.number, run=None)
        reply = lesson_reply(self.curriculum, lesson)
        return replace(self, progress=read)._step((*before, reply), QUIZ)

    def stop(self) -> Step:
        """Leave the path; everything is kept."""
        talk = self.turn.talk.noting(NAME, self.progress.as_notes()).asking("")
        return Step(talk, (Reply(say("learn.stopped"), (resume_choice(),)),))

    def _quiz(self, number: int, count: int = 0) -> Step:
        lesson = self.curriculum.lesson(number)
        if lesson is None:
            return self.jump(number)
        if not lesson.quizzes:
            return self.show(Reply(say("learn.no_quiz")))
        read = replace(self, progress=replace(self.progress, lesson=number))
        return read._begin(lesson.id, lesson.quizzes, count or LESSON_QUESTIONS)

    def _missed(self) -> Step:
        quizzes = [quiz for name in self.progress.missed if (quiz := self.curriculum.quiz(name))]
        if not quizzes:
            return self.show(Reply(say("learn.no_missed"), (resume_choice(),)))
        return self._begin(AGAIN, tuple(quizzes), len(quizzes))

    def _begin(self, kind: str, quizzes: tuple[Quiz, ...], count: int) -> Step:
        rounds = self.progress.rounds + 1
        chosen = choose(quizzes, count, self._seed(rounds))
        run = Run(kind, tuple(quiz.id for quiz in chosen))
        begun = replace(self, progress=replace(self.progress, rounds=rounds, run=run))
        start = Reply(say("learn.test_begins", count=len(chosen)))
        return begun.put((start,) if kind == TEST else ())

    def put(self, before: tuple[Reply, ...]) -> Step:
        """Put the open question, with its choices as they were put first."""
        progress, run, quiz = self.progress, self.progress.run, self.open_quiz()
        assert run is not None
        assert quiz is not None
        if not run.options:
            seed = f"{self._seed(progress.rounds)}/{quiz.id}"
            posed = pose(quiz, seed, say("learn.not_laid_down"))
            run = replace(run, options=posed.options, answer=posed.right)
        put = replace(self, progress=replace(progress, run=run))
        return put._step((*before, question_reply(quiz.ask, run, progress.rounds)), ANSWER)

    def grade(self, picked: int | None) -> Step:
        """Answer the open question with an option, None to skip it, and go on."""
        progress, run, quiz = self.progress, self.progress.run, self.open_quiz()
        assert run is not None
        assert quiz is not None
        verdict = verdict_reply(self.curriculum, quiz, run, picked)
        after = replace(self, progress=progress.answered(is_right=picked == run.answer))
        return after._go_on((verdict,))

    def _go_on(self, before: tuple[Reply, ...]) -> Step:
        if self.open_quiz() is not None:
            return self.put(before)
        run = self.progress.run
        assert run is not None
        after = replace(self, progress=self.progress.finished())
        score = score_reply(self.curriculum, after.progress, run)
        is_last = self.progress.lesson >= len(self.curriculum.lessons)
        awaits = TEST_OFFER if is_last and run.kind not in (TEST, AGAIN) else NEXT
        return after._step((*before, score), awaits)

    def open_quiz(self) -> Quiz | None:
        """The quiz that waits for an answer; None also where the library no longer has it."""
        return self.curriculum.quiz(self.progress.run.open_id) if self.progress.run else None

    def _seed(self, rounds: int) -> str:
        return f"{self.turn.message.conversation}/{rounds}"

    def show(self, reply: Reply) -> Step:
        """Say something on the side; what was awaited still is."""
        awaits = self.turn.talk.awaits if self.turn.talk.floor == NAME else NEXT
        return self._step((reply,), awaits)

    def stay(self, reply: Reply) -> Step:
        """Say something and change nothing."""
        return Step(self.turn.talk, (reply,))

    def _step(self, replies: tuple[Reply, ...], awaits: str) -> Step:
        talk = self.turn.talk.noting(NAME, self.progress.as_notes()).asking(NAME, awaits)
        return Step(talk, replies)
