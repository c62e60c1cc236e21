"""Facts told as items: blanks between them read as commas, numbers before them as marks. Pure.

Every character keeps its place. Does not: part names of several Latin words, or numbers.
"""

import re

from bot.understanding.labels import labels

_NUMBERED = re.compile(r"(?m)^[ ]{0,4}(?:\(?\d{1,2}\)|\d{1,2}、|\d{1,2}\.(?!\d))")
_BLANKS = re.compile(r"(?<=[^\s,，。;；:：、])[ ]{1,4}(?=[^\s,，。;；:：、])")
_LATIN = re.compile(r"[A-Za-z&.]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEADS = re.compile(
    r"(?:投资|总投|固投|用地|产值|税收?|能耗|经办|对接|联系|电话|手机|对方|我方|名称|[是为叫姓约共])$"
)
_FEWEST = 3  # blanks in a line that make it a line of items
_MOST_ITEM, _MOST_LINE = 26, 240  # characters


def itemized(folded: str) -> str:
    """The text with numbers of items, and blanks between bare ones, made marks of their length."""
    if "\n" in folded:
        folded = _NUMBERED.sub(lambda match: ";" * len(match[0]), folded)
    if folded.count(" ") < _FEWEST:
        return folded
    return "\n".join(map(_line, folded.split("\n")))


def _line(line: str) -> str:
    items = _BLANKS.split(line)
    if len(line) > _MOST_LINE or len(items) <= _FEWEST or max(map(len, items)) > _MOST_ITEM:
        return line
    return _BLANKS.sub(_mark, line)


def _mark(match: re.Match[str]) -> str:
    """A comma, unless the blank is within a name, a number, or behind a label."""
    text, (start, end) = match.string, match.span()
    before, behind = text[start - 1], text[end]
    is_latin = bool(_LATIN.match(before) and _LATIN.match(behind))
    is_number = not (_HAN.match(before) or _HAN.match(behind))
    item = re.split(r"[\s,，。;；:：、]", text[max(0, start - 12) : start])[-1]
    if is_latin or is_number or item in labels() or _LEADS.search(item):
        return match[0]
    return "," * len(match[0])
