"""The desk where a first report is filled and filed by talk.

Clause: hz-2019-40#4.1. The form itself is a pure reducer (bot.forms); here it meets its draft, the
person's other drafts, buttons and files. Does not: route messages, or decide what a rule says.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.checks.rule_context import RuleData
from bot.conversations.filing.arriving import Arrival, meet, other_called, resume
from bot.conversations.filing.asides import answer_aside
from bot.conversations.filing.draft_book import DESK, Desktop, DraftBook, form_of
from bot.conversations.filing.draft_expiry import expire, expired_reply, without
from bot.conversations.filing.effects import Companions
from bot.conversations.filing.pressing import press
from bot.conversations.filing.questions import doubt_text
from bot.conversations.filing.reading import Ears
from bot.conversations.filing.sitting import PRESSING, Sitting, Tools
from bot.conversations.filing.words import card_key, resume_reply, submit_choice
from bot.conversations.filing.working import work
from bot.dialogue.messages import Attachment, Reply
from bot.dialogue.talk import Step, Turn
from bot.forms.asides import About, Aside
from bot.forms.commands import commands_of
from bot.forms.events import Told
from bot.forms.live_checks import conditional_slots
from bot.forms.questions import next_question
from bot.forms.state import Form
from bot.rendering.drafts import label_of
from bot.rendering.errors import complain
from bot.rendering.report_labels import ROLE_LABELS
from bot.understanding.briefs import understand_brief
from bot.understanding.types import Vocabulary
from bot.wording import say
from registry.errors import RegistryError, StaleVersion
from registry.filing.drafts import Draft
from registry.filing.slots import content_of
from registry.service import Registry
from registry.transactions.permissions import Operation, Subject, is_allowed
from retrieval.errors import RetrievalError

ReadFile = Callable[[Attachment], str]
MOST_TRIES = 3  # of a turn whose draft another worker changed meanwhile


class FileDesk:
    """Filling and filing of first reports."""

    name = DESK

    def __init__(
        self,
        registry: Registry,
        data: RuleData,
        vocabulary: Vocabulary,
        *,
        read_file: ReadFile | None = None,
    ) -> None:
        """read_file: a file's words; the documents library's reading unless another is given."""
        self._book = DraftBook(registry)
        self._tools = Tools(self._book, data, Companions(registry))
        self._vocabulary = vocabulary
        folder = registry.draft_files.scratch
        self._read_file = read_file or partial(_read_file, folder=folder)

    def handle(self, turn: Turn) -> Step:
        """Deal with one turn. Raises StaleVersion when others kept changing the draft."""
        if turn.member is not None and not _may_draft(turn):
            role = ROLE_LABELS.get(turn.member.role.value, turn.member.role.value)
            return Step(turn.talk, (Reply(say("file.not_for_you", role=role)),))
        for _ in range(MOST_TRIES - 1):
            try:
                return self._handled(turn)
            except StaleVersion:
                continue
        return self._handled(turn)

    def _handled(self, turn: Turn) -> Step:
        try:
            gone, days = expire(self._book, self._tools.data, turn)
            arrival = self._arrival(turn)
            step = self._done(replace(arrival, desktop=without(arrival.desktop, gone)))
            told = (expired_reply(gone, days),) if gone else ()
            return replace(step, replies=(*told, *step.replies))
        except StaleVersion:
            raise
        except RegistryError as error:
            reply = Reply(say("file.trouble", problem=complain(error).text))
            return Step(turn.talk, (reply,), self.current(turn))

    def _done(self, arrival: Arrival) -> Step:
        if arrival.turn.message.data:
            return press(arrival)
        if arrival.turn.message.attachments and arrival.turn.part == 0:
            return self._take_files(arrival)
        return self._hear(arrival)

    def _arrival(self, turn: Turn) -> Arrival:
        desktop = self._book.opened(turn)
        me, unit = ("", "") if turn.member is None else (turn.member.name, turn.member.unit)
        ears = Ears(self._vocabulary, turn.message.message_id, me, unit)
        return Arrival(self._tools, turn, desktop, ears)

    def _hear(self, arrival: Arrival) -> Step:
        if arrival.turn.member is not None and (other := other_called(arrival)) is not None:
            return _go_to(arrival, other)
        if not arrival.desktop.paused and (sitting := arrival.sitting()) is not None:
            return work(sitting, arrival.turn.text)
        return meet(arrival, commands_of(arrival.turn.text))

    def _take_files(self, arrival: Arrival) -> Step:
        """Keep every file, read what it says, then take the words that came with it."""
        sitting = arrival.sitting() or arrival.begin()
        sitting.desktop = replace(sitting.desktop, paused=False)
        for file in arrival.turn.message.attachments:
            said, readable = self._tools.companions.keep(arrival.turn, sitting.draft, file)
            sitting.lines.append(said)
            if readable:
                self._read(sitting, file)
        if self._says_more(arrival, sitting.form):
            return work(sitting, arrival.turn.text)
        sitting.ask_next()
        return sitting.step()

    def _says_more(self, arrival: Arrival, form: Form) -> bool:
        """Whether the words that came with files do more than hand them over."""
        text = arrival.turn.text.strip()
        if not text or commands_of(text):
            return bool(text)
        heard = arrival.ears.read(text, form, asked=None)
        given = {one.slot for one in heard.found}
        return bool(given - {"intent_evidence"} or heard.doubts or heard.invalid or len(text) > 20)

    def _read(self, sitting: Sitting, file: Attachment) -> None:
        """Take what a file says; one that cannot be read is still evidence."""
        try:
            text = self._read_file(file)
        except (RetrievalError, OSError) as error:
            sitting.lines.append(say("file.file_unread", problem=complain(error).text))
            return
        ears = sitting.ears
        understood = understand_brief(text, ears.vocabulary, filled=sitting.form.filled)
        if not (understood.found or understood.doubts or understood.invalid):
            sitting.lines.append(say("file.file_read_nothing", name=file.name))
            return
        told = Told(understood, ears.message_id, guessed=True, wordy=True, raw=file.name)
        sitting.read_back(sitting.take(told))

    def current(self, turn: Turn) -> Draft | None:
        """The draft this conversation works on, None when there is none."""
        try:
            return self._book.current(turn, self._book.opened(turn))
        except RegistryError:
            return None

    def remind(self, turn: Turn) -> Reply | None:
        """What this desk is owed, in one line; in a new conversation, the draft left open."""
        if turn.member is not None and not _may_draft(turn):
            return None
        gone, days = expire(self._book, self._tools.data, turn)
        if gone:
            return expired_reply(gone, days)
        desktop = self._book.opened(turn)
        draft = None if desktop.paused else self._book.current(turn, desktop)
        if draft is None:
            waiting = self._book.waiting(turn, desktop)
            return resume_reply(waiting) if waiting else None
        return self._line(turn, desktop, draft)

    def _line(self, turn: Turn, desktop: Desktop, draft: Draft) -> Reply:
        form = form_of(draft, desktop.notes)
        if form.notes.doubts:
            return Reply(say("file.remind_doubt", question=doubt_text(form.notes.doubts[0])))
        unit = "" if turn.member is None else turn.member.unit
        context = self._tools.data.context(turn.today)
        wanted = conditional_slots(content_of(draft.slots), unit, context)
        asking = form.notes.asking or next_question(form, PRESSING & set(wanted)).slots
        if form.missing:
            label = label_of(next((n for n in asking if n in form.missing), form.missing[0]))
            return Reply(say("file.remind", count=len(form.missing), label=label))
        if asking:
            return Reply(say("file.remind_optional", label=label_of(asking[0])))
        seen = card_key(draft) in form.notes.said
        return Reply(say("file.remind_card"), (submit_choice(draft),) if seen else ())


def _go_to(arrival: Arrival, draft: Draft) -> Step:
    """The draft somebody speaks of: taken up, or said to be the one in hand."""
    sitting = arrival.sitting()
    if sitting is None or arrival.desktop.paused or sitting.draft.id != draft.id:
        return resume(arrival, draft)
    answer_aside(sitting, Aside(About.REFER))
    return sitting.step()


def _may_draft(turn: Turn) -> bool:
    assert turn.member is not None
    who = turn.member
    own = Subject(who.unit, who.account)
    return is_allowed(who.role, Operation.DRAFT, account=who.account, unit=who.unit, subject=own)


def _read_file(file: Attachment, *, folder: Path) -> str:
    """The words of a file. Raises DocumentError."""
    from bot.understanding.files import read_attachment

    return read_attachment(file.name, file.content, folder=folder)
