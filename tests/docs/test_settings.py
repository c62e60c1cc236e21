"""`.env.example` names every setting, and no other, with its true default."""

import re
from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings, load_settings

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")
NAMED = re.findall(rf"^#? ?({PREFIX}[A-Z_]+)=", EXAMPLE, re.MULTILINE)


def test_every_setting_is_named_once_and_nothing_else() -> None:
    assert sorted(NAMED) == sorted(PREFIX + name.upper() for name in Settings.model_fields)


def test_what_is_set_there_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    from_example = load_settings(ROOT / ".env.example")

    assert from_example == load_settings(env_file=None)


def test_every_setting_is_explained_in_chinese() -> None:
    for name in NAMED:
        before = EXAMPLE.partition(f"{name}=")[0].splitlines()
        comment = [line for line in before[-4:] if line.startswith("# ")]
        assert any("\u4e00" <= char <= "\u9fff" for char in "".join(comment)), name
