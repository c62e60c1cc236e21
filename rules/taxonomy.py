"""Industry taxonomy (产业分类): ecosystems, chains, stages and roles, each with its source.

Reads: the text of one or more TOML files, handed in.
Does not place a chain in an ecosystem: the sources do not say which belongs where.
"""

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rules.clauses import ClauseRef
from rules.errors import TaxonomyError

_KINDS = ("ecosystems", "chains", "stages", "roles")
_KEYS = {"name", "aliases", "since", "source"}
_SUFFIXES = ("全产业链", "产业链", "产业生态圈", "生态圈", "产业")


@dataclass(frozen=True, slots=True)
class TaxonomyEntry:
    """One name of the taxonomy.

    since: the year the sources first use it; source: the clause that names it.
    """

    kind: str
    name: str
    since: int
    source: ClauseRef
    aliases: tuple[str, ...] = ()


@lru_cache(maxsize=4096)  # pure, and the same few names come in every case of a batch
def fold_industry(name: str) -> str:
    """One spelling for an industry name: NFKC, no white space, no 产业链 or 生态圈 at the end."""
    folded = "".join(unicodedata.normalize("NFKC", name).split())
    if folded.endswith(_SUFFIXES):
        suffix = next(suffix for suffix in _SUFFIXES if folded.endswith(suffix))
        return folded.removesuffix(suffix) or folded
    return folded


class Taxonomy:
    """Look-up of taxonomy entries by kind and any of their names."""

    __slots__ = ("_entries", "_index")

    def __init__(self, entries: Iterable[TaxonomyEntry]) -> None:
        self._entries = tuple(entries)
        self._index = {
            (entry.kind, fold_industry(name)): entry
            for entry in self._entries
            for name in (entry.name, *entry.aliases)
        }

    def entries(self, kind: str) -> tuple[TaxonomyEntry, ...]:
        """Entries of a kind (`ecosystems chains stages roles`), in file order."""
        return tuple(entry for entry in self._entries if entry.kind == kind)

    def find(self, kind: str, name: str) -> TaxonomyEntry | None:
        """The entry a name stands for, or None; an unknown name is not an error."""
        return self._index.get((kind, fold_industry(name)))

    def resolve_chain(self, name: str) -> tuple[str, bool]:
        """The canonical folded name of a chain, and whether the taxonomy knows it.

        Of an unknown chain: the folded name as given.
        """
        folded = fold_industry(name)
        entry = self._index.get(("chains", folded))
        if entry is None:
            return folded, False
        return (folded if entry.name == folded else fold_industry(entry.name)), True


def parse_taxonomy(*texts: str) -> Taxonomy:
    """Read taxonomy files; later files add entries. Raises TaxonomyError naming the entry."""
    entries: list[TaxonomyEntry] = []
    for text in texts:
        try:
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise TaxonomyError(f"not TOML: {error}", code="not_toml") from error
        entries.extend(_parse_entries(tables))
    taken: dict[tuple[str, str], str] = {}
    for entry in entries:
        for name in (entry.name, *entry.aliases):
            owner = taken.setdefault((entry.kind, fold_industry(name)), entry.name)
            if owner != entry.name:
                raise _bad(entry.kind, "name_taken", name)
    return Taxonomy(entries)


def _parse_entries(tables: Mapping[str, object]) -> Iterable[TaxonomyEntry]:
    for kind, rows in tables.items():
        if kind not in _KINDS or not isinstance(rows, list):
            raise _bad(kind, "unknown_kind", kind)
        for row in rows:
            yield _parse_entry(kind, row)


def _parse_entry(kind: str, row: object) -> TaxonomyEntry:
    if not isinstance(row, Mapping) or set(row) - _KEYS:
        raise _bad(kind, "bad_entry", row)
    name, since, aliases = row.get("name"), row.get("since"), row.get("aliases", [])
    if not isinstance(name, str) or not name.strip():
        raise _bad(kind, "missing_name", row)
    if not isinstance(since, int) or isinstance(since, bool):
        raise _bad(kind, "missing_since", row)
    if not isinstance(aliases, list) or not all(isinstance(a, str) for a in aliases):
        raise _bad(kind, "bad_aliases", row)
    try:
        source = ClauseRef.parse(str(row.get("source", "")))
    except ValueError as error:
        raise _bad(kind, "bad_source", row) from error
    return TaxonomyEntry(kind, name.strip(), since, source, tuple(aliases))


def _bad(kind: str, code: str, value: object) -> TaxonomyError:
    return TaxonomyError(f"taxonomy {kind}: {code} ({value!r})", code=code, kind=kind, value=value)
