"""How far somebody has come on the guided path, as the conversation keeps it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

FORM = 1  # of the notes; notes of another form are begun anew
TEST = "test"  # a run over all lessons; any other kind but AGAIN is a lesson's id
AGAIN = "again"  # a run over what was missed


@dataclass(frozen=True, slots=True)
class Run:
    """Questions being put one after another.

    ids: quizzes in order; at: the one that is open, from 0; options, answer: as it was put.
    """

    kind: str
    ids: tuple[str, ...]
    at: int = 0
    right: int = 0
    wrong: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    answer: int = 0

    @property
    def open_id(self) -> str:
        """The quiz that waits for an answer; empty when none is left."""
        return self.ids[self.at] if self.at < len(self.ids) else ""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is remembered of a learner.

    lesson: number of the lesson read last, 0 before the first; done: ids of lessons whose quiz was
    finished; scores: last (right, asked) by kind of run; missed: quizzes last answered wrong;
    rounds: how many runs there were, so that another run asks in another order.
    """

    lesson: int = 0
    done: tuple[str, ...] = ()
    scores: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    missed: tuple[str, ...] = ()
    rounds: int = 0
    run: Run | None = None

    def answered(self, *, is_right: bool) -> "Progress":
        """With the open question answered and the next one not yet put."""
        assert self.run is not None
        run, quiz = self.run, self.run.open_id
        others = tuple(missed for missed in self.missed if missed != quiz)
        run = replace(
            run,
            at=run.at + 1,
            right=run.right + is_right,
            wrong=run.wrong if is_right else (*run.wrong, quiz),
            options=(),
        )
        return replace(self, run=run, missed=others if is_right else (*others, quiz))

    def finished(self) -> "Progress":
        """With the run closed and its score kept."""
        assert self.run is not None
        kind, is_lesson = self.run.kind, self.run.kind not in (TEST, AGAIN)
        done = (*self.done, kind) if is_lesson and kind not in self.done else self.done
        scores = {**self.scores, kind: (self.run.right, len(self.run.ids))}
        return replace(self, run=None, done=done, scores=scores)

    def as_notes(self) -> dict[str, Any]:
        """The progress as JSON."""
        notes: dict[str, Any] = {
            "form": FORM,
            "lesson": self.lesson,
            "done": list(self.done),
            "scores": {kind: list(score) for kind, score in self.scores.items()},
            "missed": list(self.missed),
            "rounds": self.rounds,
        }
        if self.run is not None:
            notes["run"] = {
                "kind": self.run.kind,
                "ids": list(self.run.ids),
                "at": self.run.at,
                "right": self.run.right,
                "wrong": list(self.run.wrong),
                "options": list(self.run.options),
                "answer": self.run.answer,
            }
        return notes


def parse_progress(notes: Mapping[str, Any]) -> Progress:
    """Read stored notes; none, or notes of another form, are a beginning."""
    if notes.get("form") != FORM:
        return Progress()
    run = notes.get("run")
    return Progress(
        lesson=notes["lesson"],
        done=tuple(notes["done"]),
        scores={kind: (right, asked) for kind, (right, asked) in notes["scores"].items()},
        missed=tuple(notes["missed"]),
        rounds=notes["rounds"],
        run=None
        if run is None
        else Run(
            run["kind"],
            tuple(run["ids"]),
            run["at"],
            run["right"],
            tuple(run["wrong"]),
            tuple(run["options"]),
            run["answer"],
        ),
    )
