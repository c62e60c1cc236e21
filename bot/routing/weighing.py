"""Weigh what a stretch of text is for: cues over its signals, and nearness to examples. Pure."""

from dataclasses import dataclass

from bot.dialogue.messages import Intent
from bot.routing.nearness import nearest
from bot.routing.noticing import notice
from bot.routing.tables import load_intents

NEAR = 0.3  # a cosine below it says nothing
NEAR_WEIGHT = 5.0
SAME = 0.97  # a cosine that means the very words of an example
SAME_WEIGHT = 3.0
IMPOSSIBLE = -99.0
_NAMES = {intent.value: intent for intent in Intent}  # plain text hashes quicker than an enum


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weights of a text's intents, heaviest first, and its signals."""

    ranked: tuple[tuple[Intent, float], ...]
    signals: frozenset[str]

    @property
    def intent(self) -> Intent:
        """The heaviest intent."""
        return self.ranked[0][0]

    @property
    def weight(self) -> float:
        """Its weight."""
        return self.ranked[0][1]


def weigh(
    folded: str, standing: frozenset[str], floor: str, *, by_examples: bool = True
) -> Weighed:
    """Weigh a folded text; standing: the signals of where the conversation stands."""
    signals = notice(folded)
    weights = dict.fromkeys(_NAMES, 0.0)
    seen = signals | standing
    by_signal = load_intents().cues_by_signal
    for signal in sorted(seen):  # sorted: sums of floats must not depend on the order of a set
        for cue in by_signal.get(signal, ()):
            if cue.when <= seen and cue.unless.isdisjoint(seen):
                weights[cue.intent] += cue.weight
    if by_examples:
        for name, cosine in nearest(folded, floor).items():
            if cosine >= NEAR:
                weights[name] += NEAR_WEIGHT * cosine + (SAME_WEIGHT if cosine >= SAME else 0)
    for name, needed in load_intents().needs.items():
        if needed.isdisjoint(seen):
            weights[name] = IMPOSSIBLE
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    return Weighed(tuple((_NAMES[name], weight) for name, weight in ranked), signals)
