"""What somebody wants changed in a filed report, read from talk: its fields, old and new. Pure.

The words are read as in the form of a draft, with what the report says already filled.
Does not: change a report, or decide which one is meant or who may change it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.conversations.filing.hearing import hear
from bot.conversations.filing.reading import Ears
from bot.forms import filling
from bot.forms.commands import cues_of
from bot.forms.events import Told
from bot.forms.state import Form
from bot.rendering.drafts import display_of
from bot.understanding.labels import labels
from bot.understanding.types import Invalid, Understood, Vocabulary
from registry.filing.slots import (
    IDENTITY_SLOTS,
    REQUIRED_SLOTS,
    SLOT_NAMES,
    Slot,
    SlotStatus,
    is_filled,
)
from rules.registry import Context

_MORE_LABELS = (
    "投资额",
    "总投",
    "联系人",
    "电话",
    "用地",
    "佐证",
    "意向书",
    "纪要",
    "名称",
    "固投",
)
_CHANGES = re.compile(
    r"改成|改为|改到|改作|换成|换为|变成|变更|更正|调整|调到|调成|增加|增资|加到|降到|补上|补充|补一|加上|去掉|删掉"
    r"|(?:写|填|报|弄|搞|说|记)?错了|(?:写|填|报|弄|搞|说)错|不对[，,]|应为|应该(?:是|写|填)|实际(?:是|为)|(?<!没)[改换](?:一下|个|下|了)?(?!革|正)"
)
_NAMING = re.compile(
    r"^(?P<head>[^，,。；;：:]{0,24}?(?:退回|打回|退下|那个|那份|这份|这个|首报|编号|第\s*\d+\s*号)"
    r"[^，,。；;：:]{0,12})[，,：:。；;\s]"
)
_RETURNED = re.compile(
    r"^(?P<head>[^，,。；;]{0,20}?(?:退回|打回)(?:来|补正)?的?(?:那[个份]|项目|首报|报告)*)"
)
_REASON = re.compile(
    r"[，,。；;\s]*(?:修改|更改|变更|补正)?(?:的)?(?:原因|理由)(?:就?是|为|：|:)\s*(?P<reason>[^，,。；;]{2,200})"
    r"|[，,。；;\s]*(?:因为|由于)(?P<because>[^，,。；;]{2,200})"
    r"|[，,。；;\s]*(?P<asked>按(?:照)?(?:市局|局里|退回|你们|审查)[^，,。；;]{0,20}?(?:意见|要求|原因|理由)(?:改|补|补正|修改)?)"
)
_LABELLED = re.compile(r"[：:]")
_LEFT_OUT = "　 ，,。；;！!的"
_CONFIRMED = SlotStatus.CONFIRMED


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that may be meant for several fields."""

    raw: str
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a message wants changed.

    changes: slot -> its new value, with what was wanted before; fixed: slots that identify the
    project and were wanted changed; needed: required ones that were to be emptied; refused and
    doubts: words that could not be read; reason: why, empty when it was not said.
    """

    changes: Mapping[str, Slot]
    fixed: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    refused: tuple[Invalid, ...] = ()
    doubts: tuple[Unclear, ...] = ()
    reason: str = ""

    def adds_to(self, waiting: Mapping[str, Slot]) -> bool:
        """Whether anything in the words was about a field, beside what waits already."""
        said = self.fixed or self.needed or self.refused or self.doubts
        return bool(said) or self.changes != waiting


def changes_something(text: str) -> bool:
    """Whether words put a field of a report right: a field, and a word for changing."""
    rest = _REASON.sub("", text)
    return first_label(rest) is not None and _CHANGES.search(rest) is not None


def first_label(text: str) -> int | None:
    """Where the first field is named; None when none is."""
    words = [*_MORE_LABELS, *(word for word in labels() if len(word) > 1)]
    places = [place for word in words if (place := text.find(word)) >= 0]
    return min(places, default=None)


def part_naming(text: str) -> tuple[str, str]:
    """The words that say which report is meant, and the rest; the first are empty without any."""
    match = _NAMING.match(text) or _RETURNED.match(text)
    if match is not None and _CHANGES.search(match["head"]) is None:
        return match["head"], text[match.end() :].lstrip(_LEFT_OUT)
    place = first_label(text)
    if place is None or place == 0 or _CHANGES.search(text[:place]):
        return "", text
    head = text[:place].rstrip("的")
    return head, text[place:]


def part_reason(text: str) -> tuple[str, str]:
    """The words without why, and why; empty when it is not said."""
    match = _REASON.search(text)
    if match is None:
        return text, ""
    reason = match["reason"] or match["because"] or match["asked"]
    return f"{text[: match.start()]}{text[match.end() :]}", reason.strip()


def hear_changes(
    text: str,
    content: Mapping[str, Any],
    waiting: Mapping[str, Slot],
    context: Context,
    *,
    me: str,
) -> Wanted:
    """Read what a message wants changed of a report that says `content`.

    waiting: what was wanted before and is not done yet; me: the name of who speaks.
    """
    rest, reason = part_reason(text)
    ears = Ears(Vocabulary(context.taxonomy, context.localities, context.guide), "", me)
    filled = {name: _filled(name, value) for name, value in content.items() if value}
    form = Form({**filled, **waiting})
    events = (event for event in hear(rest, form, ears) if isinstance(event, Told))
    form, outcome = filling.told(form, next(events, Told(Understood(), "", raw=rest)))
    changed = {c.name: c.after for c in outcome.changes if c.after.status is not SlotStatus.INVALID}
    fixed = tuple(name for name in changed if name in IDENTITY_SLOTS)
    needed = tuple(n for n, s in changed.items() if n in REQUIRED_SLOTS and not is_filled(s))
    if not (cues_of(rest).edits or _CHANGES.search(rest) or _LABELLED.search(rest)):
        fixed = ()  # names told in passing
    wanted = {n: s for n, s in changed.items() if n not in (*IDENTITY_SLOTS, *needed)}
    doubts = []
    for doubt in form.notes.doubts:
        slots = tuple(dict.fromkeys(reading.slot for reading in doubt.readings))
        if len(slots) > 1:
            doubts.append(Unclear(doubt.raw, slots))
        elif slots[0] not in IDENTITY_SLOTS:
            wanted[slots[0]] = doubt.readings[0].as_slot("")  # told in passing is told to change
    changes = {**waiting, **{name: replace(s, status=_CONFIRMED) for name, s in wanted.items()}}
    changes = {
        name: changes[name]
        for name in SLOT_NAMES
        if name in changes and changes[name].value != content.get(name)
    }
    return Wanted(changes, fixed, needed, outcome.refused, tuple(doubts), reason)


def _filled(name: str, value: Any) -> Slot:
    return Slot(value, display_of(name, value), status=_CONFIRMED)
