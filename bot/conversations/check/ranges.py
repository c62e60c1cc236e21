"""A fact said as a range: whether it leads to one answer, and where the answer changes. Pure.

Rules draw lines on amounts and areas; a range on one side of every line is as good as a figure.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

Answers = tuple[tuple[str, str, str], ...]  # rule, code and text of its outcome
Ask = Callable[[str, str], Answers]  # a fact and its value as text -> what the rules say

_FIGURE = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>.*)")


@dataclass(frozen=True, slots=True)
class Crossing:
    """A range the answer changes within.

    low, high: its ends as text; bound: the least whole figure from which it changes; below and
    above: what the rule that changes says at the two ends.
    """

    fact: str
    low: str
    high: str
    bound: str
    below: str
    above: str


def find_crossing(fact: str, ends: tuple[str, str], ask: Ask) -> Crossing | None:
    """Where the answer changes within a range; None when it does not, or cannot be told."""
    low, high = (_FIGURE.fullmatch(end) for end in ends)
    if low is None or high is None or low["unit"] != high["unit"]:
        return None
    first, last = ask(fact, ends[0]), ask(fact, ends[1])
    if _codes(first) == _codes(last):
        return None
    unit, below, above = low["unit"], int(Decimal(low["number"])), int(Decimal(high["number"]))
    while above - below > 1:
        middle = (below + above) // 2
        if _codes(ask(fact, f"{middle}{unit}")) == _codes(first):
            below = middle
        else:
            above = middle
    return Crossing(fact, *ends, f"{above}{unit}", *_texts(first, last))


def _codes(answers: Answers) -> list[tuple[str, str]]:
    return [(rule, code) for rule, code, _ in answers]


def _texts(first: Answers, last: Answers) -> tuple[str, str]:
    """What the first rule that answers differently says at both ends; empty where it is silent."""
    before, after = ({rule: text for rule, _, text in found} for found in (first, last))
    rules = [*before, *(rule for rule in after if rule not in before)]
    differing = [rule for rule in rules if before.get(rule) != after.get(rule)] or [""]
    return before.get(differing[0], ""), after.get(differing[0], "")
