"""One turn of filling a draft: events in, changes stored, and the replies put together.

Reads and writes: the draft through DraftBook. Does not: open, choose, file or give up drafts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.checks.rule_context import RuleData
from bot.conversations.filing.draft_book import DESK, Desktop, DraftBook, said_around
from bot.conversations.filing.effects import Companions
from bot.conversations.filing.hearing import hear
from bot.conversations.filing.questions import (
    CHAIN_HINT,
    correct_text,
    doubt_choices,
    doubt_text,
    question_choices,
    question_text,
    sensitive_key,
    which_reply,
    why_line,
)
from bot.conversations.filing.reading import Ears
from bot.conversations.filing.words import (
    OFFERED,
    card_key,
    card_reply,
    change_lines,
    list_reply,
    note_lines,
    optional_text,
    refusal_lines,
    remark_text,
    skipped_line,
    submit_choice,
)
from bot.dialogue.messages import Choice, Reply
from bot.dialogue.talk import Step, Turn
from bot.forms.events import Effect, Event, Outcome, Shown
from bot.forms.live_checks import conditional_slots, remarks
from bot.forms.questions import SENSITIVE, next_question
from bot.forms.reducer import reduce
from bot.forms.state import Form, Pending
from bot.forms.suggesting import suggested_chain
from bot.rendering.drafts import labels_text, short
from bot.wording import say
from registry.filing.drafts import Draft
from registry.filing.slots import content_of

# Of what matters in a case, this decides where a report goes and is asked before the card; the rest
# is named on the card.
PRESSING = frozenset({"existing_district", "platform"})
MOST_PUT = 2  # times a doubt is put before other questions go first


@dataclass(frozen=True, slots=True)
class Tools:
    """What every turn is worked with."""

    book: DraftBook
    data: RuleData
    companions: Companions


@dataclass(slots=True)
class Sitting:
    """A turn on a draft in hand. lines: said before the question; ends: the floor is given up.

    is_counted: what is missing was said already; was_card: the version on the card before.
    """

    tools: Tools
    turn: Turn
    desktop: Desktop
    draft: Draft
    form: Form
    ears: Ears
    lines: list[str] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    last: Reply | None = None
    shown: Shown = field(default_factory=Shown)
    awaits: str = ""
    said: list[str] = field(default_factory=list)
    ends: bool = False
    is_counted: bool = False
    was_card: int = 0

    def take(self, event: Event) -> Outcome:
        """Let the form decide about an event and store what changed. Raises StaleVersion."""
        form, outcome = reduce(self.form, event)
        self.draft = self.tools.book.change(self.turn, self.draft, outcome.slots)
        notes = replace(form.notes, version=self.draft.version)
        self.form = Form(self.draft.slots, notes)
        return outcome

    def __post_init__(self) -> None:
        is_seen = card_key(self.draft) in self.form.notes.said
        self.was_card = self.draft.version if is_seen else 0

    def listen(self, text: str) -> Outcome:
        """Take what a person wrote; the outcome of the last event is still to be answered."""
        *first, last = hear(text, self.form, self.ears)
        for event in first:
            self.read_back(self.take(event))
        return self.take(last)

    @property
    def unit(self) -> str:
        """The unit that files; empty for a guest."""
        return "" if self.turn.member is None else self.turn.member.unit

    def read_back(self, outcome: Outcome) -> None:
        """Say what changed and what could not be taken, and what the rules say to it."""
        self.lines.extend(change_lines(outcome))
        self.lines.extend(note_lines(outcome))
        self.lines.extend(refusal_lines(self.form, outcome.refused))
        if outcome.guessed:
            self.lines.append(say("file.guessed"))
        if line := skipped_line(outcome):
            self.lines.append(line)
        if outcome.unread:
            words = "、".join(f"“{short(part)}”" for part in outcome.unread)
            self.lines.append(say("file.unread", words=words))
        if changed := {c.name for c in outcome.changes if c.before.value != c.after.value}:
            self.lines.extend(self._new_remarks(changed))

    def _new_remarks(self, changed: set[str]) -> Iterable[str]:
        """Remarks not made yet; each is made once."""
        known = {*self.form.notes.said, *self.said}
        context = self.tools.data.context(self.turn.today)
        found = remarks(content_of(self.draft.slots), self.unit, context)
        fresh = [remark for remark in found if remark.key not in known]
        self.said.extend(remark.key for remark in fresh)
        yield from map(remark_text, fresh)
        if self.turn.member is not None and changed & {"investor_name", "uscc"}:
            spoken = self.tools.companions.remarks(self.turn, self.draft, known)
            self.said.extend(key for key, _ in spoken)
            yield from (text for _, text in spoken if text)

    def answer(self, outcome: Outcome) -> None:
        """Say what an outcome calls for, and what comes next."""
        self.read_back(outcome)
        match outcome.effect:
            case Effect.REASK:
                self.ask_again(outcome.ask)
            case Effect.LIST:
                self.show_list()
            case Effect.WHY | Effect.EXAMPLE:
                self.explain(outcome)
            case Effect.WHICH:
                self.last = which_reply(outcome.ask, self.draft.id)
                self.awaits = "change"
            case Effect.CARD | Effect.FILE:
                self.lines.append(say("file.card_first"))
                self.show_card()
            case Effect.INCOMPLETE:
                self.lines.append(say("file.incomplete", labels=labels_text(outcome.ask)))
                self.is_counted = True
                self.ask_next()
            case Effect.OPTIONAL:
                self.lines.append(optional_text(self.form))
                self.ask_next()
            case Effect.NOT_UNDERSTOOD if outcome.unread:
                self.ask_on()
            case Effect.NOT_UNDERSTOOD if self._has_not_begun:
                self.lines.append(say("file.start"))
                self.ask_next()
            case _:
                self._remark_on(outcome.effect)
                self.ask_on()

    @property
    def _has_not_begun(self) -> bool:
        """Whether nothing was told or asked yet: 我是余杭的，想报一个项目 opens the talk."""
        return not self.form.notes.asking and not content_of(self.draft.slots)

    def _remark_on(self, effect: Effect) -> None:
        keys = {
            Effect.NOT_UNDERSTOOD: "not_understood",
            Effect.SAME: "same",
            Effect.NO_UNDO: "no_undo",
            Effect.NO_BACK: "no_back",
            Effect.STALE_DOUBT: "stale_doubt",
            Effect.ORDER: "order",
        }
        if effect in keys:
            self.lines.append(say(f"file.{keys[effect]}"))

    def ask_on(self) -> None:
        """The next question; where the card stood and nothing changed, one line for it."""
        unseen = self._doubt(pressing=True) is not None
        is_card = self.was_card and not self.form.missing and self.draft.version == self.was_card
        if is_card and not unseen:
            self.point_to_card()
        else:
            self.ask_next()

    def point_to_card(self) -> None:
        """One line, and a button for the card, or for filing the version whose card was seen."""
        choices: tuple[Choice, ...] = (
            Choice(say("file.choice_card"), f"file.card:{self.draft.id[:16]}"),
        )
        if self.was_card == self.draft.version and not self.form.missing:
            choices = (submit_choice(self.draft), *choices)
        self.last, self.awaits = Reply(say("file.remind_card"), choices), "confirm"

    def ask_next(self) -> None:
        """The doubt that stands, else what stands unanswered, else the next question or card."""
        if (doubt := self._doubt(pressing=True)) is not None:
            self.ask_doubt(doubt)
            return
        context = self.tools.data.context(self.turn.today)
        wanted = conditional_slots(content_of(self.draft.slots), self.unit, context)
        question = next_question(self.form, PRESSING & set(wanted))
        if question.is_card:
            self.ask_last()
        else:
            self.ask(question.slots)

    def _doubt(self, *, pressing: bool) -> Pending | None:
        """The doubt to be asked: one put twice waits until nothing else is left to ask."""
        waiting = self.form.notes.doubts
        return next((d for d in waiting if not pressing or d.asked < MOST_PUT), None)

    def ask_last(self) -> None:
        """What stands between the form and its card, else the card."""
        if (doubt := self._doubt(pressing=False)) is not None:
            self.ask_doubt(doubt)
        else:
            self.show_card()

    def ask(self, slots: tuple[str, ...]) -> None:
        """Put a question for slots."""
        text = question_text(self.form, slots)
        choices = question_choices(self.form, slots, self.draft.id, self.turn.member)
        self.said.extend(sensitive_key(name) for name in slots if name in SENSITIVE)
        if "chain" in slots and suggested_chain(self.form) is not None:
            self.said.append(CHAIN_HINT)
        missing = self.form.missing
        if set(missing) - set(slots) and not self.is_counted:
            text = f"{say('file.need_more', count=len(missing))}{text}"
        self.last, self.shown, self.awaits = Reply(text, choices), Shown(slots), slots[0]

    def ask_again(self, slots: tuple[str, ...]) -> None:
        """Ask again for slots that may hold something."""
        if len(slots) > 1 or not self.form.has(slots[0]):
            self.ask(slots)
            return
        choices = question_choices(self.form, slots, self.draft.id, self.turn.member)
        self.last = Reply(correct_text(self.form, slots[0]), choices)
        self.shown, self.awaits = Shown(slots), slots[0]

    def ask_doubt(self, doubt: Pending) -> None:
        """Put a doubt; the question before it waits."""
        self.last = Reply(doubt_text(doubt), doubt_choices(doubt, self.draft.id))
        self.shown, self.awaits = Shown(self.form.notes.asking, doubt.number), "pick"

    def explain(self, outcome: Outcome) -> None:
        """Why something is asked, or how it is answered; then the question once more."""
        names = outcome.ask or self.form.notes.asking
        if outcome.effect is Effect.WHY:
            self.lines.append(why_line(names))
        elif names:
            self.lines.append("\n".join(say(f"slots.example_{name}") + "。" for name in names))
        self.ask_next()

    def show_list(self) -> None:
        """Everything filled so far; then the question that stands."""
        self.replies.append(list_reply(self.draft, self.form))
        if self.form.missing or self.form.notes.doubts:
            self.ask_next()
        else:
            self.point_to_card()

    def show_card(self) -> None:
        """The confirmation card of this version, the last thing said."""
        context = self.tools.data.context(self.turn.today)
        content = content_of(self.draft.slots)
        lines = [remark_text(remark) for remark in remarks(content, self.unit, context)]
        wanted = conditional_slots(content, self.unit, context)
        if unsaid := [name for name in wanted if not self.form.has(name)]:
            lines.append(say("file.advised", labels=labels_text(unsaid)))
        known = {*self.form.notes.said, *self.said}
        lines += self.tools.companions.standing(self.draft, known)
        self.lines = [line for line in self.lines if line not in lines]  # said once, on the card
        files = self.tools.companions.file_names(self.turn, self.draft)
        self.last = card_reply(self.draft, self.form, lines, files)
        self.said.extend((OFFERED, card_key(self.draft)))
        self.shown, self.awaits = Shown(is_card=True), "confirm"

    def step(self, report_no: str | None = None) -> Step:
        """The turn's result: notes stored in the talk, and everything said in order."""
        shown = replace(self.shown, said=tuple(self.said))
        form, _ = reduce(self.form, shown)
        desktop = self.desktop.holding(self.draft, form.notes)
        desktop = replace(
            desktop,
            stash="",
            paused=self.ends,
            around=said_around(self.turn.talk),
        )
        talk = self.turn.talk.noting(DESK, desktop.as_mapping())
        talk = talk.asking("") if self.ends else talk.asking(DESK, self.awaits)
        return Step(talk, self._said(), self.draft, report_no)

    def _said(self) -> tuple[Reply, ...]:
        text = "\n".join(self.lines)
        if self.last is None:
            return (*self._leading(text), *self.replies)
        if self.last.card is not None or self.replies:
            return (*self._leading(text), *self.replies, self.last)
        joined = "\n".join(part for part in (text, self.last.text) if part)
        return (replace(self.last, text=joined),)

    @staticmethod
    def _leading(text: str) -> tuple[Reply, ...]:
        return (Reply(text),) if text else ()
