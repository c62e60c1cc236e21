"""Role by operation over HTTP: who is let through, and who learns not even that there is something.

One table, every cell asked; registry.permissions has the same by operation of the registry.
"""

from pathlib import Path

import pytest

from registry.transactions.permissions import Role
from tests.api.conftest import World, opened_world
from tests.api.test_statuses import client_of, requests_of

ONE = "/reports/{report_no}"
READING = {("get", f"{ONE}{part}") for part in (
    "", "/timeline", "/receipt", "/notes", "/files", "/files/{file_id}", "/steps")}  # fmt: skip
ADDING = {("post", f"{ONE}/notes"), ("post", f"{ONE}/files")}
STEPS = {("post", f"{ONE}/steps")}
DRAFTS = {("get", "/drafts"), ("post", "/drafts"), ("post", "/reports")} | {
    (method, "/drafts/{draft_id}") for method in ("get", "patch", "delete")
}
OTHERS_DRAFT = DRAFTS - {("get", "/drafts"), ("post", "/drafts")}
REVIEWS = {("get", "/reviews"), ("get", "/reviews/{report_no}")} | {
    ("post", f"/reviews/{{report_no}}/{part}") for part in ("findings", "steps")
}
LISTS = {("get", "/reports")}
CHECKPOINT, VERIFY = ("get", "/ledger/checkpoint"), ("get", "/ledger/verify")
REFUSED = {
    Role.DISTRICT_STAFF: REVIEWS | STEPS | {CHECKPOINT, VERIFY},
    Role.DISTRICT_LEAD: REVIEWS | STEPS | OTHERS_DRAFT | {CHECKPOINT, VERIFY},
    Role.CITY_REVIEWER: DRAFTS | {CHECKPOINT, VERIFY},
    Role.CITY_LEAD: DRAFTS | {CHECKPOINT},
    Role.AUDITOR: DRAFTS | LISTS | READING | ADDING | STEPS | REVIEWS,
    Role.SYSADMIN: DRAFTS | LISTS | READING | ADDING | STEPS | REVIEWS | {VERIFY},
}


def refused(world: World, role: Role) -> set[tuple[str, str]]:
    """The operations whose sound request is refused to somebody of that role."""
    known = {
        "report_no": world.report_no, "draft_id": world.draft_id, "file_id": world.file_id,
        "doc_id": "test-scheme", "clause": "4.1", "rule": "R3",
    }  # fmt: skip
    found = set()
    for (method, path), (_, sound, _) in requests_of(world).items():
        given = dict(sound)
        headers = {**world.bearer(role), **given.pop("headers", {})}
        response = client_of(world).request(
            method, f"/api/v1{path.format_map(known)}", headers=headers, **given
        )
        if response.status_code in (403, 404):
            found.add((method, path))
    return found


@pytest.mark.parametrize("role", Role)
def test_a_role_is_let_through_where_the_table_says_and_nowhere_else(
    tmp_path: Path, role: Role
) -> None:
    with opened_world(tmp_path) as world:
        assert refused(world, role) == REFUSED[role]
