"""Answers what is said about a draft beside its values: what it says, what may stay open, why.

Clause: hz-2019-40#4.1. Of other units' reports nothing is said here. Changes the draft only in that
something asked is left open. Does not: notice an aside (bot.forms.asides).
"""

from bot.conversations.filing.questions import example_text, why_line
from bot.conversations.filing.sitting import Sitting
from bot.conversations.filing.words import remark_text
from bot.forms.asides import About, Aside
from bot.forms.events import Act, Asked
from bot.forms.live_checks import remarks
from bot.forms.questions import SENSITIVE
from bot.rendering.drafts import display_of, label_of, labels_text
from bot.wording import say
from registry.filing.slots import REQUIRED_SLOTS, content_of
from rules.company import company_key

_MOST_NAMES = 24  # chains that are listed


def answer_aside(sitting: Sitting, aside: Aside) -> None:
    """Say what an aside calls for, then what comes next."""
    match aside.about:
        case About.DECLINE | About.OPEN | About.DEFER:
            _leave_open(sitting, aside)
            return
        case About.LISTED:
            sitting.show_list()
            return
        case About.ELSEWHERE:
            sitting.lines.append(say("file.other_unit", unit=sitting.unit or say("file.own_unit")))
        case About.WHY:
            sitting.lines.append(why_line(aside.slots or sitting.form.notes.asking))
        case About.TELL:
            sitting.lines.extend(_told(sitting, aside))
        case About.OPTIONS:
            sitting.lines.append(_options(sitting, aside))
        case About.REQUIRED:
            sitting.lines.append(_required(sitting, aside))
        case About.CHECKS:
            sitting.lines.extend(_checks(sitting))
        case About.REFER:
            sitting.lines.append(say("file.at_it"))
    sitting.ask_on()


def _leave_open(sitting: Sitting, aside: Aside) -> None:
    """Leave a slot open; of one that will not be told, say what it is for."""
    slots = aside.slots or _meant(sitting)
    if aside.about is About.DEFER:
        sitting.lines.append(say("file.defer"))
    if not slots:
        sitting.ask_on()
        return
    outcome = sitting.take(Asked(Act.SKIP, slots=slots))
    if not outcome.skipped:
        sitting.lines.extend(_told(sitting, Aside(About.TELL, slots)))
        sitting.ask_on()
        return
    sitting.read_back(outcome)
    if aside.about is About.DECLINE:
        sitting.lines.append(why_line(slots))
    sitting.ask_next()


def _meant(sitting: Sitting) -> tuple[str, ...]:
    """What an unnamed refusal is of: a person or number asked for, else the one refused before."""
    notes = sitting.form.notes
    refused = tuple(name for name in notes.skipped if name in SENSITIVE)[-1:]
    return notes.asking[:1] if set(notes.asking[:1]) & SENSITIVE else refused or notes.asking[:1]


def _told(sitting: Sitting, aside: Aside) -> list[str]:
    """What the draft says of the slots named, else of the one changed last."""
    slots = aside.slots or sitting.form.notes.last
    if not slots:
        return [say("file.tell_which")]
    lines = []
    for name in slots:
        if sitting.form.has(name):
            value = display_of(name, sitting.form.slot(name).value)
            lines.append(say("file.tell", label=label_of(name), value=value))
        else:
            lines.append(say("file.tell_empty", label=label_of(name)))
    return lines


def _options(sitting: Sitting, aside: Aside) -> str:
    """What may be answered: the chains known here, else an example."""
    slots = aside.slots or sitting.form.notes.asking[:1] or ("chain",)
    if "chain" not in slots:
        return "\n".join(f"{example_text(name)}。" for name in slots)
    names = [entry.name for entry in sitting.ears.vocabulary.taxonomy.entries("chains")]
    return say("file.options_chain", names="、".join(names[:_MOST_NAMES]))


def _required(sitting: Sitting, aside: Aside) -> str:
    """Whether what is named must be there, else what is still missing."""
    if aside.slots:
        keys = ("file.optional_one", "file.required_one")
        lines = [say(keys[name in REQUIRED_SLOTS], label=label_of(name)) for name in aside.slots]
        return "\n".join(lines)
    missing = sitting.form.missing
    if not missing:
        return say("file.required_whole")
    return say("file.required", labels=labels_text(missing))


def _checks(sitting: Sitting) -> list[str]:
    """What the rules and the pre-check have to say about the case as it stands."""
    content = content_of(sitting.draft.slots)
    context = sitting.tools.data.context(sitting.turn.today)
    found = remarks(content, sitting.unit, context)
    lines = [remark_text(remark) for remark in found]
    if any(remark.kind == "transfer" for remark in found):
        return [*lines, say("file.checks_transfer")]
    key = company_key(str(content.get("investor_name") or ""))
    known = {*sitting.form.notes.said, *sitting.said}
    if key and f"precheck:{key}:precheck_ask_city" in known:
        lines.append(say("file.checks_city"))
    elif key and f"precheck:{key}:precheck_may_file" in known:
        lines.append(say("file.checks_may"))
    lines.append(say("file.checks_others"))
    return lines
