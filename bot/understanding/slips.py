"""Slips of the pen and words of dialect in what is typed, mended at the same length. Pure."""

import re

_SLIPS = {
    "木有": "没有",
    "俺": "我",
    "手报": "首报",
    "联洗人": "联系人",
    "连系人": "联系人",
    "联系任": "联系人",
    "意象书": "意向书",
    "意像书": "意向书",
    "记要": "纪要",
    "项木": "项目",
    "经班人": "经办人",
    "考查过": "考察过",
    "产业连": "产业链",
}
_DAY = r"(?<![\d.])(?P<month>1[0-2]|[1-9])[./](?=\d{1,2}[号日])"  # 11.8号
_SPOKEN = r"(?<=[新是对好有])[滴嘀](?![\u4e00-\u9fff])"  # 新滴
_PATTERN = re.compile("|".join([*map(re.escape, _SLIPS), _SPOKEN, _DAY]))
assert all(len(slip) == len(meant) for slip, meant in _SLIPS.items())


def mend_slips(text: str) -> str:
    """The text with slips mended; every character keeps its place."""
    return _PATTERN.sub(_meant, text)


def _meant(match: re.Match[str]) -> str:
    return f"{match['month']}月" if match["month"] else _SLIPS.get(match[0], "的")
