"""A conversation that gives back what was said in every place where a page shows text."""

from datetime import UTC, datetime

from bot.dialogue.messages import (
    Card,
    CardKind,
    Choice,
    Handled,
    Incoming,
    Intent,
    OutgoingFile,
    Reply,
    Row,
)
from registry.filing.drafts import Draft, DraftState
from registry.filing.slots import SLOT_NAMES, Slot, SlotStatus
from tests.fakes import make_answer, make_citation

_STATES = (SlotStatus.PROPOSED, SlotStatus.CONFIRMED, SlotStatus.INVALID)


class Parrot:
    """Says back what it is told: text, cards of every kind, buttons, file names, draft, sources."""

    def handle(self, message: Incoming) -> Handled:
        """One reply per kind of card, an answer, and a draft whose every slot is the text."""
        said = message.text or "".join(file.name for file in message.attachments) or message.data
        cards = (_card(kind, said) for kind in CardKind)
        replies = [
            Reply(said, (Choice(said, "help.x"),), (make_citation(),), card, _file(said))
            for card in cards
        ]
        replies.append(Reply(said, answer=make_answer(said, resolved_question=said)))
        slots = {
            name: Slot(said, f"{said}原话", status=_STATES[place % 3])
            for place, name in enumerate(SLOT_NAMES)
        }
        at = datetime(2026, 11, 22, tzinfo=UTC)
        draft = Draft("0" * 16, "", "", 1, DraftState.OPEN, slots, at)
        return Handled(tuple(replies), Intent.FILE, draft)


def _card(kind: CardKind, said: str) -> Card:
    return Card(kind, said, (Row(said, said, said),), (said,))


def _file(said: str) -> OutgoingFile:
    return OutgoingFile(f"{said}.txt", "text/plain", said.encode())
