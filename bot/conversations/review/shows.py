"""What the bureau may be shown of a report: which view, by which word and which button.

Reads: the registry, through the views. Does not: change anything.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.conversations.pending import Pending
from bot.conversations.review.acts import is_known, label_of
from bot.conversations.review.put import barred, grant_answer, look
from bot.conversations.review.reading import act_asked
from bot.conversations.review.views import (
    open_report,
    show_guide,
    show_likeness,
    show_lists,
    show_steps,
)
from bot.dialogue.talk import Step, Turn
from bot.wording import say
from registry.service import Registry

Show = Callable[[Registry, Turn, str], Step]

_ASKS_GRANT = re.compile("授予|赋予|给首谈|给资格|首谈资格")


def _steps(registry: Registry, turn: Turn, report_no: str) -> Step:
    """What can be done; where it is asked whether to grant, first whether that can be."""
    step = show_steps(registry, turn, report_no)
    act = act_asked(turn.text)
    if act and is_known(act) and act != "grant":
        desk = look(registry, turn, report_no)
        why = barred(desk, Pending(act, report_no))
        text = why.text if why else say("review.can_do", project=desk.project, step=label_of(act))
        return replace(step, replies=(replace(step.replies[0], text=text),))
    if _ASKS_GRANT.search(turn.text) is None:
        return step
    answer = grant_answer(look(registry, turn, report_no))
    first = step.replies[0]
    return replace(step, replies=(replace(first, text=f"{answer}\n{first.text}"),))


SHOWS: dict[str, Show] = {
    "open": open_report,
    "likeness": show_likeness,
    "guide_check": show_guide,
    "lists": show_lists,
    "steps": _steps,
}
BUTTONS: dict[str, Show] = {
    "open": open_report,
    "like": show_likeness,
    "layout": show_guide,
    "lists": show_lists,
    "steps": show_steps,
}
PRESSES = {name: f"review.{button}:" for button, name in zip(
    ("open", "like", "layout", "lists", "steps"), SHOWS, strict=True
)}  # fmt: skip
