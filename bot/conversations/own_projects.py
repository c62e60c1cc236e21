"""Which report is meant: by number, by its place in the last list, by nickname, or the last one.

Reads: only reports the registry lets the person see, so a name of a rival's project is as unknown
as one that was made up. Remembers what was shown and spoken of in the talk, under `projects`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from bot.dialogue.talk import Talk, Turn
from registry.clock import SHANGHAI
from registry.reading.report_lines import ReportLine
from registry.service import Registry
from rules.numerals import read_number

NOTES = "projects"
MOST_LINES = 200
_MOST_NAMED, _MOST_WANTED = 80, 12  # characters of a sentence in which a name is looked for
_CLAUSE = re.compile(r"[，。；,;！!？?：:\n]")
_LIKE = 75  # of 100, by RapidFuzz: one character of four mistyped
_COVERED = 0.5  # the share of a nickname that a report's names must have
_NUMERAL = "[0-9一二三四五六七八九十两]{1,3}"
_NUMBER = re.compile(r"(?:首报)?[-\s]*(20\d\d)\s*(?:年|[-—–_ ])\s*第?\s*0*(\d{1,6})(?!\d|[月年])")
_SHORT_NUMBER = re.compile(
    r"(?:首报)?(?:第\s*0*(\d{1,6})\s*号|编号(?:[^\d]{0,8}是|是|为)?\s*0*(\d{1,6}))(?!\d)"
)
_ORDINAL = re.compile(rf"第\s*({_NUMERAL})\s*(?:个|条|份|家|项|行|件)?")
_BARE_ORDINAL = re.compile(rf"({_NUMERAL})(?:号|[.、。])?(?:吧|的)?")
_LAST = re.compile(r"最后(?:一|那)?(?:个|条|份|家|项|件)|倒数第一(?:个|条|份|家|项|件)?")
_FIRST = re.compile(r"(?:头|最上面|最前面)(?:一|那)?(?:个|条|份|件)")
_POINTED = re.compile(
    r"(?:(?P<up>上面|前面)|(?P<down>下面|后面)|(?P<other>另外?|剩下))的?那?一?[个份条件]"
)
_CHAIN_WORDS = {
    "集成电路": ("芯片", "半导体", "封测", "封装", "晶圆", "光刻", "功率器件"),
    "生物医药": ("医药", "制药", "药", "疫苗", "医疗器械", "器械"),
    "合成生物": ("合成生物", "酶", "发酵"),
    "智能机器人": ("机器人", "机械臂", "机械手"),
    "视觉智能": ("视觉", "安防", "摄像头", "监控"),
    "绿色能源": ("光伏", "储能", "风电", "氢能", "电池", "新能源"),
    "新材料": ("材料", "薄膜", "碳纤维"),
    "高端装备": ("装备", "机床", "数控"),
    "智能物联": ("物联网", "物联", "传感器"),
}
GENERIC = re.compile(
    r"有限责任公司|股份有限公司|有限公司|股份|集团|公司|项目|生产|基地|总部|研发|中心|产业园|产业化|产业链|产业"
    r"|建设|工程|企业|科技|技术|制造|杭州市?|浙江省?|中国|那个|这个|首报"
)
# What a question about a report is made of, apart from the name of the report.
_FILLERS = re.compile(
    r"看一眼|一眼|进展记录|跟进记录|记录|报告|事情|事儿|我们单位|我们区|咱们区|本单位|我们|咱们|我|咱|你们|您|你|请问|请|麻烦|帮忙|帮|劳驾|查询|查一查|查一下|查查|查"
    r"|看一下|看一看|看看|看|打开|说一下|说说|讲讲|告诉|问一下|问问|了解一下|了解|前几天|前些天|前阵子|上个?月|上周|上礼拜"
    r"|昨天|前天|今天|刚才|刚刚|之前|以前|上次|报备|首报|报上去|报过|报了|报的|报|提交|填|项目|那个|那家|那份|这个|这家|这份"
    r"|叫什么来着|叫什么|来着|来的|叫|做的|做|搞的|搞|弄的|的那|关于|现在|目前|如今|最新|进展|进度|情况|状态|动静|消息|结果|流程"
    r"|审批|审核|审查|审到|审完|审|批下来|批准|批了|批复|批|下来|办到|办得|办的|走到|走|到哪一步|到哪里|到哪儿|到哪|哪一步|哪步|哪了|哪儿|哪里|到了"
    r"|怎么样|怎样|咋样|怎么|咋|如何|(?:(?:什么|啥)时候|何时|几时|哪天)[能会才]?|什么|啥|多久|是不是|有没有|没有|过没过|过了|通过|能不能|是否|可以|还是|还|已经|了没|没"
    r"|公司|企业|单位|结果|后来|一下|一共|给|把|下|在|到|是|有|和|跟|去|来|呢|吗|么|吧|啊|呀|嘛|的|了|得|个|第|号|年|份|家|步"
    r"|退回来|退回|打回来|打回|为啥|为什么|原因|经过|时间线|详情|详细|内容|回执|再发|发|导出|撤回|撤销|撤掉|撤|想|要|一份|一个|不想|不|相似|查重|导引"
)
_PLAIN = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
_PLAIN |= {code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)} | {0xFF0D: 0x2D, 0x3000: 0x20}
_PUNCTUATION = re.compile(r"[\s，。！？、；：,.!?;:()（）“”\"'《》~…—-]+")


@dataclass(frozen=True, slots=True)
class Pick:
    """Which report is meant. one: its number; several: candidates to ask about.

    missed: the name the words gave where nothing has it; all empty: the words named nothing.
    """

    one: str = ""
    several: tuple[ReportLine, ...] = ()
    missed: str = ""


def shown(talk: Talk) -> tuple[str, ...]:
    """Numbers of the reports last listed, in their order."""
    return tuple(talk.of(NOTES).get("shown", ()))


def last(talk: Talk) -> str:
    """The number of the report last spoken of; empty when none was."""
    return str(talk.of(NOTES).get("last", ""))


def after_last(talk: Talk) -> str:
    """The report listed behind the one last spoken of; empty when there is none."""
    listed, current = shown(talk), last(talk)
    place = listed.index(current) + 1 if current in listed else 0
    return listed[place] if place < len(listed) else ""


def pointed(talk: Talk, text: str) -> str:
    """The listed report that 上面那个, 下面那个 or 另一个 means; empty where that is open."""
    listed, current = shown(talk), last(talk)
    found = _POINTED.search(fold(text))
    if found is None or not listed:
        return ""
    place = listed.index(current) if current in listed else -1
    if found["other"]:
        others = [number for number in listed if number != current]
        return others[0] if len(others) == 1 or (place < 0 and len(listed) == 2) else ""
    if found["up"]:
        return listed[place - 1] if place > 0 else listed[0]
    return listed[place + 1] if -1 < place < len(listed) - 1 else listed[-1]


def listing(talk: Talk, numbers: Iterable[str]) -> Talk:
    """The talk after reports were listed."""
    return talk.noting(NOTES, {**talk.of(NOTES), "shown": list(numbers)})


def speaking_of(talk: Talk, report_no: str) -> Talk:
    """The talk after a report was spoken of; filing one counts too."""
    return talk.noting(NOTES, {**talk.of(NOTES), "last": report_no})


def fold(text: str) -> str:
    """Full-width letters, digits and dashes as plain ones; Chinese punctuation stays."""
    return text.translate(_PLAIN).strip()


def read_report_no(text: str, year: int) -> str:
    """The report number the words give (2026年第3号, 首报-2026-3); empty when they give none."""
    plain = fold(text)
    if found := _NUMBER.search(plain):
        return f"首报-{found[1]}-{int(found[2]):06d}"
    if found := _SHORT_NUMBER.search(plain):
        return f"首报-{year:04d}-{int(found[1] or found[2]):06d}"
    return ""


def read_ordinal(text: str, *, alone: bool = False) -> int | None:
    """The place in a list the words give: 1, 2 … or -1 for the last. alone: 2 by itself counts."""
    plain = fold(text)
    if _LAST.search(plain):
        return -1
    if _FIRST.search(plain):
        return 1
    found = _ORDINAL.search(plain)
    if found and plain[found.end() : found.end() + 1] == "号":
        return None  # a number, not a place
    if found is None and alone:
        found = _BARE_ORDINAL.fullmatch(plain)
    return int(read_number(found[1]).low) if found else None


def nickname(text: str) -> str:
    """What is left of a question about a report when the question is taken away."""
    plain = _ORDINAL.sub("", fold(text))
    return _PUNCTUATION.sub("", _FILLERS.sub("", _PUNCTUATION.sub("", plain)))


def pick(
    registry: Registry, turn: Turn, text: str, *, name: str = "", left: str | None = None
) -> Pick:
    """Find the report that words mean, among those the person may see.

    name: the name the words give, where the caller has read one; left: what may be a name, where
    the caller has taken its own words away. Raises what registry.queries raises.
    """
    if number := read_report_no(text, turn.today.year):
        return Pick(one=number)
    ordinal, listed = read_ordinal(text), shown(turn.talk)
    if ordinal is not None and listed:
        inside = ordinal == -1 or 1 <= ordinal <= len(listed)
        place = ordinal if ordinal == -1 else ordinal - 1
        return Pick(one=listed[place]) if inside else Pick(missed=f"第{ordinal}个")
    if not name and (number := pointed(turn.talk, text)):
        return Pick(one=number)
    wanted = _PUNCTUATION.sub("", fold(name)) or (nickname(text) if left is None else left)
    if len(wanted) < 2 and wanted not in _alone():
        return named_in(registry, turn, text)
    found = among(candidates(registry, turn, wanted), wanted)
    if found.missed and (spoken := named_in(registry, turn, text)) != Pick():
        return spoken
    strictly = left is not None
    is_name = name or not found.missed or _is_named(fold(text), wanted, strictly=strictly)
    return found if is_name else Pick()


def named_in(registry: Registry, turn: Turn, text: str) -> Pick:
    """The report whose own name, less common words, stands in a longer sentence: 面料那个不行."""
    plain = fold(text)[:_MOST_NAMED]
    wanted = nickname(_CLAUSE.split(plain)[0])[:_MOST_WANTED]
    if len(wanted) < 2:
        return Pick()
    sizes = {line: _core_in(line, plain) for line in candidates(registry, turn, wanted)}
    best = max(sizes.values(), default=0)
    found = tuple(line for line, size in sizes.items() if best and size == best)
    return Pick(one=found[0].report_no) if len(found) == 1 else Pick(several=found)


def _core_in(line: ReportLine, text: str) -> int:
    """Characters of the longest name of a report, less common words, that stands in a text."""
    cores = [GENERIC.sub("", fold(name)) for name in (line.project_name, line.investor_name)]
    return max((len(core) for core in cores if len(core) >= 2 and core in text), default=0)


def _is_named(text: str, wanted: str, *, strictly: bool) -> bool:
    """Whether words that nothing is called stand where a name would; else they are only words.

    strictly: only words that stand by 那个, 项目, 公司 and the like.
    """
    name = re.escape(wanted)
    before = "那个|那家" if strictly else "那个|那家|报的|报过的|看|查|打开|做|搞|叫"
    after = "那个|那家|这个|那份|的?项目|的?公司|有限|集团|股份"
    after += "" if strictly else "|到哪|批|审|怎么样|怎样|咋样|呢|什么情况"
    around = rf"(?:{before})(?:一下|一看|下)?{name}|{name}[^，。；,;]{{0,4}}(?:{after})"
    return re.search(around, _PUNCTUATION.sub("", text)) is not None


def candidates(registry: Registry, turn: Turn, wanted: str) -> tuple[ReportLine, ...]:
    """Reports that may be called so: all of a small number, else those with a word in common."""
    assert turn.member is not None
    if not turn.member.role.is_bureau:
        page = registry.queries.mine(turn.caller, limit=MOST_LINES)
        if not page.next:
            return page.rows
    pairs = {wanted[n : n + 2] for n in range(len(wanted) - 1)}
    words = (wanted, *sorted(pairs), *_chains(wanted))
    return registry.queries.lookup(turn.caller, words, limit=MOST_LINES)


def among(lines: Sequence[ReportLine], wanted: str) -> Pick:
    """The report a name means: the one that has most of it; several that have as much."""
    scores = {line.report_no: _score(line, wanted) for line in lines}
    best = max(scores.values(), default=0)
    if not best:
        return Pick(missed=wanted)
    found = tuple(line for line in lines if scores[line.report_no] == best)
    return Pick(one=found[0].report_no) if len(found) == 1 else Pick(several=found)


def mentioned(lines: Sequence[ReportLine], text: str) -> Pick:
    """The report a longer text speaks of: the one whose names it has most of."""
    plain = fold(text)
    scores = {line.report_no: _mention(line, plain) for line in lines}
    best = max(scores.values(), default=0)
    found = tuple(line for line in lines if best and scores[line.report_no] == best)
    return Pick(one=found[0].report_no) if len(found) == 1 else Pick(several=found)


def _mention(line: ReportLine, text: str) -> int:
    names = [GENERIC.sub(" ", fold(name)) for name in (line.project_name, line.investor_name)]
    sizes = [max((size for _, size in _common(text, name)), default=0) for name in names]
    words = (line.chain, *_CHAIN_WORDS.get(line.chain, ()))
    by_chain = any(len(word) >= 2 and word in text for word in words)
    return sum(sizes) * 2 + by_chain


def _score(line: ReportLine, wanted: str) -> float:
    """How much of a name a report has, 0 when too little; a whole name goes before pieces."""
    names = (fold(line.project_name), fold(line.investor_name))
    covered = [False] * len(wanted)
    for name in (*names, line.chain, line.unit):
        for start, size in _common(wanted, name):
            covered[start : start + size] = [True] * size
    for word in _CHAIN_WORDS.get(line.chain, ()):
        for found in re.finditer(word, wanted):
            covered[found.start() : found.end()] = [True] * len(word)
    telling = _telling(wanted)
    share = sum(c for c, t in zip(covered, telling, strict=True) if t) / max(1, sum(telling))
    whole = any(wanted in name for name in names)
    if share > _COVERED or whole or (share == _COVERED and len(wanted) <= 4):
        full = sum(covered) / len(wanted)
        return share + whole + full / 100 + max(_like(wanted, name) for name in names) / 10000
    like = max(_like(wanted, GENERIC.sub("", name)) for name in names)
    return like / 200 if like >= _LIKE else 0


def spells(line: ReportLine, wanted: str) -> bool:
    """Whether a report's own names have every character of a name."""
    covered = {
        place
        for name in (fold(line.project_name), fold(line.investor_name))
        for start, size in _common(wanted, name)
        for place in range(start, start + size)
    }
    return len(covered) == len(wanted)


def _common(wanted: str, name: str) -> Iterable[tuple[int, int]]:
    """Stretches of two characters and more that a name has too: start in wanted, size."""
    blocks = SequenceMatcher(None, wanted, name, autojunk=False).get_matching_blocks()
    return ((block.a, block.size) for block in blocks if block.size >= 2)


def _telling(wanted: str) -> list[bool]:
    """Which characters of a name tell projects apart; all, when none of them would."""
    telling = [True] * len(wanted)
    for found in GENERIC.finditer(wanted):
        telling[found.start() : found.end()] = [False] * len(found[0])
    return telling if any(telling) else [True] * len(wanted)


def _like(wanted: str, name: str) -> float:
    return fuzz.partial_ratio(wanted, name) if len(wanted) >= 3 and len(name) >= 2 else 0


def _chains(wanted: str) -> list[str]:
    return [c for c, words in _CHAIN_WORDS.items() if any(word in wanted for word in words)]


def chain_called(word: str) -> str:
    """The chain a common word for an industry means (芯片, 医药); empty where it means none."""
    return next((chain for chain, words in _CHAIN_WORDS.items() if word in words), "")


def day_of(line: ReportLine) -> date:
    """The day a report was received, in Shanghai."""
    return line.received_at.astimezone(SHANGHAI).date()


def _alone() -> frozenset[str]:
    """Words of one character that mean a chain."""
    return frozenset(w for words in _CHAIN_WORDS.values() for w in words if len(w) == 1)


def title(registry: Registry, turn: Turn, report_no: str) -> str:
    """What the project of a report is called; the number where the person sees no such report."""
    found = registry.queries.lookup(turn.caller, (report_no,), limit=1)
    return found[0].project_name if found else report_no
