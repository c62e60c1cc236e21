"""Going on with an act: at once where it decides nothing, for several reports, or put for a yes.

Writes: registry.reviews, for acts that need no yes (review.do).
"""

from dataclasses import replace

from bot.conversations import own_projects
from bot.conversations.pending import Pending, put
from bot.conversations.review.acts import NUMBERS, WANTS, with_detail
from bot.conversations.review.do import do_act
from bot.conversations.review.put import DESK, Desk, barred, go_on, look, only_open, state_of
from bot.dialogue.messages import Reply
from bot.dialogue.talk import Step, Turn
from registry.service import Registry

AT_ONCE = frozenset({"start_review"})  # decides nothing about anybody: no yes is asked for


def carry_on(registry: Registry, turn: Turn, pending: Pending) -> Step:
    """Do the act, ask for what it lacks, or put it. Raises what the registry raises."""
    turn = replace(turn, talk=own_projects.speaking_of(turn.talk, pending.report_no))
    pending = _with_number(turn, pending)
    desk = look(registry, turn, pending.report_no)
    if pending.also:
        return _for_several(registry, turn, desk, pending)
    if pending.action in AT_ONCE and barred(desk, pending) is None:
        return _at_once(registry, turn, desk, pending)
    return go_on(desk, pending)


def _at_once(registry: Registry, turn: Turn, desk: Desk, pending: Pending) -> Step:
    _, marked = put(turn.talk, DESK, pending, state_of(desk, pending))
    return do_act(registry, turn, marked, marked.mark)


def _for_several(registry: Registry, turn: Turn, desk: Desk, pending: Pending) -> Step:
    """One act for several reports, for those of them it can be put for."""
    open_for, why_not = only_open(desk, pending)
    if open_for is None:
        return Step(turn.talk, (Reply("\n".join(why_not)),))
    desk = look(registry, turn, open_for.report_no)
    is_at_once = open_for.action in AT_ONCE
    step = _at_once(registry, turn, desk, open_for) if is_at_once else go_on(desk, open_for)
    if not why_not:
        return step
    first = step.replies[0]
    text = "\n".join([*why_not, first.text])
    return replace(step, replies=(replace(first, text=text), *step.replies[1:]))


def _with_number(turn: Turn, pending: Pending) -> Pending:
    """An act about two reports takes the other one from the words that name it."""
    names = [name for name in WANTS.get(pending.action, ()) if name in NUMBERS]
    number = own_projects.read_report_no(turn.text, turn.today.year)
    if not names or not number or number == pending.report_no or names[0] in pending.details:
        return pending
    return with_detail(pending, names[0], number)
