"""Credit code, plot ratio and energy."""

import re
from decimal import Decimal

from bot.understanding.candidates import LIKELY, SURE, WEAK, Candidate, Candidates, Reading
from bot.understanding.page import last_match
from rules.company import check_credit_code
from rules.numerals import NUMBER_PATTERN, read_number
from rules.quantities import Quantity as _Quantity
from rules.quantities import format_plain
from rules.units import Dimension

MOST_RATIO = Decimal(20)
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{2}\d{6}[0-9A-Za-z]{10}(?![0-9A-Za-z])")
_CODE_CUE = re.compile(
    r"(?:信用代码|统一代码|机构代码|税号)(?:是|为|:|应该是|改成"
    r"|改为)?\s{0,3}(?P<code>[0-9A-Za-z][0-9A-Za-z \-]{3,30}[0-9A-Za-z])"
)
_RATIO = re.compile(
    rf"容积率?(?:大概|大约|约|不低于|不小于|不超过|至少|控制在|要求|做到|达到|按照?|是|为|在|到|:|>=|≥|<=|≤|\s|预计|拟|规划|暂定|改成|改为|改到"
    rf"|调到|提到|提高到|降到|可以|能|也|就|了)*"
    rf"(?P<low>-?{NUMBER_PATTERN})(?:\s?(?:-|~|—|到|至)\s?(?P<high>{NUMBER_PATTERN}))?"
)
_ENERGY_CUE = re.compile(
    r"(?:一年|年|每年|预计|达产后|全年|项目)*(?:综合)?(?:能耗|耗能|用能|用电|耗电|电耗|用电量|用气|天然气|蒸汽|用水)(?:量|需求|情况|方面"
    r"|负荷)*(?:大概|大约|约|预计|需要?|是|为|在|达到|达|折|折合|:|\s|也就|差不多|不超过|每年|一年)*"
)
_ENERGY_WORDS = re.compile(
    r"(?:能耗|用能|耗能)(?:水平|需求|要求)?(?:很|较|比较|不|都|相对|也)+(?:低|高|大|小|少|多)|低能耗|能耗(?:低|小|少|可控)"
)


def read_figures(reading: Reading) -> Candidates:
    """Candidates of the three."""
    yield from _codes(reading)
    yield from _ratios(reading)
    yield from _energy(reading)


def _codes(reading: Reading) -> Candidates:
    text = reading.page.text
    spans = {match.span() for match in _CODE.finditer(text) if _is_code(match[0])}
    spans |= {match.span("code") for match in _CODE_CUE.finditer(text)}
    for span in sorted(spans):
        if not reading.page.is_asked(span[0]):
            yield from credit_code_in(reading, span)


def _is_code(text: str) -> bool:
    """Digits alone may be an identity or bank number: only a right code counts without a name."""
    return not text.isdigit() or check_credit_code(text).is_valid


def credit_code_in(reading: Reading, span: tuple[int, int]) -> Candidates:
    """A code, or what is wrong with it."""
    code = check_credit_code(reading.page.text[slice(*span)])
    found = reading.found("uscc", code.code, span)
    if code.problem is None:
        yield Candidate((found,), SURE)
    else:
        yield Candidate((found,), SURE, f"uscc_{code.problem.value}", {"detail": code.detail})


def _ratios(reading: Reading) -> Candidates:
    for match in _RATIO.finditer(reading.page.text):
        if not reading.page.is_asked(match.start("low")):
            yield from ratio_in(reading, match.span("low"), match.span("high"))


def ratio_in(
    reading: Reading, low: tuple[int, int], high: tuple[int, int] = (-1, -1)
) -> Candidates:
    """A plot ratio, both ends of a range, or one no land could have."""
    ends = [span for span in (low, high) if span[0] >= 0]
    whole = ends[0][0], ends[-1][1]
    numbers = [_number(reading.page.text[slice(*span)]) for span in ends]
    values = [number for number in numbers if number is not None]
    if not values:
        return
    if any(not 0 < value <= MOST_RATIO for value in values):
        yield Candidate((reading.found("plot_ratio", None, whole),), SURE, "plot_ratio_range")
        return
    found = tuple(reading.found("plot_ratio", format_plain(value), whole) for value in values)
    yield Candidate(found, SURE)


def _number(text: str) -> Decimal | None:
    number = read_number(text.removeprefix("-"))
    if number.doubt:
        return None
    return -number.low if text.startswith("-") else number.low


def _energy(reading: Reading) -> Candidates:
    page = reading.page
    for amount in page.amounts:
        if not isinstance(amount, _Quantity) or amount.per is not None:
            continue
        if amount.unit.dimension in (Dimension.ELECTRICITY, Dimension.ENERGY) and not page.is_asked(
            amount.start
        ):
            start = max(page.clause_at(amount.start).start, amount.start - 16)
            cue = last_match(_ENERGY_CUE, page.text, (start, amount.start))
            begin = cue.start() if cue and cue.end() >= amount.start - 1 else amount.start
            yield _energy_found(reading, begin, amount.end)
    for match in _ENERGY_WORDS.finditer(page.text):
        if not page.is_asked(match.start()):
            yield _energy_found(reading, *match.span(), rank=WEAK)


def _energy_found(reading: Reading, start: int, end: int, *, rank: int = LIKELY) -> Candidate:
    found = reading.found("energy", "", (start, end))
    value = reading.page.text[found.start : found.end]
    return Candidate((reading.found("energy", value, (found.start, found.end)),), rank)
