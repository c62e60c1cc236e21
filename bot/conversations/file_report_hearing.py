"""From what a person wrote to events of the form. Pure, given a way to understand values.

Commands are whole messages; otherwise the text is told, with a command at its end where there is
one (…，提交). Order: an order about us, a doubt that stands, a yes or no, a command, values.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.forms.commands import answers, commands_of, correction_of, cues_of, fold, ordinal_of
from bot.forms.events import Act, Asked, Event, Told
from bot.forms.filling import FLAGS, NAMES
from bot.forms.state import Form, Pending
from bot.rendering.drafts import display_of, label_of
from bot.understanding.choices import NO_SUPPORT
from bot.understanding.labels import labels
from bot.understanding.types import Found, Understood, Vocabulary

Understand = Callable[..., Understood]

_LAST_PART = re.compile(
    r"^(?P<before>.*\S)[，,。；;！!\s]+(?P<last>[^，,。；;！!\s]{1,8})[。！!]?$", re.DOTALL
)
_LAST_ACTS = (Act.SUBMIT, Act.SAVE, Act.LEAVE)
_PART = re.compile(r"[^，,。；;！!、\n]+")
_MOST_PART = 30  # characters of a bare answer among several
_BRIEF = 300  # characters from which a message is a pasted text rather than talk
_BRIEF_LINES = 5
_WORDY = 14  # characters of somebody who writes sentences
_LONG_LABEL = 3


@dataclass(frozen=True, slots=True)
class Ears:
    """How values are understood. me: the name of the person who speaks, empty for a guest."""

    understand: Understand
    vocabulary: Vocabulary
    message_id: str
    me: str = ""

    def read(self, text: str, form: Form, *, asked: str | None) -> Understood:
        """What a text says, with what was asked in mind."""
        return self.understand(text, self.vocabulary, asked=asked, filled=form.filled)

    def read_in_turn(self, text: str, form: Form, asking: tuple[str, ...]) -> Understood:
        """Answers to several questions in their order, where the words do not name the slots."""
        heard = self.read(text, form, asked=asking[0])
        found = list(heard.found)
        parts = [m for m in _PART.finditer(text) if len(m[0]) <= _MOST_PART]
        for name in asking[1:]:
            if name in {f.slot for f in found} | {i.slot for i in heard.invalid}:
                continue
            for part in parts:
                start, end = part.span()
                if any(one.start < end and start < one.end for one in found):
                    continue
                answer = self.read(part[0].strip(), form, asked=name)
                taken = [one for one in answer.found if one.slot == name]
                if taken:
                    found.extend(_moved(one, text, start) for one in taken)
                    break
        return replace(heard, found=tuple(found))


def hear(text: str, form: Form, ears: Ears) -> tuple[Event, ...]:
    """The events a message is, in order; one at least."""
    acts = commands_of(text)
    if Act.ORDER in acts:
        return (Asked(Act.ORDER),)
    if form.notes.doubts and (picked := _picked(text, form, acts)) is not None:
        return (picked,)
    if (answer := _plain_answer(text, form, ears)) is not None:
        return (answer,)
    if act := _command(acts, form):
        return (_as_event(act, text, form, ears),)
    before, last = _with_last_command(text)
    return (told(before, form, ears), *last)


def _moved(found: Found, text: str, start: int) -> Found:
    """A value of a part, its place counted in the whole text."""
    at = text.find(found.raw, start)
    return replace(found, start=at, end=at + len(found.raw)) if at >= 0 else found


def told(text: str, form: Form, ears: Ears) -> Told:
    """A message that gives values."""
    rest = correction_of(text)
    last, asking = form.notes.last, form.notes.asking
    target = last[0] if rest and len(last) == 1 else (asking[0] if asking else None)
    body = rest or text
    cues = cues_of(text)
    is_long = len(text) > _BRIEF or text.count("\n") >= _BRIEF_LINES
    if len(asking) > 1 and not rest and not is_long:
        understood = ears.read_in_turn(body, form, asking)
    else:
        understood = ears.read(body, form, asked=None if is_long else target)
    return Told(
        understood,
        ears.message_id,
        edits=cues.edits or bool(rest),
        adds=cues.adds,
        removes=cues.removes and not understood.found and bool(understood.named),
        guessed=is_long,
        wordy=len(text) >= _WORDY or len(understood.found) > 1,
        raw=text,
        mentioned=_mentioned(text, understood),
    )


def _mentioned(text: str, understood: Understood) -> frozenset[str]:
    names = NAMES & {found.slot for found in understood.found}
    if not names:
        return frozenset()
    plain = "".join(text.split())
    known = ((word, slot) for word, slot in labels().items() if slot in names)
    return frozenset(slot for word, slot in known if len(word) >= _LONG_LABEL and word in plain)


def _picked(text: str, form: Form, acts: tuple[Act, ...]) -> Asked | None:
    """A typed answer to the doubt that stands: its ordinal, the slot's name, the value."""
    doubt = form.notes.doubts[0]
    if Act.DROP in acts:
        return Asked(Act.DROP)
    position = ordinal_of(text)
    if position is None and len(doubt.readings) > 1:
        position = _position_named(fold(text), doubt)
    if position is None or position >= len(doubt.readings):
        return None
    return Asked(Act.PICK, choice=position, doubt=doubt.number)


def _position_named(plain: str, doubt: Pending) -> int | None:
    """The only reading whose slot, or whose value, is what was typed."""
    slots = [reading.slot for reading in doubt.readings]
    if len(set(slots)) == 1:
        if plain in answers("change"):
            return 0
        if plain in answers("keep"):
            return len(slots) - 1
        hits = [
            i for i, r in enumerate(doubt.readings) if fold(display_of(r.slot, r.value)) == plain
        ]
        return hits[0] if len(hits) == 1 else None
    bare = re.sub(r"^(?:是|就是|指的?是?|应该是|当然是)|(?:吧|的|啊)$", "", plain)
    meant = labels().get(bare)
    hits = [i for i, slot in enumerate(slots) if slot == meant or fold(label_of(slot)) == bare]
    return hits[0] if len(hits) == 1 else None


def _plain_answer(text: str, form: Form, ears: Ears) -> Told | None:
    """Yes, no, 不需要 or 我自己 where the question takes such an answer."""
    plain, asking = fold(text), form.notes.asking
    flags = [name for name in asking if name in FLAGS and not form.has(name)]
    values: dict[str, object] = {}
    if flags and plain in answers("no"):
        values = dict.fromkeys(n for n in flags if n != "is_new_project" or len(asking) == 1)
        values = dict.fromkeys(values, False)
    elif len(flags) == 1 and len(asking) == 1 and plain in answers("yes"):
        values = {flags[0]: True}
    if "support_requested" in asking and plain in answers("unneeded"):
        values["support_requested"] = [NO_SUPPORT]
    if "unit_contact" in asking and ears.me and Act.MYSELF in commands_of(text):
        values["unit_contact"] = ears.me
    return told_values(values, text, ears.message_id) if values else None


def told_values(values: dict[str, object], text: str, message_id: str) -> Told:
    """Values a short answer or a button gives; text are the words they come from."""
    found = tuple(Found(name, value, text, 0, len(text)) for name, value in values.items())
    return Told(Understood(found), message_id, edits=True, raw=text)


def _command(acts: tuple[Act, ...], form: Form) -> Act | None:
    """Which of the commands a message may be fits where the form stands."""
    notes = form.notes
    if not acts:
        return None
    if notes.ending:
        order: tuple[Act, ...] = (Act.KEEP, Act.CONFIRM, Act.DISCARD, Act.DENY)
    elif notes.card and notes.card == notes.version:
        order = (Act.SUBMIT, Act.CONFIRM, Act.CHANGE)
    elif notes.asking:
        order = (Act.SKIP, Act.RESUME)
    else:
        order = (Act.RESUME, Act.LEAVE)
    return next((act for act in order if act in acts), acts[0])


def _as_event(act: Act, text: str, form: Form, ears: Ears) -> Event:
    if act is Act.MYSELF:
        return told(text, form, ears)  # nobody asked who the contact is: read as words
    if act is Act.RESTORE or (act is Act.DROP and not form.notes.doubts):
        return Asked(Act.WRONG if act is Act.DROP else act)
    return Asked(act, message_id=ears.message_id)


def _with_last_command(text: str) -> tuple[str, tuple[Asked, ...]]:
    """A message whose last words are a command: the words before it, and the command."""
    match = _LAST_PART.match(text.strip())
    if match is None:
        return text, ()
    acts = commands_of(match["last"])
    act = next((act for act in _LAST_ACTS if act in acts), None)
    return (match["before"], (Asked(act),)) if act else (text, ())
