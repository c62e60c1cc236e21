"""One process at a time works the channel: a lease in the database, kept while the process lives.

Does not: stop what is under way when the lease is lost; everything here is safe to do twice.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from registry.errors import RegistryError, StaleVersion
from registry.messages.leases import Lease, LeaseService

LEASE = "telegram-poller"
LEASE_LIFE = timedelta(seconds=30)  # after a crash the next process follows this late
_LOOK_S = 0.2
_logger = logging.getLogger(__name__)


class Holding:
    """Whether this process holds the lease. holder: unique to it; monotonic: seconds."""

    def __init__(self, leases: LeaseService, holder: str, monotonic: Callable[[], float]) -> None:
        self._leases = leases
        self._holder = holder
        self._monotonic = monotonic
        self._lease: Lease | None = None
        self._until = 0.0

    @property
    def is_held(self) -> bool:
        """Whether nobody else may be working the channel now."""
        return self._lease is not None and self._monotonic() < self._until

    async def keep(self, stop: asyncio.Event) -> None:
        """Take the lease as soon as it is free and hold on to it; give it back at the end."""
        try:
            while not stop.is_set():
                try:
                    await asyncio.to_thread(self._hold)
                except RegistryError as error:
                    _logger.warning("lease not looked at: %s", type(error).__name__)
                await pause(stop, LEASE_LIFE.total_seconds() / 3)
        finally:
            await asyncio.shield(asyncio.to_thread(self._give_back))

    async def wait(self, stop: asyncio.Event) -> bool:
        """Wait until the lease is held; False when told to stop first."""
        while not stop.is_set():
            if self.is_held:
                return True
            await pause(stop, _LOOK_S)
        return False

    def _hold(self) -> None:
        asked = self._monotonic()
        if self._lease is not None:
            try:
                self._lease = self._leases.renew(self._lease, LEASE_LIFE)
            except StaleVersion:
                self._lease = None
        if self._lease is None:
            self._lease = self._leases.acquire(LEASE, self._holder, LEASE_LIFE)
        self._until = asked + LEASE_LIFE.total_seconds()

    def _give_back(self) -> None:
        lease, self._lease = self._lease, None
        if lease is not None:
            with suppress(RegistryError):
                self._leases.release(lease)


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait, and no longer than until told to stop."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
