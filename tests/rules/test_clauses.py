"""References to clauses."""

import pytest

from rules.clauses import ClauseRef


@pytest.mark.parametrize("text", ["hz-2019-40#4.1", "hz-2019-40#annex.7", "hz-2024-chain#preamble"])
def test_a_reference_reads_back_as_it_was_written(text: str) -> None:
    assert str(ClauseRef.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "4.1", "hz-2019-40", "#4.1", "hz-2019-40#", "HZ#4.1", "hz#四（一）", "hz#4.", "hz--1#4"],
)
def test_anything_else_is_not_a_reference(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a|a clause reference"):
        ClauseRef.parse(text)


def test_references_sort_by_document_and_clause() -> None:
    refs = [ClauseRef("b", "1"), ClauseRef("a", "2"), ClauseRef("a", "1")]

    assert sorted(refs) == [ClauseRef("a", "1"), ClauseRef("a", "2"), ClauseRef("b", "1")]
