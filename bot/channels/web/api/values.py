"""Values that bodies and addresses of the API are made of, and the base of all bodies."""

import base64
import binascii
import re
from datetime import date
from typing import Annotated, Any

from fastapi import Header, Path, Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic_core import PydanticCustomError

MAX_LIMIT = 200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Body(BaseModel):
    """What somebody sends: every field is known and of its own type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Shown(BaseModel):
    """What is answered."""

    model_config = ConfigDict(extra="forbid")


def _plain(text: str) -> str:
    """Refuse what no database holds; lone surrogates are no text to begin with."""
    if "\0" in text:
        raise PydanticCustomError("unusable", "unusable character")
    return text


def _plain_value(value: JsonValue) -> JsonValue:
    """As _plain, for every text of a value, however deep."""
    pending: list[JsonValue] = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            _plain(item)
        elif isinstance(item, list):
            pending.extend(item)
        elif isinstance(item, dict):
            pending.extend(item)
            pending.extend(item.values())
    return value


def _day(value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("day", "not a day")


def _base64(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise PydanticCustomError("base64", "not base64") from error
    return text


Plain = Annotated[str, AfterValidator(_plain)]
Value = Annotated[JsonValue, AfterValidator(_plain_value)]
Day = Annotated[date, BeforeValidator(_day)]
Base64 = Annotated[str, AfterValidator(_base64), Field(json_schema_extra={"format": "byte"})]
Version = Annotated[int, Field(ge=1, le=2**31 - 1, description="确认的是草稿的哪一版")]

ReportNo = Annotated[
    Plain,
    Path(
        min_length=1, max_length=40, description="首报编号",
        openapi_examples={"首报": {"value": "首报-2026-000001"}},
    ),
]  # fmt: skip
DocumentId = Annotated[
    Plain,
    Path(
        min_length=1, max_length=200, description="文件编号",
        openapi_examples={"方案": {"value": "hz-2019-40"}},
    ),
]  # fmt: skip
Name = Annotated[Plain, Path(min_length=1, max_length=200)]
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="一页最多几条")]
After = Annotated[Plain, Query(max_length=100, description="上一页给出的 next；第一页不写")]
OptionalKey = Annotated[
    Plain | None,
    Header(
        alias="Idempotency-Key", min_length=1, max_length=96, pattern=r"^[!-~]+$",
        description="这次提交的编号，由调用方自定；重试时用同一个，不会记两次",
    ),
]  # fmt: skip
IdempotencyKey = Annotated[
    Plain,
    Header(
        alias="Idempotency-Key", min_length=1, max_length=96, pattern=r"^[!-~]+$",
        description="这次办理的编号，由调用方自定；重试时用同一个，不会办两次",
        openapi_examples={"一次办理": {"value": "weekly-2026-11-22-1"}},
    ),
]  # fmt: skip
