"""Which report an act is about, where its words do not say: the act waits, and its object is told.

An act without its report is held like one without a reason; names, places, units and pronouns
fill it, what is told as a reason is kept with it. Two and more reports named at once are one act
for all of them. Reads: the registry. Does nothing to a report.
"""

import re
from dataclasses import replace

from bot.conversations import own_projects
from bot.conversations.own_projects import fold
from bot.conversations.pending import CONFIRM, Pending, held, hold, is_vague_yes
from bot.conversations.register import finding as register_finding
from bot.conversations.register.lines import lines_of
from bot.conversations.register.words import Which
from bot.conversations.review.acts import WANTS, label_of
from bot.conversations.review.reading import adds_reason, read_command, report_name, told_reason
from bot.conversations.review.views import ask_which, show_queue
from bot.dialogue.messages import Intent, Reply
from bot.dialogue.talk import Step, Turn
from bot.wording import say
from registry.errors import RegistryError
from registry.reading.report_lines import ReportLine
from registry.service import Registry

DESK = "review"
REPORT = "report"  # what an act awaits that has none yet
MOST_AT_ONCE = 8
MOST_QUEUE = 100
_ALL = re.compile(
    r"(?:这|那)?(?P<n>[0-9两二三四五六七八])(?:个|件|份)都?|(?:这|那)?俩都?|(?:它们|这些|那些|全部|全)都?|都"
)
_LOOKS = re.compile("打开|看看|看一下|查")
_N = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}


def ask_for(registry: Registry, turn: Turn, pending: Pending) -> Step:
    """Ask which report an act is for, with those that wait for work to choose from."""
    step = show_queue(registry, turn)
    if not step.replies[0].choices:
        return Step(turn.talk, (Reply(say("review.say_which")),))
    _, *rows = step.replies[0].text.split("\n")
    text = "\n".join([say("review.ask_report", step=label_of(pending.action)), *rows[:-1]])
    asked = replace(step.replies[0], text=text)
    return Step(hold(step.talk, DESK, replace(pending, wants=REPORT)), (asked,))


def ask_among(turn: Turn, pending: Pending, lines: tuple[ReportLine, ...]) -> Step:
    """Ask which of several reports an act is for."""
    step = ask_which(turn, lines, f"review.act:{pending.action}:")
    return replace(step, talk=hold(step.talk, DESK, replace(pending, wants=REPORT)))


def again(pending: Pending) -> Reply:
    """The question which report, in one line."""
    reason = say("review.reason_kept", reason=pending.reason) if pending.reason else ""
    return Reply(say("review.ask_report", step=label_of(pending.action)) + reason)


def fill_object(registry: Registry, turn: Turn, pending: Pending) -> Pending | Step | None:
    """The act with the report it waited for; what to say where that is open; None: other words."""
    if _LOOKS.search(turn.text):
        return None
    if is_vague_yes(turn.text):
        return Step(turn.talk, (again(pending),))
    if (told := with_reason(pending, turn.text, turn)) is not None:
        return Step(hold(turn.talk, DESK, told), (again(told),))
    if read_command(turn.text, turn.today).verb not in ("open", pending.action):
        return None
    lines = objects(registry, turn, turn.text)
    if len(lines) == 1:
        return replace(pending, report_no=lines[0].report_no, wants="")
    return ask_among(turn, pending, lines) if lines else None


def claims_object(registry: Registry, turn: Turn) -> Intent | None:
    """REVIEW for words that name the report, or tell the reason, of an act that waits."""
    pending = held(turn.talk, DESK) if turn.talk.floor == DESK else None
    if pending is None or pending.wants != REPORT or turn.intent is Intent.CANCEL:
        return None
    if with_reason(pending, turn.text, turn) is not None:
        return Intent.REVIEW
    try:
        return Intent.REVIEW if objects(registry, turn, turn.text) else None
    except RegistryError:
        return None


def objects(registry: Registry, turn: Turn, text: str) -> tuple[ReportLine, ...]:
    """The reports an answer means: by name, place, number, unit or any other condition."""
    turn = replace(turn, text=text)
    found = own_projects.pick(registry, turn, text)
    if found.one:
        return lines_of(registry, turn, Which(numbers=(found.one,)))
    which = register_finding.told_which(registry, turn)
    if which is not None:
        return lines_of(registry, turn, which)
    return found.several


def next_to_review(registry: Registry, turn: Turn) -> str:
    """The report listed behind the one spoken of; where it is not listed, the next of the queue."""
    last = own_projects.last(turn.talk)
    if last in own_projects.shown(turn.talk):
        return own_projects.after_last(turn.talk)
    here = lines_of(registry, turn, Which(numbers=(last,))) if last else ()
    queue = registry.queries.review_queue(turn.caller, limit=MOST_QUEUE).rows
    behind = [line for line in queue if here and line.seq > here[0].seq]
    others = [line for line in (*behind, *queue) if line.report_no != last]
    return others[0].report_no if others else ""


def several_named(registry: Registry, turn: Turn, rest: str) -> tuple[str, ...]:
    """Two and more reports an act is for at once: named, or those just listed (两件都退回)."""
    head = rest.partition("，")[0]
    named = (report_name(_ALL.sub("", each)) for each in _JOINS.split(head))
    chunks = [name for name in named if len(name) >= 2]
    found = [own_projects.among(own_projects.candidates(registry, turn, c), c).one for c in chunks]
    if len(found) > 1 and all(found) and len(set(found)) == len(found):
        return tuple(found[:MOST_AT_ONCE])
    listed = own_projects.shown(turn.talk)
    every = _ALL.search(fold(head))
    if every is None or chunks or not 1 < len(listed) <= MOST_AT_ONCE:
        return ()
    told = every["n"]
    return listed if not told or _N.get(told, 0) == len(listed) or told == str(len(listed)) else ()


_JOINS = re.compile(r"[和与跟及、]|还有|以及")


def with_reason(pending: Pending, text: str, turn: Turn) -> Pending | None:
    """An act that waits for its report, with a reason told meanwhile; None where none is."""
    reason = told_reason(text)
    if not reason and adds_reason(text):
        reason = "，".join(each for each in (pending.reason, text.strip(" 。，")) if each)
    if not reason or "reason" not in WANTS.get(pending.action, ()):
        return None
    return None if _is_other_act(pending, text, turn) else replace(pending, reason=reason)


def added_reason(text: str, pending: Pending) -> str:
    """The reason with one thing more that is lacking; empty where the words tell none."""
    if pending.wants != CONFIRM or not adds_reason(text):
        return ""
    return "，".join(part for part in (pending.reason, text.strip(" 。，")) if part)


def _is_other_act(pending: Pending, text: str, turn: Turn) -> bool:
    return read_command(text, turn.today).verb not in ("open", "steps", pending.action)
