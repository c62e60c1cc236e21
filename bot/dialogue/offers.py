"""Buttons offered last, for those who type what a button says or its number. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from bot.dialogue.messages import Reply

# A number typed while one of these is asked for is its value, not the number of a button.
_QUANTITIES = frozenset(
    {
        "total_investment",
        "fixed_investment",
        "land_area_mu",
        "plot_ratio",
        "annual_output",
        "annual_tax",
        "energy",
        "investor_phone",
    }
)


_ORDINAL = re.compile(
    r"(?:那|那?就|选|看|要|打开)?(?:第)?([一二三四五六七八九]|\d{1,2})(?:个|份|条|项)?(?:吧|的)?"
)
_NUMERALS = {numeral: place for place, numeral in enumerate("一二三四五六七八九", 1)}


def offered(replies: Iterable[Reply]) -> list[list[str]]:
    """The buttons of the replies as JSON, in the order a person sees them."""
    return [[choice.label, choice.data] for reply in replies for choice in reply.choices]


def picked(text: str, buttons: Sequence[Sequence[str]], awaits: str) -> str:
    """What the button carries whose label, or whose number from 1, was typed; "" for neither."""
    typed = unicodedata.normalize("NFKC", text).strip().rstrip("。.、")
    for label, data in buttons:
        if typed == unicodedata.normalize("NFKC", label):
            return data
    if typed.isdecimal() and len(typed) <= 2 and awaits not in _QUANTITIES:
        position = int(typed) - 1
        if 0 <= position < len(buttons):
            return buttons[position][1]
    return _of_list(typed, buttons)


def _of_list(typed: str, buttons: Sequence[Sequence[str]]) -> str:
    """The button of a numbered list whose place was named: 第二个 for `2. …`."""
    found = _ORDINAL.fullmatch(typed)
    if found is None or not typed.startswith(("第", "看", "选", "要", "打开", "就", "那")):
        return ""
    number = _NUMERALS.get(found[1]) or int(found[1])
    return next((data for label, data in buttons if label.startswith(f"{number}. ")), "")
