"""The guided path through the scheme: lessons told by facts, quizzes answered by facts.

Reads: an outline (bot/wording/curriculum.toml, packaged) and the library's typed facts and clauses.
Does not: hold a claim of its own. A lesson's sentences are facts' texts; a quiz's right choice is
a fact's value and its wrong ones are values of other facts that are not also true of it.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Protocol

from retrieval.language.folding import fold_title
from retrieval.types import Clause, DocumentMeta, Fact, FactKind
from rules.clauses import ClauseRef

OUTLINE_NAME = "curriculum.toml"
WRONG_CHOICES = 3
PLACE = "place"  # as a part: the place of a fact
_JOINT = "；"
_SHORT_JOINT = "、"
_SHORT = 12  # characters of a value that is listed with 、
_UNITS = frozenset({FactKind.LEAD, FactKind.COOPERATE, FactKind.DECIDER})

Values = tuple[str, ...]


class LessonTexts(Protocol):
    """What a curriculum is made of; `retrieval.index.library.Library` is one."""

    @property
    def generation(self) -> int:
        """Another number, other contents."""
        ...

    def documents(self) -> Sequence[DocumentMeta]:
        """Every edition of every document."""
        ...

    def clauses(self, doc_id: str, edition: str = "") -> Sequence[Clause]:
        """The clauses of an edition, the digest's before the original's."""
        ...

    def facts(self, doc_id: str, edition: str) -> Sequence[Fact]:
        """The typed facts of an edition."""
        ...


@dataclass(frozen=True, slots=True)
class Quiz:
    """A question with its fact. right is empty where the text leaves the point open.

    wrong: at least WRONG_CHOICES values of other facts, none of them true of the question.
    """

    id: str
    ask: str
    fact: Fact
    right: str
    wrong: tuple[str, ...]
    may_be_silent: bool = True  # whether "the text does not say" may be a wrong choice

    @property
    def is_open(self) -> bool:
        """Whether the right choice is that the text does not say."""
        return not self.right


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson: number from 1, the facts it tells in order, its quizzes."""

    number: int
    id: str
    title: str
    names: tuple[str, ...]
    facts: tuple[Fact, ...]
    quizzes: tuple[Quiz, ...]


@dataclass(frozen=True, slots=True)
class Curriculum:
    """All lessons, with the documents and clauses their facts stand in."""

    lessons: tuple[Lesson, ...]
    metas: Mapping[str, DocumentMeta]
    clauses: Mapping[ClauseRef, Clause]

    @property
    def quizzes(self) -> tuple[Quiz, ...]:
        """Every quiz, by lesson."""
        return tuple(quiz for lesson in self.lessons for quiz in lesson.quizzes)

    def lesson(self, number: int) -> Lesson | None:
        """The lesson of a number from 1."""
        return self.lessons[number - 1] if 1 <= number <= len(self.lessons) else None

    def lesson_of(self, quiz_id: str) -> Lesson | None:
        """The lesson a quiz belongs to."""
        held = (each for each in self.lessons if any(q.id == quiz_id for q in each.quizzes))
        return next(held, None)

    def quiz(self, quiz_id: str) -> Quiz | None:
        """The quiz of an id."""
        return next((quiz for quiz in self.quizzes if quiz.id == quiz_id), None)

    def named(self, text: str) -> Lesson | None:
        """The lesson whose longest name stands in the text; the first of equals."""
        folded = fold_title(text)
        found = [
            (len(fold_title(name)), -lesson.number, lesson)
            for lesson in self.lessons
            for name in (lesson.title, *lesson.names)
            if fold_title(name) in folded
        ]
        return max(found, key=lambda each: each[:2])[2] if found else None


class Curricula:
    """The curriculum on the library's newest generation, read when it is first wanted."""

    def __init__(self, texts: LessonTexts, outline: Traversable | None = None) -> None:
        self._texts = texts
        self._outline = outline or files("bot.wording") / OUTLINE_NAME
        self._held: tuple[tuple[int, date], Curriculum] | None = None

    def on(self, day: date) -> Curriculum:
        """The curriculum as of a day; without lessons where the library holds none of its facts."""
        key = (self._texts.generation, day)
        if self._held is None or self._held[0] != key:
            written = self._outline.read_text("utf-8")
            self._held = (key, parse_curriculum(written, self._texts, day))
        return self._held[1]


def parse_curriculum(outline: str, texts: LessonTexts, day: date) -> Curriculum:
    """Read an outline on the editions that count on a day.

    Facts that the library does not hold are left out, and quizzes and lessons left without any.
    Raises tomllib.TOMLDecodeError for an outline that is not TOML.
    """
    from retrieval.index.editions import understood_editions

    rows = tomllib.loads(outline)
    metas = understood_editions(texts.documents(), day)
    facts = {f.id: f for meta in metas for f in texts.facts(meta.doc_id, meta.edition)}
    clauses: dict[ClauseRef, Clause] = {}
    for meta in metas:
        for clause in texts.clauses(meta.doc_id, meta.edition):
            clauses.setdefault(clause.ref, clause)
    reader = _Reader(facts, rows.get("pools", {}))
    lessons: list[Lesson] = []
    for row in rows.get("lesson", ()):
        if lesson := reader.lesson(row, len(lessons) + 1):
            lessons.append(lesson)
    return Curriculum(tuple(lessons), {meta.doc_id: meta for meta in metas}, clauses)


@dataclass(frozen=True, slots=True)
class _Reader:
    facts: Mapping[str, Fact]
    pools: Mapping[str, Sequence[str]]

    def lesson(self, row: Mapping[str, Any], number: int) -> Lesson | None:
        told = tuple(self.facts[name] for name in row["facts"] if name in self.facts)
        if not told:
            return None
        quizzes = (
            self._quiz(quiz, f"{row['id']}.{position}")
            for position, quiz in enumerate(row.get("quiz", ()), start=1)
        )
        kept = tuple(quiz for quiz in quizzes if quiz)
        return Lesson(number, row["id"], row["title"], tuple(row["names"]), told, kept)

    def _quiz(self, row: Mapping[str, Any], quiz_id: str) -> Quiz | None:
        name, _, part = row["fact"].partition(":")
        fact = self.facts.get(name)
        if fact is None:
            return None
        right = "" if row.get("open") else value_of(fact, part)
        wrong = self._wrong(row, fact, part)
        if len(apart(wrong)) < WRONG_CHOICES:
            return None
        may_be_silent = part != PLACE and bool(row.get("silence", True))
        return Quiz(quiz_id, row["ask"], fact, right, wrong, may_be_silent)

    def _wrong(self, row: Mapping[str, Any], fact: Fact, part: str) -> tuple[str, ...]:
        sources = self.pools[row["pool"]] if "pool" in row else row["wrong"]
        parts = [source.partition(":") for source in sources]
        found = [values_of(self.facts[name], p) for name, _, p in parts if name in self.facts]
        right = () if row.get("open") else values_of(fact, part)
        false = [v for v in found if not self._may_be_true(v, right, fact, of_place=part == PLACE)]
        return tuple(dict.fromkeys(map(_joined, false)))

    def _may_be_true(self, candidate: Values, right: Values, fact: Fact, *, of_place: bool) -> bool:
        """Whether values could pass for an answer: they overlap the right ones, stand in the
        fact's own words, or lie within what like facts say of the same subject."""
        if of_place:
            return _overlap(_joined(candidate), _joined(right))
        if fold_title(_joined(candidate)) in fold_title(fact.text):
            return True
        if fact.kind not in _UNITS:
            return bool(right) and _overlap(_joined(candidate), _joined(right))
        true = [right, *(other.value for other in self._alike(fact))]
        return any(_within(candidate, values) or _within(values, candidate) for values in true)

    def _alike(self, fact: Fact) -> list[Fact]:
        return [
            other
            for other in self.facts.values()
            if other.kind is fact.kind
            and other.subject == fact.subject
            and other.ref.doc_id == fact.ref.doc_id
        ]


def values_of(fact: Fact, part: str = "") -> Values:
    """A fact's values as one choice: all, the `part`-th from 0 alone, or its `place`.

    Raises IndexError where there is no such value.
    """
    if part == PLACE:
        return (fact.place,)
    return (fact.value[int(part)],) if part else fact.value


def value_of(fact: Fact, part: str = "") -> str:
    """The values of a choice as they are shown."""
    return _joined(values_of(fact, part))


def _joined(values: Values) -> str:
    is_short = all(len(value) <= _SHORT for value in values)
    return (_SHORT_JOINT if is_short else _JOINT).join(values)


def _within(few: Values, many: Values) -> bool:
    """Whether each of few is, or overlaps, one of many; nothing lies within anything."""
    return bool(few) and all(any(_overlap(one, other) for other in many) for one in few)


def _overlap(one: str, other: str) -> bool:
    one, other = fold_title(one), fold_title(other)
    return one in other or other in one


def apart(values: Sequence[str]) -> tuple[str, ...]:
    """The values of which none lies within another, the earlier kept."""
    kept: list[str] = []
    for value in values:
        if not any(_overlap(value, other) for other in kept):
            kept.append(value)
    return tuple(kept)
