"""When evidence is from: dates behind it, alone in an answer, and lists of evidence put together.

Dates stay in the words they were told in. Does not: read a calendar.
"""

import re
from collections.abc import Sequence

DATE = re.compile(
    r"(?:(?:\d{4}|今|去|前)年)?\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?:\d{1,2}[日号]|[上中下]旬|初|底)?"
    r"|\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[日号]"
    r"|上上?个?(?:月|周|星期|礼拜)(?:[一二三四五六日天]|\d{1,2}[日号])?|前[几两]?[天日]|昨[天日]|今[天日]"
    r"|这?周[一二三四五六日]|上半年|去年|年初|本月初?|近期|最近|刚刚"
)
_SHORT = r"(?<![\d.])(?:1[0-2]|0?[1-9])[./](?:3[01]|[12]\d|0?[1-9])(?![\d.亿万%亩元])"  # 10.28
_DAY = re.compile(rf"{DATE.pattern}|{_SHORT}")
_DATES = rf"(?P<dates>(?:{_DAY.pattern})(?:\s?(?:[、和,及]|还有)\s?(?:{_DAY.pattern}))*)"
_DONE = r"(?:签|开|去|来|谈|看|定|写|出|编|做|发|给|收|办|形成|落款)?(?:到|下)?(?:的|了|过的|过)?"
_BEHIND = re.compile(
    r"(?:\s|[(:,]|是|在|于|有|为|都|也|就|已|签订?|签署|日期|时间|落款|形成|了(?:[一两二三四]次)?|过(?:[一两二三四]次)?|[一两二三四\d][次趟回]"
    rf"|过?[^,。;、\s\d]{{2,6}},){{0,4}}{_DATES}(?P<end>\)|{_DONE}(?=$|[,。;!\n]))"
)
_ALONE = re.compile(
    rf"(?:(?:签[的署订]?|签订的?|开会的?|考察的?)?(?:日期|时间)(?:就)?(?:是|为|在)?|那?(?:个|份)?(?:就|都)?(?:是|在)|(?:最近|上|最后|那)一?次(?:就?是|在)?)?{_DATES}{_DONE}[吧啊呀]?"
)
_AT_END = re.compile(rf"(?:是|为|成|在|于|[:：,，])\s?{_DATES}{_DONE}[吧啊呀]?$")
_SIGNED = re.compile(r"书|协议|备忘录|函")
_MINUTES = ("会谈纪要", "会议纪要")


def dates_behind(text: str, start: int, limit: int) -> tuple[str, int]:
    """The dates told behind evidence that ends at start, and where they end: …是11月10号签的."""
    match = _BEHIND.match(text, start, limit)
    return (_listed(match["dates"]), match.end()) if match else ("", start)


def dates_alone(text: str) -> str:
    """The dates a whole answer is, empty where it says anything else: 11月15号签的."""
    match = _ALONE.fullmatch(text.strip(" ,，。.!！"))
    return _listed(match["dates"]) if match else ""


def dates_at_end(text: str) -> str:
    """The dates a text ends with: 意向书日期不对，应该是10月21日."""
    match = _AT_END.search(text.strip(" ,，。.！!"))
    return _listed(match["dates"]) if match else ""


def _listed(dates: str) -> str:
    return "、".join(match[0].strip() for match in _DAY.finditer(dates))


def dated(items: Sequence[str], dates: str, *, signed: bool) -> list[str] | None:
    """The items with the dates on the last one that has none; of papers where they were signed."""
    open_ones = [i for i, item in enumerate(items) if "（" not in item]
    fitting = [i for i in open_ones if signed and _SIGNED.search(items[i])] or open_ones
    if not fitting:
        return None
    at = fitting[-1]
    return [f"{item}（{dates}）" if i == at else item for i, item in enumerate(items)]


def kind_of(item: str) -> str:
    """Evidence without its dates."""
    return item.partition("（")[0]


def joined_evidence(
    old: Sequence[str], new: Sequence[str], raw: str, *, edits: bool = False
) -> list[str]:
    """Both lists: a date goes to what was told without one; corrected, to what had another.

    raw: the words of the new ones; bare 纪要 is whichever minutes are there.
    """
    items = list(old)
    for item in new:
        kinds = {kind_of(item)}
        if kinds <= set(_MINUTES) and not any(kind in raw for kind in _MINUTES):
            kinds = set(_MINUTES)
        same = [i for i, one in enumerate(items) if kind_of(one) in kinds]
        undated = [i for i in same if "（" not in items[i]]
        _, mark, dates = item.partition("（")
        if not mark:
            items += [] if same else [item]
        elif undated or (edits and same):
            at = (undated or same)[-1]
            items[at] = f"{kind_of(items[at])}（{dates}"
        elif item not in items:
            items.append(item)
    return items
