"""A text that ends another one: read, kept as a note, and the other one ended by it."""

from dataclasses import replace
from datetime import date

import pytest

from retrieval.intake.repeals import Repeal, end_repealed, find_repeals, note_of
from retrieval.loading.blocks import Block, BlockKind
from retrieval.types import AuthorityTier, DocumentMeta

START, ISSUED = date(2026, 7, 1), date(2026, 6, 1)
OLD = DocumentMeta(
    doc_id="old",
    edition="2026-03-01",
    title="链长工作规则（试行）",
    number="甲招〔2026〕3号",
    effective_from=date(2026, 3, 1),
    tier=AuthorityTier.OFFICIAL,
)
NOTICE = replace(
    OLD, doc_id="notice", edition="2026-06-01", title="关于废止的通知", number="甲招〔2026〕9号"
)


def blocks(*lines: str) -> list[Block]:
    return [Block(BlockKind.LINE, line) for line in lines]


CASES = [
    (
        "a day of its own",
        "决定自2026年10月1日起废止《链长工作规则（试行）》（甲招〔2026〕3号）。",
        date(2026, 10, 1),
    ),
    ("with the text itself", "《链长工作规则（试行）》（甲招〔2026〕3号）同时废止。", START),
    ("by a decision", "经研究，决定废止《链长工作规则（试行）》（甲招〔2026〕3号）。", START),
]


@pytest.mark.parametrize(("line", "day"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_repeal_is_read_with_its_day(line: str, day: date) -> None:
    assert find_repeals(blocks(line), START, ISSUED) == (
        Repeal("链长工作规则（试行）", "甲招〔2026〕3号", day),
    )


def test_a_text_without_a_first_day_ends_another_on_its_day_of_issue() -> None:
    found = find_repeals(blocks("决定废止《链长工作规则（试行）》。"), None, ISSUED)

    assert [repeal.day for repeal in found] == [ISSUED]


@pytest.mark.parametrize(
    "line",
    [
        "《链长工作规则（试行）》继续有效。",
        "《链长工作规则（试行）》不予废止。",
        "被废止的文件见附件。",
    ],
)
def test_what_ends_nothing_is_left_alone(line: str) -> None:
    assert find_repeals(blocks(line), START, ISSUED) == ()


def test_a_text_of_no_day_ends_nothing() -> None:
    assert find_repeals(blocks("决定废止《链长工作规则（试行）》。"), None, None) == ()


def ended(
    note: str, *, tier: AuthorityTier = AuthorityTier.OFFICIAL, old: DocumentMeta = OLD
) -> date | None:
    notice = replace(NOTICE, notes=note, tier=tier)
    return next(m.effective_to for m in end_repealed([old, notice]) if m.doc_id == "old")


NOTE = note_of([Repeal(OLD.title, OLD.number, date(2026, 10, 1))])


def test_what_an_official_text_names_by_number_ends_on_its_day() -> None:
    assert ended(NOTE) == date(2026, 10, 1)


def test_without_a_number_the_title_must_be_the_same() -> None:
    assert ended(note_of([Repeal(OLD.title, "", date(2026, 10, 1))])) == date(2026, 10, 1)
    assert ended(note_of([Repeal("链长工作规则实施办法", "", date(2026, 10, 1))])) is None


def test_another_number_is_another_text() -> None:
    assert ended(note_of([Repeal(OLD.title, "甲招〔2020〕1号", date(2026, 10, 1))])) is None


def test_a_press_report_ends_nothing() -> None:
    assert ended(NOTE, tier=AuthorityTier.PRESS) is None


def test_what_ends_earlier_by_itself_stays_so() -> None:
    assert ended(NOTE, old=replace(OLD, effective_to=date(2026, 5, 1))) == date(2026, 5, 1)


def test_a_text_that_begins_later_is_a_newer_one() -> None:
    assert ended(NOTE, old=replace(OLD, effective_from=date(2027, 1, 1))) is None
