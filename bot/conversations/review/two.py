"""Two acts told in one sentence (芯片授予，新材退回): the second waits for the first.

Reads: the registry, to see that the two are about different reports. Does nothing to a report.
"""

import re

from bot.conversations import own_projects
from bot.conversations.review.reading import VIEWS, read_command, report_name
from bot.dialogue.talk import Talk, Turn
from registry.service import Registry

DESK = "review"
_CLAUSE = re.compile(r"[，,；;。]+")
_JOINS = re.compile(r"(?:同时|另外|然后|并且|顺便|接着|再把|再)")
_ACTS = frozenset(
    {"grant", "return", "reject", "guide", "consult", "consultation", "start_review", "terminate"}
)


def two_acts(registry: Registry, turn: Turn) -> tuple[str, str] | None:
    """The two halves of a sentence with two acts; None when it tells one."""
    clauses = [clause for clause in _CLAUSE.split(turn.text) if clause.strip()]
    if len(clauses) < 2 or not _is_act(turn, clauses[0]):
        return None
    first = _meant(registry, turn, clauses[0])
    for place, clause in enumerate(clauses[1:], 1):
        if not _is_act(turn, clause):
            continue
        second = _meant(registry, turn, clause)
        is_other = bool(first and second and first != second)
        joins = _JOINS.match(clause) is not None
        if is_other or (joins and _verb(turn, clause) != _verb(turn, clauses[0])):
            rest = "，".join((_JOINS.sub("", clause, count=1), *clauses[place + 1 :]))
            return "，".join(clauses[:place]), rest
    return None


def with_then(talk: Talk, rest: str) -> Talk:
    """The talk with words to be dealt with next; empty: with none."""
    notes = {name: value for name, value in talk.of(DESK).items() if name != "then"}
    if not rest and notes == talk.of(DESK):
        return talk
    return talk.noting(DESK, {**notes, "then": rest} if rest else notes)


def _verb(turn: Turn, clause: str) -> str:
    return read_command(clause, turn.today).verb


def _is_act(turn: Turn, clause: str) -> bool:
    verb = _verb(turn, clause)
    return verb in _ACTS and verb not in VIEWS


def _meant(registry: Registry, turn: Turn, clause: str) -> str:
    return own_projects.pick(registry, turn, clause, left=report_name(clause)).one
