"""Everything a district can reach, written down: what must not depend on a rival's secrets."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from registry.casework.findings import FindingKind
from registry.database.engine import reading
from registry.errors import RegistryError
from registry.filing.slots import Slot
from registry.reading.queries import RegisterFilter
from registry.service import Registry
from registry.transactions.members import Caller
from tests.registry.building import World
from tests.registry.walking import take

# Digests, salts, signatures: drawn anew for every report, they say nothing without the content.
_HEX = re.compile(r"[0-9a-f]{16,}")
DAY = date(2026, 11, 22)


def masked(value: object) -> str:
    """A value as text, with every digest and salt replaced."""
    return _HEX.sub("#", repr(value))


def ask(call: Callable[[], Any]) -> str:
    """An answer or an error with all it carries."""
    try:
        return masked(call())
    except RegistryError as error:
        told = getattr(error, "assessment", None)
        return masked(
            (type(error).__name__, error.code, str(error), sorted(error.fields.items()), told)
        )


def lists(registry: Registry, who: Caller) -> Mapping[str, Callable[[], Any]]:
    """Every list and look-up of the service."""
    queries, exports = registry.queries, registry.exports
    return {
        "mine": lambda: queries.mine(who),
        "register": lambda: queries.register(who, RegisterFilter()),
        "queue": lambda: queries.review_queue(who),
        "idle": lambda: queries.idle(who, days=1),
        "overdue": lambda: queries.overdue(who),
        "holders": lambda: queries.holders(who, investor_name="同一有限公司", on=DAY),
        "counts": lambda: registry.statistics.counts(who, DAY, DAY),
        "export register": lambda: exports.register(who, RegisterFilter()),
        "drafts": lambda: registry.drafts.list_open(who),
        "ledger": lambda: list(registry.proofs.export(who)),
        "verify": lambda: registry.proofs.verify(who),
        "backup": lambda: registry.backup(who, None),  # type: ignore[arg-type]
        "staff": lambda: registry.staff.list(who),
    }


def of_report(registry: Registry, who: Caller, number: str) -> Mapping[str, Callable[[], Any]]:
    """Everything the service says of one report, by number."""
    reviews, note = registry.reviews, {"candidates": []}
    steps = [step.name for step in registry.rules.lifecycle.transitions if step.name != "withdraw"]
    return {
        "view": lambda: registry.reports.view(who, number),
        "receipt": lambda: registry.reports.receipt(who, number),
        "timeline": lambda: registry.queries.timeline(who, number),
        "export": lambda: registry.exports.report(who, number),
        "notes": lambda: registry.progress.notes(who, number),
        "files": lambda: registry.evidence.list(who, number),
        "steps": lambda: reviews.open_steps(who, number),
        "findings": lambda: reviews.findings(who, number),
        "grant?": lambda: reviews.assess_grant(who, number),
        "likeness": lambda: registry.likeness.check(who, number),
        "finding": lambda: reviews.record(who, number, FindingKind.LIKENESS, note),
        "settle": lambda: reviews.settle_dispute(who, number, favoured_no=number, reason="x"),
        "rule": lambda: reviews.rule_project(who, number, same_as=None, reason="x"),
        "amend identity": lambda: reviews.amend(who, number, {"chain": Slot("x")}, reason="x"),
        **{
            f"step {name}": lambda name=name: reviews.take(who, number, name)  # type: ignore[misc]
            for name in steps
        },
    }


def messages(world: World, who: Caller, unit: str) -> list[str]:
    """What the outbox sends to the district."""
    recipients = (f"unit:{unit}", f"account:{who.account}")
    found = world.registry.mail.due(10_000)
    return [masked((m.kind, m.body)) for m in found if m.recipient in recipients]


def transcript(world: World, who: Caller, unit: str, numbers: list[str]) -> dict[str, Any]:
    """All answers a district can get now, about its own reports and by guessing others' numbers."""
    asked = dict(lists(world.registry, who))
    for number in numbers:
        asked |= {f"{number} {k}": v for k, v in of_report(world.registry, who, number).items()}
    return {name: ask(call) for name, call in asked.items()} | {
        "messages": messages(world, who, unit)
    }


def play(world: World, rival: Mapping[str, Any], *, until: str) -> dict[str, Any]:
    """A rival files, then the district; the rival goes on; all the district could see on the way.

    until: filed, reviewed, granted or ended.
    """
    lead = world.district("余杭区")
    world.district("萧山区"), world.reviewer, world.city_lead  # the same accounts
    first = world.file("萧山区", **rival)
    seen: dict[str, Any] = {
        "precheck": ask(lambda: world.registry.reports.precheck(lead, investor_name="同一有限公司"))
    }
    mine = world.file("余杭区", investor_name="同一有限公司")
    seen["filed"] = masked(mine)
    numbers = [mine.report_no, first.report_no, "首报-2026-000099"]
    seen["pending"] = transcript(world, lead, "余杭区", numbers)
    if until in ("reviewed", "granted", "ended"):
        take(world, first.report_no, "start_review", "萧山区")
        seen["reviewed"] = transcript(world, lead, "余杭区", numbers)
    if until in ("granted", "ended"):
        for step in ("consult", "grant"):
            take(world, first.report_no, step, "萧山区")
        seen["granted"] = transcript(world, lead, "余杭区", numbers)
    if until == "ended":
        take(world, first.report_no, "withdraw", "萧山区")
        seen["ended"] = transcript(world, lead, "余杭区", numbers)
    return seen


def dump_of(world: World) -> str:
    """All stored reports as text, to be sure a canary was there to be found."""
    from sqlalchemy import select

    from registry.database import tables

    with reading(world.registry.store.engine) as connection:
        return repr(connection.execute(select(tables.filing)).all())
