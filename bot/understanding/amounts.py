"""Sums of money and areas of land, each given to the slot that the words around it name.

What another sum is (注册资本, 设备投资, 补贴 ...) is read too, so that it fills nothing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.understanding.amount_values import (
    LAND,
    MONEY_SLOTS,
    options_of,
    read_amount,
    read_bare_money,
)
from bot.understanding.candidates import LIKELY, SURE, WEAK, Candidates, Reading
from bot.understanding.cues import amount_names
from bot.understanding.page import Page, last_match
from rules.quantities import Ambiguous
from rules.quantities import Reading as Amount
from rules.units import NO_UNIT, UNIT_WORDS, Dimension

MOST_SUMS = 1_000  # of a text; what comes after them is not read
OTHER = "other"  # a sum or an area that no slot is for
_BEHIND = re.compile(
    r"\s*(?:元|人民币|钱)?(?:左右|上下|以上)?\s*(?:的|就是|是)?\s*"
    r"(?:(?P<fixed_investment>固定资产|固投|固定投资)|(?P<annual_output>年?总?产值|产出)"
    r"|(?P<annual_tax>年?税收|年?纳税|的?税)|(?P<land_area_mu>用地|土地|建设用地|地(?!址|方|铁|价|块钱))"
    r"|(?P<total_investment>总投(?![资票])|总?投资(?!方|人|主体|强度|公司|基金)|总盘子|盘子)"
    r"|(?P<other>注册资|设备|研发|营收|营业|销售|利润|补贴|补助|奖励|贷款|厂房|建筑|标准厂房|基金"
    r"|租金|融资|订单|面积|年薪|资金|到账|到位))"
)
_PROJECT_BEHIND = re.compile(
    r"\s*(?:元|人民币)?(?:左右|以上|上下)?\s*的?\s*[^,。;!?\n\d]{0,16}?(?:项目|基地|工厂|生产线)"
)
_PROJECT_BEFORE = re.compile(r"项目(?:一共|总共|大概|预计|要|有|是|约|得|嘛|呢|,)*\s*$")
_NAMED_AFTER = re.compile(r",(?:对,)?\s*(?:就?是)?\s*(?P<name>[^,。;!?\d\s]{2,8})(?=$|[,。;!\n])")
_SAME_AGAIN = re.compile(r"(?:折合|折|约合|相当于|合人民币|折人民币|即)\s*(?:人民币|约|大约)?\s*$")
_LEADS_ON = re.compile(
    r"\s*(?:嘛|呢|的话|大概|大约|约|差不多|可能|应该|预计|估计|目前|是|在|达到|能到|达|有|为"
    r"|估摸着|也就|我看|改成|改为|那就|算下来|合起来|按|,)*\s*$"
)
_RESPECTIVELY = re.compile(r"分别|依次")
_CURRENCY_BEFORE = re.compile(
    r"(?<![\d万亿百千])(?P<currency>美元|美金|欧元|港元|港币|日元|英镑|人民币)[^,。;\d]{0,6}?(?:约|大概|大约|是|为|:|\s)*$"
)
_MENDED = re.compile(
    r"(?P<name>总投资额?|投资总?额|总投|固投|固定资产投资|年?产值|年?税收|年?纳税|用地)(?:面积)?(?:那[里个]|这[里个])?"
    r"(?:填错|写错|打错|说错|报错|错了?|不对|有误|改一?下|更正|要改)"
)
_SUMMING = re.compile(r"总额|总的|总共|一共|合计|总计")
_PHASE = re.compile(
    r"(?:[一二三首前后]|第[一二三])期(?:工程|项目)?(?![^,。;]{0,30}(?:总投|总共|一共|合计|总计|建成))"
)
_OF_TODAY = re.compile(
    r"(?:外地|全国|全球|国内|海外|集团)(?:已|现|目前)?有|现有|已有|原有|去年|上年|老厂|目前(?:有|年|的)"
)
_OF_PROJECT = re.compile(r"这次|本次|此次|项目|达产|投产|预计|未来|投资|拟")
_WINDOW = 60  # characters before a sum that say what it is of
_YEARLY = ("annual_output", "annual_tax")
_CURRENCY_OF_ALL = re.compile(
    r"(?P<currency>美元|美金|欧元|港元|港币|日元|英镑)(?:计价|计算|结算|口径|为单位|报价)"
)
_WITHOUT_UNIT = re.compile(
    r"(?P<name>总投(?:资|入)额?|投资总?额|(?<![产备资期发续续新次年])投资|固投|固定资产投资|年?产值|年?税收)(?:大概|大约|约|预计|是|为|有|:|改成|改为|\s)*"
    r"(?P<number>\d{1,7}(?:\.\d{1,4})?)(?=\s*(?:左右|吧|$|[,。;!\n]))"
)


@dataclass(frozen=True, slots=True)
class _Sum:
    """One amount with the slot the words give it, empty when they give none."""

    amount: Amount
    slot: str
    rank: int
    label_start: int


def read_amounts(reading: Reading) -> Candidates:
    """Every sum of money and area of land that states something of the project.

    A sum without a name becomes a choice between the amount slots (rank WEAK).
    """
    amounts = [_told_before(reading, a) for a in reading.page.amounts if _is_amount(a)][:MOST_SUMS]
    for total in _assigned(reading, amounts):
        if total.slot == OTHER or reading.page.is_asked(total.amount.start):
            continue
        yield from read_amount(reading, total.amount, total.slot, rank=total.rank)
    for match in _WITHOUT_UNIT.finditer(reading.page.text):
        named = amount_names().fullmatch(match["name"])
        if named and named.lastgroup in MONEY_SLOTS and not reading.page.is_asked(match.start()):
            yield from read_bare_money(reading, named.lastgroup, match.span("number"), "")


def _told_before(reading: Reading, amount: Amount) -> Amount:
    """港元投资2亿: a sum in the currency its clause names in front of it."""
    if isinstance(amount, Ambiguous) or amount.unit is not NO_UNIT:
        return amount
    page, end = reading.page, amount.start
    start = max(page.clause_at(end).start, end - _WINDOW)
    named = _CURRENCY_BEFORE.search(page.text, start, end)
    named = named or _CURRENCY_OF_ALL.search(page.text, _near_start(page, amount), end)
    unit = UNIT_WORDS.get(named["currency"]) if named else None
    return replace(amount, unit=unit) if unit else amount


def _is_amount(amount: Amount) -> bool:
    if amount.raw[0] in "万亿":  # the unit of a label: 总投资（万元）
        return False
    options = options_of(amount)
    if any(option.per is not None for option in options):
        return False
    kinds = {option.unit.dimension for option in options}
    return kinds <= {Dimension.MONEY, Dimension.SCALED, Dimension.AREA}


def _is_area(amount: Amount) -> bool:
    return any(option.unit.dimension is Dimension.AREA for option in options_of(amount))


def _assigned(reading: Reading, amounts: Sequence[Amount]) -> Iterable[_Sum]:
    used = 0  # how far labels have been taken by earlier amounts
    together = _in_turn(reading, amounts)
    for index, amount in enumerate(amounts):
        following = amounts[index + 1].start if index + 1 < len(amounts) else len(reading.page.text)
        if index in together:
            found = _Sum(amount, together[index], SURE, amount.start)
        else:
            found = _named(reading, amount, used, following)
        behind = _BEHIND.match(reading.page.text, amount.end)
        took_behind = found.label_start == amount.end and behind is not None
        used = behind.end() if took_behind and behind else amount.end
        yield found


def _in_turn(reading: Reading, amounts: Sequence[Amount]) -> dict[int, str]:
    """总投资和固投分别是12亿、8亿: names and sums of one sentence in the same order."""
    turns: dict[int, str] = {}
    page = reading.page
    for match in _RESPECTIVELY.finditer(page.text):
        start, end = page.sentence_start(match.start()), page.sentence_end(match.start())
        names = [
            m.lastgroup or "" for m in amount_names().finditer(page.text, start, match.start())
        ]
        behind = [i for i, a in enumerate(amounts) if match.end() <= a.start < end]
        if len(names) == len(behind):
            turns.update(zip(behind, names, strict=True))
    return turns


def _named(reading: Reading, amount: Amount, used: int, following: int) -> _Sum:
    """The slot by the nearest name before the sum in its clause, else by the one behind it."""
    text, start = reading.page.text, max(reading.page.clause_at(amount.start).start, used)
    before = _last_name(text, start, amount.start)
    if _SAME_AGAIN.search(text, start, amount.start):
        return _Sum(amount, OTHER, SURE, amount.start)
    for slot, label_start in _names_around(reading, amount, before, (start, used, following)):
        if _fits(slot, amount):
            if _is_of_something_else(reading.page, amount, slot):
                return _Sum(amount, OTHER, SURE, label_start)
            return _Sum(amount, slot, SURE, label_start)
    if before is not None:
        return _Sum(amount, OTHER, SURE, before.start())
    return _by_kind(reading, amount)


def _near_start(page: Page, amount: Amount) -> int:
    """Where the sentence begins, or the stretch of it that is looked at."""
    left = max(0, amount.start - _WINDOW)
    return max(left, 1 + max(page.text.rfind(m, left, amount.start) for m in "。!?;\n"))


def _slot_called(name: str) -> str:
    match = amount_names().search(name)
    return str(match.lastgroup) if match else OTHER


def _is_of_something_else(page: Page, amount: Amount, slot: str) -> bool:
    """一期投资8亿、用地70亩 is not the whole; 现有厂房产值3亿 is not the project's."""
    start = max(page.clause_at(amount.start).start, amount.start - _WINDOW)
    if slot != OTHER and _PHASE.search(page.text, start, amount.start):
        return True
    if slot not in _YEARLY:
        return False
    begin = _near_start(page, amount)
    today = last_match(_OF_TODAY, page.text, (begin, amount.start))
    return today is not None and not _OF_PROJECT.search(page.text, today.end(), amount.start)


def _names_around(
    reading: Reading, amount: Amount, before: re.Match[str] | None, bounds: tuple[int, int, int]
) -> Iterable[tuple[str, int]]:
    """Slots named around a sum, the nearest first, with where the name begins.

    before: the name in front; bounds: where to look from,
    how far names are used up, where the next sum begins.
    """
    text, (start, used, following) = reading.page.text, bounds
    if before is not None:
        yield str(before.lastgroup), before.start()
    behind = _BEHIND.match(text, amount.end, max(following, amount.end))
    if behind is not None and not _is_next_ones(text, behind, following):
        yield str(behind.lastgroup), amount.end
    earlier = _name_in_clause_before(reading, amount, used)
    if earlier and _LEADS_ON.match(text, start, amount.start):
        yield earlier, start
    mended = last_match(_MENDED, text, (_near_start(reading.page, amount), start))
    if mended is not None and before is None and used <= mended.start():
        yield _slot_called(mended["name"]), start
    later = _NAMED_AFTER.match(text, amount.end) if before is None else None
    named = later and amount_names().fullmatch(later["name"])
    if named:
        yield str(named.lastgroup), amount.end


def _is_next_ones(text: str, behind: re.Match[str], following: int) -> bool:
    """12亿固投9亿: the name belongs to the sum that follows at once."""
    between = text[behind.end() : following]
    near = following < len(text) and len(between) <= 2
    return near and "的" not in behind[0] and not re.search("[,、。;\n]", between)


def _by_kind(reading: Reading, amount: Amount) -> _Sum:
    """An area in mu is land; money of 12亿的…项目 is the total; other sums could be anything."""
    if _is_area(amount):
        options = options_of(amount)
        in_mu = all(option.unit.label in ("亩", "公顷") for option in options)
        return _Sum(amount, LAND if in_mu else OTHER, LIKELY, amount.start)
    start = reading.page.clause_at(amount.start).start
    of_project = _PROJECT_BEFORE.search(reading.page.text, start, amount.start)
    if of_project or _PROJECT_BEHIND.match(reading.page.text, amount.end):
        return _Sum(amount, "total_investment", LIKELY, amount.start)
    return _Sum(amount, "", WEAK, amount.start)


def _last_name(text: str, start: int, end: int) -> re.Match[str] | None:
    """The nearest name; 产值合计 is a 产值."""
    names = list(amount_names().finditer(text, start, end))
    if len(names) > 1 and _SUMMING.fullmatch(names[-1][0]):
        apart = names[-1].start() - names[-2].end()
        if apart <= 1:
            return names[-2]
    return names[-1] if names else None


def _name_in_clause_before(reading: Reading, amount: Amount, used: int) -> str:
    """The name a clause without a sum ends with: 总投资嘛，大概12亿."""
    page = reading.page
    index = page.index_at(amount.start)
    if index == 0:
        return ""
    clause = page.clauses[index - 1]
    if clause.start < used or page.text[clause.end : clause.end + 1] not in ",":
        return ""
    topic = amount_names().match(page.text, clause.start, clause.end)
    name = topic or _last_name(page.text, clause.start, clause.end)
    near = name is not None and (topic is not None or clause.end - name.end() <= 6)
    return str(name.lastgroup) if name is not None and near else ""


def _fits(slot: str, amount: Amount) -> bool:
    """Land is an area and everything else a sum of money; another sum may be either."""
    if slot == OTHER:
        return True
    return (slot == LAND) == _is_area(amount)
