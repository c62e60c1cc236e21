"""One thing of one report, or of each of a few: how long, who, where it is stuck, what next.

Reads: the registry. Does not: tell a filing unit of rivals, or of what only the bureau found.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.conversations import own_projects
from bot.conversations.pending import loosened
from bot.conversations.register.answers import EXTREMES, answer_set
from bot.conversations.register.finding import Meant
from bot.conversations.register.lines import lines_of
from bot.conversations.register.phrases import these
from bot.conversations.register.vocabulary import IN_REVIEW, OF_ONE, Seeks
from bot.conversations.register.words import Which, having_asked
from bot.conversations.review.findings import finding_text
from bot.conversations.review.put import grant_answer, look
from bot.conversations.review.views import open_report
from bot.conversations.status.answers import project_of, show_report
from bot.conversations.status.fields import field_text
from bot.conversations.status.lists import list_reports, own_lines, which_one
from bot.conversations.status.reading import Asks, Request
from bot.conversations.status.stats import count
from bot.dialogue.messages import Reply
from bot.dialogue.talk import Step, Turn
from bot.rendering.assessments import clause_label
from bot.rendering.drafts import label_of as slot_label
from bot.rendering.reports import show_time, state_label
from bot.wording import say, sentences
from registry.casework.findings import FindingKind, latest
from registry.clock import SHANGHAI
from registry.filing.claims import Claim
from registry.filing.reports import ReportView
from registry.reading.report_lines import ReportLine
from registry.service import Registry
from rules.clauses import ClauseRef

# Which of the questions about a returned report is asked, by a word of it.
_MENDING = (
    ("mend_not_done", "不补"),
    ("mend_until", "之前"),
    ("mend_until", "多久"),
    ("mend_until", "几号"),
    ("mend_how", "怎么"),
    ("mend_how", "咋"),
)
_GRANTS = re.compile("授予|赋予|给(?:了|吧|他们|资格|首谈|吗)|批(?:了|吗|给)")
MOST_EACH = 8  # reports answered about one by one
REVIEW_CLAUSE = ClauseRef("hz-2019-40", "4.1")
_PLAIN = frozenset({Seeks.COUNT, Seeks.DIVIDE})
_OPTIONAL = ("fixed_investment", "land_area_mu", "annual_output", "annual_tax", "summary")


def answer_register(registry: Registry, turn: Turn, asked: Meant) -> Step:
    """Answer what is asked of the reports on hand; an act that waits needs more than a bare yes.

    Raises what the registry raises.
    """
    step = _answer(registry, turn, asked)
    return replace(step, talk=loosened(step.talk, "review"))


def _answer(registry: Registry, turn: Turn, asked: Meant) -> Step:
    is_plain = asked.which == Which() or asked.which.is_period
    goes_on = turn.talk.of("dispatcher").get("spoke") == "stats"
    is_told_anew = asked.is_other or goes_on or asked.heard.is_own
    if asked.seeks in _PLAIN and is_plain and not is_told_anew:
        return count(registry, turn)
    if asked.heard.opens and asked.seeks in EXTREMES:
        found = answer_set(registry, turn, asked)
        number = own_projects.last(found.talk)
        is_bureau = turn.member is not None and turn.member.role.is_bureau
        show = open_report if is_bureau else show_report
        return show(registry, replace(turn, talk=found.talk), number) if number else found
    is_of_one = asked.seeks in (*OF_ONE, Seeks.NOTHING) or asked.heard.opens
    return (answer_one if is_of_one else answer_set)(registry, turn, asked)


def answer_one(registry: Registry, turn: Turn, asked: Meant) -> Step:
    """Answer about the one report meant; about each where a few are; ask where they are many.

    Raises what the registry raises.
    """
    lines = _targets(registry, turn, asked)
    if not lines:
        return _nobody(registry, turn, asked)
    if (asked.heard.opens or asked.seeks is Seeks.NOTHING) and len(lines) == 1:
        is_bureau = turn.member is not None and turn.member.role.is_bureau
        show = open_report if asked.heard.opens and is_bureau else show_report
        return show(registry, turn, lines[0].report_no)
    if len(lines) > MOST_EACH or (len(lines) > 1 and not _is_of_all(turn, asked)):
        return which_one(turn.talk, lines, say("status.which"), "status.open:")
    if len(lines) > 1:
        return _of_each(registry, turn, asked, lines)
    number = lines[0].report_no
    text = say("register.of", project=lines[0].project_name) + _said(registry, turn, asked, number)
    talk = own_projects.speaking_of(having_asked(turn.talk, Which(), asked.seeks), number)
    return Step(talk, (Reply(text),), report_no=number)


def _of_each(registry: Registry, turn: Turn, asked: Meant, lines: tuple[ReportLine, ...]) -> Step:
    texts = [
        say("register.of_listed", n=n, project=line.project_name)
        + _said(registry, turn, asked, line.report_no)
        for n, line in enumerate(lines, 1)
    ]
    talk = own_projects.listing(turn.talk, [line.report_no for line in lines])
    return Step(own_projects.speaking_of(talk, ""), (Reply("\n".join(texts)),))


def _targets(registry: Registry, turn: Turn, asked: Meant) -> tuple[ReportLine, ...]:
    """The reports asked about: named, meant by what they are, spoken of last, or listed."""
    which = asked.which
    if which != Which():
        return lines_of(registry, turn, which)
    last, shown = own_projects.last(turn.talk), own_projects.shown(turn.talk)
    if last or (shown and not asked.heard.is_own):
        return lines_of(registry, turn, Which(numbers=(last,) if last else shown))
    return own_lines(registry, turn)


def _is_of_all(turn: Turn, asked: Meant) -> bool:
    return asked.seeks is not Seeks.NOTHING and (
        asked.heard.narrows or "都" in turn.text or not asked.heard.points
    )


def _nobody(registry: Registry, turn: Turn, asked: Meant) -> Step:
    """There is no such report; a district that has none at all is told how to file."""
    if asked.which == Which() and turn.member is not None and turn.member.role.is_district:
        return list_reports(registry, turn, Request(Asks.LIST))
    if asked.which != Which():
        return Step(turn.talk, (Reply(say("register.none", these=these(turn, asked.which))),))
    return answer_set(registry, turn, replace(asked, seeks=Seeks.LIST))


def _said(registry: Registry, turn: Turn, asked: Meant, report_no: str) -> str:
    view = registry.reports.view(turn.caller, report_no)
    if asked.seeks is Seeks.FIELD:
        return field_text(registry, turn, view, asked.heard.fields) + "。"
    return _ASPECTS[asked.seeks](registry, turn, view)


def _state(_registry: Registry, _turn: Turn, view: ReportView) -> str:
    """How a report stands and what comes next, in a sentence."""
    key = f"next_{view.state}"
    text = say(f"status.{key}") if key in sentences("status") else ""
    return say("register.stuck_filer", state=state_label(view.state), next=text)


def _how_long(registry: Registry, turn: Turn, view: ReportView) -> str:
    """Since when it is here, and in its present state."""
    received = view.received_at.astimezone(SHANGHAI).date()
    days = (turn.today - received).days
    events = registry.queries.timeline(turn.caller, view.report_no)
    ats = [event.at for event in events if event.state == view.state]
    begun = ats[-1].astimezone(SHANGHAI).date() if ats else received
    since = ""
    if begun != received:
        lasted = (turn.today - begun).days
        since = say("register.since", state=state_label(view.state), day=begun, days=lasted)
    return say("register.how_long", received=received, days=days, since=since)


def _how_soon(registry: Registry, turn: Turn, view: ReportView) -> str:
    text = say("register.how_soon", clause=clause_label(REVIEW_CLAUSE))
    lasted = _how_long(registry, turn, view)
    return text + say("register.now_since", state=state_label(view.state), lasted=lasted)


def _who(registry: Registry, turn: Turn, view: ReportView) -> str:
    assert turn.member is not None
    if view.state == "RETURNED":
        return _returned_by(registry, turn, view)
    if view.state not in IN_REVIEW:
        return say("register.who_after", state=state_label(view.state))
    if not turn.member.role.is_bureau:
        return say("register.who_filer")
    findings = registry.reviews.findings(turn.caller, view.report_no)
    if not findings:
        return say("register.who_nobody")
    found = registry.staff.find(findings[-1].account)
    day = findings[-1].recorded_at.astimezone(SHANGHAI).date()
    name = found.name if found is not None else findings[-1].account
    return say("register.who_found", name=name, day=day)


def _stuck(registry: Registry, turn: Turn, view: ReportView) -> str:  # noqa: PLR0911  # a state each
    """What the next step still waits for; whether the right can be granted, where that is asked."""
    assert turn.member is not None
    is_bureau = turn.member.role.is_bureau
    if is_bureau and view.state in IN_REVIEW and _GRANTS.search(turn.text):
        return grant_answer(look(registry, turn, view.report_no))
    if view.state == "RETURNED":
        key = "stuck_returned" if is_bureau else "stuck_returned_filer"
        reason = _returned_for(registry, turn, view)
        return say(f"register.{key}", unit=view.unit, reason=reason)
    if view.state not in IN_REVIEW:
        return say("register.stuck_not", state=state_label(view.state))
    if not is_bureau:
        text = say(f"status.next_{view.state}")
        return say("register.stuck_filer", state=state_label(view.state), next=text)
    if view.bureau is not None and view.bureau.claim is Claim.WAITING:
        return say("register.stuck_waits")
    if view.state == "CONFLICT":
        return say("register.stuck_dispute")
    if view.state == "SUBMITTED":
        return say("register.stuck_new")
    findings = registry.reviews.findings(turn.caller, view.report_no)
    if view.state == "CONSULTING":
        has_opinion = latest(findings, FindingKind.CONSULTATION) is not None
        return say("register.stuck_grant" if has_opinion else "register.stuck_opinion")
    guide = latest(findings, FindingKind.GUIDE_REVIEW)
    if guide is None:
        return say("register.stuck_guide")
    return say("register.stuck_consult" if guide.body["conform"] else "register.stuck_nonconform")


def _returned_for(registry: Registry, turn: Turn, view: ReportView) -> str:
    events = registry.queries.timeline(turn.caller, view.report_no)
    reasons = [event.reason for event in events if event.state == "RETURNED" and event.reason]
    return reasons[-1] if reasons else say("register.papers_none")


def _returned_by(registry: Registry, turn: Turn, view: ReportView) -> str:
    events = registry.queries.timeline(turn.caller, view.report_no)
    event = [event for event in events if event.state == "RETURNED"][-1]
    day = event.at.astimezone(SHANGHAI).date()
    return say("register.returned_by", unit=event.unit, day=day, reason=event.reason)


def _mend(registry: Registry, turn: Turn, view: ReportView) -> str:
    """How a returned report is put right, and what the scheme does not say of it."""
    if view.state != "RETURNED":
        return say("register.mend_not", state=state_label(view.state))
    key = next((key for key, words in _MENDING if words in turn.text), "mend")
    return say(f"register.{key}", reason=_returned_for(registry, turn, view))


def _told(_registry: Registry, _turn: Turn, view: ReportView) -> str:
    return say("register.told", unit=view.unit)


def _next(registry: Registry, turn: Turn, view: ReportView) -> str:
    assert turn.member is not None
    if turn.member.role.is_bureau and view.state in IN_REVIEW:
        return _stuck(registry, turn, view)
    return _state(registry, turn, view)


def _opinion(registry: Registry, turn: Turn, view: ReportView) -> str:
    assert turn.member is not None
    if not turn.member.role.is_bureau:
        return say("register.opinion_filer")
    findings = registry.reviews.findings(turn.caller, view.report_no)
    found = latest(findings, FindingKind.CONSULTATION)
    return finding_text(found) if found is not None else say("register.opinion_none")


def _whose(_registry: Registry, _turn: Turn, view: ReportView) -> str:
    contact = str(view.content.get("unit_contact") or "")
    key = "whose" if contact else "whose_unit"
    return say(f"register.{key}", unit=view.unit, contact=contact)


def _papers(_registry: Registry, turn: Turn, view: ReportView) -> str:
    assert turn.member is not None
    none = say("register.papers_none")
    evidence = view.content.get("intent_evidence") or ()
    named = (
        [str(each) for each in evidence] if isinstance(evidence, list | tuple) else [str(evidence)]
    )
    empty = [slot_label(name) for name in _OPTIONAL if not view.content.get(name)]
    joined = say("register.joined")
    key = "papers" if turn.member.role.is_bureau else "papers_filer"
    return say(
        f"register.{key}", evidence=joined.join(named) or none, empty=joined.join(empty) or none
    )


def _rank(_registry: Registry, turn: Turn, view: ReportView) -> str:
    assert turn.member is not None
    if not turn.member.role.is_bureau:
        return say("register.rank_filer", received=show_time(view.received_at)[:16])
    claim = view.bureau.claim if view.bureau is not None else Claim.NONE
    keys = {Claim.ACTIVE: "rank_bureau", Claim.WAITING: "rank_waiting", Claim.NONE: "rank_none"}
    return say(f"register.{keys[claim]}", state=state_label(view.state))


def _urge(_registry: Registry, turn: Turn, view: ReportView) -> str:
    assert turn.member is not None
    if turn.member.role.is_bureau:
        return say("register.urge_bureau")
    received = view.received_at.astimezone(SHANGHAI).date()
    return say(
        "register.urge_filer",
        project=project_of(view),
        report_no=view.report_no,
        received=received,
        days=(turn.today - received).days,
        state=state_label(view.state),
    )


_ASPECTS: dict[Seeks, Callable[[Registry, Turn, ReportView], str]] = {
    Seeks.STATE: _state,
    Seeks.HOW_LONG: _how_long,
    Seeks.HOW_SOON: _how_soon,
    Seeks.WHO: _who,
    Seeks.STUCK: _stuck,
    Seeks.NEXT: _next,
    Seeks.OPINION: _opinion,
    Seeks.WHOSE: _whose,
    Seeks.PAPERS: _papers,
    Seeks.RANK: _rank,
    Seeks.URGE: _urge,
    Seeks.MEND: _mend,
    Seeks.TOLD: _told,
}
