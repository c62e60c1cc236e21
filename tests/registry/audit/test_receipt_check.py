"""A stored receipt is compared to the last character with what the ledger says."""

from typing import Any

import pytest

from registry.audit.receipt_check import issued_with
from registry.audit.verification import verify_registry
from registry.ledger.merkle import extend
from tests.registry.building import World

LEAF = "ab" * 32


def test_a_proof_from_another_tree_is_another_proof() -> None:
    one = extend((), 0, LEAF)

    assert issued_with(2, LEAF, one) == issued_with(2, LEAF, one)
    assert issued_with(2, LEAF, one) != issued_with(2, LEAF, extend((), 0, "cd" * 32))
    assert issued_with(2, LEAF, None).proof == ""


def test_honest_receipts_of_many_filings_fit(sqlite_world: World) -> None:
    for n in range(9):
        sqlite_world.file(investor_name=f"示例{n}有限公司")
    store = sqlite_world.registry.store

    with store.engine.connect() as connection, connection.begin():
        found = verify_registry(connection, origin=store.origin, key=store.signer.key)

    assert found.problems == ()


@pytest.mark.parametrize("part", ["meaning", "seq", "content_salt", "proof", "checkpoint", "entry"])
def test_each_part_of_a_receipt_counts(sqlite_world: World, part: str) -> None:
    from registry.database import tables
    from registry.database.engine import writing

    body: dict[str, Any] = dict(sqlite_world.file().receipt)
    store = sqlite_world.registry.store
    with writing(store.engine) as connection:
        connection.exec_driver_sql("DROP TRIGGER receipt_no_update")
        connection.execute(tables.receipt.update().values(body={**body, part: ["x"]}))

    with store.engine.connect() as connection, connection.begin():
        found = verify_registry(connection, origin=store.origin, key=store.signer.key)

    assert [(problem.code, problem.at) for problem in found.problems] == [("receipt_changed", 1)]
