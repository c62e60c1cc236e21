"""The registry as its callers see it: one object, its parts by subject.

Every channel and every test works through it:

    registry = Registry.open(url, home / "keys", clock=…, randomness=secure_random, rules=…)
    registry.staff      members, units, roles, one-time invites       (registry.staff)
    registry.drafts     versioned slots of a report being written      (registry.drafts)
    registry.reports    pre-check, filing, receipt, reading a report   (registry.filing)
    registry.reviews    everything after filing, step by step          (registry.adjudication)
    registry.proofs     verify, checkpoint, consistency, export        (registry.proofs)
    registry.sessions   conversation state                             (registry.sessions)
    registry.mail       durable inbox and outbox                       (registry.mail)
    registry.store      one transaction for further readers and writers (registry.unit_of_work)

Every method takes a `Caller` first and raises errors of registry.errors only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import insert, select

from registry import schema, tables
from registry.checkpoints import Signer
from registry.clock import Clock, Randomness
from registry.engine import check_settings, open_engine, writing
from registry.unit_of_work import Store
from rules.lifecycle import Lifecycle
from rules.registry import Context

ORIGIN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What the registry asks of rules: the context of a day, and the lifecycle of a report."""

    context_on: Callable[[date], Context]
    lifecycle: Lifecycle


class Registry:
    """The open registry; safe to share between threads, never across a fork."""

    def __init__(self, store: Store, rules: Rulebook, advice: tuple[str, ...] = ()) -> None:
        self.store = store
        self.rules = rules
        self.advice = advice

    @classmethod
    def open(
        cls,
        url: str,
        keys_dir: Path,
        *,
        clock: Clock,
        randomness: Randomness,
        rules: Rulebook,
    ) -> "Registry":
        """Open the database, bring its schema up to date and check that it is durable.

        url: see registry.engine.open_engine; keys_dir: folder of the signing key, made when absent.
        `advice` of the result: codes of settings that are allowed but not advised.
        Raises UnsafeStorage, SchemaMismatch, StorageUnavailable.
        """
        engine = open_engine(url)
        try:
            advice = check_settings(engine)
            schema.migrate(engine)
            signer = Signer.open(keys_dir, randomness)
            with writing(engine) as connection:
                state = tables.service_state
                query = select(state.c.value).where(state.c.name == "origin")
                origin = connection.execute(query).scalar_one_or_none()
                if origin is None:
                    origin = randomness(ORIGIN_BYTES).hex()
                    connection.execute(
                        insert(state).values(name="origin", value=origin, at=clock.now())
                    )
        except BaseException:
            engine.dispose()
            raise
        return cls(Store(engine, clock, randomness, signer, str(origin)), rules, advice)

    def close(self) -> None:
        """Give the database connections back."""
        self.store.engine.dispose()
