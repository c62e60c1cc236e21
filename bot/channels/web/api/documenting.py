"""What the OpenAPI document says of errors, and the page that shows it without another site."""

from collections.abc import Mapping
from html import escape
from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse

from bot.channels.web.api.access import SESSION_SCHEME
from bot.channels.web.api.models import ProblemBody
from bot.channels.web.api.problems import MEDIA_TYPE
from bot.channels.web.sign_in.session import SESSION, Cookies

OPENAPI_PATH = "/api/openapi.json"
_MEANINGS = {
    401: "没有登录，或访问令牌不对、已作废、已过期",
    403: "令牌没有所需范围，角色不能做，或请求来自别的网站",
    404: "没有，或不属于您",
    409: "与现状冲突：版本已变，或还不满足办理条件",
    413: "内容太大",
    415: "请求内容不是 application/json",
    422: "请求内容有误，fields 逐项说明",
    429: "请求太频繁；Retry-After 是要等的秒数",
    503: "一部分功能暂时不可用",
}
_ALWAYS = (401, 403, 422, 429, 503)
_NAME = "ProblemBody"
GUESTS_TOO: dict[str, Any] = {"security": [{}]}  # openapi_extra of what guests on loopback may ask


def problems(*more: int, is_counted: bool = True) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an operation: the errors any of them may give, and more."""
    content = {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{_NAME}"}}}
    return {
        status: {"description": _MEANINGS[status], "content": content}
        for status in sorted({*_ALWAYS, *more} - (set() if is_counted else {429}))
    }


def _name_media_type(schema: Mapping[str, Any]) -> None:
    """415 for every operation that takes JSON."""
    for operations in schema["paths"].values():
        for operation in operations.values():
            if "application/json" in operation.get("requestBody", {}).get("content", {}):
                told = problems(415)[415]
                operation["responses"] = dict(
                    sorted({**operation["responses"], "415": told}.items())
                )


def add_docs(app: FastAPI, *, is_secure: bool) -> None:
    """Have app describe itself: the OpenAPI document, and /api/docs made of it."""

    def openapi() -> dict[str, Any]:
        if not app.openapi_schema:
            app.openapi_schema = _schema_of(app, is_secure=is_secure)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way

    @app.get("/api/docs", include_in_schema=False)
    def docs(_: Request) -> HTMLResponse:
        return HTMLResponse(_docs_page(app.openapi()))


def _schema_of(app: FastAPI, *, is_secure: bool) -> dict[str, Any]:
    schema = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    schemas[_NAME] = ProblemBody.model_json_schema()
    _name_media_type(schema)
    session = schema["components"]["securitySchemes"][SESSION_SCHEME.scheme_name]
    session["name"] = Cookies(is_secure=is_secure).name(SESSION)
    return schema


def _docs_page(schema: Mapping[str, Any]) -> str:
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
        "<h1>一盘棋 接口</h1><p>错误一律为 application/problem+json。访问令牌用 "
        "<code>yipanqi staff token create</code> 新建。机器可读的说明："
        f'<a href="{OPENAPI_PATH}">{OPENAPI_PATH}</a></p>'
        f"<table><tr><th>方法</th><th>地址</th><th>用途</th><th>说明</th></tr>{rows}</table>"
    )
