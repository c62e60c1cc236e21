"""Whether two names mean the same reporting unit, whatever their spelling and the year they are of.

Reads: the table of places in the context (divided and merged districts, with dates).
Silent points: who takes over the rights of a district that was divided. UNDETERMINED then.
"""

from rules.localities import fold_locality
from rules.logic import verdict_of
from rules.registry import Context
from rules.verdict import Verdict


def same_unit(left: str, right: str, context: Context) -> Verdict:
    """YES for one unit (余杭, 杭州市余杭区), NO for two, UNDETERMINED after a division."""
    if fold_locality(left) == fold_locality(right):
        return Verdict.YES
    here, there = _today(left, context), _today(right, context)
    if len(here) == len(there) == 1 or not here & there:
        return verdict_of(here == there)
    return Verdict.UNDETERMINED


def _today(name: str, context: Context) -> frozenset[str]:
    """The unit's names on the day: its successors, for a place that no longer exists."""
    match = context.localities.find(name, context.as_of)
    if match is None:
        return frozenset((fold_locality(name),))
    names = match.successors or (match.place.name,)
    return frozenset(fold_locality(place) for place in names)
