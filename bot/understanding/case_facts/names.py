"""Find the chain, the platform, the duty and the department a text names."""

import re
from collections.abc import Collection

from bot.checks.rule_context import RuleData
from bot.understanding.case_facts.cues import fact_cues
from bot.understanding.case_facts.marks import MarkedText
from bot.understanding.case_facts.types import Said
from rules.layout_guide import WHOLE_CITY
from rules.taxonomy import fold_industry

_DUTY_WORDS = (
    "布局导引", "平台评价", "精准招商", "一事一议", "优惠政策管理", "市级统筹", "流转监督",
    "用地需求", "能耗资源", "促进基金统筹", "股权直投", "空间规划",
)  # fmt: skip
_DEPARTMENT = re.compile(
    "市?(?:投资促进局|投促局|国资委|发改委|财政局|审计局|规划和自然资源局|规自局|规资局|经信局)"
)
_CHAIN_NAMED = re.compile("([a-zA-Z\u4e00-\u9fff]{2,8}?)产业链")


def find_names(marked: MarkedText, data: RuleData, found: tuple[str, ...]) -> dict[str, Said]:
    """Chain, platform, duty and department, each by its name."""
    facts: dict[str, Said] = {}
    if chain := _first(marked, _chain_words(data)) or _named_chain(marked):
        facts["chain"] = chain
    if platform := _first(marked, _platforms(data)):
        facts["platform"] = platform
    if "deadlines" in found:
        titles = [duty.item for duty in data.duties]
        words = [word for word in _DUTY_WORDS if any(word in title for title in titles)]
        if duty := _first(marked, words):
            facts["duty_item"] = duty
        if department := _DEPARTMENT.search(marked.text):
            facts["department"] = Said(department[0], marked.raw(*department.span()))
    return facts


def _first(marked: MarkedText, words: Collection[str]) -> Said | None:
    """The name that stands first, the longest where two begin together."""
    found = [(marked.text.find(word), -len(word), word) for word in words if word in marked.text]
    if not found:
        return None
    at, _, word = min(found)
    return Said(word, marked.raw(at, at + len(word)))


def _chain_words(data: RuleData) -> list[str]:
    names = [
        name
        for kind in ("chains", "ecosystems")
        for entry in data.taxonomy.entries(kind)
        for name in (entry.name, *entry.aliases)
    ]
    listed = [entry.chain for edition in data.guide.editions for entry in edition.entries]
    return [*dict.fromkeys([*names, *listed, *fact_cues().industries])]


def _named_chain(marked: MarkedText) -> Said | None:
    """A chain nobody has listed: 某某产业链."""
    found = _CHAIN_NAMED.search(marked.text)
    if found is None or re.search("重点|一条|哪条|这条|该|市级|我|什么|的", found[1]):
        return None
    return Said(fold_industry(found[1]), marked.raw(*found.span(1)))


def _platforms(data: RuleData) -> list[str]:
    editions = data.guide.editions
    named = {entry.platform for edition in editions for entry in edition.entries}
    return sorted(named - {"", WHOLE_CITY})
