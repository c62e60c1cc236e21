"""Errors of the HTTP API as application/problem+json, in Chinese, without a trace."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.errors import BotError
from bot.rendering.errors import EXIT_BAD_INPUT, complain
from retrieval.errors import RetrievalError

MEDIA_TYPE = "application/problem+json"
_NOT_FOUND_CODES = frozenset({"no_document", "no_clause"})
_HTTP_TEXTS = {
    404: "没有这个地址。",
    405: "这个地址不接受这种请求方式。",
    413: "内容太大，请缩短后再发。",
    415: "请用 application/json 发送。",
}


def problem(
    status: int, detail: str, *, code: str, fields: Mapping[str, str] | None = None
) -> JSONResponse:
    """One error of the API."""
    content = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "fields": dict(fields or {}),
    }
    return JSONResponse(content, status_code=status, media_type=MEDIA_TYPE)


def install_problem_handlers(app: FastAPI) -> None:
    """Make app answer every error in the one shape."""
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(BotError, _on_known)
    app.add_exception_handler(RetrievalError, _on_known)
    app.add_exception_handler(Exception, _on_known)


async def _on_invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    fields = {
        ".".join(str(part) for part in item["loc"][1:]) or "body": str(item["type"])
        for item in error.errors()
    }
    detail = f"请求内容有误，请检查：{'、'.join(fields)}。"
    return problem(422, detail, code="invalid_request", fields=fields)


async def _on_http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = error.status_code
    detail = _HTTP_TEXTS.get(status, "请求没有成功。")
    return problem(status, detail, code=HTTPStatus(status).name.lower())


async def _on_known(_: Request, error: Exception) -> JSONResponse:
    complaint = complain(error)
    if complaint.code in _NOT_FOUND_CODES:
        status = 404
    elif complaint.exit_status == EXIT_BAD_INPUT:
        status = 422
    else:
        status = 500 if complaint.code == "internal" else 503
    return problem(status, complaint.text, code=complaint.code)
