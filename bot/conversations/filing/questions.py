"""The questions of the filing: for slots, for doubts, and what they offer as buttons. Pure.

Does not: choose what is asked (bot.forms.questions), or keep anything.
"""

from collections.abc import Iterable, Iterator, Sequence

from bot.dialogue.messages import Choice, Reply
from bot.forms.filling import FLAGS, NAMES
from bot.forms.questions import CLAUSES, SENSITIVE
from bot.forms.state import Form, Pending, Reading
from bot.forms.suggesting import suggested_chain
from bot.rendering.assessments import clause_label
from bot.rendering.drafts import cut, display_of, label_of, labels_text, short
from bot.wording import say
from registry.filing.slots import REQUIRED_SLOTS
from registry.transactions.members import Member

SHORT_ID = 8  # characters of a draft's id that a button about its questions carries
EXAMPLE_AFTER, WAY_OUT_AFTER = 2, 3  # failures at one slot
_MOST_CHOICES = 6
CHAIN_HINT = "hint:chain"  # the remark that a chain may be meant, made once
_FLAG_GROUP = ("cross_region", "leader_assigned")
_PAIRS = (("investor_contact", "investor_phone"), _FLAG_GROUP)


def why_text(name: str) -> str:
    """Why a slot is asked, with its clause."""
    clause = clause_label(CLAUSES[name]) if name in CLAUSES else ""
    return say(f"slots.why_{name}", clause=clause)


def why_line(names: Iterable[str]) -> str:
    """Why the slots are asked, a line each."""
    lines = [say("file.why", label=label_of(name), why=why_text(name)) for name in names]
    return "\n".join(dict.fromkeys(lines)) or say("file.why_none")


def example_text(name: str) -> str:
    """A value as somebody would give it, without a full stop."""
    return say(f"slots.example_{name}")


def question_text(form: Form, slots: Sequence[str]) -> str:
    """The question for some slots, with what is missing and how to go on after failures."""
    failures = max((form.notes.failures.get(name, 0) for name in slots), default=0)
    hint = example_text(slots[0])
    text = _question(form, slots) + _sensitive(form, slots)
    if failures >= WAY_OUT_AFTER:
        return f"{text}\n{say('file.stuck', example=hint)}"
    if failures >= EXAMPLE_AFTER:
        return f"{text}\n{say('file.not_understood_again', example=hint)}"
    return text


def _question(form: Form, slots: Sequence[str]) -> str:
    if set(slots) <= set(form.notes.skipped):
        return say("file.need_skipped", labels=labels_text(slots)) + _ask(form, slots)
    return _ask(form, slots)


def _ask(form: Form, slots: Sequence[str]) -> str:
    """One question alone in full; several as a list in one sentence."""
    is_one = len(slots) == 1 or tuple(slots) == _FLAG_GROUP
    if is_one or set(slots) == {"investor_contact", "investor_phone"}:
        is_lone_contact = tuple(slots) == ("investor_contact",)
        ask = say(f"slots.ask_{slots[0]}")
        ask = ask.replace("，电话多少", "") if is_lone_contact else ask
    else:
        ask = say("file.ask_several", items="；".join(_short_names(slots)))
    hint = suggested_chain(form) if "chain" in slots else None
    if CHAIN_HINT in form.notes.said:
        return ask
    if hint is None:
        return ask
    if hint.words == hint.chain:
        return ask + say("file.chain_hint_same", chain=hint.chain)
    return ask + say("file.chain_hint", words=hint.words, chain=hint.chain)


def _short_names(slots: Sequence[str]) -> Iterator[str]:
    """What is asked, two that belong together as one."""
    second = {pair[1]: pair[0] for pair in _PAIRS if set(pair) <= set(slots)}
    for name in slots:
        if name not in second:
            is_pair = name in second.values()
            yield say(f"slots.pair_{name}" if is_pair else f"slots.short_{name}")


def _sensitive(form: Form, slots: Sequence[str]) -> str:
    """Why personal things are asked, unasked, the first time."""
    fresh = [n for n in slots if n in SENSITIVE and sensitive_key(n) not in form.notes.said]
    return "\n" + say("file.note_sensitive", why=why_text(fresh[0])) if fresh else ""


def sensitive_key(name: str) -> str:
    """The key under which the remark about a sensitive slot is said once."""
    key = "investor_contact" if name == "investor_phone" else name
    return f"why:{key}"


def question_choices(
    form: Form, slots: Sequence[str], draft_id: str, member: Member | None
) -> tuple[Choice, ...]:
    """Buttons of a question: answers where they are few, a way on where it is not required."""
    choices = [*_answers(slots, draft_id, member)]
    if "chain" in slots and (hint := suggested_chain(form)) is not None:
        choices.append(Choice(hint.chain, f"file.chain:{draft_id[:SHORT_ID]}"))
    failures = max((form.notes.failures.get(name, 0) for name in slots), default=0)
    is_stuck = failures >= WAY_OUT_AFTER
    if is_stuck or not set(slots) & set(REQUIRED_SLOTS):
        choices.append(Choice(say("file.choice_skip"), "file.skip"))
    if is_stuck:
        choices.append(Choice(say("file.choice_save"), "file.save"))
        choices.append(Choice(say("file.choice_leave"), "file.leave"))
    return tuple(choices)


def _answers(slots: Sequence[str], draft_id: str, member: Member | None) -> Iterator[Choice]:
    head = f"file.set:{draft_id[:SHORT_ID]}"
    if tuple(slots) == ("is_new_project",):
        yield Choice(say("file.choice_new_project"), f"{head}:is_new_project:1")
        yield Choice(say("file.choice_existing"), f"{head}:is_new_project:0")
    elif tuple(slots) == _FLAG_GROUP:
        yield Choice(say("file.choice_neither"), f"{head}:cross_region,leader_assigned:0")
    elif len(slots) == 1 and slots[0] in _FLAG_GROUP:
        yield Choice(say("file.choice_yes"), f"{head}:{slots[0]}:1")
        yield Choice(say("file.choice_no"), f"{head}:{slots[0]}:0")
    elif tuple(slots) == ("unit_contact",) and member is not None:
        yield Choice(say("file.choice_myself", name=cut(member.name)), "file.me")


def doubt_text(doubt: Pending) -> str:
    """The question a doubt is put as."""
    first, second = doubt.readings[:2]
    if is_renaming(doubt):
        old, new = display_of(second.slot, second.value), display_of(first.slot, first.value)
        return say("file.doubt_name", label=label_of(first.slot), old=old, new=new)
    if first.slot != second.slot:
        return say("file.doubt", raw=short(doubt.raw))
    shown = (display_of(reading.slot, reading.value) for reading in doubt.readings)
    return say("file.doubt_value", raw=short(doubt.raw), first=next(shown), second=next(shown))


def is_renaming(doubt: Pending) -> bool:
    """Whether the doubt is if a name that stands is to be replaced."""
    first, second = doubt.readings[:2]
    is_name = first.slot == second.slot and first.slot in NAMES
    return is_name and doubt.raw == first.raw != second.raw


def doubt_choices(doubt: Pending, draft_id: str) -> tuple[Choice, ...]:
    """A button a reading, and one for none of them."""
    head = f"{draft_id[:SHORT_ID]}:{doubt.number}"
    picks = [
        Choice(_reading_label(doubt, position), f"file.pick:{head}-{position}")
        for position in range(min(len(doubt.readings), _MOST_CHOICES))
    ]
    if not is_renaming(doubt):
        picks.append(Choice(say("file.none_of_them"), f"file.drop:{head}"))
    return tuple(picks)


def _reading_label(doubt: Pending, position: int) -> str:
    reading = doubt.readings[position]
    shown = cut(display_of(reading.slot, reading.value))
    if is_renaming(doubt):
        return say("file.as_old" if position else "file.as_new", value=shown)
    same_slot = [r for r in doubt.readings if r.slot == reading.slot]
    if len(same_slot) == 1:
        return label_of(reading.slot)
    return shown if len(same_slot) == len(doubt.readings) else _whole(reading, shown)


def _whole(reading: Reading, shown: str) -> str:
    return f"{label_of(reading.slot)} {shown}"


def correct_text(form: Form, name: str) -> str:
    """Ask again for a slot that may hold something."""
    if form.has(name):
        value = display_of(name, form.slot(name).value)
        value = f"“{value}”" if name in FLAGS else value
        return say("file.correct_what", label=label_of(name), value=value)
    return say("file.correct_empty", ask=say(f"slots.ask_{name}"))


def which_reply(names: Sequence[str], draft_id: str) -> Reply:
    """Ask which slot is to be changed."""
    choices = tuple(
        Choice(label_of(name), f"file.fix:{draft_id[:SHORT_ID]}:{name}")
        for name in [*names][:_MOST_CHOICES]
    )
    return Reply(say("file.which"), choices)
