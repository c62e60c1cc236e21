"""Where a project goes, and where it is now: the platform, an existing project's district."""

import re
from datetime import date
from functools import lru_cache

from bot.understanding.candidates import LIKELY, SURE, WEAK, Candidate, Candidates, Reading
from bot.understanding.cues import outside
from rules.localities import Localities, NameStatus, PlaceMatch, fold_locality

_PLATFORM = (
    r"(?:经济(?:技术)?开发区|高新(?:技术)?(?:产业)?(?:开发)?区|产业集聚区|经开区|开发区|科技城|产业园区?|工业园区?|科技园|软件园|创新园|智造园|生物园|"
    r"智造谷|物联网产业园|园区|产业平台|工业区|特色小镇|小镇|新城|智谷|云谷|药谷|医药港|孵化器|加速器|产业社区|保税区|自贸区|集聚区|万亩千亿平台|功能区|科创园|创业园"
    r"|综保区|未来社区|大走廊)"
)
_TO = re.compile(
    rf"(?:落地|落户|落到|落在|放到|放在|选址|拟落|布局|入驻|进驻|承载|平台|去|到|(?<!用)在|进|园区)(?:在|到|于|的?是|为|定在|选在|就"
    rf"|:)?\s?(?P<name>[\u4e00-\u9fffA-Za-z0-9()·]{{2,20}}?{_PLATFORM})(?!项目|公司|有限|招商局|管委会|经办|里有)"
)
_LEAD = re.compile(
    r"(?:.*(?:落地|落户|落到|落在|放到|放在|选址|入驻|进驻|布局|在|到|于|是|的)(?=.{3}))?(?:我们|咱们|本区|我区|他们|这个|一个)?"
)
_MOVED = r"(?:整体)?(?:搬迁|迁建|迁移|流转|迁|搬|转)(?:过来|到|来|至|出来|出|入|回来)?(?:的|了)?"
_FROM = re.compile(
    rf"(?:从|由|自)(?P<name>[\u4e00-\u9fff]{{2,10}}?)(?P<move>(?:那边|这边|那里)?(?:{_MOVED}|过来的?|来的|引进的?"
    rf"|引入的?|招来的?))"
)
_CAME = re.compile(
    r"(?<![\u4e00-\u9fff])(?:是|属于)?(?P<name>[\u4e00-\u9fff]{2,4}?)(?:区|县|市)?(?:那边)?(?P<move>(?:整体)?(?:搬|迁|转)(?:过来|来|到)的?)"
)
_NOW_IN = re.compile(
    r"(?:企业|公司|厂子?|他们|对方|投资方|总部|注册地|老厂|现址|原址|主体|^|(?<=[,。;\s]))(?:现在|目前|原来|之前|本来|以前|原先|现|一直|就|注册"
    r"|现址){1,4}(?:都|就|也|注册|落)?(?:是)?在(?!要|想|准备|打算|谈|我们|计划|拟|这|不|没"
    r"|做)(?P<name>[\u4e00-\u9fff()]{2,10})",
    re.MULTILINE,
)
_WITHIN = re.compile(rf"(?:想|要|准备|打算|拟|计划|现在|这次){{1,4}}(?P<move>{_MOVED})")
_STOCK = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,8}?)(?:区|县|市)?(?:那边|这边|那里)?的?(?:存量(?:项目|企业)|老企业|老厂)"
)
_MOVE = re.compile(
    r"(?:迁出地|原所在地|现所在区县?|现所在地|原址)(?:是|为|在|:)?\s?(?P<name>[\u4e00-\u9fff]{2,10})"
)
_OUTSIDER = re.compile(
    r"(?:是|系|属|为|来自|一家|有家|总部在|原来在|注册在|从)(?:一家)?(?P<name>[\u4e00-\u9fff]{2,3}?)(?:省|市)?(?:的"
    r"|那边的?)?(?:企业|公司|过来|来的|引进|迁|搬|集团)"
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
    for pattern in (_STOCK, _MOVE):
        for match in pattern.finditer(text):
            if not reading.page.is_asked(match.start("name")):
                yield from district_in(reading, match.span("name"), rank=LIKELY)
    yield from _moves(reading)


def _moves(reading: Reading) -> Candidates:
    """Where an investor comes from: a district of the city (an existing project), or outside."""
    page = reading.page
    for match in (
        *_FROM.finditer(page.text),
        *_CAME.finditer(page.text),
        *_OUTSIDER.finditer(page.text),
    ):
        if page.is_asked(match.start()):
            continue
        name = re.sub(r"^(?:我们|杭州市?|隔壁)", "", match["name"])
        if name.rstrip("省市") in outside():
            found = reading.found("is_new_project", True, match.span())
            yield Candidate((found,), WEAK)
        elif "move" in match.re.groupindex:
            yield from _from_district(reading, match.span("name"), match.span("move"))
    for match in _NOW_IN.finditer(page.text):
        if page.is_asked(match.start()):
            continue
        sentence = page.sentence_end(match.end())
        move = _WITHIN.search(page.text, match.end("name") - 4, sentence)
        span = move.span("move") if move else None
        end = min(match.end("name"), move.start()) if move else match.end("name")
        yield from _from_district(reading, (match.start("name"), end), span)


def _from_district(
    reading: Reading, name: tuple[int, int], move: tuple[int, int] | None
) -> Candidates:
    """The district, and that the project is none of the new ones where it moves from there."""
    districts = list(district_in(reading, name, rank=LIKELY))
    yield from districts
    if districts and move is not None:
        yield Candidate((reading.found("is_new_project", False, move),), WEAK)


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
