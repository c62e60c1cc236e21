"""Utterances with what is to be understood of them, as data, and how they are compared."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.understanding.slots import merged, understand
from bot.understanding.types import Understood, Vocabulary
from rules.layout_guide_import import parse_guide_toml
from rules.localities import parse_localities
from rules.taxonomy import parse_taxonomy

HERE = Path(__file__).parent
DAY = date(2026, 11, 22)
SETS = (
    "heldout.toml",
    "heldout_second.toml",
    "heldout_third.toml",
    "heldout_fourth.toml",
    "utterances.toml",
)


@dataclass(frozen=True, slots=True)
class Case:
    """An utterance and all that is to be understood of it; what is not listed must not come."""

    text: str
    asked: str | None = None
    filled: tuple[str, ...] = ()
    found: Mapping[str, Any] = field(default_factory=dict)
    doubts: Mapping[str, list[str]] = field(default_factory=dict)
    invalid: Mapping[str, str] = field(default_factory=dict)
    known: bool = False

    def differs(self, understood: Understood) -> dict[str, tuple[Any, Any]]:
        """Per point, what was expected and what came."""
        pairs = {
            "found": (dict(self.found), shown(understood)),
            "doubts": ({k: sorted(v) for k, v in self.doubts.items()}, doubted(understood)),
            "invalid": (dict(self.invalid), {i.slot: i.problem for i in understood.invalid}),
        }
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def shown(understood: Understood) -> dict[str, Any]:
    """Found values as the cases write them: money in one text."""
    return {
        slot: f"{value['amount']}{value['unit']}" if isinstance(value, dict) else value
        for slot, value in merged(understood.found).items()
    }


def doubted(understood: Understood) -> dict[str, list[str]]:
    """The slots each doubtful wording may be for."""
    return {d.raw: sorted({r.slot for r in d.readings}) for d in understood.doubts}


def read_cases(name: str) -> list[Case]:
    """The cases of a file beside this module."""
    rows = tomllib.loads((HERE / name).read_text("utf-8"))["case"]
    return [Case(**{**row, "filled": tuple(row.get("filled", ()))}) for row in rows]


@cache
def vocabulary() -> Vocabulary:
    """The shipped names, with a guide that has two platforms."""
    data = files("rules") / "data"
    guide = """
    [[editions]]
    edition = "示例"
    entries = [
      { chain = "合成生物", locality = "拱墅区", role = "重点承载", platform = "示例平台甲" },
      { chain = "合成生物", locality = "拱墅区", role = "负面清单", platform = "示例平台乙" },
    ]
    """
    return Vocabulary(
        parse_taxonomy((data / "taxonomy.toml").read_text("utf-8")),
        parse_localities((data / "localities.toml").read_text("utf-8")),
        parse_guide_toml(guide),
    )


def outcome(case: Case) -> Understood:
    """What is understood of a case."""
    return understand(case.text, vocabulary(), asked=case.asked, filled=case.filled)
