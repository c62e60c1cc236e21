"""Every step of the lifecycle, taken through the service; and every step that must not be."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from registry.casework.guards import GUARDS
from registry.casework.steps import OPERATIONS
from registry.database import tables
from registry.database.engine import reading
from registry.errors import Forbidden, Refused
from registry.filing.claims import Claim
from registry.transactions.members import SYSTEM
from rules.lifecycle import Actor, Transition
from tests.registry.building import World, open_world, rulebook
from tests.registry.walking import PATHS, caller_for, filed_in, prepare, step_of, take

SETTINGS = {"validity_days": 30}
LIFECYCLE = rulebook(SETTINGS).lifecycle
FROM_FILED = [
    (step, source)
    for step in LIFECYCLE.transitions
    for source in step.sources
    if source != "DRAFT" and step.name != "expire"
]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    opened = open_world(f"sqlite:///{tmp_path / 'r.sqlite'}", tmp_path, rules=rulebook(SETTINGS))
    yield opened
    opened.registry.close()


def row_of(world: World, report_no: str) -> object:
    with reading(world.registry.store.engine) as connection:
        query = select(tables.filing).where(tables.filing.c.report_no == report_no)
        return connection.execute(query).one()


def last_step(world: World) -> dict[str, object]:
    box = tables.ledger.c
    with reading(world.registry.store.engine) as connection:
        query = select(box.body).where(box.kind == "step").order_by(box.seq.desc()).limit(1)
        return dict(json.loads(connection.execute(query).scalar_one()))


@pytest.mark.parametrize(("step", "source"), FROM_FILED, ids=lambda v: getattr(v, "name", v))
def test_a_step_with_its_guards_moves_the_report_on_record(
    world: World, step: Transition, source: str
) -> None:
    filed = filed_in(world, source)

    take(world, filed.report_no, step.name)

    assert row_of(world, filed.report_no).state == step.target  # type: ignore[attr-defined]
    event = last_step(world)
    assert event["data"]["from"] == source  # type: ignore[index]
    assert event["data"]["to"] == step.target  # type: ignore[index]
    assert (event["clause"], event["channel"]) == (str(step.clause), "cli")
    assert event["reason"]


@pytest.mark.parametrize(
    ("step", "source"),
    [(s, o) for s, o in FROM_FILED if s.name != "submit"],
    ids=lambda v: getattr(v, "name", v),
)
def test_a_step_with_an_open_guard_is_refused(world: World, step: Transition, source: str) -> None:
    filed = filed_in(world, source)
    if step.name in ("consult", "grant") or "guide_nonconform" in step.guards:
        details = {}
    else:
        details = (
            prepare(world, filed.report_no, step.name) if "reason_given" in step.guards else {}
        )
    if step.name == "start_review" and source == "SUBMITTED":
        details = {}

    with pytest.raises(Refused) as caught:
        world.registry.reviews.take(
            caller_for(world, step, "余杭区"), filed.report_no, step.name, details=details
        )

    assert caught.value.code == "guard_open"
    assert caught.value.fields["guards"]


@pytest.mark.parametrize("source", PATHS)
def test_steps_that_do_not_start_here_are_refused(world: World, source: str) -> None:
    filed = filed_in(world, source)

    for step in LIFECYCLE.transitions:
        if source in step.sources:
            continue
        is_timed = step.name == "expire"
        caller = world.city_lead if is_timed else caller_for(world, step, "余杭区")
        with pytest.raises(Refused) as caught:
            world.registry.reviews.take(caller, filed.report_no, step.name, reason="理由")
        assert caught.value.code == "no_such_step"


def test_a_final_state_lets_nobody_move_on(world: World) -> None:
    filed = filed_in(world, "SUBMITTED")
    take(world, filed.report_no, "withdraw")

    with pytest.raises(Forbidden):
        world.registry.reviews.take(world.city_lead, filed.report_no, "return", reason="理由")


def test_a_right_past_its_validity_expires_and_frees_the_slot(world: World) -> None:
    filed, waiting = filed_in(world, "EXCLUSIVE"), world.file("萧山区")
    reviews = world.registry.reviews
    world.clock.advance(timedelta(days=29))
    assert reviews.expire_due(SYSTEM) == ()

    world.clock.advance(timedelta(days=1))

    assert reviews.expire_due(SYSTEM) == (filed.report_no,)
    assert row_of(world, filed.report_no).state == "EXPIRED"  # type: ignore[attr-defined]
    assert row_of(world, waiting.report_no).claim == Claim.ACTIVE  # type: ignore[attr-defined]


def test_no_right_expires_after_the_clock_jumped_until_somebody_has_looked(world: World) -> None:
    filed = filed_in(world, "EXCLUSIVE")
    world.clock.jump(timedelta(days=365))

    with pytest.raises(Refused) as caught:
        world.registry.reviews.expire_due(SYSTEM)

    assert caught.value.code == "clock_jumped"
    assert world.registry.reviews.expire_due(SYSTEM, clock_confirmed=True) == (filed.report_no,)


def test_people_cannot_let_a_right_expire_by_hand(world: World) -> None:
    filed = filed_in(world, "EXCLUSIVE")

    with pytest.raises(Refused) as caught:
        world.registry.reviews.take(world.city_lead, filed.report_no, "expire")

    assert caught.value.code in ("wrong_actor", "guard_open")


@pytest.mark.parametrize("step", [t for t in LIFECYCLE.transitions if t.actors == (Actor.BUREAU,)],
                         ids=lambda t: t.name)  # fmt: skip
def test_a_district_cannot_take_the_bureaus_steps(world: World, step: Transition) -> None:
    source = next(s for s in step.sources)
    filed = filed_in(world, source)

    with pytest.raises(Forbidden):
        world.registry.reviews.take(world.district(), filed.report_no, step.name, reason="理由")


def test_every_step_and_guard_of_the_table_is_known_here() -> None:
    assert {step.name for step in LIFECYCLE.transitions} == set(OPERATIONS)
    guards = {guard for step in LIFECYCLE.transitions for guard in step.guards}
    submission = set(step_guards("submit"))
    assert guards == set(GUARDS) | submission


def step_guards(name: str) -> tuple[str, ...]:
    return next(step.guards for step in LIFECYCLE.transitions if step.name == name)


def test_the_walks_reach_every_state_that_has_a_way_out(world: World) -> None:
    with_way_out = {s for step in LIFECYCLE.transitions for s in step.sources} - {"DRAFT"}

    assert set(PATHS) == with_way_out
    assert step_of(world, "grant").target == "EXCLUSIVE"
