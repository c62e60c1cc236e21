"""Recognise the original of a document already known, by number, title, or place and headline."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from rapidfuzz import fuzz

from retrieval.intake.metadata import Head
from retrieval.language.folding import fold_place, fold_title
from retrieval.types import AuthorityTier, DocumentMeta

_MIN_TITLE = 8
_SAME_TITLE = 90.0
_SAME_HEADLINE = 60.0
_MIN_GENERIC = 6


def make_meta(head: Head, known: Sequence[DocumentMeta], content: str) -> DocumentMeta:
    """The front matter of a document: a known one's where it is that document, else its own.

    content: the document's text, from which an edition is named when it states no date.
    """
    match = find_known(head, known)
    return _own_meta(head, content) if match is None else _linked_meta(head, match)


def find_known(head: Head, known: Sequence[DocumentMeta]) -> DocumentMeta | None:
    """The known document that head belongs to: by number, else title, else place and headline."""
    number = fold_title(head.number)
    for meta in known:
        if number and number == fold_title(meta.number):
            return meta
    titles = [folded for title in head.titles if len(folded := fold_title(title)) >= _MIN_TITLE]
    best = max(known, key=lambda meta: _likeness(titles, meta), default=None)
    if best is not None and _likeness(titles, best) >= _SAME_TITLE:
        return best
    return _by_place(head, known)


def _likeness(titles: Sequence[str], meta: DocumentMeta) -> float:
    """0 to 100: how well the best of the titles fits; different figures or kinds never fit."""
    names = [fold_title(name) for name in (meta.title, *meta.short_titles)]
    return max(
        (
            100.0 if title == name else fuzz.ratio(title, name)
            for name in names
            if len(name) >= _MIN_TITLE
            for title in titles
            if _may_be_same(title, name)
        ),
        default=0.0,
    )


def _may_be_same(title: str, name: str) -> bool:
    digits = [c for c in title if c.isdecimal()] == [c for c in name if c.isdecimal()]
    return digits and _kind(title) == _kind(name)


def _kind(title: str) -> str:
    for variant in ("试行", "暂行", "修订"):
        title = title.removesuffix(variant)
    return title[-2:]


def _by_place(head: Head, known: Sequence[DocumentMeta]) -> DocumentMeta | None:
    if not head.place:
        return None
    place, headline = fold_place(head.place), fold_title(head.title)
    fits = [
        (fuzz.partial_ratio(fold_title(meta.title), headline), meta)
        for meta in known
        if meta.tier is not AuthorityTier.OFFICIAL
        and meta.place
        and place.endswith(fold_place(meta.place)[-2:])
        and (fold_place(meta.place).endswith(place) or place.endswith(fold_place(meta.place)))
    ]
    score, best = max(fits, key=lambda fit: fit[0], default=(0.0, None))
    return best if score >= _SAME_HEADLINE else None


def _linked_meta(head: Head, known: DocumentMeta) -> DocumentMeta:
    """The known front matter; another edition of it where the text states other dates."""
    days = (head.effective_from, known.effective_from)
    is_same_day = None in days or days[0] == days[1]
    is_same_number = fold_title(head.number) in ("", fold_title(known.number))
    if is_same_day and (is_same_number or not known.number):
        return replace(
            known,
            published=known.published or head.published,
            effective_from=known.effective_from or head.effective_from,
            effective_to=known.effective_to or head.effective_to,
        )
    return replace(
        known,
        title=head.title if _is_title_of(head, known) else known.title,
        edition=str(head.effective_from or head.published or head.number),
        number=head.number,
        issuer=head.issuer or known.issuer,
        published=head.published,
        effective_from=head.effective_from,
        effective_to=head.effective_to,
        status=head.status,
        notes=head.notes,
    )


def _is_title_of(head: Head, known: DocumentMeta) -> bool:
    """Whether the text's own title is this document's, so that a 试行 dropped since is dropped."""
    return _likeness([fold_title(head.title)], known) >= _SAME_TITLE


def _own_meta(head: Head, content: str) -> DocumentMeta:
    effective, notes = _effective(head)
    edition = effective or head.published
    return DocumentMeta(
        doc_id=make_doc_id(head),
        edition=str(edition) if edition else sha256(content.encode()).hexdigest()[:8],
        title=head.title,
        number=head.number,
        issuer=head.issuer,
        published=head.published,
        effective_from=effective,
        effective_to=head.effective_to,
        status=head.status,
        place=head.place,
        tier=AuthorityTier.OFFICIAL if head.is_official else AuthorityTier.PRESS,
        notes=" ".join(filter(None, (head.notes, notes))),
    )


def _effective(head: Head) -> tuple[date | None, str]:
    """An amended text keeps its first 施行 date; it cannot be older than its amendment."""
    if head.amended is None or (head.effective_from and head.effective_from >= head.amended):
        return head.effective_from, ""
    return head.amended, f"本版施行日期文中未写明，按{head.amended}修正计。"


def make_doc_id(head: Head) -> str:
    """A stable id of the title; of the number where the title is only 通知 and the like."""
    title = fold_title(head.title)
    key = title if len(title) >= _MIN_GENERIC or not head.number else fold_title(head.number)
    return f"doc-{sha256(key.encode()).hexdigest()[:10]}"
