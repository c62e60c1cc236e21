"""What a set of reports is called, and one of its lines. Pure."""

from bot.conversations.register.words import Which
from bot.conversations.status.lists import unit_of
from bot.dialogue.talk import Turn
from bot.rendering.reports import show_time, state_label
from bot.wording import say
from registry.reading.report_lines import ReportLine

_YI = 100_000_000


def these(turn: Turn, which: Which) -> str:
    """What the reports meant are called: 余杭区、5 亿元以上的首报."""
    parts = conditions(which)
    if parts:
        return say("register.these", which=say("register.joined").join(parts))
    if which.numbers:
        return say("register.chosen")
    assert turn.member is not None
    return say("status.kind_bureau" if turn.member.role.is_bureau else "status.kind_mine")


def conditions(which: Which) -> list[str]:
    """The conditions that are set, in words."""
    joined = say("register.joined")
    parts = [joined.join(which.units)] if which.units else []
    if which.but_units:
        parts.append(say("register.but_units", units=joined.join(which.but_units)))
    if which.first is not None and which.last is not None:
        key = "one_day" if which.first == which.last else "period"
        days = {"first": which.first, "last": which.last}
        parts.append(say(f"register.{key}", words=which.words, **days))
    if which.chain:
        parts.append(which.chain)
    if sums := _sums(which):
        parts.append(sums)
    if which.kind:
        parts.append(say(f"register.kind_{which.kind}"))
    return parts


def _sums(which: Which) -> str:
    low, high = which.least, which.most
    if low is not None and low == high:
        return say("register.exactly", yi=in_yi(low))
    if low is not None and high is not None:
        return say("register.between", low=in_yi(low), high=in_yi(high))
    if low is not None:
        return say("register.least", yi=in_yi(low))
    return say("register.most", yi=in_yi(high)) if high is not None else ""


def in_yi(yuan: int) -> str:
    """An amount in 亿元, to two places at most."""
    return f"{yuan / _YI:.2f}".rstrip("0").rstrip(".")


def row(turn: Turn, line: ReportLine, n: int) -> str:
    """A report as one numbered line."""
    return say("register.row", n=n, **_values(turn, line))


def extreme(turn: Turn, which: str, line: ReportLine) -> str:
    """The one report that is the biggest, the oldest …"""
    return say("register.extreme", which=which, **_values(turn, line))


def _values(turn: Turn, line: ReportLine) -> dict[str, object]:
    yuan = line.investment_yuan
    return {
        "project": line.project_name,
        "investor": line.investor_name,
        "unit": unit_of(turn, line.unit),
        "state": state_label(line.state),
        "received": show_time(line.received_at)[:10],
        "money": say("register.row_money", yi=in_yi(yuan)) if yuan is not None else "",
    }
