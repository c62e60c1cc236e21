"""Figures in chat: how many first reports in a period, by unit, chain, state, size.

Reads: registry.statistics; for district staff, who may not see their unit's figures, a count of
their own reports. The period is always said.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, timedelta, timezone

from bot.conversations.own_projects import fold
from bot.conversations.register.vocabulary import Seeks
from bot.conversations.register.words import Which, having_asked
from bot.conversations.status.lists import own_lines
from bot.conversations.status.periods import Period, default_period, read_period
from bot.dialogue.messages import Card, CardKind, Reply, Row
from bot.dialogue.talk import Step, Turn
from bot.rendering.report_labels import BRACKET_LABELS
from bot.rendering.reports import state_label
from bot.wording import say
from registry.reading.statistics import YI, Counts, bracket_of
from registry.service import Registry
from registry.transactions.permissions import Role
from rules.localities import fold_locality

_SHANGHAI = timezone(timedelta(hours=8))
_OTHERS = re.compile(r"全市|其他区|别的区|兄弟|排(?:名|在)*第?几|排名")
_MOST_WORDS = 60  # characters of a question whose period goes on
_DIVISIONS = (
    ("unit", r"各区|各单位|各地|各县|各平台|按(?:单位|区|地区|属地)|哪个区|区县|排名|哪个单位"),
    ("chain", r"产业链|(?:按|分)链|链分|按(?:产业|行业)|各(?:产业|行业)|哪条链|哪个产业"),
    ("state", r"状态|阶段|进度|按(?:办理|环节)|批了多少|在审多少"),
    ("bracket", r"档次|规模|投资额|多大|大小|亿元以上|按投资"),
)


def count(registry: Registry, turn: Turn) -> Step:
    """Answer a question of how many; the period goes on from the figures before it.

    Raises Forbidden for roles that see no figures.
    """
    notes = turn.talk.of("status")
    goes_on = turn.talk.of("dispatcher").get("spoke") == "stats"
    text, before = fold(turn.text), str(notes.get("period", "")) if goes_on else ""
    said = read_period(text, turn.today)
    words = turn.text if said else before
    period = said or read_period(fold(before), turn.today) or default_period(text, turn.today)
    talk = turn.talk.noting("status", {**notes, "period": words[:_MOST_WORDS]})
    asked = Which(first=period.first, last=period.last, words=period.words)
    talk = having_asked(talk, asked, Seeks.COUNT)
    if period.first > turn.today:
        return Step(talk, (Reply(say("status.stats_not_yet", words=period.words)),))
    return Step(talk, (_figures(registry, turn, text, period),))


def _figures(registry: Registry, turn: Turn, text: str, period: Period) -> Reply:
    counts = _counts(registry, turn, period)
    lines = [_head(turn, counts, period)]
    divisions = _divisions(turn, text)
    rows: list[Row] = []
    for name in divisions:
        title, cells = say(f"status.title_{name}"), _cells(counts, name)
        rows += [Row(title, label, str(count)) for label, count in cells.items()]
        shown = "，".join(say("status.stats_figure", name=k, count=n) for k, n in cells.items())
        if cells:
            lines.append(say("status.stats_by", title=title, figures=shown))
    lines += _single(registry, turn, text, counts)
    card = Card(CardKind.LIST, lines[0], tuple(rows)) if rows else None
    return Reply("\n".join(lines), card=card)


def _counts(registry: Registry, turn: Turn, period: Period) -> Counts:
    assert turn.member is not None
    if turn.member.role is not Role.DISTRICT_STAFF:
        return registry.statistics.counts(turn.caller, period.first, period.last)
    lines = [
        line
        for line in own_lines(registry, turn)
        if period.first
        <= line.received_at.astimezone(UTC).astimezone(_SHANGHAI).date()
        <= period.last
    ]
    sizes = Counter(bracket_of(line.investment_yuan) for line in lines)
    return Counts(
        period.first,
        period.last,
        len(lines),
        sum(line.investment_yuan or 0 for line in lines),
        Counter(line.unit for line in lines),
        Counter(line.chain for line in lines),
        Counter(line.state for line in lines),
        sizes,
    )


def _head(turn: Turn, counts: Counts, period: Period) -> str:
    assert turn.member is not None
    if period.words:
        called = say("status.stats_called", words=period.words)
    else:
        is_ever = period.first.year != turn.today.year
        called = say(f"status.stats_called_{'ever' if is_ever else 'default'}")
    role, unit = turn.member.role, turn.member.unit
    scope = unit if role.is_district else say("status.stats_city")
    money = say("status.stats_money", yi=_yi(counts.yuan)) if counts.yuan else ""
    return say(
        "status.stats_head",
        first=counts.first,
        last=counts.last,
        called=called,
        scope=say("status.stats_own") if role is Role.DISTRICT_STAFF else scope,
        total=counts.total,
        money=money,
    )


def _divisions(turn: Turn, text: str) -> list[str]:
    """What to divide by: what was asked for, else what tells this reader most."""
    assert turn.member is not None
    asked = [name for name, words in _DIVISIONS if re.search(words, text)]
    if asked:
        return asked
    return ["unit", "state"] if turn.member.role.is_bureau else ["state"]


def _cells(counts: Counts, name: str) -> dict[str, int]:
    if name == "unit":
        return dict(counts.by_unit)
    if name == "chain":
        return {label or say("status.unstated"): n for label, n in counts.by_chain.items()}
    if name == "state":
        return {state_label(state): n for state, n in counts.by_state.items()}
    return {BRACKET_LABELS[bracket.value]: n for bracket, n in counts.by_bracket.items()}


def _single(registry: Registry, turn: Turn, text: str, counts: Counts) -> list[str]:
    """The figure of one unit or chain that is named; that other units' are not for a district."""
    assert turn.member is not None
    lines = [_one(name, counts.by_chain) for name in counts.by_chain if name and name in text]
    states = [name for name in map(state_label, counts.by_state) if name[-2:] in text]
    lines += [_one(n, {state_label(s): c for s, c in counts.by_state.items()}) for n in states]
    if turn.member.role.is_bureau:
        named = [unit for unit in counts.by_unit if fold_locality(unit) in text]
        return [_one(name, counts.by_unit) for name in named] + lines
    others = _OTHERS.search(text) or _names_another(registry, turn, text)
    if re.search(_DIVISIONS[0][1], text) or others:
        lines.append(say("status.stats_only_own"))
    return lines


def _names_another(registry: Registry, turn: Turn, text: str) -> bool:
    """Whether a place of the city is named that is not the reader's own."""
    assert turn.member is not None
    places = registry.rules.context_on(turn.today).localities.current(turn.today)
    own = fold_locality(turn.member.unit)
    return any(
        fold_locality(place.name) in text for place in places if fold_locality(place.name) != own
    )


def _one(name: str, figures_by_name: Mapping[str, int]) -> str:
    return say("status.stats_one", name=name, count=figures_by_name[name])


def _yi(yuan: int) -> str:
    """An amount in 亿元, to two places at most."""
    return f"{yuan / YI:.2f}".rstrip("0").rstrip(".")
