"""Find what a text states by the cues: yes/no facts, facts of a closed set, lists.

A cue behind 没, 不是 states the opposite; a cue that is asked for (算重大项目吗) states nothing.
"""

import re
from collections.abc import Iterator
from typing import Any

from bot.understanding.case_facts.cues import Patterns, fact_cues
from bot.understanding.case_facts.marks import MarkedText
from bot.understanding.case_facts.types import Said

_CLAUSE_END = re.compile("[,。;!?]")
_DENIED = re.compile(
    "(?:没有?|未|尚未|从未|不是|并非|并未|不算|不属于|没能|不用|无需|不需要)"
    "(?:有|去|过|在|真|再|是|什么)?$"
)
_ASKED_BEFORE = re.compile(
    "(?:是不是|是否|有没有|算不算|能不能算?|会不会|要不要|够不够|属不属于|符不符合|能算|算|可不可以"
    "|需不需要)[^,。;!?]{0,2}$"
)
_ASKED_BEHIND = re.compile(
    "(?:了|过|的|项目|地区|资格|领域|土地){0,2}(?:吗|么|没有?|不|嘛|没)?[?]?$"
)
_ASK_PARTICLE = re.compile("(?:了|过|的|项目|资格){0,2}(?:吗|么|嘛)")
_A_NOT_A = re.compile(r"(.)[不没]\1")
_OR_NOT = re.compile("(?:了|过|完成)没有?$")
_ASK_WORD = re.compile("吗|么|没|不|嘛")
_IF = re.compile("如果|要是|假如|假设|万一|哪怕|若|倘若|换成|改成")


def find_flags(marked: MarkedText) -> Iterator[tuple[str, tuple[Said, int]]]:
    """Yes/no facts, each with where its words begin."""
    for name, flag in fact_cues().flags.items():
        spans = [(span, True) for span in _matches(flag.yes, marked)]
        spans += [(span, False) for span in _matches(flag.no, marked)]
        if spans:
            span, value = _winner(spans)
            if value and _DENIED.search(marked.text[max(span[0] - 6, 0) : span[0]]):
                value = False
            yield name, (Said(value, marked.raw(*span)), span[0])


def find_choices(marked: MarkedText) -> Iterator[tuple[str, Said]]:
    """Facts of a closed set."""
    for name, options in fact_cues().choices.items():
        spans = [(s, value) for value, cues in options.items() for s in _matches(cues, marked)]
        if spans:
            span, value = _winner(spans)
            yield name, Said(value, marked.raw(*span))


def find_lists(marked: MarkedText) -> Iterator[tuple[str, Said]]:
    """Facts that hold several values, in the order of the cues."""
    for name, options in fact_cues().lists.items():
        spans = {value: list(_matches(cues, marked)) for value, cues in options.items()}
        stated = {value: found for value, found in spans.items() if found}
        if stated:
            start = min(span[0] for found in stated.values() for span in found)
            end = max(span[1] for found in stated.values() for span in found)
            yield name, Said(list(stated), marked.raw(start, end))


def _matches(patterns: Patterns, marked: MarkedText) -> Iterator[tuple[int, int]]:
    """Where a pattern states something; where it only asks is left out."""
    for pattern in patterns:
        for found in pattern.finditer(marked.text):
            if found.end() > found.start() and not _is_asked(marked.text, *found.span()):
                yield found.span()


def _is_asked(text: str, start: int, end: int) -> bool:
    """Whether the words ask for the fact instead of stating it: 算重大项目吗, 是不是新项目."""
    before = [m.end() for m in _CLAUSE_END.finditer(text, 0, start)]
    opening = text[before[-1] if before else 0 : start]
    closing = _CLAUSE_END.search(text, end)
    behind = text[end : closing.end() if closing else None].rstrip(",。;!")
    if _IF.search(opening) or _IF.match(text[start:end]):
        return False
    if _ASKED_BEFORE.search(opening) or _is_either_or(text, start, end):
        return True
    if _ASK_PARTICLE.match(behind):
        return True
    return bool(_ASKED_BEHIND.match(behind) and _ASK_WORD.search(behind))


def _is_either_or(text: str, start: int, end: int) -> bool:
    """Whether the words are the second half of 是不是, 有没有, 报没报, or end in 完成了没有."""
    if _OR_NOT.search(text, start, end) or _A_NOT_A.search(text, start, end):
        return True
    middle = text[start : start + 1] in ("不", "没")
    return middle and 0 < start < len(text) - 1 and text[start - 1] == text[start + 1]


def _winner(spans: list[tuple[tuple[int, int], Any]]) -> tuple[tuple[int, int], Any]:
    """Of overlapping words the longest; of several stretches the last, which corrects the rest.

    Of two alike the later in the cues.
    """
    best = spans[0]
    for span, value in spans[1:]:
        overlaps = span[0] < best[0][1] and best[0][0] < span[1]
        longer = span[1] - span[0] >= best[0][1] - best[0][0]
        if longer if overlaps else span[0] > best[0][0]:
            best = (span, value)
    return best
