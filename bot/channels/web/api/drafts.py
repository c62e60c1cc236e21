"""Drafts of first reports: opened, changed at a version, given up."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Path, Query
from pydantic import ConfigDict, Field, JsonValue

from bot.channels.web.api.access import Asker
from bot.channels.web.api.chat import SlotBody
from bot.channels.web.api.documenting import problems
from bot.channels.web.api.parts import Served, make_router, member
from bot.channels.web.api.values import Body, Plain, Shown, Value, Version
from bot.rendering.drafts import draft_json
from bot.reports.report_files import read_report
from registry.filing.drafts import Draft
from registry.filing.slots import Slot
from registry.people.access_tokens import TokenScope

DraftId = Annotated[
    Plain, Path(min_length=1, max_length=40, description="草稿编号，见 POST /drafts 的回复")
]
_VersionQuery = Annotated[int, Query(ge=1, le=2**31 - 1, description="放弃的是哪一版")]
_Slots = dict[Plain, Value]
_EXAMPLE: dict[str, JsonValue] = {
    "project_name": "功率器件生产基地",
    "investor_name": "示例半导体有限公司",
    "is_new_project": True,
    "chain": "集成电路",
    "total_investment": "120000万元",
    "intent_evidence": ["会谈纪要"],
    "investor_contact": "示例联系人",
    "investor_phone": "057100000000",
    "unit_contact": "示例经办人",
}


class NewDraft(Body):
    """Values by slot name or by its Chinese label."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"slots": _EXAMPLE}]})

    slots: _Slots = Field(
        default_factory=dict, max_length=60, description="各项内容；金额写成 120000万元"
    )


class DraftChange(Body):
    """Values to be replaced, in the version they were read at."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"version": 1, "slots": {"land_area_mu": "200"}}]}
    )

    version: Version
    slots: _Slots = Field(min_length=1, max_length=60)


class DraftBody(Shown):
    """A draft at a version; missing: what filing still needs."""

    draft_id: str
    state: str
    version: int
    updated_at: datetime
    slots: dict[str, SlotBody]
    missing: list[str]


router = make_router("首报草稿")
Reader = Annotated[Asker, Depends(member(TokenScope.REPORTS_READ))]
Writer = Annotated[Asker, Depends(member(TokenScope.REPORTS_WRITE))]


@router.get("/drafts", summary="我的草稿", response_model=list[DraftBody], responses=problems())
def list_drafts(*, parts: Served, asker: Reader) -> list[dict[str, Any]]:
    """还没报出的草稿，最近改的在前。范围：reports:read。"""
    return [draft_object(draft) for draft in parts.registry.drafts.list_open(asker.caller())]


@router.post(
    "/drafts",
    status_code=201,
    summary="新建草稿",
    response_model=DraftBody,
    responses=problems(413),
)
def open_draft(*, parts: Served, body: NewDraft, asker: Writer) -> dict[str, Any]:
    """新建一份首报草稿，版本为 1。范围：reports:write。"""
    return draft_object(parts.registry.drafts.open(asker.caller(), slots_of(body.slots)))


@router.get(
    "/drafts/{draft_id}", summary="一份草稿", response_model=DraftBody, responses=problems(404)
)
def get_draft(*, parts: Served, draft_id: DraftId, asker: Reader) -> dict[str, Any]:
    """自己的一份草稿。范围：reports:read。"""
    return draft_object(parts.registry.drafts.get(asker.caller(), draft_id))


@router.patch(
    "/drafts/{draft_id}",
    summary="改草稿",
    response_model=DraftBody,
    responses=problems(404, 409, 413),
)
def change_draft(
    *, parts: Served, draft_id: DraftId, body: DraftChange, asker: Writer
) -> dict[str, Any]:
    """改几项内容；version 须是读到的那一版，别处已改时不动。范围：reports:write。"""
    changes = slots_of(body.slots)
    return draft_object(
        parts.registry.drafts.change(asker.caller(), draft_id, body.version, changes)
    )


@router.delete(
    "/drafts/{draft_id}", status_code=204, summary="放弃草稿", responses=problems(404, 409)
)
def discard_draft(
    *, parts: Served, draft_id: DraftId, version: _VersionQuery, asker: Writer
) -> None:
    """放弃一份草稿。范围：reports:write。"""
    parts.registry.drafts.discard(asker.caller(), draft_id, version)


def slots_of(given: Mapping[str, Any]) -> dict[str, Slot]:
    """Slots as a report file has them, every one confirmed. Raises BadInput."""
    return read_report(json.dumps(given).encode(), ".json")


def draft_object(draft: Draft) -> dict[str, Any]:
    """A draft as the API shows it."""
    return {
        "draft_id": draft.id,
        "state": draft.state.value,
        "updated_at": draft.updated_at,
        **draft_json(draft),
    }
