"""Score answers against a golden set: facts held, clauses cited, refusals made, false refusals.

Reads: golden cases in TOML (bench/golden/README.md has the form). Judging is pure.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from retrieval.language.lexicon import squeeze
from retrieval.types import Answer, AnswerStatus

AnswerCase = Callable[["GoldenCase"], Answer]


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """One question with what its answer must hold, must not say and must cite.

    must: each inner tuple holds alternatives, one of which has to stand in the answer;
    cite: each entry is `doc#clause|doc#clause|doc`, one of which has to be among the citations.
    """

    id: str
    kind: str
    question: str
    status: tuple[AnswerStatus, ...]
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    as_of: date | None = None
    place: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one answer fared; problems says why in words."""

    case: GoldenCase
    answer: Answer
    is_right: bool
    is_cited: bool
    is_status_right: bool
    problems: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Right, rightly cited and of the right status."""
        return self.is_right and self.is_cited and self.is_status_right


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts for one kind of question.

    refusals_due: only a refusal is right; answerable: a refusal is wrong. Questions where a
    careful colleague could do either are neither.
    """

    total: int = 0
    passed: int = 0
    right: int = 0
    cited: int = 0
    refusals_due: int = 0
    refused_rightly: int = 0
    answerable: int = 0
    false_refusals: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """All judgements of one run."""

    judgements: tuple[Judgement, ...]
    by_kind: dict[str, Tally] = field(default_factory=dict)

    @property
    def overall(self) -> Tally:
        """The counts over all kinds."""
        return tally(self.judgements)

    @property
    def failures(self) -> tuple[Judgement, ...]:
        """What did not pass, in the order asked."""
        return tuple(judged for judged in self.judgements if not judged.passed)


def load_cases(paths: Iterable[Path]) -> tuple[GoldenCase, ...]:
    """Read golden files (`[[case]]` tables). Raises ValueError naming file and case."""
    cases: list[GoldenCase] = []
    for path in paths:
        for row in tomllib.loads(path.read_text("utf-8")).get("case", []):
            try:
                cases.append(_case(row))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path.name}: case {row.get('id')!r}: {error}") from error
    return tuple(cases)


def _case(row: dict[str, Any]) -> GoldenCase:
    return GoldenCase(
        id=row["id"],
        kind=row["kind"],
        question=row["question"],
        status=tuple(AnswerStatus(status) for status in row["status"]),
        must=tuple(tuple(group) for group in row.get("must", [])),
        must_not=tuple(row.get("must_not", [])),
        cite=tuple(row.get("cite", [])),
        history=tuple(row.get("history", [])),
        as_of=row.get("as_of") or None,
        place=row.get("place", ""),
        why=row.get("why", ""),
    )


def run_golden(answer: AnswerCase, cases: Sequence[GoldenCase]) -> Report:
    """Answer and judge every case; kinds in the order first met."""
    judgements = tuple(judge(case, answer(case)) for case in cases)
    groups: dict[str, list[Judgement]] = defaultdict(list)
    for judged in judgements:
        groups[judged.case.kind].append(judged)
    return Report(judgements, {kind: tally(group) for kind, group in groups.items()})


def judge(case: GoldenCase, answer: Answer) -> Judgement:
    """Compare one answer with what the case asks for."""
    said = plain(_shown_text(answer))
    lost = [group for group in case.must if not any(plain(word) in said for word in group)]
    wrong = [word for word in case.must_not if plain(word) in said]
    uncited = [wanted for wanted in case.cite if not _is_cited(wanted, answer)]
    status_right = answer.status in case.status
    problems = [f"缺：{'|'.join(group)}" for group in lost]
    problems += [f"不应有：{word}" for word in wrong]
    problems += [f"未引：{wanted}" for wanted in uncited]
    if not status_right:
        problems.append(f"状态：{answer.status}，应为{'/'.join(case.status)}")
    return Judgement(
        case, answer, not lost and not wrong, not uncited, status_right, tuple(problems)
    )


def _shown_text(answer: Answer) -> str:
    return "".join([*(sentence.text for sentence in answer.sentences), *answer.notes])


def plain(text: str) -> str:
    """Text as words are compared: folded, without space, commas and quotation marks."""
    return re.sub(r"[,，、。“”\"'‘’《》]", "", squeeze(text))


def _is_cited(wanted: str, answer: Answer) -> bool:
    cited = {f"{c.doc_id}#{c.clause}" for c in (*answer.citations, *answer.nearest)}
    documents = {reference.partition("#")[0] for reference in cited}
    return any(
        alternative in (cited if "#" in alternative else documents)
        for alternative in wanted.split("|")
    )


def tally(judgements: Sequence[Judgement]) -> Tally:
    """Count a group of judgements."""
    due = [j for j in judgements if j.case.status == (AnswerStatus.REFUSED,)]
    answerable = [j for j in judgements if AnswerStatus.REFUSED not in j.case.status]
    return Tally(
        total=len(judgements),
        passed=sum(j.passed for j in judgements),
        right=sum(j.is_right for j in judgements),
        cited=sum(j.is_cited for j in judgements),
        refusals_due=len(due),
        refused_rightly=sum(j.answer.status is AnswerStatus.REFUSED for j in due),
        answerable=len(answerable),
        false_refusals=sum(j.answer.status is AnswerStatus.REFUSED for j in answerable),
    )
