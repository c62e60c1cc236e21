"""The cues of case questions as compiled patterns.

Reads: facts.toml, topics.toml, places.toml beside it (packaged).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_GAP = r"[^,。;!?、:]"
_PLACELESS = "[^,。;!?、:\ue000\ue001]"
_OWN, _PLACE = "\ue001", "\ue000"

Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """What states a yes/no fact, and what denies it."""

    yes: Patterns
    no: Patterns


@dataclass(frozen=True, slots=True)
class Topic:
    """What is asked: the rules that answer, and what the question itself supposes."""

    name: str
    rules: tuple[str, ...]
    cues: Patterns
    suppose: Mapping[str, bool]
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceCues:
    """What makes a place holder, rival, origin ...: role -> patterns, in order."""

    roles: tuple[tuple[str, Patterns], ...]
    denied: re.Pattern[str]
    questioned: re.Pattern[str]
    own: str
    not_places: str
    others: str


@dataclass(frozen=True, slots=True)
class FactCues:
    """What states facts. Choices and lists: fact -> value -> patterns."""

    flags: Mapping[str, Flag]
    choices: Mapping[str, Mapping[str, Patterns]]
    lists: Mapping[str, Mapping[str, Patterns]]
    industries: tuple[str, ...]


@cache
def fact_cues() -> FactCues:
    """The cues of flags, choices and lists."""
    tables = _load("facts.toml")
    flags = {
        name: Flag(_patterns(row["yes"]), _patterns(row["no"]))
        for name, row in tables["flags"].items()
    }
    words = sorted(tables["industries"]["words"], key=len, reverse=True)
    return FactCues(flags, _valued(tables["choices"]), _valued(tables["lists"]), tuple(words))


@cache
def topics() -> tuple[Topic, ...]:
    """The topics, narrow ones first."""
    return tuple(
        Topic(
            row["name"],
            tuple(row["rules"]),
            _patterns(row["cues"]),
            row.get("suppose", {}),
            tuple(row.get("without", ())),
        )
        for row in _load("topics.toml")["topic"]
    )


@cache
def place_cues() -> PlaceCues:
    """The cues of places."""
    tables = _load("places.toml")
    unit = f"[{_PLACE}{_OWN}]|{tables['others']}"
    roles = tuple(
        (row["name"], tuple(_role_pattern(cue, unit) for cue in row["cues"]))
        for row in tables["role"]
    )
    return PlaceCues(
        roles,
        re.compile(tables["denied"]),
        re.compile(tables["questioned"]),
        tables["own"],
        tables["not_places"],
        tables["others"],
    )


def _role_pattern(cue: str, unit: str) -> re.Pattern[str]:
    cue = cue.replace("{S}", f"(?P<s>{unit})").replace("{T}", f"(?P<t>{unit})")
    return re.compile(cue.replace("{G}", _PLACELESS).replace("{WE}", _OWN))


def _valued(tables: Mapping[str, Any]) -> dict[str, dict[str, Patterns]]:
    return {
        name: {value: _patterns(cues) for value, cues in row.items()}
        for name, row in tables.items()
    }


def _patterns(cues: list[str]) -> Patterns:
    return tuple(
        re.compile(cue.replace("{G}", _GAP).replace("{WE}", _OWN).replace("{P}", _PLACE))
        for cue in cues
    )


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((files("bot.understanding.case_facts") / name).read_text("utf-8"))
