"""Small readings of a case that is told: whose it is, what came before it, what it lacks. Pure."""

import re

from bot.conversations.check.case import Case
from bot.conversations.check.files import case_file
from bot.conversations.check.judging import Judged, Question
from bot.conversations.check.questions import doubt_question
from bot.dialogue.messages import Reply
from bot.dialogue.talk import Turn
from bot.wording import say
from registry.transactions.permissions import UnitKind
from rules.catalog import find_rule

MOST_TOLD = 3  # questions before a case in which it may have been told
_MOST_ANSWER = 12  # characters of a short answer


def with_told(turn: Turn) -> str:
    """A short first question of a case with what was told in the questions right before it."""
    spoke = turn.talk.of("dispatcher").get("spoke")
    if spoke != "ask" or len(turn.text) > _MOST_ANSWER:
        return turn.text
    return "，".join((*turn.talk.questions[-MOST_TOLD:], turn.text))


def awaited(case: Case, question: Question | None) -> str:
    """Which field the next short answer is for: the one in doubt, or the one asked."""
    doubt = doubt_question(case)
    if doubt is not None:
        return doubt.kind
    return question.fact.name if question else ""


def whose(text: str) -> str:
    """Whether a short answer means the city's support or a local policy; empty: neither."""
    if len(text.strip()) > _MOST_ANSWER:
        return ""
    if re.search("市级|市里|市财政", text):
        return "support"
    return "ceiling" if re.search("区里|县里|本地|我们|自己|区级|咱", text) else ""


def own_unit(turn: Turn) -> str | None:
    """The unit of somebody from a district; the bureau's people speak of any."""
    member = turn.member
    if member is None or member.unit_kind is UnitKind.BUREAU:
        return None
    return member.unit


def files(case: Case, judged: Judged) -> tuple[Reply, ...]:
    """A file for each rule on the card."""
    return tuple(
        Reply(
            say("check.exported", title=find_rule(assessment.rule).title),
            file=case_file(case, judged, assessment),
        )
        for assessment in judged.assessments
    )
