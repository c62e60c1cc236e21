"""Score search and answers on CMRC 2018, a public set of Chinese passages with questions on them.

Reads: the set's JSON as text, handed in. Passages go the way of any file: parsed, cut into clauses,
taken into a library. Does not: open files or the library, or use the set for anything but scoring.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from retrieval.errors import DocumentError
from retrieval.evaluation.golden import plain
from retrieval.types import Answer, AnswerStatus, ParsedDocument

HIT_LIMIT = 5

FindDocuments = Callable[[str], Sequence[str]]
AskQuestion = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of the set with its id."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PassageQuestion:
    """A question, the passage that answers it, and the reference answers, any of which will do."""

    id: str
    text: str
    passage: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """How one question fared. rank: place of its passage among the hits from 1, 0 for none."""

    question: PassageQuestion
    rank: int
    is_right: bool
    is_refused: bool


@dataclass(frozen=True, slots=True)
class CmrcReport:
    """All questions of one run. Shares are between 0 and 1 of all questions, 0 without any."""

    scores: tuple[QuestionScore, ...]
    passages: int
    turned_away: tuple[str, ...] = ()

    def hit_within(self, limit: int) -> float:
        """Share of questions whose passage is among the first hits."""
        return self._share(score for score in self.scores if 0 < score.rank <= limit)

    @property
    def right(self) -> float:
        """Share of questions whose answer holds a reference answer."""
        return self._share(score for score in self.scores if score.is_right)

    @property
    def refused(self) -> float:
        """Share of questions refused."""
        return self._share(score for score in self.scores if score.is_refused)

    @property
    def failures(self) -> tuple[QuestionScore, ...]:
        """What was not answered right, in the order asked."""
        return tuple(score for score in self.scores if not score.is_right)

    def _share(self, chosen: Iterable[QuestionScore]) -> float:
        return sum(1 for _ in chosen) / len(self.scores) if self.scores else 0.0


def parse_cmrc(text: str) -> tuple[tuple[Passage, ...], tuple[PassageQuestion, ...]]:
    """Read the set in its JSON form (`data`, `paragraphs`, `qas`). Raises ValueError."""
    passages: list[Passage] = []
    questions: list[PassageQuestion] = []
    try:
        for item in json.loads(text)["data"]:
            for row in item["paragraphs"]:
                passage = Passage(str(row["id"]), row["context"])
                passages.append(passage)
                questions += [_question(each, passage.id) for each in row["qas"]]
    except (KeyError, TypeError, AttributeError, RecursionError, json.JSONDecodeError) as error:
        raise ValueError(f"not a CMRC 2018 set: {error!r}") from error
    return tuple(passages), tuple(questions)


def _question(row: Mapping[str, Any], passage: str) -> PassageQuestion:
    answers = dict.fromkeys(plain(str(answer["text"])) for answer in row["answers"])
    return PassageQuestion(
        str(row["id"]), row["question"].strip(), passage, tuple(filter(None, answers))
    )


def passage_documents(
    passages: Sequence[Passage],
) -> Iterator[tuple[str, ParsedDocument | DocumentError]]:
    """Every passage as a text file goes in: its id with each document read from it, or the reason.

    Passages that open with the same words would become editions of one document; the documents
    are told apart by the passage's place in the set.
    """
    from retrieval.intake.parsing import parse_bytes

    for place, passage in enumerate(passages):
        try:
            documents = parse_bytes(passage.text.encode(), f"{passage.id}.txt")
        except DocumentError as error:
            yield passage.id, error
            continue
        for number, document in enumerate(documents):
            yield passage.id, _rename(document, f"cmrc-{place}-{number}")


def _rename(document: ParsedDocument, doc_id: str) -> ParsedDocument:
    clauses = tuple(
        replace(clause, ref=replace(clause.ref, doc_id=doc_id)) for clause in document.clauses
    )
    return replace(document, meta=replace(document.meta, doc_id=doc_id), clauses=clauses)


def score_question(
    question: PassageQuestion, found: Sequence[str], answer: Answer
) -> QuestionScore:
    """Judge one question. found: ids of the passages hit, best first, repeats allowed."""
    rank = found.index(question.passage) + 1 if question.passage in found else 0
    said = plain("".join(sentence.text for sentence in answer.sentences))
    is_refused = answer.status is AnswerStatus.REFUSED
    is_right = not is_refused and any(wanted in said for wanted in question.answers)
    return QuestionScore(question, rank, is_right, is_refused)


def run_cmrc(
    questions: Sequence[PassageQuestion],
    owners: Mapping[str, str],
    find: FindDocuments,
    ask: AskQuestion,
) -> tuple[QuestionScore, ...]:
    """Search and answer every question. owners: document id -> passage id.

    find: ids of the documents of the best hits, best first; ask: the answer to a question.
    """
    return tuple(
        score_question(
            question,
            [owners.get(doc_id, "") for doc_id in find(question.text)[:HIT_LIMIT]],
            ask(question.text),
        )
        for question in questions
    )
