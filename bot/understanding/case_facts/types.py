"""What was read of a case told in free words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class Said(NamedTuple):
    """A fact: the plain value a case file takes, and the words it was read from.

    raw: always a stretch of the text, never others; empty for what nobody said.
    """

    value: Any
    raw: str


class Aside(StrEnum):
    """What an answer said instead of a value."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # 不知道
    CONCLUDE = "conclude"  # 先看结论
    ANEW = "anew"  # 重新来
    MORE = "more"  # 展开
    EXPORT = "export"  # 导出


@dataclass(frozen=True, slots=True)
class Assumption:
    """A value taken without being said, to be shown. why: a key of wording `check`."""

    fact: str
    value: Any
    why: str


@dataclass(frozen=True, slots=True)
class CaseDoubt:
    """Words that may mean several things. kind: a key of wording `check`; unit: whom it is about.

    kinds: `rival_talking` (holds the right, or only talks), `divided_place` (choices: the heirs),
    `whose_support` (choices: the topics).
    """

    kind: str
    raw: str
    unit: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseReading:
    """All that a text says of a case.

    facts: by name of the fact. topics: what is asked, the leading one first; rules: those that
    answer them. supposed: facts the question itself puts as done. rival: the unit named beside
    the asker's. follows: the text takes up the case before it (那, 如果, 换成). notes: places whose
    name has changed, amounts that are not exact; each a sentence key and its values. ranges: both
    ends of facts that were said as a range; the fact itself holds the lower one.
    """

    facts: Mapping[str, Said] = field(default_factory=dict)
    topics: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    supposed: Mapping[str, Said] = field(default_factory=dict)
    assumptions: tuple[Assumption, ...] = ()
    doubts: tuple[CaseDoubt, ...] = ()
    rival: str = ""
    follows: bool = False
    aside: Aside | None = None
    notes: tuple[tuple[str, Mapping[str, str]], ...] = ()
    ranges: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing of a case was found."""
        return not (self.facts or self.topics or self.doubts or self.aside)
