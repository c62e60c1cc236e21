"""Questions about a case and their buttons: one at a time, always with a way past."""

from bot.conversations.check.case import Case
from bot.conversations.check.judging import OTHER_UNIT, Question, options_of
from bot.dialogue.messages import Choice, Reply
from bot.rendering.assessment_cards import show_value
from bot.understanding.case_facts.specs import choice_words, fact_specs
from bot.understanding.case_facts.types import CaseDoubt
from bot.wording import say, sentences
from rules.fact_terms import NO_HOLDER

MOST_OPTIONS = 7


def doubt_question(case: Case) -> CaseDoubt | None:
    """The doubt to be settled before anything else, unless it was asked already."""
    open_doubts = (d for d in case.doubts if d.kind not in (*case.asked[:-1], *case.unknown))
    return None if case.closed else next(open_doubts, None)


def question_text(case: Case, asked: str) -> str:
    """How a fact or a doubt is asked for."""
    doubt = next((d for d in case.doubts if d.kind == asked), None)
    if doubt is not None:
        return say(f"check.ask_{asked}", unit=doubt.unit)
    if asked == "active_holder" and case.rival:
        return say("check.ask_active_holder_of", unit=case.rival)
    if f"ask_{asked}" in sentences("check"):
        return say(f"check.ask_{asked}", unit=case.rival or say("check.other_unit"))
    spec = fact_specs()[asked]
    if choice_words(asked):
        return say("check.ask_choice", gloss=spec.gloss)
    if options_of(spec):
        return say("check.ask_flag", gloss=spec.gloss)
    return say("check.ask_value", gloss=spec.gloss, example=spec.example)


def put_question(case: Case, question: Question | None) -> tuple[Choice, ...]:
    """Buttons for the answers, then the ways past."""
    doubt = doubt_question(case)
    if doubt is not None:
        return (*_doubt_choices(case, doubt), *_ways_past(case, asking=True))
    if question is None:
        return _ways_past(case, asking=False)
    return (*_fact_choices(case, question.fact.name), *_ways_past(case, asking=True))


def ask_again(case: Case, asked: str) -> Reply:
    """The same question once more, after words that were no answer."""
    text = say("check.say_again", question=question_text(case, asked))
    doubt = doubt_question(case)
    answers = _doubt_choices(case, doubt) if doubt else _fact_choices(case, asked)
    return Reply(text, (*answers, *_ways_past(case, asking=True)))


def option_label(case: Case, name: str, value: object) -> str:
    """What a button for a value says."""
    if name == "active_holder":
        if value == NO_HOLDER:
            return say("check.nobody")
        unit = case.rival if value == OTHER_UNIT and case.rival else str(value)
        return say("check.holder_is", unit=unit)
    if name == "is_new_project":
        return say("check.is_new" if value else "check.is_stock")
    return show_value(name, value)


def _fact_choices(case: Case, name: str) -> tuple[Choice, ...]:
    spec = fact_specs().get(name)
    options = options_of(spec)[:MOST_OPTIONS] if spec else ()
    return tuple(
        Choice(option_label(case, name, value), f"check.set:{case.no}:{name}:{place}")
        for place, value in enumerate(options)
    )


def _doubt_choices(case: Case, doubt: CaseDoubt) -> tuple[Choice, ...]:
    if doubt.kind == "rival_talking":
        return (
            Choice(say("check.holds"), f"check.doubt:{case.no}:{doubt.kind}:0"),
            Choice(say("check.only_talks"), f"check.doubt:{case.no}:{doubt.kind}:1"),
        )
    whose = (say("check.support_city"), say("check.support_local"))
    labels = whose if doubt.kind == "whose_support" else doubt.choices
    return tuple(
        Choice(label, f"check.doubt:{case.no}:{doubt.kind}:{place}")
        for place, label in enumerate(labels)
    )


def _ways_past(case: Case, *, asking: bool) -> tuple[Choice, ...]:
    number = case.no
    past = (
        Choice(say("check.unknown"), f"check.unknown:{number}"),
        Choice(say("check.conclude"), f"check.conclude:{number}"),
    )
    return (
        *(past if asking else ()),
        Choice(say("check.more"), f"check.more:{number}"),
        Choice(say("check.export"), f"check.export:{number}"),
    )
