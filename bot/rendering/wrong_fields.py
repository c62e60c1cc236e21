"""What is wrong with the fields of a request, field by field, in Chinese.

Does not: repeat what somebody sent.
"""

from collections.abc import Mapping, Sequence
from typing import Any

BODY = "body"
_SAID = {
    "missing": "没有填",
    "extra_forbidden": "是不认识的项",
    "string_type": "应是文字",
    "string_too_long": "太长，最多 {max_length} 个字符",
    "string_too_short": "太短，至少 {min_length} 个字符",
    "string_pattern_mismatch": "写法不对",
    "string_unicode": "含有不能用的字符",
    "unusable": "含有不能用的字符",
    "int_type": "应是整数",
    "int_parsing": "应是整数",
    "int_parsing_size": "太大",
    "int_from_float": "应是整数",
    "bool_type": "应是 true 或 false",
    "bool_parsing": "应是 true 或 false",
    "list_type": "应是列表",
    "dict_type": "应是 JSON 对象",
    "model_type": "应是 JSON 对象",
    "model_attributes_type": "应是 JSON 对象，并以 application/json 发送",
    "too_long": "太多，最多 {max_length} 项",
    "too_short": "太少，至少 {min_length} 项",
    "greater_than_equal": "应不小于 {ge}",
    "less_than_equal": "应不大于 {le}",
    "enum": "只能是 {expected}",
    "literal_error": "只能是 {expected}",
    "day": "不是日期，应写成 2026-11-22 这样",
    "base64": "不是 base64",
    "json_invalid": "不是正确的 JSON",
    "recursion_loop": "嵌套太深",
}
_OTHERWISE = "不能用"


def wrong_fields(errors: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The fields at fault by name, `history.3` for the fourth of a list; the body: `body`."""
    return {_name(error): _text(error) for error in errors}


def _name(error: Mapping[str, Any]) -> str:
    if error["type"] == "json_invalid":
        return BODY
    return ".".join(str(part) for part in error["loc"][1:]) or BODY


def _text(error: Mapping[str, Any]) -> str:
    fields = dict(error.get("ctx") or {})
    if "expected" in fields:
        fields["expected"] = str(fields["expected"]).replace("'", "").replace(" or ", ", ")
    kind = error["type"]
    if kind in ("too_long", "too_short") and fields.get("field_type") == "Value":
        kind = f"string_{kind}"  # a text that may also be left out
    return _SAID.get(kind, _OTHERWISE).format_map(fields)
