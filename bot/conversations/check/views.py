"""A judged case in the words of a card: what was understood, what changed, what would follow."""

from collections.abc import Iterable

from bot.conversations.check.case import Case
from bot.conversations.check.judging import Judged, Question
from bot.conversations.check.questions import doubt_question, option_label, question_text
from bot.conversations.check.ranges import Crossing
from bot.dialogue.messages import Row
from bot.rendering.assessment_cards import CaseView, fact_label, headline, show_value
from bot.understanding.case_facts.types import CaseReading
from bot.wording import say
from rules.catalog import find_rule

_IDENTITY = {"chain", "locality", "total_investment"}  # read back whether or not they bear


def make_view(
    case: Case,
    judged: Judged,
    question: Question | None,
    reading: CaseReading,
    before: tuple[str, ...] = (),
) -> CaseView:
    """Everything the card of a case shows. before: sentences that come first."""
    relevant = _relevant(judged)
    facts = tuple(_row(case, name) for name in case.facts if name in relevant | _IDENTITY)
    topic = case.topics[0] if case.topics else ""
    rival = case.rival if case.values().get("rival_report") in ("earlier", "tied") else ""
    before = (*before, *_changed(case, reading, relevant), *_understood(facts, reading))
    before = (*before, *_taken(case, judged, relevant))
    doubt = doubt_question(case)
    asked = doubt.kind if doubt else question.fact.name if question else ""
    return CaseView(
        headline=headline(topic, judged.assessments, rival=rival, asked=asked),
        assessments=judged.assessments,
        facts=facts,
        before=before,
        branches=() if doubt else _branches(case, question),
        question=question_text(case, asked) if asked else "",
    )


def outcomes(judged: Judged) -> tuple[tuple[object, ...], ...]:
    """What a case comes to, without its reasons."""
    return tuple(
        (each.rule, each.verdict, each.outcome.code, each.missing_facts)
        for each in judged.assessments
    )


def bears_on(judged: Judged, reading: CaseReading) -> bool:
    """Whether what was told is a fact the rules on the card take."""
    return bool(set(reading.facts) & _relevant(judged))


def same_text(
    case: Case, was: Judged, judged: Judged, view: CaseView, reading: CaseReading
) -> str:  # fmt: skip
    """What was changed or told, that the conclusion is as before, and what is still asked."""
    relevant = _relevant(judged)
    changed = _changed(case, reading, relevant)
    if not changed:
        told = [fact_line(case, name) for name in reading.facts if name in case.facts]
        changed = [say("check.taken_in", facts="；".join(told))] if told else []
    same = say("check.same", conclusion=view.headline)
    said = {reason.text for each in was.assessments for reason in each.reasons}
    reasons = [reason.text for each in judged.assessments for reason in each.reasons]
    lines = ["".join([*changed, same]), *(text for text in reasons if text not in said)]
    question = [say("check.ask", question=view.question)] if view.question else []
    return "\n".join([*lines, *question])


def onward_lines(case: Case, judged: Judged, asked: str) -> list[str]:
    """What is to be done by the rules: what is lacking, the steps named, the question left."""
    missing = [name for each in judged.assessments for name in each.missing_facts]
    names = "、".join(fact_label(name) for name in dict.fromkeys(missing))
    lines = [say("check.onward_missing", facts=names)] if names else []
    steps = dict.fromkeys(step for each in judged.assessments for step in each.next_steps)
    lines += [say("check.onward_step", step=step) for step in steps]
    if not lines:
        lines = [say("check.onward_none")]
    if asked:
        lines.append(say("check.ask", question=question_text(case, asked)))
    return lines


def _relevant(judged: Judged) -> set[str]:
    """The facts that the rules on the card take."""
    return {s.name for a in judged.assessments for s in find_rule(a.rule).facts} | {"rival_report"}


def _row(case: Case, name: str) -> Row:
    value, raw = case.facts[name]
    if name in case.ranges:
        low, high = case.ranges[name]
        return Row(fact_label(name), say("check.range", low=low, high=high), raw)
    return Row(fact_label(name), show_value(name, value), raw)


def fact_line(case: Case, name: str) -> str:
    """A fact of a case in one phrase: its label and its value."""
    row = _row(case, name)
    unit = case.rival if name == "rival_report" and case.facts[name].value != "none" else ""
    return say("check.fact_shown", label=row.label, value=f"{unit}{row.value}")


def _understood(facts: Iterable[Row], reading: CaseReading) -> list[str]:
    shown = [
        say("check.words_shown", label=row.label, value=row.value, raw=row.note)
        if row.note and row.note != row.value
        else say("check.fact_shown", label=row.label, value=row.value)
        for row in facts
    ]
    lines = [say("check.understood", facts="；".join(shown))] if shown else []
    return lines + [say(f"check.{key}", **values) for key, values in reading.notes]


def _changed(case: Case, reading: CaseReading, relevant: set[str]) -> list[str]:
    """What the last message changed, and what of it bears on nothing here."""
    changed = [
        say("check.fact_shown", label=fact_label(n), value=show_value(n, case.facts[n].value))
        for n in case.changed
        if n in relevant | _IDENTITY
    ]
    lines = [say("check.changed", facts="；".join(changed))] if changed else []
    if reading.follows:
        told = [said for name, said in reading.facts.items() if name not in relevant]
        if told and not set(reading.facts) & relevant:
            lines.append(say("check.no_effect", raw=told[0].raw))
    return lines


def _taken(case: Case, judged: Judged, relevant: set[str]) -> list[str]:
    """What is supposed or assumed, and words that could not be used."""
    lines = []
    words = {said.raw for n, said in case.supposed.items() if n in relevant and n not in case.facts}
    if words - {""}:
        lines.append(say("check.supposed", words="、".join(sorted(words - {""}))))
    for name, (value, why) in case.assumed.items():
        if name in relevant and name not in case.facts:
            lines.append(say(f"check.{why}", value=show_value(name, value)))
    lines += [_crossing(case, crossing) for crossing in judged.crossed]
    for name in judged.unusable:
        raw = case.facts[name].raw if name in case.facts else ""
        lines.append(say("check.unusable", raw=raw, label=fact_label(name)))
    return lines


def _branches(case: Case, question: Question | None) -> tuple[str, ...]:
    """What would follow from each answer, where the answer settles it."""
    if question is None:
        return ()
    name = question.fact.name
    answers: dict[str, str] = {}
    for value, outcome in question.branches:
        label = f"“{option_label(case, name, value)}”"
        answers[outcome] = answers.get(outcome, "") + label
    return tuple(
        say("check.what_if", answer=answer, outcome=outcome) for outcome, answer in answers.items()
    )


def _crossing(case: Case, crossing: Crossing) -> str:
    """The line a range crosses, with what holds on either side."""
    raw, bound = case.facts[crossing.fact].raw, crossing.bound
    if not (crossing.below and crossing.above):
        return say("check.crossed", raw=raw, bound=bound)
    below, above = crossing.below, crossing.above
    return say("check.crossed_both", raw=raw, bound=bound, below=below, above=above)
