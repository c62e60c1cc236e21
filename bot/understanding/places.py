"""Where a project goes and where it is now: platform, and the district an existing project is in."""

import re
from datetime import date
from functools import lru_cache

from bot.understanding.candidates import LIKELY, SURE, WEAK, Candidate, Candidates, Reading
from rules.localities import Localities, NameStatus, PlaceMatch, fold_locality

_PLATFORM = (
    r"(?:经济(?:技术)?开发区|高新(?:技术)?(?:产业)?(?:开发)?区|产业集聚区|经开区|开发区|科技城|产业园区?|工业园区?|科技园|软件园|创新园|智造园|生物园|"
    r"智造谷|物联网产业园|园区|产业平台|工业区|特色小镇|小镇|新城|智谷|云谷|药谷|医药港|孵化器|加速器|产业社区|保税区|自贸区|集聚区|万亩千亿平台|功能区|科创园|创业园|综保区|未来社区|大走廊)"
)
_TO = re.compile(
    rf"(?:落地|落户|落到|落在|放到|放在|选址|拟落|布局|入驻|进驻|承载|平台|去|到|在|进|园区)(?:在|到|于|的?是|为|定在|选在|就|:)?\s?(?P<name>[\u4e00-\u9fffA-Za-z0-9()·]{{2,20}}?{_PLATFORM})(?!项目|公司|有限|招商局|管委会|经办|里有)"
)
_LEAD = re.compile(
    r"(?:.*(?:落地|落户|落到|落在|放到|放在|选址|入驻|进驻|布局|在|到|于|是|的)(?=.{3}))?(?:我们|咱们|本区|我区|他们|这个|一个)?"
)
_FROM = re.compile(
    r"(?:从|由|原来?在|现在?在|目前在|之前在|以前在|本来在|老厂在|总部在|注册在|现址在?|原址在?|是)(?P<name>[\u4e00-\u9fff]{2,10}?)(?:区|县|市)?(?:那边|这边|那里|整体)?(?:的)?(?:迁|搬|转|过来|流转|移|来的|存量|老企业|老厂|企业(?!叫)|有(?:厂|公司|基地))"
)
_STOCK = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,8}?)(?:区|县|市)?(?:那边|这边|那里)?的?(?:存量(?:项目|企业)|老企业|老厂)"
)
_MOVE = re.compile(
    r"(?:迁出地|原所在地|现所在区县?|现所在地|原址)(?:是|为|在|:)?\s?(?P<name>[\u4e00-\u9fff]{2,10})"
)


def read_places(reading: Reading) -> Candidates:
    """The platform and the district an existing project comes from."""
    text = reading.page.text
    yield from _known_platforms(reading)
    for match in _TO.finditer(text):
        if reading.page.is_asked(match.start("name")):
            continue
        start, end = match.span("name")
        lead = _LEAD.match(text, start, end - 2)
        start = lead.end() if lead else start
        yield Candidate((reading.found("platform", text[start:end], (start, end)),), LIKELY)
    for pattern in (_FROM, _STOCK, _MOVE):
        for match in pattern.finditer(text):
            if not reading.page.is_asked(match.start("name")):
                yield from district_in(reading, match.span("name"), rank=LIKELY)


def _known_platforms(reading: Reading) -> Candidates:
    names = platforms(reading.vocabulary.guide)
    if not names:
        return
    for match in re.finditer("|".join(map(re.escape, names)), reading.page.text):
        if not reading.page.is_asked(match.start()):
            yield Candidate((reading.found("platform", match[0], match.span()),), SURE)


@lru_cache(maxsize=8)
def platforms(guide: object) -> tuple[str, ...]:
    """The platforms the guide names, longest first."""
    editions = getattr(guide, "editions", ())
    names = {entry.platform for edition in editions for entry in edition.entries if entry.platform}
    return tuple(sorted(names, key=len, reverse=True))


@lru_cache(maxsize=8)
def _place_pattern(localities: Localities) -> re.Pattern[str]:
    names = {name for place in localities.places for name in (place.name, *place.also)}
    short = {fold_locality(name) for name in names}
    ordered = sorted(names | {name for name in short if len(name) > 1}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)) or r"(?!)")


def find_places(localities: Localities, text: str, span: tuple[int, int]) -> list[re.Match[str]]:
    """Every name of a place of the city in the span, in order, the longest at each spot."""
    return list(_place_pattern(localities).finditer(text, *span))


def district_in(reading: Reading, span: tuple[int, int], *, rank: int = SURE) -> Candidates:
    """The district named in the span; a former one becomes its heir, or a choice of heirs."""
    for match in find_places(reading.vocabulary.localities, reading.page.text, span)[:1]:
        place = reading.vocabulary.localities.find(match[0], date.max)
        if place is None:
            continue
        former = place.status is NameStatus.FORMER
        names = today_names(place)
        note = "former_district" if former else ""
        found = [reading.found("existing_district", n, match.span(), note=note) for n in names]
        yield Candidate(tuple(found), rank)


def today_names(place: PlaceMatch) -> tuple[str, ...]:
    """What the place is called today: itself, or whoever took over."""
    return place.successors if place.status is NameStatus.FORMER else (place.place.name,)
