"""The clock: the one place where the shell asks what time it is.

Business days are calendar days in Asia/Shanghai, whatever zone the machine is set to.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

# No daylight saving since 1991; a fixed offset needs no zone database on the machine.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


class Clock(Protocol):
    """Time as the shell needs it."""

    def today(self) -> date:
        """The business day."""
        ...

    def now(self) -> datetime:
        """This instant, aware, UTC."""
        ...

    def elapsed_s(self) -> float:
        """Seconds from an arbitrary start, never going back."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock; `fixed_today` replaces the business day only."""

    fixed_today: date | None = None

    def today(self) -> date:
        """The business day in Shanghai."""
        return self.fixed_today or self.now().astimezone(SHANGHAI).date()

    def now(self) -> datetime:
        """This instant, aware, UTC."""
        return datetime.now(UTC)

    def elapsed_s(self) -> float:
        """Seconds of the monotonic clock."""
        return time.perf_counter()


@dataclass(slots=True)
class ManualClock:
    """A clock that stands still until it is moved; for tests."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 22, 1, 0, tzinfo=UTC))

    def today(self) -> date:
        """The business day in Shanghai."""
        return self.at.astimezone(SHANGHAI).date()

    def now(self) -> datetime:
        """The instant it stands at."""
        return self.at

    def elapsed_s(self) -> float:
        """Seconds since the epoch of the instant it stands at."""
        return self.at.timestamp()

    def advance(self, step: timedelta) -> None:
        """Move forward by step."""
        self.at += step
