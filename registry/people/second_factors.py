"""Second factors as the database sees them: a sealed seed, the last step used, recovery codes.

A code is good once: the step it belongs to is written by a conditional UPDATE that only goes
forward. Does not compute or check codes (bot.identity).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from registry.database.identity_tables import recovery_code, second_factor
from registry.errors import InvalidInput, NotFound
from registry.people.bearer import digest_of
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Operation
from registry.transactions.unit_of_work import Store, Work


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """A second factor of an account. confirmed_at: None while only offered."""

    account: str
    sealed_seed: str = field(repr=False)
    confirmed_at: datetime | None
    last_step: int


class SecondFactorStore:
    """Second factors of members."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, account: str) -> SecondFactor | None:
        """The second factor of an account, confirmed or only offered."""
        with self._store.read(SYSTEM) as work:
            box = second_factor.c
            query = select(second_factor).where(box.account == account)
            row = work.connection.execute(query).one_or_none()
            if row is None:
                return None
            return SecondFactor(row.account, row.sealed_seed, row.confirmed_at, row.last_step)

    def offer(self, caller: Caller, sealed_seed: str) -> None:
        """Keep a seed that is not in use yet; an earlier offer is forgotten.

        Raises InvalidInput (`second_factor_on`) while one is in use, Forbidden.
        """
        with self._store.write(caller) as work:
            account = work.person.account
            box = second_factor
            work.connection.execute(
                delete(box).where(box.c.account == account, box.c.confirmed_at.is_(None))
            )
            if _is_on(work, account):
                raise InvalidInput("second factor is on", code="second_factor_on")
            work.connection.execute(
                insert(box).values(
                    account=account, sealed_seed=sealed_seed, created_at=work.at, last_step=0
                )
            )

    def confirm(
        self, caller: Caller, offered: SecondFactor, step: int, recovery: Iterable[str]
    ) -> None:
        """Put the offered seed to use from its first code on. recovery: the codes, in clear.

        Raises InvalidInput (`no_offer`) when the offer is no longer the one that was checked.
        """
        with self._store.write(caller) as work:
            account, box = work.person.account, second_factor
            changed = work.connection.execute(
                update(box)
                .where(
                    box.c.account == account,
                    box.c.sealed_seed == offered.sealed_seed,
                    box.c.confirmed_at.is_(None),
                )
                .values(confirmed_at=work.at, last_step=step)
            )
            if changed.rowcount != 1:
                raise InvalidInput("no second factor on offer", code="no_offer")
            _replace_recovery(work, account, recovery)
            work.record("second_factor_on", data={"account": account})
            work.send("second_factor_on", f"account:{account}", {})

    def use_step(self, account: str, step: int) -> bool:
        """Use the code of a step up; False when it, or a later one, was used before."""
        with self._store.write(SYSTEM) as work:
            box = second_factor
            changed = work.connection.execute(
                update(box)
                .where(
                    box.c.account == account,
                    box.c.confirmed_at.is_not(None),
                    box.c.last_step < step,
                )
                .values(last_step=step)
            )
            return changed.rowcount == 1

    def use_recovery(self, account: str, code: str) -> bool:
        """Use a recovery code up; False when it is wrong or used."""
        with self._store.write(SYSTEM) as work:
            box = recovery_code
            changed = work.connection.execute(
                update(box)
                .where(
                    box.c.digest == digest_of(code),
                    box.c.account == account,
                    box.c.used_at.is_(None),
                )
                .values(used_at=work.at)
            )
            if changed.rowcount != 1:
                return False
            work.record("recovery_code_used", data={"account": account})
            work.send("recovery_code_used", f"account:{account}", {})
            return True

    def count_recovery(self, account: str) -> int:
        """How many recovery codes are left."""
        with self._store.read(SYSTEM) as work:
            box = recovery_code.c
            query = select(func.count()).where(box.account == account, box.used_at.is_(None))
            return int(work.connection.execute(query).scalar_one())

    def remove(self, caller: Caller, account: str, *, reason: str) -> None:
        """Take a second factor away: one's own, or anybody's as administrator (a lost phone).

        Raises NotFound (`no_second_factor`), Forbidden, InvalidInput (`empty` reason).
        """
        if not reason.strip():
            raise InvalidInput("reason is empty", code="empty", field="reason")
        with self._store.write(caller) as work:
            if work.member is None or work.member.account != account:
                work.require(Operation.MANAGE_STAFF)
            box = second_factor
            if not work.connection.execute(delete(box).where(box.c.account == account)).rowcount:
                raise NotFound("no second factor", code="no_second_factor", value=account)
            _replace_recovery(work, account, ())
            work.record("second_factor_off", reason=reason.strip(), data={"account": account})
            work.send("second_factor_off", f"account:{account}", {})


def _is_on(work: Work, account: str) -> bool:
    box = second_factor.c
    query = select(box.account).where(box.account == account)
    return work.connection.execute(query).first() is not None


def _replace_recovery(work: Work, account: str, codes: Iterable[str]) -> None:
    box = recovery_code
    work.connection.execute(delete(box).where(box.c.account == account))
    rows = [
        {"digest": digest_of(code), "account": account, "created_at": work.at} for code in codes
    ]
    if rows:
        work.connection.execute(insert(box), rows)
