"""Tell a pasted project brief, which is one thing however long it is. Pure."""

import re

from bot.routing.noticing import notice
from bot.routing.tables import load_splitting, pattern_of

LONG = 160  # characters; a longer text of facts is read as a brief
READ = 1_200  # characters of a brief that are looked at
_CLAUSE = re.compile(r"[^,。!?;\n]+")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_COMPANY = re.compile(r"有限公司|股份公司|集团|gmbh|inc\.|ltd")
_WISHES = frozenset({"wants_file", "wishes_file"})
_OF_POLICY = frozenset({"policy_topic", "judgement", "wants_explained", "which_body"})
_QUESTIONS = frozenset({"question", "tail_of_question", "asks_check"})
_MOST_TOLD = 1_000  # characters of a project told in running words
_FEWEST_FACTS = 2
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


def is_told(folded: str, *, is_case: bool) -> bool:
    """Whether running words tell of a project that is to be filed, as one thing.

    The wish stands in a clause of its own, or a firm and a sum say it, with a telephone number or
    with nothing asked. is_case: a case is being judged, so that only the wish counts. Whoever also
    asks about policy, or changes what was told, does more than that.
    """
    if len(folded) > _MOST_TOLD or load_splitting().connector.search(folded):
        return False
    has_firm = _COMPANY.search(folded) is not None and not is_case
    clauses = [match[0] for match in _CLAUSE.finditer(folded)]
    if len(clauses) <= _FEWEST_FACTS or not (has_firm or "报" in folded or "登记" in folded):
        return False
    heard = [notice(clause) for clause in clauses]
    if any(_asks(signals) or "changes" in signals for signals in heard):
        return False
    facts = sum(bool(signals & {"money", "measure", "label", "fact_word"}) for signals in heard)
    wishes = any(signals & _WISHES and "question" not in signals for signals in heard)
    has_sum = any("money" in signals for signals in heard)
    asks = any(signals & _QUESTIONS for signals in heard)
    is_firm_told = has_firm and has_sum and (not asks or _PHONE.search(folded) is not None)
    return facts >= _FEWEST_FACTS and (wishes or is_firm_told)


def _asks(signals: frozenset[str]) -> bool:
    return "question" in signals and bool(_OF_POLICY & signals)


def asks_at_end(folded: str) -> bool:
    """Whether the last sentence asks for a judgement of what went before."""
    last = _LAST.search(folded, max(0, len(folded) - 80))
    signals = notice(last.group()) if last else frozenset()
    return "label" not in signals and "judgement" in signals and "question" in signals
