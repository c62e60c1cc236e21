"""Time and randomness as the registry needs them; both come in as arguments."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Protocol

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

# number of bytes -> that many random bytes; `secrets.token_bytes` in production
Randomness = Callable[[int], bytes]


class Clock(Protocol):
    """Time; bot.clock has the clocks that satisfy it."""

    def today(self) -> date:
        """The business day in Shanghai."""
        ...

    def now(self) -> datetime:
        """This instant, aware, UTC."""
        ...

    def elapsed_s(self) -> float:
        """Seconds from an arbitrary start, never going back."""
        ...


secure_random: Randomness = secrets.token_bytes


@dataclass(slots=True)
class JumpDetector:
    """Whether the wall clock has jumped against the monotonic one since the process started."""

    clock: Clock
    started_at: datetime = field(init=False)
    started_s: float = field(init=False)

    def __post_init__(self) -> None:
        self.started_at, self.started_s = self.clock.now(), self.clock.elapsed_s()

    def jump(self) -> timedelta:
        """How far the wall clock is ahead (negative: behind) of where it should be."""
        passed = timedelta(seconds=self.clock.elapsed_s() - self.started_s)
        return self.clock.now() - self.started_at - passed
