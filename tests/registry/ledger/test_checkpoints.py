"""The signing key is made once, for its owner alone, and anything changed shows."""

from dataclasses import replace
from pathlib import Path

import pytest

from registry.errors import UnsafeStorage
from registry.ledger.checkpoints import PRIVATE_NAME, Signer, parse_checkpoint
from tests.registry.building import counting_random


def open_signer(folder: Path) -> Signer:
    return Signer.open(folder, counting_random())


def test_the_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    first, again = open_signer(tmp_path / "keys"), open_signer(tmp_path / "keys")

    assert first.key == again.key
    assert (tmp_path / "keys" / PRIVATE_NAME).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "change", [{"size": 2}, {"root": "00" * 32}, {"head": "x"}, {"at": ""}, {"origin": "o"},
               {"key": "zz"}, {"signature": ""}],
)  # fmt: skip
def test_a_changed_checkpoint_is_not_signed(tmp_path: Path, change: dict[str, object]) -> None:
    point = open_signer(tmp_path).sign("origin", 1, root="11" * 32, head="22" * 32, at="now")

    assert point.is_signed
    assert parse_checkpoint(point.as_mapping()) == point
    assert not replace(point, **change).is_signed  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [-1, True, "1", 1.0])
def test_a_checkpoint_has_a_whole_size(tmp_path: Path, size: object) -> None:
    raw = open_signer(tmp_path).sign("o", 1, root="", head="", at="").as_mapping()

    with pytest.raises(ValueError, match="size"):
        parse_checkpoint({**raw, "size": size})


def test_a_key_others_may_read_is_refused(tmp_path: Path) -> None:
    open_signer(tmp_path)
    (tmp_path / PRIVATE_NAME).chmod(0o644)

    with pytest.raises(UnsafeStorage) as caught:
        open_signer(tmp_path)

    assert caught.value.code == "key_mode"


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    open_signer(tmp_path)
    (tmp_path / PRIVATE_NAME).write_text("not a key")

    with pytest.raises(UnsafeStorage) as caught:
        open_signer(tmp_path)

    assert caught.value.code == "key_damaged"
