"""Words about the report a reviewer has open although nothing in them says so. Pure."""

import re

from bot.conversations import own_projects
from bot.conversations.pending import held
from bot.conversations.review.put import DESK
from bot.conversations.review.reading import (
    adds_reason,
    asks_next,
    asks_papers,
    asks_queue,
    orders,
    takes_up,
)
from bot.dialogue.messages import Intent
from bot.dialogue.talk import Turn

_NEVER_CLAIMED = frozenset({Intent.REVIEW, Intent.CONFIRM, Intent.CANCEL, Intent.STATS})
_AFTER = frozenset({"ask", "status", "stats", "help"})  # what a reviewer looked into in between
_THAT_ONE = re.compile(r"那[个份家件]|第[一二三四五六七八九十0-9]+[个份件]|首报-?20")
_OF_DISTRICT = re.compile(
    r"^(?:那|看看|看下)*(?:上城|拱墅|西湖|滨江|萧山|余杭|临平|钱塘|富阳|临安|桐庐|淳安|建德)(?:区|县|市)?"
    r"(?:的|报的|都)+(?:都)?(?:有|是)?哪(?:些|几[个份])(?:项目|首报)?$"
)


def claims(turn: Turn) -> Intent | None:
    """REVIEW for words of the bureau about the open report, or the queue; None for all else."""
    if turn.member is None or not turn.member.role.is_bureau or turn.intent in _NEVER_CLAIMED:
        return None
    if turn.intent in (Intent.ASK, Intent.SMALLTALK) and asks_queue(turn.text, turn.today):
        return Intent.REVIEW
    pending = held(turn.talk, DESK) if turn.talk.floor == DESK else None
    if pending is not None and adds_reason(turn.text):
        return Intent.REVIEW
    return Intent.REVIEW if _of_open(turn) else None


def _of_open(turn: Turn) -> bool:
    """Whether words are about the report spoken of last, or order something of one they name."""
    spoke, text = turn.talk.of("dispatcher").get("spoke"), turn.text.strip(" ,，。.!！?？")
    if spoke in (DESK, *_AFTER) and _OF_DISTRICT.search(text):
        return True
    has_one = bool(own_projects.last(turn.talk)) and spoke in (DESK, *_AFTER)
    if has_one and (asks_next(text) or asks_papers(text) or orders(turn.text, turn.today)):
        return True
    if spoke in (DESK, "status", "stats") and own_projects.last(turn.talk):
        return takes_up(turn.text, turn.today)
    return _THAT_ONE.search(text) is not None and orders(turn.text, turn.today)
