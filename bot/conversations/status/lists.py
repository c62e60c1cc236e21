"""Lists of reports as a person may see them: mine, in review, idle, overdue; by page.

Reads: registry.queries. What was listed is remembered, so that 第二个 means something.
"""

from collections.abc import Sequence

from bot.conversations import own_projects
from bot.conversations.status.reading import REVIEW, Asks, Request
from bot.dialogue.messages import Card, CardKind, Choice, Reply, Row
from bot.dialogue.talk import Step, Talk, Turn
from bot.rendering.reports import show_time, state_label
from bot.wording import say
from registry.reading.report_lines import RegisterFilter, ReportLine
from registry.service import Registry

PAGE = 8
MOST = 200
MOST_BUTTONS = 5
_LABEL = 24  # characters of a button


def list_reports(registry: Registry, turn: Turn, asked: Request, *, start: int = 0) -> Step:
    """A page of a list. Raises what registry.queries raises."""
    lines = _fetch(registry, turn, asked, start + PAGE + 1)
    shown = lines[start : start + PAGE]
    kind = _kind(turn, asked)
    if not shown:
        return Step(turn.talk, (Reply(_nothing(turn, asked, kind, start)),))
    more = len(lines) > start + PAGE
    talk = own_projects.listing(turn.talk, [line.report_no for line in shown])
    page = {"asks": asked.asks.value, "kind": asked.kind, "states": list(asked.states)}
    position = {**page, "days": asked.days, "start": start + PAGE if more else -1}
    talk = talk.noting("status", {**talk.of("status"), "page": position})
    if len(shown) == 1:
        talk = own_projects.speaking_of(talk, shown[0].report_no)
    return Step(talk, (_list_reply(turn, shown, kind, asked, more),))


def next_page(registry: Registry, turn: Turn) -> Step:
    """The page after the one shown last."""
    page = turn.talk.of("status").get("page")
    if page is None or page["start"] < 0:
        return Step(turn.talk, (Reply(say("status.no_more")),))
    asked = Request(Asks(page["asks"]), page["kind"], tuple(page["states"]), page["days"])
    return list_reports(registry, turn, asked, start=page["start"])


def which_one(talk: Talk, lines: Sequence[ReportLine], question: str, press: str) -> Step:
    """Ask which of several is meant. press: what a button sends before the report's number."""
    listed = lines[:PAGE]
    rows = [
        say("status.which_option", n=n, project=line.project_name, investor=line.investor_name)
        for n, line in enumerate(listed, 1)
    ]
    talk = own_projects.listing(talk, [line.report_no for line in listed])
    return Step(talk, (Reply("\n".join([question, *rows]), _buttons(listed, press)),))


def line_of(registry: Registry, turn: Turn, report_no: str) -> ReportLine | None:
    """The line of one report, None when the person sees none of that number."""
    found = registry.queries.lookup(turn.caller, (report_no,), limit=MOST)
    return next((line for line in found if line.report_no == report_no), None)


def own_lines(registry: Registry, turn: Turn) -> tuple[ReportLine, ...]:
    """The newest reports of a filing unit; nothing for the bureau, which has none of its own."""
    assert turn.member is not None
    if turn.member.role.is_bureau:
        return ()
    return registry.queries.mine(turn.caller, limit=MOST).rows


def _fetch(registry: Registry, turn: Turn, asked: Request, most: int) -> Sequence[ReportLine]:
    assert turn.member is not None
    queries, caller, most = registry.queries, turn.caller, min(most, MOST)
    if asked.asks is Asks.IDLE:
        return queries.idle(caller, days=asked.days, limit=most).rows
    if asked.asks is Asks.OVERDUE:
        return queries.overdue(caller, limit=most).rows
    if not turn.member.role.is_bureau:
        lines = queries.mine(caller, limit=MOST).rows
        return [line for line in lines if not asked.states or line.state in asked.states]
    if asked.states == REVIEW:
        return queries.review_queue(caller, limit=most).rows
    found: list[ReportLine] = []
    for state in asked.states or (None,):
        found += queries.register(caller, RegisterFilter(state=state), limit=most).rows
    return sorted(found, key=lambda line: -line.seq)[:most]


def _kind(turn: Turn, asked: Request) -> str:
    assert turn.member is not None
    if asked.kind == "mine" and turn.member.role.is_bureau:
        return say("status.kind_bureau")
    return say(f"status.kind_{asked.kind}", days=asked.days)


def _nothing(turn: Turn, asked: Request, kind: str, start: int) -> str:
    if start:
        return say("status.no_more")
    if asked.asks is Asks.IDLE:
        return say("status.none_idle", days=asked.days)
    if asked.kind != "mine":
        return say("status.none_of_kind", kind=kind)
    drafted = turn.talk.of("file")
    if not drafted.get("draft"):
        return say("status.none_yet")
    goes_on = "" if turn.talk.floor == "file" else say("status.draft_goes_on")
    return say("status.only_draft") + goes_on


def _list_reply(
    turn: Turn, lines: Sequence[ReportLine], kind: str, asked: Request, more: bool
) -> Reply:  # fmt: skip
    head = say(f"status.list_head{'_more' if more else ''}", kind=kind, count=len(lines))
    texts = [line_text(turn, line, n, asked) for n, line in enumerate(lines, 1)]
    end = [say("status.list_end")] if len(lines) > 1 else []
    if more:
        end.insert(0, say("status.list_more"))
    rows = tuple(Row(line.project_name, state_label(line.state), line.report_no) for line in lines)
    choices = _buttons(lines, "status.open:")
    if more:
        choices = (*choices, Choice(say("status.next_page"), "status.page:"))
    return Reply("\n".join([head, *texts, *end]), choices, card=Card(CardKind.LIST, kind, rows))


def line_text(turn: Turn, line: ReportLine, n: int, asked: Request) -> str:
    """A report as one numbered line."""
    text = say(
        "status.list_line",
        n=n,
        project=line.project_name,
        investor=line.investor_name,
        unit=unit_of(turn, line.unit),
        state=state_label(line.state),
        received=show_time(line.received_at)[:10],
    )
    if asked.asks is Asks.IDLE:
        text += say("status.list_idle", days=line.idle_days)
    if line.next_step:
        text += say("status.list_due", step=line.next_step, due=due_text(line, turn))
    return text


def unit_of(turn: Turn, unit: str) -> str:
    """The unit as it follows a report's name: said to the bureau only."""
    assert turn.member is not None
    return f"，{unit}" if turn.member.role.is_bureau else ""


def due_text(line: ReportLine, turn: Turn) -> str:
    """By when the next step is due; that it is over; empty without a day."""
    if line.next_due_on is None:
        return ""
    key = "status.due_passed" if line.next_due_on < turn.today else "status.due_on"
    return say(key, day=line.next_due_on.isoformat())


def _buttons(lines: Sequence[ReportLine], press: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"{n}. {line.project_name}"[:_LABEL], f"{press}{line.report_no}")
        for n, line in enumerate(lines[:MOST_BUTTONS], 1)
    )
