"""Evidence spoken of again: its date told later or corrected, an item taken out. Pure."""

import re

from bot.forms.state import Form
from bot.understanding.evidence_dates import dated, dates_alone, dates_at_end, kind_of
from bot.understanding.types import Found, Understood

_TAKEN_OUT = re.compile(
    r"(?:把|将)?(?P<what>[^,，。]{2,10}?)(?:这[个项条])?(?:先)?(?:去掉|删掉|删了|删除|拿掉|移除|划掉)(?:吧|了)?"
)


def with_dates(understood: Understood, text: str, form: Form) -> Understood:
    """11月15号签的: the date of evidence told without one."""
    understood = _without_items(understood, text, form)
    dates = dates_alone(text)
    if not form.has("intent_evidence"):
        return understood
    if not dates:
        return _with_new_date(understood, text, form)
    items = dated(form.slot("intent_evidence").value, dates, signed="签" in text)
    if items is None:
        return understood
    new = [item for item in items if item not in form.slot("intent_evidence").value]
    return Understood((Found("intent_evidence", new, text.strip(), 0, len(text)),))


def _with_new_date(understood: Understood, text: str, form: Form) -> Understood:
    """意向书日期不对，应该是10月21日: the date of the one kind of evidence that is named."""
    if understood.doubts or {one.slot for one in understood.found} - {"intent_evidence"}:
        return understood
    if any("（" in item for one in understood.found for item in one.value):
        return understood
    dates = dates_at_end(text)
    kinds = {kind_of(item) for item in form.slot("intent_evidence").value}
    named = [kind for kind in kinds if kind in text] or [k for k in kinds if k[-2:] in text]
    if not dates or len(named) != 1:
        return understood
    found = Found("intent_evidence", [f"{named[0]}（{dates}）"], text.strip(), 0, len(text))
    return Understood((found,))


def _without_items(understood: Understood, text: str, form: Form) -> Understood:
    """把考察去掉: the evidence that is named, however shortly."""
    match = _TAKEN_OUT.fullmatch(text.strip(" ,，。.！!"))
    if match is None or not form.has("intent_evidence"):
        return understood
    named = [
        item
        for item in form.slot("intent_evidence").value
        if (kind := item.partition("（")[0]) in match["what"] or match["what"] in kind
    ]
    if not named:
        return understood
    start = text.index(match["what"])
    found = Found("intent_evidence", named, match["what"], start, start + len(match["what"]))
    return Understood((found,))
