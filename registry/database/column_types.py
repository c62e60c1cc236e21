"""Column types that read and write the same on SQLite and PostgreSQL."""

import json
from datetime import UTC, date, datetime

from sqlalchemy import Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from registry.database.canonical import canonical_json

_INSTANT_CHARS = 27


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime as text of fixed width, so that text order is time order."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Raises ValueError for a naive datetime."""
        return None if value is None else format_instant(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The datetime, aware, UTC."""
        return None if value is None else parse_instant(value)


class Day(TypeDecorator[date]):
    """A calendar day as ISO text."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """ISO text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        """The day."""
        return None if value is None else date.fromisoformat(value)


class Json(TypeDecorator[object]):
    """A value as canonical JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Canonical JSON; None stays NULL."""
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:  # noqa: ARG002
        """The value."""
        return None if value is None else json.loads(value)


def format_instant(value: datetime) -> str:
    """`2026-11-22T01:00:00.000000Z`. Raises ValueError for a naive datetime."""
    if value.tzinfo is None:
        raise ValueError(f"naive datetime {value!r}; instants are aware")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_instant(text: str) -> datetime:
    """The reverse of format_instant. Raises ValueError."""
    if len(text) != _INSTANT_CHARS or text[-1] != "Z":
        raise ValueError(f"{text!r} is no instant")
    return datetime.fromisoformat(text).replace(tzinfo=UTC)  # a tenth of the time of strptime
