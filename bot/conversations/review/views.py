"""What a reviewer looks at: queue, one report, likeness, guide, lists, what can be done now.

Reads: the registry, which records each look. Does nothing to a report.
"""

from collections.abc import Iterable, Sequence

from bot.conversations import own_projects
from bot.conversations.review.acts import WANTS, label_of, operation_of
from bot.conversations.review.findings import findings_lines
from bot.conversations.status.answers import may, project_of
from bot.dialogue.messages import Card, CardKind, Choice, Reply, Row
from bot.dialogue.talk import Step, Turn
from bot.rendering.assessments import VERDICT_WORDS, clause_label
from bot.rendering.report_labels import GUARD_LABELS
from bot.rendering.reports import candidate_text, report_rows, show_time, state_label
from bot.wording import say
from registry.casework.adjudication import OpenStep
from registry.casework.steps import WITHOUT_CLAIM
from registry.filing.claims import Claim
from registry.filing.reports import ReportView
from registry.reading.report_lines import ReportLine
from registry.service import Registry
from rules.layout_conformity import LAYOUT_CONFORMITY

PAGE = 8
_BUTTONS = 5
_LABEL = 24
_LAYOUT_RULE = LAYOUT_CONFORMITY.name
_GLOSSES = {spec.name: spec.gloss for spec in LAYOUT_CONFORMITY.facts}


def show_queue(registry: Registry, turn: Turn, *, waiting: bool = False, after: str = "") -> Step:
    """A page of the queue, or of those that wait behind another report."""
    page = registry.queries.review_queue(turn.caller, after=after, limit=PAGE, waiting=waiting)
    kind = "waiting" if waiting else "queue"
    if not page.rows:
        key = "review.no_more" if after else f"review.{kind}_empty"
        return Step(turn.talk, (Reply(say(key)),))
    head = "review.waiting_head" if waiting else f"review.queue_head{'_more' if page.next else ''}"
    lines = [say(head, count=len(page.rows))]
    lines += [_queue_line(line, n) for n, line in enumerate(page.rows, 1)]
    lines.append(say("review.queue_end"))
    choices = _open_buttons(page.rows, "review.open:")
    if page.next:
        lines.append(say("review.next_page_hint"))
        choices = (*choices, Choice(say("review.next_page"), "review.page:"))
    rows = tuple(Row(x.project_name, state_label(x.state), x.report_no) for x in page.rows)
    talk = own_projects.listing(turn.talk, [line.report_no for line in page.rows])
    place = {"after": page.next, "waiting": waiting}
    talk = talk.noting("review", {**talk.of("review"), "queue": place})
    card = Card(CardKind.LIST, lines[0], rows)
    return Step(talk, (Reply("\n".join(lines), choices, card=card),))


def next_page(registry: Registry, turn: Turn) -> Step:
    """The page of the queue after the one shown last."""
    place = turn.talk.of("review").get("queue")
    if place is None:
        return show_queue(registry, turn)
    if not place["after"]:
        return Step(turn.talk, (Reply(say("review.no_more")),))
    return show_queue(registry, turn, waiting=place["waiting"], after=place["after"])


def ask_which(turn: Turn, lines: Sequence[ReportLine], press: str) -> Step:
    """Ask which of several reports is meant."""
    listed = lines[:PAGE]
    texts = [_queue_line(line, n) for n, line in enumerate(listed, 1)]
    talk = own_projects.listing(turn.talk, [line.report_no for line in listed])
    text = "\n".join([say("review.which"), *texts])
    return Step(talk, (Reply(text, _open_buttons(listed, press)),))


def open_report(registry: Registry, turn: Turn, report_no: str) -> Step:
    """A report with its findings and what can be done now. Raises NotFound, ReadOnly."""
    view = registry.reports.view(turn.caller, report_no)
    rows = list(report_rows(view))
    lines = [say("review.open_row", label=label, value=value) for label, value in rows]
    lines += findings_lines(registry.reviews.findings(turn.caller, report_no))
    steps, choices = steps_of(registry, turn, view)
    card = Card(CardKind.REPORT, project_of(view), tuple(Row(a, b) for a, b in rows))
    looks = (
        Choice(say("review.button_likeness"), f"review.like:{report_no}"),
        Choice(say("review.button_guide"), f"review.layout:{report_no}"),
        Choice(say("review.button_lists"), f"review.lists:{report_no}"),
    )
    reply = Reply("\n".join([*lines, *steps]), (*looks, *choices), card=card)
    return _spoken(turn, report_no, reply)


def show_steps(registry: Registry, turn: Turn, report_no: str) -> Step:
    """What can be done with a report now, and what is missing for the rest."""
    view = registry.reports.view(turn.caller, report_no)
    lines, choices = steps_of(registry, turn, view)
    return _spoken(turn, report_no, Reply("\n".join(lines), choices))


def steps_of(
    registry: Registry, turn: Turn, view: ReportView
) -> tuple[list[str], tuple[Choice, ...]]:
    """Lines and buttons of the steps that are open to this person."""
    steps = [
        step
        for step in registry.reviews.open_steps(turn.caller, view.report_no)
        if may(turn, operation_of(step.name), view)
    ]
    is_waiting = view.bureau is not None and view.bureau.claim is Claim.WAITING
    if is_waiting:
        steps = [step for step in steps if step.name in WITHOUT_CLAIM]
    lines = [say("review.steps_waiting")] if is_waiting else []
    if not steps:
        return [*lines, say("review.steps_none")], ()
    lines.append(say("review.steps_head"))
    lines += [_step_line(step) for step in steps]
    return lines, (*record_buttons(view), *_step_buttons(steps, view.report_no))


def _step_line(step: OpenStep) -> str:
    missing = still_missing(step)
    if not missing:
        return say("review.step_ready", step=label_of(step.name))
    return say("review.step_open", step=label_of(step.name), guards=_guards(missing))


def still_missing(step: OpenStep) -> list[str]:
    """Guards that no field of the step fills when it is put; likeness is recorded with it."""
    own = {"reason_given", "likeness_checked", "new_report_linked", "major_manufacturing"}
    fields = {"existing_district": "existing_project", "instruction": "city_leads"}
    own |= {fields.get(name, name) for name in WANTS.get(step.name, ())}
    if "rival_no" in own:
        own.add("earlier_or_tied_report")
    return [guard for guard in step.open_guards if guard not in own]


def _guards(names: Iterable[str]) -> str:
    return "；".join(GUARD_LABELS.get(name, name) for name in names)


def record_buttons(view: ReportView) -> list[Choice]:
    """Buttons to record what this state asks the bureau to find out."""
    number = view.report_no
    if view.state == "UNDER_REVIEW":
        return [
            Choice(say("review.button_conform"), f"review.act:guide:{number}:yes"),
            Choice(say("review.button_nonconform"), f"review.act:guide:{number}:no"),
        ]
    if view.state == "CONSULTING":
        return [Choice(say("review.button_consultation"), f"review.act:consultation:{number}")]
    return []


def _step_buttons(steps: Sequence[OpenStep], report_no: str) -> list[Choice]:
    ready = [step for step in steps if not still_missing(step)]
    return [Choice(label_of(s.name), f"review.act:{s.name}:{report_no}") for s in ready]


def show_likeness(registry: Registry, turn: Turn, report_no: str) -> Step:
    """Earlier reports this one may repeat, with reasons; decides nothing."""
    view = registry.reports.view(turn.caller, report_no)
    found = registry.likeness.check(turn.caller, report_no).candidates
    if not found:
        text = say("review.likeness_none", project=project_of(view))
        return _spoken(turn, report_no, Reply(text))
    lines = [say("review.likeness_head", project=project_of(view))]
    lines += [f"{n}. {candidate_text(each)}" for n, each in enumerate(found, 1)]
    lines.append(say("review.likeness_people"))
    step = _spoken(turn, report_no, Reply("\n".join(lines)))
    talk = own_projects.listing(step.talk, [each.report_no for each in found])
    return Step(talk, step.replies, report_no=report_no)


def show_guide(registry: Registry, turn: Turn, report_no: str) -> Step:
    """What the Layout Guide table says of a report; the conclusion is the reviewer's."""
    view = registry.reports.view(turn.caller, report_no)
    whole = registry.reviews.assess_grant(turn.caller, report_no)
    found = next((child for child in whole.children if child.rule == _LAYOUT_RULE), None)
    if found is None:
        text = say("review.guide_none", project=project_of(view))
        return _spoken(turn, report_no, Reply(text))
    verdict, outcome = VERDICT_WORDS[found.verdict], found.outcome.text
    head = say("review.guide_head", project=project_of(view), outcome=outcome, verdict=verdict)
    lines = [head]
    lines += [
        say("review.guide_reason", text=r.text, clause=clause_label(r.clause))
        for r in found.reasons
    ]
    lines += [say("review.guide_open", text=point.text) for point in found.open_points]
    if found.missing_facts:
        names = "、".join(_GLOSSES.get(name, name) for name in found.missing_facts)
        lines.append(say("review.guide_missing", names=names))
    is_open = view.state == "UNDER_REVIEW"
    choices = tuple(record_buttons(view)) if is_open else ()
    lines += [say("review.guide_record")] if is_open else []
    return _spoken(turn, report_no, Reply("\n".join(lines), choices))


def show_lists(registry: Registry, turn: Turn, report_no: str) -> Step:
    """Rows of the bureau's lists that name the investor."""
    view = registry.reports.view(turn.caller, report_no)
    found = registry.lists.matches(turn.caller, report_no)
    key = "review.lists_head" if found else "review.lists_none"
    lines = [say(key, project=project_of(view))]
    for match in found:
        detail = f"，{match.detail}" if match.detail else ""
        lines.append(say("review.lists_line", list=match.list_name, name=match.name, detail=detail))
    return _spoken(turn, report_no, Reply("\n".join(lines)))


def _queue_line(line: ReportLine, n: int) -> str:
    marks = say("review.mark_disputed") if line.disputed else ""
    marks += say("review.mark_waiting") if line.claim is Claim.WAITING else ""
    return say(
        "review.queue_line",
        n=n,
        project=line.project_name,
        investor=line.investor_name,
        unit=line.unit,
        state=state_label(line.state),
        received=show_time(line.received_at)[:16],
        marks=marks,
    )


def _open_buttons(lines: Sequence[ReportLine], press: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"{n}. {line.project_name}"[:_LABEL], f"{press}{line.report_no}")
        for n, line in enumerate(lines[:_BUTTONS], 1)
    )


def _spoken(turn: Turn, report_no: str, reply: Reply) -> Step:
    talk = own_projects.speaking_of(turn.talk, report_no)
    return Step(talk, (reply,), report_no=report_no)
