"""Two acts told in one sentence."""

from bot.conversations.review_two import with_then
from bot.talk import Talk


def test_what_waits_is_kept_and_taken_away_again() -> None:
    talk = with_then(Talk(), "食品退回")

    assert talk.of("review")["then"] == "食品退回"
    assert "then" not in with_then(talk, "").of("review")
    assert with_then(Talk(), "") == Talk()
