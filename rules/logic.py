"""Three-valued logic (Kleene) over verdicts: unknown never becomes yes or no by itself."""

from rules.verdict import Verdict


def verdict_of(value: bool | None) -> Verdict:
    """A fact as a verdict: true YES, false NO, unknown UNDETERMINED."""
    if value is None:
        return Verdict.UNDETERMINED
    return Verdict.YES if value else Verdict.NO


def negate(value: Verdict) -> Verdict:
    """YES and NO change places; UNDETERMINED stays."""
    if value is Verdict.UNDETERMINED:
        return value
    return Verdict.NO if value is Verdict.YES else Verdict.YES


def all_of(*values: Verdict) -> Verdict:
    """NO if any is NO, else UNDETERMINED if any is, else YES (also for none)."""
    if Verdict.NO in values:
        return Verdict.NO
    return Verdict.UNDETERMINED if Verdict.UNDETERMINED in values else Verdict.YES


def any_of(*values: Verdict) -> Verdict:
    """YES if any is YES, else UNDETERMINED if any is, else NO (also for none)."""
    if Verdict.YES in values:
        return Verdict.YES
    return Verdict.UNDETERMINED if Verdict.UNDETERMINED in values else Verdict.NO
