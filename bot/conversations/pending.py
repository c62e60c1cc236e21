"""A step that waits for a person's explicit yes: what exactly it is, and whether it still is that.

Held in the talk's notes, so it lives and dies with the conversation. A button carries its mark, a
digest of the step, the report's state and what was found of it: when any of these has changed, or
the step was given up, the button does nothing.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from bot.dialogue.messages import Choice, Reply
from bot.dialogue.talk import Talk
from bot.wording import say

CONFIRM = "confirm"  # what a talk awaits when a step is put to the person
_OWN_NOTES = ("review", "status", "projects", "dispatcher")
_YES = re.compile(
    r"(?:好|好的|好吧|行|可以|是|是的|对|对的|嗯|嗯嗯|没错|没问题|同意|办吧|就这样|就这么办|ok|yes|y)[了吧啊呀的]?",
    re.IGNORECASE,
)
_SURE = re.compile(r"(?:好的?|是的?|对的?|嗯|行|可以|没错|没问题|同意)?(?:我)?(?:确认|确定)(.*)")
_SURE_REST = re.compile(
    r"[的了吧啊呀]|无误|没错|就这样|办理|执行|提交|首谈资格|这份|首报|报告|排他性|给|这一步|可以|办"
)
_NO = re.compile(
    r"(?:先|还是|暂|暂时|那)*(?:不|别|算了|取消|等等|等一?下|等会儿?|不要|不用|不行|否|慢着|缓一缓|放弃)"
    r"(?:了|吧|不|别|办|确认|确定|授予|撤回|撤|对|行|是|要|用|急|先|记|这样|办了|退|批|弄|搞|改|报|交|取消|算了)*"
)
_LEAST = 2  # characters that name a step
_EDGE = re.compile(r"[\s，。！？、；,.!?;~…]+")


@dataclass(frozen=True, slots=True)
class Pending:
    """A step, complete or with something still asked for.

    action: a step of rules.lifecycle, or an act of bot.conversations.review.acts; wants: what is
    asked for now, CONFIRM at the end; mark: set when it was put to the person; around: digest of
    the talk besides these desks at that moment; also: further reports the same act is for.
    """

    action: str
    report_no: str
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    wants: str = ""
    mark: str = ""
    around: str = ""
    also: tuple[str, ...] = ()

    def as_mapping(self) -> dict[str, Any]:
        """The step as JSON."""
        return {
            "action": self.action,
            "report_no": self.report_no,
            "reason": self.reason,
            "details": dict(self.details),
            "wants": self.wants,
            "mark": self.mark,
            "around": self.around,
            "also": list(self.also),
        }


def held(talk: Talk, desk: str) -> Pending | None:
    """The step a desk holds, if any."""
    stored = talk.of(desk).get("pending")
    if stored is None:
        return None
    return Pending(**{**stored, "also": tuple(stored.get("also", ()))})


def hold(talk: Talk, desk: str, pending: Pending) -> Talk:
    """The talk with a step held and what it wants awaited."""
    noted = talk.noting(desk, {**talk.of(desk), "pending": pending.as_mapping()})
    return noted.asking(desk, pending.wants)


def drop(talk: Talk, desk: str) -> Talk:
    """The talk without the step; the desk gives the floor up where it had it."""
    rest = {name: value for name, value in talk.of(desk).items() if name != "pending"}
    freed = talk.noting(desk, rest)
    return freed.asking("") if freed.floor == desk else freed


def loosened(talk: Talk, desk: str) -> Talk:
    """The talk after a look in between: only 确认 by name still counts as a yes."""
    pending = held(talk, desk)
    if pending is None:
        return talk
    return talk.noting(desk, {**talk.of(desk), "pending": replace(pending, around="").as_mapping()})


def mark_of(pending: Pending, state: Sequence[object]) -> str:
    """What binds a button to a step and to the state of its report: ten hex characters."""
    named = [pending.action, pending.report_no, pending.reason, dict(pending.details), *state]
    named += pending.also
    return sha256(json.dumps(named, default=str, sort_keys=True).encode()).hexdigest()[:10]


def put(talk: Talk, desk: str, pending: Pending, state: Sequence[object]) -> tuple[Talk, Pending]:
    """The talk with the step put to the person for a yes."""
    marked = replace(pending, wants=CONFIRM, mark=mark_of(pending, state), around=around(talk))
    return hold(talk, desk, marked), marked


def around(talk: Talk) -> str:
    """A digest of what other desks have been doing: it changes when something came in between."""
    others = {name: dict(n) for name, n in talk.notes.items() if name not in _OWN_NOTES}
    said = json.dumps([list(talk.questions), others], default=str, sort_keys=True)
    return sha256(said.encode()).hexdigest()[:10]


def choices(desk: str, pending: Pending, label: str) -> tuple[Choice, ...]:
    """The two buttons of a question."""
    data = f"{desk}.do:{pending.action}:{pending.report_no}:{pending.mark}"
    return (
        Choice(say("review.confirm_button", step=label), data),
        Choice(say("review.leave_button"), f"{desk}.leave:{pending.mark}"),
    )


def question(desk: str, pending: Pending, text: str, label: str) -> Reply:
    """The question whether to do exactly this."""
    asked = say("review.confirm_how", step=label)
    return Reply(f"{text}\n{asked}", choices(desk, pending, label))


def is_yes(text: str, pending: Pending, label: str, talk: Talk) -> bool:
    """Whether words confirm the step.

    确认, alone or with the step's name, does. A bare 好的 does only when nothing but this question
    came before it: after a digression it may be the answer to something else.
    """
    plain = _EDGE.sub("", text)
    if sure := _SURE.fullmatch(plain):
        rest, whole = _SURE_REST.sub("", sure[1]), _SURE_REST.sub("", label)
        return not rest or (len(rest) >= _LEAST and rest in whole)
    return bool(_YES.fullmatch(plain)) and pending.around == around(talk)


def is_vague_yes(text: str) -> bool:
    """Whether words could be a yes to something."""
    return bool(_YES.fullmatch(_EDGE.sub("", text)))


def is_no(text: str) -> bool:
    """Whether words decline."""
    return bool(_NO.fullmatch(_EDGE.sub("", text)))
