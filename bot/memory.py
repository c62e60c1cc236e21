"""The messages handled last, so that a repeated one gets what it got then. Pure."""

from collections.abc import Mapping
from typing import Any

from bot.messages import Choice, Handled, Intent, Reply

MOST_REMEMBERED = 8
MOST_SAID = 4_000  # characters of one reply that are kept for a repeat


def remember(state: Mapping[str, Any], message_id: str, handled: Handled) -> dict[str, Any]:
    """The stored state with one more handled message, the oldest forgotten."""
    kept = [*state.get("handled", ()), _entry(message_id, handled)][-MOST_REMEMBERED:]
    return {**state, "handled": kept}


def handled_before(state: Mapping[str, Any], message_id: str) -> Handled | None:
    """What a message came to when it was handled; None when it is new."""
    for entry in state.get("handled", ()):
        if entry["id"] == message_id:
            replies = tuple(
                Reply(text, tuple(Choice(label, data) for label, data in choices))
                for text, choices in entry["replies"]
            )
            return Handled(replies, Intent(entry["intent"]), None, entry["report_no"])
    return None


def _entry(message_id: str, handled: Handled) -> dict[str, Any]:
    replies = [
        [reply.text[:MOST_SAID], [[choice.label, choice.data] for choice in reply.choices]]
        for reply in handled.replies
    ]
    return {
        "id": message_id,
        "intent": handled.intent.value,
        "replies": replies,
        "report_no": handled.report_no,
    }
