"""Builders for registry tests: an open registry, its people, and drafts that can be filed."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from registry.clock import SHANGHAI
from registry.filing.precheck import Likeness
from registry.filing.slots import Slot, SlotStatus
from registry.filing.submission import Filed
from registry.people.staff import BUREAU
from registry.rulebook import Rulebook
from registry.service import Registry
from registry.transactions.members import SYSTEM, Caller, Member
from registry.transactions.permissions import Role
from rules.layout_guide_import import parse_guide_toml
from rules.lifecycle import parse_lifecycle
from rules.parameters import parse_parameters
from rules.registry import EMPTY_GUIDE, Context
from rules.taxonomy import parse_taxonomy
from tests.registry.templates import lay_schema

_SQLITE = "sqlite:///"
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
CONTENT: dict[str, Any] = {
    "project_name": "功率器件生产基地",
    "investor_name": "示例半导体有限公司",
    "is_new_project": True,
    "chain": "集成电路",
    "total_investment": {"amount": "120000", "unit": "万元", "currency": "CNY"},
    "intent_evidence": ["会谈纪要"],
    "investor_contact": "示例联系人",
    "investor_phone": "057100000000",
    "unit_contact": "示例经办人",
}


@dataclass(slots=True)
class TestClock:
    """A wall clock that is moved by hand, and a monotonic one that moves with it unless set."""

    __test__ = False
    at: datetime = NOW
    elapsed: float = 0.0

    def today(self) -> date:
        return self.at.astimezone(SHANGHAI).date()

    def now(self) -> datetime:
        return self.at

    def elapsed_s(self) -> float:
        return self.elapsed

    def advance(self, step: timedelta) -> None:
        """Time passes."""
        self.at += step
        self.elapsed += step.total_seconds()

    def jump(self, step: timedelta) -> None:
        """Somebody sets the wall clock."""
        self.at += step


def counting_random() -> Callable[[int], bytes]:
    """Different bytes each time, the same in every run."""
    numbers = itertools.count(1)
    return lambda size: next(numbers).to_bytes(size, "big")


def rulebook(settings: Mapping[str, object] | None = None, guide: str = "") -> Rulebook:
    """The shipped rules with local settings, on an empty layout guide unless one is given."""
    data = files("rules") / "data"
    parameters = parse_parameters((data / "parameters.toml").read_text("utf-8"))
    parameters = parameters.with_local(settings or {})
    taxonomy = parse_taxonomy((data / "taxonomy.toml").read_text("utf-8"))
    edition = parse_guide_toml(guide) if guide else EMPTY_GUIDE

    def context_on(day: date) -> Context:
        return Context(day, parameters, edition, taxonomy)

    lifecycle = parse_lifecycle((data / "lifecycle.toml").read_text("utf-8"))
    return Rulebook(context_on, lifecycle)


@dataclass(slots=True)
class World:
    """An open registry with people in it."""

    registry: Registry
    clock: TestClock
    people: dict[tuple[str, Role], Caller] = field(default_factory=dict)
    keys: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def person(self, unit: str, role: Role) -> Caller:
        """Somebody of that unit and role, added on first use."""
        if (unit, role) not in self.people:
            made = self.registry.staff.add(SYSTEM, unit=unit, role=role, name=f"{unit}{role}")
            self.people[unit, role] = Caller(made.member.account, "cli")
        return self.people[unit, role]

    def district(self, unit: str = "余杭区") -> Caller:
        """A district lead, who may do all a district may."""
        return self.person(unit, Role.DISTRICT_LEAD)

    @property
    def reviewer(self) -> Caller:
        return self.person(BUREAU, Role.CITY_REVIEWER)

    @property
    def city_lead(self) -> Caller:
        return self.person(BUREAU, Role.CITY_LEAD)

    def file(
        self,
        unit: str = "余杭区",
        *,
        caller: Caller | None = None,
        key: str | None = None,
        sent_at: datetime | None = None,
        **content: object,
    ) -> Filed:
        """File a report of that unit; content replaces slots of CONTENT, None leaves one out."""
        who = caller or self.district(unit)
        draft = self.registry.drafts.open(who, make_slots({**CONTENT, **content}))
        key = key or f"key-{next(self.keys)}"
        asking = Caller(who.account, who.channel, key, sent_at)
        return self.registry.reports.file(asking, draft.id, draft.version)


def bind(registry: Registry, account: str, external_id: str, channel: str = "telegram") -> Member:
    """Bind a chat to an account as people do: by a code, and somebody who confirms it."""
    made = registry.staff.binding_code(Caller(account, "web"), channel)
    return bind_by(registry, made.code, external_id, channel)


def bind_by(registry: Registry, code: str, external_id: str, channel: str = "telegram") -> Member:
    """Bind a chat by a code at hand, and have it confirmed."""
    accepted = registry.staff.accept(code, channel=channel, external_id=external_id)
    if accepted.request is not None:
        registry.binding_requests.confirm(SYSTEM, accepted.request.number)
    return accepted.member


def make_slots(content: Mapping[str, object]) -> dict[str, Slot]:
    """Confirmed slots of that content; None leaves a slot out."""
    return {
        name: Slot(value, raw=str(value), message_id="m1", status=SlotStatus.CONFIRMED)
        for name, value in content.items()
        if value is not None
    }


def open_world(
    url: str,
    folder: Path,
    *,
    rules: Rulebook | None = None,
    clock: TestClock | None = None,
    likeness: Likeness | None = None,
) -> World:
    """A registry on that database, with its key in folder / "keys"; a new SQLite file is copied."""
    if url.startswith(_SQLITE):
        lay_schema(Path(url.removeprefix(_SQLITE)))
    clock = clock or TestClock()
    registry = Registry.open(
        url,
        folder / "keys",
        clock=clock,
        randomness=counting_random(),
        rules=rules or rulebook(),
        likeness=likeness,
    )
    return World(registry, clock)
