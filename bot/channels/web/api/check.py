"""POST /check and the rules it knows: one case, judged as `yipanqi check` judges it."""

from datetime import date
from typing import Annotated, Any

from fastapi import Depends
from pydantic import ConfigDict, Field

from bot.channels.web.api.access import Asker
from bot.channels.web.api.documenting import GUESTS_TOO, problems
from bot.channels.web.api.parts import Served, anyone, make_router
from bot.channels.web.api.values import Body, Day, Name, Plain, Shown, Value
from bot.checks.case_checks import rule_objects, rule_schema
from registry.errors import NotFound
from registry.people.access_tokens import TokenScope
from rules.errors import UnknownRuleError


class CaseBody(Body):
    """A case, as a case file has it; id and name are for the sender."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"rule": "R3", "as_of": "2026-11-22", "facts": {"chain": "集成电路"}}]
        }
    )

    rule: Annotated[Plain, Field(max_length=100, description="规则名或编号，见 /check/rules")]
    as_of: Day | None = Field(None, description="按哪一天判断，默认今天")
    facts: dict[Plain, Value] = Field(default_factory=dict, description="事实，名称见规则的 schema")
    id: Value = None
    name: Value = None


class ReasonBody(Shown):
    """A reason and the clause it comes from."""

    text: str
    clause: str


class OpenPointBody(Shown):
    """What the documents leave open and people have to decide."""

    topic: str
    text: str
    clause: str


class ParameterBody(Shown):
    """A number the verdict stands on. provenance: its clause, or that it is a local setting."""

    name: str
    label: str
    value: Any
    provenance: str


class AssessmentBody(Shown):
    """A verdict with its reasons: YES, NO, or UNDETERMINED where the documents are silent."""

    rule: str
    verdict: str
    outcome: str
    outcome_text: str
    as_of: date
    reasons: list[ReasonBody]
    missing_facts: list[str]
    open_points: list[OpenPointBody]
    next_steps: list[str]
    notes: list[str]
    parameters: list[ParameterBody]
    children: list["AssessmentBody"]


class RuleBody(Shown):
    """A rule, its clauses and the facts it asks for."""

    number: str
    rule: str
    title: str
    clauses: list[str]
    facts: list[str]


router = make_router("核对")
Checking = Annotated[Asker, Depends(anyone(TokenScope.CHECK))]


@router.post(
    "/check",
    summary="核对一个案例",
    response_model=AssessmentBody,
    responses=problems(413),
    openapi_extra=GUESTS_TOO,
)
def check(*, parts: Served, body: CaseBody, _asker: Checking) -> dict[str, Any]:
    """对照规则判断：结论、理由、依据条款、缺少的材料、须人工认定的事项。范围：check。"""
    as_of = None if body.as_of is None else body.as_of.isoformat()
    table = {"rule": body.rule, "as_of": as_of, "facts": body.facts}
    return parts.checks.check(table, parts.web.application.clock.today()).as_mapping()


@router.get(
    "/check/rules",
    summary="全部规则",
    response_model=list[RuleBody],
    responses=problems(),
    openapi_extra=GUESTS_TOO,
)
def rules(*, _asker: Checking) -> list[dict[str, Any]]:
    """列出可以核对的规则。范围：check。"""
    return rule_objects()


@router.get(
    "/check/rules/{rule}/schema",
    summary="一条规则的事实",
    response_model=dict[str, Any],
    responses=problems(404),
    openapi_extra=GUESTS_TOO,
)
def schema(*, rule: Name, _asker: Checking) -> dict[str, Any]:
    """一条规则所需事实的 JSON Schema。范围：check。"""
    try:
        return rule_schema(rule)
    except UnknownRuleError as error:
        raise NotFound(f"no rule {rule!r}", code="no_rule", value=rule) from error
