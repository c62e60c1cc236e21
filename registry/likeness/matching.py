"""Whether a report is of the same investor and project as an earlier one: for reviewers only.

Clause: hz-2019-40#4.1 gives the right per 项目 and does not say what makes two the same; the
degrees and weights here are working practice and decide nothing. A filer learns one bit before
filing (registry.filing.precheck) and nothing of this.
Reads: reports, the index of names, the list of target companies. Does not reject anything.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rapidfuzz import fuzz

from registry.likeness.name_forms import NameForm, form_of, similarity

POSSIBLE = 0.6  # names less alike than this are not looked at
CLOSE = 0.85  # names so alike that the project need not be
NEAR_AMOUNT = Decimal("0.2")  # two amounts within a fifth of the larger are near
_LIKE_TITLES = 60  # of 100, by RapidFuzz
_SETTLED = frozenset({"SIGNED", "LANDED", "STARTED", "IN_PRODUCTION"})
_EXTENSION = re.compile(r"[二三四五2-5]期|扩建|扩产|增资|技改|技术改造|新增产能|追加投资|改扩")
_ENOUGH_POINTS = 1


class Likeness(StrEnum):
    """How an earlier report relates to a new one."""

    SAME = "same"
    EXTENSION = "extension"
    POSSIBLE = "possible"
    DIFFERENT = "different"

    @property
    def label(self) -> str:
        """As reviewers read it."""
        return _LABELS[self]


_LABELS = {
    Likeness.SAME: "同一",
    Likeness.EXTENSION: "增资或二期",
    Likeness.POSSIBLE: "可能同一",
    Likeness.DIFFERENT: "不同",
}
_ORDER = tuple(_LABELS)


class Tie(StrEnum):
    """What the bureau's list of companies says of two investors."""

    NONE = "none"
    ALIAS = "alias"  # two names of one company
    PARENT = "parent"  # one belongs to the other, or both to a third


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is compared of a report. yuan: None when not stated; title: the project's folded name.

    wording: further words of the report in which an extension may be spoken of.
    """

    investor: NameForm
    uscc: str | None
    chain: str
    platform: str
    yuan: int | None
    title: str
    wording: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two reports relate. score: 0 to 1, to put the likest first; reasons: for reviewers."""

    likeness: Likeness
    score: float
    reasons: tuple[str, ...]

    @property
    def order(self) -> tuple[int, float]:
        """Sorts the likest first."""
        return _ORDER.index(self.likeness), -self.score


@dataclass(frozen=True, slots=True)
class _Investors:
    """How two investors relate. is_one: None where only people can tell."""

    is_one: bool | None
    score: float
    reasons: tuple[str, ...]


def particulars_of(  # noqa: PLR0913  # the columns that are compared
    *,
    investor: str,
    uscc: str | None,
    chain: str,
    platform: str | None,
    yuan: int | None,
    title: str,
    wording: str = "",
    state: str = "",
) -> Particulars:
    """The particulars of a report; investor: the name in any spelling, or its key."""
    return Particulars(form_of(investor), uscc, chain, platform or "", yuan, title, wording, state)


def compare(new: Particulars, earlier: Particulars, tie: Tie = Tie.NONE) -> Comparison:
    """Relate a new report to an earlier one, with the reasons in Chinese."""
    investors = _compare_investors(new, earlier, tie)
    points = _common_points(new, earlier)
    if investors.is_one is False:
        return Comparison(Likeness.DIFFERENT, investors.score, investors.reasons)
    same_chain = new.chain == earlier.chain
    reasons = [*investors.reasons, *points]
    score = min(1.0, 0.85 * investors.score + 0.05 * len(points))
    if investors.is_one is None:
        return _of_doubtful(investors, points, score)
    if not same_chain:
        reasons.append("投资者相同而产业链不同，可能是另一个项目")
        return Comparison(Likeness.POSSIBLE, score, tuple(reasons))
    if extension := _extension(new, earlier):
        return Comparison(Likeness.EXTENSION, score, (*reasons, extension))
    if len(points) > _ENOUGH_POINTS:  # the chain is one of them
        return Comparison(Likeness.SAME, score, tuple(reasons))
    reasons.append("项目名称、落地平台、投资额都对不上，请核对是不是另一个项目")
    return Comparison(Likeness.POSSIBLE, score, tuple(reasons))


def _of_doubtful(investors: _Investors, points: Sequence[str], score: float) -> Comparison:
    """Names that resemble each other: alike enough by themselves, or with something in common."""
    reasons = (*investors.reasons, *points)
    if investors.score >= CLOSE or points:
        return Comparison(Likeness.POSSIBLE, score, reasons)
    return Comparison(Likeness.DIFFERENT, score, (*reasons, "项目没有共同之处"))


def _compare_investors(new: Particulars, earlier: Particulars, tie: Tie) -> _Investors:
    both_codes = bool(new.uscc and earlier.uscc)
    if both_codes and new.uscc == earlier.uscc:
        return _Investors(True, 1.0, ("统一社会信用代码相同",))
    alike = similarity(new.investor, earlier.investor)
    if alike == 1.0:
        if both_codes:
            return _Investors(None, 0.95, ("企业名称相同而统一社会信用代码不同，请核对",))
        return _Investors(True, 1.0, ("企业名称相同（不计繁简、全半角和空格）",))
    if tie is Tie.ALIAS:
        return _Investors(True, 0.95, ("目标企业名单中登记为同一企业的不同名称",))
    if tie is Tie.PARENT:
        return _Investors(None, 0.9, ("目标企业名单中登记为母子公司或同一母公司",))
    return _of_alike_names(new, earlier, alike, both_codes=both_codes)


def _of_alike_names(
    new: Particulars, earlier: Particulars, alike: float, *, both_codes: bool
) -> _Investors:
    if alike < POSSIBLE:
        return _Investors(False, alike, ("企业名称不同",))
    same_stem = new.investor.stem == earlier.investor.stem
    reason = "企业字号相同，地名、行业或组织形式不同" if same_stem else "企业名称相近"
    if not both_codes:
        return _Investors(None, alike, (reason,))
    other = "统一社会信用代码不同，是两家企业"
    if same_stem:
        return _Investors(None, min(alike, CLOSE - 0.01), (reason, f"{other}，可能有关联"))
    return _Investors(False, alike, (reason, other))


def _common_points(new: Particulars, earlier: Particulars) -> tuple[str, ...]:
    found = {
        "产业链相同": bool(new.chain) and new.chain == earlier.chain,
        "落地平台相同": bool(new.platform) and new.platform == earlier.platform,
        "投资额相近（相差不到两成）": _is_near(new.yuan, earlier.yuan),
        "项目名称相近": _like_titles(new.title, earlier.title),
    }
    return tuple(reason for reason, holds in found.items() if holds)


def _is_near(one: int | None, other: int | None) -> bool:
    if one is None or other is None:
        return False
    return abs(one - other) <= NEAR_AMOUNT * max(abs(one), abs(other))


def _like_titles(one: str, other: str) -> bool:
    return bool(one) and bool(other) and fuzz.ratio(one, other) >= _LIKE_TITLES


def _extension(new: Particulars, earlier: Particulars) -> str:
    """Why the new report may be a further stage of the earlier project; empty when it is not."""
    said = _EXTENSION.search(new.title) or _EXTENSION.search(new.wording)
    if said and not _EXTENSION.search(earlier.title):
        return f"新报备提到“{said.group()}”"
    if earlier.state in _SETTLED:
        return "在先项目已签约或落地，可能是增资或二期"
    return ""
