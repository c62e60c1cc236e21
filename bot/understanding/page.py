"""A text as it is read: folded character by character, cut into clauses, questions set apart.

Folding keeps every offset: folded[i] stands for text[i]. Does not look for slots.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.understanding.items import itemized
from rules.quantities import Reading, find_quantities

_SENTENCE_END = "。!?;\n"
_CLAUSE = re.compile(r"(?:[^,。!?;\n]|(?<=\d),(?=\d{3}(?!\d)))++")
_QUESTION = re.compile(
    r"怎么|怎样|如何|多少|几(?:个(?!亿|百|千|万)|[天条家年])|吗|呢[\s?]*$|什么|啥|哪|谁|能不能|可不可以|可以不|行不行"
    r"|(?:算(?!了)|是|属于)[^,。;]{1,8}还是[^,。;]{1,8}$|要不要|该不该|会不会|算不算|用不用|需不需要|是不是|有没有|过没有?[\s?]*$|能否|可否|为何|请问|想问|问一下|多久"
)
_WHETHER = re.compile(r"是否(?![^,。;\n]{0,14}(?::|是$|否$))")
_SUPPOSED = re.compile(
    r"^\s*(?:如果|要是|假如|假设|倘若|若是|万一|比如|例如|譬如|对于|一般来说|凡是|凡|按规定|规定|文件)|的话\s*$"
)
_TOPIC = re.compile(r"的[^,。;]{0,8}(?:项目|企业|公司|情况)\s*$|(?:以上|以下|以内)的|^\s*(?:像|对)")
_NO_QUESTION = re.compile(
    r"(?:没什么|没啥|不管怎么|无论如何|怎么也|多少都|什么都没|谁都)|(?:什么|啥)的(?=[,。;!\s]|$)"
)


_SENTENCE = re.compile(r"[^。!?;\n]++")
_APART = re.compile(r"(?<=[万亿元亩])[ \u3000]+(?=\d)")  # 3亿 100亩 are two
_NUMERAL = re.compile(
    r"\d|[一二两三四五六七八九十百千半几数壹贰叁肆伍陆柒捌玖]\S{0,3}[万亿百千十元亩美欧港日吨度平公个]|小目标|[上近超]亿"
)


_SLANG = {"kw": "千万", "e": "亿"}  # as long as what they stand for
_IN_SLANG = re.compile(r"(?<=\d)(?:kw|e)(?![A-Za-z0-9])", re.IGNORECASE)
_OF_POWER = re.compile(r"电|功率|负荷|装机|能耗|光伏|储能")


_MOST_BESIDE = 12  # characters beside a question that still lead up to it
_DIGITS = str.maketrans("零〇一幺二三四五六七八九", "001123456789")
_SPOKEN = re.compile(
    r"(?<![零〇一幺二三四五六七八九])[一幺零0][零〇一幺二三四五六七八九]{9,11}(?![零〇一幺二三四五六七八九十百千万亿])"
)


def _in_digits(match: re.Match[str]) -> str:
    """A telephone number in the words it was spoken in: 一三八零零…"""
    return match[0].translate(_DIGITS)


def _plain(sentence: str) -> str:
    """Slang of money in words of its length, and blanks between sums as commas."""
    if not _OF_POWER.search(sentence):
        sentence = _IN_SLANG.sub(lambda match: _SLANG[match[0].lower()], sentence)
    return _APART.sub(_comma, sentence)


def _comma(match: re.Match[str]) -> str:
    return "，" * len(match[0])


def _moved(amount: Reading, by: int) -> Reading:
    """The amount with its offsets in the whole text."""
    if not by:
        return amount
    start, end = amount.start + by, amount.end + by
    return replace(amount, start=start, end=end)


class _Folding(dict[int, str]):
    """One character for one character: NFKC where that stays one."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char)
        self[code] = folded if len(folded) == 1 else char
        return self[code]


_FOLDING = _Folding({0x3000: " ", 0xA0: " ", 0x09: "\t", 0x0D: "\n", 0x2028: "\n", 0x2029: "\n"})
_FOLDING.update(dict.fromkeys(range(0x2460, 0x2488), ";"))  # ① begins the next point of a list


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between commas or stops. is_asked: it asks or supposes, and states nothing."""

    start: int
    end: int
    is_asked: bool = False


@dataclass(frozen=True)
class Page:
    """A text and its folded twin. gated: whether questions are set apart."""

    original: str
    gated: bool = True
    text: str = field(init=False)

    def __post_init__(self) -> None:
        folded = itemized(self.original.translate(_FOLDING))
        object.__setattr__(self, "text", _SPOKEN.sub(_in_digits, folded))

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses in order."""
        spans = [match.span() for match in _CLAUSE.finditer(self.text)]
        if not self.gated:
            return tuple(Clause(*span) for span in spans)
        return tuple(self._judged(spans))

    def _judged(self, spans: list[tuple[int, int]]) -> list[Clause]:
        judged: list[Clause] = []
        sentence: list[tuple[int, int]] = []
        for start, end in spans:
            sentence.append((start, end))
            ender = self.text[end : end + 1]
            if not ender or ender in _SENTENCE_END:
                judged.extend(self._sentence(sentence, ender))
                sentence = []
        return judged + self._sentence(sentence, "")

    def _sentence(self, spans: list[tuple[int, int]], ender: str) -> list[Clause]:
        asks = [self._asks(span) for span in spans]
        if ender == "?" and asks:
            asks[-1] = True
        some = any(asks)
        return [
            Clause(*span, asked or self._supposes(span, some))
            for span, asked in zip(spans, asks, strict=True)
        ]

    def _asks(self, span: tuple[int, int]) -> bool:
        words = _NO_QUESTION.sub("", self.text[slice(*span)])
        return bool(_QUESTION.search(words) or _WHETHER.search(words))

    def _supposes(self, span: tuple[int, int], in_question: bool) -> bool:
        words = self.text[slice(*span)]
        return bool(_SUPPOSED.search(words) or (in_question and _TOPIC.search(words)))

    @cached_property
    def amounts(self) -> tuple[Reading, ...]:
        """Every quantity of the text, in order; only sentences with digits are read."""
        found: list[Reading] = []
        for match in _SENTENCE.finditer(self.text):
            if _NUMERAL.search(match[0]):
                at = match.start()
                sentence = _plain(self.original[at : match.end()])
                found += [_moved(amount, at) for amount in find_quantities(sentence)]
        return tuple(found)

    @cached_property
    def _starts(self) -> list[int]:
        return [clause.start for clause in self.clauses]

    def index_at(self, position: int) -> int:
        """Index of the clause at or before a position; 0 when there is none before."""
        return max(0, bisect_right(self._starts, position) - 1)

    def clause_at(self, position: int) -> Clause:
        """The clause at or before a position."""
        return self.clauses[self.index_at(position)] if self.clauses else Clause(0, 0)

    def is_asked(self, position: int) -> bool:
        """Whether the words there ask or suppose."""
        return self.clause_at(position).is_asked

    def sentence_start(self, position: int) -> int:
        """Where the sentence around a position begins."""
        return 1 + max(self.text.rfind(mark, 0, position) for mark in _SENTENCE_END)

    def sentence_end(self, position: int) -> int:
        """Where the sentence around a position ends."""
        ends = (self.text.find(mark, position) for mark in _SENTENCE_END)
        return min((end for end in ends if end >= 0), default=len(self.text))

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The span without blanks at its ends."""
        while start < end and self.original[start].isspace():
            start += 1
        while end > start and self.original[end - 1].isspace():
            end -= 1
        return start, end


def asks(text: str) -> bool:
    """Whether a text does nothing but ask: its last clause does, and whatever states is short."""
    clauses = Page(text).clauses
    told = sum(clause.end - clause.start for clause in clauses if not clause.is_asked)
    return bool(clauses) and clauses[-1].is_asked and told <= _MOST_BESIDE


def last_match(pattern: re.Pattern[str], text: str, span: tuple[int, int]) -> re.Match[str] | None:
    """The last of a pattern's matches within a span."""
    last = None
    for match in pattern.finditer(text, *span):
        last = match
    return last
