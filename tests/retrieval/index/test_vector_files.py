"""The folder of the vectors: one owner, looked at by a child, damage set aside."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.errors import IndexUnavailable
from retrieval.index import vector_files
from retrieval.index.vector_files import (
    ModelStamp,
    VectorFolder,
    VectorState,
    probe_in_child,
)

STAMP = ModelStamp("model-a", 64)


def never(path: Path, collection: str) -> bool:
    raise AssertionError("the child was asked although there is nothing to look at")


@pytest.fixture
def folder(tmp_path: Path) -> VectorFolder:
    folder = VectorFolder(tmp_path / "vectors")
    folder.take()
    return folder


@pytest.fixture
def state(folder: VectorFolder) -> VectorState:
    state = folder.start_afresh(STAMP, "catalog-1")
    (folder.path(state) / "data.bin").write_bytes(b"vectors")
    return state


def test_there_is_one_owner_and_the_next_may_follow(folder: VectorFolder) -> None:
    second = VectorFolder(folder.root)
    with pytest.raises(IndexUnavailable) as caught:
        second.take()
    assert caught.value.code == "owned"

    folder.release()

    second.take()


def test_the_state_comes_back_as_noted(folder: VectorFolder, state: VectorState) -> None:
    noted = replace(state, generation=7, deleted=3)

    folder.note(noted)

    assert VectorFolder(folder.root).state == noted


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"stamp": {}}', '{"stamp": 1}'])
def test_an_unreadable_state_counts_as_none(folder: VectorFolder, text: str) -> None:
    (folder.root / "state.json").write_text(text)

    assert folder.state is None


@pytest.mark.parametrize("answer", [True, False])
def test_the_child_decides_whether_the_files_are_opened(
    folder: VectorFolder, state: VectorState, answer: bool
) -> None:
    assert folder.is_sound(state, lambda path, name: answer) is answer


def test_a_missing_folder_is_damage_without_asking(
    folder: VectorFolder, state: VectorState
) -> None:
    (folder.path(state) / "data.bin").unlink()
    folder.path(state).rmdir()

    assert not folder.is_sound(state, never)


def test_damage_is_set_aside_and_never_reused(folder: VectorFolder, state: VectorState) -> None:
    aside = folder.quarantine(state)

    fresh = folder.start_afresh(STAMP, "catalog-1")

    assert aside is not None
    assert (aside / "data.bin").read_bytes() == b"vectors"
    assert fresh.folder != state.folder
    assert list(folder.path(fresh).iterdir()) == []


def test_only_the_newest_damage_is_kept(folder: VectorFolder, state: VectorState) -> None:
    folder.quarantine(state)
    second = folder.start_afresh(STAMP, "catalog-1")

    folder.quarantine(second)

    assert [path.name for path in folder.root.glob("quarantine-*")] == ["quarantine-0002"]


def test_setting_aside_what_is_not_there_is_no_matter(
    folder: VectorFolder, state: VectorState
) -> None:
    folder.quarantine(state)

    assert folder.quarantine(replace(state, folder="0077")) is None


def test_folders_of_earlier_stores_are_deleted(folder: VectorFolder, state: VectorState) -> None:
    fresh = folder.start_afresh(STAMP, "catalog-1")

    folder.discard_others(fresh)

    assert not folder.path(state).exists()
    assert folder.path(fresh).is_dir()


def test_collections_of_other_models_or_libraries_have_other_names() -> None:
    names = {
        STAMP.collection("catalog-1"),
        STAMP.collection("catalog-2"),
        ModelStamp("model-b", 64).collection("catalog-1"),
        ModelStamp("model-a", 65).collection("catalog-1"),
        ModelStamp("model-a", 64, normalised=False).collection("catalog-1"),
    }

    assert len(names) == 5


def test_a_child_that_hangs_means_damage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def hang(*args: object, **kwargs: object) -> None:
        raise subprocess.TimeoutExpired("child", 1)

    monkeypatch.setattr(vector_files.subprocess, "run", hang)

    assert not probe_in_child(tmp_path, "any")
