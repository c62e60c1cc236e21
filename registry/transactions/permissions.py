"""Who may do what: one table and one function, asked by every channel through the service layer.

Deny by default: what the table does not name is forbidden. The staff row is read inside the same
transaction, so a revocation holds at once.
Roles: hz-2019-40#4.1 names only 各地 and 市投资促进局; how each divides the work is ours.
District staff file as well as their leads: the duty to report is the locality's, and a report that
waits for a lead may come second. Withdrawing gives a place up, so that takes a lead.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a member of staff is; exactly one each."""

    DISTRICT_STAFF = "district_staff"
    DISTRICT_LEAD = "district_lead"
    CITY_REVIEWER = "city_reviewer"
    CITY_LEAD = "city_lead"
    AUDITOR = "auditor"
    SYSADMIN = "sysadmin"

    @property
    def is_district(self) -> bool:
        """Whether the role belongs to a filing unit (各地) and not to the bureau."""
        return self in (Role.DISTRICT_STAFF, Role.DISTRICT_LEAD)

    @property
    def is_bureau(self) -> bool:
        """Whether the role reads reports of all units; each such view is an audit event."""
        return self in (Role.CITY_REVIEWER, Role.CITY_LEAD)


class UnitKind(StrEnum):
    """Kinds of units; the first three may report (rules.first_report, `report_unit_type`)."""

    LOCALITY = "locality"
    DEVELOPMENT_ZONE = "development_zone"
    PLATFORM = "platform"
    BUREAU = "bureau"


class Scope(StrEnum):
    """How far a permission reaches."""

    OWN = "own"  # what the caller made
    UNIT = "unit"  # what belongs to the caller's unit
    ANY = "any"


class Operation(StrEnum):
    """What a caller may ask for."""

    DRAFT = "draft"  # open, read, change, discard a draft
    PRECHECK = "precheck"
    FILE = "file"
    VIEW_REPORT = "view_report"
    EXPORT_REPORT = "export_report"
    AMEND = "amend"
    WITHDRAW = "withdraw"
    RECORD_PROGRESS = "record_progress"  # notes, visits, evidence
    ADVANCE = "advance"  # signed, landed, started, in production
    REPORT_FAILURE = "report_failure"  # first talks failed
    REVIEW = "review"  # take up, return, guide result, consultation, refuse, dispute, re-route
    APPROVE = "approve"  # second approval of a grant
    GRANT = "grant"
    END_RIGHT = "end_right"  # expiry, termination
    HAND_OVER = "hand_over"  # city coordination to a new holder
    SETTLE_DISPUTE = "settle_dispute"
    VIEW_REGISTER = "view_register"
    EXPORT_REGISTER = "export_register"
    VIEW_STATISTICS = "view_statistics"
    MANAGE_LISTS = "manage_lists"  # target companies, opportunities
    MANAGE_LIBRARY = "manage_library"  # take documents in and out; no report content
    MANAGE_STAFF = "manage_staff"
    VIEW_STAFF = "view_staff"
    CONFIRM_BINDING = "confirm_binding"  # that a chat account is the member's
    VIEW_LEDGER = "view_ledger"
    EXPORT_LEDGER = "export_ledger"
    CHECKPOINT = "checkpoint"
    BACKUP = "backup"
    MAINTAIN = "maintain"  # migrate, restore, lift a read-only state


_STAFF, _LEAD = Role.DISTRICT_STAFF, Role.DISTRICT_LEAD
_REVIEWER, _CITY = Role.CITY_REVIEWER, Role.CITY_LEAD
_AUDITOR, _ADMIN = Role.AUDITOR, Role.SYSADMIN
_OWN_AND_UNIT = {_STAFF: Scope.OWN, _LEAD: Scope.UNIT}
_BUREAU = {_REVIEWER: Scope.ANY, _CITY: Scope.ANY}
_CITY_ONLY = {_CITY: Scope.ANY}

POLICY: dict[Operation, dict[Role, Scope]] = {
    Operation.DRAFT: {_STAFF: Scope.OWN, _LEAD: Scope.OWN},
    Operation.PRECHECK: {_STAFF: Scope.OWN, _LEAD: Scope.OWN},
    Operation.FILE: {_STAFF: Scope.OWN, _LEAD: Scope.OWN},
    Operation.VIEW_REPORT: _OWN_AND_UNIT | _BUREAU,
    Operation.EXPORT_REPORT: {_LEAD: Scope.UNIT} | _BUREAU,
    Operation.AMEND: _OWN_AND_UNIT,
    Operation.WITHDRAW: {_LEAD: Scope.UNIT},
    Operation.RECORD_PROGRESS: _OWN_AND_UNIT | _BUREAU,
    Operation.ADVANCE: {_LEAD: Scope.UNIT} | _BUREAU,
    Operation.REPORT_FAILURE: {_LEAD: Scope.UNIT} | _BUREAU,
    Operation.REVIEW: _BUREAU,
    Operation.APPROVE: _BUREAU,
    Operation.GRANT: _CITY_ONLY,
    Operation.END_RIGHT: _CITY_ONLY,
    Operation.HAND_OVER: _CITY_ONLY,
    Operation.SETTLE_DISPUTE: _CITY_ONLY,
    Operation.VIEW_REGISTER: _BUREAU,
    Operation.EXPORT_REGISTER: _BUREAU,
    Operation.VIEW_STATISTICS: {_LEAD: Scope.UNIT} | _BUREAU,
    Operation.MANAGE_LISTS: _BUREAU,
    Operation.MANAGE_LIBRARY: _BUREAU | {_ADMIN: Scope.ANY},
    Operation.MANAGE_STAFF: {_ADMIN: Scope.ANY},
    Operation.VIEW_STAFF: {_LEAD: Scope.UNIT, _ADMIN: Scope.ANY, _AUDITOR: Scope.ANY},
    Operation.CONFIRM_BINDING: {_LEAD: Scope.UNIT, _CITY: Scope.ANY, _ADMIN: Scope.ANY},
    Operation.VIEW_LEDGER: {_AUDITOR: Scope.ANY, _CITY: Scope.ANY},
    Operation.EXPORT_LEDGER: {_AUDITOR: Scope.ANY},
    Operation.CHECKPOINT: {_AUDITOR: Scope.ANY, _ADMIN: Scope.ANY},
    Operation.BACKUP: {_ADMIN: Scope.ANY},
    Operation.MAINTAIN: {_ADMIN: Scope.ANY},
}

# What changes a report; nobody does that to one whose case is closed.
CHANGING = frozenset(
    {
        Operation.AMEND,
        Operation.WITHDRAW,
        Operation.ADVANCE,
        Operation.REPORT_FAILURE,
        Operation.REVIEW,
        Operation.APPROVE,
        Operation.GRANT,
        Operation.END_RIGHT,
    }
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What an operation is done to: whose it is (unit, account), and whether its case is closed."""

    unit: str = ""
    account: str = ""
    closed: bool = False


NOTHING = Subject()


def is_allowed(
    role: Role, operation: Operation, *, account: str, unit: str, subject: Subject
) -> bool:
    """Say whether a member (account, unit, role) may do the operation to the subject.

    A subject without unit and account is nobody's in particular: only ANY reaches it, and OWN
    where the operation makes something new of the caller's (subject.account == account).
    """
    if subject.closed and operation in CHANGING:
        return False
    match POLICY.get(operation, {}).get(role):
        case Scope.ANY:
            return True
        case Scope.UNIT:
            return bool(unit) and subject.unit == unit
        case Scope.OWN:
            return bool(account) and subject.account == account and subject.unit == unit
        case _:
            return False
