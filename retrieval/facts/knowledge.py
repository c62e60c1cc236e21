"""What an answer may draw on: one consistent snapshot of the library, ready for questions.

Reads: the library through the `Source` port. Does not search or judge.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from retrieval.facts.fact_table import build_table
from retrieval.facts.matching import EmbedForms, FactIndex, FormVectors
from retrieval.index.texts import Catalogue, ClauseHit, HeldTexts, Texts
from retrieval.language.lexicon import Lexicon, squeeze
from retrieval.questions.cues import SCAFFOLDING
from retrieval.questions.question import Analyst, Gazetteer
from retrieval.types import Clause, DocumentMeta, Fact, Term

__all__ = ["ClauseHit", "Knowledge", "SearchClauses", "parse_light_words"]

SearchClauses = Callable[[str, date], Sequence[ClauseHit]]


@dataclass(frozen=True)
class Knowledge:
    """One generation of the library.

    metas: by doc_id, the edition the facts belong to; clauses: of those documents, by `doc#clause`;
    originals: the original's clause behind a digest's, by `doc#clause`;
    search: query and day -> clauses in force that day, best first;
    light_words: everyday words that no fact needs to speak of (`parse_light_words`);
    embed: texts -> n x d unit rows, to find facts worded otherwise; None: by characters alone;
    all_texts: the library beyond the documents with facts; None: there is nothing beyond;
    prepared: the index of just these facts, where it was made before.
    """

    metas: Mapping[str, DocumentMeta]
    clauses: Mapping[str, Clause]
    originals: Mapping[str, Clause]
    facts: Sequence[Fact]
    terms: Sequence[Term]
    gazetteer: Gazetteer
    search: SearchClauses
    light_words: re.Pattern[str]
    embed: EmbedForms | None = None
    all_texts: Texts | None = None
    prepared: FactIndex | None = None

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of the glossary and of the documents' titles."""
        return Lexicon.of(self.terms, self.metas.values())

    @cached_property
    def analyst(self) -> Analyst:
        """Question analysis with this library's words."""
        return Analyst(self.lexicon, self.gazetteer)

    @cached_property
    def index(self) -> FactIndex:
        """The facts, ready for matching."""
        if self.prepared is not None:
            return self.prepared
        table = build_table(self.facts, self.clauses, self.metas, self.lexicon, strip=SCAFFOLDING)
        vectors = FormVectors(self.embed, self.embed(table.forms)) if self.embed else None
        return FactIndex(self.facts, table, self.light_words, vectors)

    @cached_property
    def texts(self) -> Texts:
        """All texts of the library, in all editions."""
        return self.all_texts or HeldTexts(self.metas, {**self.clauses, **self.originals})

    @cached_property
    def catalogue(self) -> Catalogue:
        """All documents of the library by name and day."""
        return Catalogue(self.texts.editions())

    @property
    def has_more_texts(self) -> bool:
        """Whether the library holds documents without facts."""
        return any(meta.doc_id not in self.metas for meta in self.catalogue.editions)

    @cached_property
    def own_matters(self) -> frozenset[str]:
        """The mechanisms that titles of the home city's documents without facts name.

        What titles of understood documents name too (招商引资) tells nothing.
        """
        own, understood = set[str](), set[str]()
        for meta in self.catalogue.editions:
            mentions = self.lexicon.mentions(meta.title)
            named = {m.term for m in mentions if m.category == "mechanism"}
            if meta.doc_id in self.metas:
                understood |= named
            elif self.gazetteer.home in meta.place:
                own |= named
        return frozenset(own - understood)

    @cached_property
    def facts_by_id(self) -> Mapping[str, Fact]:
        """Facts by their full id (`doc-id/local-id`)."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def _squeezed(self) -> dict[str, str]:
        return {}

    def squeezed_text(self, reference: str) -> str:
        """A clause's text as words are looked for in it; empty for an unknown `doc#clause`."""
        if reference not in self._squeezed:
            clause = self.clauses.get(reference)
            self._squeezed[reference] = squeeze(clause.text) if clause else ""
        return self._squeezed[reference]

    def quotable(self, reference: str) -> Clause | None:
        """The clause to quote for a reference: the original's characters where there are any."""
        return self.originals.get(reference) or self.clauses.get(reference)


def parse_light_words(text: str) -> re.Pattern[str]:
    """The pattern of retrieval/data/light_words.txt, longest word first."""
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    words = sorted({word for line in lines for word in line.split()}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
