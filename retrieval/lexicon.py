"""The words of the domain: fold spelling, put canonical terms in place of variants and slips, find terms.

Built from the glossary and the titles and numbers of the documents. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from opencc import OpenCC

from retrieval.types import DocumentMeta, Term

_TO_SIMPLIFIED = OpenCC("t2s")
_DASHES = str.maketrans({dash: "-" for dash in "‐‑‒–—―－"} | {"〔": "[", "〕": "]", "【": "[", "】": "]"})


def fold(text: str) -> str:
    """Text as it is compared: NFKC, lower case, simplified, no invisible characters, one kind of dash.

    White space is kept as single spaces. Never longer than four times the input.
    """
    visible = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFKC", text)
        if char.isspace() or unicodedata.category(char) not in {"Cf", "Cc", "Co", "Cn", "Cs"}
    )
    return " ".join(_TO_SIMPLIFIED.convert(visible.casefold()).translate(_DASHES).split())


def squeeze(text: str) -> str:
    """Folded text without any white space: the form in which words are looked for."""
    return fold(text).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Mention:
    """One term found in a text. written: the (folded) words that stood there."""

    term: str
    category: str
    written: str
    start: int
    end: int


class Lexicon:
    """Canonical terms and every way they are written."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._canonical: dict[str, str] = {}
        self._category: dict[str, str] = {}
        self.definitions: dict[str, Term] = {}
        for term in terms:
            self._add(term)
        longest_first = sorted(self._canonical, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    @classmethod
    def of(cls, terms: Iterable[Term], documents: Iterable[DocumentMeta]) -> Self:
        """A lexicon of the glossary and of the documents' titles, short titles and numbers."""
        return cls([*terms, *map(_document_term, documents)])

    def _add(self, term: Term) -> None:
        canonical = squeeze(term.term)
        self.definitions.setdefault(canonical, term)
        self._category.setdefault(canonical, term.category)
        for written in (term.term, *term.variants, *term.colloquial, *term.slips):
            folded = squeeze(written)
            if len(folded) > 1:
                self._canonical.setdefault(folded, canonical)

    def canonical(self, text: str) -> str:
        """Squeezed text with every variant, colloquial name and slip replaced by its term."""
        return self._pattern.sub(lambda found: self._canonical[found[0]], squeeze(text))

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The terms of text, left to right, longest first, none overlapping."""
        return tuple(
            Mention(
                term=(term := self._canonical[found[0]]),
                category=self._category.get(term, ""),
                written=found[0],
                start=found.start(),
                end=found.end(),
            )
            for found in self._pattern.finditer(squeeze(text))
        )

    def category(self, term: str) -> str:
        """The glossary category of a canonical term; empty when there is none."""
        return self._category.get(term, "")


def _document_term(meta: DocumentMeta) -> Term:
    title = squeeze(meta.title).strip("《》")
    names = [f"《{title}》", *meta.short_titles, *([meta.number] if meta.number else [])]
    return Term(term=title, variants=tuple(names), category="document")
