"""The amounts, areas, ratios, counts, terms and days a text states, each by the words around it.

An amount that is only near or a lower bound is taken as said, with a note; of a range both ends
are kept, and its lower end stands for it.
"""

import calendar
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.understanding.case_facts.types import Said
from rules.quantities import Quantity, find_quantities
from rules.quantity_values import (
    TEN_THOUSAND,
    Qualifier,
    format_area,
    format_money,
    format_quantity,
)
from rules.units import YUAN, Dimension

_BREAK = re.compile(r"[,。;!?、\n，；！？]")
_MONEY_CUES = (
    ("fixed_investment", re.compile("固定资产投资|固投|固定投资|固定资产")),
    ("annual_output", re.compile("产值|产出|营收|销售收入")),
    ("annual_tax", re.compile("税收|纳税|缴税|交税|税")),
    ("total_investment", re.compile("总投资|投资总额|投资额|总投|投资|盘子|体量|规模|总额|投|砸")),
)
_PER_MU = {
    "fixed_investment": "investment_per_mu",
    "total_investment": "investment_per_mu",
    "annual_output": "output_per_mu",
    "annual_tax": "tax_per_mu",
}
_BY_MU = re.compile("亩均|每亩|单位面积|强度|一亩")
_TAKEN = {
    Qualifier.EXACT,
    Qualifier.ABOUT,
    Qualifier.NEARLY,
    Qualifier.AT_LEAST,
    Qualifier.MORE_THAN,
}
_TERM_NAME = re.compile(
    "(?:设备|研发|厂房|人才|贷款|装修|税收|投资|固投|用房|搬迁|租金|物流)?"
    "(?:补助|补贴|奖励|贴息|减免|扶持|返还|租金|地价|房租|利率)"
)
_LOWER_IS_BETTER = re.compile("租金$|地价|房租|利率")
_HOST = re.compile("承载|重点区|他们|人家|对方|别人|别的区")
_TAKEN_BACK = re.compile("(?:不是|并非|而非|不再是|原来是|原先是|之前说的?)(?:总?投资额?)?$")
_RATIO = re.compile(r"容积率[^,。;!?、]{0,4}?(\d{1,2}(?:\.\d+)?)")
_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_COUNT = re.compile(r"(\d{1,2}|[一二两三四五六七八九十])个(?:产业|主业|主导产业|主导)")
_COUNT_AFTER = re.compile(
    r"(?:主导产业|主业)[^,。;!?]{0,4}?(?:有|是|定了|搞了|报了)?(\d{1,2}|[一二两三四五六七八九十])个"
)
_DUTY = re.compile(
    r"(?:附表?(?:里的?|中的?)?第?|第)(\d{1,2}|十[一二]?|[一二三四五六七八九])(?:项|条|号)?"
)
_DAY = re.compile(r"(\d{4})(?:年|-|/|\.)(\d{1,2})(?:月|-|/|\.)(\d{1,2})[日号]?")
_MONTH = re.compile(
    r"(\d{4}|今|去|前|上一?)年(?:的)?(\d{1,2}|十[一二]|[一二三四五六七八九十])月(?:份)?(?!\d{1,2}[日号])"
)
_YEAR = re.compile(r"(\d{4}|今|去|前|上一?)年(?!\d{0,2}月)(?:底|末|初|上半年|下半年|年底|年初)?")
_SUPPLY = re.compile("供的?地|供了|供完|供应|出让|拿地|摘牌")
_SUPPLY_FACTS = ("supply_completed", "supply_completed_on")
_AS_OF = re.compile("截至|截止|为止|的时候算|当时算|按")


@dataclass(slots=True)
class AmountsRead:
    """What the figures of a text say; filled while reading. ranges: lower and upper end."""

    facts: dict[str, Said] = field(default_factory=dict)
    ranges: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)


def read_amounts(
    text: str, *, today: date, topics: tuple[str, ...], asked: str | None = None
) -> AmountsRead:
    """Every figure whose words, or the question asked, say which fact it is."""
    read = AmountsRead()
    quantities = [q for q in find_quantities(text) if isinstance(q, Quantity)]
    folded = _folded(text)
    spent = _terms(text, quantities, topics, read)
    for quantity in quantities:
        if quantity not in spent:
            _quantity(folded, quantity, read)
    _plain_figures(folded, text, read)
    _days(text, today, topics if asked not in _SUPPLY_FACTS else _SUPPLY_FACTS, read)
    return read


def _folded(text: str) -> str:
    """Half width, one character for one, so that offsets stay."""
    wide = (unicodedata.normalize("NFKC", char) for char in text)
    return "".join(new if len(new) == 1 else old for new, old in zip(wide, text, strict=True))


def _around(folded: str, quantity: Quantity) -> tuple[str, str]:
    """The words of the clause before a figure and behind it."""
    named = re.match(r"\D*", quantity.raw)  # 亩均产值510万 is one quantity, cue and all
    before = _BREAK.split(
        folded[max(quantity.start - 40, 0) : quantity.start] + (named[0] if named else "")
    )[-1]
    after = _BREAK.split(folded[quantity.end : quantity.end + 20])[0]
    return before[-14:], after[:8]


def _quantity(folded: str, quantity: Quantity, read: AmountsRead) -> None:
    if (ends := _ends(quantity)) is not None:
        _range(folded, quantity, ends, read)
        return
    if quantity.qualifier not in _TAKEN:
        if quantity.unit.dimension in (Dimension.MONEY, Dimension.SCALED):
            read.notes.append(("not_exact", {"raw": quantity.raw}))
        return
    if quantity.unit.dimension is Dimension.AREA and quantity.per is None:
        area = quantity.as_area()
        if area is not None and area.mu > 0:
            _take("land_area_mu", format_area(area), quantity, read)
        return
    if quantity.unit.dimension in (Dimension.MONEY, Dimension.SCALED):
        _money(folded, quantity, read)


def _ends(quantity: Quantity) -> tuple[Quantity, Quantity] | None:
    """Both ends of a range, or of what is at most so much; None for one amount."""
    if quantity.upper is not None:
        low, high = quantity.amount, quantity.upper
    elif quantity.qualifier in (Qualifier.AT_MOST, Qualifier.LESS_THAN):
        is_money = quantity.unit.dimension is not Dimension.AREA
        least = TEN_THOUSAND if is_money else Decimal(1)
        high = quantity.amount - least * (quantity.qualifier is Qualifier.LESS_THAN)
        low = least
    else:
        return None
    if low >= high:
        return None
    plain = replace(quantity, qualifier=Qualifier.EXACT, upper=None)
    return replace(plain, amount=low), replace(plain, amount=high)


def _range(
    folded: str, quantity: Quantity, ends: tuple[Quantity, Quantity], read: AmountsRead
) -> None:
    """Take both ends as one fact each, and keep them together where it is the same one."""
    taken = [AmountsRead(), AmountsRead()]
    for end, into in zip(ends, taken, strict=True):
        _quantity(folded, end, into)
    low, high = taken
    for name, said in low.facts.items():
        read.facts[name] = said
        read.ranges[name] = (str(said.value), str(high.facts[name].value))
    if not low.facts and quantity.unit.dimension in (Dimension.MONEY, Dimension.SCALED):
        read.notes.append(("not_exact", {"raw": quantity.raw}))


def _money(folded: str, quantity: Quantity, read: AmountsRead) -> None:
    before, after = _around(folded, quantity)
    if _TAKEN_BACK.search(before):
        return
    name = _nearest(before) or _following(after)
    by_mu = quantity.per is not None or _BY_MU.search(before) is not None
    if name is None and not by_mu:
        is_large = quantity.amount >= 10_000_000 and "亿" in quantity.raw
        is_project = re.match("(?:左右)?的?[^,。]{0,8}(?:项目|投资)", after) is not None
        if not (is_large or is_project):
            return
        name = "total_investment"
    if by_mu:
        name = _PER_MU[name or "total_investment"]
    money = _as_yuan(quantity)
    if money is not None and name is not None:
        _take(name, money, quantity, read)


def _as_yuan(quantity: Quantity) -> str | None:
    """The amount as a case file takes it; 万 and 亿 alone are yuan."""
    unit = quantity.unit if quantity.unit.dimension is Dimension.MONEY else YUAN
    whole = Quantity(quantity.amount, unit).as_money()
    return None if whole is None or whole.amount < 0 else format_money(whole)


def _nearest(before: str) -> str | None:
    """The fact whose cue stands nearest before the figure, the longer one where two do."""
    best: tuple[int, int, str] | None = None
    for name, cue in _MONEY_CUES:
        for found in cue.finditer(before):
            place = (found.end(), found.end() - found.start(), name)
            best = max(best, place) if best else place
    return best[2] if best else None


def _following(after: str) -> str | None:
    """`6亿固投`, `12亿的总投资`."""
    for name, cue in _MONEY_CUES:
        if re.match(f"(?:元)?的?(?:年)?(?:{cue.pattern})", after):
            return name
    return None


def _take(name: str, value: Any, quantity: Quantity, read: AmountsRead) -> None:
    read.ranges.pop(name, None)
    read.facts[name] = Said(value, quantity.raw)  # a later figure corrects an earlier one
    if not quantity.is_exact:
        read.notes.append(("taken_as", {"raw": quantity.raw, "value": str(value)}))


def _terms(
    text: str, quantities: list[Quantity], topics: tuple[str, ...], read: AmountsRead
) -> list[Quantity]:
    """An offer and the key host's, where both are named: 我们10%，承载地区8%."""
    if not {"ceiling", "any_support", "support"} & set(topics) and "承载" not in text:
        return []
    folded = _folded(text)
    rows = [(q, *_around(folded, q)) for q in quantities if q.is_exact]
    rows = [row for row in rows if not _nearest_is_size(row[1])]
    hosts = [row for row in rows if _HOST.search(row[1])]
    owns = [row for row in rows if not _HOST.search(row[1])]
    if len(hosts) != 1 or len(owns) != 1 or hosts[0][0].unit is not owns[0][0].unit:
        return []
    own, host = owns[0], hosts[0]
    named = _TERM_NAME.search(own[1] + own[2]) or _TERM_NAME.search(folded)
    name = named[0] if named else "政策条款"
    start, end = sorted((own[0], host[0]), key=lambda q: q.start)
    term = {
        "name": name,
        "unit": _unit_label(own[0]),
        "offered": _plain(own[0]),
        "ceiling": _plain(host[0]),
        "better": "低" if _LOWER_IS_BETTER.search(name) else "高",
    }
    read.facts["policy_terms"] = Said([term], text[start.start : end.end])
    return [own[0], host[0]]


def _nearest_is_size(before: str) -> bool:
    return bool(re.search("总投资|固投|产值|税收|投资额", before))


def _unit_label(quantity: Quantity) -> str:
    return format_quantity(quantity).lstrip("0123456789.-")


def _plain(quantity: Quantity) -> str:
    return format_quantity(quantity).removesuffix(_unit_label(quantity))


def _plain_figures(folded: str, text: str, read: AmountsRead) -> None:
    """Figures without a unit that the words around them name."""
    if found := _RATIO.search(folded):
        read.facts["plot_ratio"] = Said(found[1], text[found.start() : found.end()])
    if found := _COUNT.search(folded) or _COUNT_AFTER.search(folded):
        count = int(found[1]) if found[1].isascii() else _NUMERALS[found[1]]
        read.facts["main_industry_count"] = Said(count, text[found.start() : found.end()])
    if found := _DUTY.search(folded):
        number = _duty_number(found[1])
        if 1 <= number <= 12:
            read.facts["duty_item"] = Said(str(number), text[found.start() : found.end()])


def _duty_number(words: str) -> int:
    if words.isascii():
        return int(words)
    return sum(_NUMERALS[char] for char in words)  # 十二 is 10 + 2


def _days(text: str, today: date, topics: tuple[str, ...], read: AmountsRead) -> None:
    folded = _folded(text)
    for pattern in (_DAY, _MONTH, _YEAR):
        for found in pattern.finditer(folded):
            day = _day_of(found, today)
            if day is None:
                continue
            near = folded[max(found.start() - 8, 0) : found.end() + 12]
            name = _day_name(near, topics)
            if name is None or name in read.facts:
                continue
            raw = text[found.start() : found.end()]
            read.facts[name] = Said(day.isoformat(), raw)
            if pattern is not _DAY:
                read.notes.append(("taken_as", {"raw": raw, "value": day.isoformat()}))


def _day_name(near: str, topics: tuple[str, ...]) -> str | None:
    if topics is _SUPPLY_FACTS or (_SUPPLY.search(near) and "land_reward" in topics):
        return "supply_completed_on"
    if _AS_OF.search(near):
        return "as_of"
    if {"sanction", "can_talk", "can_land"} & set(topics):
        return "conduct_on"
    return None


def _day_of(found: re.Match[str], today: date) -> date | None:
    """The day; of a month or a year its last day, today at the latest."""
    years = {"今": today.year, "去": today.year - 1, "前": today.year - 2}
    year = int(found[1]) if found[1].isdigit() else years.get(found[1], today.year - 1)
    parts = found.groups()[1:]
    try:
        if len(parts) == 2:
            return date(year, int(parts[0]), int(parts[1]))
        month = 12 if not parts else _month(parts[0])
        last = date(year, month, calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None
    return min(last, today) if last.year <= today.year else last


def _month(words: str) -> int:
    return int(words) if words.isdigit() else _duty_number(words)
