"""The chain and the ecosystem, by the names of the taxonomy and by what the words call a chain."""

import re
from functools import lru_cache

from bot.understanding.candidates import LIKELY, SURE, WEAK, Candidate, Candidates, Reading
from rules.taxonomy import Taxonomy, fold_industry

_CALLED = re.compile(
    r"(?:产业链|(?<![\u4e00-\u9fff])链|链条|赛道|所属(?:产业|行业|领域)|产业方向|行业)(?:方向|名称)?(?:是|为|属于|选|归|:|改成|改为|应该是"
    r"|填|写|就|先|按|走|还是|那)+\s?(?:[\u4e00-\u9fff]{2,8}(?:里|中|下)面?的)?(?P<name>[\u4e00-\u9fffA-Za-z0-9+]{2,14})"
)
_OF = re.compile(
    r"(?:属于|属|归|归属|归到|归入|归在|做|在|是|主攻|聚焦|走)(?:我们|的是|的"
    r"|一个)?(?P<name>[\u4e00-\u9fffA-Za-z0-9]{2,12}?)(?:全?产业链|这条链|赛道)"
)
_MENDED = re.compile(
    r"\s?[,。]\s?(?:[哦啊呃]|不对|算了|不是|不|,)*(?:还是|应该|应当)(?:是|叫|填|写|归|算|选)+到?(?P<name>[\u4e00-\u9fffA-Za-z0-9]{2,12}?)"
    r"(?:产业)?链?(?=[,。;吧\s]|$)"
)
_CLAUSE = re.compile(
    r"(?<![^\s,。;])(?:(?:项目|应该|也|就)?(?:属于|是|走|归|算))?"
    r"(?P<name>(?![补建强延]|供应)(?:(?![属于是算走归的了我他要没不哪什这那条个上])[\u4e00-\u9fff]){2,8}?)(?:[这那]一?条)?(?:产业链|链)(?=[\s,。;]|$)"
)
_BARE = re.compile(  # 新项目，产业链软件信息
    r"(?:(?<=[\s,。;])|^)产业链 ?(?![上下环招图不没还有的里中该要怎暂待未跳先对选改错写填说就"
    r"这那是为属归干用做啥什])"
    r"(?P<name>[\u4e00-\u9fff]{2,8})(?=[\s,。;]|$)"
)
_AS_ECOSYSTEM = re.compile(r"\s?(?:产业)?生态圈")
_NOT_BEHIND = re.compile(r"(?:科技|技术|股份|集团|有限|研究院|公司|小镇|大厦|博览会|展)")
_NOT_A_CHAIN = re.compile(
    r"^(?:Mr|Ms|Mrs|Dr)\b|[.@+]|^[A-Za-z ]{7,}$|什么|哪|不|没|未|一个|这|那|我|上下游|整条|全|重点"
)
_TAIL = re.compile(r"(?:方向|领域|行业|产业链?|方面|这块|类|的|吧|环节|那条链|这条链|这条|链)+$")


def read_industry(reading: Reading) -> Candidates:
    """Chains and ecosystems named in the text."""
    yield from _known(reading)
    text = reading.page.text
    for pattern, rank in ((_CALLED, SURE), (_BARE, SURE), (_OF, LIKELY), (_CLAUSE, LIKELY)):
        for match in pattern.finditer(text):
            if reading.page.is_asked(match.start("name")):
                continue
            mended = _MENDED.match(text, match.end()) if pattern is _CALLED else None
            yield from chain_in(reading, (mended or match).span("name"), rank)


def chain_in(reading: Reading, span: tuple[int, int], rank: int) -> Candidates:
    """The words of the span as a chain: by its canonical name, or as given."""
    start, end = span
    words = reading.page.text[start:end]
    words = re.sub(r"\s*\([^()]*\)?$", "", words) or words
    core = _TAIL.sub("", words) or words
    if len(core) < 2 or _NOT_A_CHAIN.search(core):
        return
    name, _ = reading.vocabulary.taxonomy.resolve_chain(core)
    yield Candidate((reading.found("chain", name, (start, start + len(core))),), rank)


def _known(reading: Reading) -> Candidates:
    text = reading.page.text
    for match in _names(reading.vocabulary.taxonomy).finditer(text):
        if reading.page.is_asked(match.start()) or _NOT_BEHIND.match(text, match.end()):
            continue
        yield from known_industry(reading, match)


def known_industry(reading: Reading, match: re.Match[str]) -> Candidates:
    """A name of the taxonomy: an ecosystem where the words say so, else a chain if it is one."""
    taxonomy, text = reading.vocabulary.taxonomy, reading.page.text
    circle, chain = taxonomy.find("ecosystems", match[0]), taxonomy.find("chains", match[0])
    behind = _AS_ECOSYSTEM.match(text, match.end())
    before = re.search(
        r"生态圈(?:是|为|:|选|属于)?\s?$", text[max(0, match.start() - 8) : match.start()]
    )
    if circle is not None and (behind or before or chain is None):
        end = behind.end() if behind else match.end()
        rank = SURE if behind or before else WEAK
        yield Candidate((reading.found("ecosystem", circle.name, (match.start(), end)),), rank)
    elif chain is not None and not behind:
        name = fold_industry(chain.name)
        yield Candidate((reading.found("chain", name, match.span()),), LIKELY)


@lru_cache(maxsize=8)
def _names(taxonomy: Taxonomy) -> re.Pattern[str]:
    entries = (*taxonomy.entries("chains"), *taxonomy.entries("ecosystems"))
    names = {name for entry in entries for name in (entry.name, *entry.aliases)}
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or r"(?!)")
