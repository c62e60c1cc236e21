"""The words of the domain: fold spelling, put terms in place of variants and slips, find them.

Built from the glossary and the titles and numbers of the documents. Pure.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import opencc

from retrieval.types import DocumentMeta, Term

_TO_SIMPLIFIED = opencc.OpenCC("t2s")
FOLDING = f"{unicodedata.unidata_version} {opencc.__version__}"  # other versions, other forms
_BRACKETS = {"〔": "[", "〕": "]", "【": "[", "】": "]"}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―－", "-") | _BRACKETS)
_INVISIBLE = {"Cf", "Cc", "Co", "Cn", "Cs"}
_CACHED_TEXTS = 4_096  # canonical forms kept by a lexicon


class _Visible(dict[int, int | str | None]):
    """Drops invisible characters and makes all white space blanks; filled as it is used."""

    def __missing__(self, code: int) -> int | str | None:
        char = chr(code)
        hidden = None if unicodedata.category(char) in _INVISIBLE else code
        self[code] = kept = " " if char.isspace() else hidden
        return kept


_VISIBLE = _Visible()


def fold(text: str) -> str:
    """Text as it is compared: NFKC, lower case, simplified, nothing invisible, one kind of dash.

    White space is kept as single spaces. Never longer than four times the input.
    """
    visible = unicodedata.normalize("NFKC", text)
    if not visible.isprintable():
        visible = visible.translate(_VISIBLE)
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
        self._lengths = _lengths_by_head(self._canonical)
        self._read = lru_cache(maxsize=_CACHED_TEXTS)(self._read_text)

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
        return self._read(text)[0]

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The terms of text, left to right, longest first, none overlapping."""
        return self._read(text)[1]

    def _read_text(self, text: str) -> tuple[str, tuple[Mention, ...]]:
        squeezed = squeeze(text)
        mentions = tuple(self._find(squeezed))
        pieces: list[str] = []
        end = 0
        for mention in mentions:
            pieces += squeezed[end : mention.start], mention.term
            end = mention.end
        return "".join((*pieces, squeezed[end:])), mentions

    def _find(self, squeezed: str) -> Iterator[Mention]:
        """The longest written form at each place, from the left."""
        start, last = 0, len(squeezed) - 1
        while start < last:
            for length in self._lengths.get(squeezed[start : start + 2], ()):
                written = squeezed[start : start + length]
                if (term := self._canonical.get(written)) is not None:
                    end = start + len(written)
                    yield Mention(term, self._category.get(term, ""), written, start, end)
                    start = end - 1
                    break
            start += 1

    def category(self, term: str) -> str:
        """The glossary category of a canonical term; empty when there is none."""
        return self._category.get(term, "")


def _lengths_by_head(written: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """First two characters -> the lengths of the written forms that begin so, longest first."""
    lengths: dict[str, set[int]] = {}
    for form in written:
        lengths.setdefault(form[:2], set()).add(len(form))
    return {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}


def _document_term(meta: DocumentMeta) -> Term:
    title = squeeze(meta.title).strip("《》")
    names = [f"《{title}》", *meta.short_titles, *([meta.number] if meta.number else [])]
    return Term(term=title, variants=tuple(names), category="document")
