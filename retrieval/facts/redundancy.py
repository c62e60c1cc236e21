"""Say nothing twice: whether a fact or a sentence is borne by what has been said. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.facts.matching import FactHit
from retrieval.language.lexicon import squeeze
from retrieval.types import Fact, FactKind

_HAN_RUN = re.compile(r"[㐀-鿿]{2,}")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_FRAME = re.compile(  # where and when it is from: said once, it makes no two statements alike
    r"\([^()]*(?:非杭州|考察所见|做法介绍|报道)[^()]*\)|截至?[^,。]{0,12}成稿时,?"
    r"|据?20\d\d年的(?:报道|做法介绍),?|[一-鿿]{2,4}的做法"
)
_FIGURED = (FactKind.QUANTITY, FactKind.DEADLINE)
_BORNE = 0.60  # of the pairs of a statement: the rest is only other wording
_HELD = 0.74  # of an earlier statement that a later, fuller one takes the place of
_CACHED = 4_096


@lru_cache(_CACHED)
def _pairs(text: str) -> frozenset[str]:
    """The character pairs of what a text states, without where it is from."""
    runs = _HAN_RUN.findall(_FRAME.sub(" ", squeeze(text)))
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))


@lru_cache(_CACHED)
def _figures(text: str) -> frozenset[str]:
    return frozenset(_FIGURE.findall(_FRAME.sub(" ", squeeze(text))))


def adds_nothing(text: str, said: str, borne: float = _BORNE) -> bool:
    """Whether about all that text states, and each of its figures, stands in said."""
    pairs = _pairs(text)
    if not pairs or not _figures(text) <= _figures(said):
        return False
    return len(pairs & _pairs(said)) >= borne * len(pairs)


def repeats(fact: Fact, said: Fact) -> bool:
    """Whether all that a fact answers with, or all figures it states, have been said."""
    ground = squeeze("".join((said.text, *said.value)))
    of_same = fact.subject == said.subject or len(fact.value) > 1
    if of_same and fact.value and all(squeeze(value) in ground for value in fact.value):
        return True
    figures = _figures(fact.text)
    is_figure = fact.kind in _FIGURED and fact.ref == said.ref and bool(figures)
    return (is_figure and figures <= _figures(said.text)) or adds_nothing(fact.text, said.text)


def is_fuller(fact: Fact, said: Fact) -> bool:
    """Whether a fact holds about all that another states, and says more."""
    return adds_nothing(said.text, fact.text, _HELD)


def distinct(hits: Sequence[FactHit]) -> tuple[FactHit, ...]:
    """The hits in order without those that others bear; a fuller one stands for one it holds."""
    kept: list[FactHit] = []
    for hit in hits:
        if any(_bears(other.fact, hit.fact) for other in kept):
            continue
        held = [other for other in kept if _holds(hit.fact, other.fact)]
        if held:
            place = kept.index(held[0])
            kept = [other for other in kept if other not in held]
            kept.insert(place, hit)
        else:
            kept.append(hit)
    return tuple(kept)


def _bears(said: Fact, fact: Fact) -> bool:
    """An open point is never borne by a fact, nor a fact by one."""
    alike = (fact.kind is FactKind.OPEN_POINT) == (said.kind is FactKind.OPEN_POINT)
    return alike and repeats(fact, said)


def _holds(fuller: Fact, fact: Fact) -> bool:
    alike = (fact.kind is FactKind.OPEN_POINT) == (fuller.kind is FactKind.OPEN_POINT)
    return alike and is_fuller(fuller, fact)
