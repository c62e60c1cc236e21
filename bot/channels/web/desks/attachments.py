"""Files out of and into the pages: evidence, receipts, exports, documents of the library.

Everything goes out as an attachment under its sender's name; the name is data and nothing else.
Does not: decide who may have what; the registry does, and records it.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import JSONResponse, Response

from bot.bootstrap import Web
from bot.channels.web.frame.plain import PlainRoute
from bot.channels.web.sign_in.session import check_csrf, current_visit
from bot.errors import BadInput
from bot.library.library_desk import LibraryDesk
from bot.rendering.receipts import receipt_text, write_code
from bot.rendering.reports import register_rows, report_rows, show_time
from registry.reading.report_lines import RegisterFilter

_BYTES = "application/octet-stream"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_KINDS = {
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
}
_Upload = Annotated[UploadFile, File()]


def make_downloads(web: Web) -> APIRouter:
    """What pages hand out; a trouble is a page of its own."""
    router = APIRouter(include_in_schema=False, route_class=PlainRoute)
    registry = web.registry

    @router.get("/reports/{report_no}/files/{file_id}")
    def evidence(request: Request, report_no: str, file_id: str) -> Response:
        caller = current_visit(request).caller()
        found, content = registry.evidence.read(caller, report_no, file_id)
        return attachment(content, found.name)

    @router.get("/reports/{report_no}/receipt.json")
    def receipt(request: Request, report_no: str) -> Response:
        found = registry.reports.receipt(current_visit(request).caller(), report_no)
        return attachment(receipt_text(found).encode(), f"回执-{report_no}.json")

    @router.get("/reports/{report_no}/receipt.svg")
    def code(request: Request, report_no: str) -> Response:
        found = registry.reports.receipt(current_visit(request).caller(), report_no)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "code.svg"
            write_code(found, path)
            return Response(path.read_bytes(), media_type="image/svg+xml")

    @router.get("/reports/{report_no}/export{suffix}")
    def report(request: Request, report_no: str, suffix: str) -> Response:
        made = registry.exports.report(current_visit(request).caller(), report_no)
        rows = [("项目", "内容"), *report_rows(made.view)]
        note = f"{made.account} 于 {show_time(made.at)} 导出"
        return _sheet(f"首报 {report_no}", rows, suffix, note)

    @router.get("/register/export{suffix}")
    def register(request: Request, suffix: str) -> Response:
        asked = asked_of(request)
        taken = registry.exports.register(current_visit(request).caller(), asked)
        note = f"{taken.account} 于 {show_time(taken.at)} 导出"
        return _sheet("首报台账", list(register_rows(taken.rows)), suffix, note)

    return router


def make_uploads(web: Web, library: LibraryDesk) -> APIRouter:
    """What pages send in, a file a request, each with the token of its session."""
    router = APIRouter(include_in_schema=False)

    @router.post("/reports/{report_no}/files")
    def evidence(request: Request, report_no: str, file: _Upload) -> Response:
        check_csrf(request)
        caller = current_visit(request).caller()
        kept = web.registry.evidence.attach(
            caller, report_no, file.filename or "", file.file.read()
        )
        return JSONResponse({"name": kept.name, "size": kept.size})

    @router.post("/library/files")
    def document(request: Request, file: _Upload) -> Response:
        check_csrf(request)
        caller = current_visit(request).caller()
        return JSONResponse(library.take_in(caller, file.filename or "", file.file.read()))

    return router


def asked_of(request: Request) -> RegisterFilter:
    """What of the register an address asks for."""
    names = ("unit", "state", "chain", "words")
    asked = (request.query_params.get(name, "").strip() or None for name in names)
    unit, state, chain, words = asked
    return RegisterFilter(unit, state, chain, words=words)


def attachment(content: bytes, name: str, media_type: str = _BYTES) -> Response:
    """A file to be kept, never shown in the page."""
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(content, media_type=media_type, headers=headers)


def _sheet(title: str, rows: Sequence[Sequence[str]], suffix: str, note: str) -> Response:
    """Rows as a file of the kind the suffix says. Raises BadInput (`bad_export`, `docx_rows`)."""
    if suffix not in _KINDS:
        raise BadInput(f"no export {suffix!r}", code="bad_export", value=f"{title}{suffix}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export{suffix}"
        if suffix == ".xlsx":
            from bot.office_files.sheets import write_rows

            write_rows(path, rows)
        else:
            from bot.office_files.documents import MAX_ROWS, write_table

            if len(rows) > MAX_ROWS:
                raise BadInput(f"{len(rows)} rows", code="docx_rows", limit=MAX_ROWS)
            write_table(path, title, rows, note=note)
        return attachment(path.read_bytes(), f"{title}{suffix}", _KINDS[suffix])
