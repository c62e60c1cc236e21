"""The status desk: how reports stand, what happened to them, figures; for whoever may see them.

Reads and writes: the registry, which cuts everything to the person. Buttons: `status.open:NO`,
`status.timeline:NO`, `status.receipt:NO`, `status.export:NO`, `status.page:`, `status.pick:NO`,
`status.do:STEP:NO:MARK`, `status.leave:MARK`, `status.amend:NO`, `status.because:NO`,
`status.resubmit:NO`.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.conversations import own_projects
from bot.conversations.pending import Pending, drop, held, is_no
from bot.conversations.register import finding as register_finding
from bot.conversations.register.aspects import answer_register
from bot.conversations.status import amend as status_amend
from bot.conversations.status import progress
from bot.conversations.status.answers import (
    send_export,
    send_receipt,
    show_notes,
    show_report,
    show_timeline,
)
from bot.conversations.status.claims import claims
from bot.conversations.status.fields import show_field
from bot.conversations.status.lists import list_reports, next_page, own_lines, which_one
from bot.conversations.status.reading import Asks, Request, read_request, said_instead
from bot.conversations.status.stats import count
from bot.conversations.status.steps import answer_step, ask_step, do_step, leave, reminder
from bot.dialogue.messages import Intent, Reply
from bot.dialogue.talk import Step, Turn
from bot.rendering.errors import complain
from bot.wording import say
from registry.errors import NotFound, RegistryError
from registry.service import Registry

Show = Callable[[Registry, Turn, str], Step]
_SHOWS: dict[Asks, Show] = {
    Asks.ONE: show_report,
    Asks.TIMELINE: show_timeline,
    Asks.NOTES: show_notes,
    Asks.RECEIPT: send_receipt,
    Asks.EXPORT: send_export,
    Asks.FIELD: show_field,
}


class StatusDesk:
    """Answers STATUS, PROGRESS and STATS; takes files for the report spoken of."""

    name = "status"

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def handle(self, turn: Turn) -> Step:
        """Deal with one turn; refusals of the registry are said in words."""
        if turn.member is None:
            return Step(turn.talk, (Reply(say("common.sign_in")),))
        try:
            return self._handle(turn)
        except NotFound:
            return self._missed(turn, "")
        except RegistryError as error:
            return Step(turn.talk, (Reply(complain(error).text),))

    def remind(self, turn: Turn) -> Reply | None:
        """A step that waits for a yes or a reason, or a note that waits for its project."""
        if turn.member is None:
            return None
        pending = held(turn.talk, self.name)
        try:
            if pending is not None and pending.action == status_amend.AMEND:
                return status_amend.recall(self._registry, turn, pending)
            if pending is not None:
                return reminder(self._registry, turn, pending)
        except RegistryError:
            return None
        is_waiting = turn.talk.awaits == progress.PICK and "note" in turn.talk.of(self.name)
        return Reply(say("status.reminder_project")) if is_waiting else None

    def claims(self, turn: Turn) -> Intent | None:
        """What a turn routed elsewhere is for, where it is about reports on hand."""
        try:
            return claims(self._registry, turn)
        except RegistryError:
            return None

    def _handle(self, turn: Turn) -> Step:
        if turn.message.data:
            return self._press(turn)
        if turn.message.attachments:
            return self._attach(turn)
        has_floor = turn.talk.floor == self.name
        if has_floor and (step := self._answer(turn)) is not None:
            return step
        return self._ask(_without_question(turn) if has_floor else turn)

    def _answer(self, turn: Turn) -> Step | None:
        """An answer to what this desk asked; None when the words are something new."""
        pending = held(turn.talk, self.name)
        if pending is not None and pending.action == status_amend.AMEND:
            return status_amend.answer(self._registry, turn, pending)
        if pending is not None:
            return self._corrected(turn, answer_step(self._registry, turn, pending))
        if turn.talk.awaits == progress.PICK:
            return self._picked(turn)
        if turn.talk.awaits == progress.DUE:
            return progress.set_due(self._registry, turn)
        return None

    def _corrected(self, turn: Turn, step: Step | None) -> Step | None:
        """A step that was left, and what was told instead of it: 取消，不是签约，只是框架协议."""
        rest = said_instead(turn.text)
        if step is None or turn.intent is not Intent.CANCEL or not rest:
            return step
        noted = progress.correct(self._registry, replace(turn, text=rest, talk=step.talk))
        return replace(noted, replies=(*step.replies, *noted.replies))

    def _picked(self, turn: Turn) -> Step | None:
        """The project of a note, by its place, number or name."""
        if is_no(turn.text) or turn.intent is Intent.CANCEL:
            return Step(progress.released(turn.talk), (Reply(say("status.dropped")),))
        listed = own_projects.shown(turn.talk)
        ordinal = own_projects.read_ordinal(turn.text, alone=True)
        if ordinal is not None and 1 <= ordinal <= len(listed):
            return progress.pick_project(self._registry, turn, listed[ordinal - 1])
        found = own_projects.pick(self._registry, turn, turn.text)
        if found.one:
            return progress.pick_project(self._registry, turn, found.one)
        if found.several:
            question = say("status.which_for_note")
            return which_one(turn.talk, found.several, question, "status.pick:")
        return None

    def _ask(self, turn: Turn) -> Step:  # noqa: C901, PLR0911  # one return per case
        """A new question, note or wish."""
        if (of_register := register_finding.meant(self._registry, turn)) is not None:
            return answer_register(self._registry, turn, of_register)
        asked = read_request(turn.text, turn.intent)
        match asked.asks:
            case Asks.LIST | Asks.IDLE | Asks.OVERDUE:
                return list_reports(self._registry, turn, asked)
            case Asks.NEXT_PAGE:
                return next_page(self._registry, turn)
            case Asks.STATS:
                return count(self._registry, turn)
            case Asks.NOTE:
                return progress.note(self._registry, turn)
            case Asks.AMEND:
                return self._amend(turn)
            case Asks.SUBMIT_AGAIN:
                return self._submit_again(turn)
            case Asks.UNDO_NOTE:
                return Step(turn.talk, (Reply(say("status.cannot_undo")),))
            case Asks.CORRECT_NOTE:
                return progress.correct(self._registry, turn)
            case Asks.WITHDRAW:
                return self._on_one(turn, _withdraw, "status.withdraw:")
            case _:
                press = "status.open:" if asked.asks is Asks.ONE else f"status.{asked.asks}:"
                return self._on_one(turn, _SHOWS[asked.asks], press)

    def _amend(self, turn: Turn) -> Step:
        """Begin to change a report: the one named, the one spoken of, the only one that can be."""
        number, rest = status_amend.report_for(self._registry, turn, turn.text)
        if number:
            return status_amend.begin(self._registry, turn, number, rest)
        asked = status_amend.which(self._registry, turn, rest)
        return asked or Step(turn.talk, (Reply(say("status.amend_none")),))

    def _submit_again(self, turn: Turn) -> Step:
        """Put handing in again what was returned."""
        number, _ = status_amend.report_for(self._registry, turn, turn.text)
        if number:
            return _resubmit(self._registry, turn, number)
        lines = status_amend.amendable(self._registry, turn)
        if not lines:
            return Step(turn.talk, (Reply(say("status.amend_none")),))
        return which_one(turn.talk, lines, say("status.which"), "status.resubmit:")

    def _on_one(self, turn: Turn, show: Show, press: str) -> Step:
        """Show the report that is meant; ask, or say that there is none, where it is not plain."""
        found = own_projects.pick(self._registry, turn, _about(turn.text))
        if found.several:
            return which_one(turn.talk, found.several, say("status.which"), press)
        if found.missed:
            return self._missed(turn, found.missed)
        lines = own_lines(self._registry, turn)
        by_place = not found.one and own_projects.read_ordinal(turn.text) is not None
        last = "" if by_place and len(lines) > 1 else own_projects.last(turn.talk)
        only = lines[0].report_no if len(lines) == 1 else ""
        if number := found.one or last or only:
            return show(self._registry, turn, number)
        if (show is show_report and not by_place) or not lines:
            return list_reports(self._registry, turn, Request(Asks.LIST))
        return which_one(turn.talk, lines, say("status.which"), press)

    def _missed(self, turn: Turn, name: str) -> Step:
        """Nothing the person may see is called so: say it, and show what there is."""
        if name.startswith("第") and name.endswith("个"):
            text = say("status.not_in_list", name=name)
            return Step(turn.talk, (Reply(text),))
        text = say("status.missed", name=name) if name else say("status.missed_no_name")
        try:
            listed = list_reports(self._registry, turn, Request(Asks.LIST))
        except RegistryError:
            return Step(turn.talk, (Reply(text),))
        return replace(listed, replies=(Reply(text), *listed.replies))

    def _press(self, turn: Turn) -> Step:
        """A button, of any age."""
        action, _, rest = turn.message.data.partition(".")[2].partition(":")
        if action == "page":
            return next_page(self._registry, turn)
        if action in _BUTTONS:
            return _BUTTONS[action](self._registry, turn, rest)
        if action in ("amend", "because"):
            return self._press_amend(turn, action, rest)
        if action == "pick":
            return progress.pick_project(self._registry, turn, rest) or _stale(turn)
        return self._decide(turn, action, rest.split(":"))

    def _press_amend(self, turn: Turn, action: str, report_no: str) -> Step:
        pending = held(turn.talk, self.name)
        if action == "amend":
            return status_amend.chosen(self._registry, turn, pending, report_no)
        if pending is None:
            return _stale(turn)
        told = status_amend.because_asked(self._registry, turn, pending, report_no)
        return told or _stale(turn)

    def _decide(self, turn: Turn, action: str, arguments: list[str]) -> Step:
        """A yes or no to the step that is held; of no other step."""
        pending = held(turn.talk, self.name)
        if pending is None or arguments[-1] != pending.mark:
            return _stale(turn)
        is_change = pending.action == status_amend.AMEND
        if action == "leave":
            give_up = status_amend.left if is_change else leave
            return give_up(self._registry, turn, pending)
        if action == "do" and arguments[:2] == [pending.action, pending.report_no]:
            return self._done(turn, pending)
        return _stale(turn)

    def _done(self, turn: Turn, pending: Pending) -> Step:
        take = status_amend.confirm if pending.action == status_amend.AMEND else do_step
        return take(self._registry, turn, pending, pending.mark)

    def _attach(self, turn: Turn) -> Step:
        """Files for the report spoken of last, or the only one."""
        lines = own_lines(self._registry, turn)
        number = own_projects.last(turn.talk) or (lines[0].report_no if len(lines) == 1 else "")
        if not number:
            return Step(turn.talk, (Reply(say("status.attach_which")),))
        kept = [
            self._registry.evidence.attach(turn.caller, number, file.name, file.content).name
            for file in turn.message.attachments
        ]
        line = own_projects.title(self._registry, turn, number)
        replies = [Reply(say("status.attached", project=line, names="、".join(kept)))]
        talk = own_projects.speaking_of(turn.talk, number)
        if not turn.text.strip():
            return Step(talk, tuple(replies), report_no=number)
        told = progress.note(self._registry, replace(turn, talk=talk))
        return replace(told, replies=(*replies, *told.replies))


def _withdraw(registry: Registry, turn: Turn, report_no: str) -> Step:
    return ask_step(registry, turn, report_no, "withdraw", reason=_reason(turn.text))


def _resubmit(registry: Registry, turn: Turn, report_no: str) -> Step:
    return ask_step(registry, turn, report_no, status_amend.SUBMIT_AGAIN)


_BUTTONS: dict[str, Show] = {
    "open": show_report,
    "timeline": show_timeline,
    "receipt": send_receipt,
    "export": send_export,
    "notes": show_notes,
    "field": show_field,
    "withdraw": _withdraw,
    "resubmit": _resubmit,
}


def _about(text: str) -> str:
    """The words without a reason, in which another thing may be named, and without 都记了啥."""
    return _NOTED.sub("", text.partition("因为")[0])


def _reason(text: str) -> str:
    """The reason given with a wish to withdraw: what follows 因为, or a clause of its own."""
    _, sign, reason = text.partition("因为")
    if sign:
        return reason.strip("，。 ")
    *before, after = _WITHDRAWN.split(text, maxsplit=1)
    said = after.strip("，。,;； ") if before else ""
    return said if len(said) >= _LEAST_REASON and not _POLITE.match(said) else ""


_NOTED = re.compile("(?:都|前面|之前|刚才)*记(?:了|过)(?:些|点)?(?:什么|啥|哪些)")
_WITHDRAWN = re.compile(r"(?:撤[回销掉下]|收回|不报了|作废)[^，。,;；]*[，。,;；]")
_POLITE = re.compile(r"谢|麻烦|辛苦|拜托|好吗|行吗|可以吗|请")
_LEAST_REASON = 4  # characters of a clause that says why


def _without_question(turn: Turn) -> Turn:
    """A turn that leaves this desk's question unanswered ends the question."""
    talk = drop(progress.released(turn.talk), StatusDesk.name)
    return replace(turn, talk=talk)


def _stale(turn: Turn) -> Step:
    text = say("common.stale_button", hint=say("status.stale_hint"))
    return Step(turn.talk, (Reply(text),))
