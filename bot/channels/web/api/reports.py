"""First reports: filed from a draft at a confirmed version, listed, read, followed up."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, Query, Response
from pydantic import ConfigDict, Field

from bot.channels.web.api.access import Asker
from bot.channels.web.api.documenting import problems
from bot.channels.web.api.parts import Served, make_router, member
from bot.channels.web.api.report_bodies import (
    EventBody,
    NotePage,
    ReportBody,
    ReportPage,
)
from bot.channels.web.api.values import (
    After,
    Body,
    Day,
    IdempotencyKey,
    Limit,
    OptionalKey,
    Plain,
    ReportNo,
    Shown,
    Version,
)
from bot.rendering.report_objects import event_object, note_object
from bot.rendering.reports import NOTICES, line_as_mapping, report_as_mapping
from registry.casework.progress import MAX_NOTE, NoteKind
from registry.database.pages import Page
from registry.people.access_tokens import TokenScope
from registry.reading.report_lines import RegisterFilter, ReportLine


class ReportList(StrEnum):
    """Which list of reports."""

    MINE = "mine"
    REGISTER = "register"
    IDLE = "idle"
    OVERDUE = "overdue"


class FilingBody(Body):
    """The confirmation of exactly this version of a draft."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"draft_id": "0123456789abcdef", "version": 3}]}
    )

    draft_id: Plain = Field(min_length=1, max_length=40)
    version: Version


class FiledBody(Shown):
    """A report filed. already: it had been filed before, and this is what it got then."""

    report_no: str
    seq: int
    already: bool
    notice: str
    receipt: dict[str, Any]


class NewNote(Body):
    """A note: note 记录, visit 考察走访, talk 洽谈, meeting 会议, problem 需协调的问题."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"kind": "visit", "note": "陪同投资方看地", "on": "2026-11-20"}]
        }
    )

    kind: Annotated[NoteKind, Field(strict=False)] = NoteKind.NOTE
    note: Plain = Field(min_length=1, max_length=MAX_NOTE)
    on: Day | None = Field(None, description="发生在哪一天，默认今天")


class NoteNumber(Shown):
    """The number of a note just made."""

    id: int


_Which = Annotated[
    ReportList,
    Query(alias="list", description="mine 自己的，register 台账（市局），idle 闲置，overdue 逾期"),
]
_Days = Annotated[int, Query(ge=1, le=36500, description="list=idle 时，闲置满几天")]
_Text = Annotated[Plain | None, Query(max_length=100)]


router = make_router("首报")
Reader = Annotated[Asker, Depends(member(TokenScope.REPORTS_READ))]
Writer = Annotated[Asker, Depends(member(TokenScope.REPORTS_WRITE))]
Filer = Annotated[Asker, Depends(member(TokenScope.REPORTS_WRITE, is_counted=False))]


@router.get(
    "/reports",
    summary="首报列表",
    response_model=ReportPage,
    response_model_exclude_unset=True,
    responses=problems(),
)
def list_reports(  # noqa: PLR0913  # one parameter per query parameter
    *,
    parts: Served,
    asker: Reader,
    which: _Which = ReportList.MINE,
    days: _Days = 30,
    unit: _Text = None,
    state: _Text = None,
    chain: _Text = None,
    after: After = "",
    limit: Limit = 50,
) -> dict[str, Any]:
    """默认是自己的（负责人为本单位的）；unit、state、chain 只用于台账。范围：reports:read。"""
    who, queries = asker.caller(), parts.registry.queries
    match which:
        case ReportList.REGISTER:
            asked = RegisterFilter(unit, state, chain)
            page = queries.register(who, asked, after=after, limit=limit)
        case ReportList.IDLE:
            page = queries.idle(who, days=days, after=after, limit=limit)
        case ReportList.OVERDUE:
            page = queries.overdue(who, after=after, limit=limit)
        case ReportList.MINE:
            page = queries.mine(who, after=after, limit=limit)
    return page_object(page)


@router.post(
    "/reports",
    status_code=201,
    summary="报备",
    response_model=FiledBody,
    responses={
        200: {"model": FiledBody, "description": "以前已受理，还是原来的编号和回执"},
        **problems(404, 409, 413, is_counted=False),
    },
)
def file(
    *, parts: Served, body: FilingBody, asker: Filer, key: IdempotencyKey, response: Response
) -> dict[str, Any]:
    """把草稿的这一版报给市投资促进局，得到受理编号和回执。重试用同一个 Idempotency-Key，
    不会报两份。范围：reports:write。"""
    filed = parts.registry.reports.file(asker.caller(key), body.draft_id, body.version)
    parts.metrics.count_filing(already=filed.already)
    response.status_code = 200 if filed.already else 201
    return {
        "report_no": filed.report_no,
        "seq": filed.seq,
        "already": filed.already,
        "notice": NOTICES.get(filed.notice, filed.notice),
        "receipt": filed.receipt,
    }


@router.get(
    "/reports/{report_no}", summary="一份首报", response_model=ReportBody, responses=problems(404)
)
def show(*, parts: Served, report_no: ReportNo, asker: Reader) -> dict[str, Any]:
    """一份首报的内容和状态；市局的每次查看都有记录。范围：reports:read。"""
    return report_as_mapping(parts.registry.reports.view(asker.caller(), report_no))


@router.get(
    "/reports/{report_no}/timeline",
    summary="经过",
    response_model=list[EventBody],
    responses=problems(404),
)
def timeline(*, parts: Served, report_no: ReportNo, asker: Reader) -> list[dict[str, Any]]:
    """一份首报的经过，旧的在前。范围：reports:read。"""
    events = parts.registry.queries.timeline(asker.caller(), report_no)
    return [event_object(event) for event in events]


@router.get(
    "/reports/{report_no}/receipt",
    summary="回执",
    response_model=dict[str, Any],
    responses=problems(404),
)
def receipt(*, parts: Served, report_no: ReportNo, asker: Reader) -> dict[str, Any]:
    """受理回执，内容永远不变；证明何时受理，不是首谈资格。范围：reports:read。"""
    return parts.registry.reports.receipt(asker.caller(), report_no)


@router.get(
    "/reports/{report_no}/notes",
    summary="跟进记录",
    response_model=NotePage,
    responses=problems(404),
)
def notes(
    *, parts: Served, report_no: ReportNo, asker: Reader, after: After = "", limit: Limit = 50
) -> dict[str, Any]:
    """一份首报的跟进记录，分页。范围：reports:read。"""
    page = parts.registry.progress.notes(asker.caller(), report_no, after=after, limit=limit)
    return {"items": [note_object(note) for note in page.rows], "next": page.next}


@router.post(
    "/reports/{report_no}/notes",
    status_code=201,
    summary="记一条跟进",
    response_model=NoteNumber,
    responses=problems(404, 413),
)
def add_note(
    *,
    parts: Served,
    report_no: ReportNo,
    body: NewNote,
    asker: Writer,
    key: OptionalKey = None,
) -> dict[str, int]:
    """记下考察、洽谈、会议或需协调的问题；重试用同一个 Idempotency-Key。范围：reports:write。"""
    number = parts.registry.progress.add_note(
        asker.caller(key), report_no, body.kind, body.note, happened_on=body.on
    )
    return {"id": number}


def page_object(page: Page[ReportLine]) -> dict[str, Any]:
    """A page of reports."""
    return {"items": [line_as_mapping(line) for line in page.rows], "next": page.next}
