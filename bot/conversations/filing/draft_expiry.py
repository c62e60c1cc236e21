"""Drafts left alone for longer than the bureau keeps them: closed when their person comes back.

Clause: hz-2019-40#4.1 says nothing of drafts; `draft_days` is a local setting, unset as shipped,
and then nothing expires. What expires is said, and can be taken back. Reads and writes:
registry.drafts.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.checks.rule_context import RuleData
from bot.conversations.filing.draft_book import Desktop, DraftBook
from bot.conversations.filing.words import title_of
from bot.dialogue.messages import Choice, Reply
from bot.dialogue.talk import Turn
from bot.wording import say
from registry.filing.drafts import Draft
from rules.parameters import ParameterValue

PARAMETER = "draft_days"


def expire(book: DraftBook, data: RuleData, turn: Turn) -> tuple[tuple[Draft, ...], int]:
    """Close the person's drafts that are too old; they, and after how many days.

    Days run from the last change to now, each of 24 hours. A guest's draft is not in the registry.
    """
    days = days_kept(data, turn)
    if days is None or turn.member is None:
        return (), 0
    return book.close_older(turn, turn.now - timedelta(days=days)), days


def days_kept(data: RuleData, turn: Turn) -> int | None:
    """How many days an untouched draft is kept; None where the bureau has set nothing."""
    found = data.parameters.resolve(PARAMETER, turn.today)
    is_set = isinstance(found, ParameterValue) and isinstance(found.value, int) and found.value > 0
    return int(str(found.value)) if isinstance(found, ParameterValue) and is_set else None


def without(desktop: Desktop, gone: Sequence[Draft]) -> Desktop:
    """The notes of a conversation once drafts expired; 找回草稿 then means the last of them."""
    if not gone:
        return desktop
    if desktop.draft in {draft.id for draft in gone}:
        desktop = desktop.without()
    return replace(desktop, discarded=gone[0].id)


def expired_reply(gone: Sequence[Draft], days: int) -> Reply:
    """Which drafts were closed and why, with a button to take each back."""
    titles = "、".join(f"“{title_of(draft)}”" for draft in gone)
    restore = say("file.choice_restore")
    choices = tuple(
        Choice(f"{restore}{title_of(draft)}" if len(gone) > 1 else restore, _data(draft))
        for draft in gone
    )
    return Reply(say("file.expired", titles=titles, days=days), choices)


def _data(draft: Draft) -> str:
    return f"file.restore:{draft.id[:16]}"
