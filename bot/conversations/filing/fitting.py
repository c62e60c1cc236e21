"""What words are for that several slots could take: what was asked, else what is likeliest. Pure.

Order: a name and the number beside it belong to one side; of several slots the one asked for; a
sum nobody named is the total, while that is open. Does not: read words, or change a form.
"""

import re
from dataclasses import replace

from bot.forms.filling import MONEY
from bot.forms.state import Form
from bot.understanding.types import Doubt, Found, Invalid, Understood

_TOTAL = "total_investment"
_PEOPLE = {"investor_contact", "unit_contact"}
_NUMBERS = {"investor_phone", "unit_contact"}
_BESIDE = re.compile(r"[\s,，、:：(（]*(?:的?(?:电话|手机)号?码?(?:是|:|：)?)?\s*")
_SAME_SUM = re.compile(
    r"\s?[,，(（]?\s?(?:折合?|约合|相当于|合|等于|也就是)(?:成|为)?(?:人民币|美元|欧元)?(?:大?约|大概|差不多)?"
    r"[\d.．０-９]+\s?(?:[万亿]|千万)+(?:元|美元|欧元)?(?:人民币)?(?:左右)?[)）]?"
)
_VAGUE = re.compile(
    r"(?<![\d一二三四五六七八九])(?:好?几(?:个|十|百|千)*[亿万]|上亿|十几个?亿)(?![片支件台套人户])"
)
_NEW_OF_OLD = re.compile(r"老(?:企业|厂|客户|公司)[^,，。]{0,6}(?<!不是)新项目")
_ASKS_OF = {
    slot: re.compile(
        rf"(?:算不算|是不是|算|属于|是)[^,，。]{{0,6}}(?:{words})[^,，。]{{0,4}}(?:吗|么|不|[?？])[?？]?$|(?:算不算|是不是)[^,，。]{{0,6}}(?:{words})"
    )
    for slot, words in {
        "leader_assigned": "交办",
        "cross_region": "跨区",
        "is_new_project": "新项目|存量",
    }.items()
}
_ROUGH = re.compile(r"[多来几]|左右|大概|大约|差不多|上下|以上|约")
_SETTLES = re.compile(
    r"[\s,，。.！!好行嗯那就先还是都按照取定写填报记用算以折人民币的吧了左右约大概差不多合计总共投资额]*"
)


def fitted(understood: Understood, text: str, form: Form) -> Understood:
    """The understood text with those doubts settled that a colleague would not ask about."""
    understood = _with_pair(understood, text, form)
    understood = _with_other_currency(understood, text)
    understood = _without_asked(understood, text)
    found, doubts = list(understood.found), []
    for doubt in understood.doubts:
        one = _of_number(doubt, form) or _asked_for(doubt, form) or _likeliest(doubt, text, form)
        if one is not None and one.slot not in {f.slot for f in found}:
            found.append(one)
        else:
            doubts.append(_with_total(_of_total(doubt, form), text, form))
    understood = replace(understood, found=tuple(found), doubts=tuple(doubts))
    vague = _VAGUE.search(text)
    if vague is None or found or doubts or understood.invalid or form.has(_TOTAL):
        return understood
    return replace(understood, invalid=(Invalid(_TOTAL, vague[0], "amount_vague"),))


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
    told = {one.slot for one in understood.found}
    if name is None or number is None or told & (_PEOPLE | _NUMBERS):
        return understood
    first, second = sorted((name.readings[0], number.readings[0]), key=lambda one: one.start)
    if _BESIDE.fullmatch(text[first.end : second.start]) is None:
        return understood
    if not form.has("investor_contact"):
        pair: tuple[Found, ...] = (_of(name, "investor_contact"), _of(number, "investor_phone"))
    elif not form.has("unit_contact"):
        value = f"{name.readings[0].value} {number.readings[0].value}"
        raw = text[first.start : second.end]
        pair = (Found("unit_contact", value, raw, first.start, second.end),)
    else:
        return understood
    rest = tuple(doubt for doubt in understood.doubts if doubt not in (name, number))
    return replace(understood, found=(*understood.found, *pair), doubts=rest)


def _without_asked(understood: Understood, text: str) -> Understood:
    """省里打过招呼，算领导交办吗: what is asked is not stated by what leads up to it."""
    understood = replace(understood, found=tuple(_renewed(f, text) for f in understood.found))
    asked = [slot for slot, rx in _ASKS_OF.items() if rx.search(text)]
    if not asked:
        return understood
    return replace(understood, found=tuple(f for f in understood.found if f.slot not in asked))


def _renewed(found: Found, text: str) -> Found:
    """老企业的新项目 is new."""
    is_stock = found.slot == "is_new_project" and found.value is False
    return replace(found, value=True) if is_stock and _NEW_OF_OLD.search(text) else found


def _of_number(doubt: Doubt, form: Form) -> Found | None:
    """A name while the investor's number stands without one."""
    waits = form.has("investor_phone") and not form.has("investor_contact")
    return _of(doubt, "investor_contact") if waits and _slots(doubt) == _PEOPLE else None


def _with_other_currency(understood: Understood, text: str) -> Understood:
    """1.2亿欧元，折人民币约9.3亿: the same sum in words, kept with those of the first."""
    found = []
    for one in understood.found:
        same = _SAME_SUM.match(text, one.end) if one.slot in MONEY else None
        end = same.end() if same else one.end
        found.append(replace(one, raw=text[one.start : end], end=end) if same else one)
    spans = [(one.start, one.end) for one in found]
    doubts = tuple(
        doubt
        for doubt in understood.doubts
        if not any(s <= doubt.readings[0].start and doubt.readings[0].end <= e for s, e in spans)
    )
    return replace(understood, found=tuple(found), doubts=doubts)


def _of_total(doubt: Doubt, form: Form) -> Doubt:
    """七八个亿: of which slot is clear while the total is open, how much is not."""
    slots = _slots(doubt)
    own = tuple(reading for reading in doubt.readings if reading.slot == _TOTAL)
    is_open = slots <= MONEY and len(slots) > 1 and len(own) > 1 and not form.has(_TOTAL)
    return replace(doubt, readings=own) if is_open else doubt


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
    is_exact = not "".join(around).strip(" ,，。.！!吧") and _ROUGH.search(form.slot(_TOTAL).raw)
    return replace(first, slot=_TOTAL) if (settles or is_exact) and form.has(_TOTAL) else None
