"""Words about the report a reviewer has open although nothing in them says so. Pure."""

from bot.conversations import own_projects
from bot.conversations.review_pending import held
from bot.conversations.review_put import DESK
from bot.conversations.review_reading import adds_reason, asks_queue, takes_up
from bot.messages import Intent
from bot.talk import Turn

_NEVER_CLAIMED = frozenset({Intent.REVIEW, Intent.CONFIRM, Intent.CANCEL, Intent.STATS})


def claims(turn: Turn) -> Intent | None:
    """REVIEW for words of the bureau about the open report, or the queue; None for all else."""
    if turn.member is None or not turn.member.role.is_bureau or turn.intent in _NEVER_CLAIMED:
        return None
    if turn.intent in (Intent.ASK, Intent.SMALLTALK) and asks_queue(turn.text, turn.today):
        return Intent.REVIEW
    pending = held(turn.talk, DESK) if turn.talk.floor == DESK else None
    if pending is not None and adds_reason(turn.text):
        return Intent.REVIEW
    spoke = turn.talk.of("dispatcher").get("spoke")
    is_open = spoke == DESK and bool(own_projects.last(turn.talk))
    return Intent.REVIEW if is_open and takes_up(turn.text, turn.today) else None
