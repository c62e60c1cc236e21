"""A company name as the likeness check sees it: core, trade name, and the grams it is found by.

Candidate search only: what is dropped here stays in every key (rules.company).
Grams stand in for every edit of one character: two words that differ by one inserted, dropped,
replaced or swapped character share a gram, because each is indexed with every single character
left out once.
"""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from rules.company import parse_company_name

MAX_WORD = 8  # characters of a core or trade name that are indexed
_SHORTEST = 2
_HEADS = (2, 3, 4)  # lengths of beginnings that are indexed
_TAIL_WEIGHT, _HEAD_WEIGHT = 0.97, 0.95
# What a company does, at the end of its name; dropped to reach the trade name (字号).
_TRADES = (
    "科技发展", "技术开发", "企业管理", "科技", "技术", "实业", "工业", "产业", "电子", "电器",
    "电气", "机电", "机械", "装备", "设备", "制造", "智造", "仪器", "仪表", "自动化", "智能",
    "信息", "软件", "网络", "通信", "通讯", "数码", "数字", "数据", "微电子", "光电", "半导体",
    "集成电路", "芯片", "新能源", "能源", "电力", "动力", "电池", "环保", "环境", "节能", "材料",
    "新材料", "化工", "化学", "塑料", "钢铁", "金属", "铝业", "铜业", "矿业", "石化", "医药",
    "药业", "制药", "生物", "生物科技", "医疗", "医疗器械", "健康", "食品", "饮料", "酒业", "农业",
    "汽车", "汽车零部件", "零部件", "航空", "航天", "船舶", "纺织", "服饰", "服装", "鞋业", "家居",
    "家具", "木业", "建材", "建设", "建筑", "装饰", "工程", "房产", "地产", "置业", "物业", "投资",
    "控股", "金融", "资本", "基金", "贸易", "商贸", "物流", "供应链", "国际", "文化", "传媒",
    "教育", "旅游", "酒店", "发展", "开发", "管理", "服务", "咨询", "企业", "集团", "股份", "中国",
)  # fmt: skip
_TRADE_AT_END = re.compile(rf"(?:{'|'.join(sorted(_TRADES, key=len, reverse=True))})\Z")


@dataclass(frozen=True, slots=True)
class NameForm:
    """A folded name for comparison.

    key: as in filing.investor_key; core: without legal form, place and brackets, look-alike
    letters replaced; stem: the core without what the company does (the trade name, 字号).
    """

    key: str
    core: str
    stem: str

    @property
    def tail(self) -> str:
        """The stem without its first two characters, which may be a place nobody listed (绵阳).

        Empty when less than two characters are left.
        """
        tail = self.stem[_SHORTEST:]
        return tail if len(tail) >= _SHORTEST else ""


def form_of(name: str) -> NameForm:
    """The form of a name as anybody spells it; a folded key gives the same form."""
    parsed = parse_company_name(name)
    return NameForm(parsed.key, parsed.look_alike, _stem_of(parsed.look_alike))


def _stem_of(core: str) -> str:
    stem = core
    while match := _TRADE_AT_END.search(stem):
        if match.start() < _SHORTEST:
            break
        stem = stem[: match.start()]
    return stem


def grams_of(form: NameForm) -> frozenset[str]:
    """The grams a name is stored and looked for under, at most some 30."""
    heads = {f"^{form.core[:size]}" for size in _HEADS if len(form.core) >= size}
    later = form.core[_SHORTEST:] if form.tail else ""
    heads |= {f"^{later[:size]}" for size in _HEADS if len(later) >= size}
    return frozenset(heads.union(*(_with_one_left_out(word) for word in _words(form))))


def _words(form: NameForm) -> set[str]:
    """The words of a name of which one character may differ."""
    return {word[:MAX_WORD] for word in (form.core, form.stem, form.tail) if word}


def _with_one_left_out(word: str) -> set[str]:
    """A word, and what is left of it without each of its characters; of two nothing is left."""
    if len(word) <= _SHORTEST:
        return {word}
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def similarity(one: NameForm, other: NameForm) -> float:
    """How alike two names are, 0 to 1; 1 only for equal keys.

    The trade name weighs most; what the company does and where it sits break ties.
    """
    if one.key == other.key:
        return 1.0
    core = fuzz.ratio(one.core, other.core) / 100
    whole = fuzz.ratio(one.key, other.key) / 100
    return 0.8 * _stem_similarity(one, other) + 0.15 * core + 0.05 * whole - 0.001


def _stem_similarity(one: NameForm, other: NameForm) -> float:
    best = OSA.normalized_similarity(one.stem, other.stem)
    for whole, part in ((one, other), (other, one)):
        if whole.tail:
            best = max(best, _TAIL_WEIGHT * OSA.normalized_similarity(whole.tail, part.stem))
        if len(part.stem) >= _SHORTEST:
            at_head = whole.core.startswith(part.stem)
            best = max(best, _HEAD_WEIGHT * (at_head or whole.tail.startswith(part.stem)))
    return best
