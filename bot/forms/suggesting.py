"""Which chain a form's own words hint at, to be asked and never filled in.

Reads: chain_hints.toml (packaged). Pure. Does not: say that a chain is right.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.forms.state import Form

_TOLD_IN = ("project_name", "summary", "investor_name")  # what the project is says more


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A chain, and the words that hint at it."""

    chain: str
    words: str


def suggested_chain(form: Form) -> Suggestion | None:
    """The chain to ask about; None where it is filled already or nothing hints at one."""
    if form.has("chain"):
        return None
    for name in _TOLD_IN:
        text = str(form.slot(name).value or "")
        hits = [(found, chain) for rx, chain in _hints() if (found := rx.search(text))]
        if hits:
            found, chain = hits[0]
            return Suggestion(chain, found[0])
    return None


@cache
def _hints() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = tomllib.loads((files("bot.forms") / "chain_hints.toml").read_text("utf-8"))
    return tuple((re.compile(words), chain) for words, chain in table["hints"])
