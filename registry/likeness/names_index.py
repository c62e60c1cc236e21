"""Find earlier companies whose names resemble one, by indexed grams.

Reads and writes: `company_name`, `name_gram` and the mark `names_indexed` of `service_state`.
The index follows the reports: whoever may write brings it up to date first, whoever only reads
looks through the few newest names one by one. No filing waits for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from typing import Any

from sqlalchemy import CompoundSelect, Connection, bindparam, insert, select, union_all, update

from registry.database import case_tables, tables
from registry.likeness.name_forms import NameForm, form_of, grams_of, similarity

MARK = "names_indexed"  # the last acceptance number whose company is in the index
_BATCH = 2000
_POSTINGS = 100  # companies taken of one gram; a gram that more share tells little
_SCORED = 120  # candidates that are compared in full
_TAIL = 500  # newest reports a reader looks through by itself


@dataclass(frozen=True, slots=True)
class Alike:
    """A company known from reports that resembles the one asked for. score: 0 to 1."""

    name_key: str
    score: float


def catch_up(connection: Connection, *, most: int | None = None) -> int:
    """Take the companies of reports since the mark into the index; how many were new.

    Only in a writing transaction. most: reports looked at, rounded up to a batch; None: all.
    """
    added = looked_at = 0
    while (most is None or looked_at < most) and (rows := _next_reports(connection)):
        added += _add_names(connection, {row.investor_key for row in rows})
        _set_mark(connection, rows[-1])
        looked_at += len(rows)
    return added


def find_alike(
    connection: Connection, form: NameForm, *, at_least: float, limit: int = 20
) -> tuple[Alike, ...]:
    """Companies at least so much like a name, the most alike first, ties by name.

    An equal name is among them with score 1. form: see registry.likeness.name_forms.form_of.
    """
    forms = {f.key: f for f in (*_candidates(connection, form), *_unindexed(connection))}
    scored = ((similarity(form, other), key) for key, other in forms.items())
    best = sorted((-score, key) for score, key in scored if score >= at_least)
    return tuple(Alike(key, -score) for score, key in best[:limit])


def _candidates(connection: Connection, form: NameForm) -> Iterable[NameForm]:
    """Companies that share the most telling grams with a name."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    asked = {f"g{number}": gram for number, gram in enumerate(sorted(grams_of(form)))}
    for name_id, gram in connection.execute(_postings(len(asked)), asked):
        postings[gram].append(name_id)
    weights: defaultdict[int, float] = defaultdict(float)
    for gram, name_ids in postings.items():
        weight = len(gram) / len(name_ids)  # long and rare grams say most
        for name_id in name_ids:
            weights[name_id] += weight
    chosen = nlargest(_SCORED, weights, key=weights.__getitem__)
    names = case_tables.company_name.c
    query = select(names.name_key, names.core, names.stem).where(names.id.in_(chosen))
    return [NameForm(*row) for row in connection.execute(query)] if chosen else []


@lru_cache(maxsize=64)
def _postings(count: int) -> CompoundSelect[Any]:
    """The companies of each of so many grams; where very many share one, the newest of them.

    Parameters: `g0`, `g1` … Kept, since building it costs more than running it.
    """
    box = case_tables.name_gram.c
    branches = (
        select(box.name_id, box.gram)
        .where(box.gram == bindparam(f"g{number}"))
        .order_by(box.name_id.desc())
        .limit(_POSTINGS)
        .subquery()
        for number in range(count)
    )
    return union_all(*(select(branch) for branch in branches))


def _unindexed(connection: Connection) -> Iterable[NameForm]:
    """The companies of reports newer than the mark, the newest only when there are very many."""
    box = tables.filing.c
    query = select(box.investor_key).where(box.seq > _mark(connection))
    keys = connection.execute(query.order_by(box.seq.desc()).limit(_TAIL)).scalars()
    return [form_of(key) for key in set(keys)]


def _next_reports(connection: Connection) -> Sequence[Any]:
    box = tables.filing.c
    query = select(box.seq, box.investor_key, box.received_at).where(box.seq > _mark(connection))
    return connection.execute(query.order_by(box.seq).limit(_BATCH)).all()


def _add_names(connection: Connection, keys: set[str]) -> int:
    names, grams = case_tables.company_name, case_tables.name_gram
    known = connection.execute(select(names.c.name_key).where(names.c.name_key.in_(keys)))
    forms = [form_of(key) for key in sorted(keys - set(known.scalars()))]
    if not forms:
        return 0
    rows = [{"name_key": f.key, "core": f.core[:200], "stem": f.stem[:200]} for f in forms]
    connection.execute(insert(names), rows)
    fresh = [form.key for form in forms]
    found = connection.execute(
        select(names.c.name_key, names.c.id).where(names.c.name_key.in_(fresh))
    )
    ids = {row.name_key: row.id for row in found}
    connection.execute(
        insert(grams),
        [{"gram": g, "name_id": ids[f.key]} for f in forms for g in sorted(grams_of(f))],
    )
    return len(forms)


def _mark(connection: Connection) -> int:
    box = tables.service_state.c
    found = connection.execute(select(box.value).where(box.name == MARK)).scalar_one_or_none()
    return int(str(found or 0))


def _set_mark(connection: Connection, last: Any) -> None:
    box = tables.service_state
    values = {"value": last.seq, "at": last.received_at}
    changed = connection.execute(update(box).where(box.c.name == MARK).values(values))
    if changed.rowcount == 0:
        connection.execute(insert(box).values(name=MARK, **values))
