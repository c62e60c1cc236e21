"""From what a person wrote to events of the form. Pure.

Commands are whole messages; otherwise the text is told, with a command at its end where there is
one (…，提交). Order: an order about us, a doubt that stands, a yes or no, a command, values.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.forms.commands import answers, commands_of, correction_of, cues_of, fold, ordinal_of
from bot.forms.events import Act, Asked, Event, Told
from bot.forms.filling import FLAGS, MONEY, NAMES
from bot.forms.state import Form, Pending
from bot.rendering.drafts import display_of, label_of
from bot.understanding.briefs import understand_brief
from bot.understanding.choices import NO_SUPPORT
from bot.understanding.labels import labels
from bot.understanding.slots import understand
from bot.understanding.types import Found, Understood, Vocabulary

_LAST  # Slots that take few answers; of the others one bare phrase does not say which it is for.
_STRICT = FLAGS | MONEY | {"investor_phone", "existing_district", "uscc"}
_PART = re.compile(
    r"^(?P<before>.*\S)[，,。；;！!\s]+(?P<last>[^，,。；;！!\s]{1,8})[。！!]?$", re.DOTALL
)
_LAST_ACTS = (Act.SUBMIT, Act.SAVE, Act.LEAVE)
_PART = re.compile(r"[^，,。；;！!、\n]+")
_NO_NAME = re.compile(
    r"\d{7}|首报|报备|填报|(?:还没|没有?|未|待)(?:想好|定|确定|取|起)|不知道|不清楚"
)
_PROJECT = re.compile(
    r"(?![新老]项目)[^\s，,。；;！!？?、：:]{2,38}(?:项目|基地|产线|生产线|中心|工厂|总部|园区?|平台|工程|院|线|厂|城)"
)
_REMOVAL = re.compile(
    r"把|将|请|去掉|删掉|删除|删了|拿掉|清空|清掉|取消掉|移除|这一?项|的|吧|了|一下|,|，|。"
)
_ME = re.compile(
    r"(?:经办人?|我方联系人|对接人)(?:就?是|填|写|用|:|：)?(?:我自己|我本人|本人|我)(?![们区县局方单的])"
)
_MOST_PART = 30  # characters of a bare answer among several
_BRIEF = 300  # characters from which a message is a pasted text rather than talk
_BRIEF_LINES = 5
_WORDY = 14  # characters of somebody who writes sentences
_LONG_LABEL = 3


@dataclass(frozen=True, slots=True)
class Ears:
    """What values are understood with. me: the name of who speaks, empty for a guest."""

    vocabulary: Vocabulary
    message_id: str
    me: str = ""

    def read(self, text: str, form: Form, *, asked: str | None) -> Understood:
        """What a text says, with what was asked in mind."""
        return understand(text, self.vocabulary, asked=asked, filled=form.filled)

    def read_in_turn(self, text: str, form: Form, asking: tuple[str, ...]) -> Understood:
        """Answers to several questions at once, also where the words do not name the slots."""
        heard = self.read(text, form, asked=None)
        found = list(heard.found)
        parts = [match for match in _PART.finditer(text) if len(match[0]) <= _MOST_PART]
        refused = {invalid.slot for invalid in heard.invalid}
        likely = asking if len(parts) > 1 else tuple(name for name in asking if name in _STRICT)
        for name in likely:
            for part in parts:
                if name in refused | {one.slot for one in found}:
                    break
                answer = self.read(part[0], form, asked=name)
                fresh = (_moved(one, part.start()) for one in answer.found if one.slot in asking)
                found += [one for one in fresh if not _overlaps(one, found)]
        doubts = [doubt for doubt in heard.doubts if not _overlaps(doubt.readings[0], found)]
        return replace(heard, found=tuple(found), doubts=tuple(doubts))


def _moved(found: Found, by: int) -> Found:
    return replace(found, start=found.start + by, end=found.end + by)


def _overlaps(one: Found, others: Iterable[Found]) -> bool:
    """Whether words, or their slot, are spoken for."""
    return any(
        one.slot == other.slot or (one.start < other.end and other.start < one.end)
        for other in others
    )


def hear(text: str, form: Form, ears: Ears) -> tuple[Event, ...]:
    """The events a message is, in order; one at least."""
    acts = commands_of(text)
    if (event := _short_of_values(text, form, ears, acts)) is not None:
        return (event,)
    if ordinal_of(text) is not None and NAMES & set(form.notes.asking):
        return (Told(Understood(), ears.message_id, raw=text),)  # no name, and nothing to choose
    before, last = _with_last_command(text)
    return (told(before, form, ears), *last)


def _with_name(understood: Understood, text: str, asking: tuple[str, ...]) -> Understood:
    """A bare phrase that names a project, where its name was asked: …生产基地."""
    slots = {found.slot for found in understood.found}
    plain = text.strip(" 。.，,")
    is_name = "project_name" in asking and not slots & {"project_name", "investor_name"}
    if not is_name or not _PROJECT.fullmatch(plain):
        return understood
    start = text.index(plain)
    found = Found("project_name", plain, plain, start, start + len(plain))
    return replace(understood, found=(*understood.found, found))


def _with_me(understood: Understood, text: str, me: str) -> Understood:
    """经办人就是我: the person who speaks is the unit's contact."""
    match = _ME.search(text) if me else None
    if match is None or any(found.slot == "unit_contact" for found in understood.found):
        return understood
    found = Found("unit_contact", me, match[0], match.start(), match.end())
    return replace(understood, found=(*understood.found, found))


def _short_of_values(text: str, form: Form, ears: Ears, acts: tuple[Act, ...]) -> Event | None:
    """What a message is that gives no values of its own."""
    if Act.ORDER in acts:
        return Asked(Act.ORDER)
    if form.notes.doubts and (picked := _picked(text, form, acts)) is not None:
        return picked
    if (answer := _plain_answer(text, form, ears)) is not None:
        return answer
    if act := _command(acts, form):
        return _as_event(act, text, form, ears)
    return _removal(text, ears)


def told(text: str, form: Form, ears: Ears) -> Told:
    """A message that gives values."""
    rest = correction_of(text)
    cues = cues_of(text)
    is_long = len(text) > _BRIEF or text.count("\n") >= _BRIEF_LINES
    if is_long:
        understood = understand_brief(text, ears.vocabulary, filled=form.filled)
    else:
        understood = _talked(rest or text, form, ears, corrects=bool(rest))
    return Told(
        understood,
        ears.message_id,
        edits=cues.edits or bool(rest),
        adds=cues.adds,
        corrects=bool(rest),
        guessed=is_long,
        wordy=len(text) >= _WORDY or len(understood.found) > 1,
        raw=text,
        mentioned=_mentioned(text, understood),
    )


def _talked(text: str, form: Form, ears: Ears, *, corrects: bool) -> Understood:
    """What talk says, with what was asked, or was just got wrong, in mind."""
    asking = form.notes.asking
    if len(asking) > 1 and not corrects:
        understood = ears.read_in_turn(text, form, asking)
    else:
        understood = ears.read(text, form, asked=_target(form, corrects=corrects))
    if not all(map(_is_sound, understood.found)):
        understood = ears.read(text, form, asked=None)
        understood = replace(understood, found=tuple(filter(_is_sound, understood.found)))
    return _with_me(_with_name(understood, text, asking), text, ears.me)


def _target(form: Form, *, corrects: bool) -> str | None:
    """The slot a bare value is for."""
    notes = form.notes
    if corrects and len(notes.last) == 1:
        return notes.last[0]
    if corrects and not notes.last and (doubt := form.put_doubt) is not None:
        return doubt.readings[0].slot
    return notes.asking[0] if notes.asking else None


def _is_sound(found: Found) -> bool:
    """No name holds a telephone number, and words about the filing name nothing."""
    return found.slot not in NAMES or not _NO_NAME.search(str(found.value))


def _mentioned(text: str, understood: Understood) -> frozenset[str]:
    names = NAMES & {found.slot for found in understood.found}
    if not names:
        return frozenset()
    plain = "".join(text.split())
    known = ((word, slot) for word, slot in labels().items() if slot in names)
    return frozenset(slot for word, slot in known if len(word) >= _LONG_LABEL and word in plain)


def _removal(text: str, ears: Ears) -> Told | None:
    """去掉固定资产投资: nothing but slots and words that take them out."""
    if not cues_of(text).removes or len(text) > _MOST_PART:
        return None
    rest = _REMOVAL.sub("、", text)
    names = [labels().get(part) for part in rest.split("、") if part]
    if not names or None in names:
        return None
    named = Understood(named=tuple(name for name in names if name))
    return Told(named, ears.message_id, removes=True, raw=text)


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
    mine = ears.me and not form.has("unit_contact") and asking != ("investor_contact",)
    if mine and Act.MYSELF in commands_of(text):
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
