"""Files of a report (佐证材料): sent in, listed, handed out; every look is recorded.

Does not: decide who may have what, or what is taken; the registry does, as for the pages.
"""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, File, Path, UploadFile
from fastapi.responses import Response

from bot.channels.web.api.access import Asker
from bot.channels.web.api.documenting import problems
from bot.channels.web.api.parts import Served, make_router, member
from bot.channels.web.api.values import Plain, ReportNo, Shown
from bot.channels.web.desks.attachments import attachment
from registry.files.evidence import EvidenceFile
from registry.people.access_tokens import TokenScope

_BYTES = "application/octet-stream"
_Upload = Annotated[
    UploadFile, File(description="PDF、PNG、JPG、DOCX、XLSX 或纯文本，不超过 20 MB")
]
_FileId = Annotated[Plain, Path(min_length=1, max_length=64, description="附件编号，见附件清单")]


class FileBodyShown(Shown):
    """A file of a report. name: its sender's; bureau_only: not shown to the filing unit."""

    id: str
    name: str
    kind: str
    size: int
    sha256: str
    account: str
    bureau_only: bool
    added_at: datetime


router = make_router("附件")
Reader = Annotated[Asker, Depends(member(TokenScope.REPORTS_READ))]
Writer = Annotated[Asker, Depends(member(TokenScope.REPORTS_WRITE))]


@router.get(
    "/reports/{report_no}/files",
    summary="附件清单",
    response_model=list[FileBodyShown],
    responses=problems(404),
)
def list_files(*, parts: Served, report_no: ReportNo, asker: Reader) -> list[dict[str, Any]]:
    """一份首报的附件，先交的在前；市局自己的附件只有市局看得到。范围：reports:read。"""
    found = parts.registry.evidence.list(asker.caller(), report_no)
    return [file_object(file) for file in found]


@router.post(
    "/reports/{report_no}/files",
    status_code=201,
    summary="交一个附件",
    response_model=FileBodyShown,
    responses=problems(404, 413),
)
def send_file(
    *, parts: Served, report_no: ReportNo, file: _Upload, asker: Writer
) -> dict[str, Any]:
    """交一个附件，以表单（multipart）发送；同样内容再交，还是先前那一个。范围：reports:write。"""
    content, name = file.file.read(), file.filename or ""
    return file_object(parts.registry.evidence.attach(asker.caller(), report_no, name, content))


@router.get(
    "/reports/{report_no}/files/{file_id}",
    summary="取一个附件",
    response_class=Response,
    responses={
        200: {"content": {_BYTES: {"schema": {"type": "string", "format": "binary"}}}},
        **problems(404),
    },
)
def fetch_file(*, parts: Served, report_no: ReportNo, file_id: _FileId, asker: Reader) -> Response:
    """取出一个附件，先核对摘要；每次取出都有记录。范围：reports:read。"""
    found, content = parts.registry.evidence.read(asker.caller(), report_no, file_id)
    return attachment(content, found.name)


def file_object(file: EvidenceFile) -> dict[str, Any]:
    """A file as the API shows it."""
    return {name: getattr(file, name) for name in FileBodyShown.model_fields}
