"""Settle what stands: words used once, the last word of a correction, contradictions as doubts."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.understanding.amount_values import MONEY_SLOTS
from bot.understanding.candidates import SURE, WEAK, Candidate
from bot.understanding.page import Page
from bot.understanding.types import Doubt, Found, Invalid

TOTAL = "total_investment"
LISTS = ("intent_evidence", "support_requested", "policy_terms")
_CONTACTS = {"investor_contact", "unit_contact", "investor_phone"}
_PEOPLE = {"investor_contact", "unit_contact"}
_NUMBERS = {"investor_phone", "unit_contact"}
_NAMES = {"project_name", "investor_name"}
PLANT = "租购厂房"
NO_LAND = "不用地"
_WITHOUT_NEW_LAND = {PLANT, "盘活存量土地"}  # who rents a plant or uses what is there says both
PASSAGES = ("summary",)  # may repeat words that other values were read from
NAMED_IN = {"project_name": "chain"}  # a project's name may say its chain
_CORRECTING = re.compile(
    r"不对|不是|错了|说错|写错|打错|弄错|搞错|记错|更正|纠正|应该|应为|改成|改为|改到|调整[为到成]|哦不|啊不|噢不|喔不|不不|等等|等下|换成|变成|增加到|提高到|追加到|[调增减升降变][增减升降为]?[至到为成]|[上下]调|调[高低]|改\s*$"
    r"|降到|减到|而是|口误|笔误|→|->|还是写|算了|(?:先|就|暂)按|应该[叫填]|还是[叫按]|准确地?说|确切地?说"
)
_EQUALS = re.compile(r"折合|相当于|约合|即|也就是|合人民币|折人民币|\(")
_DENIED = re.compile(r"(?:不是|而非|并非)\s*$")
_OF_A_PART = re.compile(r"第?[一二三两]年|首年|头一?年|今年|明年|[一二三首]期|首批|前期|先期")
_FROM = re.compile(
    r"(?:从|由|由?原(?:来|先|定|计划)?(?:是|的|报的?)?|之前(?:是|报的?|说的?|写的?)?)\s*$"
)


def settle(
    page: Page, candidates: Iterable[Candidate], filled: Collection[str], asked: str | None = None
) -> tuple[list[Found], list[Doubt], list[Invalid]]:
    """What stands of all candidates.

    filled: slots that have a value, not offered for a sum without a name.
    asked: the slot that words of several slots are for, if it is one of theirs.
    """
    kept = [one for c in candidates if (one := _as_asked(c, asked)) is not None]
    kept = _without_overlaps(_one_chain_a_name(kept))
    kept = _corrected(page, kept)
    named = {one.first.slot for one in kept if len(one.slots) == 1}
    if asked not in MONEY_SLOTS and named & _NAMES:
        kept = _taken_for_total(kept, {*filled, *named})
    kept = [_narrowed(candidate, {*filled, *named}) for candidate in kept]
    found: list[Found] = []
    doubts: list[Doubt] = []
    invalid: list[Invalid] = []
    for candidate in _one_a_slot(page, kept):
        if candidate.problem:
            invalid.append(candidate.as_invalid())
        elif len(candidate.readings) == 1:
            found.append(candidate.first)
        elif candidate.readings:
            doubts.append(candidate.as_doubt())
    return found, doubts, invalid


def _as_asked(candidate: Candidate, asked: str | None) -> Candidate | None:
    """Words that several slots could take are for the one asked; contacts are read as answers."""
    slots = candidate.slots
    if slots == {asked}:
        return replace(candidate, rank=max(candidate.rank, SURE))
    if slots == _NAMES and candidate.first.slot == "investor_name" and asked is None:
        return candidate
    if slots == _NAMES and asked not in _NAMES:
        return replace(candidate, readings=candidate.readings[:1])
    if len(slots) < 2 or asked is None:
        return candidate
    if asked in ("investor_contact", "unit_contact"):
        left = () if slots & _CONTACTS else candidate.readings
    else:
        left = tuple(r for r in candidate.readings if r.slot == asked) or candidate.readings
    return replace(candidate, readings=left) if left else None


def _without_overlaps(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Surer ones first, then longer ones; a passage may lie over others."""
    ordered = sorted(
        candidates, key=lambda c: (-c.rank, -(c.span[1] - c.span[0]), c.span[0], c.first.slot)
    )
    kept: list[Candidate] = []
    told: list[Candidate] = []
    taken: dict[int, Candidate] = {}
    for candidate in ordered:
        start, end = candidate.span
        is_passage = candidate.first.slot in PASSAGES
        if start >= end:
            continue
        if is_passage:
            if not any(k.first.slot == candidate.first.slot for k in kept):
                kept.append(candidate)
                told += [candidate] if candidate.rank >= SURE else []
            continue
        over = (taken[position] for position in range(start, end) if position in taken)
        if any(not _may_share(candidate, other) for other in over):
            continue
        if candidate.rank == WEAK and candidate.first.slot in _NAMES and _is_told(candidate, told):
            continue
        kept.append(candidate)
        taken.update(dict.fromkeys(range(start, end), candidate))
    return sorted(kept, key=lambda c: c.span)


def _one_chain_a_name(candidates: Iterable[Candidate]) -> list[Candidate]:
    """A chain within a project's name is proposed, weakly, where the name holds just one."""
    listed = list(candidates)
    names = [c for c in listed if c.first.slot in NAMED_IN or c.slots == _NAMES]
    at = {position: index for index, name in enumerate(names) for position in range(*name.span)}
    around: list[int | None] = []
    held: dict[int, set[str]] = {}
    for candidate in listed:
        index = at.get(candidate.span[0])
        if index is not None and not _lies_within(candidate, names[index]):
            index = None
        if index is not None:
            held.setdefault(index, set()).add(str(candidate.first.value))
        around.append(index)
    return [
        candidate if index is None else replace(candidate, rank=WEAK)
        for candidate, index in zip(listed, around, strict=True)
        if index is None or len(held[index]) == 1
    ]


def _lies_within(chain: Candidate, name: Candidate) -> bool:
    """Whether words naming a chain are part of a longer name."""
    named = "project_name" if name.slots == _NAMES else name.first.slot
    is_pair = NAMED_IN.get(named) == chain.first.slot and len(chain.slots) == 1
    inside = name.span[0] <= chain.span[0] and chain.span[1] <= name.span[1]
    return is_pair and inside and chain.span != name.span


def _may_share(one: Candidate, other: Candidate) -> bool:
    return _lies_within(one, other) or _lies_within(other, one)


def _is_told(candidate: Candidate, told: list[Candidate]) -> bool:
    """Whether it lies in a passage given as such: 简介：新建智能工厂 names no project."""
    start, end = candidate.span
    return any(one.span[0] <= start and end <= one.span[1] for one in told)


def _corrected(page: Page, kept: list[Candidate]) -> list[Candidate]:
    """10亿，不对，8亿: the second takes the slot of the first, the first goes."""
    result: list[Candidate] = []
    for candidate in kept:
        if _is_denied(page, result, candidate):
            continue
        earlier = _what_it_corrects(page, result, candidate)
        if earlier is not None:
            result.remove(earlier)
            candidate = _in_place_of(candidate, earlier)  # noqa: PLW2901
        result.append(candidate)
    return [candidate for candidate in result if not _is_only_denied(page, candidate)]


def _is_only_denied(page: Page, candidate: Candidate) -> bool:
    """产值不是20亿, and no word of what it is."""
    lead = page.text[max(0, candidate.span[0] - 5) : candidate.span[0]]
    return bool(candidate.slots & {*MONEY_SLOTS, "land_area_mu"} and _DENIED.search(lead))


def _is_denied(page: Page, before: Sequence[Candidate], candidate: Candidate) -> bool:
    """是6.3亿不是3.6亿: the second is what it is not."""
    lead = page.text[max(0, candidate.span[0] - 5) : candidate.span[0]]
    return bool(_DENIED.search(lead)) and any(c.slots & candidate.slots for c in before[-1:])


def _what_it_corrects(
    page: Page, before: Sequence[Candidate], candidate: Candidate
) -> Candidate | None:
    for earlier in reversed(before):
        between = page.text[earlier.span[1] : candidate.span[0]]
        if len(between) > 24 or "\n" in between:
            return None
        same = earlier.slots & candidate.slots
        if same and _CORRECTING.search(between):
            return earlier
        lead = page.text[max(0, earlier.span[0] - 6) : earlier.span[0]]
        if (
            same
            and (_FROM.search(lead) or re.search(r"不是\s*$", lead))
            and re.search("到|是|为|成", between)
        ):
            return earlier
    return None


def _in_place_of(candidate: Candidate, earlier: Candidate) -> Candidate:
    """The later words in the slot of the earlier, where they alone left it open."""
    if len(candidate.readings) == 1 or len(earlier.slots) > 1:
        return candidate
    fitting = tuple(r for r in candidate.readings if r.slot in earlier.slots)
    return replace(candidate, readings=fitting or candidate.readings)


def _taken_for_total(kept: list[Candidate], closed: Collection[str]) -> list[Candidate]:
    """X公司 储能装备厂 10个亿: the only sum without a name beside a project's is its total."""
    loose = [c for c in kept if c.slots == set(MONEY_SLOTS)]
    if len(loose) != 1 or TOTAL in closed:
        return kept
    readings = tuple(r for r in loose[0].readings if r.slot == TOTAL)
    return [replace(c, readings=readings) if c is loose[0] else c for c in kept]


def _narrowed(candidate: Candidate, closed: Collection[str]) -> Candidate:
    """A sum without a name is offered only for slots that are open and not named here too."""
    if len(candidate.slots) < 2:
        return candidate
    if "unit_contact" not in closed and candidate.slots in (_PEOPLE, _NUMBERS):
        return candidate  # a second name beside the investor's is either side's
    left = tuple(reading for reading in candidate.readings if reading.slot not in closed)
    return replace(candidate, readings=left)


def _one_a_slot(page: Page, kept: list[Candidate]) -> list[Candidate]:
    """Two values of one slot: the surer; equally sure and different: a choice."""
    result: list[Candidate] = []
    places: dict[str, int] = {}
    for candidate in (c for c in kept if c.readings):
        (slot, *more) = candidate.slots
        if more or slot in LISTS or slot not in places:
            if not more:
                places.setdefault(slot, len(result))
            result.append(candidate)
            continue
        place = places[slot]
        result[place] = _winner(page, result[place], candidate)
    return result


def _winner(page: Page, earlier: Candidate, later: Candidate) -> Candidate:
    if earlier.problem or later.problem:
        return later if earlier.problem else earlier
    if earlier.rank != later.rank and earlier.first.slot not in MONEY_SLOTS:
        return max(earlier, later, key=lambda c: c.rank)
    if earlier.slots == later.slots == {TOTAL}:
        leads = [page.text[max(0, c.span[0] - 8) : c.span[0]] for c in (earlier, later)]
        parts = [bool(_OF_A_PART.search(x) and not re.search("[总共合]", x)) for x in leads]
        if parts[0] != parts[1]:
            return later if parts[0] else earlier
    values = [earlier.first.value, later.first.value]
    if earlier.first.slot == "land_mode" and NO_LAND in values and set(values) & _WITHOUT_NEW_LAND:
        return later if earlier.first.value == NO_LAND else earlier
    same = earlier.first.value == later.first.value
    between = page.text[earlier.span[1] : later.span[0]]
    if same or _EQUALS.search(between[-8:]) or earlier.rank == WEAK or _contains(earlier, later):
        return earlier
    return replace(earlier, readings=(*earlier.readings, *later.readings), rank=SURE)


def _contains(earlier: Candidate, later: Candidate) -> bool:
    """Whether the later text only repeats the earlier in short."""
    one, other = earlier.first.value, later.first.value
    return isinstance(one, str) and isinstance(other, str) and (other in one or one in other)
