"""Files of a draft wait on disk, for their owner alone, until the report has a number."""

from datetime import timedelta

import pytest

from registry.errors import Forbidden, InvalidInput, NotFound, QuotaExceeded
from registry.files.draft_files import MOST_FILES, DraftFileService
from registry.transactions.members import SYSTEM, Caller
from tests.registry.building import CONTENT, World, make_slots

PDF = b"%PDF-1.7 minutes"


@pytest.fixture
def draft(sqlite_world: World) -> tuple[World, Caller, str]:
    """A person with a whole draft."""
    caller = sqlite_world.district()
    return sqlite_world, caller, sqlite_world.registry.drafts.open(caller, make_slots(CONTENT)).id


def file_it(world: World, caller: Caller, draft_id: str) -> str:
    keyed = Caller(caller.account, "cli", "k1")
    return world.registry.reports.file(keyed, draft_id, 1).report_no


def test_a_kept_file_becomes_evidence_of_the_report(draft: tuple[World, Caller, str]) -> None:
    world, caller, draft_id = draft
    files, evidence = world.registry.draft_files, world.registry.evidence
    files.keep(caller, draft_id, "会谈纪要.pdf", PDF)
    files.keep(caller, draft_id, "意向书.txt", "意向".encode())
    number = file_it(world, caller, draft_id)
    handed = [file.name for file in files.hand_over(caller, draft_id, number, evidence)]

    assert handed == ["会谈纪要.pdf", "意向书.txt"]
    assert sorted(file.name for file in evidence.list(caller, number)) == sorted(handed)
    assert files.list(caller, draft_id) == ()


def test_the_same_content_is_kept_once(draft: tuple[World, Caller, str]) -> None:
    world, caller, draft_id = draft
    first = world.registry.draft_files.keep(caller, draft_id, "a.pdf", PDF)
    second = world.registry.draft_files.keep(caller, draft_id, "b.pdf", PDF)

    assert first == second
    assert world.registry.draft_files.list(caller, draft_id) == (first,)


@pytest.mark.parametrize(("content", "code"), [(b"", "file_empty"), (b"MZ\x00\x01", "file_kind")])
def test_what_is_no_evidence_is_refused(
    content: bytes, code: str, draft: tuple[World, Caller, str]
) -> None:
    world, caller, draft_id = draft

    with pytest.raises(InvalidInput) as caught:
        world.registry.draft_files.keep(caller, draft_id, "x", content)
    assert caught.value.code == code


def test_too_large_and_too_many_are_refused(
    draft: tuple[World, Caller, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, caller, draft_id = draft
    files = world.registry.draft_files
    for number in range(MOST_FILES):
        files.keep(caller, draft_id, f"{number}.txt", f"第{number}份".encode())
    with pytest.raises(InvalidInput) as many:
        files.keep(caller, draft_id, "more.txt", "再来".encode())
    monkeypatch.setattr("registry.files.durable_files.MAX_BYTES", 2)
    with pytest.raises(InvalidInput) as large:
        files.keep(caller, draft_id, "large.txt", "大文件".encode())

    assert (many.value.code, large.value.code) == ("too_many_files", "file_too_large")


def test_nobody_else_reaches_a_drafts_files(draft: tuple[World, Caller, str]) -> None:
    world, caller, draft_id = draft
    world.registry.draft_files.keep(caller, draft_id, "a.pdf", PDF)

    with pytest.raises(NotFound):
        world.registry.draft_files.list(world.district("西湖区"), draft_id)
    with pytest.raises(Forbidden):
        world.registry.draft_files.keep(world.reviewer, draft_id, "a.pdf", PDF)


def test_a_taken_back_draft_takes_its_files_along(draft: tuple[World, Caller, str]) -> None:
    world, caller, draft_id = draft
    files = world.registry.draft_files
    files.keep(caller, draft_id, "../../会谈纪要.pdf", PDF)
    other = world.registry.drafts.open(caller).id
    files.move(caller, draft_id, other)
    files.move(caller, draft_id, other)  # nothing left to move

    assert [file.name for file in files.list(caller, other)] == ["会谈纪要.pdf"]
    assert files.list(caller, draft_id) == ()


def test_what_could_not_be_handed_over_is_still_kept(
    draft: tuple[World, Caller, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, caller, draft_id = draft
    files, evidence = world.registry.draft_files, world.registry.evidence
    files.keep(caller, draft_id, "a.pdf", PDF)
    number = file_it(world, caller, draft_id)
    monkeypatch.setattr("registry.files.evidence.UPLOADS_A_DAY", 0)
    with pytest.raises(QuotaExceeded):
        list(files.hand_over(caller, draft_id, number, evidence))

    assert [file.name for file in files.list(caller, draft_id)] == ["a.pdf"]


def test_a_disk_that_fails_leaves_no_half_file(
    draft: tuple[World, Caller, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, caller, draft_id = draft

    def full(_: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr("registry.files.durable_files.os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        world.registry.draft_files.keep(caller, draft_id, "a.pdf", PDF)

    monkeypatch.undo()
    assert world.registry.draft_files.list(caller, draft_id) == ()


def test_files_are_counted_by_the_day_over_all_drafts(draft: tuple[World, Caller, str]) -> None:
    world, caller, draft_id = draft
    folder = world.registry.draft_files.scratch.parent
    files = DraftFileService(world.registry.store, folder, uploads_a_day=2)
    other = world.registry.drafts.open(caller).id
    files.keep(caller, draft_id, "a.txt", b"a")
    files.keep(caller, draft_id, "a.txt", b"a")  # the same again counts for nothing
    files.keep(caller, other, "b.txt", b"b")

    with pytest.raises(QuotaExceeded):
        files.keep(caller, other, "c.txt", b"c")

    world.clock.advance(timedelta(days=1))
    files.keep(caller, other, "c.txt", b"c")


def test_a_sweep_takes_the_files_of_drafts_given_up_and_no_others(
    draft: tuple[World, Caller, str],
) -> None:
    world, caller, draft_id = draft
    files, drafts = world.registry.draft_files, world.registry.drafts
    given_up, filed = drafts.open(caller).id, drafts.open(caller, make_slots(CONTENT)).id
    for each in (draft_id, given_up, filed):
        files.keep(caller, each, "a.pdf", PDF)
    drafts.discard(caller, given_up, 1)
    file_it(world, caller, filed)
    files.scratch.mkdir()
    (files.scratch.parent / "gone").mkdir()

    assert files.sweep(SYSTEM) == 1

    left = {path.name for path in files.scratch.parent.iterdir()}
    assert left == {draft_id, filed, files.scratch.name}
    with pytest.raises(Forbidden):
        files.sweep(caller)
