"""Words about the draft in hand that give it no value: what does it say, must this be, I will not.

Reads: asides.toml (packaged). Pure. Does not: answer, or change anything.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from bot.understanding.labels import labels

_MOST = 40  # characters; what is longer says more than an aside
_MARKS = " ,，。.!！?？~～…"
_SEVERAL = re.compile(r"[。;；\n]|另外|顺便")
_LEAD = re.compile(r"^(?:(?:那|哦|噢|嗯|哎|请问|问一?下|对了|等等|不是|话说)[,\s]*)+(?=.{4,})")
_OPEN = re.compile(
    r"^(?:先(?:不(?:填|写|说|报)|空着|空|放一?放)|(?:这个|那个|我们?|企业|对方|现在|目前|暂时|都|还|也|先|的|说)*(?:没|不|未|待|暂)(?:有)?"
    r"(?:定|想好|确定|知道|清楚|晓得|算|谈|测|有|落实|报|出来|拿到|最后定|好说|无|最终|准|好|清|太)+)"
    r"(?:下来|出来|好|呢|吧|了|的|过|(?:填|写|选)(?:什么|啥|哪个))*(?:[,，].{1,14})?$"
)
_MEANS = re.compile(r"邮件|微信|聊天|通话|照片|口头|名片|录音|短信|佐证|意向")
_SUPPOSES = re.compile(r"^(?:如果|要是|万一|假如|假设|倘若)")
_OF_POLICY = re.compile(
    r"牵头|哪个部门|(?:文件|制度|政策|条文|规定)[^,]{0,6}(?:怎么|咋|如何|有没有|是什么)"
)
_LEAVES = re.compile(
    r"^(?:先)?(?:不填|不写|跳过|略过|空着)(?!了)[^,]{2,10}$|^[^,]{1,10}(?:也|先|就|都)?(?:不用填|不填|不写|空着先?|跳过|略过|再议|再定|待议|以后再说|后面再说|先空|晚点给|晚点再说|先不[提说填写谈])(?:吧)?$"
    r"|^(?:还|也)?不(?:知道|清楚|确定)(?:要不要|是不是|是否|算不算|需不需要)[^,]{2,10}$"
)
_WHO = {
    "支持": "support_requested",
    "联系人": "investor_contact",
    "经办": "unit_contact",
    "老板": "investor_contact",
}
_SUM = re.compile(r"^钱|多少钱|投(?:了|的)?多少|金额|几个亿")
_FEWEST = 2  # characters of a label that is looked for in running words


class About(StrEnum):
    """What an aside is about."""

    ELSEWHERE = "elsewhere"  # filing for another unit
    DEFER = "defer"  # we are to decide
    WHY = "why"  # why something is asked
    TELL = "tell"  # what the draft says of something
    OPTIONS = "options"  # what may be answered
    REQUIRED = "required"  # whether it may be left open
    LISTED = "listed"  # what is filled and what is not
    CHECKS = "checks"  # what was remarked about the case, and what follows from it
    DECLINE = "decline"  # something will not be told
    REFER = "refer"  # go on with what was given
    OPEN = "open"  # a named thing is not settled yet


@dataclass(frozen=True, slots=True)
class Aside:
    """An aside, and the slots it names."""

    about: About
    slots: tuple[str, ...] = ()


def aside_of(text: str) -> Aside | None:
    """The aside a whole message is; None for anything that may give a value."""
    plain = unicodedata.normalize("NFKC", text).strip().lower().strip(_MARKS)
    plain = _LEAD.sub("", plain)
    if not plain or len(plain) > _MOST or _SEVERAL.search(plain):
        return None
    if _SUPPOSES.match(plain) or _OF_POLICY.search(plain):
        return None
    slots = named_slots(plain)
    if slots and _LEAVES.search(plain):
        return Aside(About.OPEN, slots[:1])
    if slots and _is_open(plain):
        return Aside(About.OPEN, slots[:1])
    for about, pattern in _patterns():
        if pattern.search(plain):
            return Aside(about, slots)
    return None


def named_slots(plain: str) -> tuple[str, ...]:
    """The slots a text calls by a label of theirs, the longest labels first, in their order."""
    found: list[tuple[int, int, str]] = []
    for word, slot in _long_labels():
        at = plain.find(word)
        taken = any(start < at + len(word) and at < end for start, end, _ in found)
        if at >= 0 and not taken:
            found.append((at, at + len(word), slot))
    slots = [slot for _, _, slot in sorted(found)]
    if not slots and _SUM.search(plain):
        slots = ["total_investment"]
    if not slots and plain.rstrip("地").endswith("亩"):
        slots = ["land_area_mu"]
    if not slots and _MEANS.search(plain):
        slots = ["intent_evidence"]
    if not slots and "链" in plain:
        slots = ["chain"]
    slots += [slot for word, slot in _WHO.items() if not slots and word in plain]
    return tuple(dict.fromkeys(slots))


def _is_open(plain: str) -> bool:
    """Whether all that is said of a label is that it is not settled: 能耗还不知道."""
    for word, _ in (*_long_labels(), ("链", "chain")):
        _, found, rest = plain.partition(word)
        if found and _OPEN.match(rest.lstrip(" ,是:")):
            return True
    return False


@cache
def _long_labels() -> tuple[tuple[str, str], ...]:
    """Labels with their slots, longest first; the short ones are words of any sentence."""
    known = [(w.lower(), s) for w, s in labels().items() if len(w) >= _FEWEST and w not in _LOOSE]
    return tuple(sorted(known, key=lambda pair: (-len(pair[0]), pair[0])))


# Labels that in running words are something else.
_LOOSE = frozenset(
    {"项目", "企业", "公司", "来源", "规模", "产业", "平台", "情况", "名称", "渠道", "法人"}
)


@cache
def _patterns() -> tuple[tuple[About, re.Pattern[str]], ...]:
    table = tomllib.loads((files("bot.forms") / "asides.toml").read_text("utf-8"))
    return tuple((About(name), re.compile("|".join(words))) for name, words in table.items())
