"""Weigh what a stretch of text is for: cues over its signals, and nearness to examples. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.messages import Intent
from bot.routing.nearness import nearest
from bot.routing.noticing import notice
from bot.routing.tables import Cue, load_intents

NEAR = 0.3  # a cosine below it says nothing
NEAR_WEIGHT = 5.0
SAME = 0.97  # a cosine that means the very words of an example
SAME_WEIGHT = 3.0


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

    def of(self, intent: Intent) -> float:
        """The weight of an intent."""
        return dict(self.ranked)[intent]


def weigh(folded: str, standing: frozenset[str], floor: str) -> Weighed:
    """Weigh a folded text; standing: the signals of where the conversation stands."""
    signals = notice(folded)
    weights = dict.fromkeys(Intent, 0.0)
    for cue in _cues(signals | standing):
        weights[cue.intent] += cue.weight
    for intent, cosine in nearest(folded, floor).items():
        if cosine >= NEAR:
            weights[intent] += NEAR_WEIGHT * cosine + (SAME_WEIGHT if cosine >= SAME else 0)
    possible = _possible(weights, standing)
    ranked = sorted(possible.items(), key=lambda item: -item[1])
    return Weighed(tuple(ranked), signals)


def _cues(signals: frozenset[str]) -> tuple[Cue, ...]:
    return tuple(
        cue for cue in load_intents().cues if cue.when <= signals and not cue.unless & signals
    )


def _possible(weights: Mapping[Intent, float], standing: frozenset[str]) -> dict[Intent, float]:
    needs = load_intents().needs
    return {
        intent: weight if needs.get(intent, "") in ("", *standing) else -9.0
        for intent, weight in weights.items()
    }
