"""How near an utterance is to the examples of each intent, by pairs of characters. Pure.

An example counts by the cosine of its character pairs with the utterance's, rare pairs weighing
more; of each intent the nearest example counts.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.routing.folding import fold
from bot.routing.tables import load_intents, pattern_of

MOST = 60  # characters compared: an example is a sentence, a longer text is known by its signals
_IDLE = re.compile(r"[^0-9a-z一-鿿]+|[吧啊呀哦呢嘛哈的了]+$")
_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


@dataclass(frozen=True, slots=True)
class _Index:
    rarity: Mapping[str, float]
    postings: Mapping[str, tuple[tuple[int, float], ...]]
    examples: tuple[tuple[str, str], ...]  # intent and floor, as plain text: hashes quicker


def nearest(folded: str, floor: str) -> dict[str, float]:
    """Per intent, by its name, the cosine, 0 to 1, of its nearest example fit for this floor."""
    index = _index()
    pairs = _pairs(folded)
    weights = {pair: index.rarity.get(pair, index.rarity[""]) for pair in pairs}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    dots: dict[int, float] = defaultdict(float)
    for pair, weight in weights.items():
        for example, share in index.postings.get(pair, ()):
            dots[example] += weight * share
    best: dict[str, float] = {}
    for number, dot in dots.items():
        intent, meant_on = index.examples[number]
        if dot > best.get(intent, 0.0) and meant_on in ("", floor):
            best[intent] = dot
    return {intent: dot / length for intent, dot in best.items()}


def _pairs(folded: str) -> frozenset[str]:
    bare = _IDLE.sub("", _DIGITS.sub("0", pattern_of("district").sub("区", folded[: 2 * MOST])))[
        :MOST
    ]
    return frozenset(map("".join, zip(f"^{bare}", f"{bare}$", strict=True)))


@cache
def _index() -> _Index:
    examples = load_intents().examples
    pairs = [_pairs(fold(example.text)) for example in examples]
    counts = Counter(pair for each in pairs for pair in each)
    rarity = {pair: math.log(1 + len(pairs) / count) for pair, count in counts.items()}
    rarity[""] = math.log(1 + len(pairs))  # of a pair that no example has
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, each in enumerate(pairs):
        length = math.sqrt(sum(rarity[pair] ** 2 for pair in each))
        for pair in each:
            postings[pair].append((number, rarity[pair] / length))
    frozen = {pair: tuple(each) for pair, each in postings.items()}
    return _Index(rarity, frozen, tuple((each.intent.value, each.floor) for each in examples))
