"""Bring a report to any state of the lifecycle, by the steps people would take."""

from collections.abc import Mapping
from typing import Any

from registry.casework.findings import FindingKind
from registry.filing.reports import ReportView
from registry.filing.submission import Filed
from registry.transactions.members import SYSTEM, Caller
from rules.lifecycle import Actor, Transition
from tests.registry.building import NOW, World

DAY = NOW.date().isoformat()
GUIDE_REVIEW = {"conform": True, "edition": "2026", "note": ""}
CONSULTATION = {"asked_on": DAY, "opinion": "positive", "summary": "愿意"}
# Steps on the way to a state, from SUBMITTED.
PATHS: dict[str, tuple[str, ...]] = {
    "SUBMITTED": (),
    "RETURNED": ("return",),
    "UNDER_REVIEW": ("start_review",),
    "CONFLICT": ("start_review", "mark_conflict"),
    "CONSULTING": ("start_review", "consult"),
    "EXCLUSIVE": ("start_review", "consult", "grant"),
    "SIGNED": ("start_review", "consult", "grant", "sign"),
    "LANDED": ("start_review", "consult", "grant", "sign", "land"),
    "STARTED": ("start_review", "consult", "grant", "sign", "land", "start_building"),
    "FAILED_FIRST_TALK": ("start_review", "consult", "grant", "fail"),
    "CITY_COORDINATION": ("start_review", "consult", "grant", "fail", "coordinate"),
}
DETAILS: dict[str, dict[str, Any]] = {
    "sign": {"on": DAY},
    "land": {"on": DAY},
    "start_building": {"on": DAY},
    "start_production": {"on": DAY},
    "reroute_stock": {"existing_district": "滨江区"},
    "reroute_city": {"instruction": "市领导交办"},
    "coordinate": {"is_major_manufacturing": True},
}
_FINDINGS: dict[str, tuple[FindingKind, Mapping[str, Any]]] = {
    "start_review": (FindingKind.LIKENESS, {"candidates": []}),
    "consult": (FindingKind.GUIDE_REVIEW, GUIDE_REVIEW),
    "reject": (FindingKind.GUIDE_REVIEW, {**GUIDE_REVIEW, "conform": False}),
    "grant": (FindingKind.CONSULTATION, CONSULTATION),
}


def caller_for(world: World, transition: Transition, unit: str) -> Caller:
    """Somebody who may take the step."""
    if Actor.BUREAU in transition.actors:
        return world.city_lead
    return SYSTEM if Actor.SYSTEM in transition.actors else world.district(unit)


def step_of(world: World, name: str) -> Transition:
    """The step of that name."""
    return next(t for t in world.registry.rules.lifecycle.transitions if t.name == name)


def prepare(world: World, report_no: str, step: str) -> dict[str, Any]:
    """Make the guards of a step hold; returns the details to state with it."""
    if step in _FINDINGS:
        kind, body = _FINDINGS[step]
        world.registry.reviews.record(world.reviewer, report_no, kind, body)
    details = dict(DETAILS.get(step, {}))
    if step in ("mark_conflict", "hand_over"):
        rival = world.file("淳安县").report_no
        details["rival_no" if step == "mark_conflict" else "new_report_no"] = rival
    return details


def take(world: World, report_no: str, step: str, unit: str = "余杭区", **more: Any) -> ReportView:
    """Take a step with its guards met."""
    details = prepare(world, report_no, step) | more
    caller = caller_for(world, step_of(world, step), unit)
    return world.registry.reviews.take(
        caller, report_no, step, reason="按程序办理", details=details
    )


def walk(world: World, report_no: str, state: str, unit: str = "余杭区") -> None:
    """Bring a submitted report to a state."""
    for step in PATHS[state]:
        take(world, report_no, step, unit)


def filed_in(world: World, state: str, unit: str = "余杭区", **content: object) -> Filed:
    """A report in that state."""
    filed = world.file(unit, **content)
    walk(world, filed.report_no, state, unit)
    return filed
