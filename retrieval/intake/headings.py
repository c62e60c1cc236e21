"""Recognise the heading forms of Chinese documents at the start of a paragraph.

第三章 · 第十二条 · 一、 · （一） · 1. · 1.2.3 · 附件2. A cross reference (`第三条规定的`) is none.
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from retrieval.language.numerals import NUMERAL, parse_numeral

_N = rf"[{NUMERAL}\d]{{1,9}}"
_FORMS = re.compile(
    rf"""
      第(?P<structure>{_N})(?P<unit>[编分章节])(?![^\s　]*[的中和、，])[\s　]*
    | 第(?P<article>{_N})条(?:之(?P<sub>[{NUMERAL}]{{1,3}}))?(?P<gap>[\s　：:]*)
    | (?P<chinese>[{NUMERAL}]{{1,4}})[、．.][\s　]*
    | [（(][\s　]*(?P<paren>[{NUMERAL}]{{1,4}})[\s　]*[）)][\s　]*、?
    | (?P<decimal>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}})[\s　]+(?=[\u4e00-\u9fff《“])
    | (?P<arabic>\d{{1,2}})(?:[.．](?![\d])|、)[\s　]*
    | (?P<annex>附[\s　]*(?:件|录|表)?[\s　]*(?P<annex_number>\d{{1,2}}|[{NUMERAL}]{{1,3}})?)
      (?:[\s　]*(?:[：:]|\Z)|(?<=[\d一二三四五六七八九十])[\s　]+(?=\S))[\s　]*
    """,
    re.VERBOSE,
)
_REFERENCE = re.compile(
    rf"第{_N}[条章节款](?:之[{NUMERAL}]+)?"
    rf"(?:之(?![{NUMERAL}])|第|规定|所|的|[、，,。；）)]|和|至|到|或|及|以|与|中|款|项|明确|要求|列|内|外|等|修改|作为|改为|为第)"
)
_DECIMAL_REFERENCE = re.compile(
    r"\d+(?:\.\d+)+\s*(?:[条款节项的]|规定|所|和|、|亿|万|元|个|%|％|倍|版)"
)
_FIRST_SENTENCE = re.compile(r"([^。！？\n]{2,40})。(?=.)")
_BRACKETED = re.compile(r"[【（(\[]([^】）)\]]{2,24})[】）)\]]")
_TITLE_CHARACTERS = 50
_REMEMBERED_CHARACTERS = 200


class HeadingKind(IntEnum):
    """Forms of headings, the outermost first."""

    ANNEX = 0
    PART = 1
    CHAPTER = 2
    SECTION = 3
    CHINESE = 4
    ARTICLE = 5
    PAREN = 6
    ARABIC = 7
    DECIMAL = 8


_PLAIN_FORMS = {
    HeadingKind.ARTICLE: "article",
    HeadingKind.CHINESE: "chinese",
    HeadingKind.PAREN: "paren",
    HeadingKind.ARABIC: "arabic",
    HeadingKind.ANNEX: "annex_number",
}
_UNITS = {"编": HeadingKind.PART, "分": HeadingKind.PART, "章": HeadingKind.CHAPTER,
          "节": HeadingKind.SECTION}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """A recognised heading.

    numbers: its number, several for 1.2.3; sub: 1 for 第X条之一; label: as printed, closed up;
    title: its words without the label, '' when running text follows at once;
    is_bare: nothing but the heading stands in the paragraph; is_glued: no space after 第X条.
    """

    kind: HeadingKind
    numbers: tuple[int, ...]
    label: str
    title: str
    is_bare: bool
    sub: int = 0
    is_glued: bool = False


def match_heading(text: str) -> Heading | None:
    """Read the heading a paragraph starts with; None for anything else."""
    return _match_short(text) if len(text) <= _REMEMBERED_CHARACTERS else _match(text)


@lru_cache(maxsize=4096)
def _match_short(text: str) -> Heading | None:
    return _match(text)  # cleaning and outline ask about each line several times


def _match(text: str) -> Heading | None:
    first = text[:1]
    if not (first in "第附（(" or first in NUMERAL or first.isdecimal()):
        return None
    found = _FORMS.match(text)
    if found is None or is_reference(text):
        return None
    try:
        kind, numbers = _classify(found)
    except ValueError:
        return None
    rest = text[found.end() :].strip()
    if kind is HeadingKind.DECIMAL and _DECIMAL_REFERENCE.match(text):
        return None
    is_article = kind is HeadingKind.ARTICLE
    is_bare = (
        not is_article and len(rest) <= _TITLE_CHARACTERS and not re.search(r"[。；;！？]", rest)
    )
    return Heading(
        kind,
        numbers,
        label=_label(kind, found),
        title=_article_title(rest) if is_article else _title(rest, is_bare=is_bare),
        is_bare=is_bare,
        sub=parse_numeral(found["sub"]) if found["sub"] else 0,
        is_glued=is_article and not found["gap"] and bool(rest),
    )


def is_reference(text: str) -> bool:
    """Whether a line starts with a cross reference such as `第三条规定的`."""
    return _REFERENCE.match(text) is not None or _DECIMAL_REFERENCE.match(text) is not None


def _classify(found: re.Match[str]) -> tuple[HeadingKind, tuple[int, ...]]:
    if found["structure"]:
        return _UNITS[found["unit"]], (parse_numeral(found["structure"]),)
    if found["decimal"]:
        parts = re.split(r"[.．]", found["decimal"])
        return HeadingKind.DECIMAL, tuple(map(int, parts))
    for kind, group in _PLAIN_FORMS.items():
        if number := found[group]:
            return kind, (parse_numeral(number),)
    return HeadingKind.ANNEX, ()


def _label(kind: HeadingKind, found: re.Match[str]) -> str:
    words = re.sub(r"[\s　：:]", "", found[0])
    if kind in (HeadingKind.CHINESE, HeadingKind.ARABIC):
        return words.rstrip("、．.")
    if kind is HeadingKind.PAREN:
        return f"（{found['paren']}）"
    return words


def _article_title(rest: str) -> str:
    """Articles have a title only in brackets: 第三条【适用范围】."""
    found = _BRACKETED.match(rest)
    return found[1] if found else ""


def _title(rest: str, *, is_bare: bool) -> str:
    if is_bare:
        return rest
    first = _FIRST_SENTENCE.match(rest)
    return first[1] if first and not re.search(r"[：:]", first[1]) else ""
