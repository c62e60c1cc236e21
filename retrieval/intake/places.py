"""Read the place a document speaks for from its issuer and title."""

import re

_PLACE_IN_NAME = re.compile(
    r"(?:中共)?(?P<place>[\u4e00-\u9fff]{2,8}?[省市县区州])"
    r"(?=人民政府|人民代表大会|[委县市区]委|委员会|(?:发展|投资|财政|商务|经济|科学|自然|规划|人力|教育|住房|市场|审计|国有))"
)
_PLACE_IN_TITLE = re.compile(
    r"(?:中共)?(?P<place>[\u4e00-\u9fff]{2,3})(?P<kind>[省市县区])(?![场值容民政域级内外辖监销盈直块划间])"
)
_NOT_NAMES = re.compile(
    r"(?:期货|证券|股票|城镇|大中|全国|国内|外国|中国|农村|资本|货币|人民|行政|经济|民族)\Z"
)
_NOT_DISTRICTS = re.compile(
    r"(?:开发|保护|产业|功能|滞洪|景|灾|矿|林|牧|特|小|郊|库|片|社|园|地|勘查|保税|自贸|示范|合作|行政)区\Z"
)


def find_place(title: str, issuer: str) -> str:
    """`杭州` for 杭州市…; '' for national and placeless titles."""
    for text in (issuer, title):
        found = _PLACE_IN_NAME.match(text)
        if found and _is_name(found["place"]):
            return short_place(found["place"])
    found = _PLACE_IN_TITLE.match(title)
    name = found["place"] + found["kind"] if found else ""
    return short_place(name) if name and _is_name(name) else ""


def _is_name(place: str) -> bool:
    return not _NOT_NAMES.search(place[:-1]) and not _NOT_DISTRICTS.search(place)


def short_place(name: str) -> str:
    """`绍兴越城` for 绍兴市越城区, `杭州` for 杭州市."""
    bare = re.sub(r"(?<=[\u4e00-\u9fff]{2})[省市县区州]", "", name)
    return bare if len(bare) >= 2 else name
