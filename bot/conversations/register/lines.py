"""The reports that a question means, fetched and sifted.

Reads: registry.queries, cut to the reader.
"""

from bot.conversations import own_projects
from bot.conversations.register.vocabulary import DUE_KIND, SEEN_BY_FILER
from bot.conversations.register.words import Which
from bot.dialogue.talk import Turn
from registry.reading.report_lines import RegisterFilter, ReportLine
from registry.service import Registry

MOST_LINES = 1_000
_PAGE = 200
_DUE_DAYS = 30


def lines_of(registry: Registry, turn: Turn, which: Which) -> tuple[ReportLine, ...]:
    """The reports that are meant, the newest first; at most MOST_LINES of them are looked at.

    Raises what registry.queries raises.
    """
    assert turn.member is not None
    if which.numbers:
        found = registry.queries.lookup(turn.caller, which.numbers, limit=_PAGE)
        place = {number: n for n, number in enumerate(which.numbers)}
        lines = sorted((x for x in found if x.report_no in place), key=lambda x: place[x.report_no])
    elif turn.member.role.is_bureau:
        lines = _of_register(registry, turn, which)
    else:
        lines = list(registry.queries.mine(turn.caller, limit=_PAGE).rows)
    return tuple(line for line in lines if _fits(turn, which, line))


def register_filter(which: Which) -> RegisterFilter:
    """What of a question the register can be asked for itself."""
    return RegisterFilter(
        unit=which.units[0] if len(which.units) == 1 else None,
        state=which.states[0] if len(which.states) == 1 else None,
        chain=which.chain or None,
        from_day=which.first,
        to_day=which.last,
        least_yuan=which.least,
        most_yuan=which.most,
    )


def _of_register(registry: Registry, turn: Turn, which: Which) -> list[ReportLine]:
    asked = register_filter(which)
    lines: list[ReportLine] = []
    after = ""
    while len(lines) < MOST_LINES:
        page = registry.queries.register(turn.caller, asked, after=after, limit=_PAGE)
        lines += page.rows
        if not (after := page.next):
            break
    return lines


def _fits(turn: Turn, which: Which, line: ReportLine) -> bool:
    """Whether a report is one of those meant."""
    assert turn.member is not None
    is_bureau = turn.member.role.is_bureau
    states = which.states if is_bureau else tuple(SEEN_BY_FILER.get(s, s) for s in which.states)
    day, yuan = own_projects.day_of(line), line.investment_yuan
    return (
        (not which.units or not is_bureau or line.unit in which.units)
        and line.unit not in which.but_units
        and (not states or line.state in states)
        and (not which.chain or line.chain == which.chain)
        and (which.first is None or which.first <= day)
        and (which.last is None or day <= which.last)
        and (which.least is None or (yuan is not None and yuan >= which.least))
        and (which.most is None or (yuan is not None and yuan <= which.most))
        and (which.kind != DUE_KIND or _is_due(turn, line))
    )


def _is_due(turn: Turn, line: ReportLine) -> bool:
    """Whether the right of a report ends within 30 days."""
    ends = line.expires_on
    return ends is not None and 0 <= (ends - turn.today).days <= _DUE_DAYS
