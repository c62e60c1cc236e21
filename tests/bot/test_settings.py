from datetime import date
from pathlib import Path

import pytest

from bot.errors import BadInput
from bot.rendering.errors import complain
from bot.settings import PREFIX, Settings, load_settings, unknown_variables


def test_without_any_variable_the_defaults_hold() -> None:
    settings = load_settings(env_file=None)

    assert settings.home == Path(".yipanqi")
    assert settings.port == 8000
    assert settings.today is None
    assert settings.embedding_model is None
    assert (settings.corpus / "hz-2019-40.md").is_file()


def test_a_file_sets_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("YIPANQI_PORT=8100\nYIPANQI_TODAY=2024-08-01\nOTHER=1\n", "utf-8")
    monkeypatch.setenv("YIPANQI_PORT", "8200")

    settings = load_settings(env_file)

    assert settings.port == 8200
    assert settings.today == date(2024, 8, 1)


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIPANQI_TODAY", "")

    assert load_settings(env_file=None).today is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "0"), ("PORT", "70000"), ("PORT", "八千"), ("TODAY", "2024-13-01")],
)
def test_a_value_that_cannot_be_used_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PREFIX + name, value)

    with pytest.raises(BadInput) as caught:
        load_settings(env_file=None)

    complaint = complain(caught.value)
    assert (PREFIX + name) in complaint.text
    assert value in complaint.text
    assert complaint.exit_status == 2


def test_a_file_that_is_not_utf8_is_one_line(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_bytes("YIPANQI_HOME=数据".encode("gb18030"))

    with pytest.raises(BadInput) as caught:
        load_settings(env_file)

    assert ".env" in complain(caught.value).text


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings(env_file=None).port = 1  # type: ignore[misc]


def test_a_misspelt_variable_is_found() -> None:
    names = ["YIPANQI_PROT", "YIPANQI_PORT", "PATH"]

    assert unknown_variables(names) == ("YIPANQI_PROT",)


def test_every_setting_says_what_it_is() -> None:
    assert all(field.description for field in Settings.model_fields.values())
