"""The values a rule answers with: verdict, reasons with clauses, and what remains open.

Clauses: every reason and every open point names one.
Does not decide anything and does not read anything.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rules.clauses import ClauseRef

LOCAL_SETTING = "本局设定"

ParameterScalar = bool | int | Decimal | str | date | tuple[str, ...]


class Verdict(StrEnum):
    """Outcome of a legal question in three values (待人工认定 is one of them)."""

    YES = "YES"
    NO = "NO"
    UNDETERMINED = "UNDETERMINED"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule concluded: a stable machine code and its Chinese wording."""

    code: str
    text: str

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the reasoning in Chinese, with the clause it rests on."""

    text: str
    clause: ClauseRef


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """What the text leaves to people: topic (`情节严重`), question, silent clause."""

    topic: str
    text: str
    clause: ClauseRef


@dataclass(frozen=True, slots=True)
class ParameterUse:
    """A parameter that bore on a verdict.

    value: None when the parameter is unset.
    source: the clause that sets it; None for a local setting (本局设定).
    """

    name: str
    label: str
    value: ParameterScalar | None
    source: ClauseRef | None = None

    @property
    def provenance(self) -> str:
        """The clause as text, or 本局设定."""
        return LOCAL_SETTING if self.source is None else str(self.source)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer of one rule for one case on one day.

    rule: name of the rule (`first_negotiation`).
    missing_facts: names of facts that could still settle or change the answer, in schema order.
    next_steps, notes: Chinese sentences for staff.
    children: assessments this one was built from.
    """

    rule: str
    verdict: Verdict
    outcome: Outcome
    reasons: tuple[Reason, ...]
    as_of: date
    missing_facts: tuple[str, ...] = ()
    open_points: tuple[OpenPoint, ...] = ()
    next_steps: tuple[str, ...] = ()
    parameters: tuple[ParameterUse, ...] = ()
    children: tuple["Assessment", ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        assert self.reasons, f"{self.rule}: a verdict needs a reason with its clause"

    @property
    def clauses(self) -> tuple[ClauseRef, ...]:
        """The clauses of the reasons, each once, in order of use."""
        return tuple(dict.fromkeys(reason.clause for reason in self.reasons))

    def as_mapping(self) -> dict[str, object]:
        """The assessment as plain values for JSON; dates and Decimals become text."""
        return {
            "rule": self.rule,
            "verdict": self.verdict.value,
            "outcome": self.outcome.code,
            "outcome_text": self.outcome.text,
            "as_of": self.as_of.isoformat(),
            "reasons": [{"text": r.text, "clause": str(r.clause)} for r in self.reasons],
            "missing_facts": list(self.missing_facts),
            "open_points": [
                {"topic": p.topic, "text": p.text, "clause": str(p.clause)}
                for p in self.open_points
            ],
            "next_steps": list(self.next_steps),
            "notes": list(self.notes),
            "parameters": [
                {
                    "name": p.name,
                    "label": p.label,
                    "value": _plain(p.value),
                    "provenance": p.provenance,
                }
                for p in self.parameters
            ],
            "children": [child.as_mapping() for child in self.children],
        }


def _plain(value: ParameterScalar | None) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return list(value) if isinstance(value, tuple) else value


@dataclass(slots=True)
class Findings:
    """What a rule gathers on its way to an assessment; lives inside one call only."""

    rule: str
    as_of: date
    reasons: list[Reason] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    open_points: list[OpenPoint] = field(default_factory=list)
    next_steps: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    parameters: list[ParameterUse] = field(default_factory=list)
    children: list[Assessment] = field(default_factory=list)

    def because(self, text: str, clause: ClauseRef) -> None:
        """Add a reason."""
        self.reasons.append(Reason(text, clause))

    def need(self, *names: str) -> None:
        """Add missing facts, each once."""
        self.missing.extend(name for name in names if name not in self.missing)

    def leave_open(self, point: OpenPoint) -> None:
        """Add an open point, once."""
        if point not in self.open_points:
            self.open_points.append(point)

    def adopt(self, child: Assessment) -> None:
        """Build on another rule's assessment: its notes and parameters bear on this one too."""
        self.children.append(child)
        self.notes.extend(note for note in child.notes if note not in self.notes)
        self.parameters.extend(use for use in child.parameters if use not in self.parameters)

    def inherit(self, child: Assessment) -> None:
        """Take over what a child left undetermined: its missing facts and open points."""
        self.need(*child.missing_facts)
        for point in child.open_points:
            self.leave_open(point)

    def conclude(self, verdict: Verdict, outcome: Outcome) -> Assessment:
        """Close the findings into an assessment. Raises AssertionError without a reason."""
        return Assessment(
            rule=self.rule,
            verdict=verdict,
            outcome=outcome,
            reasons=tuple(self.reasons),
            as_of=self.as_of,
            missing_facts=tuple(self.missing),
            open_points=tuple(self.open_points),
            next_steps=tuple(self.next_steps),
            parameters=tuple(self.parameters),
            children=tuple(self.children),
            notes=tuple(self.notes),
        )
