"""What words are for that several slots could take: what was asked, else what is likeliest. Pure.

Order: a name and the number beside it belong to one side; of several slots the one asked for; a
sum nobody named is the total, while that is open. Does not: read words, or change a form.
"""

import re
from dataclasses import replace

from bot.forms.filling import MONEY
from bot.forms.state import Form
from bot.understanding.types import Doubt, Found, Understood

_TOTAL = "total_investment"
_PEOPLE = {"investor_contact", "unit_contact"}
_NUMBERS = {"investor_phone", "unit_contact"}
_BESIDE = re.compile(r"[\s,，、:：(（]*(?:的?(?:电话|手机)号?码?(?:是|:|：)?)?\s*")
_SETTLES = re.compile(
    r"[\s,，。.！!好行嗯那就先还是都按照取定写填报记用算以折人民币的吧了左右约大概差不多合计总共投资额]*"
)


def fitted(understood: Understood, text: str, form: Form) -> Understood:
    """The understood text with those doubts settled that a colleague would not ask about."""
    understood = _with_pair(understood, text, form)
    found, doubts = list(understood.found), []
    for doubt in understood.doubts:
        one = _asked_for(doubt, form) or _likeliest(doubt, text, form)
        if one is not None and one.slot not in {f.slot for f in found}:
            found.append(one)
        else:
            doubts.append(_with_total(doubt, text, form))
    return replace(understood, found=tuple(found), doubts=tuple(doubts))


def _with_total(doubt: Doubt, text: str, form: Form) -> Doubt:
    """A lone sum beside a total that stands may also be the total told anew."""
    slots = _slots(doubt)
    is_lone = text.strip(" ,，。.！!吧") == doubt.raw.strip()
    is_sum = slots <= MONEY and len(slots) == len(doubt.readings) and _TOTAL not in slots
    if not (is_lone and is_sum and form.has(_TOTAL)):
        return doubt
    return replace(doubt, readings=(replace(doubt.readings[0], slot=_TOTAL), *doubt.readings))


def _slots(doubt: Doubt) -> set[str]:
    return {reading.slot for reading in doubt.readings}


def _of(doubt: Doubt, slot: str) -> Found:
    return next(reading for reading in doubt.readings if reading.slot == slot)


def _with_pair(understood: Understood, text: str, form: Form) -> Understood:
    """李伟，13805716622: one person with the number; the investor's while that is not told."""
    name = next((d for d in understood.doubts if _slots(d) == _PEOPLE), None)
    number = next((d for d in understood.doubts if _slots(d) == _NUMBERS), None)
    if name is None or number is None or form.has("investor_contact"):
        return understood
    between = text[name.readings[0].end : number.readings[0].start]
    told = {one.slot for one in understood.found}
    if _BESIDE.fullmatch(between) is None or told & (_PEOPLE | _NUMBERS):
        return understood
    pair = (_of(name, "investor_contact"), _of(number, "investor_phone"))
    rest = tuple(doubt for doubt in understood.doubts if doubt not in (name, number))
    return replace(understood, found=(*understood.found, *pair), doubts=rest)


def _asked_for(doubt: Doubt, form: Form) -> Found | None:
    """The reading for the one slot of the questions put that is open."""
    slots = _slots(doubt)
    wanted = [n for n in form.notes.asking if n in slots and not form.has(n)]
    fits = len(slots) == len(doubt.readings) > 1 and len(wanted) == 1
    return _of(doubt, wanted[0]) if fits else None


def _likeliest(doubt: Doubt, text: str, form: Form) -> Found | None:
    """A sum without a name: the total while that is open, or settled anew by 那就9.3亿."""
    slots = _slots(doubt)
    if not slots <= MONEY or len(slots) != len(doubt.readings):
        return None
    first = doubt.readings[0]
    if _TOTAL in slots and not form.has(_TOTAL):
        return _of(doubt, _TOTAL)
    around = text[: first.start], text[first.end :]
    settles = around[0].strip() and all(_SETTLES.fullmatch(words) for words in around)
    return replace(first, slot=_TOTAL) if settles and form.has(_TOTAL) else None
