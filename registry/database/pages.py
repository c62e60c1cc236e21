"""Pages by keyset: the next page starts after the last row shown, however many came before.

Work of a page does not grow with its place, and a row that comes in meanwhile moves none.
"""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from registry.errors import InvalidInput

MAX_LIMIT = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows. next: hand it in as `after` to go on; empty on the last page."""

    rows: tuple[T, ...]
    next: str = ""


def make_page(rows: Iterable[Any], limit: int, position: Callable[[Any], object]) -> Page[Any]:
    """A page of rows, of which one more than the limit was asked for."""
    listed = list(rows)
    shown = tuple(listed[:limit])
    more = len(listed) > limit
    return Page(shown, str(position(shown[-1])) if more else "")


def merge(streams: Iterable[Iterable[Any]], limit: int, key: Callable[[Any], Any]) -> list[Any]:
    """The first limit + 1 of several streams, each already in the order of key."""
    merged = heapq.merge(*streams, key=key)
    return [row for row, _ in zip(merged, range(limit + 1), strict=False)]


def check_limit(limit: int) -> int:
    """Raises InvalidInput (`bad_limit`) unless 1 <= limit <= MAX_LIMIT."""
    if not 1 <= limit <= MAX_LIMIT:
        raise InvalidInput(f"limit {limit}", code="bad_limit", field="limit", limit=MAX_LIMIT)
    return limit


def read_number(after: str) -> int | None:
    """A position that is an acceptance number. Raises InvalidInput (`bad_position`)."""
    if not after:
        return None
    if not (after.isascii() and after.isdigit()) or len(after) > 18:
        raise bad_position(after)
    return int(after)


def bad_position(after: str) -> InvalidInput:
    """The error for a position nobody was given."""
    return InvalidInput(f"position {after!r}", code="bad_position", field="after", value=after)
