"""R-15: spellings of one registered name have one key; companies that are two are never merged.

Names of real listed companies and the classes of spelling stand in company_names.toml.
"""

import itertools
import random
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from rules.company import NameFlag, company_key, parse_company_name
from tests.registry.building import World

DATA = tomllib.loads((Path(__file__).parent / "company_names.toml").read_text("utf-8"))
NAMES = [name for group in DATA["different"] for name in group["names"]]
DIFFERENT = [
    pair for group in DATA["different"] for pair in itertools.combinations(group["names"], 2)
]
ROUNDS = 200
Spell = Callable[[str, random.Random], str]


def inserted(char: str) -> Spell:
    """Put a character somewhere inside."""

    def spell(name: str, chance: random.Random) -> str:
        place = chance.randrange(1, len(name))
        return name[:place] + char + name[place:]

    return spell


def replaced(one: str, other: str) -> Spell:
    """Write a character another way wherever it stands; the name must hold it."""
    return lambda name, _: name.replace(one, other)


def as_wide(name: str, _: random.Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)


SPELLINGS: dict[str, Spell] = {
    **{row["name"]: inserted(chr(int(row["code"], 16))) for row in DATA["inserted"]},
    **{row["name"]: replaced(row["plain"], row["spelt"]) for row in DATA["replaced"]},
    "full width": as_wide,
    "upper case": lambda name, _: name.upper(),
    "lower case": lambda name, _: name.lower(),
    "decomposed": lambda name, _: unicodedata.normalize("NFD", name),
    "compatibility": lambda name, _: unicodedata.normalize("NFKC", name),
    "blanks around": lambda name, _: f"  {name}\t\n",
}


def names_for(spelling: str) -> list[str]:
    """Names the spelling changes; every real name, and some that hold what it is about."""
    plain = {row["name"]: row["plain"] for row in DATA["replaced"]}.get(spelling, "")
    fitting = [name for name in NAMES if plain in name]
    return fitting or [f"杭州{plain}示例有限公司"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spellings_of_one_name_have_one_key(spelling: str, seed: int) -> None:
    chance, names = random.Random(seed), names_for(spelling)
    for _ in range(ROUNDS):
        name = chance.choice(names)
        assert company_key(SPELLINGS[spelling](name, chance)) == company_key(name), name


def test_there_are_enough_classes_and_pairs() -> None:
    assert len(SPELLINGS) >= 30
    assert len(DIFFERENT) >= 200
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("group", DATA["different"], ids=lambda group: group["names"][0])
def test_different_companies_keep_different_keys(group: dict[str, list[str]]) -> None:
    keys = [company_key(name) for name in group["names"]]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("row", DATA["inserted"], ids=lambda row: row["name"])
def test_an_invisible_character_is_flagged(row: dict[str, str]) -> None:
    spelt = f"示例{chr(int(row['code'], 16))}有限公司"
    is_blank = chr(int(row["code"], 16)).isspace()
    assert (NameFlag.INVISIBLE in parse_company_name(spelt).flags) is not is_blank


@pytest.mark.parametrize("row", DATA["look_alike"], ids=lambda row: row["spelt"])
def test_letters_of_another_script_get_their_own_key_and_go_to_review(row: dict[str, str]) -> None:
    plain, spelt = parse_company_name(row["plain"]), parse_company_name(row["spelt"])
    assert plain.key != spelt.key
    assert plain.look_alike == spelt.look_alike
    assert NameFlag.MIXED_SCRIPTS in spelt.flags


def test_two_spellings_meet_in_one_queue(sqlite_world: World) -> None:
    spellings = [DATA["replaced"][n % len(DATA["replaced"])] for n in range(6)]
    for n, row in enumerate(spellings):
        for unit, part in ((f"甲{n}区", row["plain"]), (f"乙{n}区", row["spelt"])):
            sqlite_world.file(unit, investor_name=f"杭州{n}{part}示例有限公司")

    queue = sqlite_world.registry.queries.review_queue(sqlite_world.reviewer).rows
    waiting = sqlite_world.registry.queries.review_queue(sqlite_world.reviewer, waiting=True).rows
    assert [line.unit for line in queue] == [f"甲{n}区" for n in range(6)]
    assert [line.unit for line in waiting] == [f"乙{n}区" for n in range(6)]
