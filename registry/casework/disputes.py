"""What the bureau decides about the order and the sameness of reports (争议、同一项目).

Clause: hz-2019-40#4.1 is silent on ties and on what makes two reports one project; people decide,
on record, and the queue follows.
"""

from typing import Any

from sqlalchemy import Row, select

from registry.database import tables
from registry.errors import Refused
from registry.filing.claims import Claim, move_to_project, set_claim, settle_disputes
from registry.transactions.unit_of_work import Work


def rule_project(work: Work, row: Row[Any], project_key: str, reason: str) -> None:
    """Put a report into the project of that key. Raises Refused (`already_there`)."""
    _refuse_double(work, row, project_key)
    move_to_project(work, row, project_key, reason=reason)


def _refuse_double(work: Work, row: Row[Any], project_key: str) -> None:
    """A unit has one open report of a name in a project, as the index `one_open_per_unit` says."""
    box = tables.filing.c
    query = select(box.seq).where(
        box.project_key == project_key,
        box.unit == row.unit,
        box.project_name_key == row.project_name_key,
        box.claim != Claim.NONE,
    )
    if work.connection.execute(query).first() is not None:
        raise Refused("the report is there already", code="already_there")


def settle(work: Work, row: Row[Any], favoured: Row[Any], reason: str) -> None:
    """Let the favoured one of two disputed reports come first; raises Refused as the service."""
    pair = sorted((row.seq, favoured.seq))
    box = tables.dispute.c
    query = select(box.earlier_seq).where(
        box.earlier_seq == pair[0], box.later_seq == pair[1], box.settled_at.is_(None)
    )
    if work.connection.execute(query).first() is None:
        raise Refused("the two are not disputed", code="not_disputed")
    if row.granted_at is not None:
        raise Refused("the right is granted already", code="granted")
    is_same_project = row.project_key == favoured.project_key
    if is_same_project and (row.claim, favoured.claim) == (Claim.ACTIVE, Claim.WAITING):
        set_claim(work, row, Claim.WAITING, reason=reason)
        set_claim(work, favoured, Claim.ACTIVE, reason=reason)
    settle_disputes(work, favoured.seq, reason)
