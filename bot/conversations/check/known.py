"""What the register says of the project a case is about, as far as its teller may see it.

Clause: hz-2019-40#4.1. A district's person sees the reports of their own unit, the bureau all of
them. Reads: registry.queries, cut to the caller. Does not: tell a district anything of another's.
"""

from dataclasses import dataclass, replace

from bot.conversations import own_projects
from bot.conversations.own_projects import GENERIC, fold
from bot.dialogue.talk import Turn
from bot.rendering.reports import state_label
from bot.understanding.case_facts.types import CaseReading, Said
from bot.wording import say
from registry.reading.report_lines import ReportLine
from registry.service import Registry

HOLDING = frozenset({"EXCLUSIVE", "SIGNED", "LANDED", "STARTED", "IN_PRODUCTION"})
_LEAST = 3  # characters of a name that say which project is meant
_POINTS = ("它", "这个项目", "那个项目", "该项目", "这个", "那个")
_OURS = ("我报的", "我们报的", "我们那个", "咱们那个", "我那个")
_MOST = 200  # characters in which a project is looked for


@dataclass(frozen=True, slots=True)
class Known:
    """The report a case is about. line: as the teller may see it; holds: with the right now."""

    line: ReportLine
    holds: bool


def find_known(registry: Registry, turn: Turn) -> Known | None:
    """The report of the project that is named in the words, or pointed at after it was shown."""
    if turn.member is None or not (turn.member.role.is_district or turn.member.role.is_bureau):
        return None
    text = fold(turn.text)[:_MOST]
    lines = own_projects.candidates(registry, turn, text)
    named = {line: _named(line, text) for line in lines}
    best = max(named.values(), default=0)
    found = [line for line in lines if best >= _LEAST and named[line] == best]
    if not found and any(word in text for word in (*_POINTS, *_OURS)):
        last = own_projects.last(turn.talk)
        spoke = turn.talk.of("dispatcher").get("spoke")
        found = [line for line in lines if line.report_no == last and spoke in ("status", "review")]
    if not found:
        return None
    line = next((line for line in found if line.state in HOLDING), found[0])
    return Known(line, line.state in HOLDING)


def _named(line: ReportLine, text: str) -> int:
    """Characters of the project's or the investor's own name that stand in the words."""
    names = (GENERIC.sub("", fold(name)) for name in (line.project_name, line.investor_name))
    return max((len(name) for name in names if name and name in text), default=0)


def with_known(reading: CaseReading, known: Known) -> CaseReading:
    """The reading with what the register says, where the words say nothing of it."""
    line = known.line
    facts = dict(reading.facts)
    if known.holds and "active_holder" not in facts:
        facts["active_holder"] = Said(line.unit, line.report_no)
    return replace(reading, facts=facts)


def known_text(turn: Turn, known: Known) -> str:
    """What the register says of the project, in one sentence."""
    assert turn.member is not None
    line = known.line
    said = {
        "project": line.project_name,
        "report_no": line.report_no,
        "unit": line.unit,
        "state": state_label(line.state),
    }
    if turn.member.role.is_bureau:
        return say("check.known_bureau", **said)
    return say("check.known_own_holds" if known.holds else "check.known_own", **said)
