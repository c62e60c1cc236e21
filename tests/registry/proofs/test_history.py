"""The checker accepts what one order explains and rejects histories that are bad on purpose."""

from typing import Any

import pytest

from tests.registry.proofs.history import check_history

Event = dict[str, Any]


def asked(p: int, t: int, f: str, k: str, **v: object) -> Event:
    return {"p": p, "type": "invoke", "f": f, "k": k, "v": v, "t": t}


def answered(p: int, t: int, kind: str = "ok", **v: object) -> Event:
    return {"p": p, "type": kind, "f": "", "k": "", "v": v, "t": t}


def filed(p: int, start: int, end: int, seq: int, **v: object) -> list[Event]:
    key = str(v.pop("idem", f"key{p}.{start}"))
    unit = v.pop("by", f"unit{p}")
    first = asked(p, start, "file", str(v.pop("k", "甲")), idem=key, by=unit)
    return [first, answered(p, end, seq=seq, **v)]


def read(p: int, start: int, end: int, seq: int | None) -> list[Event]:
    return [asked(p, start, "read", "甲"), answered(p, end, seq=seq)]


def released(p: int, start: int, end: int, seq: int) -> list[Event]:
    return [asked(p, start, "release", "甲", seq=seq), answered(p, end)]


GOOD = [
    *filed(1, 1, 9, 2), *filed(2, 2, 8, 1), *read(3, 10, 11, 1), *released(2, 12, 15, 1),
    *read(3, 13, 14, 1), *read(3, 16, 17, 2), *filed(1, 18, 20, 2, idem="key1.1", already=True),
    asked(4, 21, "file", "乙", idem="lost", by="unit4"), answered(4, 22, "info"),
    asked(4, 23, "look", "lost"), answered(4, 24, seq=3),
]  # fmt: skip
BAD: list[tuple[str, list[Event]]] = [
    ("doubled", [*filed(1, 1, 2, 1, idem="a"), *filed(1, 3, 4, 2, idem="a")]),
    ("doubled", [*filed(1, 1, 2, 1, by="u"), *filed(2, 1, 3, 1, by="u")]),
    ("shared", [*filed(1, 1, 2, 1), *filed(2, 1, 3, 1, already=True)]),
    ("lost", [*filed(1, 1, 2, 1, idem="a"), asked(1, 3, "look", "a"), answered(1, 4, seq=None)]),
    ("order", [*filed(1, 1, 2, 2), *filed(2, 3, 4, 1)]),
    ("unresolved", [asked(1, 1, "file", "甲", idem="a", by="u"), answered(1, 2, "info")]),
    ("unresolved", [asked(1, 1, "file", "甲", idem="a", by="u")]),
    ("undead", [asked(1, 1, "file", "甲", idem="a", by="u"), answered(1, 2, "fail"),
                asked(1, 3, "look", "a"), answered(1, 4, seq=1)]),
    ("free", [*filed(1, 1, 2, 1), *read(2, 3, 4, None)]),
    ("stale", [*filed(1, 1, 2, 1), *released(1, 3, 4, 1), *read(2, 5, 6, 1)]),
    ("jumped", [*filed(1, 1, 2, 1), *filed(2, 3, 4, 2), *read(2, 5, 6, 2)]),
    ("gap", [*filed(1, 1, 2, 1), *filed(2, 3, 4, 3)]),
]  # fmt: skip


def test_a_good_history_is_accepted() -> None:
    assert check_history(GOOD) == []


@pytest.mark.parametrize(("fault", "history"), BAD)
def test_a_bad_history_is_rejected(fault: str, history: list[Event]) -> None:
    assert fault in {line.partition(":")[0] for line in check_history(history)}


def test_numbers_need_not_begin_at_one_in_part_of_a_history() -> None:
    assert check_history(filed(1, 1, 2, 7), complete=False) == []
