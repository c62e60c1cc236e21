"""Read the tables of routing, once: signals, intents, commands, how a message comes apart.

Reads: bot/routing/*.toml (packaged).
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.dialogue.messages import Intent


@dataclass(frozen=True, slots=True)
class Signals:
    """What can be noticed: a pattern a signal, and signals that stand for any of several."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    any_of: tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """A combination of signals and the intent it speaks for: all of `when`, none of `unless`."""

    intent: str
    when: frozenset[str]
    unless: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Example:
    """An utterance as people write it. floor: the desk that has the floor when it means this."""

    intent: Intent
    text: str
    floor: str = ""


@dataclass(frozen=True, slots=True)
class Intents:
    """What speaks for each intent. needs: signals; without one of them an
    intent is out of question."""

    cues: tuple[Cue, ...]
    cues_by_signal: Mapping[str, tuple[Cue, ...]]  # by the first of a cue's signals, each cue once
    examples: tuple[Example, ...]
    needs: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Splitting:
    """Words at which a message comes apart, and how it is folded before."""

    connector: re.Pattern[str]
    lead_in: re.Pattern[str]
    slips: tuple[tuple[str, str], ...]
    traditional: str


@dataclass(frozen=True, slots=True)
class Commands:
    """Slash commands and whole-message words, each to its intent; spoken: the other way round."""

    slash: Mapping[str, Intent]
    word: Mapping[str, Intent]
    spoken: Mapping[Intent, str]


@cache
def load_signals() -> Signals:
    """The signals of signals.toml."""
    data = _read("signals.toml")
    words = {f"{{{name}}}": "|".join(each) for name, each in data["words"].items()}
    return Signals(
        tuple((name, _compile(each, words)) for name, each in data["signals"].items()),
        tuple((name, frozenset(each.split())) for name, each in data["any_of"].items()),
    )


@cache
def pattern_of(signal: str) -> re.Pattern[str]:
    """The pattern of one signal of signals.toml."""
    return dict(load_signals().patterns)[signal]


@cache
def load_intents() -> Intents:
    """The cues and examples of the file of each intent."""
    cues: list[Cue] = []
    examples: list[Example] = []
    needs: dict[str, frozenset[str]] = {}
    for intent in Intent:
        data = _read(f"{intent}.toml")
        cues += (_parse_cue(intent, each) for each in data["cues"])
        examples += (Example(intent, text) for text in data["examples"])
        for floor, texts in data.get("examples_after", {}).items():
            examples += (Example(intent, text, floor) for text in texts)
        if "needs" in data:
            needs[intent.value] = frozenset(data["needs"].split())
    by_signal: dict[str, list[Cue]] = {}
    for cue in cues:
        by_signal.setdefault(min(cue.when), []).append(cue)
    grouped = {signal: tuple(each) for signal, each in by_signal.items()}
    return Intents(tuple(cues), grouped, tuple(examples), needs)


@cache
def load_splitting() -> Splitting:
    """The connectors, lead-ins and slips of splitting.toml."""
    data = _read("splitting.toml")
    dropped, kept = "|".join(data["dropped"]), "|".join(data["kept"])
    connector = (
        rf"(?:^|(?<=[,，。;；!?、~\s]))(?:(?:{dropped})[,，:、\s]*(?=.)|(?={kept}))"
        rf"|(?<=[^,，。;；!?、~\s])(?:(?:{'|'.join(data['midway'])})[,，:、\s]*)"
    )
    lead_in = rf"(?:{'|'.join(data['lead_in'])}){{1,3}}(?:[,，。!！~、;；\s]+|$)"
    slips = tuple((slip, meant) for slip, meant in data["slips"])
    return Splitting(re.compile(connector), re.compile(lead_in), slips, data["traditional"])


@cache
def load_commands() -> Commands:
    """The commands of commands.toml."""
    data = _read("commands.toml")
    spoken = {Intent(intent): words for intent, words in data["spoken"].items()}
    return Commands(_inverted(data["slash"]), _inverted(data["word"]), spoken)


def _inverted(table: Mapping[str, Sequence[str]]) -> dict[str, Intent]:
    return {word: Intent(intent) for intent, words in table.items() for word in words}


def _parse_cue(intent: Intent, data: Mapping[str, Any]) -> Cue:
    unless = frozenset(str(data.get("unless", "")).split())
    return Cue(intent.value, frozenset(data["when"].split()), unless, float(data["weight"]))


def _compile(patterns: Sequence[str], words: Mapping[str, str]) -> re.Pattern[str]:
    pattern = "|".join(patterns)
    for name, alternatives in words.items():
        pattern = pattern.replace(name, alternatives)
    return re.compile(pattern)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("bot.routing") / name).read_text("utf-8"))
