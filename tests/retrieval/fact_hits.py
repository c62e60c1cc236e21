"""Facts, hits and questions of the small library, valid by default, for tests of single steps."""

from dataclasses import replace
from datetime import date

from retrieval.facts.matching import FactHit
from retrieval.questions.question import Question
from retrieval.types import Fact
from tests.retrieval.small_library import make_knowledge

TODAY = date(2026, 11, 22)
KNOWLEDGE = make_knowledge()


def analyse(text: str) -> Question:
    """A question in the words of the small library."""
    return KNOWLEDGE.analyst.analyse(text)


def fact_of(name: str, **changes: object) -> Fact:
    """A fact by its local id, with fields replaced."""
    fact = next(f for f in KNOWLEDGE.facts if f.id.endswith(f"/{name}"))
    return replace(fact, **changes) if changes else fact  # type: ignore[arg-type]


def make_hit(name: str = "report", **changes: object) -> FactHit:
    """A hit that is accepted; changes replace its fields, `fact` among them."""
    hit = FactHit(fact_of(name), score=0.8, similarity=0.8, coverage=0.9, uncovered=())
    return replace(hit, **changes)  # type: ignore[arg-type]
