"""Messages handled last."""

import json
from datetime import UTC, datetime

from bot.dialogue.memory import MOST_REMEMBERED, MOST_SAID, handled_before, remember
from bot.dialogue.messages import Card, CardKind, Choice, Handled, Intent, Reply, Row
from registry.filing.drafts import Draft, DraftState
from registry.filing.slots import Slot


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


def test_a_repeated_message_gets_its_card_and_its_draft_again() -> None:
    card = Card(CardKind.CONFIRMATION, "请核对", (Row("总投资", "2亿", "原话"),), ("一行",))
    at = datetime(2026, 11, 22, 8, tzinfo=UTC)
    draft = Draft("d1", "a", "余杭区", 3, DraftState.OPEN, {"chain": Slot("集成电路")}, at)
    handled = Handled((Reply("好", card=card),), Intent.FILE, draft)

    state = json.loads(json.dumps(remember({}, "m1", handled)))

    assert handled_before(state, "m1") == handled
