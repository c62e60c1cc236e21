"""The HTTP API: /api/v1, the health checks and an offline page that documents them."""

from html import escape
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse

from bot.bootstrap import Application
from bot.channels.web.models import AnswerBody, AskBody, ClauseBody, DocumentBody, ProblemBody
from bot.channels.web.problems import problem
from bot.chat import clean_text
from bot.errors import BadInput
from bot.rendering.answers import answer_object
from retrieval.types import Clause, DocumentMeta

OPENAPI_PATH = "/api/openapi.json"
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    404: {"model": ProblemBody, "description": "没有这份文件或这个条款"},
    422: {"model": ProblemBody, "description": "请求内容有误"},
    503: {"model": ProblemBody, "description": "一部分功能暂时不可用"},
}


def make_api(application: Application) -> APIRouter:
    """The routes of version 1, bound to application."""
    router = APIRouter(prefix="/api/v1", tags=["v1"], responses=_PROBLEMS)
    shelf, clock = application.library, application.clock

    @router.post("/ask", summary="提问", response_model=AnswerBody)
    def ask(body: AskBody) -> dict[str, Any]:
        """提一个问题，得到逐句注明依据条款的回答；文件没有规定的，如实说明。"""
        started = clock.elapsed_s()
        answer = application.answering.answer(
            clean_text(body.question),
            as_of=body.as_of or clock.today(),
            place=clean_text(body.place) if body.place else None,
            history=[clean_text(turn) for turn in body.history],
        )
        return answer_object(answer, elapsed_ms=(clock.elapsed_s() - started) * 1000)

    @router.get("/documents", summary="文库里的文件", response_model=list[DocumentBody])
    def documents() -> list[dict[str, Any]]:
        """列出文库里每份文件的每个版本。"""
        return [_document_object(meta) for meta in shelf.documents()]

    @router.get(
        "/documents/{doc_id}/clauses/{clause}", summary="一个条款", response_model=ClauseBody
    )
    def clause(doc_id: str, clause: str) -> dict[str, Any]:
        """取一个条款的全文。"""
        found = shelf.clauses(doc_id)
        if not found:
            raise BadInput(f"no document {doc_id!r}", code="no_document", value=doc_id)
        for item in found:
            if item.ref.clause == clause:
                return _clause_object(item)
        message = f"no clause {clause!r} in {doc_id!r}"
        raise BadInput(message, code="no_clause", doc_id=doc_id, value=clause)

    return router


def add_health(app: FastAPI, application: Application) -> None:
    """Add /healthz (the process lives) and /readyz (the library answers)."""

    @app.get("/healthz", include_in_schema=False)
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", include_in_schema=False)
    def readyz() -> JSONResponse:
        count = len(application.library.documents())
        if count == 0:
            return problem(503, "文库是空的，请检查 YIPANQI_CORPUS。", code="empty_library")
        return JSONResponse({"status": "ok", "documents": count})


def add_docs(app: FastAPI) -> None:
    """Add /api/docs: the API on one page that needs nothing from another site."""

    @app.get("/api/docs", include_in_schema=False)
    def docs(_: Request) -> HTMLResponse:
        return HTMLResponse(_docs_page(app.openapi()))


def _docs_page(schema: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{method.upper()}</code></td><td><code>{escape(path)}</code></td>"
        f"<td>{escape(operation.get('summary', ''))}</td>"
        f"<td>{escape(operation.get('description', ''))}</td></tr>"
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    )
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>一盘棋 接口</title>'
        "<style>body{font:16px/1.7 system-ui,sans-serif;max-width:60rem;margin:2rem auto;"
        "padding:0 1rem}td,th{text-align:left;padding:.4rem .8rem;border-bottom:1px solid #8884}"
        ":root{color-scheme:light dark}</style>"
        "<h1>一盘棋 接口</h1><p>错误一律为 application/problem+json。"
        f'机器可读的说明：<a href="{OPENAPI_PATH}">{OPENAPI_PATH}</a></p>'
        f"<table><tr><th>方法</th><th>地址</th><th>用途</th><th>说明</th></tr>{rows}</table>"
    )


def _document_object(meta: DocumentMeta) -> dict[str, Any]:
    return {key: getattr(meta, key) for key in DocumentBody.model_fields}


def _clause_object(clause: Clause) -> dict[str, Any]:
    return {
        "doc_id": clause.ref.doc_id,
        "edition": clause.edition,
        "clause": clause.ref.clause,
        "label": clause.label,
        "title": clause.title,
        "text": clause.text,
        "origin": clause.origin.value,
        "place": clause.place,
    }
