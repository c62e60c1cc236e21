"""How often one may ask: messages counted in the registry, requests in this process.

Never counted: filing a report that a person has confirmed, and pressing a button of the talk.
"""

import math
from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock

from bot.clock import Clock
from registry.attempts import Limit, count_attempt
from registry.errors import QuotaExceeded, ReadOnly, StorageUnavailable
from registry.members import SYSTEM
from registry.service import Registry

_WINDOW_S = 60.0
_MOST_SUBJECTS = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one member may ask. messages_a_minute: of the talk, on all workers together."""

    requests_a_minute: int = 600
    messages_a_minute: int = 30


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


def count_message(registry: Registry, limits: Limits, account: str) -> None:
    """Count a message of the talk, on every worker. Raises QuotaExceeded (`too_many_tries`).

    Where nothing can be written nothing is counted: what the message asks for says so itself.
    """
    limit = Limit("api_message", limits.messages_a_minute, timedelta(minutes=1))
    try:
        with registry.store.write(SYSTEM) as work:
            count_attempt(work, limit, account)
    except (ReadOnly, StorageUnavailable):
        return
