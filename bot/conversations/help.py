"""The desk for help and small talk: what can be done here, and a short word back to work.

Does not: do anything. It never takes the floor, so whoever asked last is still owed an answer.
"""

from collections.abc import Callable

from bot.conversations.smalltalk import Remark, remark_of
from bot.dialogue.messages import Choice, Intent, Reply
from bot.dialogue.talk import Step, Turn
from bot.routing.commands import unknown_command
from bot.wording import say, sentences
from registry.transactions.members import Member

NAME = "help"
_GUEST = ("ask", "check", "draft", "learn")
_DISTRICT = ("ask", "check", "file", "status", "progress", "learn")
_BUREAU = ("review", "stats", "ask", "check", "learn")
_OTHERS = ("ask", "check", "learn", "administer")
_TOPIC_OF = {"draft": "file"}  # told under another head
_WITHOUT_TOPIC = frozenset({"administer"})

Unfinished = Callable[[Turn], str]


class HelpDesk:
    """Says what one can do, by role and by what is going on; answers small talk.

    unfinished: names the draft a person left unfilled, "" for none; said with a greeting.
    """

    name = NAME

    def __init__(self, *, unfinished: Unfinished | None = None) -> None:
        self._unfinished = unfinished

    def handle(self, turn: Turn) -> Step:
        """Deal with one turn; the talk stays as it was."""
        return Step(turn.talk, (self._reply(turn),))

    def claims(self, turn: Turn) -> Intent | None:
        """SMALLTALK for a short complaint or a rude word, whatever else it looks like."""
        if len(turn.text) > _MOST_REMARK or turn.intent not in _MISTAKEN:
            return None
        is_remark = remark_of(turn.text) in _REMARKS
        return Intent.SMALLTALK if is_remark and not _has_form(turn) else None

    def remind(self, turn: Turn) -> Reply | None:  # noqa: ARG002  # of the protocol
        """Nothing: this desk asks nothing."""
        return None

    def _reply(self, turn: Turn) -> Reply:
        pressed = turn.message.data
        if pressed.startswith(f"{NAME}."):
            return _about(pressed.removeprefix(f"{NAME}.about:"))
        if (turn.intent, remark := remark_of(turn.text)) in _WORDED:
            return Reply(say(f"help.{remark}"))
        match turn.intent:
            case Intent.HELP:
                return _help_here(turn)
            case Intent.CANCEL:
                return Reply(say("help.nothing_to_cancel"), _buttons(_topics(turn.member)))
            case Intent.CONFIRM:
                return Reply(say("help.nothing_to_confirm"), _buttons(_topics(turn.member)))
        return self._answer(turn)

    def _answer(self, turn: Turn) -> Reply:
        remark = remark_of(turn.text)
        if remark is Remark.GREETING:
            return Reply(self._greeting(turn), () if turn.talk.floor else _buttons_for(turn))
        offers = not turn.talk.floor and remark in _LEAD_BACK
        return Reply(say(f"help.{remark}"), _buttons_for(turn) if offers else ())

    def _greeting(self, turn: Turn) -> str:
        member = turn.member
        name = f"，{member.name}" if member else ""
        draft = self._unfinished(turn) if self._unfinished else ""
        if draft:
            return say("help.greeting_draft", name=name, draft=draft)
        reviews = member is not None and _topics(member) == _BUREAU
        return say("help.greeting_bureau" if reviews else "help.greeting", name=name)


def _has_form(turn: Turn) -> bool:
    return turn.talk.floor in ("file", "learn") or bool(turn.talk.of("file").get("draft"))


_REMARKS = frozenset({Remark.RUDE, Remark.COMPLAINT, Remark.WAIT, Remark.SECRET})
_MOST_REMARK = 12  # characters
_MISTAKEN = frozenset({Intent.ASK, Intent.HELP, Intent.CORRECT, Intent.FILE})
_WORDED = frozenset(  # what a remark says in spite of what it was taken for
    {
        (Intent.HELP, Remark.HUMAN),
        (Intent.CANCEL, Remark.THANKS),
        (Intent.CANCEL, Remark.BYE),
    }
)
_LEAD_BACK = frozenset(
    {
        Remark.WHO,
        Remark.ABILITY,
        Remark.OUTSIDE,
        Remark.UNCLEAR,
        Remark.GIBBERISH,
        Remark.STICKER,
        Remark.RUDE,
    }
)


def _help_here(turn: Turn) -> Reply:
    """What can be said to whoever asked last; where nobody did, what can be done at all."""
    if command := unknown_command(turn.text):
        return Reply(say("help.no_command", command=command, known=say("help.about_commands")))
    key = f"in_{turn.talk.floor}"
    if turn.talk.floor and key in sentences(NAME):
        return Reply(say(f"help.{key}"))
    topics = _topics(turn.member)
    head = say("help.head_named", name=turn.member.name) if turn.member else say("help.head")
    lines = [head, *(say(f"help.can_{topic}") for topic in topics)]
    if turn.member is None:
        lines.append(say("help.sign_in_hint"))
    return Reply("\n".join([*lines, say("help.foot")]), _buttons((*topics, "commands")))


def _about(topic: str) -> Reply:
    """How one thing is done here; an unknown button is stale."""
    if f"about_{topic}" not in sentences(NAME):
        return Reply(say("help.stale"))
    return Reply(say(f"help.about_{topic}"))


def _topics(member: Member | None) -> tuple[str, ...]:
    """What a person can do here, likeliest first."""
    if member is None:
        return _GUEST
    if member.role.is_district:
        return _DISTRICT
    return _BUREAU if member.role.is_bureau else _OTHERS


def _buttons_for(turn: Turn) -> tuple[Choice, ...]:
    return _buttons(_topics(turn.member))


def _buttons(topics: tuple[str, ...]) -> tuple[Choice, ...]:
    named = [_TOPIC_OF.get(topic, topic) for topic in topics if topic not in _WITHOUT_TOPIC]
    return tuple(
        Choice(
            say(f"help.button_{topic}"),
            "learn.start" if topic == "learn" else f"{NAME}.about:{topic}",
        )
        for topic in named
    )
