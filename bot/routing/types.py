"""What routing is told and what it answers."""

from dataclasses import dataclass

from bot.dialogue.messages import Intent


@dataclass(frozen=True, slots=True)
class Standing:
    """What routing may know of the conversation.

    floor, awaits: as in bot.dialogue.talk.Talk; has_draft: an open draft is being worked on here;
    is_bureau: the person reviews; has_asked: a policy question came before;
    spoke: the desk that spoke last.
    """

    floor: str = ""
    awaits: str = ""
    has_draft: bool = False
    is_bureau: bool = False
    has_asked: bool = False
    spoke: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the message with one purpose, in the person's words."""

    intent: Intent
    text: str


@dataclass(frozen=True, slots=True)
class Routed:
    """The parts in order. unsure: two or three intents to ask about instead, likeliest first."""

    parts: tuple[Part, ...]
    unsure: tuple[Intent, ...] = ()
