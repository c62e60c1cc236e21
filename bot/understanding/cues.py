"""The tables of cues.toml, compiled once.

Reads: cues.toml (packaged). Does not look at a text.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Patterns = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Flag:
    """What states a yes or a no. doubt: words that may mean either."""

    no: re.Pattern[str]
    yes: re.Pattern[str]
    doubt: re.Pattern[str] | None


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((files("bot.understanding") / "cues.toml").read_text("utf-8"))


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern of several, the earlier first; `$` is the end of a clause."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined.replace("$", "(?![^,。;!?\\n])"))


@cache
def flags() -> Mapping[str, Flag]:
    """Per yes/no slot, its cues."""
    return {
        slot: Flag(
            any_of(table["no"]),
            any_of(table["yes"]),
            any_of(table["doubt"]) if "doubt" in table else None,
        )
        for slot, table in _tables()["flags"].items()
    }


@cache
def choices(name: str) -> Patterns:
    """Per value of a table (`land_mode`, `channel`, `country` ...), its cues."""
    return {value: any_of(words) for value, words in _tables()[name].items()}


@cache
def support_kinds() -> Patterns:
    """Kinds of support asked of the city."""
    return {value: any_of(words) for value, words in _tables()["support"]["kinds"].items()}


@cache
def support_trigger() -> re.Pattern[str]:
    """Words of asking for support."""
    return re.compile(_tables()["support"]["trigger"])


@cache
def support_no() -> re.Pattern[str]:
    """Support is not wanted."""
    return any_of(_tables()["support"]["no"])


@cache
def outside() -> frozenset[str]:
    """Provinces and cities that are not ours."""
    return frozenset(_tables()["outside"]["names"])


@cache
def amount_names() -> re.Pattern[str]:
    """What sums and areas are called, a group per slot, and `other`."""
    named = (f"(?P<{slot}>{'|'.join(words)})" for slot, words in _tables()["amounts"].items())
    return re.compile("|".join(named))
