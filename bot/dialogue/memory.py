"""The messages handled last, so that a repeated one gets what it got then. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.dialogue.messages import Card, CardKind, Choice, Handled, Intent, Reply, Row
from registry.filing.drafts import Draft, DraftState
from registry.filing.slots import parse_slot

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
            replies = tuple(map(_reply, entry["replies"]))
            draft = _draft(entry.get("draft"))
            return Handled(replies, Intent(entry["intent"]), draft, entry["report_no"])
    return None


def _entry(message_id: str, handled: Handled) -> dict[str, Any]:
    replies = [
        [
            reply.text[:MOST_SAID],
            [[choice.label, choice.data] for choice in reply.choices],
            _card_kept(reply.card),
        ]
        for reply in handled.replies
    ]
    return {
        "id": message_id,
        "intent": handled.intent.value,
        "replies": replies,
        "report_no": handled.report_no,
        "draft": _draft_kept(handled.draft),
    }


def _reply(kept: list[Any]) -> Reply:
    text, choices, *card = kept
    picks = tuple(Choice(label, data) for label, data in choices)
    return Reply(text, picks, card=_card(card[0] if card else None))


def _card_kept(card: Card | None) -> list[Any] | None:
    if card is None:
        return None
    rows = [[row.label, row.value, row.note] for row in card.rows]
    return [card.kind.value, card.title, rows, list(card.lines)]


def _card(kept: list[Any] | None) -> Card | None:
    if kept is None:
        return None
    kind, title, rows, lines = kept
    return Card(CardKind(kind), title, tuple(Row(*row) for row in rows), tuple(lines))


def _draft_kept(draft: Draft | None) -> dict[str, Any] | None:
    if draft is None:
        return None
    return {
        "id": draft.id,
        "account": draft.account,
        "unit": draft.unit,
        "version": draft.version,
        "state": draft.state.value,
        "slots": {name: slot.as_mapping() for name, slot in draft.slots.items()},
        "updated_at": draft.updated_at.isoformat(),
    }


def _draft(kept: Mapping[str, Any] | None) -> Draft | None:
    if kept is None:
        return None
    return Draft(
        kept["id"],
        kept["account"],
        kept["unit"],
        kept["version"],
        DraftState(kept["state"]),
        {name: parse_slot(slot) for name, slot in kept["slots"].items()},
        datetime.fromisoformat(kept["updated_at"]),
    )
