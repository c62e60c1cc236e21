"""Find the wordings of quantities in a text and put number, unit, bound and range together.

Reads: any text. Does not decide which quantity was meant: that is `rules.quantities`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from rules.folding import FoldedText, fold_with_offsets
from rules.numerals import EXACT, MYRIAD, NUMBER_PATTERN, SCALES, Doubt, Number, read_number
from rules.quantity_values import Ambiguous, Qualifier, Quantity, Reading
from rules.units import (
    COUNTED,
    HECTARE,
    MU,
    NO_UNIT,
    PREFIX_WORDS,
    SQUARE_KILOMETRE,
    SQUARE_METRE,
    UNIT_WORDS,
    YUAN,
    Unit,
)

_BEFORE = {
    **dict.fromkeys(("大约", "大概", "约", "差不多"), Qualifier.ABOUT),
    **dict.fromkeys(("将近", "接近", "近"), Qualifier.NEARLY),
    **dict.fromkeys(("不低于", "不少于", "不小于", "至少", "最少", ">=", "≥"), Qualifier.AT_LEAST),
    **dict.fromkeys(("超过", "超", "逾", "高于", "大于", "多于", ">"), Qualifier.MORE_THAN),
    **dict.fromkeys(
        ("不超过", "不高于", "不大于", "不多于", "最多", "至多", "<=", "≤"), Qualifier.AT_MOST
    ),
    **dict.fromkeys(("低于", "小于", "少于", "不足", "不到", "<"), Qualifier.LESS_THAN),
    "上": Qualifier.MORE_THAN,  # 上亿, 上千万: always vague, since no digit follows
}
_CLASS = "级"
_AFTER = {
    **dict.fromkeys(("左右", "上下"), Qualifier.ABOUT),
    **dict.fromkeys(("及以上", "以上", "起"), Qualifier.AT_LEAST),
    **dict.fromkeys(("及以下", "以下", "以内", "之内"), Qualifier.AT_MOST),
    _CLASS: Qualifier.ABOUT,  # 十亿级: a size, never a sum
}
_PER: dict[str, tuple[Unit, Decimal]] = {
    "亩": (MU, Decimal(1)),
    "公顷": (HECTARE, Decimal(1)),
    "平方公里": (SQUARE_KILOMETRE, Decimal(1)),
    "平方米": (SQUARE_METRE, Decimal(1)),
    "平米": (SQUARE_METRE, Decimal(1)),
    "m2": (SQUARE_METRE, Decimal(1)),
    "万元": (YUAN, Decimal(MYRIAD)),
}
_EACH = {f"每{word}": unit for word, (unit, _) in _PER.items() if unit is not YUAN}
_ENGLISH = {"million": 10**6, "billion": 10**9}
_GOAL = Decimal(100_000_000)  # what a 小目标 is in the joke it comes from
# Words that begin like a unit and are none: 平台, 平均, 块地, 元旦.
_NOT_A_UNIT = r"(?!平[台均安原江湖阳]|块[地土板]|元[旦年月素宵])"


def _alternatives(words: Iterable[str]) -> str:
    """Alternation, longest first; a Latin word ends where its letters end."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(
        re.escape(word) + (r"(?![a-z])" if word[-1].isascii() and word[-1].isalpha() else "")
        for word in ordered
    )


_UNITS = _alternatives(word for word in UNIT_WORDS if word != "度")


def _one(index: int) -> str:
    """Pattern of one end of a quantity; its groups carry the index."""
    return (
        rf"(?P<prefix{index}>{_alternatives(PREFIX_WORDS)})?"
        rf"(?:(?P<goal{index}>{NUMBER_PATTERN})?个?(?P<slang{index}>小目标)"
        rf"|百分之(?P<percent{index}>{NUMBER_PATTERN})"
        rf"|(?P<number{index}>{NUMBER_PATTERN})(?P<more{index}>[多余]|来(?={_UNITS}))?"
        rf"(?P<english{index}>million|billion)?(?P<w{index}>w(?![a-z]))?"
        rf"{_NOT_A_UNIT}(?P<unit{index}>(?<=[百千万亿])度(?!假|过)|{_UNITS})?)"
    )


_QUANTITY = re.compile(
    rf"(?P<each>{_alternatives(_EACH)}|亩均[^\d\W]{{0,6}}?)?(?P<before>{_alternatives(_BEFORE)})?"
    rf"(?:(?P<minus>(?<![^(:=,;])-|负)?{_one(1)}"
    rf"(?:(?:-|—+|–|~|到|至)(?:{_one(2)}))?)"
    rf"(?:(?:/|每|一)(?P<per>{_alternatives(_PER)}))?(?P<after>{_alternatives(_AFTER)})?",
    re.IGNORECASE,
)
_TRAILING_SCALE = re.compile(r"(?P<small>[十百千]*)(?P<big>[万亿萬億]*)\Z")
_CUT_WIDTH = 5  # characters looked at before a number: a digit more than _CUT_NUMBER can use
# What stands before 300 in `2,300`, `2 300`, `1.2.300` or `1e300`.
_CUT_NUMBER = re.compile(r"\d[,.e]\Z|\de[+-]\Z|(?<!\d)\d{1,3} \Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Part:
    """One end of a quantity: its number and its unit, None when it has none of its own."""

    number: Number
    unit: Unit | None
    words: str  # of the number alone


def scan(text: str) -> tuple[Reading, ...]:
    """Every quantity of the text in its order, and every Arabic number without a unit.

    A Han number without a unit or scale counts only when it is the whole text: 五千, but not 一期.
    """
    folded = fold_with_offsets(text)
    readings = (_read(match, folded) for match in _QUANTITY.finditer(folded.text))
    return tuple(reading for reading in readings if reading is not None)


def _read(match: re.Match[str], folded: FoldedText) -> Reading | None:
    start, end = folded.span(match.start(), match.end())
    raw = folded.original[start:end]
    first = _part(match, "1")
    second = _part(match, "2") if _has_part(match, "2") else None
    if _is_no_quantity(match, first, second):
        return None
    body = _single(first, match) if second is None else _range(first, second)
    if isinstance(body, Quantity) and match["after"] == _CLASS:
        body = Ambiguous(Doubt.VAGUE, raw, (body,))
    if isinstance(body, Quantity):
        body = _finish(body, match, first if second is None else second)
    if _is_cut(match, folded):
        shown = (body,) if isinstance(body, Quantity) else ()
        body = Ambiguous(Doubt.SEPARATOR, raw, shown)
    return _placed(body, raw, (start, end))


def _placed(body: Reading, raw: str, span: tuple[int, int]) -> Reading:
    if isinstance(body, Quantity):
        return replace(body, raw=raw, start=span[0], end=span[1])
    candidates = tuple(replace(c, raw=raw, start=span[0], end=span[1]) for c in body.candidates)
    return replace(body, raw=raw, candidates=candidates, start=span[0], end=span[1])


def _has_part(match: re.Match[str], index: str) -> bool:
    return any(match[f"{name}{index}"] for name in ("number", "slang", "percent"))


def _part(match: re.Match[str], index: str) -> _Part:
    """Number and unit of one end; slang becomes a doubt with its usual meaning as a candidate."""
    if match[f"slang{index}"]:
        words = match[f"goal{index}"] or "一"
        value = EXACT.multiply(read_number(words).low, _GOAL)
        return _Part(Number(value, value, doubt=Doubt.SLANG, candidates=(value,)), YUAN, words)
    if match[f"percent{index}"]:
        words = match[f"percent{index}"]
        return _Part(read_number(words), UNIT_WORDS["%"], words)
    words = match[f"number{index}"]
    number = _multiplied(read_number(words), match, index)
    named = (match[f"unit{index}"] or "").lower()
    prefix = (match[f"prefix{index}"] or "").lower()
    unit = UNIT_WORDS.get(named) or PREFIX_WORDS.get(prefix)
    more = match[f"more{index}"]
    if more == "来" and not number.doubt:  # 150来亩
        number = replace(number, doubt=Doubt.VAGUE, candidates=(number.low,))
    return _Part(replace(number, more=number.more or bool(more)), unit, words)


def _multiplied(number: Number, match: re.Match[str], index: str) -> Number:
    """With the scale of `30 million`, or doubtful for the slang w of `3000w`."""
    english, slang = match[f"english{index}"], match[f"w{index}"]
    if not english and not slang:
        return number
    factor = Decimal(_ENGLISH[english.lower()] if english else MYRIAD)
    low, high = EXACT.multiply(number.low, factor), EXACT.multiply(number.high, factor)
    if english:
        return replace(number, low=low, high=high, scaled=True)
    return replace(number, low=low, high=high, scaled=True, doubt=Doubt.SLANG, candidates=(low,))


def _is_no_quantity(match: re.Match[str], first: _Part, second: _Part | None) -> bool:
    """Counts (3000万家), years, and Han numbers that are only part of a word (万一, 一期)."""
    parts = [first] if second is None else [first, second]
    if any(part.unit for part in parts):
        return False
    following = match.string[match.end() : match.end() + 1]
    if following and following in COUNTED and not match["after"]:
        return True
    if any(part.number.scaled for part in parts):
        word = first.words
        return (
            word[0] in SCALES
            and word[0] not in "十拾"
            and not match["before"]
            and match["after"] != _CLASS
            and match.group() != match.string
        )
    arabic = any(char.isdigit() and char.isascii() for char in match.group())
    return not arabic and match.group() != match.string


def _is_cut(match: re.Match[str], folded: FoldedText) -> bool:
    """Whether a comma or blank makes it unclear where the number begins: 2，300 or 1,2 or 1 200."""
    before = match.string[max(0, match.start() - _CUT_WIDTH) : match.start()]
    words = match["number1"] or ""
    cut = _CUT_NUMBER.search(before) if words[:1].isdigit() else None
    if cut and (cut[0][-1] != " " or re.match(r"\d{3}(?!\d)", words)):
        return True
    if "," not in words:
        return False
    start = match.start("number1")
    marks = [i for i in range(start, start + len(words)) if match.string[i] == ","]
    return any(
        folded.original[folded.offsets[i]] != ","
        and folded.original[folded.offsets[i] - 1].isascii()
        for i in marks
    )


def _single(part: _Part, match: re.Match[str]) -> Reading:
    """A quantity from one end, with its sign; 多 and 余 make it a lower bound."""
    number = part.number
    unit = part.unit or NO_UNIT
    if number.doubt:
        return Ambiguous(
            number.doubt, "", tuple(Quantity(value, unit) for value in number.candidates)
        )
    if part.unit is None and not number.scaled:
        return Ambiguous(Doubt.NO_UNIT, "", (Quantity(number.low, NO_UNIT),))
    if number.low != number.high:  # 七八千万
        return Quantity(number.low, unit, Qualifier.ABOUT, number.high)
    sign = -1 if match["minus"] else 1
    qualifier = Qualifier.MORE_THAN if number.more else Qualifier.EXACT
    return Quantity(number.low * sign, unit, qualifier)


def _range(first: _Part, second: _Part) -> Reading:
    """A quantity from two ends; the first takes scale and unit of the second where it has none."""
    doubt = first.number.doubt or second.number.doubt
    if doubt:
        return Ambiguous(doubt, "")
    unit = second.unit or first.unit or NO_UNIT
    if unit is NO_UNIT and not second.number.scaled and not first.number.scaled:
        return Ambiguous(Doubt.NO_UNIT, "")
    low, high = first.number.low, second.number.high
    if first.unit is None and not first.number.scaled:
        low = EXACT.multiply(low, _inherited_scale(first, second))
    same_unit = first.unit is None or second.unit is None or first.unit is second.unit
    if not same_unit or low >= high or first.number.more or second.number.more:
        return Ambiguous(Doubt.RANGE, "")
    return Quantity(low, unit, Qualifier.BETWEEN, high)


def _inherited_scale(first: _Part, second: _Part) -> Decimal:
    """What 3 takes from 5亿 (亿), 3 from 5千万 (千万), 一百 from 两百亿 (亿)."""
    match = _TRAILING_SCALE.search(second.words)
    assert match is not None  # both parts of the pattern may be empty
    scale = Decimal(1)
    own = any(char in SCALES for char in first.words)
    for char in match["big"] if own else match.group():
        scale = EXACT.multiply(scale, Decimal(SCALES[char]))
    return scale


def _finish(quantity: Quantity, match: re.Match[str], last: _Part) -> Reading:
    """Add the bound and the unit it is counted by."""
    qualifier = _bound(quantity, match)
    if qualifier is None:
        return Ambiguous(Doubt.RANGE, "", (quantity,))
    quantity = replace(quantity, qualifier=qualifier)
    if match["per"]:
        per, size = _PER[match["per"].lower()]
        upper = None if quantity.upper is None else EXACT.divide(quantity.upper, size)
        return replace(quantity, amount=EXACT.divide(quantity.amount, size), upper=upper, per=per)
    each = _EACH.get(match["each"].lower(), MU) if match["each"] else None  # else: 亩均
    return quantity if last.unit is each else replace(quantity, per=each)


def _bound(quantity: Quantity, match: re.Match[str]) -> Qualifier | None:
    """The bound of all words together; None when they contradict each other."""
    said = {_BEFORE.get(match["before"] or ""), _AFTER.get(match["after"] or "")} - {None}
    own = quantity.qualifier
    if not said:
        return own
    if own is Qualifier.ABOUT or said & {Qualifier.ABOUT}:
        return Qualifier.ABOUT  # an approximate bound bounds nothing
    if own is Qualifier.BETWEEN or len(said) > 1:
        return None
    (bound,) = said
    return Qualifier.MORE_THAN if own is Qualifier.MORE_THAN else bound
