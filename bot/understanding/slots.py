"""Read every slot of a first report that a text states, with the words it was read from.

Does not: keep what was said before, or ask; the form does. Questions in the text state nothing.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import chain as joined
from typing import Any

from bot.understanding.amount_values import MONEY_SLOTS
from bot.understanding.amounts import read_amounts
from bot.understanding.answers import is_unanswerable, read_answer
from bot.understanding.candidates import SURE, Candidate, Candidates, Reading
from bot.understanding.choices import read_choices
from bot.understanding.contact_sides import labelled_side
from bot.understanding.contacts import read_contacts
from bot.understanding.figures import read_figures
from bot.understanding.industry import read_industry
from bot.understanding.labels import Label, labels, marked_labels, slot_of
from bot.understanding.names import read_names
from bot.understanding.page import Page
from bot.understanding.passages import read_passages
from bot.understanding.places import read_places
from bot.understanding.resolving import LISTS, NAMED_IN, settle
from bot.understanding.types import Found, Understood, Vocabulary

MOST_TEXT = 20_000
_CLAUSES_TRIED = 3  # 就是上次说的那个，光刻胶中试线
_NAME_SLOTS = ("project_name", "investor_name")
_CHANGE = re.compile(
    r"改一?下|改改|修改|更改|更正|写错|填错|错了|不对|重新?填|重新?写|调整|换一?下"
)
_ABBREVIATION = re.compile(r"[A-Za-z]{1,5}")  # beside something else it repeats it: LOI
_PAIR = re.compile(
    r"(?:(?<=[\s,。;|])|^)(?P<label1>[^\s,。;:/|\d]{2,10})/(?P<label2>[^\s,。;:/|\d]{2,10})\s?:\s?"
    r"(?P<value1>[^\s,。;/|]{1,20})\s?/\s?(?P<value2>[^\s,。;/|]{1,20})",
    re.MULTILINE,
)
_LONG_SLOTS = (
    "summary", "appeal", "policy_terms", "support_requested", "intent_evidence",
    "investor_contact", "unit_contact",
)  # fmt: skip


def understand(
    text: str,
    vocabulary: Vocabulary,
    *,
    asked: str | None = None,
    filled: Collection[str] = (),
    gated: bool = True,
) -> Understood:
    """All slots of a text; words beyond MOST_TEXT characters are not read.

    asked: the slot just asked for, which a bare answer fills. filled: slots that have a value, not
    offered for a sum without a name. gated: False reads questions too, for a case put as one.
    A slot of a list (intent_evidence, support_requested, policy_terms) may be found several times:
    `merged` puts them together.
    """
    page = Page(text[:MOST_TEXT], gated)
    reading = Reading(page, vocabulary)
    candidates = list(joined(labelled(reading), running(reading)))
    found, doubts, invalid = settle(page, candidates, set(filled) - {asked}, asked)
    settled = Understood(tuple(found), tuple(doubts), tuple(invalid))
    if asked and not _speaks_of(settled, asked):
        settled = _with_answer(reading, asked, settled)
    return Understood(settled.found, settled.doubts, settled.invalid, _named(page, settled))


def merged(found: Iterable[Found]) -> dict[str, Any]:
    """The value of every slot, items of a list slot put together in their order."""
    values: dict[str, Any] = {}
    for one in found:
        if one.slot in LISTS and one.slot in values:
            values[one.slot] += [item for item in one.value if item not in values[one.slot]]
        else:
            values[one.slot] = list(one.value) if one.slot in LISTS else one.value
    return values


def running(reading: Reading) -> Candidates:
    """What running words state."""
    yield from read_amounts(reading)
    yield from read_names(reading)
    yield from read_contacts(reading)
    yield from read_figures(reading)
    yield from read_industry(reading)
    yield from read_places(reading)
    yield from read_choices(reading)
    yield from read_passages(reading)


def labelled(reading: Reading) -> Candidates:
    """Values behind `label:`, to the next label, stop or line end."""
    yield from _in_pairs(reading)
    marked = marked_labels(reading.page.text)
    for index, label in enumerate(marked):
        limit = marked[index + 1].start if index + 1 < len(marked) else len(reading.page.text)
        if reading.page.is_asked(label.start):
            continue
        end = _value_end(reading, label, limit)
        slot = labelled_side(reading.page.text, label.slot, (label.start, label.end, end))
        yield from read_answer(reading, slot, (label.end, end), unit=label.unit)


def _in_pairs(reading: Reading) -> Candidates:
    """预计产值/税收：8亿元/4200万元: two labels, and a value for each in their order."""
    for match in _PAIR.finditer(reading.page.text):
        both = [(slot_of(match[f"label{n}"]), match.span(f"value{n}")) for n in (1, 2)]
        for label, span in both:
            if all(one is not None for one, _ in both) and label is not None:
                for one in read_answer(reading, label.slot, span):
                    yield replace(one, rank=SURE + 1)


def _value_end(reading: Reading, label: Label, limit: int) -> int:
    text = reading.page.text
    stops = "\n" if label.slot in ("summary", "appeal") else "\n。|\t"
    if label.slot not in ("summary", "appeal", "policy_terms"):
        stops += ";"
    if label.slot in (*MONEY_SLOTS, "land_area_mu"):
        stops += "("
    if label.slot not in _LONG_SLOTS:
        stops += ","
    ends = [end for mark in stops if (end := text.find(mark, label.end, limit)) >= 0]
    return min(ends, default=limit)


def _speaks_of(settled: Understood, slot: str) -> bool:
    slots = {found.slot for found in settled.found}
    slots |= {reading.slot for doubt in settled.doubts for reading in doubt.readings}
    return slot in slots | {invalid.slot for invalid in settled.invalid}


def _with_answer(reading: Reading, asked: str, settled: Understood) -> Understood:
    """The text, or its first clause, taken as the answer to what was asked."""
    spans = [(0, len(reading.page.text))]
    several = _CLAUSES_TRIED if asked in _NAME_SLOTS else 1
    spans += [(clause.start, clause.end) for clause in reading.page.clauses[:several]]
    taken = [(f.start, f.end) for f in settled.found]
    for span in spans:
        if is_unanswerable(reading, span):
            continue
        answer = read_answer(reading, asked, span)
        free = [c for c in answer if not any(s < c.span[1] and c.span[0] < e for s, e in taken)]
        free = free or [c for c in answer if _only_chains_within(c, settled)]
        free = [c for c in free if not (taken and _ABBREVIATION.fullmatch(c.first.raw))]
        if free:
            found, doubts, invalid = settle(reading.page, free, ())
            return Understood(
                tuple(sorted((*settled.found, *found), key=lambda f: f.start)),
                (*settled.doubts, *doubts),
                (*settled.invalid, *invalid),
            )
    return settled


def _only_chains_within(answer: Candidate, settled: Understood) -> bool:
    """Whether all that was read of a name's words is the chain it says."""
    start, end = answer.span
    over = [f for f in settled.found if f.start < end and start < f.end]
    return all(
        NAMED_IN.get(answer.first.slot) == f.slot and (f.start, f.end) != answer.span for f in over
    )


def _named(page: Page, settled: Understood) -> tuple[str, ...]:
    """Slots the text wants changed or names by a label, without a value."""
    ways = [found.start for found in settled.found if found.slot == "land_mode"]
    named = [
        label.slot
        for label in marked_labels(page.text)
        if label.slot != "land_area_mu" or not any(0 <= at - label.end <= 8 for at in ways)
    ]
    if _CHANGE.search(page.text):
        words = sorted((w for w in labels() if len(w) > 1), key=len, reverse=True)
        pattern = re.compile("|".join(map(re.escape, words)))
        named += [labels()[match[0]] for match in pattern.finditer(page.text)]
    return tuple(dict.fromkeys(slot for slot in named if not _speaks_of(settled, slot)))


__all__ = ["MOST_TEXT", "Candidate", "merged", "understand"]
