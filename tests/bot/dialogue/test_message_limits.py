"""Messages are counted by person and channel; buttons and a yes to a filing never are."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogue.message_limits import count_message, may_confirm, message_limit
from bot.dialogue.messages import Incoming
from registry.errors import QuotaExceeded, ReadOnly
from registry.service import Registry
from registry.transactions.unit_of_work import Store
from tests.web_parts import opened_web

MESSAGE = Incoming("web:mine", "GOV-1", "web", "m1", "向谁报告？")


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    with opened_web(tmp_path) as opened:
        yield opened.registry


@pytest.fixture
def used_up(registry: Registry) -> Registry:
    """A registry in which MESSAGE was the only one its sender has this minute."""
    count_message(registry, MESSAGE, 1)
    return registry


@pytest.mark.parametrize(
    ("words", "may"),
    [("确认提交", True), (" 好的。", True), ("对", True), ("", False), ("对，向谁报告？", False)],
)
def test_a_yes_is_known_from_what_says_more(words: str, may: bool) -> None:
    assert may_confirm(words) is may


def test_one_too_many_is_refused_with_the_seconds_to_wait(used_up: Registry) -> None:
    with pytest.raises(QuotaExceeded) as caught:
        count_message(used_up, MESSAGE, 1)

    assert caught.value.code == "too_many_messages"
    assert caught.value.fields["limit"] == 1
    assert 1 <= int(str(caught.value.fields["retry_after_s"])) <= 60


@pytest.mark.parametrize(
    "changes",
    [
        {"data": "file.submit:ab:1"},
        {"text": "确认"},
        {"account": "GOV-2"},
        {"account": None},
        {"channel": "api"},
    ],
    ids=["button", "yes", "another person", "guest", "another channel"],
)
def test_what_is_no_further_message_of_the_person_passes(
    used_up: Registry, changes: dict[str, str | None]
) -> None:
    count_message(used_up, replace(MESSAGE, **changes), 1)  # type: ignore[arg-type]


def test_where_nothing_can_be_written_nothing_is_counted(
    used_up: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ReadOnly("damaged")

    monkeypatch.setattr(Store, "write", refuse)

    count_message(used_up, MESSAGE, 1)


def test_thirty_a_minute_are_the_limit_of_every_channel() -> None:
    assert [message_limit(name).most for name in ("web", "api", "telegram")] == [30, 30, 30]
