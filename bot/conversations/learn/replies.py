"""What the guided path says: lessons, questions, what was right, scores. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.conversations.learn.curriculum import Curriculum, Lesson, Quiz
from bot.conversations.learn.progress import AGAIN, TEST, Progress, Run
from bot.conversations.learn.words import LETTERS
from bot.dialogue.messages import Card, CardKind, Choice, Reply, Row
from bot.rendering.citations import edition_line, source_line
from bot.wording import say
from retrieval.types import Citation, Fact
from rules.clauses import ClauseRef

_MOST_LESSONS_NAMED = 3


def citations_of(curriculum: Curriculum, fact: Fact) -> tuple[Citation, ...]:
    """Where a fact stands, its own clause first, then those it also rests on."""
    from retrieval.answers.citations import cite

    return tuple(
        cite(fact.text, curriculum.clauses[ref], curriculum.metas[ref.doc_id], values=fact.value)
        for ref in (fact.ref, *fact.also)
        if ref in curriculum.clauses
    )


def lesson_reply(curriculum: Curriculum, lesson: Lesson) -> Reply:
    """A lesson with each sentence's clauses, and what to do next."""
    citations: dict[ClauseRef, Citation] = {}
    for fact in lesson.facts:
        for found in citations_of(curriculum, fact):
            citations.setdefault(ClauseRef(found.doc_id, found.clause), found)
    numbers = {ref: number for number, ref in enumerate(citations, start=1)}
    head = say(
        "learn.lesson_head",
        number=lesson.number,
        title=lesson.title,
        count=len(curriculum.lessons),
    )
    points = [
        say("learn.point", text=fact.text, marks=_marks(fact, numbers)) for fact in lesson.facts
    ]
    foot = say("learn.lesson_foot" if lesson.quizzes else "learn.lesson_foot_plain")
    blocks = [head, "\n".join(points), _sources(tuple(citations.values())), foot]
    text = "\n\n".join(block for block in blocks if block)
    return Reply(text, _lesson_choices(curriculum, lesson), tuple(citations.values()))


def _marks(fact: Fact, numbers: Mapping[ClauseRef, int]) -> str:
    return "".join(f"[{numbers[ref]}]" for ref in (fact.ref, *fact.also) if ref in numbers)


def _sources(citations: Sequence[Citation]) -> str:
    """One line a document, its clauses with the numbers of the sentences' marks."""
    lines: dict[str, list[str]] = {}
    for number, citation in enumerate(citations, start=1):
        label = citation.clause_label
        document = source_line(citation).removesuffix(label or citation.clause)
        clause = say("learn.source_clause", number=number, clause=label or citation.clause)
        lines.setdefault(f"{document}（{edition_line(citation)}）", []).append(clause)
    return "\n".join(
        say("learn.sources", document=document, clauses="".join(clauses))
        for document, clauses in lines.items()
    )


def _lesson_choices(curriculum: Curriculum, lesson: Lesson) -> tuple[Choice, ...]:
    quiz = Choice(say("learn.button_quiz"), f"learn.quiz:{lesson.number}")
    choices = (quiz,) if lesson.quizzes else ()
    return (*choices, _onward(curriculum, lesson.number), *_ways_out())


def _onward(curriculum: Curriculum, number: int) -> Choice:
    if number < len(curriculum.lessons):
        return Choice(say("learn.button_next"), f"learn.lesson:{number + 1}")
    return Choice(say("learn.button_test"), "learn.test")


def _ways_out() -> tuple[Choice, ...]:
    listed = Choice(say("learn.button_list"), "learn.list")
    return (listed, Choice(say("learn.button_stop"), "learn.stop"))


def question_reply(ask: str, run: Run, rounds: int) -> Reply:
    """The open question with its choices, as text, buttons and card."""
    head = say("learn.question", at=run.at + 1, count=len(run.ids), ask=ask)
    lettered = list(zip(LETTERS, run.options, strict=False))
    lines = [say("learn.option", letter=letter, text=option) for letter, option in lettered]
    picks = tuple(
        Choice(line, f"learn.pick:{rounds}.{run.at}:{index}") for index, line in enumerate(lines)
    )
    skip = Choice(say("learn.button_skip"), f"learn.skip:{rounds}.{run.at}")
    stop = Choice(say("learn.button_stop"), "learn.stop")
    card = Card(CardKind.QUIZ, head, tuple(Row(letter, option) for letter, option in lettered))
    return Reply("\n".join([head, *lines]), (*picks, skip, stop), card=card)


def letters_of(run: Run) -> str:
    """The letters that can be answered: A、B、C、D."""
    return "、".join(LETTERS[: len(run.options)])


def explanation(curriculum: Curriculum, quiz: Quiz) -> str:
    """What the answer to a question is, and the clause that says so."""
    why = say("learn.why", text=quiz.fact.text, source=_short_source(curriculum, quiz.fact))
    answer = quiz.right or say("learn.not_laid_down")
    return say("learn.explained", answer=answer, why=why)


def verdict_reply(curriculum: Curriculum, quiz: Quiz, run: Run, picked: int | None) -> Reply:
    """Whether the pick was right, the right choice, and the clause that says so; None: skipped."""
    why = say("learn.why", text=quiz.fact.text, source=_short_source(curriculum, quiz.fact))
    key = "skipped" if picked is None else "right" if picked == run.answer else "wrong"
    text = say(f"learn.{key}", letter=LETTERS[run.answer], answer=run.options[run.answer], why=why)
    return Reply(text, citations=citations_of(curriculum, quiz.fact)[:1])


def _short_source(curriculum: Curriculum, fact: Fact) -> str:
    clause, meta = curriculum.clauses.get(fact.ref), curriculum.metas[fact.ref.doc_id]
    document = f"《{meta.short_titles[0] if meta.short_titles else meta.title}》"
    label = clause.heading if clause else fact.ref.clause
    return say("learn.source", document=document, clause=label)


def score_reply(curriculum: Curriculum, progress: Progress, run: Run) -> Reply:
    """What a finished run came to, what to look at again, and where to go on."""
    if run.kind == TEST:
        return _test_score(curriculum, run)
    if run.kind == AGAIN:
        return _again_score(curriculum, progress, run)
    return _lesson_score(curriculum, progress, run)


def _lesson_score(curriculum: Curriculum, progress: Progress, run: Run) -> Reply:
    lesson = curriculum.lesson_of(run.ids[0])
    number = lesson.number if lesson else progress.lesson
    score = say("learn.lesson_score", number=number, asked=len(run.ids), right=run.right)
    parts = [score, _look_again(curriculum, run)]
    if (following := curriculum.lesson(number + 1)) is not None:
        parts.append(say("learn.next_foot", title=following.title))
    else:
        parts.append(say("learn.all_done", count=len(curriculum.lessons)))
    choices = (_onward(curriculum, number), *_redo(progress), *_ways_out())
    return Reply("\n".join(parts), choices)


def _look_again(curriculum: Curriculum, run: Run) -> str:
    if not run.wrong:
        return say("learn.all_right")
    quizzes = [quiz for name in run.wrong if (quiz := curriculum.quiz(name))]
    sources = dict.fromkeys(_short_source(curriculum, quiz.fact) for quiz in quizzes)
    return say("learn.look_again", points="、".join(sources))


def _test_score(curriculum: Curriculum, run: Run) -> Reply:
    lines = [say("learn.test_score", asked=len(run.ids), right=run.right)]
    lessons = [lesson for name in run.wrong if (lesson := curriculum.lesson_of(name))]
    missed = Counter(lesson.number for lesson in lessons)
    worst = sorted(missed, key=lambda number: (-missed[number], number))
    named = [
        say("learn.test_lesson", number=n, title=curriculum.lessons[n - 1].title, wrong=missed[n])
        for n in worst
    ]
    lines.append(
        say("learn.test_again", lessons="、".join(named)) if named else say("learn.all_right")
    )
    back = tuple(
        Choice(say("learn.button_lesson", number=number), f"learn.lesson:{number}")
        for number in worst[:_MOST_LESSONS_NAMED]
    )
    redo = (Choice(say("learn.button_missed"), "learn.missed"),) if run.wrong else ()
    again = Choice(say("learn.button_again"), "learn.test")
    return Reply("\n".join(lines), (*back, *redo, again, *_ways_out()))


def _again_score(curriculum: Curriculum, progress: Progress, run: Run) -> Reply:
    lines = [say("learn.again_score", asked=len(run.ids), right=run.right)]
    lines.append(_look_again(curriculum, run) if run.wrong else say("learn.again_clean"))
    return Reply("\n".join(lines), (resume_choice(), *_redo(progress), *_ways_out()))


def _redo(progress: Progress) -> tuple[Choice, ...]:
    return (Choice(say("learn.button_missed"), "learn.missed"),) if progress.missed else ()


def resume_choice() -> Choice:
    """The button that goes on where somebody stopped."""
    return Choice(say("learn.button_resume"), "learn.resume")


def list_reply(curriculum: Curriculum, progress: Progress) -> Reply:
    """All lessons with scores and the place reached."""
    rows = []
    for lesson in curriculum.lessons:
        mark = ""
        if (score := progress.scores.get(lesson.id)) is not None:
            mark = say("learn.list_done", right=score[0], asked=score[1])
        elif lesson.number == progress.lesson:
            mark = say("learn.list_here")
        rows.append(say("learn.list_line", number=lesson.number, title=lesson.title, mark=mark))
    head = say("learn.list_head", count=len(curriculum.lessons), done=len(progress.done))
    go_on = resume_choice()
    stop = Choice(say("learn.button_stop"), "learn.stop")
    text = "\n".join([head, *rows, say("learn.list_foot")])
    return Reply(text, (go_on, stop), card=Card(CardKind.LIST, head, lines=tuple(rows)))


def progress_reply(curriculum: Curriculum, progress: Progress) -> Reply:
    """How far somebody is: lessons, the last test, what was missed."""
    scores = ""
    if (test := progress.scores.get(TEST)) is not None:
        scores = say("learn.progress_test", right=test[0], asked=test[1])
    missed = say("learn.progress_clean")
    if progress.missed:
        missed = say("learn.progress_missed", count=len(progress.missed))
    lesson = curriculum.lesson(progress.lesson)
    here = say("learn.progress_here", number=lesson.number, title=lesson.title) if lesson else ""
    text = say(
        "learn.progress",
        here=here,
        done=len(progress.done),
        count=len(curriculum.lessons),
        scores=scores,
        missed=missed,
    )
    return Reply(text, (resume_choice(), *_redo(progress), *_ways_out()))
