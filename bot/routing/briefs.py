"""Tell a pasted project brief, which is one thing however long it is. Pure."""

import re

from bot.routing.noticing import notice
from bot.routing.tables import pattern_of

LONG = 160  # characters; a longer text of facts is read as a brief
READ = 1_200  # characters of a brief that are looked at
_LINE = re.compile(r"[\n;；]")
_LAST = re.compile(r"[^。!?;；\n]+[。!?;；\n\s]*$")


def is_brief(folded: str) -> bool:
    """Whether a text states a project by labelled facts, or by many in running text."""
    labels = len(pattern_of("label").findall(folded[:READ]))
    if labels >= 3 and (len(folded) > 30 or "\n" in folded):
        return True
    if len(folded) < LONG and folded.count("\n") < 3:
        return False
    facts = notice(folded[:READ]) & {"money", "measure", "label", "fact_word", "case_thing"}
    return len(facts) >= 3


def asks_at_end(folded: str) -> bool:
    """Whether the last sentence asks for a judgement of what went before."""
    last = _LAST.search(folded, max(0, len(folded) - 80))
    signals = notice(last.group()) if last else frozenset()
    return "label" not in signals and "judgement" in signals and "question" in signals
