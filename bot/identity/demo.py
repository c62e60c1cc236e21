"""The try-it mode: a sample registry filled through the real services, and one click per role.

Only with the setting, and only on a registry that was empty when it was first filled; a registry of
real work is refused. Filling again changes nothing; filling cut short goes on where it stopped.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.identity.demo_data import (
    FINDINGS,
    PEOPLE,
    REASON,
    REPORTS,
    Person,
    SampleReport,
    content_of,
)
from registry.casework.findings import FindingKind
from registry.errors import Forbidden, InvalidInput, Refused, StaleVersion
from registry.filing.slots import Slot, SlotStatus
from registry.people.web_sessions import SessionTimes, SignInMethod, WebSession
from registry.service import Registry
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Role
from registry.upkeep.demonstration import Demonstration, DemonstrationStore

_LEASE, _LEASE_LIFE = "demo", timedelta(minutes=5)
# Steps the bureau's lead takes; the others of the bureau are the reviewer's.
_LEAD_STEPS = frozenset({"grant"})
_DISTRICT_STEPS = frozenset({"withdraw", "sign", "land", "fail"})


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One click of the try-it page."""

    account: str
    unit: str
    role: Role
    name: str


class Demo:
    """The sample registry. Make one only where the setting allows it."""

    def __init__(self, registry: Registry, times: SessionTimes) -> None:
        self._registry = registry
        self._times = times
        self._marks = DemonstrationStore(registry.store)

    def fill(self) -> bool:
        """Fill the registry; False while another process is at it.

        Raises Refused (`holds_real_data`).
        """
        reached = self._marks.begin()
        if reached.is_complete:
            return True
        holder = f"demo:{self._registry.store.randomness(8).hex()}"
        lease = self._registry.leases.acquire(_LEASE, holder, _LEASE_LIFE)
        if lease is None:
            return False
        try:
            reached = self._add_people(self._marks.begin())
            for report in REPORTS:
                reached = self._add_report(reached, report)
            self._add_draft(reached)
            self._marks.save(replace(reached, is_complete=True))
        finally:
            self._registry.leases.release(lease)
        return True

    def accounts(self) -> tuple[DemoAccount, ...]:
        """Whom one may try, in a fixed order; nobody where the registry is no sample."""
        mark = self._marks.find()
        if mark is None:
            return ()
        return tuple(
            DemoAccount(mark.accounts[person.key], person.unit, person.role, person.name)
            for person in PEOPLE
            if person.key in mark.accounts
        )

    def sign_in(self, account: str, *, replacing: str | None = None) -> WebSession:
        """Sign in with one click. Raises Forbidden for anybody who is not of the sample."""
        if account not in {known.account for known in self.accounts()}:
            raise Forbidden("no account of the sample", code="forbidden")
        return self._registry.web_sessions.start(
            account, SignInMethod.DEMO, self._times, replacing=replacing
        )

    def _add_people(self, reached: Demonstration) -> Demonstration:
        named = {member.name: member.account for member in self._registry.staff.list(SYSTEM)}
        accounts = dict(reached.accounts)
        for person in PEOPLE:
            if person.key not in accounts:
                accounts[person.key] = named.get(person.name) or self._add_person(person)
        reached = replace(reached, accounts=accounts)
        self._marks.save(reached)
        return reached

    def _add_person(self, person: Person) -> str:
        made = self._registry.staff.add(
            SYSTEM, unit=person.unit, role=person.role, name=person.name
        )
        return made.member.account

    def _add_report(self, reached: Demonstration, report: SampleReport) -> Demonstration:
        if report.key in reached.reports:
            return reached
        report_no = self._file(reached, report)
        with suppress(Refused):  # the bureau's own guide or settings may forbid the rest
            for step in report.steps:
                self._take(reached, report, report_no, step)
        reached = replace(reached, reports={**reached.reports, report.key: report_no})
        self._marks.save(reached)
        return reached

    def _file(self, reached: Demonstration, report: SampleReport) -> str:
        caller = self._caller(reached, report.by, f"demo-{report.key}")
        draft = self._registry.drafts.open(caller, _slots(content_of(report), report.key))
        filed = self._registry.reports.file(caller, draft.id, draft.version)
        if filed.already:
            with suppress(StaleVersion, InvalidInput):  # the registry may have closed it
                self._registry.drafts.discard(caller, draft.id, draft.version)
        return filed.report_no

    def _take(
        self, reached: Demonstration, report: SampleReport, report_no: str, step: str
    ) -> None:
        reviewer = self._caller(reached, "reviewer")
        if step in FINDINGS:
            kind, body = FINDINGS[step]
            with suppress(Refused):  # the step was taken before filling was cut short
                self._registry.reviews.record(reviewer, report_no, kind, body)
        today = self._registry.store.clock.today().isoformat()
        if step == "grant":
            body = {"asked_on": today, "opinion": "positive", "summary": "示例：愿意"}
            with suppress(Refused):
                self._registry.reviews.record(reviewer, report_no, FindingKind.CONSULTATION, body)
                note = {"note": "示例：复核同意"}
                self._registry.reviews.record(reviewer, report_no, FindingKind.APPROVAL, note)
        who = self._who_takes(report, step)
        caller = self._caller(reached, who, f"demo-{report.key}-{step}")
        details = {"on": today} if step in ("sign", "land") else {}
        self._registry.reviews.take(caller, report_no, step, reason=REASON, details=details)

    def _who_takes(self, report: SampleReport, step: str) -> str:
        if step in _LEAD_STEPS:
            return "city_lead"
        if step not in _DISTRICT_STEPS:
            return "reviewer"
        unit = next(person.unit for person in PEOPLE if person.key == report.by)
        return next(
            person.key
            for person in PEOPLE
            if person.unit == unit and person.role is Role.DISTRICT_LEAD
        )

    def _add_draft(self, reached: Demonstration) -> None:
        """A draft that is half done, to go on with."""
        caller = self._caller(reached, "yuhang_staff")
        if not self._registry.drafts.list_open(caller):
            begun = {"project_name": "示例半导体材料项目", "chain": "集成电路"}
            self._registry.drafts.open(caller, _slots(begun, "draft"))

    def _caller(self, reached: Demonstration, person: str, key: str | None = None) -> Caller:
        return Caller(reached.accounts[person], "demo", key)


def _slots(content: dict[str, Any], key: str) -> dict[str, Slot]:
    return {
        name: Slot(value, raw=str(value), message_id=f"demo-{key}", status=SlotStatus.CONFIRMED)
        for name, value in content.items()
    }
