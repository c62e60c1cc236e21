"""Whose word a correction is: what it names, what it denies, else the one filled slot of its kind.

Pure. Does not: notice that a message corrects (bot.forms.commands), or change a form.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from bot.forms.asides import named_slots
from bot.forms.state import Form
from bot.rendering.drafts import display_of
from bot.understanding.contact_sides import FURTHER
from bot.understanding.types import Doubt, Found, Understood

Read = Callable[[str, str | None], Understood]  # words, and the slot they are for
_DENIES = re.compile(
    r"不(?:是|叫|姓)(?P<old>[^,，。;；是]{1,24}?)[,，。;；]?\s*(?:而|应该|应当|其实)?(?:是|叫|姓)(?P<new>[^,，。;；]{1,40})$"
)
_TURNED = re.compile(
    r"(?:应该|应当)?是(?P<new>[^,，。;；是]{1,40}?)[,，]?\s*不是(?P<old>[^,，。;；]{1,24})$"
)
_SWAPS = re.compile(
    r"^(?:把|将)?(?P<old>[^,，。;；]{2,24}?)(?:改成|改为|换成|改作|更正为)(?P<new>[^,，。;；]{1,40})$"
)
_BECOMES = re.compile(
    r"(?:应该是|应当是|应为|改成|改为|改作|换成|换为|变成|更正为|更正成|调整为|调整成|调到|改到|改|换|是|写|填)\s*(?P<new>[^,，。;；:：]{1,40})$"
)
_BEHIND = re.compile(r"[,，:：]\s*(?P<new>[^,，。;；:：]{1,40})$")
_TAIL = re.compile(r"(?:尾号|后[四4三3]位|末[四4三3一1]?位|最后[几四4一1二2两三3][位个])")
_NEW_TAIL = re.compile(r"(?:尾号|位)[^\d]{0,6}(?P<new>\d{2,8})(?!\d)")
_DAY = re.compile(r"(?P<month>\d{1,2}月)?\d{1,2}[日号]")
_ANEW = re.compile(
    r"^(?:那|还是|等下|算了|再|就|要|[,，])*(?:改成|改为|换成|换为|改)(?P<new>[^,，。;；]{2,40})$"
)
_WRONG = re.compile(r"错|不对|有误|改|换|更正|调整|变")
_MOST = 60  # characters of a message that only corrects


def mended(text: str, form: Form, read: Read) -> Understood | None:
    """What a correction says where it names or denies something the form holds; None otherwise."""
    plain = unicodedata.normalize("NFKC", text).strip(" ,，。.!！")
    if len(plain) > _MOST or "\n" in plain:
        return None
    if _TAIL.search(plain) and form.has("investor_phone"):
        return _with_tail(text, plain, str(form.slot("investor_phone").value))
    found = _denied(text, plain, form, read) or _named(text, plain, form, read)
    return found or _of_last(text, plain, form, read)


def _with_tail(text: str, plain: str, old: str) -> Understood:
    """尾号是6656: the number with its end replaced; one or two digits leave it to be asked."""
    tail = _NEW_TAIL.search(plain)
    if tail is None or len(tail["new"]) >= len(old):
        return Understood(named=("investor_phone",))
    start = max(0, text.find(tail["new"]))
    value = old[: -len(tail["new"])] + tail["new"]
    found = Found("investor_phone", value, tail["new"], start, start + len(tail["new"]))
    return Understood((found,))


def _of_last(text: str, plain: str, form: Form, read: Read) -> Understood | None:
    """改成股权直投: of what was changed last, where the words can be that."""
    match = _ANEW.match(plain)
    if match is None:
        return None
    for name in form.notes.last:
        if form.has(name) and (mending := _as(name, match["new"], text, read)) is not None:
            return mending
    return None


def _denied(text: str, plain: str, form: Form, read: Read) -> Understood | None:
    """不是孙总，是孙经理: the slot that holds 孙总."""
    match = _DENIES.search(plain) or _TURNED.search(plain) or _SWAPS.search(plain)
    if match is None or (match.re is _SWAPS and named_slots(match["old"])):
        return None
    named = set(named_slots(plain[: match.start()]))
    holding = [name for name in form.filled if _holds(form, name, match["old"].strip())]
    targets = [name for name in holding if name in named] or holding
    if len(targets) != 1:
        return None
    if isinstance(items := form.slot(targets[0]).value, list):
        dated = _dated(items, match["old"].strip(), match["new"].strip())
        if dated is not None:
            start, end = match.span("new")
            return Understood((Found(targets[0], dated, match["new"], start, end),))
    whole = str(form.slot(targets[0]).value)
    if FURTHER in whole:  # one of several people: the others stay
        value = whole.replace(match["old"].strip(), match["new"].strip())
        start = match.start("new")
        return Understood((Found(targets[0], value, match["new"], start, match.end("new")),))
    return _as(targets[0], match["new"], text, read)


def _dated(items: list[str], old: str, new: str) -> list[str] | None:
    """The items of a list with another day: 会谈纪要（11月12号）, 不是12号，是13号."""
    if (day := _DAY.fullmatch(new)) is None or not any(old in item for item in items):
        return None
    month = re.match(r"\d{1,2}月", old) if not day["month"] else None
    return [item.replace(old, f"{month[0] if month else ''}{new}") for item in items]


def _holds(form: Form, name: str, old: str) -> bool:
    slot = form.slot(name)
    shown = display_of(name, slot.value)
    return len(old) > 1 and (old in slot.raw or slot.raw in old or old in shown)


def _named(text: str, plain: str, form: Form, read: Read) -> Understood | None:
    """电话写错了，应该是…: the one filled slot it calls by name."""
    match = _BECOMES.search(plain) or _BEHIND.search(plain)
    if match is None or not _WRONG.search(plain[: match.start("new")]):
        return None
    called = [name for name in named_slots(plain[: match.start()]) if form.has(name)]
    return _as(called[0], match["new"], text, read) if len(called) == 1 else None


def _as(name: str, words: str, text: str, read: Read) -> Understood | None:
    """The words read as an answer for one slot, found again where the person wrote them."""
    heard = read(words, name)
    own = [found for found in heard.found if found.slot == name]
    if len(own) != 1 or own[0].raw not in text:
        return None
    beside = [f for f in heard.found if name == "investor_contact" and f.slot == "investor_phone"]
    return Understood(tuple(_placed(found, text) for found in (*own, *beside)))


def _placed(found: Found, text: str) -> Found:
    start = max(0, text.rfind(found.raw))
    return replace(found, start=start, end=start + len(found.raw))


def of_filled(understood: Understood, form: Form) -> Understood:
    """Doubts of a correction settled: what is corrected is there already.

    Of several filled slots it may be, the one changed last.
    """
    found: list[Found] = list(understood.found)
    doubts: list[Doubt] = []
    for doubt in understood.doubts:
        filled = [reading for reading in doubt.readings if form.has(reading.slot)]
        recent = [reading for reading in filled if reading.slot in form.notes.last]
        slots = {reading.slot for reading in doubt.readings}
        if len(slots) > 1 and (len(filled) == 1 or len(recent) == 1):
            found.append(filled[0] if len(filled) == 1 else recent[0])
        else:
            doubts.append(replace(doubt, readings=tuple(filled)) if len(filled) > 1 else doubt)
    return replace(understood, found=tuple(found), doubts=tuple(doubts))
