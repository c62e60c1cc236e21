"""The facts the rules take, by name, and the words of those with a closed set of values."""

from collections.abc import Mapping
from functools import cache

from rules.catalog import RULES
from rules.fact_types import Unreadable
from rules.facts import FactSpec


@cache
def fact_specs() -> Mapping[str, FactSpec]:
    """Every fact of every rule; of a fact that several rules take, the first declaration."""
    specs: dict[str, FactSpec] = {}
    for rule in RULES:
        for spec in rule.facts:
            specs.setdefault(spec.name, spec)
    return specs


@cache
def choice_words(name: str) -> Mapping[str, str]:
    """Code -> Chinese word of a fact with a closed set, in its order; empty for other facts."""
    spec = fact_specs()[name]
    if spec.type.name != "enum":
        return {}
    words: dict[str, str] = {}
    word = ""
    for part in spec.type.expected.removesuffix("之一").split("、"):
        word = f"{word}、{part}" if word else part  # a word may hold a 、 itself: 区、县（市）
        code = spec.type.read(word)
        if not isinstance(code, Unreadable):
            words[str(code)] = word
            word = ""
    return words
