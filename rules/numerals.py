"""Read a number as people write it: 1.2亿, 十二亿, 1亿2千万, 2个亿, 一亿半, 三亿五, 七八千万.

Does not know units; an unclear wording comes back with its doubt and never as a bare value.
"""

import re
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from enum import StrEnum
from itertools import pairwise

MAX_DIGITS = 24  # of one written number; longer ones are a slip, not an amount
EXACT = Context(prec=80, traps=[Inexact])  # arithmetic that would round raises instead

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "俩": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4,
    "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000,
          "万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}  # fmt: skip
TEN, MYRIAD, HUNDRED_MILLION = 10, 10_000, 100_000_000
_VAGUE = "几数来"

_DIGIT = f"[{''.join(DIGITS)}]"
_SCALE = f"(?!千瓦|百分)[{''.join(SCALES)}]"
# Possessive throughout: no input makes the search go back over its digits.
_ARABIC = r"(?>\d{1,3}(?:,\d{3})++(?!\d)|\d++)(?:\.\d++)?+"
# One written number; 个 only as in 2个亿, 多 and 余 only as in 3000多万, 来 only as in 十来亿.
NUMBER_PATTERN = (
    rf"(?>{_ARABIC}|{_DIGIT}|{_SCALE}|半(?=个?[百千万亿])|[几数](?=个?[十百千万亿]))"
    rf"(?>(?<=[{''.join(SCALES)}零〇]){_ARABIC}|{_DIGIT}|{_SCALE}|半|点(?={_DIGIT})|几"
    rf"|个(?=[多半]?(?!百分)[百千万亿])|[多余来](?=个?[十百千万亿]))*+"
)
_WORD = re.compile(rf"{_ARABIC}|.")


class Doubt(StrEnum):
    """Why a wording does not name one quantity."""

    NO_UNIT = "no_unit"  # 5000: 元, 万元, 亩?
    WRONG_UNIT = "wrong_unit"  # an area where money is asked for
    VAGUE = "vague"  # 几千万, 十几亿, 上亿
    SLANG = "slang"  # 一个小目标, 3000w
    TRAILING = "trailing"  # 1亿2: 1.2亿, or 1亿零2?
    DIGIT_STRING = "digit_string"  # 一二〇〇万
    SEPARATOR = "separator"  # 2，300: one number or two?
    RANGE = "range"  # 5亿到3亿, 5千-8千万
    SEVERAL = "several"  # more than one quantity
    TOO_LONG = "too_long"  # more digits than any amount has
    UNREADABLE = "unreadable"  # 万千, 亿亿, 3百5千


@dataclass(frozen=True, slots=True)
class Number:
    """What a numeral says.

    low, high: the value; they differ only for approximate pairs (七八千万).
    more: 多 or 余 stood inside (3000多万): more than the value.
    scaled: 万 or 亿 took part, so that the size is plain without a unit.
    doubt: set when the wording is unclear; then low and high are the first candidate.
    candidates: values it may mean when in doubt, the likeliest first.
    """

    low: Decimal
    high: Decimal
    more: bool = False
    scaled: bool = False
    doubt: Doubt | None = None
    candidates: tuple[Decimal, ...] = ()


class _Unclear(Exception):
    """Internal to this module: the numeral has a doubt; carries the candidates."""

    def __init__(self, doubt: Doubt, *candidates: Decimal) -> None:
        super().__init__(doubt.value)
        self.doubt = doubt
        self.candidates = candidates


def read_number(text: str) -> Number:
    """Read one numeral matched by NUMBER_PATTERN, folded.

    >>> read_number("1亿2千万").low
    Decimal('120000000')
    """
    more = "多" in text or "余" in text
    words = _WORD.findall(re.sub("[多余个]", "", text))
    scaled = any(SCALES.get(word, 0) >= MYRIAD for word in words)
    try:
        low, high = _bounds(words)
    except _Unclear as unclear:
        first = (unclear.candidates or (Decimal(0),))[0]
        return Number(first, first, more, scaled, unclear.doubt, unclear.candidates)
    return Number(low, high, more, scaled)


def _bounds(words: list[str]) -> tuple[Decimal, Decimal]:
    """Value, or both values of an approximate pair (七八亿)."""
    if any(len(word.replace(",", "")) > MAX_DIGITS for word in words) or len(words) > MAX_DIGITS:
        raise _Unclear(Doubt.TOO_LONG)
    if any(word in _VAGUE for word in words):
        raise _Unclear(Doubt.VAGUE)
    pair = _adjacent_digits(words)
    if pair is None:
        value = _Accumulator().read(words)
        return value, value
    low = _Accumulator().read([*words[:pair], *words[pair + 1 :]])
    high = _Accumulator().read([*words[: pair - 1], *words[pair:]])
    return low, high


def _adjacent_digits(words: list[str]) -> int | None:
    """Index of the second digit of an approximate pair, None when no two Han digits touch.

    A 零 behind a scale (一亿零五百万) only marks the gap and touches nothing.
    """
    whole = words[: words.index("点")] if "点" in words else words
    runs = [
        i + 1
        for i, (a, b) in enumerate(pairwise(whole))
        if a in DIGITS and b in DIGITS and not (DIGITS[a] == 0 and i and whole[i - 1] in SCALES)
    ]
    if not runs:
        return None
    low, high = DIGITS[whole[runs[0] - 1]], DIGITS[whole[runs[0]]]
    if len(runs) == 1 and low > 0 and (high == low + 1 or (low, high) == (3, 5)):
        return runs[0]
    raise _Unclear(Doubt.DIGIT_STRING, *_positional(whole))


def _positional(words: list[str]) -> tuple[Decimal, ...]:
    """The digits read one by one (一二〇〇), when nothing but digits comes before the scales."""
    digits = [str(DIGITS[word]) for word in words if word in DIGITS]
    rest = [word for word in words if word not in DIGITS]
    if words[: len(digits)] != [t for t in words if t in DIGITS]:
        return ()
    value = Decimal("".join(digits))
    for word in rest:
        value = EXACT.multiply(value, Decimal(SCALES.get(word, 1)))
    return (value,)


class _Accumulator:
    """Adds up words: below 万, then 万, then 亿; each scale at most once and in falling order."""

    def __init__(self) -> None:
        self.high = Decimal(0)  # finished 亿
        self.mid = Decimal(0)  # finished 万
        self.section = Decimal(0)  # finished tens, hundreds, thousands of the current group
        self.digit: Decimal | None = None  # read, its scale not yet
        self.digit_is_han = False
        self.after_zero = False
        self.fraction: list[int] | None = None  # digits after 点
        self.smallest = Decimal(0)  # the last scale read, 0 before any
        self.seen: list[int] = []  # scales of the current group

    def read(self, words: list[str]) -> Decimal:
        for word in words:
            self._take(word)
        return self._finish()

    def _take(self, word: str) -> None:
        if word in SCALES:
            self._take_scale(SCALES[word])
        elif word == "点":
            self._open_fraction()
        elif word == "半":
            self._take_half()
        elif word in DIGITS:
            self._take_han_digit(DIGITS[word])
        else:
            self._set_digit(Decimal(word.replace(",", "")), is_han=False)

    def _set_digit(self, value: Decimal, *, is_han: bool) -> None:
        if self.digit is not None:
            raise _Unclear(Doubt.UNREADABLE)
        self.digit, self.digit_is_han = value, is_han

    def _take_han_digit(self, value: int) -> None:
        if self.fraction is not None:
            self.fraction.append(value)
        elif value == 0 and (self.seen or self.smallest):
            self.after_zero = True
        else:
            self._set_digit(Decimal(value), is_han=True)

    def _take_half(self) -> None:
        if self.smallest and self.digit is None:  # 一亿半
            self.section = EXACT.add(self.section, EXACT.multiply(self.smallest, Decimal("0.5")))
            self.smallest = Decimal(0)
        elif self.fraction is None:  # 半个亿, 一个半亿
            self.digit = EXACT.add(self.digit or Decimal(0), Decimal("0.5"))
            self.digit_is_han = True
        else:
            raise _Unclear(Doubt.UNREADABLE)

    def _open_fraction(self) -> None:
        if self.fraction is not None:
            raise _Unclear(Doubt.UNREADABLE)
        self.fraction = []

    def _close_fraction(self) -> None:
        if self.fraction is not None:
            whole = EXACT.add(self.section, self.digit or Decimal(0))
            decimals = Decimal("0." + "".join(map(str, self.fraction)))
            self.digit, self.section = EXACT.add(whole, decimals), Decimal(0)
            self.fraction, self.digit_is_han = None, True

    def _take_scale(self, scale: int) -> None:
        self._close_fraction()
        if scale < MYRIAD:
            self._take_small_scale(scale)
        else:
            self._take_big_scale(scale)
        self.digit, self.after_zero, self.smallest = None, False, Decimal(scale)

    def _take_small_scale(self, scale: int) -> None:
        if self.seen and self.seen[-1] <= scale:
            raise _Unclear(Doubt.UNREADABLE)
        if self.digit is None and scale != TEN:  # 百亿, 千万 without a digit are sizes, not sums
            raise _Unclear(Doubt.VAGUE)
        self.section = EXACT.add(
            self.section, EXACT.multiply(self.digit or Decimal(1), Decimal(scale))
        )
        self.seen.append(scale)

    def _take_big_scale(self, scale: int) -> None:
        group = EXACT.add(self.section, self.digit or Decimal(0))
        if scale == HUNDRED_MILLION:
            group, self.mid = EXACT.add(group, self.mid), Decimal(0)
        if self.mid or (self.high and scale == HUNDRED_MILLION):
            raise _Unclear(Doubt.UNREADABLE)
        if self.digit is None and not self.seen and not group:  # 亿元以上
            raise _Unclear(Doubt.VAGUE, Decimal(scale))
        value = EXACT.multiply(group, Decimal(scale))
        self.high, self.mid = (value, self.mid) if scale == HUNDRED_MILLION else (self.high, value)
        self.section, self.seen = Decimal(0), []

    def _finish(self) -> Decimal:
        is_fraction, is_open = self.fraction is not None, self.digit is not None
        self._close_fraction()
        total = EXACT.add(EXACT.add(self.high, self.mid), self.section)
        if self.digit is None:
            return total
        literal = EXACT.add(total, self.digit)
        if not self.smallest or self.after_zero or self.smallest == TEN:
            return literal
        if is_fraction:  # 三百点五 is 300.5; 三百五点五 and 一亿点五 may be two things
            if is_open or self.smallest >= MYRIAD:
                raise _Unclear(Doubt.UNREADABLE)
            return literal
        short = EXACT.add(
            total, EXACT.divide(EXACT.multiply(self.digit, self.smallest), Decimal(10))
        )
        if self.digit_is_han:  # 三亿五 is 3.5亿, 两百五 is 250
            return short
        raise _Unclear(Doubt.TRAILING, short, literal)
