"""The desk that teaches new hires: lessons, quizzes, a final test, and what was learnt so far.

Reads: the curriculum. Does not: state anything about the scheme itself; every sentence of a
lesson is a fact of the corpus with its clause. The order of choices follows from the conversation
and the number of the round, so that a replay shows the same.
"""

import re

from bot.conversations.learn.curriculum import Curricula, LessonTexts
from bot.conversations.learn.path import NAME, NEXT, QUIZ, RESUME, TEST_OFFER, Visit
from bot.conversations.learn.progress import parse_progress
from bot.conversations.learn.replies import letters_of, question_reply, resume_choice
from bot.conversations.learn.words import (
    Move,
    Wish,
    is_no,
    is_yes,
    read_answer,
    read_wish,
    wants_lesson,
)
from bot.dialogue.messages import Intent, Reply
from bot.dialogue.talk import Step, Turn
from bot.wording import say

_BUTTONS = {
    "start": Move.START,
    "anew": Move.ANEW,
    "test": Move.TEST,
    "missed": Move.MISSED,
    "list": Move.LIST,
    "stop": Move.STOP,
}
_MORE = re.compile(r"(?:那)?(?:再|多)(?:出|来|做|考)(?!.{0,2}(?:遍|次|回))")
_OF_LESSONS = re.compile(r"课|讲|节")
_GOES_ON = re.compile(r"继续|接着|往下")
_ON_THE_SIDE = frozenset({Move.WHY, Move.WHERE, Move.AGAIN, Move.EASY, Move.PROGRESS, Move.STOP})
_TAKES_UP = frozenset({Move.NEXT, Move.AGAIN, Move.REPEAT, Move.PROGRESS, Move.MISSED})
_MOST_ASIDE = 12  # characters of words about the learning itself
_LETTER = re.compile(r"(?:我?选|答案是)?\s*[A-Ha-h][。.]?")
_LESSON_OVER = re.compile(r"跳过(?:这|本|那)(?:一)?[课节讲章]")
_OWN = frozenset({Intent.LEARN, Intent.CANCEL, Intent.CONFIRM})
_NUMBERED = {"lesson": Move.LESSON, "quiz": Move.QUIZ}


class LearnDesk:
    """Teaches anybody, signed in or not; progress stays with the conversation.

    texts: the library, not read before the first lesson.
    """

    name = NAME

    def __init__(self, texts: LessonTexts) -> None:
        self._curricula = Curricula(texts)

    def handle(self, turn: Turn) -> Step:
        """Deal with one turn: a button, an answer, or a move on the path."""
        visit = self._visit(turn)
        if not visit.curriculum.lessons:
            return Step(turn.talk, (Reply(say("learn.nothing")),))
        pressed = turn.message.data
        if pressed.startswith(f"{NAME}."):
            return _press(visit, pressed.removeprefix(f"{NAME}."))
        if turn.intent is Intent.CANCEL:
            return visit.stop()
        wish = read_wish(turn.text)
        if visit.open_quiz() is not None:
            return _hear_answer(visit, wish)
        return visit.wish(_aimed(visit, wish)) if wish is not None else _hear(visit)

    def claims(self, turn: Turn) -> Intent | None:
        """LEARN for short words about the learning itself, while it goes on or was just left."""
        floor, spoke = turn.talk.floor, turn.talk.of("dispatcher").get("spoke")
        is_here = floor == NAME or (spoke == NAME and not floor)
        if not is_here or turn.intent in _OWN or len(turn.text) > _MOST_ASIDE:
            return None
        wish = read_wish(turn.text)
        moves = _ON_THE_SIDE if floor == NAME else _TAKES_UP
        return Intent.LEARN if wish is not None and wish.move in moves else None

    def remind(self, turn: Turn) -> Reply | None:
        """The open question, or the lesson read last, in one line; nothing when none is."""
        visit = self._visit(turn)
        progress, run = visit.progress, visit.progress.run
        lesson = visit.curriculum.lesson(progress.lesson)
        if run is not None and (quiz := visit.open_quiz()):
            letters = letters_of(run)
            text = say("learn.remind_question", at=run.at + 1, ask=quiz.ask, letters=letters)
            return Reply(text, question_reply(quiz.ask, run, progress.rounds).choices)
        if lesson is None:
            return None
        key = "remind_lesson" if turn.talk.awaits == QUIZ else "remind_next"
        text = say(f"learn.{key}", number=lesson.number, title=lesson.title)
        return Reply(text, (resume_choice(),))

    def _visit(self, turn: Turn) -> Visit:
        progress = parse_progress(turn.talk.of(NAME))
        return Visit(turn, self._curricula.on(turn.today), progress)


def _press(visit: Visit, action: str) -> Step:
    """Deal with a button; one of a question answered long ago changes nothing."""
    verb, _, rest = action.partition(":")
    if verb in ("pick", "skip"):
        return _press_pick(visit, verb, rest)
    if verb in _NUMBERED and rest.isdecimal():
        return visit.wish(Wish(_NUMBERED[verb], int(rest)))
    if verb == "resume":
        return visit.resume()
    if verb in _BUTTONS:
        return visit.wish(Wish(_BUTTONS[verb]))
    return visit.stay(Reply(say("common.stale_button", hint="")))


def _press_pick(visit: Visit, verb: str, rest: str) -> Step:
    run, (asked, _, option) = visit.progress.run, rest.partition(":")
    if run is None or visit.open_quiz() is None:
        hint = say("learn.hint_none")
        return visit.stay(Reply(say("learn.question_gone", hint=hint), (resume_choice(),)))
    if asked == f"{visit.progress.rounds}.{run.at}":
        if verb == "skip":
            return visit.grade(None)
        if option.isdecimal() and int(option) < len(run.options):
            return visit.grade(int(option))
    return visit.put((Reply(say("learn.question_gone", hint=say("learn.hint_open"))),))


def _hear_answer(visit: Visit, wish: Wish | None) -> Step:
    """Words while a question is open: an answer first, then a move."""
    run = visit.progress.run
    assert run is not None
    meant = read_answer(visit.turn.text, run.options)
    if len(meant) == 1 and (wish is None or wish.move is not Move.LESSON):
        return visit.grade(meant[0])
    if _LESSON_OVER.search(visit.turn.text):
        return visit.following()
    if wish is not None and not meant:
        if wish.move is Move.NEXT and _OF_LESSONS.search(visit.turn.text):
            return visit.following()
        is_over = wish.move is Move.NEXT and _GOES_ON.search(visit.turn.text) is None
        if wish.move is Move.SKIP or is_over:
            return visit.grade(None)
        return visit.wish(_aimed(visit, wish))
    key = "choose_one" if meant else "not_an_option"
    return visit.put((Reply(say(f"learn.{key}", letters=letters_of(run))),))


def _hear(visit: Visit) -> Step:
    """Words that ask for no move: yes, no, or a lesson by its name."""
    turn = visit.turn
    lesson = visit.curriculum.named(turn.text)
    awaits = turn.talk.awaits if turn.talk.floor == NAME else ""
    if lesson is not None and (wants_lesson(turn.text) or not awaits):
        return visit.teach(lesson)
    if awaits and (turn.intent is Intent.CONFIRM or is_yes(turn.text)):
        return _agree(visit, awaits)
    if awaits and is_no(turn.text):
        return visit.following() if awaits == QUIZ else visit.stop()
    if lesson is not None:
        return visit.teach(lesson)
    if awaits:
        key = "no_question_open" if _LETTER.fullmatch(turn.text.strip()) else "not_understood"
        return visit.show(Reply(say(f"learn.{key}"), (resume_choice(),)))
    return visit.wish(Wish(Move.START))


def _agree(visit: Visit, awaits: str) -> Step:
    offers = {
        QUIZ: lambda: visit.wish(Wish(Move.QUIZ)),
        TEST_OFFER: lambda: visit.wish(Wish(Move.TEST)),
        RESUME: visit.resume,
        NEXT: visit.following,
    }
    return offers.get(awaits, visit.resume)()


def _aimed(visit: Visit, wish: Wish) -> Wish:
    """A wish with the lesson its words name."""
    lesson = visit.curriculum.named(visit.turn.text)
    if lesson is None and _MORE.match(visit.turn.text.strip()) and visit.progress.lesson:
        return Wish(Move.QUIZ, visit.progress.lesson, wish.count or 1)  # one more on what was read
    if lesson is None or wish.lesson:
        return wish
    if wish.move in (Move.TEST, Move.QUIZ):
        return Wish(Move.QUIZ, lesson.number, wish.count)
    return Wish(Move.LESSON, lesson.number) if wish.move is Move.START else wish
