"""A request under a key: a repetition gets what the first one came to, and does nothing."""

from dataclasses import replace

from registry.casework.findings import FindingKind
from registry.casework.progress import NoteKind
from tests.registry.building import World

LIKENESS = {"candidates": []}


def test_a_note_under_a_key_is_made_once(world: World) -> None:
    no, who = world.file().report_no, replace(world.district(), key="k" * 96)
    progress = world.registry.progress

    first = progress.add_note(who, no, NoteKind.VISIT, "看地")
    again = progress.add_note(who, no, NoteKind.VISIT, "看地")

    assert first == again
    assert [note.id for note in progress.notes(who, no).rows] == [first]


def test_a_finding_under_a_key_is_made_once_also_after_a_step(world: World) -> None:
    no, who = world.file().report_no, replace(world.reviewer, key="k")
    reviews = world.registry.reviews

    first = reviews.record(who, no, FindingKind.LIKENESS, LIKENESS)
    again = reviews.record(who, no, FindingKind.LIKENESS, LIKENESS)

    assert first == again == 1
    assert len(reviews.findings(world.reviewer, no)) == 1


def test_a_key_is_its_senders_and_of_one_command_on_one_report(world: World) -> None:
    one, two = world.file().report_no, world.file(project_name="另一个项目").report_no
    progress = world.registry.progress
    lead, bureau = (replace(who, key="same") for who in (world.district(), world.reviewer))

    made = {
        progress.add_note(lead, one, NoteKind.NOTE, "一"),
        progress.add_note(lead, two, NoteKind.NOTE, "二"),
        progress.add_note(bureau, one, NoteKind.NOTE, "三"),
        progress.add_note(replace(lead, key="same2"), one, NoteKind.NOTE, "四"),
    }

    assert len(made) == 4
    assert world.registry.reviews.record(bureau, one, FindingKind.LIKENESS, LIKENESS) == 1


def test_without_a_key_every_request_is_new(sqlite_world: World) -> None:
    world = sqlite_world
    no, who = world.file().report_no, world.district()

    numbers = {world.registry.progress.add_note(who, no, NoteKind.NOTE, "同") for _ in range(2)}

    assert len(numbers) == 2
