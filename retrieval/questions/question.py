"""Understand a question: what kind of answer, about what, where, when, and what it presupposes.

Reads: retrieval/data/places.toml through `Gazetteer.parse`. Pure otherwise; asks no library.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from retrieval.language.lexicon import Lexicon, Mention, fold
from retrieval.language.numerals import parse_numeral
from retrieval.questions.cues import COMPARISON, DEMANDS, KIND_CUES, POLAR, SCAFFOLDING, Demand
from retrieval.types import FactKind

MAX_QUESTION_CHARS = 2_000

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|[-~至到.]|上半年|\D|$)")
_SHORT_YEAR = re.compile(r"(?<![\d.])(1[89]|2\d)年(?!来|内|期|以)")
_CHINESE_YEAR = re.compile(r"二[〇零o0○]([一二三四五六七八九〇零]{2})年")
_AMOUNT = re.compile(
    r"(\d+(?:\.\d+)?)(%|亿美元|亿欧元|万美元|亿元|万元|亿|万|个百分点|个工作日|工作日|个月|个|项|家|支|人|条|天|日|月|年|亩|次|倍|场|名|类|种|元)?"
)
_CLAUSE_LABEL = re.compile(
    r"第(?:[一二三四五六七八九十百千零〇]+|\d+)条(?:第(?:[一二三四五六七八九十]+|\d+)款)?"
    r"|[一二三四五六七](?:、|部分)?[(（][一二三四五六七八九十][)）]"
    r"|附(?:件|表|录)?(?:的)?(?:第)?(?:[一二三四五六七八九十]{1,3}|\d{1,3})(?:项|条|行)"
    r"|第(?:十[一二]|1[0-2])项"
    r"|第[一二三四五六七]部分"
)
_PART_BREAK = re.compile(
    r"[?？!！；;\n]+|(?:[,，。、])?(?:另外|此外|顺便|顺带|还有就是|再问(?:一下)?|还想(?:问|知道))[,，:：]?"
)
_ASKING = re.compile(r"什么|啥|谁|哪|怎|多少|几[一-鿿]|为何|如何")
_CONTINUES = re.compile(  # a predicate without a subject: its figures stand in the part before
    r"(?:那|还|就)?(?:够(?!用)|达标|达不达|达到|能过|能不能过|差(?:多少|几)|缺(?:口|多少)|符合|满足)"
)
_NUMBERED = re.compile(
    r"(?:^|[,，。；;、 ])*第([一二三四五])(?:个(?:问题)?|问|点)?(?:是)?[,，、:：]?\s*"
)
_CLAUSE_BREAK = re.compile(r"[,，、。]|以及|并且|同时")
_FOLLOW_UP = re.compile(
    r"^(?:那(?:么|个|边|要是|如果)?|还有|要是|如果|假如|这个|这种|这事|它|其中|他们?|上面|前面|刚才|刚刚|然后|接着|另外|再|换成|改成)"
)
_INVESTOR = (
    r"(?:那边|过来)?的?[有一某这]?[家个]?[^,，。]{0,4}"
    r"(?:企业|公司|客商|老板|集团|厂商|投资[方者商])"
)
_COMES = re.compile(r"来|落户|落地|投资|谈|搬|迁|看地|考察|设厂|建")
_ORDINAL = re.compile(
    r"(?:上面|前面|刚才)?(?:的)?第([一二三四五六七八九十]+|\d+)(?:条|点|项|个|种)(?!款)"
)
_REQUEST = re.compile(  # 能不能列一下 asks no yes or no
    r"(?:能不能|能否|可不可以|可否|可以|能).{0,12}?"
    r"(?:说说|讲讲|说一下|讲一下|说明白|列一下|列出|列举|介绍|解释|总结|概括|告诉)"
)
_A_NOT_A = re.compile(r"([一-鿿])不\1(?!起)")  # 授不授 asks about 授
_NAMED_AFTER = re.compile(r"[一-鿿]{2}(?:银行|大学|证券|机床)")  # 杭州银行 is no place
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|《[^》]*》")
_FRAGMENT_CHARS = 12
_GOES_ON = {  # by the last character of a place's name: with what it only begins a word (大同|意)
    "同": "意步时类等样一", "明": "确白细显", "安": "排置心装", "通": "过知道报用常",
    "平": "台均等衡", "定": "下了价期位点义", "化": "解工", "门": "槛类", "营": "商业收运",
    "乡": "镇贤村", "治": "理", "源": "头", "连": "续接带", "理": "由解念", "贡": "献",
    "照": "常顾旧样此这",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Place names: the home city, its districts, and all others."""

    home: str
    home_districts: frozenset[str]
    pattern: re.Pattern[str]

    @classmethod
    def parse(cls, toml: str) -> Self:
        """Read places.toml."""
        data = tomllib.loads(toml)
        names = [data["home"], *data["home_districts"], *data["other"]]
        longest_first = sorted(names, key=len, reverse=True)
        return cls(
            data["home"],
            frozenset(data["home_districts"]),
            re.compile("|".join(map(_place_pattern, longest_first))),
        )

    def places(self, squeezed: str) -> tuple[str, ...]:
        """The place names of a squeezed text, each once, in order."""
        return tuple(dict.fromkeys(self.pattern.findall(squeezed)))


def _place_pattern(name: str) -> str:
    """A place's name where it does not run into a word: 市人大同意 names no 大同."""
    follows = _GOES_ON.get(name[-1], "")
    return re.escape(name) + (f"(?![{follows}])" if follows else "")


@dataclass(frozen=True, slots=True)
class Question:
    """One question, analysed.

    text: as asked (or as resolved from the conversation);
    canonical: squeezed, terms in place of variants;
    content: canonical without the words of asking, a space where something was taken out;
    claimless: content without what a yes/no question puts up for checking (departments, amounts);
    bare: claimless without the words that only tell the kind of answer wanted (期限, 牵头 …).
    """

    text: str
    canonical: str
    content: str
    claimless: str
    bare: str
    kinds: frozenset[FactKind]
    mentions: tuple[Mention, ...]
    places: tuple[str, ...]
    years: tuple[int, ...]
    amounts: tuple[tuple[str, str], ...]
    clause_labels: tuple[str, ...]
    is_polar: bool
    is_comparison: bool
    demands: frozenset[Demand]

    @property
    def topics(self) -> tuple[str, ...]:
        """The terms that say what it is about (departments and roles aside), in order."""
        aside = {"department", "role", "quantity", "other"}
        return tuple(dict.fromkeys(m.term for m in self.mentions if m.category not in aside))

    @property
    def own_topics(self) -> tuple[str, ...]:
        """The topics that are not just places."""
        places = {m.term for m in self.mentions if m.category == "place"}
        return tuple(topic for topic in self.topics if topic not in places)

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments it names, in order."""
        return tuple(dict.fromkeys(m.term for m in self.mentions if m.category == "department"))


class Analyst:
    """Turns texts into questions with one lexicon and one gazetteer."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self.lexicon = lexicon
        self.gazetteer = gazetteer

    def analyse(self, text: str) -> Question:
        """Analyse one question of at most MAX_QUESTION_CHARS characters."""
        canonical = self.lexicon.canonical(text)
        years = [int(year) for year in _YEAR.findall(canonical)]
        years += [2000 + int(year) for year in _SHORT_YEAR.findall(canonical)]
        years += [2000 + parse_numeral(year) for year in _CHINESE_YEAR.findall(canonical)]
        mentions = self.lexicon.mentions(text)
        content = _A_NOT_A.sub(r"\1", _without(SCAFFOLDING, canonical))
        is_polar = _is_polar(canonical)
        claimless = _without_claims(content, mentions) if is_polar else content
        bare = claimless
        for _, cue in KIND_CUES:
            bare = _without(cue, bare)
        return Question(
            text=text,
            canonical=canonical,
            content=content,
            claimless=claimless,
            bare=bare,
            kinds=_kinds(canonical),
            mentions=mentions,
            places=self._places(canonical, mentions),
            years=tuple(dict.fromkeys(years)),
            amounts=tuple(dict.fromkeys(_AMOUNT.findall(canonical))),
            clause_labels=tuple(dict.fromkeys(_CLAUSE_LABEL.findall(canonical))),
            is_polar=is_polar,
            is_comparison=COMPARISON.search(canonical) is not None,
            demands=frozenset(demand for demand, cue in DEMANDS if cue.search(canonical)),
        )

    def _places(self, canonical: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
        """Places named as places; those inside a document's title do not count."""
        for mention in mentions:
            if mention.category == "document":
                canonical = canonical.replace(mention.term, "·")
        places = self.gazetteer.places(_NAMED_AFTER.sub("·", canonical))
        local = {self.gazetteer.home, *self.gazetteer.home_districts}
        return tuple(p for p in places if p in local or not _is_origin(p, canonical))


def _is_origin(place: str, canonical: str) -> bool:
    """Whether a place only says where an investor comes from: 深圳一家企业想来谈."""
    found = re.search(rf"{re.escape(place)}[市省]?{_INVESTOR}(.*)", canonical)
    return found is not None and _COMES.search(found[1]) is not None


def _without(pattern: re.Pattern[str], text: str) -> str:
    return " ".join(pattern.sub(" ", text).split())


def _without_claims(content: str, mentions: Sequence[Mention]) -> str:
    claimless = content
    for mention in mentions:
        if mention.category == "department":
            claimless = claimless.replace(mention.term, " ")
    return " ".join(_AMOUNT.sub(" ", claimless).split()) or content


def find_amounts(canonical: str) -> tuple[tuple[str, str], ...]:
    """The numbers of a squeezed text with their units, each once, in order."""
    return tuple(dict.fromkeys(_AMOUNT.findall(canonical)))


def split_parts(text: str) -> tuple[str, ...]:
    """The single questions of a message; fragments that ask nothing stay with their neighbour."""
    if numbered := _numbered_parts(fold(text)):
        return numbered
    parts: list[str] = []
    for piece in _PART_BREAK.split(fold(text)):
        part = piece.strip(" ,，。、:：")
        if not part:
            continue
        if parts and (not _asks(parts[-1]) or _CONTINUES.match(part)):
            parts[-1] = f"{parts[-1]}，{part}"
        else:
            parts.append(part)
    if len(parts) > 1 and not _asks(parts[-1]):
        last = parts.pop()
        parts[-1] = f"{parts[-1]}，{last}"
    return tuple(parts[:5])


def _numbered_parts(text: str) -> tuple[str, ...]:
    """The questions of 第一…第二…第三…; empty where that is not the form."""
    pieces = _NUMBERED.split(text)
    if pieces[1::2][:2] != ["一", "二"] or len(pieces) > 11:
        return ()
    parts = tuple(piece.strip(" ,，。、?？!！；;") for piece in pieces[2::2])
    return parts if all(part and _asks(part) for part in parts) else ()


def _kinds(canonical: str) -> frozenset[FactKind]:
    """The kinds of answer wanted; what stands in quotation marks asks nothing itself."""
    unquoted = _QUOTED.sub("", canonical)
    kinds = frozenset(kind for kind, cue in KIND_CUES if cue.search(unquoted))
    return kinds or frozenset(kind for kind, cue in KIND_CUES if cue.search(canonical))


def _is_polar(canonical: str) -> bool:
    said = canonical.rstrip("?？。.!！")
    if _REQUEST.search(said):
        said = _REQUEST.sub("", said).rstrip("吗么嘛不")
    return POLAR.search(said) is not None or _states(canonical)


def _states(canonical: str) -> bool:
    """Whether a question only puts a statement up for checking: 落了38个？"""
    has_claim = re.search(r"\d", canonical) is not None
    return canonical.endswith("?") and has_claim and not _asks(canonical.rstrip("?"))


def _asks(part: str) -> bool:
    if POLAR.search(part) or _ASKING.search(part):
        return True
    return any(cue.search(part) for _, cue in KIND_CUES)


def is_follow_up(question: Question) -> bool:
    """Whether the question leans on what was said: no topic of its own, or opened by 那/它 …"""
    topics = question.own_topics
    if not topics and not question.clause_labels and len(question.canonical) <= 20:
        return True
    opens = _FOLLOW_UP.match(question.canonical) is not None
    return opens and (not topics or len(question.canonical) <= _FRAGMENT_CHARS)


def asked_ordinal(question: Question) -> int | None:
    """The n of 上面第n条 …, counted from 1; None when nothing of that form is asked."""
    found = _ORDINAL.search(question.canonical)
    return parse_numeral(found[1]) if found else None


def strip_lead_in(text: str) -> str:
    """The text without 那/那么/还有 … at its start and 呢 at its end."""
    squeezed = fold(text)
    return re.sub(r"^(?:那么|那|还有|然后|接着|另外|再)", "", squeezed).rstrip("?？呢啊呀。 ")


def parallel_kinds(canonical: str) -> tuple[frozenset[FactKind], ...]:
    """The kinds each segment of 谁牵头、谁配合、什么时候完成 asks for; silent ones are left out."""
    segments = [
        frozenset(kind for kind, cue in KIND_CUES if cue.search(segment))
        for segment in _CLAUSE_BREAK.split(canonical)
    ]
    return tuple(dict.fromkeys(kinds for kinds in segments if kinds))
