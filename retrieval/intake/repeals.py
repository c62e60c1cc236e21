"""Read which documents a text ends, and from when: 《…》同时废止. Pure.

What is read stands in the front matter as a note in fixed words, so that it is kept with the text;
`end_repealed` reads the notes of all official texts and ends what they name.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from retrieval.language.dates import DATE, chinese_day, first_date
from retrieval.language.folding import fold_title
from retrieval.loading.blocks import Block
from retrieval.types import AuthorityTier, DocumentMeta

_NAME = r"《(?P<title>[^《》]{4,80})》(?:\s*[（(](?P<number>[^（）()]{4,24}号)[）)])?"
_NAMED = re.compile(_NAME)
_SINCE = re.compile(rf"自?\s*(?P<day>{DATE})\s*起")
_REPEALS = re.compile(r"废止")
_NOT_REPEALED = re.compile(r"不(?:予)?废止|尚未废止")
_NOTE = re.compile(rf"自(?P<day>\d{{4}}年\d{{1,2}}月\d{{1,2}}日)起废止{_NAME}。")
_MIN_TITLE = 8


@dataclass(frozen=True, slots=True)
class Repeal:
    """A document that a text ends, and the first day on which it no longer counts."""

    title: str
    number: str
    day: date


def find_repeals(
    blocks: Sequence[Block], effective: date | None, published: date | None
) -> tuple[Repeal, ...]:
    """The documents that a text says it ends, each once; its own first day where it names none."""
    found: dict[str, Repeal] = {}
    for sentence in (s for block in blocks for s in block.text.split("。")):
        if not _REPEALS.search(sentence) or _NOT_REPEALED.search(sentence):
            continue
        since = _SINCE.search(sentence)
        day = (first_date(since["day"]) if since else None) or effective or published
        if day is None or not (since or re.search(r"同时废止|予以废止|决定.{0,4}废止", sentence)):
            continue
        for name in _NAMED.finditer(sentence):
            repeal = Repeal(name["title"], name["number"] or "", day)
            found.setdefault(fold_title(repeal.title), repeal)
    return tuple(found.values())


def note_of(repeals: Iterable[Repeal]) -> str:
    """What is kept of them in the front matter."""
    return " ".join(
        f"自{chinese_day(r.day)}起废止《{r.title}》{f'（{r.number}）' if r.number else ''}。"
        for r in repeals
    )


def end_repealed(metas: Sequence[DocumentMeta]) -> list[DocumentMeta]:
    """The editions, those that an official text of the library ends with that day as their end."""
    repeals = [
        (meta, Repeal(note["title"], note["number"] or "", day))
        for meta in metas
        if meta.tier is AuthorityTier.OFFICIAL
        for note in _NOTE.finditer(meta.notes)
        if (day := first_date(note["day"])) is not None
    ]
    return [_ended(meta, repeals) for meta in metas] if repeals else list(metas)


def _ended(meta: DocumentMeta, repeals: Iterable[tuple[DocumentMeta, Repeal]]) -> DocumentMeta:
    days = [
        repeal.day
        for by, repeal in repeals
        if (by.doc_id, by.edition) != (meta.doc_id, meta.edition) and _is_meant(repeal, meta)
    ]
    end = min(days, default=None)
    if end is None or (meta.effective_from and meta.effective_from >= end):
        return meta
    return replace(meta, effective_to=min(end, meta.effective_to or end))


def _is_meant(repeal: Repeal, meta: DocumentMeta) -> bool:
    number, title = fold_title(meta.number), fold_title(repeal.title)
    if repeal.number and number:
        return fold_title(repeal.number) == number
    return len(title) >= _MIN_TITLE and title == fold_title(meta.title)
