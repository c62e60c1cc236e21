"""Answer on the newest generation of the library, whoever took documents in or out.

Reads: the library. Does not: judge; that is retrieval.answering's.
"""

import threading
from collections.abc import Sequence
from datetime import date
from importlib.resources import files

from retrieval.answering import Answerer, Calculator
from retrieval.knowledge import Knowledge, parse_light_words
from retrieval.library import Library
from retrieval.question import Gazetteer
from retrieval.search import Hit
from retrieval.types import Answer, Clause, Fact, Origin

SEARCH_LIMIT = 10


class LiveAnswering:
    """Answers questions; safe for several threads.

    calculators: what answers by computing, before the library is searched.
    """

    def __init__(self, library: Library, calculators: Sequence[Calculator] = ()) -> None:
        self._library = library
        self._calculators = tuple(calculators)
        self._lock = threading.Lock()
        self._current: tuple[int, Answerer] | None = None

    def answer(
        self,
        question: str,
        *,
        as_of: date,
        place: str | None = None,
        history: Sequence[str] = (),
    ) -> Answer:
        """Answer on what the library holds now."""
        return self._answerer().answer(question, as_of=as_of, place=place, history=history)

    def _answerer(self) -> Answerer:
        generation = self._library.generation
        with self._lock:
            if self._current is None or self._current[0] != generation:
                knowledge = gather_knowledge(self._library)
                self._current = generation, Answerer(knowledge, self._calculators)
            return self._current[1]


def gather_knowledge(library: Library) -> Knowledge:
    """One generation of the library, ready for answering; the latest edition has the facts."""
    metas = {meta.doc_id: meta for meta in library.documents()}
    clauses: dict[str, Clause] = {}
    originals: dict[str, Clause] = {}
    facts: list[Fact] = []
    for meta in metas.values():
        facts += library.facts(meta.doc_id, meta.edition)
        for clause in library.clauses(meta.doc_id, meta.edition):
            if clause.origin is Origin.ORIGINAL and str(clause.ref) in clauses:
                continue  # paired with its digest below
            clauses[str(clause.ref)] = clause
            original = library.original_of(clause.ref, meta.edition)
            if original is not None:
                originals[str(clause.ref)] = original

    def search(query: str, as_of: date) -> list[Hit]:
        return library.search(query, as_of=as_of, limit=SEARCH_LIMIT)

    return Knowledge(
        metas=metas,
        clauses=clauses,
        originals=originals,
        facts=facts,
        terms=library.terms(),
        gazetteer=Gazetteer.parse(_data("places.toml")),
        search=search,
        light_words=parse_light_words(_data("light_words.txt")),
    )


def _data(name: str) -> str:
    return files("retrieval").joinpath("data", name).read_text("utf-8")
