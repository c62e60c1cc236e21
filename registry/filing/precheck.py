"""The pre-check before filing: one bit, of equal shape, audited and counted.

What it may say and when is the confidentiality rule between districts: never a rival, a number,
a date or how well something matched. ReportService pads the answer to FLOOR_S, for every channel.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from registry.database import tables
from registry.errors import InvalidInput
from registry.filing.claims import Claim
from registry.filing.project_keys import read_credit_code
from registry.people.usage import count_use, used_today
from registry.transactions.permissions import Operation
from registry.transactions.unit_of_work import Work
from rules.company import NameFlag, parse_company_name

PRECHECKS_A_DAY = 20
FLOOR_S = 0.5  # nobody is answered sooner, whatever the answer
ALERTING_HITS = 5  # distinct investors of others met in a day, at which the bureau is told


class PreCheck(StrEnum):
    """All a filer learns before filing."""

    MAY_FILE = "may_file"  # 可以申报
    ASK_CITY = "ask_city"  # 需市级核对


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a pre-check asks about, folded. asking_unit: whose own reports do not count."""

    asking_unit: str
    investor_name: str
    investor_key: str
    uscc: str | None


# Whether an open report of another unit resembles the inquiry; likeness.matching has the real one.
Likeness = Callable[[Connection, Inquiry], bool]


def precheck(
    work: Work, investor_name: str, uscc: str | None, likeness: Likeness | None
) -> PreCheck:
    """ReportService.precheck, inside a transaction."""
    work.require(Operation.PRECHECK, work.own())
    name, code = parse_company_name(investor_name), read_credit_code(uscc)
    if code is None and (not name.key or NameFlag.NO_LEGAL_FORM in name.flags):
        raise InvalidInput("not a full legal name", code="full_name_needed", field="investor_name")
    account = work.person.account
    count_use(work, account, "precheck", PRECHECKS_A_DAY)
    inquiry = Inquiry(work.person.unit, investor_name, name.key, code)
    exact = _is_reported(work, inquiry)
    alike = likeness is not None and likeness(work.connection, inquiry)
    work.record("prechecked")
    if not (exact or alike):
        return PreCheck.MAY_FILE
    count_use(work, account, "precheck_hit", PRECHECKS_A_DAY)
    if used_today(work, account, "precheck_hit") == ALERTING_HITS:
        work.send("precheck_alert", "bureau", {"account": account, "hits": ALERTING_HITS})
    return PreCheck.ASK_CITY


def _is_reported(work: Work, inquiry: Inquiry) -> bool:
    """By name and by code in two index look-ups; an empty name or code matches nothing."""
    box = tables.filing.c
    foreign = (box.unit != inquiry.asking_unit) & (box.claim != Claim.NONE)
    return any(
        work.connection.execute(select(box.seq).where(same, foreign).limit(1)).first() is not None
        for same in (
            (box.investor_key == inquiry.investor_key) & (box.investor_key != ""),
            box.uscc == (inquiry.uscc or ""),
        )
    )
