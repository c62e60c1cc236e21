"""Errors of the HTTP API as application/problem+json, in Chinese, without a trace."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.errors import BotError
from bot.rendering.errors import EXIT_BAD_INPUT, complain
from bot.rendering.fact_errors import case_error_line, fact_error_line, rules_error_lines
from bot.rendering.report_labels import SLOT_LABELS
from bot.rendering.reports import slot_label
from bot.rendering.wrong_fields import wrong_fields
from registry.errors import (
    Forbidden,
    InvalidInput,
    NotFound,
    QuotaExceeded,
    Refused,
    RegistryError,
    StaleVersion,
    StorageUnavailable,
    Unauthenticated,
)
from retrieval.errors import RetrievalError
from rules.errors import FactErrors, RulesError, UnknownRuleError

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 5  # where a part cannot serve and trying again helps
_NOT_FOUND_CODES = frozenset({"no_document", "no_clause"})
_CASE_CODES = frozenset({"case_form", "case_key", "no_rule"})
TITLES = {
    400: "请求读不懂",
    401: "需要登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种请求方式",
    409: "与现状冲突",
    413: "内容太大",
    415: "内容格式不对",
    422: "内容有误",
    429: "请求太频繁",
    500: "程序内部出错",
    503: "暂时不可用",
}
_HTTP_TEXTS = {
    404: "没有这个地址。",
    405: "这个地址不接受这种请求方式。",
    413: "内容太大，请缩短后再发。",
}
_STATUSES: tuple[tuple[type[RegistryError], int], ...] = (
    (Unauthenticated, 401),
    (Forbidden, 403),
    (NotFound, 404),
    (StaleVersion, 409),
    (Refused, 409),
    (QuotaExceeded, 429),
)
_SLOT_OF = {label: name for name, label in SLOT_LABELS.items()}
_logger = logging.getLogger(__name__)


def problem(
    status: int,
    detail: str,
    *,
    code: str,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """One error of the API."""
    content = {
        "type": "about:blank",
        "title": TITLES.get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "fields": dict(fields or {}),
    }
    return JSONResponse(content, status, dict(headers or {}), MEDIA_TYPE)


def install_problem_handlers(app: FastAPI) -> None:
    """Make app answer every error in the one shape."""
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    for kind in (BotError, RetrievalError, RegistryError, RulesError, Exception):
        app.add_exception_handler(kind, _on_known)


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    kind = request.headers.get("content-type", "")
    is_object = all(each["type"] != "model_attributes_type" for each in error.errors())
    if not is_object and kind.partition(";")[0].strip().lower() != "application/json":
        text = "请用 application/json 发送。"
        return problem(415, text, code="media_type", fields={"body": text})
    fields = wrong_fields(error.errors())
    told = "；".join(f"{name} {text}" for name, text in fields.items())
    return problem(422, f"请求内容有误：{told}。", code="invalid_request", fields=fields)


async def _on_http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = error.status_code
    if status == 400:  # FastAPI's word for a body that cannot be read at all
        detail, fields = "请求内容读不懂，请检查格式和编码。", {"body": "读不懂"}
        return problem(422, detail, code="invalid_request", fields=fields)
    detail = _HTTP_TEXTS.get(status, "请求没有成功。")
    return problem(status, detail, code=HTTPStatus(status).name.lower(), headers=error.headers)


async def _on_known(_: Request, error: Exception) -> JSONResponse:
    return problem_of(error)


def problem_of(error: Exception) -> JSONResponse:
    """Any error as a problem; one nobody expected is logged by class and place."""
    if isinstance(error, RulesError):
        return _of_rules(error)
    if isinstance(error, BotError) and error.code in _CASE_CODES:
        field = "rule" if error.code == "no_rule" else "facts"
        line = case_error_line(error)  # type: ignore[arg-type]  # these codes are BadInput's
        return problem(422, line, code=error.code, fields={field: line})
    complaint = complain(error)
    status = _status(error, complaint.code, complaint.exit_status)
    if status == 500:
        _logger.error("request failed: %s", type(error).__name__, exc_info=error)
    fields = _fields(error, complaint.text)
    return problem(
        status, complaint.text, code=complaint.code, fields=fields, headers=_headers(error, status)
    )


def _of_rules(error: RulesError) -> JSONResponse:
    if isinstance(error, FactErrors):
        fields = {each.field: fact_error_line(each) for each in error.errors}
        return problem(422, "；".join(fields.values()), code="facts", fields=fields)
    line = rules_error_lines(error)[0]
    if isinstance(error, UnknownRuleError):
        return problem(422, line, code="unknown_rule", fields={"rule": line})
    return problem(503, line, code=error.code)


def _status(error: Exception, code: str, exit_status: int) -> int:
    if code in _NOT_FOUND_CODES:
        return 404
    for kind, status in _STATUSES:
        if isinstance(error, kind):
            return status
    if exit_status == EXIT_BAD_INPUT:
        return 422
    return 500 if code == "internal" else 503


def _headers(error: Exception, status: int) -> dict[str, str]:
    if status == 401:
        return {"www-authenticate": 'Bearer realm="yipanqi"'}
    if isinstance(error, QuotaExceeded) and "retry_after_s" in error.fields:
        return {"retry-after": str(error.fields["retry_after_s"])}
    if isinstance(error, StorageUnavailable) and error.retry:
        return {"retry-after": str(RETRY_AFTER_S)}
    return {}


def _fields(error: Exception, text: str) -> dict[str, str]:
    """The fields at fault, each with what is wrong with it."""
    if isinstance(error, Refused):
        slots = error.fields.get("slots")
        names = slots if isinstance(slots, tuple) else ()
        return {str(name): f"“{slot_label(str(name))}”没有填" for name in names}
    if isinstance(error, StaleVersion):
        return {"version": f"现在是第 {error.fields.get('actual', '—')} 版"}
    if isinstance(error, BotError | InvalidInput) and "field" in error.fields:
        field = str(error.fields["field"])
        return {_SLOT_OF.get(field, field): text}
    return {}
