"""What a pressed button of the case desk means for the case at hand."""

from dataclasses import replace

from bot.conversations.check.case import Case, answer_fact
from bot.conversations.check.judging import OTHER_UNIT, options_of
from bot.conversations.check.questions import option_label
from bot.understanding.case_facts.cues import topics
from bot.understanding.case_facts.specs import fact_specs
from bot.understanding.case_facts.types import Aside, Said
from bot.wording import say
from rules.fact_terms import NO_HOLDER

_ASIDES = {
    "unknown": Aside.UNKNOWN,
    "conclude": Aside.CONCLUDE,
    "more": Aside.MORE,
    "export": Aside.EXPORT,
}


def press(data: str, case: Case | None) -> Case | Aside | None:  # noqa: PLR0911  # one per case
    """The case after a button, or what the button asks for; None when it no longer fits."""
    action, _, rest = data.removeprefix("check.").partition(":")
    number, *args = rest.split(":")
    if action == "anew":
        return Aside.ANEW
    if action == "topic" and len(args) == 1:
        return _topic(case, number, args[0])
    if case is None or number != str(case.no):
        return None
    if action in _ASIDES:
        return _ASIDES[action]
    if len(args) != 2 or not args[1].isascii() or not args[1].isdigit():
        return None
    if action == "set":
        return _set(case, args[0], int(args[1]))
    return _settle(case, args[0], int(args[1])) if action == "doubt" else None


def _topic(case: Case | None, number: str, name: str) -> Case | None:
    if name not in {topic.name for topic in topics()} or not number.isdecimal():
        return None
    kept = case if case is not None and number == str(case.no) else Case(no=int(number))
    return as_topic(kept, name)


def as_topic(case: Case, name: str) -> Case:
    """The case with that question asked of it."""
    topic = next(topic for topic in topics() if topic.name == name)
    supposed = {fact: Said(value, "") for fact, value in topic.suppose.items()}
    return replace(case, topics=(name,), rules=topic.rules, supposed=supposed, closed=False)


def _set(case: Case, name: str, place: int) -> Case | None:
    spec = fact_specs().get(name)
    options = options_of(spec) if spec else ()
    if place >= len(options):
        return None
    value = options[place]
    label = option_label(case, name, value)
    if name == "active_holder" and value == OTHER_UNIT:
        value = case.rival or OTHER_UNIT
    return answer_fact(case, name, Said(value, label))


def _settle(case: Case, kind: str, place: int) -> Case | None:
    doubt = next((doubt for doubt in case.doubts if doubt.kind == kind), None)
    if doubt is None:
        return None
    if kind == "rival_talking" and place < 2:
        holds = place == 0
        label = say("check.holds" if holds else "check.only_talks")
        value = doubt.unit if holds else NO_HOLDER
        return answer_fact(case, "active_holder", Said(value, label))
    if kind == "whose_support" and place < len(doubt.choices):
        return as_topic(replace(case, doubts=()), doubt.choices[place])
    if kind == "divided_place" and place < len(doubt.choices):
        return answer_fact(case, "locality", Said(doubt.choices[place], doubt.choices[place]))
    return None
