"""All texts of the library in all editions, beyond those that are understood: the port to them.

Look-ups by name, number and day go here; nothing is held in memory that was not asked for.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Protocol

from retrieval.index.editions import EditionKey, editions_in_force
from retrieval.language.lexicon import Lexicon, Mention, squeeze
from retrieval.types import Clause, DocumentMeta, Term

_MIN_PLAIN_NAME = (
    5  # shorter titles are everyday words, unless they stand in 《》 or end as laws do
)
_MIN_LAW_NAME = 3
_LAW_ENDS = ("法", "条例", "法典")
_NOT_AFTER_LAW = frozenset("人定院官律学")  # 公司法人, 公司法定代表人 …
_MIN_TAIL = 6
_KIND_OF_TEXT = re.compile(r"细则|办法|规定|条例|意见|方案|措施|指引|规则|制度|规程|通知")
_STATE = "中华人民共和国"
_VARIANT = re.compile(r"[(（][^()（）]{1,14}[)）]\Z")


class ClauseHit(Protocol):
    """One clause found by search, best first."""

    @property
    def clause(self) -> Clause:
        """The clause as indexed."""

    @property
    def meta(self) -> DocumentMeta:
        """Its document's data."""

    @property
    def original(self) -> Clause | None:
        """The original's clause, where the digest is linked to one."""


class Texts(Protocol):
    """Every edition of every document."""

    def editions(self) -> Sequence[DocumentMeta]:
        """All editions, by document, the oldest first."""
        ...

    def clause(self, meta: DocumentMeta, clause_id: str) -> Clause | None:
        """One clause of an edition in the words to quote; None where there is none."""
        ...

    def clauses(self, meta: DocumentMeta) -> Sequence[Clause]:
        """The clauses of an edition in the order of its text, in the words to quote."""
        ...

    def search(self, query: str, as_of: date | None, limit: int) -> Sequence[ClauseHit]:
        """The best clauses in force on a day; None: of all editions ever."""
        ...


@dataclass(frozen=True, slots=True)
class HeldTexts:
    """Texts that are all in memory: a library of nothing but understood documents."""

    metas: Mapping[str, DocumentMeta]
    held: Mapping[str, Clause]

    def editions(self) -> Sequence[DocumentMeta]:
        """The one edition of each document."""
        return tuple(self.metas.values())

    def clause(self, meta: DocumentMeta, clause_id: str) -> Clause | None:
        """One clause by its id."""
        return self.held.get(f"{meta.doc_id}#{clause_id}")

    def clauses(self, meta: DocumentMeta) -> Sequence[Clause]:
        """The clauses of one document."""
        return tuple(c for c in self.held.values() if c.ref.doc_id == meta.doc_id)

    def search(self, query: str, as_of: date | None, limit: int) -> Sequence[ClauseHit]:  # noqa: ARG002
        """Nothing: there is no index."""
        return ()


class Catalogue:
    """The documents of the library by name and by day; one generation of it."""

    def __init__(self, editions: Iterable[DocumentMeta]) -> None:
        self.editions = tuple(editions)
        self._by_doc: dict[str, list[DocumentMeta]] = {}
        for meta in self.editions:
            self._by_doc.setdefault(meta.doc_id, []).append(meta)
        self._in_force: dict[date, frozenset[EditionKey]] = {}
        self._names: tuple[Lexicon, Mapping[str, tuple[str, ...]]] | None = None

    def editions_of(self, doc_id: str) -> Sequence[DocumentMeta]:
        """The editions of a document, oldest first."""
        return self._by_doc.get(doc_id, ())

    def is_in_force(self, meta: DocumentMeta, as_of: date) -> bool:
        """Whether this edition, and no newer one, counts on a day and was out by then."""
        if meta.published is not None and meta.published > as_of:
            return False
        if as_of not in self._in_force:
            self._in_force = {as_of: editions_in_force(self.editions, as_of)}
        return (meta.doc_id, meta.edition) in self._in_force[as_of]

    def edition_on(self, doc_id: str, as_of: date) -> DocumentMeta | None:
        """The edition of a document that counts on a day; None where none does."""
        counting = [m for m in self.editions_of(doc_id) if self.is_in_force(m, as_of)]
        return counting[-1] if counting else None

    def named_in(self, text: str) -> tuple[str, ...]:
        """Ids of the documents a text names by title, short title or number, in its order."""
        owners = self._find_names()[1]
        found = (doc for mention in self._mentions(text) for doc in owners[mention.term])
        return tuple(dict.fromkeys(found))

    def without_names(self, text: str) -> str:
        """A text squeezed, the names of documents taken out."""
        rest, end = "", 0
        squeezed = squeeze(text)
        for mention in self._mentions(text):
            rest += squeezed[end : mention.start] + " "
            end = mention.end
        return (rest + squeezed[end:]).replace("《 》", " ").strip()

    def _mentions(self, text: str) -> list[Mention]:
        squeezed = squeeze(text)
        whole = [
            mention
            for mention in self._find_names()[0].mentions(text)
            if not _NOT_AFTER_LAW.intersection(squeezed[mention.end : mention.end + 1])
        ]
        taken = {place for mention in whole for place in range(mention.start, mention.end)}
        tails = [
            mention
            for found in _KIND_OF_TEXT.finditer(squeezed)
            if found.end() - 1 not in taken
            and (mention := self._named_by_tail(squeezed, found.end())) is not None
        ]
        return sorted((*whole, *tails), key=lambda mention: mention.start)

    def _named_by_tail(self, squeezed: str, end: int) -> Mention | None:
        """The one document whose title ends as the text does up to end: 首报首谈实施细则."""
        names = self._find_names()[1]
        before = squeezed[:end]
        lengths = {name: _same_end(before, name) for name in names}
        longest = max(lengths.values(), default=0)
        if longest < _MIN_TAIL:
            return None
        best = [name for name, length in lengths.items() if length == longest]
        if len({doc for name in best for doc in names[name]}) != 1:
            return None
        return Mention(best[0], "document", before[-longest:], end - longest, end)

    def _find_names(self) -> tuple[Lexicon, Mapping[str, tuple[str, ...]]]:
        if self._names is None:
            self._names = _names(self._by_doc)
        return self._names


def _same_end(one: str, other: str) -> int:
    """How many characters two texts have in common at their ends."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _names(
    documents: Mapping[str, Sequence[DocumentMeta]],
) -> tuple[Lexicon, Mapping[str, tuple[str, ...]]]:
    """The names as a lexicon of ids, and which documents go by each."""
    owners: dict[str, list[str]] = {}
    for doc_id, metas in documents.items():
        for name in dict.fromkeys(name for meta in metas for name in names_of(meta)):
            owners.setdefault(name, []).append(doc_id)
    terms = [Term(term=name, category="document") for name in owners]
    return Lexicon(terms), {name: tuple(ids) for name, ids in owners.items()}


def names_of(meta: DocumentMeta) -> tuple[str, ...]:
    """How a document may be called, squeezed: titles with and without trimmings, number."""
    title = squeeze(meta.title).strip("《》")
    plain = _VARIANT.sub("", title)
    titles = [title, plain, plain.removeprefix(_STATE), *map(squeeze, meta.short_titles)]
    names = [
        name
        for name in titles
        if len(name) >= (_MIN_LAW_NAME if name.endswith(_LAW_ENDS) else _MIN_PLAIN_NAME)
    ]
    names += [f"《{name.strip('《》')}》" for name in titles if name]
    names += [squeeze(meta.number)] if meta.number else []
    return tuple(dict.fromkeys(names))


def shown_title(meta: DocumentMeta, catalogue: Catalogue) -> str:
    """《title》, with the edition's day where the library holds several editions."""
    title = f"《{meta.title.strip('《》')}》"
    if len(catalogue.editions_of(meta.doc_id)) < 2:
        return title
    return f"{title}（{edition_name(meta)}）"


def edition_name(meta: DocumentMeta) -> str:
    """2021-03-01起施行的版本; by its label where it has no day."""
    if meta.effective_from:
        return f"{meta.effective_from.isoformat()}起施行的版本"
    if meta.published:
        return f"{meta.published.isoformat()}发布的版本"
    return f"{meta.edition}版"
