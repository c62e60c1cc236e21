"""Messages handled last."""

from bot.memory import MOST_REMEMBERED, MOST_SAID, handled_before, remember
from bot.messages import Choice, Handled, Intent, Reply


def test_a_repeated_message_gets_what_it_got_then() -> None:
    handled = Handled((Reply("好", (Choice("提交", "file.submit:a:1"),)),), Intent.FILE, None, "R1")
    state = remember({}, "m1", handled)

    again = handled_before(state, "m1")

    assert again == handled
    assert handled_before(state, "m2") is None


def test_only_the_last_messages_are_kept_and_long_replies_are_cut() -> None:
    state: dict[str, object] = {"talk": 1}
    for number in range(MOST_REMEMBERED + 1):
        state = remember(state, f"m{number}", Handled((Reply("长" * 9000),), Intent.ASK))

    assert handled_before(state, "m0") is None
    newest = handled_before(state, f"m{MOST_REMEMBERED}")
    assert newest is not None
    assert len(newest.replies[0].text) == MOST_SAID
    assert state["talk"] == 1
