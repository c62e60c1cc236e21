"""Whose people are: the investor's, our own unit's, or told beside the investor's first contact.

Pure. Does not: find names or numbers; bot.understanding.contacts does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.understanding.candidates import SURE, WEAK, Candidate
from bot.understanding.contact_words import OF_BUSINESS, PHONE
from bot.understanding.name_words import FORM

FURTHER = "；另有"  # between the contact asked for and others of the same side
_POLITE = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{1,4}(?:先生|女士|小姐))[,: ]?\s?(?=\d[\d\- ]{6})"
)
_MET = re.compile(r"(?<!我方)(?<!们的)(?<!区里)对接人\s?(?:是|为|:)?\s*$")
_ROLE = r"(?:投资方|企业|对方|公司)?的?(?:联系人|负责人|对接人|联络人)"
_SECOND = re.compile(
    rf"(?:(?:备用|备选|候补|紧急|第二(?:个|位)?|另外?(?:一?(?:个|位))?|还有(?:一?(?:个|位))?|其他)的?{_ROLE}|(?:或者?|另外|备用)(?:找|联系|打给?))"
    r"\s?(?:就?是|叫|为|找|:)?\s*$"
)
_SEVERAL = re.compile(rf"{_ROLE}有?[两二2三](?:个|位|人)\s?[:,]?\s*$")
_JOINED = re.compile(r"\s*(?:[、/和或及]|或者|以及|还有|备用)\s*")
_NUMBER = re.compile(
    rf"[\s,、:(]{{0,2}}(?:的?(?:电话|手机)(?:是|:)?\s?)?(?P<number>{PHONE.pattern})"
)
_BEFORE_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])(?=[+\d])")
_LABEL = re.compile(r"\s*(?:的?(?:电话|手机))(?:是|:)?\s*|[\s,、:(]+")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named; side: investor_contact, unit_contact, or empty when not told."""

    start: int
    end: int
    side: str
    rank: int


def sided(text: str, people: list[Person]) -> list[Person]:
    """The people in order, each with the side that posts and surroundings tell."""
    people = [*people, *_polite(text, people)]
    people = [_of_company(text, _of_several(text, person)) for person in people]
    return sorted(_of_business(text, _met(text, people)), key=lambda person: person.start)


def parted(text: str, people: Sequence[Person]) -> tuple[list[Person], tuple[Person, ...]]:
    """Everybody who fills a slot; then the investor's further contacts, each with its number."""
    first = next((person for person in people if person.side == "investor_contact"), None)
    further: dict[int, Person] = {}
    for person in people:
        if first is None or person.start <= first.start or person.side == "unit_contact":
            continue
        if _is_further(text, first, person):
            number = _NUMBER.match(text, person.end)
            further[person.start] = replace(person, end=number.end() if number else person.end)
    kept = [person for person in people if person.start not in further]
    return kept, tuple(further.values())


def with_further(text: str, candidate: Candidate, further: Sequence[Person]) -> Candidate:
    """The investor's contact with whoever else may be asked for."""
    if not further or candidate.slots != {"investor_contact"}:
        return candidate
    words = (_LABEL.sub(" ", text[one.start : one.end]) for one in further)
    told = [" ".join(_BEFORE_NUMBER.sub(" ", each).split()) for each in words]
    found = replace(candidate.first, value=FURTHER.join([str(candidate.first.value), *told]))
    return replace(candidate, readings=(found,), rank=SURE + 1)


def _is_further(text: str, first: Person, person: Person) -> bool:
    """Whether somebody is called a second contact, or joined to the first one with a number."""
    if _SEVERAL.search(text[max(0, first.start - 16) : first.start]):
        return _NUMBER.match(text, person.end) is not None
    if _SECOND.search(text[max(0, person.start - 14) : person.start]):
        return True
    number = _NUMBER.match(text, first.end)
    between = text[number.end() : person.start] if number else ""
    is_joined = number is not None and _JOINED.fullmatch(between) is not None
    return is_joined and _NUMBER.match(text, person.end) is not None


def _polite(text: str, people: list[Person]) -> list[Person]:
    """铃木先生 139…: a name with a form of address beside a number."""
    spans = [match.span("name") for match in _POLITE.finditer(text)]
    free = [s for s in spans if not any(p.start < s[1] and s[0] < p.end for p in people)]
    return [Person(start, end, "", WEAK) for start, end in free]


def _of_several(text: str, person: Person) -> Person:
    """对方联系人两个：总经理严峻 …: the first of those counted."""
    counted = not person.side and _SEVERAL.search(text[max(0, person.start - 16) : person.start])
    return replace(person, side="investor_contact") if counted else person


def labelled_side(text: str, slot: str, where: tuple[int, int, int]) -> str:
    """The side of 对接人：X, which alone says neither. where: the label, its value, its end."""
    start, begin, end = where
    if slot != "unit_contact" or not re.fullmatch(r"\s*对接人\s?:\s*", text[start:begin]):
        return slot
    name = re.match(r"[\u4e00-\u9fff]{2,4}", text[begin:end])
    told = Person(begin, begin + name.end(), slot, WEAK) if name else None
    return slot if told is None else _of_company(text, told).side


def _of_company(text: str, person: Person) -> Person:
    """参会：X公司 副总 何建平 … 对接人：何建平: who was told among a company's people is theirs."""
    name = text[person.start : person.end]
    if person.side == "unit_contact" and _MET.search(text[: person.start]) and name[:1].isascii():
        return replace(person, side="investor_contact")
    if person.side != "unit_contact" or not _MET.search(text[: person.start]) or len(name) < 2:
        return person
    for form in FORM.finditer(text, 0, person.start):
        line = re.split(r"[;。\n]", text[form.end() : person.start], maxsplit=1)[0]
        if name in line and not re.search(r"[局办委]", line[: line.index(name)]):
            return replace(person, side="investor_contact")
    return person


def _met(text: str, people: list[Person]) -> list[Person]:
    """对接人宋经理，我方吴敏: who meets us is theirs, where somebody else is said to be ours."""
    ours = [person for person in people if person.side == "unit_contact"]
    if len(ours) < 2 or any(person.side == "investor_contact" for person in people):
        return people
    met = [person for person in ours if _MET.search(text[: person.start])]
    if len(met) != 1 or not OF_BUSINESS.search(text[met[0].start : met[0].end]):
        return people
    return [replace(p, side="investor_contact") if p is met[0] else p for p in people]


def _of_business(text: str, people: list[Person]) -> list[Person]:
    """黄总 138…: a post of business is the investor's, where nobody else is said to be."""
    if any(person.side == "investor_contact" for person in people):
        return people
    loose = [p for p in people if not p.side and OF_BUSINESS.search(text[p.start : p.end])]
    return [
        replace(p, side="investor_contact") if len(loose) == 1 and p is loose[0] else p
        for p in people
    ]
