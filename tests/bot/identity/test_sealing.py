"""What is sealed opens for its owner, with the key, and for nobody else."""

import itertools
from pathlib import Path

import pytest

from bot.identity.sealing import KEY_NAME, Sealer
from registry.errors import UnsafeStorage


def sealer(folder: Path) -> Sealer:
    numbers = itertools.count(1)
    return Sealer(folder, lambda size: next(numbers).to_bytes(size, "big"))


def test_it_opens_again_also_after_a_restart(tmp_path: Path) -> None:
    sealed = sealer(tmp_path / "keys").seal(b"seed", owner="S00001")

    assert sealer(tmp_path / "keys").open(sealed, owner="S00001") == b"seed"
    assert b"seed".hex() not in sealed
    assert (tmp_path / "keys" / KEY_NAME).stat().st_mode & 0o777 == 0o600


def test_it_opens_for_no_other_owner_and_not_when_changed(tmp_path: Path) -> None:
    box = sealer(tmp_path)
    sealed = box.seal(b"seed", owner="S00001")
    changed = sealed[:-2] + ("00" if sealed[-2:] != "00" else "11")

    for text, owner in ((sealed, "S00002"), (changed, "S00001"), ("zz", "S00001"), ("", "S00001")):
        with pytest.raises(UnsafeStorage):
            box.open(text, owner=owner)


@pytest.mark.parametrize("content", ["", "zz", "00" * 16])
def test_a_damaged_key_is_said_so(tmp_path: Path, content: str) -> None:
    path = tmp_path / KEY_NAME
    path.write_text(content)
    path.chmod(0o600)

    with pytest.raises(UnsafeStorage) as caught:
        sealer(tmp_path).seal(b"seed", owner="S00001")

    assert caught.value.code == "key_damaged"


def test_a_key_others_may_read_is_refused(tmp_path: Path) -> None:
    box = sealer(tmp_path)
    box.seal(b"seed", owner="S00001")
    (tmp_path / KEY_NAME).chmod(0o644)

    with pytest.raises(UnsafeStorage) as caught:
        box.seal(b"seed", owner="S00001")

    assert caught.value.code == "key_mode"


def test_of_two_that_make_the_key_one_wins_and_both_use_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = sealer(tmp_path), Sealer(tmp_path, lambda size: b"\x07" * size)
    sealed = first.seal(b"seed", owner="S00001")

    second._create()  # it had looked before the first was done

    assert second.open(sealed, owner="S00001") == b"seed"
    assert [path.name for path in tmp_path.iterdir()] == [KEY_NAME]
