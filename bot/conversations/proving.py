"""Steps that change who holds a right are taken only by who has just proved who they are. Pure.

Channels differ: a terminal is the machine's own administrators'; a web page asks for the password
(Incoming.is_proved, from identity.is_recent); a chat account or a token is one weak factor and
never enough.
"""

from bot.dialogue.messages import Incoming, Reply
from bot.dialogue.talk import Turn
from bot.wording import say

STEPS = frozenset({"grant", "withdraw", "terminate", "hand_over"})  # bot.identity.service asks too
_TRUSTED = frozenset({"cli"})
_CAN_PROVE = frozenset({"web"})


def never_here(turn: Turn, step: str) -> Reply | None:
    """Why a step cannot be taken on this channel at all; None where it can."""
    channel = turn.message.channel
    if step not in STEPS or channel in _TRUSTED | _CAN_PROVE:
        return None
    return Reply(say("telegram.web_only" if channel == "telegram" else "common.web_only"))


def unproved(turn: Turn, step: str) -> Reply | None:
    """What to say instead of taking a confirmed step; None when it may be taken.

    The step stays put to the person, so that the same button takes it after the proof.
    """
    if step not in STEPS or turn.message.channel in _TRUSTED:
        return None
    if turn.message.channel in _CAN_PROVE:
        return None if turn.message.is_proved else Reply(say("common.prove_first"))
    return never_here(turn, step)


def needs_proof(message: Incoming) -> bool:
    """Whether a pressed button takes such a step: a page asks for the password first."""
    return _takes_step(message.data) and not message.is_proved


def step_to_prove(reply: Reply) -> str:
    """What the button of a step sends that a reply says takes a proof first; empty for others."""
    if not reply.text.startswith(say("common.prove_first")):
        return ""
    return next((choice.data for choice in reply.choices if _takes_step(choice.data)), "")


def _takes_step(data: str) -> bool:
    """Whether a button takes such a step. Buttons read `DESK.do:STEP:NO:MARK`."""
    action, _, rest = data.partition(".")[2].partition(":")
    return action == "do" and rest.partition(":")[0] in STEPS
