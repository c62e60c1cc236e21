"""The columns that lists and statistics read, and their digest in the ledger."""

from typing import Any

import pytest
from sqlalchemy import select

from registry.database import tables
from registry.database.engine import reading
from registry.filing.listed import listed_digest, searchable
from tests.registry.building import CONTENT, NOW, World, rulebook

CONTEXT = rulebook().context_on(NOW.date())


def money(amount: str, unit: str = "万元") -> dict[str, str]:
    return {"amount": amount, "unit": unit, "currency": "CNY"}


@pytest.mark.parametrize(
    ("stated", "yuan"),
    [
        (money("120000"), 1_200_000_000),
        ("1.5亿元", 150_000_000),
        (money("0.00005"), 1),  # half up
        ("很多", None),
        (None, None),
        (money("9" * 20), None),  # more than a column holds
    ],
)
def test_an_amount_becomes_whole_yuan(stated: Any, yuan: int | None) -> None:
    assert searchable({**CONTENT, "total_investment": stated}, CONTEXT)["investment_yuan"] == yuan


def test_no_rate_no_amount() -> None:
    columns = searchable({**CONTENT, "total_investment": "100万美元"}, CONTEXT)

    assert columns["investment_yuan"] is None


@pytest.mark.parametrize(("given", "kept"), [(None, None), ("", None), ("台" * 120, "台" * 100)])
def test_a_platform_is_kept_to_a_hundred_characters(given: str | None, kept: str | None) -> None:
    assert searchable({**CONTENT, "platform": given}, CONTEXT)["platform"] == kept


@pytest.mark.parametrize("column", ["chain", "platform", "investment_yuan"])
def test_the_digest_changes_with_each_counted_column(sqlite_world: World, column: str) -> None:
    sqlite_world.file()
    with reading(sqlite_world.registry.store.engine) as connection:
        row = connection.execute(select(tables.filing)).one()
        box = tables.filing.c
        others = [c for c in (box.chain, box.platform, box.investment_yuan) if c.name != column]
        altered = connection.execute(
            select(box.content_salt, *others, (box.seq + 1).label(column))
        ).one()

    assert listed_digest(altered) != listed_digest(row)
