"""Repair white space in Chinese text: spaces inside words, and the seam where two lines join.

Does not change any character that is not white space.
"""

import re

from retrieval.language.numerals import NUMERAL

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
_CLOSED = rf"{HAN}，。、；：？！（）《》〈〉【】〔〕“”‘’…—％"
_RUN = re.compile(r"[ \t\u3000]+")
_BETWEEN = re.compile(rf"(?<=[{_CLOSED}]) +(?=[{_CLOSED}0-9])|(?<=[0-9%％]) +(?=[{_CLOSED}])")
_LABEL = re.compile(rf"(?:第[{NUMERAL}\d]+[编章节条款](?:之[{NUMERAL}]+)?|附件?\s*\d*) ")
_KEY = re.compile(r" (?=[^\s，。；、：:]{2,6}[：:])")
_PROSE = re.compile(r"[。；，,;]")
_MARK = "\x00"


def mend_paragraph(text: str) -> str:
    """Remove spaces inside words of running text; keep those that separate.

    Kept: after 第X条 and its like, before a short `名称：`, between the words of a headline.
    A headline spaced letter by letter (总　则) is closed up.
    """
    if " " not in text and "\u3000" not in text and "\t" not in text:
        return text
    text = _RUN.sub(" ", text).strip()
    head = ""
    if label := _LABEL.match(text):
        head, text = text[: label.end()], text[label.end() :]
    if not _PROSE.search(text):
        return head + _close_letters(text)
    kept = _KEY.sub(_MARK, text)
    return head + _BETWEEN.sub("", kept).replace(_MARK, " ")


def mend_cell(text: str) -> str:
    """Remove the spaces that line breaks left in a table cell."""
    return _BETWEEN.sub("", _RUN.sub(" ", text).strip())


def _close_letters(text: str) -> str:
    """Close up a headline spaced letter by letter, and a date spaced around its numbers."""
    parts = text.split(" ")
    if all(len(part) == 1 for part in parts) and not text.isascii():
        return "".join(parts)
    return re.sub(r"(?<=\d) (?=[年月日号])|(?<=[年月第]) (?=\d)", "", text)


def join_pieces(before: str, after: str) -> str:
    """Join two pieces of one sentence: Chinese without a space, Latin words with one."""
    is_latin = before[-1:].isascii() and after[:1].isascii()
    if is_latin and before[-1:].isalpha() and after[:1].isalnum():
        return f"{before} {after}"
    if is_latin and before[-1:] in ",;:.!?)" and after[:1].isalpha():
        return f"{before} {after}"
    return before + after
