"""What tests of case checks share: the shipped rule data, and a case judged from one text."""

from datetime import date
from functools import cache
from pathlib import Path

from bot.checks.rule_context import RuleData, load_rule_data
from bot.conversations.check.case import Case, begin_case
from bot.conversations.check.judging import Judged, complete, judge
from bot.understanding.case_facts.reader import read_case
from bot.understanding.case_facts.types import CaseReading

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 22)


@cache
def shipped_data() -> RuleData:
    """The rule data as shipped, without a bureau's own files."""
    return load_rule_data(ROOT / "corpus", ROOT / "no-such-home")


def read(text: str, unit: str | None = None, asked: str | None = None) -> CaseReading:
    """What is read of a text today."""
    return read_case(text, shipped_data(), today=TODAY, unit=unit, asked=asked)


def tell(text: str, unit: str | None = None) -> tuple[Case, Judged]:
    """A case told in one text, and what the rules say to it."""
    case = complete(begin_case(read(text, unit), 1), shipped_data(), TODAY)
    return case, judge(case, shipped_data(), TODAY)
