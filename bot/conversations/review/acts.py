"""What a reviewer can do to a report: which fields each act needs, how they are read and said.

An act is a step of rules.lifecycle, or one of the registry's other writes: findings, dispute,
ruling of sameness. Pure, apart from looking up a report that is named.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.conversations import own_projects
from bot.conversations.days import read_past
from bot.conversations.own_projects import fold
from bot.conversations.pending import Pending
from bot.conversations.review.reading import read_opinion
from bot.dialogue.messages import Choice
from bot.dialogue.talk import Turn
from bot.rendering.report_labels import STEP_LABELS
from bot.wording import say, sentences
from registry.casework.findings import OPERATIONS as FINDING_OPERATIONS
from registry.casework.findings import OPINIONS, FindingKind
from registry.casework.steps import OPERATIONS
from registry.service import Registry
from registry.transactions.permissions import Operation

FINDINGS = {
    "guide": FindingKind.GUIDE_REVIEW,
    "consultation": FindingKind.CONSULTATION,
    "approval": FindingKind.APPROVAL,
    "ruling": FindingKind.RULING,
}
ON_DISPUTES = frozenset({"settle", "same", "different"})
ACTS = frozenset({*FINDINGS, *ON_DISPUTES})
# What each act needs, in the order it is asked for; everything else needs nothing.
WANTS: dict[str, tuple[str, ...]] = {
    "return": ("reason",),
    "reject": ("reason",),
    "settle_conflict": ("reason",),
    "reject_conflict": ("reason",),
    "terminate": ("reason",),
    "fail": ("reason",),
    "mark_conflict": ("rival_no",),
    "reroute_stock": ("existing_district",),
    "reroute_city": ("instruction",),
    "coordinate": ("is_major_manufacturing",),
    "hand_over": ("new_report_no", "reason"),
    "guide": ("conform",),
    "consultation": ("opinion", "asked_on", "summary"),
    "ruling": ("point", "reason"),
    "settle": ("favoured_no", "reason"),
    "same": ("same_as", "reason"),
    "different": ("reason",),
}
NUMBERS = frozenset({"rival_no", "new_report_no", "favoured_no", "same_as"})
_OTHERWISE = re.compile(
    r"(?:(?:不对|错了|等等|不是|哦|更正|说错了)[^，,]{0,6}[，,、 ]+)+"
    r"(?:应该|其实|是|改成)*(.{1,30})$"
)
_LEAST = 2  # characters of a reason
_MOST = 1000


def label_of(action: str) -> str:
    """What an act or step is called."""
    return STEP_LABELS.get(action) or say(f"review.act_{action}")


def operation_of(action: str) -> Operation:
    """What of registry.permissions an act or step is."""
    if action in FINDINGS:
        return FINDING_OPERATIONS[FINDINGS[action]]
    return Operation.SETTLE_DISPUTE if action in ON_DISPUTES else OPERATIONS[action]


def is_known(action: str) -> bool:
    """Whether there is such an act; a button may say anything."""
    return action in ACTS or action in OPERATIONS


def missing_of(pending: Pending, content: Mapping[str, Any]) -> str:
    """The next field to ask for; empty when none is missing."""
    for name in WANTS.get(pending.action, ()):
        given = pending.reason if name == "reason" else pending.details.get(name)
        if given is None or given == "":
            if name == "existing_district" and content.get("is_new_project") is False:
                continue
            if name == "instruction" and _city_leads(content):
                continue
            return name
    return ""


def _city_leads(content: Mapping[str, Any]) -> bool:
    return any(content.get(name) is True for name in ("cross_region", "leader_assigned"))


def fill(registry: Registry, turn: Turn, pending: Pending, name: str) -> Pending | str:
    """The act with a field filled from the words; else the key of what is wrong with them."""
    text = turn.text.strip()
    if name == "reason":
        is_one = len(text) >= _LEAST
        return replace(pending, reason=text[:_MOST]) if is_one else "bad_reason"
    value: object = None
    if name in NUMBERS:
        value, problem = _number(registry, turn, text), "bad_no"
    elif name == "asked_on":
        return _day(turn, pending, text)
    elif name == "opinion":
        value, problem = read_opinion(text) or None, "bad_choice"
    elif name in ("conform", "is_major_manufacturing"):
        value, problem = _flag(text), "bad_choice"
    else:
        value, problem = text[:_MOST] if len(text) >= _LEAST else None, "bad_reason"
    return problem if value is None else with_detail(pending, name, value)


def put_right(turn: Turn, pending: Pending) -> Pending | None:
    """An act put for a yes with one of its fields told otherwise (不对，是前天); None: none is."""
    found = _OTHERWISE.match(turn.text.strip())
    if found is None:
        return None
    told = found[1]
    wanted = WANTS.get(pending.action, ())
    if "asked_on" in wanted and isinstance(day := _day(turn, pending, told), Pending):
        return day
    if "opinion" in wanted and (opinion := read_opinion(told)):
        return with_detail(pending, "opinion", opinion)
    return None


def press(pending: Pending, name: str, value: str, turn: Turn) -> Pending | None:
    """The act with a field filled from a button; None for a button that fills no such field."""
    if name == "opinion" and value in OPINIONS:
        return with_detail(pending, name, value)
    if name in ("conform", "is_major_manufacturing") and value in ("yes", "no"):
        return with_detail(pending, name, value == "yes")
    if name == "asked_on" and value in ("today", "yesterday"):
        from datetime import timedelta

        day = turn.today - timedelta(days=value == "yesterday")
        return with_detail(pending, name, day.isoformat())
    return None


def with_detail(pending: Pending, name: str, value: object) -> Pending:
    """The act with one detail set."""
    return replace(pending, details={**pending.details, name: value})


def options_of(name: str, report_no: str) -> tuple[Choice, ...]:
    """Buttons for a field that has few values."""
    values: dict[str, str] = {}
    if name == "opinion":
        values = {opinion: f"review.opinion_{opinion}" for opinion in OPINIONS}
    elif name == "conform":
        values = {"yes": "review.conform_true", "no": "review.conform_false"}
    elif name == "is_major_manufacturing":
        values = {"yes": "review.yes", "no": "review.no"}
    elif name == "asked_on":
        values = {"today": "review.today", "yesterday": "review.yesterday"}
    return tuple(
        Choice(say(key), f"review.set:{name}:{value}:{report_no}") for value, key in values.items()
    )


def finding_body(pending: Pending) -> dict[str, object]:
    """The body of the finding an act records."""
    details = pending.details
    match pending.action:
        case "guide":
            note, edition = str(details.get("note", "")), str(details.get("edition", ""))
            return {"conform": details["conform"], "edition": edition, "note": note}
        case "consultation":
            return {name: str(details[name]) for name in ("asked_on", "opinion", "summary")}
        case "approval":
            return {"note": pending.reason}
        case _:
            return {"point": str(details["point"]), "reason": pending.reason}


def detail_lines(pending: Pending) -> list[str]:
    """The details of a step as lines to be confirmed."""
    lines = []
    for name, value in pending.details.items():
        if f"label_{name}" in sentences("review"):
            shown = say("review.yes" if value else "review.no") if value in (True, False) else value
            label = say(f"review.label_{name}")
            lines.append(say("review.put_detail", label=label, value=shown))
    return lines


def is_flag_answer(name: str, text: str) -> bool:
    """Whether words answer a question of yes or no (不是), rather than give the act up (算了)."""
    is_flag = name in ("conform", "is_major_manufacturing")
    return is_flag and re.match(r"(?:不是|不属于|不算|不符合|否|非)", fold(text)) is not None


def _number(registry: Registry, turn: Turn, text: str) -> str | None:
    found = own_projects.pick(registry, turn, text)
    return found.one or None


def _day(turn: Turn, pending: Pending, text: str) -> Pending | str:
    found = read_past(text, turn.today)
    if found is None or found.day is None:
        return "bad_day"
    if found.day > turn.today:
        return "bad_future"
    return with_detail(pending, "asked_on", found.day.isoformat())


def _flag(text: str) -> bool | None:
    plain = fold(text)
    if re.match(r"(?:不|没|否|非|no)", plain):
        return False
    return True if re.match(r"(?:是|对|符合|嗯|算(?!了)|属于|有|yes)", plain) else None
