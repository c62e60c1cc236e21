"""The bureau's work on reports: the queue, a case with its likeness, findings, steps.

Steps that change who holds a right take a signed-in page and the password anew: no token takes
them (bot.identity.service.STEPS_TO_CONFIRM).
"""

from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import ConfigDict, Field

from bot.channels.web.api.access import Asker
from bot.channels.web.api.documenting import problems
from bot.channels.web.api.parts import Parts, Served, make_router, member
from bot.channels.web.api.report_bodies import CaseViewBody, ReportBody, ReportPage, StepBody
from bot.channels.web.api.reports import page_object
from bot.channels.web.api.values import (
    After,
    Body,
    IdempotencyKey,
    Limit,
    OptionalKey,
    Plain,
    ReportNo,
    Shown,
    Value,
)
from bot.rendering.report_objects import candidate_object, finding_object, step_object
from bot.rendering.reports import report_as_mapping
from registry.casework.findings import FindingKind
from registry.people.access_tokens import TokenScope

_Details = dict[Plain, Value]


class StepTaken(Body):
    """A step. details: what is stated with it, such as `on`, the day something happened."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"step": "start_review"},
                {"step": "return", "reason": "请补充意向证明材料"},
            ]
        }
    )

    step: Plain = Field(min_length=1, max_length=40, description="步骤，见 steps")
    reason: Plain = Field("", max_length=2000, description="原因；有的步骤必须写")
    details: _Details = Field(default_factory=dict, max_length=20, description="附带事项")


class NewFinding(Body):
    """A finding; the keys of body depend on its kind."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "guide_review",
                    "body": {"conform": True, "edition": "2026", "note": "符合布局导引"},
                }
            ]
        }
    )

    kind: Annotated[FindingKind, Field(strict=False)]
    body: _Details = Field(max_length=20)


class FindingNumber(Shown):
    """The number of a finding just recorded, within its report."""

    n: int


_Waiting = Annotated[bool, Query(description="true：看排在别的首报之后的")]


router = make_router("审核")
Reviewer = Annotated[Asker, Depends(member(TokenScope.REVIEWS_READ))]
Decider = Annotated[Asker, Depends(member(TokenScope.REVIEWS_WRITE))]
Reader = Annotated[Asker, Depends(member(TokenScope.REPORTS_READ))]
Writer = Annotated[Asker, Depends(member(TokenScope.REPORTS_WRITE))]


@router.get(
    "/reviews",
    summary="待审查的首报",
    response_model=ReportPage,
    response_model_exclude_unset=True,
    responses=problems(),
)
def queue(
    *,
    parts: Served,
    asker: Reviewer,
    waiting: _Waiting = False,
    after: After = "",
    limit: Limit = 50,
) -> dict[str, Any]:
    """按受理序号列出，查看有记录。范围：reviews:read。"""
    who = asker.caller()
    return page_object(
        parts.registry.queries.review_queue(who, after=after, limit=limit, waiting=waiting)
    )


@router.get(
    "/reviews/{report_no}",
    summary="一个待审案件",
    response_model=CaseViewBody,
    responses=problems(404),
)
def case_view(*, parts: Served, report_no: ReportNo, asker: Reviewer) -> dict[str, Any]:
    """首报、可办步骤、审查记录和相似的在先首报；查看有记录。范围：reviews:read。"""
    who, reviews = asker.caller(), parts.registry.reviews
    findings = reviews.findings(who, report_no)
    likeness = parts.registry.likeness.check(who, report_no)
    return {
        "report": report_as_mapping(parts.registry.reports.view(who, report_no)),
        "steps": [step_object(step) for step in reviews.open_steps(who, report_no)],
        "findings": [finding_object(finding) for finding in findings],
        "likeness": [candidate_object(found) for found in likeness.candidates],
    }


@router.post(
    "/reviews/{report_no}/findings",
    status_code=201,
    summary="记一条审查记录",
    response_model=FindingNumber,
    responses=problems(404, 409, 413),
)
def record(
    *,
    parts: Served,
    report_no: ReportNo,
    body: NewFinding,
    asker: Decider,
    key: OptionalKey = None,
) -> dict[str, int]:
    """导引审查、征求投资者意见、复核、人工认定；重试用同一个 Idempotency-Key。
    范围：reviews:write。"""
    return {"n": parts.registry.reviews.record(asker.caller(key), report_no, body.kind, body.body)}


@router.post(
    "/reviews/{report_no}/steps",
    summary="办理一步（市局）",
    response_model=ReportBody,
    responses=problems(404, 409, 413),
)
def take(
    *, parts: Served, report_no: ReportNo, body: StepTaken, asker: Decider, key: IdempotencyKey
) -> dict[str, Any]:
    """审查、征求意见、退回等。授予、撤回、终止和移交须在网页上验证密码后办理，令牌不能办。
    范围：reviews:write。"""
    return _take(parts, asker, report_no, body, key=key)


@router.get(
    "/reports/{report_no}/steps",
    summary="能办的步骤",
    response_model=list[StepBody],
    responses=problems(404),
)
def open_steps(*, parts: Served, report_no: ReportNo, asker: Reader) -> list[dict[str, Any]]:
    """自己这一方现在能办的步骤，各缺什么。范围：reports:read。"""
    found = parts.registry.reviews.open_steps(asker.caller(), report_no)
    return [step_object(step) for step in found]


@router.post(
    "/reports/{report_no}/steps",
    summary="办理一步（报备单位）",
    response_model=ReportBody,
    responses=problems(404, 409, 413),
)
def take_own(
    *, parts: Served, report_no: ReportNo, body: StepTaken, asker: Writer, key: IdempotencyKey
) -> dict[str, Any]:
    """重新提交、签约、落地、开工、投产等。撤回须在网页上验证密码后办理。
    范围：reports:write。"""
    return _take(parts, asker, report_no, body, key=key)


def _take(
    parts: Parts, asker: Asker, report_no: str, body: StepTaken, *, key: str
) -> dict[str, Any]:
    parts.web.identity.require_step(asker.session, body.step)
    view = parts.registry.reviews.take(
        asker.caller(key), report_no, body.step, reason=body.reason, details=body.details
    )
    return report_as_mapping(view)
