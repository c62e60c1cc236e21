"""Follow-up: notes, owner, next step; what the bureau notes stays with the bureau."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from registry.casework.progress import NoteKind
from registry.database import tables
from registry.database.engine import reading
from registry.errors import Forbidden, InvalidInput, NotFound
from registry.transactions.permissions import Role
from tests.registry.building import NOW, World

TODAY = NOW.date()


class TestOnBothDatabases:
    def test_notes_come_newest_first_and_by_page(self, world: World) -> None:
        no, who = world.file().report_no, world.district()
        for text in ("一", "二", "三"):
            world.registry.progress.add_note(who, no, NoteKind.VISIT, f" {text} ")

        first = world.registry.progress.notes(who, no, limit=2)
        rest = world.registry.progress.notes(who, no, limit=2, after=first.next)

        assert [note.note for note in (*first.rows, *rest.rows)] == ["三", "二", "一"]
        assert first.rows[0].happened_on == TODAY

    def test_the_bureaus_notes_are_the_bureaus(self, world: World) -> None:
        no = world.file().report_no
        world.registry.progress.add_note(world.reviewer, no, NoteKind.NOTE, "与另一首报比较")

        assert world.registry.progress.notes(world.district(), no).rows == ()
        assert len(world.registry.progress.notes(world.reviewer, no).rows) == 1

    def test_the_ledger_holds_a_digest_and_no_words(self, world: World) -> None:
        no = world.file().report_no
        world.registry.progress.add_note(world.district(), no, NoteKind.TALK, "绝密条款若干")

        with reading(world.registry.store.engine) as connection:
            bodies = connection.execute(select(tables.ledger.c.body)).scalars().all()
        assert '"kind":"progress"' in bodies[-1]
        assert all("绝密" not in body for body in bodies)

    def test_owner_and_next_step_are_set_and_ended(self, world: World) -> None:
        no, who = world.file().report_no, world.district()
        follow_up = world.registry.progress.follow_up
        follow_up(who, no, owner=who.account, next_step="签约", due_on=TODAY)
        set_line = world.registry.queries.mine(who).rows[0]
        follow_up(who, no, next_step="")
        ended = world.registry.queries.mine(who).rows[0]

        assert (set_line.owner, set_line.next_step, set_line.next_due_on) == (
            who.account, "签约", TODAY,
        )  # fmt: skip
        assert (ended.owner, ended.next_step, ended.next_due_on) == (who.account, "", None)

    def test_what_is_noted_leaves_the_history_whole(self, world: World) -> None:
        no = world.file().report_no
        world.registry.progress.add_note(world.district(), no, NoteKind.TALK, "首轮洽谈")
        world.registry.progress.follow_up(world.district(), no, next_step="签约")

        auditor = world.person("市投资促进局", Role.AUDITOR)
        assert world.registry.proofs.verify(auditor).problems == ()

    def test_another_units_report_is_not_there(self, world: World) -> None:
        no = world.file("余杭区").report_no

        with pytest.raises(NotFound):
            world.registry.progress.add_note(world.district("萧山区"), no, NoteKind.NOTE, "探听")
        with pytest.raises(NotFound):
            world.registry.progress.notes(world.district("萧山区"), no)


@pytest.mark.parametrize("text", ["", " \x00 ", "长" * 4001])
def test_a_note_says_something_and_not_too_much(sqlite_world: World, text: str) -> None:
    no = sqlite_world.file().report_no

    with pytest.raises(InvalidInput):
        sqlite_world.registry.progress.add_note(sqlite_world.district(), no, NoteKind.NOTE, text)


def test_a_day_to_come_is_not_noted(sqlite_world: World) -> None:
    no, who = sqlite_world.file().report_no, sqlite_world.district()

    with pytest.raises(InvalidInput):
        sqlite_world.registry.progress.add_note(
            who, no, NoteKind.NOTE, "明天", happened_on=TODAY + timedelta(days=1)
        )


def test_an_owner_is_of_the_reports_unit(sqlite_world: World) -> None:
    no, who = sqlite_world.file().report_no, sqlite_world.district()

    for owner in (sqlite_world.district("萧山区").account, "S99999"):
        with pytest.raises(InvalidInput):
            sqlite_world.registry.progress.follow_up(who, no, owner=owner)
    with pytest.raises(InvalidInput):
        sqlite_world.registry.progress.follow_up(who, no)


def test_an_auditor_notes_nothing(sqlite_world: World) -> None:
    no = sqlite_world.file().report_no
    auditor = sqlite_world.person("市投资促进局", Role.AUDITOR)

    with pytest.raises((Forbidden, NotFound)):
        sqlite_world.registry.progress.add_note(auditor, no, NoteKind.NOTE, "不该写")
