"""Weigh what the bureau has recorded against what a rule computes for the same question.

The recorded decision is the one the law asks for; where the two differ, nobody is overruled
silently: the answer is UNDETERMINED and the difference an open point.
"""

from rules.verdict import Verdict


def weigh(recorded: bool | None, assessed: Verdict) -> Verdict:
    """The common answer; whichever is known when the other is not; UNDETERMINED on conflict."""
    if recorded is None:
        return assessed
    verdict = Verdict.YES if recorded else Verdict.NO
    return Verdict.UNDETERMINED if conflict(recorded, assessed) else verdict


def conflict(recorded: bool | None, assessed: Verdict) -> bool:
    """Whether both are known and differ."""
    if recorded is None or assessed is Verdict.UNDETERMINED:
        return False
    return recorded is not (assessed is Verdict.YES)
