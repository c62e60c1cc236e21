"""Requests made from the OpenAPI document, as every role and as nobody: nothing undocumented.

Sound requests name things that exist half of the time, so that they get past the door.
"""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from registry.transactions.permissions import Role
from tests.api.conftest import ADDRESS, World

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    response_schema_conformance,
    content_type_conformance,
]
ROLES: list[Role | None] = [None, *Role]
_PROFILE = settings(
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


def loaded(world: World) -> Any:
    """The world's OpenAPI document, bound to its app."""
    schema = schemathesis.openapi.from_dict(world.openapi)
    schema.app = world.app
    schema.config.update(base_url=ADDRESS)
    return schema


def try_out(operation: Any, world: World, role: Role | None, examples: int) -> set[int]:
    """Send sound and unsound requests as somebody; the statuses that came back."""
    headers = world.bearer(role) if role else {}
    known = {
        "report_no": world.report_no,
        "draft_id": world.draft_id,
        "file_id": world.file_id,
        "doc_id": "test-scheme",
        "clause": "4.1",
        "rule": "R3",
    }
    seen = set()

    @settings(_PROFILE, max_examples=examples - examples // 2)
    @given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE), st.booleans())
    def sound(case: Case, is_real: bool) -> None:
        if is_real:
            case.path_parameters |= {n: known[n] for n in case.path_parameters if n in known}
        response = case.call(headers=headers)
        seen.add(response.status_code)
        case.validate_response(response, checks=CHECKS)

    @settings(_PROFILE, max_examples=examples // 2)
    @given(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def unsound(case: Case) -> None:
        response = case.call(headers=headers)
        seen.add(response.status_code)
        case.validate_response(response, checks=[*CHECKS, negative_data_rejection])

    sound()
    if operation.body or operation.query or operation.headers or operation.path_parameters:
        unsound()
    return seen


@pytest.mark.parametrize(
    "examples", [8, pytest.param(150, marks=pytest.mark.nightly)], ids=["quick", "full"]
)
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "nobody")
def test_nothing_is_answered_that_is_not_documented(
    world: World, role: Role | None, examples: int
) -> None:
    """8 examples for each of 7 askers: 56 requests an operation."""
    tried = 0
    for found in loaded(world).get_all_operations():
        try_out(found.ok(), world, role, examples)
        tried += 1

    assert tried >= 25


def test_no_operation_lets_an_unknown_token_in(world: World) -> None:
    """Guests may ask on this machine; a token that is none is refused even there."""
    for found in loaded(world).get_all_operations():
        operation = found.ok()

        @settings(_PROFILE, max_examples=1)
        @given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
        def with_a_wrong_token(case: Case) -> None:
            response = case.call(headers={"authorization": "Bearer yipanqi_no"})
            assert response.status_code == 401, case.operation.path
            case.validate_response(response, checks=CHECKS)

        with_a_wrong_token()


def test_no_declared_lock_is_left_open(world: World) -> None:
    headers = world.bearer(Role.DISTRICT_LEAD)
    for found in loaded(world).get_all_operations():
        operation = found.ok()

        @settings(_PROFILE, max_examples=1)
        @given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
        def without_a_key(case: Case) -> None:
            response = case.call(headers=headers)
            case.validate_response(response, checks=[ignored_auth], headers=headers)

        without_a_key()
