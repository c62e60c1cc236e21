"""The page's token fits its session and no other."""

import pytest

from bot.identity.csrf import csrf_token, require_csrf
from registry.errors import Forbidden


def test_the_token_of_the_session_is_taken() -> None:
    require_csrf("session-1", csrf_token("session-1"))


@pytest.mark.parametrize(
    "token",
    [None, "", csrf_token("session-2"), "session-1", "\ud800", csrf_token("session-1")[:-1]],
)
def test_any_other_is_refused(token: str | None) -> None:
    with pytest.raises(Forbidden) as caught:
        require_csrf("session-1", token)

    assert caught.value.code == "csrf"


def test_it_does_not_give_the_session_away() -> None:
    assert "session-1" not in csrf_token("session-1")
