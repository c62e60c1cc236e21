"""The review desk: what the bureau looks at and does, each act only after its explicit yes.

Reads and writes: the registry, which checks policy, lifecycle and guards again and records every
look. Buttons: `review.open:NO`, `review.like:NO`, `review.layout:NO`, `review.lists:NO`,
`review.steps:NO`, `review.page:`, `review.act:ACTION:NO[:VALUE]`, `review.set:FIELD:VALUE:NO`,
`review.do:ACTION:NO:MARK`, `review.leave:MARK`. Anybody else is refused before anything is read.
"""

from dataclasses import replace
from typing import Any

from bot.conversations import own_projects
from bot.conversations.pending import (
    CONFIRM,
    Pending,
    drop,
    held,
    is_no,
    is_vague_yes,
    is_yes,
    loosened,
    question,
)
from bot.conversations.register.aspects import answer_register
from bot.conversations.register.finding import meant
from bot.conversations.review.acts import (
    NUMBERS,
    WANTS,
    fill,
    is_flag_answer,
    is_known,
    label_of,
    press,
    put_right,
)
from bot.conversations.review.claims import claims
from bot.conversations.review.do import do_act, leave, unmarked
from bot.conversations.review.going import carry_on
from bot.conversations.review.put import (
    DESK,
    ask_field,
    look,
    put_all_text,
)
from bot.conversations.review.reading import (
    VIEWS,
    Command,
    asks_next,
    new_reason,
    read_command,
    report_name,
)
from bot.conversations.review.shows import BUTTONS, PRESSES, SHOWS, Show
from bot.conversations.review.two import two_acts, with_then
from bot.conversations.review.views import (
    ask_which,
    next_page,
    open_report,
    show_queue,
)
from bot.conversations.review.which import (
    REPORT,
    added_reason,
    again,
    ask_among,
    ask_for,
    claims_object,
    fill_object,
    next_to_review,
    several_named,
)
from bot.dialogue.messages import Intent, Reply
from bot.dialogue.talk import Step, Turn
from bot.rendering.errors import complain
from bot.wording import say
from registry.errors import NotFound, RegistryError
from registry.service import Registry

_BESIDE_A_STEP = frozenset({"likeness", "guide_check", "lists", "steps"})


class ReviewDesk:
    """Answers REVIEW for the bureau; refuses everybody else."""

    name = DESK

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def handle(self, turn: Turn) -> Step:
        """Deal with one turn; refusals of the registry are said in words."""
        if turn.member is None:
            return Step(turn.talk, (Reply(say("common.sign_in")),))
        if not turn.member.role.is_bureau:
            return Step(drop(turn.talk, DESK), (Reply(say("review.not_for_you")),))
        try:
            step = self._press(turn) if turn.message.data else self._read(turn)
            return self._then(turn, step)
        except NotFound as error:
            text = say("review.missed", name=error.fields.get("value", turn.text))
            return Step(turn.talk, (Reply(text),))
        except RegistryError as error:
            talk = turn.talk if error.retry else drop(turn.talk, DESK)
            return Step(talk, (Reply(complain(error).text),))

    def claims(self, turn: Turn) -> Intent | None:
        """REVIEW for words about the report that is open here, though they look like another's."""
        return claims(turn) or claims_object(self._registry, turn)

    def remind(self, turn: Turn) -> Reply | None:
        """What waits for a yes or a field, said again in full; nothing is done by reminding."""
        pending = held(turn.talk, DESK)
        if pending is None or turn.member is None or not turn.member.role.is_bureau:
            return None
        try:
            reply = self._again(turn, pending)
            said = turn.talk.of("dispatcher").get("reminded")
            return None if pending.wants == REPORT and reply.text == said else reply
        except RegistryError:
            return None

    def _then(self, turn: Turn, step: Step) -> Step:
        """The second act of a sentence, once the first waits for nothing any more."""
        rest = str(step.talk.of(DESK).get("then", ""))
        if not rest or held(step.talk, DESK) is not None:
            return step
        message = replace(turn.message, text=rest, data="")
        again = replace(turn, text=rest, message=message, talk=with_then(step.talk, ""))
        second = self._command(again, None)
        return replace(second, replies=(*step.replies, *second.replies))

    def _again(self, turn: Turn, pending: Pending) -> Reply:
        if pending.wants == REPORT:
            return again(pending)
        desk = look(self._registry, turn, pending.report_no)
        label = label_of(pending.action)
        if pending.wants == CONFIRM:
            return question(DESK, pending, put_all_text(desk, pending), label)
        asked = ask_field(desk, pending, pending.wants)
        text = say("review.reminder_field", project=desk.project, step=label, question=asked.text)
        return replace(asked, text=text)

    def _read(self, turn: Turn) -> Step:
        pending = held(turn.talk, DESK) if turn.talk.floor == DESK else None
        if pending is not None and (step := self._answer(turn, pending)) is not None:
            return step
        return self._command(turn, pending)

    def _answer(  # noqa: PLR0911  # one return per case
        self, turn: Turn, pending: Pending
    ) -> Step | None:
        """An answer to what an act waits for; None when the words are something else."""
        gives_up = is_no(turn.text) or turn.intent is Intent.CANCEL
        if gives_up and not is_flag_answer(pending.wants, turn.text):
            return leave(self._registry, turn, pending)
        if pending.wants == REPORT:
            return self._object(turn, pending)
        reason = new_reason(turn.text) or added_reason(turn.text, pending)
        takes = "reason" in WANTS.get(pending.action, ())
        if reason and (takes or pending.wants == CONFIRM):
            return self._with_reason(turn, pending, reason if takes else "")
        if pending.wants != CONFIRM:
            return self._fill(turn, pending)
        if (mended := put_right(turn, pending)) is not None:
            return self._go_on(turn, unmarked(mended))
        if is_yes(turn.text, pending, label_of(pending.action), turn.talk):
            return do_act(self._registry, turn, pending, pending.mark)
        if is_vague_yes(turn.text):
            again = self._again(turn, pending)
            text = f"{say('review.not_sure')}\n{again.text}"
            return Step(turn.talk, (replace(again, text=text),), report_no=pending.report_no)
        return None

    def _object(self, turn: Turn, pending: Pending) -> Step | None:
        """The report an act waits for, or its reason told first; None when it is neither."""
        found = fill_object(self._registry, turn, pending)
        return self._go_on(turn, found) if isinstance(found, Pending) else found

    def _with_reason(self, turn: Turn, pending: Pending, reason: str) -> Step:
        """The step with its reason told anew; one that takes none is put again as it was."""
        if reason:
            return self._go_on(turn, unmarked(replace(pending, reason=reason)))
        return Step(turn.talk, (self._again(turn, pending),), report_no=pending.report_no)

    def _fill(self, turn: Turn, pending: Pending) -> Step | None:
        """The field that is asked for, unless the words are a command of their own."""
        is_free = pending.wants in ("reason", "summary", "point", "instruction")
        verb = read_command(turn.text, turn.today).verb
        if verb not in ("open", pending.action) and not is_free and verb in VIEWS:
            return None
        filled = fill(self._registry, turn, pending, pending.wants)
        if isinstance(filled, Pending):
            return self._go_on(turn, unmarked(filled))
        desk = look(self._registry, turn, pending.report_no)
        asked = ask_field(desk, pending, pending.wants)
        problem = say(f"review.{filled}", words=turn.text.strip()[:20])
        return Step(turn.talk, (replace(asked, text=f"{problem}{asked.text}"),))

    def _command(self, turn: Turn, pending: Pending | None) -> Step:
        """Something to look at, or to do."""
        command = read_command(turn.text, turn.today)
        if command.verb in VIEWS and (asked := meant(self._registry, turn)) is not None:
            return answer_register(self._registry, turn, asked)
        if command.verb in VIEWS:
            if pending is None:
                return self._view(turn, command)
            # a look in between: the question stands, a bare yes does not
            turn = replace(turn, talk=loosened(turn.talk, DESK))
            return self._with_question(turn, self._view(turn, command), command)
        turn = replace(turn, talk=with_then(drop(turn.talk, DESK), ""))
        if (parts := two_acts(self._registry, turn)) is not None:
            return self._two(turn, *parts)
        start = Pending(command.verb, "", command.reason, command.details)
        return self._on_one(turn, command, start)

    def _two(self, turn: Turn, first: str, rest: str) -> Step:
        """The first of two acts put; the other one kept until it is done or left."""
        step = self._command(replace(turn, text=first), None)
        if held(step.talk, DESK) is not None:
            step = replace(step, replies=(*step.replies[:-1], _noting(step.replies[-1], rest)))
        return replace(step, talk=with_then(step.talk, rest))

    def _with_question(self, turn: Turn, step: Step, command: Command) -> Step:
        """What was looked at, and the step that still waits, where the look was about it."""
        pending = held(step.talk, DESK)
        if pending is None or command.verb not in _BESIDE_A_STEP:
            return step
        again = self._again(turn, pending)
        talk = step.talk.asking(DESK, pending.wants)
        return replace(step, talk=talk, replies=(*step.replies, again))

    def _view(self, turn: Turn, command: Command) -> Step:
        match command.verb:
            case "queue" | "waiting":
                return show_queue(self._registry, turn, waiting=command.verb == "waiting")
            case "next_page":
                return next_page(self._registry, turn)
            case verb:
                return self._on_one(turn, command, SHOWS[verb])

    def _on_one(  # noqa: PLR0911  # one return per case
        self, turn: Turn, command: Command, wanted: "Pending | Show"
    ) -> Step:
        """Look at, or act on, the report that is meant; ask where that is not plain."""
        found = self._named(turn, command, wanted)
        if isinstance(wanted, Pending):
            numbers = several_named(self._registry, turn, command.rest)
            if len(numbers) > 1:
                return self._go_on(turn, replace(wanted, report_no=numbers[0], also=numbers[1:]))
            if found.several:
                return ask_among(turn, wanted, found.several)
        if found.several:
            return ask_which(turn, found.several, PRESSES[command.verb])
        if found.missed:
            is_place = found.missed.startswith("第") and found.missed.endswith("个")
            key = "review.not_in_list" if is_place else "review.missed"
            return Step(turn.talk, (Reply(say(key, name=found.missed)),))
        number = found.one or own_projects.last(turn.talk)
        if not number:
            return self._queue_first(turn, command, wanted)
        if isinstance(wanted, Pending):
            return self._go_on(turn, replace(wanted, report_no=number))
        return wanted(self._registry, turn, number)

    def _queue_first(self, turn: Turn, command: Command, wanted: "Pending | Show") -> Step:
        """Which report is asked for, with those that wait for work to choose from."""
        step = show_queue(self._registry, turn)
        if not step.replies[0].choices:
            return Step(step.talk, (Reply(say("review.say_which")),))
        turn, listed = replace(turn, talk=step.talk), own_projects.shown(step.talk)
        if isinstance(wanted, Pending):
            only = replace(wanted, report_no=listed[0])
            is_one = len(listed) == 1
            return self._go_on(turn, only) if is_one else ask_for(self._registry, turn, wanted)
        if len(listed) == 1:
            return wanted(self._registry, turn, listed[0])
        if command.verb == "open" and own_projects.read_ordinal(turn.text) is not None:
            found = own_projects.pick(self._registry, turn, turn.text)
            if found.one:
                return open_report(self._registry, turn, found.one)
        text = f"{say('review.which_of_these')}\n{step.replies[0].text}"
        return replace(step, replies=(replace(step.replies[0], text=text),))

    def _named(
        self, turn: Turn, command: Command, wanted: "Pending | Show"
    ) -> own_projects.Pick:  # fmt: skip
        """The report the words mean. Of an act that is about two, the one spoken of comes first."""
        last = own_projects.last(turn.talk)
        if isinstance(wanted, Pending) and last:
            numbers = [name for name in WANTS.get(wanted.action, ()) if name in NUMBERS]
            if numbers or command.verb in ("consultation", "guide", "ruling", "different"):
                by_place = own_projects.read_ordinal(command.rest)
                if numbers or by_place is None:
                    return own_projects.Pick(one=last)
        found = own_projects.pick(self._registry, turn, command.rest, left=_left(command))
        if found == own_projects.Pick() and command.rest != turn.text:
            found = own_projects.named_in(self._registry, turn, turn.text)
        if found == own_projects.Pick() and asks_next(turn.text):
            return own_projects.Pick(one=next_to_review(self._registry, turn))
        return found

    def _go_on(self, turn: Turn, pending: Pending) -> Step:
        return carry_on(self._registry, turn, pending)

    def _press(self, turn: Turn) -> Step:  # noqa: PLR0911  # one return per case
        """A button, of any age."""
        action, _, rest = turn.message.data.partition(".")[2].partition(":")
        arguments: list[Any] = rest.split(":")
        if action == "page":
            return next_page(self._registry, turn)
        if action in BUTTONS:
            return BUTTONS[action](self._registry, turn, rest)
        if action == "act" and len(arguments) >= 2 and is_known(arguments[0]):
            return self._begin(turn, *arguments[:3])
        pending = held(turn.talk, DESK)
        if pending is None:
            return _stale(turn)
        if action == "set" and arguments[2:] == [pending.report_no]:
            filled = press(pending, arguments[0], arguments[1], turn)
            if filled is not None and pending.wants == arguments[0]:
                return self._go_on(turn, unmarked(filled))
        if action == "leave" and arguments == [pending.mark]:
            return leave(self._registry, turn, pending)
        if action == "do" and arguments == [pending.action, pending.report_no, pending.mark]:
            return do_act(self._registry, turn, pending, pending.mark)
        return _stale(turn)

    def _begin(self, turn: Turn, action: str, report_no: str, value: str = "") -> Step:
        """An act begun by a button; it is put to the person, not done."""
        waiting = held(turn.talk, DESK)
        pending = Pending(action, report_no)
        if waiting is not None and waiting.wants == REPORT and waiting.action == action:
            pending = replace(waiting, report_no=report_no, wants="")
        if value and (filled := press(pending, "conform", value, turn)) is not None:
            pending = filled
        return self._go_on(replace(turn, talk=drop(turn.talk, DESK)), pending)


def _noting(reply: Reply, rest: str) -> Reply:
    return replace(reply, text=f"{reply.text}\n{say('review.then', rest=rest)}")


def _left(command: Command) -> str | None:
    """What may be a report's name in a command: what its own words leave."""
    return report_name(command.rest) if command.verb != "open" else None


def _stale(turn: Turn) -> Step:
    text = say("common.stale_button", hint=say("review.stale_hint"))
    return Step(turn.talk, (Reply(text),))
