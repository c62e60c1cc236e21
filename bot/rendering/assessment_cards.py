"""Several assessments as one card: the answer, each rule's 结论、理由、依据, what is open.

Does not decide: conclusions, reasons and next steps are the assessments' own words, cut where the
whole can be asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.messages import Card, CardKind, Row
from bot.rendering.assessments import VERDICT_WORDS, assessment_text, clause_label
from bot.understanding.case_facts.specs import choice_words, fact_specs
from bot.wording import say, sentences
from rules.catalog import find_rule
from rules.facts import FactSpec
from rules.verdict import Assessment, OpenPoint, Verdict

MOST_REASONS = (4, 2, 2)  # of the leading rule and of the others
_WAITING = {"FACTS_MISSING", "CONDITIONS_OPEN", "CEILING_UNKNOWN", "STANDARD_OPEN"}
MOST_POINTS = 4
MOST_STEPS = 3
MOST_MISSING = 4


@dataclass(frozen=True, slots=True)
class CaseView:
    """What a card shows.

    facts: label, value, words of each; before: sentences about how the case was understood.
    question, branches: what is asked and what follows from the answers.
    """

    headline: str
    assessments: tuple[Assessment, ...]
    facts: tuple[Row, ...] = ()
    before: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    question: str = ""
    topics: tuple[str, ...] = field(default=())


def headline(
    topic: str, assessments: Sequence[Assessment], *, rival: str = "", asked: str = ""
) -> str:
    """The answer to what was asked, in one sentence, with what else stands in the way.

    rival: a unit with an earlier report, not known to hold the right; asked: the fact asked for.
    """
    leading = assessments[0]
    first = _first_sentence(topic, leading, rival, asked)
    others = [
        say("check.also", outcome=other.outcome.text)
        for other in assessments[1:]
        if other.verdict is Verdict.NO or other.rule in ("project_transfer", "lead_negotiation")
    ]
    return "".join([first, *others])


def _first_sentence(topic: str, leading: Assessment, rival: str, asked: str) -> str:
    own = _own_sentence(topic, leading, rival)
    if own:
        return own
    if leading.verdict is not Verdict.UNDETERMINED:
        return f"{leading.outcome.text}。"
    if asked and asked not in fact_specs():
        return say("check.head_doubt")
    if leading.outcome.code in _WAITING and (key_fact := asked or _first_missing(leading)):
        return say("check.head_key", fact=fact_phrase(key_fact))
    return say("check.head_open", outcome=leading.outcome.text)


def _own_sentence(topic: str, leading: Assessment, rival: str) -> str:
    """The sentence of the wording for what was asked; empty when there is none."""
    known, outcome, verdict = sentences("check"), leading.outcome, leading.verdict
    key = f"head_{topic}_{outcome.code}"
    if rival and topic == "can_talk" and verdict is not Verdict.YES:
        is_open = verdict is Verdict.UNDETERMINED
        key = f"head_can_talk_rival_{'earlier' if is_open else 'pending'}"
    elif key not in known and verdict is Verdict.YES:
        key = f"head_{topic}"
    return say(f"check.{key}", unit=rival, outcome=outcome.text) if key in known else ""


def _first_missing(assessment: Assessment) -> str:
    return next(iter(assessment.missing_facts), "")


def fact_phrase(name: str) -> str:
    """A fact as something to be found out: 是否为新项目, 产业链."""
    gloss = fact_specs()[name].gloss
    return gloss if "是否" in gloss else fact_label(name)


def fact_label(name: str) -> str:
    """The short name of a fact."""
    spec = fact_specs().get(name)
    return sentences("check").get(f"fact_{name}", spec.gloss if spec else name)


def show_value(name: str, value: Any) -> str:
    """A plain value of a fact as people read it."""
    if isinstance(value, bool):
        return say("check.yes" if value else "check.no")
    if isinstance(value, list):
        return "、".join(_item(name, item) for item in value)
    if name in fact_specs() and (word := choice_words(name).get(str(value))):
        return word
    return str(value)


_FORM_WORDS = {
    "fund": "产业基金",
    "equity": "股权直投",
    "performance_award": "经营性绩效奖励",
    "greater": "更大支持",
    "other": "其他形式",
}


def _item(name: str, item: Any) -> str:
    if isinstance(item, Mapping):
        unit = item.get("unit", "")
        return f"{item['name']}本地{item['offered']}{unit}，承载地区{item.get('ceiling', '')}{unit}"
    return _FORM_WORDS.get(str(item), str(item)) if name == "support_forms" else str(item)


def case_text(view: CaseView) -> str:
    """The card as text, with everything a person must read."""
    lines = [view.headline, *view.before]
    for place, assessment in enumerate(view.assessments):
        lines += _rule_lines(assessment, place, alone=len(view.assessments) == 1)
    lines += _common_lines(view)
    lines += view.branches
    if view.question:
        lines.append(say("check.ask", question=view.question))
    return "\n".join(line for line in lines if line)


def _rule_lines(assessment: Assessment, place: int, *, alone: bool) -> list[str]:
    most = MOST_REASONS[min(place, len(MOST_REASONS) - 1)]
    conclusion = f"{assessment.outcome.text}（{VERDICT_WORDS[assessment.verdict]}）"
    title = [] if alone else [f"【{find_rule(assessment.rule).title}】"]
    reasons = assessment.reasons[:most]
    left = len(assessment.reasons) - len(reasons)
    basis = "；".join(clause_label(clause) for clause in assessment.clauses)
    return [
        *title,
        say("check.conclusion", text=conclusion),
        say("check.reasons"),
        *(f"{n}. {reason.text}" for n, reason in enumerate(reasons, 1)),
        *([say("check.more_parts", count=left)] if left else []),
        say("check.basis", clauses=basis),
    ]


def _common_lines(view: CaseView) -> list[str]:
    """What is missing, for people to decide, and to be done: once for all rules."""
    lines: list[str] = []
    missing = _missing(view.assessments)
    if missing:
        settled = view.assessments[0].verdict is not Verdict.UNDETERMINED
        key = "check.unasked" if settled else "check.missing"
        lines.append(say(key, facts="、".join(fact_label(name) for name in missing)))
    points = _points(view.assessments)
    if points:
        lines += [say("check.people"), *(f"- {point.topic}：{point.text}" for point in points)]
    steps = _each(step for a in view.assessments for step in a.next_steps)[:MOST_STEPS]
    if steps:
        lines += [say("check.next"), *(f"- {_plain_step(step)}" for step in steps)]
    notes = _each(note for a in view.assessments for note in a.notes)[:MOST_STEPS]
    lines += [say("check.note", text=note) for note in notes]
    return lines


def _plain_step(step: str) -> str:
    """A step without the machine name of a rule: `（policy_ceiling）`."""
    head, _, tail = step.partition("（")
    name, _, rest = tail.partition("）")
    return f"{head}{rest}" if name.isascii() and tail else step


def _missing(assessments: Iterable[Assessment]) -> list[str]:
    names = _each(name for a in assessments for name in a.missing_facts)
    return names[:MOST_MISSING]


def _points(assessments: Iterable[Assessment]) -> list[OpenPoint]:
    seen: dict[str, OpenPoint] = {}
    for assessment in assessments:
        for point in assessment.open_points:
            seen.setdefault(f"{point.topic}{point.text}", point)
    return list(seen.values())[:MOST_POINTS]


def _each(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


def case_card(view: CaseView) -> Card:
    """The same as a table: a row per rule and fact, the rest as lines."""
    rows = [
        Row(find_rule(a.rule).title, a.outcome.text, VERDICT_WORDS[a.verdict])
        for a in view.assessments
    ]
    reasons = [
        f"{reason.text}〔{clause_label(reason.clause)}〕"
        for place, a in enumerate(view.assessments)
        for reason in a.reasons[: MOST_REASONS[min(place, len(MOST_REASONS) - 1)]]
    ]
    lines = (view.headline, *_each(reasons), *_common_lines(view), *view.branches)
    return Card(CardKind.ASSESSMENT, say("check.card_title"), (*rows, *view.facts), lines)


def whole_text(assessments: Iterable[Assessment]) -> str:
    """Every assessment in full, children too."""
    parts = []
    for assessment in assessments:
        rule = find_rule(assessment.rule)
        specs: tuple[FactSpec, ...] = rule.facts
        parts.append(f"【{rule.title}】\n{assessment_text(assessment, specs)}")
    return "\n\n".join(parts)
