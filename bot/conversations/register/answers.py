"""Answers about a set of reports: which they are, how many, how much, divided, compared.

Reads: the registry. Each answer says first what was asked, and of which reports.
"""

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.conversations import own_projects
from bot.conversations.register.finding import Meant
from bot.conversations.register.lines import lines_of, register_filter
from bot.conversations.register.phrases import extreme, in_yi, row, these
from bot.conversations.register.vocabulary import DUE_KIND, IN_REVIEW, SEEN_BY_FILER, Seeks
from bot.conversations.register.words import Which, having_asked
from bot.conversations.status.answers import XLSX
from bot.conversations.status.lists import PAGE
from bot.dialogue.messages import Card, CardKind, Choice, OutgoingFile, Reply, Row
from bot.dialogue.talk import Step, Talk, Turn
from bot.rendering.report_labels import BRACKET_LABELS
from bot.rendering.reports import register_rows, state_label
from bot.wording import say
from registry.reading.report_lines import ReportLine
from registry.reading.statistics import bracket_of
from registry.service import Registry
from rules.numerals import read_number

MOST_NAMED = 5  # reports named in a sentence
_LABEL = 24  # characters of a button
_PLACE = re.compile(r"第([二三四五2-5])")
Lines = Sequence[ReportLine]


def answer_set(  # noqa: PLR0911  # one return per case
    registry: Registry, turn: Turn, asked: Meant
) -> Step:
    """Answer a question about several reports. Raises what registry.queries raises."""
    lines = lines_of(registry, turn, asked.which)
    if asked.heard.rest and asked.which.numbers == ():
        lines = tuple(x for x in lines if x.report_no != own_projects.last(turn.talk))
    is_aside = asked.seeks in (Seeks.AVERAGE, Seeks.COMPARE)
    talk = turn.talk if is_aside else having_asked(turn.talk, asked.which, asked.seeks)
    if asked.is_other:
        return Step(talk, (Reply(say("register.only_own")),))
    if asked.seeks is Seeks.EXPORT:
        return Step(turn.talk, (_exported(registry, turn, asked, lines),))
    if asked.seeks is Seeks.TOP:
        talk = having_asked(talk, _topmost(asked, lines), asked.seeks)
    if asked.seeks in _FIGURES:
        return Step(talk, (Reply(_FIGURES[asked.seeks](registry, turn, asked, lines)),))
    if asked.seeks in EXTREMES:
        return _one_of(turn, talk, asked, lines)
    if not lines and asked.heard.rest and own_projects.last(turn.talk):
        return Step(turn.talk, (Reply(say("register.no_others", these=these(turn, asked.which))),))
    if not lines:
        return Step(talk, (Reply(_nothing(registry, turn, asked.which)),))
    if asked.seeks is Seeks.COUNT:
        return _counted(turn, talk, asked, lines)
    return _listed(turn, talk, asked, lines)


def _exported(registry: Registry, turn: Turn, asked: Meant, lines: Lines) -> Reply:
    """The reports meant as a spreadsheet, for the bureau; recorded."""
    from bot.office_files.sheets import write_rows

    assert turn.member is not None
    if not turn.member.role.is_bureau:
        return Reply(say("register.export_needs_bureau"))
    taken = registry.exports.register(turn.caller, register_filter(asked.which))
    wanted = {line.report_no for line in lines}
    rows = [line for line in taken.rows if line.report_no in wanted]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        write_rows(path, list(register_rows(rows)))
        file = OutgoingFile(say("register.export_file"), XLSX, path.read_bytes())
    called = these(turn, asked.which)
    return Reply(say("register.exported", these=called, count=len(rows)), file=file)


def _listed(turn: Turn, talk: Talk, asked: Meant, lines: Lines) -> Step:
    ordered = _in_order(asked, lines)
    shown = ordered[:PAGE]
    key = "register.head_more" if len(lines) > len(shown) else "register.head"
    head = say(key, these=these(turn, asked.which), count=len(lines), shown=len(shown))
    texts = [head, *(row(turn, line, n) for n, line in enumerate(shown, 1))]
    if len(lines) > len(shown):
        texts.append(say("register.more"))
    elif len(shown) > 1:
        texts.append(say("register.end"))
    rows = tuple(Row(x.project_name, state_label(x.state), x.report_no) for x in shown)
    card = Card(CardKind.LIST, head, rows)
    return Step(_shown(talk, shown), (Reply("\n".join(texts), _buttons(shown), card=card),))


def _in_order(asked: Meant, lines: Lines) -> Lines:
    """What waits to be reviewed stands in the order of receipt, all else newest first."""
    waits = asked.which.kind in ("new", "review") and not asked.which.numbers
    return sorted(lines, key=lambda line: line.seq) if waits else lines


def _shown(talk: Talk, lines: Lines) -> Talk:
    talk = own_projects.listing(talk, [line.report_no for line in lines])
    return own_projects.speaking_of(talk, lines[0].report_no if len(lines) == 1 else "")


def _buttons(lines: Lines) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"{n}. {line.project_name}"[:_LABEL], f"status.open:{line.report_no}")
        for n, line in enumerate(lines[:MOST_NAMED], 1)
    )


def _counted(turn: Turn, talk: Talk, asked: Meant, lines: Lines) -> Step:
    """How many, and which where they are few."""
    assert turn.member is not None
    named = ""
    if len(lines) <= MOST_NAMED:
        lines = _in_order(asked, lines)
        key = "named_unit" if turn.member.role.is_bureau else "named_one"
        names = [say(f"register.{key}", project=x.project_name, unit=x.unit) for x in lines]
        named = say("register.named", names=say("register.joined").join(names))
        talk = _shown(talk, lines)
    called = these(turn, asked.which)
    text = say("register.count", these=called, count=len(lines), named=named)
    return Step(talk, (Reply(text),))


def _nothing(registry: Registry, turn: Turn, which: Which) -> str:
    assert turn.member is not None
    if which == Which() and turn.member.role.is_district:
        return say("status.none_yet")
    if which.kind != DUE_KIND:
        return say("register.none", these=these(turn, which))
    held = lines_of(registry, turn, replace(which, kind="", states=("EXCLUSIVE",)))
    key = "held_later" if any(line.expires_on for line in held) else "held_open"
    text = say(f"register.{key}" if held else "register.held_none", count=len(held))
    return say("register.none_due", held=text)


def _one_of(turn: Turn, talk: Talk, asked: Meant, lines: Lines) -> Step:
    """The one that is the biggest, the smallest, the first or the last."""
    states = {SEEN_BY_FILER.get(state, state) for state in IN_REVIEW} | set(IN_REVIEW)
    waiting = [line for line in lines if line.state in states]
    is_longest = asked.seeks is Seeks.OLDEST and bool(waiting)
    lines = waiting if is_longest else lines
    lines = [x for x in lines if x.investment_yuan is not None] if _by_sum(asked) else lines
    if not lines:
        return Step(talk, (Reply(say("register.none", these=these(turn, asked.which))),))
    told = _PLACE.search(turn.text)
    found = _ranked(EXTREMES[asked.seeks], lines, int(read_number(told[1]).low) if told else 1)
    if found is None:
        return Step(talk, (Reply(say("register.none_so_far")),))
    key = "longest_waiting" if is_longest else f"extreme_{asked.seeks}"
    which = say("register.extreme_next", place=told[0]) if told else say(f"register.{key}")
    reply = Reply(extreme(turn, which, found))
    return Step(own_projects.speaking_of(talk, found.report_no), (reply,))


def _ranked(
    best: Callable[[Lines], ReportLine], lines: Lines, place: int
) -> ReportLine | None:  # fmt: skip
    """The best one, or the second or third best (第二大的); None where there are not so many."""
    rest = list(lines)
    for _ in range(min(place - 1, len(rest))):
        rest.remove(best(rest))
    return best(rest) if rest else None


def _by_sum(asked: Meant) -> bool:
    return asked.seeks in (Seeks.BIGGEST, Seeks.SMALLEST)


EXTREMES: dict[Seeks, Callable[[Lines], ReportLine]] = {
    Seeks.BIGGEST: lambda lines: max(lines, key=lambda line: line.investment_yuan or 0),
    Seeks.SMALLEST: lambda lines: min(lines, key=lambda line: line.investment_yuan or 0),
    Seeks.OLDEST: lambda lines: min(lines, key=lambda line: line.seq),
    Seeks.NEWEST: lambda lines: max(lines, key=lambda line: line.seq),
}


def _sum(_registry: Registry, turn: Turn, asked: Meant, lines: Lines) -> str:
    called, count = these(turn, asked.which), len(lines)
    stated = [line.investment_yuan for line in lines if line.investment_yuan is not None]
    if not lines:
        return say("register.none", these=called)
    if not stated:
        return say("register.sum_none", these=called, count=count)
    missing = len(lines) - len(stated)
    unstated = say("register.unstated", count=missing) if missing else ""
    return say("register.sum", these=called, count=count, yi=in_yi(sum(stated)), unstated=unstated)


def _share(registry: Registry, turn: Turn, asked: Meant, lines: Lines) -> str:
    """What part these are of those of the same period."""
    period = Which(first=asked.which.first, last=asked.which.last, words=asked.which.words)
    whole = lines_of(registry, turn, period)
    part = replace(asked.which, first=None, last=None, words="")
    called = {"part": these(turn, part), "whole": these(turn, period), "total": len(whole)}
    if not lines:
        return say("register.share_none", **called)
    percent = f"{len(lines) / len(whole):.1%}".removesuffix("%")
    return say(
        "register.share", **called, count=len(lines), percent=percent, money=_of(lines, whole)
    )


def _of(lines: Lines, whole: Lines) -> str:
    part = sum(line.investment_yuan or 0 for line in lines)
    total = sum(line.investment_yuan or 0 for line in whole)
    if not part or not total:
        return ""
    percent = f"{part / total:.1%}".removesuffix("%")
    return say("register.share_money", yi=in_yi(part), percent=percent)


def _divide(_registry: Registry, turn: Turn, asked: Meant, lines: Lines) -> str:
    if not lines:
        return say("register.none", these=these(turn, asked.which))
    by = asked.heard.by or ("unit" if turn.member and turn.member.role.is_bureau else "state")
    figures = _cells(lines, by).most_common()
    shown = [say("register.figure", name=name, count=count) for name, count in figures]
    return say(
        "register.divide",
        these=these(turn, asked.which),
        count=len(lines),
        title=say(f"status.title_{by}"),
        figures="，".join(shown),
    )


def _top(_registry: Registry, turn: Turn, asked: Meant, lines: Lines) -> str:
    cells = _cells(lines, asked.heard.by or "unit")
    if not cells:
        return say("register.none", these=these(turn, asked.which))
    is_least = "少" in turn.text or "垫底" in turn.text
    count = (min if is_least else max)(cells.values())
    names = [name for name, found in cells.items() if found == count]
    key = "top_least" if is_least else "top_most"
    each = say("register.each") if len(names) > 1 else ""
    return say(f"register.{key}", names=say("register.joined").join(names), each=each, count=count)


def _topmost(asked: Meant, lines: Lines) -> Which:
    """The reports that were told of as the most, where it is one unit's or one chain's."""
    by = asked.heard.by or "unit"
    cells = _cells(lines, by)
    names = [name for name, count in cells.items() if count == max(cells.values())]
    if len(names) != 1 or by not in ("unit", "chain"):
        return asked.which
    one = Which(units=(names[0],)) if by == "unit" else Which(chain=names[0])
    return asked.which.merged(one)


def _cells(lines: Lines, by: str) -> Counter[str]:
    match by:
        case "chain":
            return Counter(line.chain or say("status.unstated") for line in lines)
        case "state":
            return Counter(state_label(line.state) for line in lines)
        case "bracket":
            return Counter(BRACKET_LABELS[bracket_of(x.investment_yuan).value] for x in lines)
    return Counter(line.unit for line in lines)


def _compare(registry: Registry, turn: Turn, asked: Meant, _lines: Lines) -> str:
    """This month, or the period asked about, beside the one before it."""
    earlier = asked.which
    if earlier.first is None or earlier.last is None or earlier.last >= turn.today:
        end = turn.today.replace(day=1) - timedelta(days=1)
        earlier = replace(earlier, first=end.replace(day=1), last=end, words=f"{end.month}月")
    assert earlier.last is not None
    later = replace(earlier, first=earlier.last + timedelta(days=1), last=turn.today)
    now, before = (len(lines_of(registry, turn, which)) for which in (later, earlier))
    key = "same_count" if now == before else "more_by" if now > before else "fewer_by"
    return say(
        "register.compare",
        words=_since(turn, later),
        count=now,
        before_words=earlier.words,
        before=before,
        change=say(f"register.{key}", count=abs(now - before)),
    )


def _since(turn: Turn, which: Which) -> str:
    if which.first == turn.today.replace(day=1):
        return say("register.this_month")
    return say("register.from_to", first=which.first, last=which.last)


def _average(_registry: Registry, turn: Turn, _asked: Meant, lines: Lines) -> str:
    waiting = [line for line in lines if line.state in IN_REVIEW]
    if not waiting:
        return say("register.average_none")
    days = {line: (turn.today - own_projects.day_of(line)).days for line in waiting}
    longest = max(waiting, key=lambda line: days[line])
    return say(
        "register.average",
        count=len(waiting),
        days=round(sum(days.values()) / len(waiting)),
        project=longest.project_name,
        most=days[longest],
    )


_FIGURES: dict[Seeks, Callable[[Registry, Turn, Meant, Lines], str]] = {
    Seeks.SUM: _sum,
    Seeks.SHARE: _share,
    Seeks.DIVIDE: _divide,
    Seeks.TOP: _top,
    Seeks.COMPARE: _compare,
    Seeks.AVERAGE: _average,
}
