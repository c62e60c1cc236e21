"""Whether the guards of a step hold: each name of rules.lifecycle, answered from the registry.

Reads: the report, its findings, the queue of its project, and what the caller states with the step.
Does not move anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from registry.casework.findings import Finding, FindingKind, latest, read_day
from registry.database import tables
from registry.filing.admission import submission_guards
from registry.filing.claims import Claim, active_of, open_reports
from registry.filing.slots import REQUIRED_SLOTS, Content, as_facts, flag_of, money_of, report_facts
from registry.transactions.unit_of_work import Work
from rules.catalog import assess
from rules.fact_terms import NO_HOLDER
from rules.failed_first_talk import FAILED_FIRST_TALK
from rules.first_negotiation import FIRST_NEGOTIATION
from rules.registry import Context
from rules.verdict import Assessment, Verdict


@dataclass(frozen=True, slots=True)
class Case:
    """A report about to be moved. details: what the caller states with the step, by key:

    `on` (ISO day of signing, landing, start, production), `existing_district`, `instruction` (who
    said that the city leads), `is_major_manufacturing`, `rival_no`, `new_report_no`.
    """

    work: Work
    row: Row[Any]
    findings: tuple[Finding, ...]
    context: Context
    reason: str
    details: Mapping[str, Any]

    @property
    def content(self) -> Content:
        """The report's content."""
        content: Content = self.row.content
        return content


def met_guards(case: Case, names: tuple[str, ...]) -> frozenset[str]:
    """Those of the guards that hold. Raises InvalidInput for a detail that cannot be read."""
    submission = submission_guards(case.content, missing=_missing(case.content))
    return frozenset(
        name for name in names if name in submission or (name in GUARDS and GUARDS[name](case))
    )


def _missing(content: Content) -> tuple[str, ...]:
    return tuple(name for name in REQUIRED_SLOTS if content.get(name) in (None, "", []))


def guide_conforms(case: Case) -> bool | None:
    """The bureau's recorded review (审查其符合《布局导引》); None before there is one."""
    found = latest(case.findings, FindingKind.GUIDE_REVIEW)
    return None if found is None else bool(found.body["conform"])


def assess_grant(case: Case) -> Assessment:
    """Ask rules.first_negotiation about the report as it stands. Source: hz-2019-40#4.1"""
    consultation = latest(case.findings, FindingKind.CONSULTATION)
    conforms = guide_conforms(case)
    kind = case.work.connection.execute(
        select(tables.unit.c.kind).where(tables.unit.c.name == case.row.unit)
    ).scalar_one()
    active = active_of(case.work, case.row.project_key)
    holder = NO_HOLDER if active is None or active.granted_at is None else active.unit
    earlier = any(
        rival.seq < case.row.seq and rival.unit != case.row.unit
        for rival in open_reports(case.work, case.row.project_key)
    )
    facts: dict[str, object] = {
        **report_facts(case.content, unit=case.row.unit, unit_kind=kind),
        "report_admitted": True,
        "investor_consulted": consultation is not None,
        "investor_opinion": None if consultation is None else consultation.body["opinion"],
        "active_holder": holder,
        "rival_report": "tied" if case.row.disputed else "earlier" if earlier else "none",
    }
    if conforms is not None:
        facts["layout_review"] = "conform" if conforms else "nonconform"
    return assess(FIRST_NEGOTIATION, as_facts(facts), case.context)


def assess_failure(case: Case) -> Assessment:
    """Ask rules.failed_first_talk. Source: hz-2024-chain#3.3"""
    facts = {
        "is_major_manufacturing": case.details.get("is_major_manufacturing"),
        "first_host_talked": True,
        "unable_to_land": True,
        "total_investment": money_of(case.content.get("total_investment")),
    }
    return assess(FAILED_FIRST_TALK, as_facts(facts), case.context)


def linked_report(case: Case) -> Row[Any] | None:
    """The waiting report of another unit on the same project that `new_report_no` names."""
    return _other_report(case, "new_report_no", same_project=True)


def _other_report(case: Case, key: str, *, same_project: bool) -> Row[Any] | None:
    number = case.details.get(key)
    if not isinstance(number, str):
        return None
    box = tables.filing.c
    query = select(tables.filing).where(box.report_no == number, box.seq != case.row.seq)
    if same_project:
        query = query.where(
            box.project_key == case.row.project_key,
            box.claim == Claim.WAITING,
            box.unit != case.row.unit,
        )
    return case.work.connection.execute(query).one_or_none()


def _has_rival(case: Case) -> bool:
    named = _other_report(case, "rival_no", same_project=False) is not None
    return named or len(open_reports(case.work, case.row.project_key)) > 1


def _is_existing(case: Case) -> bool:
    return flag_of(case.content, "is_new_project") is False or _states(case, "existing_district")


def _city_leads(case: Case) -> bool:
    flags = ("cross_region", "leader_assigned")
    return any(flag_of(case.content, name) for name in flags) or _states(case, "instruction")


def _states(case: Case, key: str) -> bool:
    return bool(str(case.details.get(key) or "").strip())


def _is_dated(case: Case) -> bool:
    if "on" not in case.details:
        return False
    read_day(case.details["on"], "on", case.work.today)
    return True


def _no_other_holder(case: Case) -> bool:
    active = active_of(case.work, case.row.project_key)
    return active is None or active.seq == case.row.seq


def _validity_passed(case: Case) -> bool:
    """The right is valid from the grant up to, and not on, `expires_on`."""
    return case.row.expires_on is not None and case.work.today >= case.row.expires_on


GUARDS: dict[str, Callable[[Case], bool]] = {
    "reason_given": lambda case: bool(case.reason.strip()),
    "likeness_checked": lambda case: latest(case.findings, FindingKind.LIKENESS) is not None,
    "earlier_or_tied_report": _has_rival,
    "guide_conform": lambda case: guide_conforms(case) is True,
    "guide_nonconform": lambda case: guide_conforms(case) is False,
    "existing_project": _is_existing,
    "city_leads": _city_leads,
    "investor_consulted": lambda case: latest(case.findings, FindingKind.CONSULTATION) is not None,
    "no_active_holder": _no_other_holder,
    "validity_passed": _validity_passed,
    "signing_recorded": _is_dated,
    "landing_recorded": _is_dated,
    "start_recorded": _is_dated,
    "production_recorded": _is_dated,
    "major_manufacturing": lambda case: assess_failure(case).verdict is Verdict.YES,
    "new_report_linked": lambda case: linked_report(case) is not None,
}
