"""Cautions that go with answers from the scheme: it is a trial text of 2019.

Reads: nothing. Does not decide whether a text is still in force; it says who must check.
Silent points: whether the scheme is still in force; how it stands to the national rules on fair
competition review (公平竞争审查条例), which are not part of the corpus.
"""

from datetime import date

from rules.clauses import ClauseRef
from rules.verdict import OpenPoint

FAIR_COMPETITION_FROM = date(2024, 8, 1)  # 《公平竞争审查条例》施行日
TRIAL_NOTE = "2019年试行文件，现行有效性请核实。"


def currency_notes(as_of: date) -> tuple[str, ...]:
    """Notes on whether the text is current: none before the national rules of 2024."""
    return (TRIAL_NOTE,) if as_of >= FAIR_COMPETITION_FROM else ()


def fair_competition_point(as_of: date, clause: ClauseRef) -> OpenPoint | None:
    """The open point that goes with any answer on incentives since 2024-08-01, else None."""
    if as_of < FAIR_COMPETITION_FROM:
        return None
    return OpenPoint(
        "公平竞争审查",
        "《公平竞争审查条例》自2024年8月1日起施行，本项优惠或支持是否仍可给予，须由有权机关先行审查。",
        clause,
    )
