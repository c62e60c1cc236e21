from datetime import UTC, datetime

import pytest

from bot.channels.web.chat.conversations_list import title_of, when
from registry.messages.transcripts import Heading

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 11, 21, 16, 5, tzinfo=UTC), "00:05"),
        (datetime(2026, 11, 21, 15, 59, tzinfo=UTC), "11月21日"),
        (datetime(2025, 11, 22, 4, tzinfo=UTC), "2025-11-22"),
    ],
)
def test_a_time_is_the_hour_today_else_the_day(at: datetime, shown: str) -> None:
    assert when(at, NOW) == shown


def test_a_title_is_the_first_words_on_one_line() -> None:
    assert title_of(Heading("web:a", "第一行\n 第二行", NOW)) == "第一行 第二行"
    assert title_of(Heading("web:a", "长" * 60, NOW)) == "长" * 40 + "…"
