"""The policy, every cell: six roles, all operations, own, same unit, another unit, closed."""

import pytest

from registry.transactions.permissions import (
    CHANGING,
    POLICY,
    Operation,
    Role,
    Scope,
    Subject,
    is_allowed,
)

SUBJECTS = {
    "own": Subject("余杭区", "S1"),
    "colleague": Subject("余杭区", "S2"),
    "other": Subject("萧山区", "S3"),
    "moved": Subject("萧山区", "S1"),  # made by the caller while in another unit
    "nothing": Subject(),
}
REACH = {
    Scope.OWN: {"own"},
    Scope.UNIT: {"own", "colleague"},
    Scope.ANY: set(SUBJECTS),
    None: set(),
}
# Written out a second time: a slip in the table must not slip through here.
BUREAU_ONLY = {
    Operation.REVIEW,
    Operation.APPROVE,
    Operation.GRANT,
    Operation.END_RIGHT,
    Operation.HAND_OVER,
    Operation.SETTLE_DISPUTE,
    Operation.VIEW_REGISTER,
    Operation.EXPORT_REGISTER,
    Operation.MANAGE_LISTS,
}
LEAD_ONLY = {
    Operation.GRANT,
    Operation.END_RIGHT,
    Operation.HAND_OVER,
    Operation.SETTLE_DISPUTE,
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("operation", Operation)
def test_every_cell_reaches_as_far_as_its_scope(role: Role, operation: Operation) -> None:
    reached = {
        name
        for name, subject in SUBJECTS.items()
        if is_allowed(role, operation, account="S1", unit="余杭区", subject=subject)
    }

    assert reached == REACH[POLICY.get(operation, {}).get(role)]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("operation", sorted(CHANGING))
def test_nothing_changes_a_closed_report(role: Role, operation: Operation) -> None:
    subject = Subject("余杭区", "S1", closed=True)

    assert not is_allowed(role, operation, account="S1", unit="余杭区", subject=subject)


def test_districts_reach_no_other_unit() -> None:
    for operation, row in POLICY.items():
        for role, scope in row.items():
            if role.is_district:
                assert scope is not Scope.ANY, operation


def test_the_bureaus_decisions_are_the_bureaus() -> None:
    for operation in BUREAU_ONLY:
        assert all(role.is_bureau for role in POLICY[operation]), operation
    for operation in LEAD_ONLY:
        assert set(POLICY[operation]) == {Role.CITY_LEAD}, operation


def test_auditor_and_administrator_touch_no_business_data() -> None:
    business = set(Operation) - {
        Operation.VIEW_STAFF,
        Operation.MANAGE_STAFF,
        Operation.CONFIRM_BINDING,
        Operation.VIEW_LEDGER,
        Operation.EXPORT_LEDGER,
        Operation.CHECKPOINT,
        Operation.BACKUP,
        Operation.MAINTAIN,
        Operation.MANAGE_LIBRARY,
    }
    for role in (Role.AUDITOR, Role.SYSADMIN):
        assert not {o for o in business if role in POLICY.get(o, {})}


def test_every_operation_is_somebodys() -> None:
    assert set(POLICY) == set(Operation)
