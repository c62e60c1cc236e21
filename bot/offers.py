"""Buttons offered last, for those who type what a button says or its number. Pure."""

import unicodedata
from collections.abc import Iterable, Sequence

from bot.messages import Reply

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
    return ""
