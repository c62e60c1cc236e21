"""Cases of questions answered by computing, and the shipped documents they are asked of."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from retrieval.answers.answering import Calculator
from retrieval.answers.composing import Reply
from retrieval.facts.knowledge import Knowledge, parse_light_words
from retrieval.index.digest import load_corpus
from retrieval.questions.question import Gazetteer
from retrieval.types import Clause
from rules.responsibilities import Duty, parse_responsibilities

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Case:
    """A question, and what its answer holds; none: there is no answer by computing."""

    name: str
    answerer: str
    question: str
    as_of: date = TODAY
    says: tuple[str, ...] = ()
    not_says: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    rule: dict[str, str] = field(default_factory=dict)
    none: bool = False

    def __str__(self) -> str:
        return self.name


def cases_of(answerer: str) -> list[Case]:
    """The cases of one answerer."""
    rows = tomllib.loads((Path(__file__).parent / "computed_questions.toml").read_text("utf-8"))
    cases = [
        Case(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})
        for row in rows["case"]
    ]
    return [case for case in cases if case.answerer == answerer]


@cache
def shipped_knowledge() -> Knowledge:
    """The shipped documents; nothing is searched."""
    corpus = load_corpus(ROOT / "corpus")
    data = ROOT / "retrieval" / "data"
    clauses: dict[str, Clause] = {str(c.ref): c for d in corpus.documents for c in d.clauses}
    return Knowledge(
        metas={document.meta.doc_id: document.meta for document in corpus.documents},
        clauses=clauses,
        originals={},
        facts=(),
        terms=corpus.terms,
        gazetteer=Gazetteer.parse((data / "places.toml").read_text("utf-8")),
        search=lambda query, day: (),
        light_words=parse_light_words((data / "light_words.txt").read_text("utf-8")),
    )


def shipped_duties() -> tuple[Duty, ...]:
    """The shipped table of duties."""
    return parse_responsibilities((ROOT / "corpus" / "responsibilities.toml").read_text("utf-8"))


def ask(calculate: Calculator, case: Case) -> Reply | None:
    """The reply to a case."""
    knowledge = shipped_knowledge()
    return calculate(knowledge.analyst.analyse(case.question), knowledge, case.as_of)


def check(calculate: Callable[..., Reply | None], case: Case) -> None:
    """Assert that a case comes out as it says."""
    reply = ask(calculate, case)

    if case.none:
        assert reply is None
        return
    assert reply is not None
    said = "".join(bound.text for bound in reply.bound)
    cited = {citation.clause for bound in reply.bound for citation in bound.citations}
    assert [words for words in case.says if words not in said] == []
    assert [words for words in case.not_says if words in said] == []
    assert set(case.cites) <= cited
    assert dict(reply.rule or {}).items() >= case.rule.items()
