"""What names of investors and of projects have in common: their marks, forms and surroundings."""

import re

from bot.understanding.candidates import SURE, Candidate, Candidates, Reading
from bot.understanding.page import last_match
from bot.understanding.types import Found

MARKS = r"\s,。;!?:\n\"“”'‘’《》「」『』【】<>、|…"
CHAR = rf"[^{MARKS}]"
FORM = re.compile(
    r"股份有限公司|有限责任公司|有限公司|\(有限合伙\)|合伙企业|股份公司|集团公司|(?<=.)株式会社|研究院(?!项目|建设)"
    r"|集团(?!军)|(?<![该本贵我分子总])公司(?!们)|(?i:co\.,? ?ltd\.?|inc\.|gmbh)"
)
_NAME_INSIDE = re.compile(
    r"家纺|家居|家电|家具|家用|家装|家政|农家|世家|皇家|国家|专家|有研|有色|有为|有友|有棵|中和|和利|和而|和合|和元|和达|和辉|和泰|和顺|和美|华为|大有|要素|来伊|来福|来宾|来凤|联想|理想|思想|梦想|为胜|有机|有方"
    r"|为明|为民|为科|由你|过程|过滤|过氧|了望|个性|个护|项目管理|招商局|招商银行|招银|招金|招远|报国|拟态|虚拟|模拟|拟合|想念|投影|是德|着色|引擎|引力|引线"
    r"|建德|建龙|建信|建发(?!展)|建华(?![东南北中])|建业|建材|建筑|我爱我家|我武|跟踪|找钢|找药|搞笑|谈判|把手|本草|本源|本田|一家人"
)
HEADS = (
    r"生产基地|制造基地|研发基地|产业基地|总部基地|基地|生产线|产线|工厂|产业园|科技园|产业化项目|建设项目|项目|总部|研发中心|研究院|创新中心|数据中心|"
    r"制造中心|运营中心|结算中心|测试中心|智造中心|物流中心|中心|工程|平台|综合体|园区|枢纽|中试线|示范线|试验线"
)
_CORRECTED = re.compile(
    r"\s?[,。]?\s?(?:哦|啊|噢)?(?:不对|不是|说错了?|错了|写错了|更正(?:一下)?|搞错了)[,:。]?\s?(?:应该)?(?:是|叫"
    r"|为)(?P<name>[^,。;!?:\n]{2,40})"
)
_WHOLE_FORM = re.compile(
    r"(?:有限责任公司|股份有限公司|有限公司)(?:[\u4e00-\u9fff]{2,8}(?:分公司|[分支]行|分院|分部|办事处|代表处))?"
    r"|\(有限合伙\)|合伙企业|(?<=.)集团(?!有限|股份)|研究院"
)
_TAIL = re.compile(
    r"(?:(?:想要?|要|准备|打算|计划|拟|有意|来投|来|在|投资|投建|投了?|总投资|那边|这边|老板|项目|不变|吧|呀|啊|了|哈|嘛|的(?=项目|企业|公司|$)|落户"
    r"|落地|负责|出资|联系人|电话)[^集]*)$"
)


def after(text: str, left: int, right: int, words: re.Pattern[str]) -> int:
    """The end of the last of the words that ends at or before right; left without one."""
    protected = [m.span() for m in _NAME_INSIDE.finditer(text, left, right + 2)]
    start, position = left, left
    while match := words.search(text, position, right):
        inside = any(a <= match.start() < b for a, b in protected)
        if not inside:
            start = match.end()
        position = match.end() if match.end() > match.start() else match.end() + 1
    while start < right + 2 and text[start] in "的了是和与跟同":
        start += 1
    return start


def name_found(reading: Reading, slot: str, start: int, end: int) -> Found:
    """The words from start to end as a name for a slot."""
    found = reading.found(slot, "", (start, end))
    value = reading.words((found.start, found.end))
    return reading.found(slot, value, (found.start, found.end))


def correction(reading: Reading, slot: str, end: int) -> Candidates:
    """X，不对，是Y: Y for the slot X was for."""
    match = _CORRECTED.match(reading.page.text, end)
    if match and not re.match(r"[\d一二两三四五六七八九十百]", match["name"]):
        start = match.start("name")
        found = name_found(reading, slot, start, start + len(clipped(match["name"])))
        yield Candidate((found,), SURE)


def clipped(name: str) -> str:
    """The name without what the sentence goes on with."""
    form = last_match(_WHOLE_FORM, name, (0, len(name)))
    if form is not None:
        return name[: form.end()]
    tail = _TAIL.search(name, 2)
    return (name[: tail.start()] if tail else name).rstrip("()")
