"""What the filing of a first report says: values read back, questions, cards, offers. Pure.

Does not: decide what comes next, or know where the draft is kept.
"""

from collections.abc import Iterable, Iterator, Sequence

from bot.dialogue.messages import Card, CardKind, Choice, Reply
from bot.forms.events import Change, Effect, Outcome
from bot.forms.live_checks import Remark, reasons_of
from bot.forms.questions import optional_left, step_of
from bot.forms.state import Form
from bot.rendering.assessments import clause_label
from bot.rendering.drafts import (
    cut,
    display_of,
    draft_rows,
    label_of,
    labels_text,
    read_back,
    rows_text,
    short,
)
from bot.understanding.types import Invalid
from bot.wording import say, sentences
from registry.filing.drafts import Draft
from registry.filing.slots import REQUIRED_SLOTS, SlotStatus, is_filled

OFFERED = "optional"  # the remark that more may be given, made once


def title_of(draft: Draft) -> str:
    """What a draft is called in talk."""
    name = draft.slots.get("project_name") or draft.slots.get("investor_name")
    return short(str(name.value)) if name and name.value else say("file.untitled")


def counted(draft: Draft) -> dict[str, object]:
    """Title and how many of the required slots are filled, for a sentence."""
    done, of = step_of(Form(draft.slots))
    return {"title": title_of(draft), "done": done, "of": of}


def change_lines(outcome: Outcome) -> Iterator[str]:
    """Every changed slot read back, every refused one with its reason."""
    fresh = [c for c in outcome.changes if c.after.status is not SlotStatus.INVALID]
    if outcome.undone:
        yield say("file.undone") + "；".join(_undone(c) for c in fresh)
        return
    new = [c for c in fresh if is_filled(c.after) and not is_filled(c.before)]
    if new:
        yield _took([read_back(c.name, c.after) for c in new])
    surer = [c.name for c in fresh if is_filled(c.before) and c.before.value == c.after.value]
    if surer:
        yield say("file.surer", labels=labels_text(surer)) + "。"
    for change in fresh:
        if is_filled(change.before) and change.before.value != change.after.value:
            yield _replaced(change)


def note_lines(outcome: Outcome) -> Iterator[str]:
    """What should be told of how words were read."""
    yield from (say(f"slots.{key}") for key in outcome.notes if key in sentences("slots"))


def _took(items: Sequence[str]) -> str:
    if len(items) == 1:
        return say("file.took_one", item=items[0])
    return say("file.took") + "；".join(items) + "。"


def _replaced(change: Change) -> str:
    name, old = change.name, display_of(change.name, change.before.value)
    if not is_filled(change.after):
        return say("file.removed", label=label_of(name), old=old)
    new, raw = display_of(name, change.after.value), short(change.after.raw)
    quoted = "" if raw in ("", new) else say("file.changed_raw", raw=raw)
    return say("file.changed", label=label_of(name), old=old, new=new, raw=quoted)


def _undone(change: Change) -> str:
    label = label_of(change.name)
    if not is_filled(change.after):
        return say("file.undone_empty", label=label)
    return say("file.undone_value", label=label, value=display_of(change.name, change.after.value))


def refusal_lines(form: Form, refused: Iterable[Invalid]) -> Iterator[str]:
    """Why a value was not taken, and what stands instead."""
    for invalid in refused:
        label = label_of(invalid.slot)
        problem = problem_text(invalid)
        if form.has(invalid.slot):
            value = display_of(invalid.slot, form.slot(invalid.slot).value)
            yield say("file.refused_kept", label=label, problem=problem, value=value)
        else:
            yield say("file.refused", label=label, problem=problem)


def problem_text(invalid: Invalid) -> str:
    """What is wrong with a value, without a full stop."""
    key = invalid.problem if invalid.problem in sentences("slots") else "problem_any"
    values = {"label": label_of(invalid.slot), "raw": short(invalid.raw), **invalid.detail}
    return say(f"slots.{key}", **values).rstrip("。")


def remark_text(remark: Remark) -> str:
    """A remark of the rules or about figures, with its clause where there is one."""
    found = remark.assessment
    if found is None:
        return say(f"file.{remark.kind}")
    key = "layout_yes" if remark.key.startswith("layout:CONFORM") else remark.kind
    return say(
        f"file.{key}",
        outcome=found.outcome.text,
        reason="".join(reasons_of(found)),
        clause=clause_label(found.reasons[0].clause),
    )


def list_reply(draft: Draft, form: Form) -> Reply:
    """Everything filled so far, and what is missing."""
    rows = tuple(draft_rows(dict(draft.slots)))
    title = say("file.list_title", **counted(draft))
    missing = say("file.list_missing", labels=labels_text(form.missing))
    last = missing if form.missing else say("file.list_whole")
    body = rows_text(rows) or say("file.list_empty")
    card = Card(CardKind.DRAFT, title, rows, (last,))
    return Reply(f"{title}\n{body}\n{last}", card=card)


def card_reply(draft: Draft, form: Form, lines: Sequence[str], files: Sequence[str]) -> Reply:
    """The confirmation card of exactly this version. lines: remarks that belong on it."""
    rows = tuple(draft_rows(dict(draft.slots)))
    title = say("file.card_title", version=draft.version)
    notes = [*lines]
    if files:
        notes.append(say("file.card_files", names="、".join(files)))
    if OFFERED not in form.notes.said:
        notes.append(optional_text(form))
    notes.append(say("file.card_note"))
    text = "\n".join([title, rows_text(rows), *notes])
    choices = (
        submit_choice(draft),
        Choice(say("file.choice_change"), "file.change"),
        Choice(say("file.choice_save"), "file.save"),
        Choice(say("file.choice_cancel"), f"file.discard:{draft.id[:16]}"),
    )
    card = Card(CardKind.CONFIRMATION, title, rows, tuple(notes))
    return Reply(text, choices, card=card)


def card_key(draft: Draft) -> str:
    """The key under which it is known that the card of this version was seen."""
    return f"card:{draft.version}"


def submit_choice(draft: Draft) -> Choice:
    """The button that files exactly this version."""
    return Choice(say("file.choice_submit"), f"file.submit:{draft.id[:16]}:{draft.version}")


def optional_text(form: Form) -> str:
    """What else may be given."""
    left = optional_left(form)
    if not left:
        return say("file.optional_none")
    return say("file.optional", labels=labels_text(left))


def resume_reply(drafts: Sequence[Draft]) -> Reply:
    """Offer to go on with what was not filed."""
    if len(drafts) == 1:
        draft = drafts[0]
        choices = (
            Choice(say("file.choice_continue"), f"file.resume:{draft.id[:16]}"),
            Choice(say("file.choice_show"), f"file.show:{draft.id[:16]}"),
            Choice(say("file.choice_discard"), f"file.discard:{draft.id[:16]}"),
            Choice(say("file.choice_new"), "file.new"),
        )
        return Reply(say("file.resume_offer", **counted(draft)), choices)
    lines = [say("file.resume_many", count=len(drafts))]
    picks = []
    for number, draft in enumerate(drafts, 1):
        shown = counted(draft)
        lines.append(f"{number}. {shown['title']}（{shown['done']}/{shown['of']}）")
        picks.append(Choice(cut(title_of(draft)), f"file.resume:{draft.id[:16]}"))
    return Reply("\n".join(lines), (*picks, Choice(say("file.choice_new"), "file.new")))


def skipped_line(outcome: Outcome) -> str:
    """What was left open; empty when nothing was."""
    if outcome.effect is not Effect.GO_ON or not outcome.skipped:
        return ""
    required = [name for name in outcome.skipped if name in REQUIRED_SLOTS]
    key = "file.skipped_required" if required else "file.skipped"
    return say(key, labels=labels_text(outcome.skipped))
