import pytest

from bot.channels.web.chat.welcome import starters_for
from registry.transactions.permissions import Role

FIVE = ["问政策", "核对情形", "填首报", "查进度", "新人学习"]


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        (None, FIVE),
        (Role.DISTRICT_STAFF, FIVE),
        (Role.CITY_REVIEWER, ["审核", "问政策", "核对情形", "查进度", "新人学习"]),
        (Role.AUDITOR, ["问政策", "核对情形", "查进度", "新人学习"]),
    ],
)
def test_each_role_is_offered_what_it_may_do(role: Role | None, titles: list[str]) -> None:
    assert [title for title, _ in starters_for(role)] == titles
