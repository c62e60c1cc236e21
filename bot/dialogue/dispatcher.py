"""One message in, everything to say about it out: load the talk, route, hand to desks, store.

Reads and writes: the conversation in registry.sessions. A message handled before gives what it
gave then. Does not: know a channel, judge, or word anything but its own few sentences.
"""

import logging
import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.conversations.filing.desk import FileDesk
from bot.dialogue.memory import handled_before, remember
from bot.dialogue.messages import MOST_TEXT, Choice, Handled, Incoming, Intent, Reply
from bot.dialogue.offers import offered, picked
from bot.dialogue.talk import ClaimingDesk, Desk, Step, Talk, Turn, parse_talk
from bot.dialogue.text_cleaning import clean_text
from bot.rendering.errors import complain
from bot.routing.types import Part, Routed, Standing
from bot.wording import say
from registry.errors import StaleVersion
from registry.service import Registry
from registry.transactions.members import Member

Router = Callable[[str, Standing], Routed]
# Turns at once: one processor's work, and fewer than the database takes connections or waits for
# a writer. More would only be refused as busy; those who come later wait in their order.
MOST_AT_ONCE = 8
MOST_TRIES = 4  # of a message whose talk another worker changed meanwhile
_LEARNT = "learn"  # the desk whose notes belong to the person and not to the conversation
_HOME = "dispatcher"  # the notes of this module
_DESKS = {
    Intent.ASK: "ask",
    Intent.CHECK: "check",
    Intent.FILE: "file",
    Intent.CORRECT: "file",
    Intent.STATUS: "status",
    Intent.PROGRESS: "status",
    Intent.STATS: "status",
    Intent.REVIEW: "review",
    Intent.LEARN: "learn",
    Intent.SMALLTALK: "help",
    Intent.HELP: "help",
    Intent.CANCEL: "help",
    Intent.CONFIRM: "help",
}
# What belongs to whoever asked last, when somebody did.
_TO_THE_FLOOR = frozenset({Intent.CANCEL, Intent.CONFIRM, Intent.CORRECT})
# What a button of a desk is for, and the buttons that do what was put to the person.
_OF_DESK = {
    "file": Intent.FILE,
    "check": Intent.CHECK,
    "status": Intent.STATUS,
    "review": Intent.REVIEW,
    "learn": Intent.LEARN,
    "help": Intent.HELP,
    "ask": Intent.ASK,
}
# What a question put in passing may be for: a desk that takes no floor.
_ASKED = frozenset({Intent.ASK, Intent.STATUS, Intent.STATS, Intent.HELP})
_CORRECTABLE = frozenset({"check", "status"})  # what they said last can be put right
_DEEDS = frozenset({"submit", "do", "confirm"})
_SUBMIT = "提交"
_SUBMITS_NOTHING = frozenset({"", "ask", "check", "learn", "help"})
# A button of the help that does the thing rather than tell of it, and the words it stands for.
_STARTS = {
    "help.about:file": (Intent.FILE, "填首报"),
    "help.about:check": (Intent.CHECK, "核对"),
    "help.about:status": (Intent.STATUS, "我的首报"),
    "help.about:review": (Intent.REVIEW, "待审的有哪些"),
    "help.about:stats": (Intent.STATS, "首报统计"),
}
_TAKES_FILES = frozenset({"file", "status"})
_ASIDES = frozenset({"help"})
_SUPPOSES = re.compile("(?:那么?)?(?:如果|要是|假如|假设|假使|万一|若是?)")
_MOST_REMINDER = 200  # characters
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Desks:
    """The desks by name; the one for filing also knows which draft is being worked on."""

    file: FileDesk
    others: tuple[Desk, ...]

    def named(self, name: str) -> Desk | None:
        """The desk of that name."""
        return next((desk for desk in (self.file, *self.others) if desk.name == name), None)


class Dispatcher:
    """The conversation every channel shares."""

    def __init__(self, registry: Registry, desks: Desks, router: Router, clock: Clock) -> None:
        self._registry = registry
        self._desks = desks
        self._router = router
        self._clock = clock
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    def handle(self, message: Incoming) -> Handled:
        """Handle one message: never raises for what a person sent or what a part refused.

        Messages of one person are handled one after another, on any number of workers.
        """
        message = _cleaned(message)
        person = message.account or message.conversation
        with self._registry.sessions.one_at_a_time(person), self._places:
            for _ in range(MOST_TRIES):
                try:
                    return self._handle_once(message)
                except StaleVersion:
                    continue
                except Exception as error:  # the edge of the conversation
                    return _undone(error)
        return _undone(StaleVersion("conversation changed again and again", expected=0))

    def _handle_once(self, message: Incoming) -> Handled:
        stored = self._registry.sessions.load(message.conversation)
        state = dict(stored.state) if stored else {}
        if (before := handled_before(state, message.message_id)) is not None:
            return before
        talk = parse_talk(state.get("talk", {}))
        if stored is None and message.account:
            talk = self._carried(message.account, talk)
        member = self._member(message.account)
        handled, talk = self._work(message, talk, member, is_new=stored is None)
        talk = talk.noting(_HOME, {**talk.of(_HOME), "offered": offered(handled.replies)})
        state = remember(state, message.message_id, handled)
        self._registry.sessions.save(
            message.conversation,
            message.account or message.conversation,
            {**state, "talk": talk.as_mapping()},
            version=stored.version if stored else 0,
        )
        return handled

    def _carried(self, account: str, talk: Talk) -> Talk:
        """A new talk with what its person had learnt in the conversation they spoke in last."""
        before = self._registry.sessions.latest_of(account)
        learnt = parse_talk(before.state.get("talk", {})).of(_LEARNT) if before else {}
        kept = {name: value for name, value in learnt.items() if name != "run"}
        return talk.noting(_LEARNT, kept) if kept else talk

    def _member(self, account: str | None) -> Member | None:
        found = self._registry.staff.find(account) if account else None
        return found if found is not None and found.active else None

    def _work(
        self, message: Incoming, talk: Talk, member: Member | None, *, is_new: bool
    ) -> tuple[Handled, Talk]:
        """Everything between loading and storing."""
        home = talk.of(_HOME)
        data = message.data or picked(message.text, home.get("offered", ()), talk.awaits)
        now = self._clock.now()
        first = Turn(message.text, Intent.ASK, message, talk, member, self._clock.today(), now)
        if data.startswith("as."):
            waiting = str(home.get("waiting", ""))
            parts, work = _chosen(data, waiting), None
            first = replace(first, message=replace(message, text=waiting, data=""))
        elif data:
            parts, work = (), self._press(replace(first, message=replace(message, data=data)))
        elif message.attachments:
            parts, work = (), self._take_files(first)
        else:
            routed = self._router(message.text, _standing(first))
            parts, work = routed.parts, None
            if routed.unsure and self._claimed(replace(first, intent=parts[0].intent)) is None:
                if not _only_supposes(message.text, routed.unsure):
                    return _ask_which(message.text, routed.unsure, talk)
                parts = (Part(Intent.ASK, message.text),)
        steps = [work] if work else list(self._take_parts(first, parts))
        handled, talk = self._finish(first, steps, is_new=is_new)
        if steps and steps[-1].desk and (steps[-1].desk not in _ASIDES or is_new):
            spoke = "stats" if steps[-1].intent is Intent.STATS else steps[-1].desk
            talk = talk.noting(_HOME, {**talk.of(_HOME), "spoke": spoke})
        return handled, talk

    def _take_parts(self, first: Turn, parts: Sequence[Part]) -> Iterable["_Done"]:
        talk = first.talk
        for position, part in enumerate(parts):
            turn = replace(first, text=part.text, intent=part.intent, talk=talk, part=position)
            claimed = self._claimed(turn)
            turn = replace(turn, intent=claimed) if claimed else turn
            done = _hand(self._desk_for(turn), turn)
            if done.step.declined:
                done = self._handed_on(turn)
            talk = done.step.talk
            yield done

    def _handed_on(self, turn: Turn) -> "_Done":
        """A question the desk with the floor knows nothing of, as one asked with no floor."""
        standing = replace(_standing(turn), floor="", awaits="", has_draft=False)
        intent = self._router(turn.text, standing).parts[0].intent
        intent = intent if intent in _ASKED else Intent.ASK
        turn = replace(turn, intent=intent)
        desk = self._desks.named(_DESKS[intent])
        assert desk is not None
        return _hand(desk, turn)

    def _claimed(self, turn: Turn) -> Intent | None:
        """What a part is for by what a desk knows of the reports on hand."""
        claiming = (desk for desk in self._desks.others if isinstance(desk, ClaimingDesk))
        return next((intent for desk in claiming if (intent := desk.claims(turn))), None)

    def _desk_for(self, turn: Turn) -> Desk:
        floor = turn.talk.floor
        name = floor if floor and turn.intent in _TO_THE_FLOOR else _DESKS[turn.intent]
        if floor in _SUBMITS_NOTHING and turn.intent is Intent.CONFIRM and _SUBMIT in turn.text:
            name = "file"  # a second 提交 gets the receipt again
        if not floor and turn.intent is Intent.CORRECT and not _has_form(turn.talk):
            spoke = str(turn.talk.of(_HOME).get("spoke", ""))
            name = spoke if spoke in _CORRECTABLE else name
        desk = self._desks.named(name)
        assert desk is not None, name
        return desk

    def _press(self, turn: Turn) -> "_Done":
        """A button goes to the desk it names; one that names none is stale."""
        if turn.message.data in _STARTS:
            intent, words = _STARTS[turn.message.data]
            message = replace(turn.message, text=words, data="")
            turn = replace(turn, text=words, intent=intent, message=message)
            return _hand(self._desk_for(turn), turn)
        name, _, action = turn.message.data.partition(".")
        if (desk := self._desks.named(name)) is None:
            reply = Reply(say("common.stale_button", hint=""))
            return _Done("", Intent.CONFIRM, Step(turn.talk, (reply,)))
        is_deed = action.partition(":")[0] in _DEEDS
        return _hand(desk, replace(turn, intent=Intent.CONFIRM if is_deed else _OF_DESK[name]))

    def _take_files(self, turn: Turn) -> "_Done":
        name = turn.talk.floor if turn.talk.floor in _TAKES_FILES else "file"
        desk = self._desks.named(name)
        assert desk is not None
        return _hand(desk, replace(turn, intent=_OF_DESK[name]))

    def _finish(
        self, first: Turn, steps: Sequence["_Done"], *, is_new: bool
    ) -> tuple[Handled, Talk]:
        talk = steps[-1].step.talk if steps else first.talk
        replies = [reply for done in steps for reply in done.step.replies]
        asked = {done.desk for done in steps}
        if reminder := self._reminder(replace(first, talk=talk), asked, is_new=is_new):
            replies.append(reminder)
            talk = talk.noting(
                _HOME, {**talk.of(_HOME), "reminded": reminder.text[:_MOST_REMINDER]}
            )
        if not replies:
            replies.append(Reply(say("common.nothing_written")))
        drafts = [done.step.draft for done in steps if done.step.draft is not None]
        numbers = [done.step.report_no for done in steps if done.step.report_no]
        intent = steps[0].intent if steps else Intent.HELP
        draft = drafts[-1] if drafts else self._desks.file.current(replace(first, talk=talk))
        trace = {"intents": [done.intent.value for done in steps]}
        report_no = numbers[-1] if numbers else None
        return Handled(tuple(replies), intent, draft, report_no, trace), talk

    def _reminder(self, turn: Turn, asked: set[str], *, is_new: bool) -> Reply | None:
        """Take up again what a digression interrupted; offer a draft left open some time ago."""
        floor = turn.talk.floor
        if floor and floor not in asked:
            desk = self._desks.named(floor)
            reply = desk.remind(turn) if desk else None
            reminded = turn.talk.of(_HOME).get("reminded")
            is_said = reply is not None and reply.text[:_MOST_REMINDER] == reminded
            return None if is_said and asked <= _ASIDES else reply  # small talk: once is enough
        if is_new and "file" not in asked:
            return self._desks.file.remind(turn)
        return None


@dataclass(frozen=True, slots=True)
class _Done:
    """What a desk did with a part."""

    desk: str
    intent: Intent
    step: Step


def _hand(desk: Desk, turn: Turn) -> _Done:
    """Let a desk deal with a turn; what it cannot do leaves the talk where it stood."""
    try:
        return _Done(desk.name, turn.intent, desk.handle(turn))
    except StaleVersion:
        raise
    except Exception as error:  # the edge of a desk: the rest of the message is still done
        return _Done(desk.name, turn.intent, Step(turn.talk, _excused(error).replies))


def _cleaned(message: Incoming) -> Incoming:
    return replace(message, text=clean_text(message.text[:MOST_TEXT]).strip())


def _standing(turn: Turn) -> Standing:
    talk, member = turn.talk, turn.member
    return Standing(
        floor=talk.floor,
        awaits=talk.awaits,
        has_draft=bool(talk.of("file").get("draft")),
        is_bureau=member is not None and member.role.is_bureau,
        has_asked=bool(talk.questions),
        spoke=str(talk.of(_HOME).get("spoke", "")),
    )


def _has_form(talk: Talk) -> bool:
    """Whether a draft is being filled and was not put aside."""
    notes = talk.of("file")
    return bool(notes.get("draft")) and not notes.get("paused")


def _only_supposes(text: str, unsure: Sequence[Intent]) -> bool:
    """Whether words of what would be if … may be a question: they tell of nothing that was."""
    return Intent.ASK in unsure and _SUPPOSES.match(text) is not None


def _ask_which(text: str, unsure: Sequence[Intent], talk: Talk) -> tuple[Handled, Talk]:
    """One short question with a button for each thing the message may be."""
    choices = tuple(Choice(say(f"common.as_{intent}"), f"as.{intent}") for intent in unsure)
    reply = Reply(say("common.which_of"), choices)
    kept = talk.noting(_HOME, {**talk.of(_HOME), "waiting": text})
    return Handled((reply,), unsure[0], None, None, {"unsure": [i.value for i in unsure]}), kept


def _chosen(data: str, waiting: str) -> tuple[Part, ...]:
    known = {f"as.{intent}": intent for intent in Intent}
    return (Part(known[data], waiting),) if data in known and waiting else ()


def _undone(error: Exception) -> Handled:
    """Nothing of the message was done or kept; its sender may send it again."""
    return replace(_excused(error), trace={"undone": True})


def _excused(error: Exception) -> Handled:
    _logger.warning("turn not done: %s", type(error).__name__)
    return Handled((Reply(complain(error).text),), Intent.HELP)
