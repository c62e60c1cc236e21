"""Words that command a form rather than fill it: 跳过, 撤销, 先存着, 不对，… Pure.

Reads: commands.toml (packaged), patterns of whole messages and of cues inside them.
Only whole messages are commands; a sentence that goes on to say something else is told, not asked.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.forms.events import Act

_POLITE = re.compile(
    r"^(?:(?:请|麻烦|那就?|帮我|给我|我想|我要|咱们?|你|嗯|好的?|行|哦|噢|唉|先|等等|等一?下|算了(?=.{3})|对了|不好意思)(?=.{2,}))+"
)
_PARTICLES = re.compile(r"(?:吧|了|呗|哈|啊|呀|嘛|哦|噢|一下子?|谢谢|就行|就好|即可)+$")
_MARKS = re.compile(r"[\s,，。．.!！?？、~～…;；:：“”\"'（）()]+")
_TWICE = re.compile(r"(?P<once>[\u4e00-\u9fff]{2,4}?)(?P=once){1,2}")
_ORDINAL = re.compile(r"(?:选|就|是)?(?:第)?([一二三四五1-5])(?:个|项|种)?")
_ORDINALS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4}
_FORMER_LATTER = {"前者": 0, "前一个": 0, "前面那个": 0, "后者": 1, "后一个": 1, "后面那个": 1}
_CORRECTING = re.compile(
    r"^(?:[啊哦噢唉哎呃嗯]|等等|等下)?[,\s]*"
    r"(?:我?(?:又|刚才?|刚刚)?(?:不对|不是|[写说填弄看记打搞听]错|错|不好意思|更正|纠正)[了啦的]?[,。.!\s]+"
    r"|还是(?:改?回|按|用|算|填|写|报)?(?=[\d〇零一二两三四五六七八九十百千]))(?P<rest>.+)$",
    re.DOTALL,
)
_ANOTHER = re.compile(
    r"^(?:好的?|嗯|那|对了|顺便|我|我们|这边)*[,\s]*"
    r"(?:(?:另外?|再|重新|新)(?:起|开|填|报|建|写|做)(?:上|了)?(?:一)?(?:份|个|单)(?:新的?)?(?:首报|项目|草稿)?"
    r"|(?:另外)?(?:还|又)有(?:另)?(?:一)?个(?:新)?项目(?:也?[要想得](?:首?报|登记|报备|填)(?:一下)?)?"
    r"|换(?:一)?个项目(?:来?[报填])?)"
    r"(?:[,:，：。\s]|(?=投资方|项目名))(?P<rest>.+)$",
    re.DOTALL,
)
_ASKS_WHY = re.compile(
    r"(?:为什么|为啥|干嘛|干吗|凭什么)(?:还|非|一定|必须)?[要得]?(?:填写?|问|写|提供|报|知道)(?P<what>.{2,12}?)[?呢啊呀]*"
)
_MOST = 16  # characters of a command; what is longer says something


@dataclass(frozen=True, slots=True)
class Cues:
    """What the wording of a message says about its values."""

    edits: bool
    adds: bool
    removes: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """The patterns of commands.toml, compiled."""

    commands: tuple[tuple[Act, re.Pattern[str]], ...]
    cues: dict[str, re.Pattern[str]]
    answers: dict[str, frozenset[str]]


@cache
def _words() -> _Words:
    table = tomllib.loads((files("bot.forms") / "commands.toml").read_text("utf-8"))
    cues = {name: _any_of(patterns) for name, patterns in table.pop("cues").items()}
    answers = {name: frozenset(words) for name, words in table.pop("answers").items()}
    commands = tuple((Act(name), _any_of(words)) for name, words in table.items())
    return _Words(commands, cues, answers)


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


def fold(text: str) -> str:
    """The words without marks and blanks, in one width and case; 不用不用 said once."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text)).lower()
    twice = _TWICE.fullmatch(plain)
    return twice["once"] if twice else plain


def commands_of(text: str) -> tuple[Act, ...]:
    """All commands a whole message may be, in order of the table; none for anything longer."""
    if is_order(text):
        return (Act.ORDER,)
    plain = fold(text)
    if not plain or len(plain) > _MOST:
        return ()
    bare = _PARTICLES.sub("", plain)
    forms = {plain, bare, _POLITE.sub("", plain), _POLITE.sub("", bare)} - {""}
    acts = tuple(act for act, rx in _words().commands if any(map(rx.fullmatch, forms)))
    is_leaving = plain.endswith("了") and Act.LEAVE in acts  # 先不填 skips, 先不填了 leaves
    return tuple(act for act in acts if act is not Act.SKIP) if is_leaving else acts


def answers(kind: str) -> frozenset[str]:
    """Short answers of a kind: `yes no unneeded change keep`."""
    return _words().answers[kind]


def is_order(text: str) -> bool:
    """Whether the words try to order a decision or to switch rules off."""
    return bool(_words().cues["orders"].search(unicodedata.normalize("NFKC", text)))


def cues_of(text: str) -> Cues:
    """Whether the words edit, add or remove."""
    plain = unicodedata.normalize("NFKC", text)
    return Cues(*(bool(_words().cues[c].search(plain)) for c in ("edits", "adds", "removes")))


def correction_of(text: str) -> str:
    """What follows 不对, … at the beginning of a message; "" when it does not begin so."""
    match = _CORRECTING.match(unicodedata.normalize("NFKC", text).strip())
    return match["rest"].strip() if match else ""


def another_of(text: str) -> str:
    """What follows 另起一份，… at the beginning of a message; "" when it does not begin so."""
    match = _ANOTHER.match(unicodedata.normalize("NFKC", text).strip())
    return match["rest"].strip() if match else ""


def asked_why(text: str) -> str:
    """The words for what somebody asks the reason of: 为什么要填总投资; "" for anything else."""
    match = _ASKS_WHY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return match["what"] if match else ""


def ordinal_of(text: str) -> int | None:
    """Which of several is meant by 第二个, 后者, 2; from 0."""
    plain = _PARTICLES.sub("", fold(text))
    if plain in _FORMER_LATTER:
        return _FORMER_LATTER[plain]
    match = _ORDINAL.fullmatch(plain)
    if match is None:
        return None
    found = match[1]
    return _ORDINALS[found] if found in _ORDINALS else int(found) - 1
