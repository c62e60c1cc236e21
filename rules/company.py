"""Company names and unified social credit codes: one key per company, and what is odd about a name.

The key folds spelling only (width, case, blanks, invisible characters, traditional forms); legal
form, place and brackets are dropped for candidate search and never for the key, because
某某（杭州）有限公司 and 某某有限公司 are two companies. Does not look anything up in a register.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from stdnum.cn import uscc

from rules.confusables import mixes_scripts, skeleton
from rules.folding import is_invisible

if TYPE_CHECKING:
    from opencc import OpenCC

_VARIANTS = str.maketrans("𠮷〇", "吉零")
_IDEOGRAPHS = range(0x3400, 0xA000)
_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("·•・‧'\"“”", ""),
        **dict.fromkeys("【[〔", "("),
        **dict.fromkeys("】]〕", ")"),
    }
)
_FORMS = (
    "集团股份有限公司", "控股集团有限公司", "股份有限公司", "有限责任公司", "集团有限公司",
    "控股有限公司", "股份公司", "有限公司", "合伙企业(有限合伙)", "合伙企业(普通合伙)",
    "(有限合伙)", "(普通合伙)", "合伙企业", "个人独资企业", "集团公司", "株式会社", "集团",
    "公司", "co.,ltd.", "co.,ltd", "co.ltd.", "co.ltd", "coltd", "corporation", "limited",
    "holdings", "gmbh", "corp.", "corp", "inc.", "inc", "ltd.", "ltd", "llc", "plc", "b.v.",
    "s.a.",
)  # fmt: skip
_PLACES = re.compile(
    r"^(?:中国)?(?:(?:北京|上海|天津|重庆)市?|(?:浙江|江苏|安徽|福建|江西|山东|广东|湖北|湖南|河南|河北|四川)省?"
    r"|(?:杭州|宁波|温州|嘉兴|湖州|绍兴|金华|衢州|舟山|台州|丽水|苏州|南京|深圳|广州|泰州|枣庄)市?"
    r"|(?:上城|下城|江干|拱墅|西湖|滨江|萧山|余杭|临平|钱塘|富阳|临安|桐庐|淳安|建德)[区县市]?)+"
)
_BRACKET = re.compile(r"\(([^()]*)\)")
_BRANCH = re.compile(
    r"(?P<parent>.*?(?:公司|银行|集团|企业|(?:有限|普通)合伙\)))"
    r"(?P<branch>.{0,20}(?:分公司|分行|支行|分店|代表处|办事处|营业部|分厂|分所))\Z"
)
_MIN_CORE = 2  # a name is not cut below two characters


class NameFlag(StrEnum):
    """What a reviewer should look at."""

    INVISIBLE = "invisible"  # characters that show nothing
    MIXED_SCRIPTS = "mixed_scripts"  # Cyrillic or Greek among Latin or Han
    BRANCH = "branch"  # a branch, not the company itself
    NO_LEGAL_FORM = "no_legal_form"  # 有限公司 or the like is missing: perhaps a short name


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A company name taken apart.

    key: equal for spellings of one registered name; the only part a unique index may use.
    core: without form, place and brackets, for candidate search; look_alike: its skeleton.
    form: the legal form as folded; bracket: words in brackets (中国); branch: 杭州分公司;
    parent: the name the branch belongs to, the whole name otherwise.
    """

    raw: str
    key: str
    core: str
    look_alike: str
    form: str = ""
    bracket: str = ""
    branch: str = ""
    parent: str = ""
    flags: tuple[NameFlag, ...] = ()


def company_key(text: str) -> str:
    """Fold a name to its key; the same key means the same spelling of a registered name.

    Folded until nothing changes, because dropping a blank can let a mark join the letter before it.
    """
    folded, key = text, _fold_once(text)
    while key != folded:
        folded, key = key, _fold_once(key)
    return key


def _fold_once(text: str) -> str:
    visible = "".join(char for char in text if not is_invisible(char))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    plain = "".join(char for char in folded if not is_invisible(char) and not char.isspace())
    return plain.translate(_PUNCTUATION).translate(_VARIANTS).translate(_SIMPLIFIED)


class _Simplified(dict[int, str]):
    """Traditional characters as simplified ones, for the key only; each is looked up at first use.

    A character of the simplified standard set (GB 2312) stays itself: 乾 is no 干 in a name.
    """

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if code not in _IDEOGRAPHS:
            return char
        self[code] = char if _is_standard(char) else _converter().convert(char)
        return self[code]


_SIMPLIFIED = _Simplified()


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC

    return OpenCC("t2s")


def _is_standard(char: str) -> bool:
    return len(char.encode("gb2312", "ignore")) == 2


def parse_company_name(text: str) -> CompanyName:
    """Take a name apart; any text is accepted, oddities become flags."""
    key = company_key(text)
    match = _BRANCH.match(key)
    parent, branch = (match["parent"], match["branch"]) if match else (key, "")
    form = next((form for form in _FORMS if parent.endswith(form)), "")
    brackets = "".join(_BRACKET.findall(parent.removesuffix(form)))
    core = _core(parent, form)
    flags = _flags(text, key, branch, form)
    return CompanyName(text, key, core, skeleton(core), form, brackets, branch, parent, flags)


def _core(parent: str, form: str) -> str:
    """The distinctive part; every step is skipped that would leave too little."""
    core = parent
    for shorter in (
        core.removesuffix(form),
        _BRACKET.sub("", core.removesuffix(form)),
        _PLACES.sub("", _BRACKET.sub("", core.removesuffix(form))),
    ):
        core = shorter if len(shorter) >= _MIN_CORE else core
    return re.sub(r"[^\w]", "", core) or core


def _flags(text: str, key: str, branch: str, form: str) -> tuple[NameFlag, ...]:
    found = {
        NameFlag.INVISIBLE: any(is_invisible(char) for char in text),
        NameFlag.MIXED_SCRIPTS: mixes_scripts(key),
        NameFlag.BRANCH: bool(branch),
        NameFlag.NO_LEGAL_FORM: not form,
    }
    return tuple(flag for flag, is_set in found.items() if is_set)


class CodeProblem(StrEnum):
    """Why a unified social credit code cannot be right."""

    EMPTY = "empty"
    LENGTH = "length"  # not 18 characters
    CHARSET = "charset"  # a character the standard does not use, such as I, O, S, V, Z
    REGION = "region"  # places 3 to 8 are not digits
    CHECK = "check"  # the check character does not fit


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code as folded, and its problem if it has one.

    detail: what is wrong: the length found, the characters outside the set, the check character
    expected; empty when nothing is.
    """

    code: str
    problem: CodeProblem | None = None
    detail: str = ""

    @property
    def is_valid(self) -> bool:
        """Whether form and check character are right; not whether such a company exists."""
        return self.problem is None


_ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")  # GB 32100: without I O S V Z
_LENGTH = 18


def check_credit_code(text: str) -> CreditCode:
    """Check a unified social credit code (统一社会信用代码), full width and blanks accepted.

    Letters in the first two places are accepted, which the library's format test is too narrow for.
    """
    visible = "".join(char for char in text if not is_invisible(char))
    code = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", visible)).upper()
    if not code:
        return CreditCode(code, CodeProblem.EMPTY)
    if len(code) != _LENGTH:
        return CreditCode(code, CodeProblem.LENGTH, str(len(code)))
    if strange := "".join(dict.fromkeys(char for char in code if char not in _ALPHABET)):
        return CreditCode(code, CodeProblem.CHARSET, strange)
    if not code[2:8].isdigit():
        return CreditCode(code, CodeProblem.REGION, code[2:8])
    expected = uscc.calc_check_digit(code[:-1])
    if code[-1] != expected:
        return CreditCode(code, CodeProblem.CHECK, expected)
    return CreditCode(code)
