"""The vocabulary of questions about reports on hand: what is asked, states, sums, pointers.

Reads: bot/understanding/register.toml (packaged), once.
"""

import re
import tomllib
from enum import StrEnum
from importlib.resources import files

YI = 100_000_000
GAP = "·"  # stands where words were taken out
NUMERAL = r"[0-9一二三四五六七八九十两百千半]+(?:\.[0-9]+)?"
UNIT_OF_MONEY = r"(?:个)?(?:亿|千万|百万|万)(?:元|块|人民币)?"
_UP = r"(?:及|和)?(?:以上|往上|起步?|打底|多|朝上)"
_DOWN = r"(?:及|和)?(?:以下|以内|往下|不到)"
BETWEEN = re.compile(
    rf"(?P<low>{NUMERAL})(?P<low_unit>{UNIT_OF_MONEY})?(?:到|至|-|—|~)"
    rf"(?P<high>{NUMERAL})(?P<unit>{UNIT_OF_MONEY})(?:之?间)?"
)
BOUND = re.compile(
    r"(?P<over>超过?了?|大于|高于|不低于|至少|过|满)?(?P<under>低于|少于|小于|不到|不足|不超过)?"
    rf"(?P<number>{NUMERAL})(?P<unit>{UNIT_OF_MONEY})(?P<up>{_UP})?(?P<down>{_DOWN})?"
)
EXACT = re.compile(
    rf"(?P<number>{NUMERAL})(?P<unit>{UNIT_OF_MONEY})(?:左右)?(?=的?那[个家份]|的那|左右)"
)
ASKS_WHO = re.compile(r"(?:审查?|经手|承办)的?(?:人|同志)|谁(?:在)?审")
OVER_ONE = re.compile(r"上亿|过亿|亿元?以上")


class Seeks(StrEnum):
    """What is asked of the reports that are meant."""

    NOTHING = ""
    # of a set
    LIST = "list"
    COUNT = "count"
    SUM = "sum"
    DIVIDE = "divide"
    TOP = "top"
    SHARE = "share"
    COMPARE = "compare"
    AVERAGE = "average"
    BIGGEST = "biggest"
    SMALLEST = "smallest"
    OLDEST = "oldest"
    NEWEST = "newest"
    # of one report
    STATE = "state"
    HOW_LONG = "how_long"
    HOW_SOON = "how_soon"
    WHO = "who"
    STUCK = "stuck"
    NEXT = "next"
    OPINION = "opinion"
    WHOSE = "whose"
    PAPERS = "papers"
    RANK = "rank"
    URGE = "urge"
    MEND = "mend"
    TOLD = "told"
    EXPORT = "export"
    FIELD = "field"


OF_ONE = frozenset(
    {
        Seeks.STATE,
        Seeks.HOW_LONG,
        Seeks.HOW_SOON,
        Seeks.WHO,
        Seeks.STUCK,
        Seeks.NEXT,
        Seeks.OPINION,
        Seeks.WHOSE,
        Seeks.PAPERS,
        Seeks.RANK,
        Seeks.URGE,
        Seeks.MEND,
        Seeks.TOLD,
        Seeks.FIELD,
    }
)
FIGURES = frozenset(
    {
        Seeks.COUNT,
        Seeks.SUM,
        Seeks.DIVIDE,
        Seeks.TOP,
        Seeks.SHARE,
        Seeks.COMPARE,
        Seeks.AVERAGE,
    }
)
IN_REVIEW = ("SUBMITTED", "UNDER_REVIEW", "CONFLICT", "CONSULTING")
# A filing unit is told of no state that would show a rival: to it these are one.
SEEN_BY_FILER = {"SUBMITTED": "UNDER_REVIEW", "CONFLICT": "UNDER_REVIEW"}
DUE_KIND = "due"  # the right ends soon
PUNCTUATION = re.compile(r"[\s，。！？、；：,.!?;:()（）“”\"'《》~…—-]+")

_DATA = tomllib.loads((files("bot.understanding") / "register.toml").read_text("utf-8"))


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(words))


# Groups of states: what a group is called in bot.wording, its states, its words.
STATES: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (row["kind"], tuple(row["states"]), _any_of(row["words"])) for row in _DATA["states"]
)
GROUPS = {name: _any_of(words) for name, words in _DATA["groups"].items()}
SEEKS: tuple[tuple[Seeks, re.Pattern[str]], ...] = tuple(
    (Seeks(row["name"]), _any_of(row["words"])) for row in _DATA["seeks"]
)
_PATTERNS = {name: _any_of(words) for name, words in _DATA["patterns"].items()}
DUE = _PATTERNS["due"]
NARROWS = _PATTERNS["narrows"]
REST = _PATTERNS["rest"]
POINTS = _PATTERNS["points"]
OWN = _PATTERNS["own"]
EXCEPT = _PATTERNS["except"]
CITY = _PATTERNS["city"]
OTHERS = _PATTERNS["others"]
OPENS = _PATTERNS["opens"]
PLACE = _PATTERNS["place"]
FRESH = _PATTERNS["fresh"]
TO_DO = _PATTERNS["to_do"]
STRONG = _PATTERNS["strong"]
OF_SEVERAL = _PATTERNS["of_several"]
FILLERS = _PATTERNS["fillers"]
DROPS = _PATTERNS["drops"]
