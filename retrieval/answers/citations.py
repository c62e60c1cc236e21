"""Bind a sentence to the clause it rests on: the words to quote and their exact place. Pure."""

import re
from dataclasses import replace
from functools import lru_cache

from retrieval.facts.matching import content_tokens
from retrieval.language.lexicon import Lexicon, squeeze
from retrieval.language.sentences import Span, sentences
from retrieval.types import Citation, Clause, DocumentMeta

_MAX_QUOTE_SENTENCES = 2
_SHORT_CLAUSE_CHARS = 90
_CACHED_WINDOWS = 4_096
_HEADING_CHARS = 24
_OUTLINE_NUMBER = re.compile(
    r"[（(]?[一二三四五六七八九十]+[）)、.．]|第[一二三四五六七八九十百]+[章节条]|#{1,6}\s"
)


def cite(
    claim: str, clause: Clause, meta: DocumentMeta, *, values: tuple[str, ...] = ()
) -> Citation:
    """The citation of claim to clause: the one or two neighbouring sentences that bear it out best.

    A clause of at most 90 characters is quoted whole. Invariant: quote == clause.text[start:end].
    """
    span = _best_span(claim, clause.text, values)
    return Citation(
        doc_id=clause.ref.doc_id,
        edition=meta.edition,
        title=meta.title,
        number=meta.number,
        clause=clause.ref.clause,
        clause_label=clause.label,
        clause_title=clause.title,
        quote=clause.text[span.start : span.end],
        start=span.start,
        end=span.end,
        origin=clause.origin,
        tier=meta.tier,
        place=clause.place or meta.place,
        effective_from=meta.effective_from,
        effective_to=meta.effective_to,
        status=meta.status,
    )


def whole(clause: Clause, meta: DocumentMeta) -> Citation:
    """The citation of all of a clause."""
    citation = cite("", clause, meta)
    return replace(citation, quote=clause.text, start=0, end=len(clause.text))


def _best_span(claim: str, text: str, values: tuple[str, ...]) -> Span:
    if len(text) <= _SHORT_CLAUSE_CHARS:
        return Span(0, len(text), text)
    spans = [span for span in sentences(text) if not _is_heading(span)] or sentences(text)
    wanted = set(content_tokens(squeeze(claim)))
    windows = [
        Span(spans[i].start, spans[j].end, text[spans[i].start : spans[j].end])
        for i in range(len(spans))
        for j in range(i, min(i + _MAX_QUOTE_SENTENCES, len(spans)))
    ]
    return max(windows, key=lambda span: _fit(span, wanted, values))


def _is_heading(span: Span) -> bool:
    """Whether a sentence only names what follows: short, and opened by an outline number."""
    return len(span.text) <= _HEADING_CHARS and _OUTLINE_NUMBER.match(span.text) is not None


def _fit(span: Span, wanted: set[str], values: tuple[str, ...]) -> tuple[float, int]:
    squeezed, held = _words_of(span.text)
    pairs = {token for token in wanted if len(token) > 1}
    shared = len(pairs & held) / (len(pairs) or 1)
    exact = sum(squeeze(value) in squeezed for value in values) / (len(values) or 1)
    return (shared + exact - len(squeezed) / 4_000, -len(squeezed))


@lru_cache(maxsize=_CACHED_WINDOWS)
def _words_of(text: str) -> tuple[str, frozenset[str]]:
    squeezed = squeeze(text)
    return squeezed, frozenset(content_tokens(squeezed))


def quote_is_exact(citation: Citation, clause: Clause) -> bool:
    """Whether the quote still stands where the citation says."""
    return clause.text[citation.start : citation.end] == citation.quote


def evidence_text(clause: Clause, meta: DocumentMeta, lexicon: Lexicon | None = None) -> str:
    """All that a sentence cited to clause may rest on: its words, heading, the document's data."""
    dates = [
        f"{day.year}年{day.month}月{day.day}日"
        for day in (meta.published, meta.effective_from, meta.effective_to)
        if day is not None
    ]
    around = [clause.heading, *clause.parents, meta.title, meta.number, meta.issuer, meta.status]
    around += [meta.place, clause.place, meta.notes, *meta.short_titles, *dates]
    joined = " ".join([clause.text, *around])
    return lexicon.canonical(joined) if lexicon else joined
