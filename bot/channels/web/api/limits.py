"""How often one may ask: requests in this process, messages as dialogue.message_limits counts them.

Never counted: filing a report that a person has confirmed.
"""

import math
from collections import deque
from dataclasses import dataclass
from threading import Lock

from bot.clock import Clock
from bot.dialogue.message_limits import MESSAGES_A_MINUTE
from registry.errors import QuotaExceeded

_WINDOW_S = 60.0
_MOST_SUBJECTS = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one member may ask. messages_a_minute: of the talk, on all workers together."""

    requests_a_minute: int = 600
    messages_a_minute: int = MESSAGES_A_MINUTE


class Rate:
    """Requests of a subject within the last minute, in this process."""

    def __init__(self, most: int, clock: Clock) -> None:
        self._most = most
        self._clock = clock
        self._recent: dict[str, deque[float]] = {}
        self._lock = Lock()

    def count(self, subject: str) -> None:
        """Count one request. Raises QuotaExceeded (`too_many_requests`; field retry_after_s)."""
        now = self._clock.elapsed_s()
        with self._lock:
            times = self._recent.setdefault(subject, deque())
            while times and times[0] <= now - _WINDOW_S:
                times.popleft()
            if len(times) >= self._most:
                wait = max(1, math.ceil(times[0] + _WINDOW_S - now))
                raise QuotaExceeded(
                    f"more than {self._most} a minute",
                    code="too_many_requests",
                    limit=self._most,
                    retry_after_s=wait,
                )
            times.append(now)
            if len(self._recent) > _MOST_SUBJECTS:
                self._forget(now)

    def _forget(self, now: float) -> None:
        idle = [who for who, times in self._recent.items() if times[-1] <= now - _WINDOW_S]
        for who in idle:
            del self._recent[who]
