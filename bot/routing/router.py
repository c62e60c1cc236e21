"""Tell what a message is for: its parts, each with an intent, in the person's own words.

Reads: the tables of bot.routing. Does not: judge who may do what, or resolve a follow-up.
Deterministic and pure; time grows with the length of the message, and most of a long one is taken
as one part without a closer look.
"""

import re
from collections.abc import Sequence

from bot.dialogue.messages import Intent
from bot.routing.briefs import asks_at_end, is_brief, is_told
from bot.routing.commands import find_command
from bot.routing.folding import fold
from bot.routing.gathering import WEAK, Stretch, gather, weigh_stretches
from bot.routing.noticing import notice, notice_standing
from bot.routing.parting import Span, part_message
from bot.routing.tables import pattern_of
from bot.routing.types import Part, Routed, Standing
from bot.routing.weighing import Weighed, weigh
from bot.understanding.self_asked import declared

MOST_READ = 600  # characters taken apart; of a longer message that is no brief the start decides
MOST_SPANS = 8  # sentences looked at one by one; the rest are taken together
MOST_PARTS = 4
CLOSE = 0.8  # two weights nearer than this are a doubt, where a guess would write
DEAR = frozenset({Intent.FILE, Intent.CORRECT, Intent.PROGRESS})  # intents that write
ABOUT = frozenset(
    {"policy_topic", "question", "case", "wants_explained", "general_talk", "district", "industry"}
)
ASKING = frozenset({"question", "tail_of_question", "follow_up"})
SMALL = 6  # characters of Chinese about nothing we know that are still a passing remark
_TWICE = re.compile(r"(?P<once>[一-鿿]{2,4}?)(?:[,，\s]*(?P=once)){1,2}")
_CHINESE = re.compile(r"[一-鿿]")
_OF_FORM = frozenset({Intent.FILE, Intent.CORRECT, Intent.CONFIRM})
_FLOORS = {
    "ask": Intent.ASK,
    "check": Intent.CHECK,
    "file": Intent.FILE,
    "status": Intent.STATUS,
    "review": Intent.REVIEW,
    "learn": Intent.LEARN,
}


def route(text: str, standing: Standing) -> Routed:
    """The parts of a message, never none; `unsure` where a short question is better than a guess.

    text: as the person wrote it, any length; a part's text is a stretch of it, in order.
    """
    said = _once(declared(text)) if standing.floor == "file" else text
    if said == text:
        return _route(text, standing)
    parts = _route(said, standing).parts
    if not all(part.intent in _OF_FORM for part in parts):
        return _route(text, standing)
    return Routed((Part(parts[0].intent if len(parts) == 1 else Intent.FILE, text.strip()),))


def _route(text: str, standing: Standing) -> Routed:
    folded = fold(text)
    stands = notice_standing(standing)
    if command := find_command(text, folded, standing):
        return Routed((command,))
    if is_brief(folded):
        return Routed((_brief(text, folded, standing),))
    if pattern_of("injection").search(folded, 0, MOST_READ):
        return Routed((Part(Intent.HELP, text.strip()),))
    if _may_file(standing) and is_told(folded, is_case="check" in (standing.floor, standing.spoke)):
        return Routed((Part(Intent.FILE, text.strip()),))
    if len(folded) > MOST_READ:
        weighed = weigh(folded[:MOST_READ], stands, standing.floor)
        return Routed((Part(_settled(weighed, folded[:MOST_READ], standing), text.strip()),))
    spans = part_message(folded)
    if len(spans) > MOST_SPANS:
        tail = Span(spans[MOST_SPANS - 1].start, spans[-1].end)
        spans = (*spans[: MOST_SPANS - 1], tail)
    stretches = weigh_stretches(folded, spans, stands, standing.floor)
    return _routed(text, folded, gather(stretches, standing.floor), standing)


def _once(text: str) -> str:
    """不用不用 as 不用."""
    twice = _TWICE.fullmatch(text.strip(" 。.！!"))
    return twice["once"] if twice else text


def _may_file(standing: Standing) -> bool:
    return not standing.is_bureau and standing.floor not in ("review", "status", "learn")


def _brief(text: str, folded: str, standing: Standing) -> Part:
    """A brief is filed, unless its first line or its last asks to have it judged."""
    asks = "asks_check" in notice(folded[:40]) or asks_at_end(folded)
    is_judged = asks or (standing.floor == "check" and not standing.has_draft)
    return Part(Intent.CHECK if is_judged else Intent.FILE, text.strip())


def _routed(text: str, folded: str, stretches: Sequence[Stretch], standing: Standing) -> Routed:
    if not stretches:
        return Routed((Part(Intent.SMALLTALK, text.strip()),))
    if len(stretches) > MOST_PARTS:
        heaviest = max(stretches, key=lambda each: each.weighed.weight)
        return Routed((Part(heaviest.intent, text.strip()),))
    parts = tuple(_as_part(text, folded, each, standing) for each in stretches)
    if len(parts) == 1:
        return Routed(parts, _doubts(stretches[0], standing))
    return Routed(parts)


def _as_part(text: str, folded: str, stretch: Stretch, standing: Standing) -> Part:
    span = stretch.span
    words = text[span.start : span.end]
    if stretch.intent is not stretch.weighed.intent:
        return Part(stretch.intent, words)
    return Part(_settled(stretch.weighed, folded[span.start : span.end], standing), words)


def _settled(weighed: Weighed, folded: str, standing: Standing) -> Intent:
    """The heaviest intent; where nothing weighs, what the floor or the look of it suggests."""
    if weighed.weight >= WEAK:
        return weighed.intent
    if standing.floor in _FLOORS and (standing.awaits or weighed.weight <= 0):
        return _FLOORS[standing.floor]
    if weighed.weight >= 1:
        return weighed.intent
    is_about = bool(ABOUT & weighed.signals) or len(_CHINESE.findall(folded[:40])) > SMALL
    return Intent.ASK if is_about else Intent.SMALLTALK


def _doubts(stretch: Stretch, standing: Standing) -> tuple[Intent, ...]:
    """Two or three intents to ask about: nearly as heavy, one of them dear, no floor to decide."""
    if standing.floor or stretch.intent is not stretch.weighed.intent:
        return ()
    if standing.spoke == "check" and stretch.intent is Intent.CHECK:
        return ()  # one more fact of the case just spoken of
    signals = stretch.weighed.signals
    is_bare = "bare_value" in signals and "wants_file" not in signals
    if is_bare and not standing.has_draft and signals.isdisjoint(ASKING):
        return (Intent.FILE, Intent.CHECK)
    near = [
        intent
        for intent, weight in stretch.weighed.ranked[:3]
        if weight >= WEAK and stretch.weighed.weight - weight < CLOSE
    ]
    is_dear = any(intent in DEAR for intent in near)
    return tuple(near) if len(near) > 1 and is_dear else ()
