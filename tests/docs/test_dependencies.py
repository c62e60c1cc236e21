"""Each dependency has one line in `docs/dependencies.md` and one pin without an address."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PINS = (ROOT / "constraints.txt").read_text("utf-8")


def _names(requirements: list[str]) -> list[str]:
    return [re.split(r"[\[<>=~! ;]", requirement)[0] for requirement in requirements]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


EXTRAS = PROJECT["optional-dependencies"]
DIRECT = [
    name
    for name in _names(PROJECT["dependencies"] + EXTRAS["models"] + EXTRAS["dev"])
    if name != PROJECT["name"]
]


def test_every_dependency_has_one_line() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    listed = re.findall(r"^\| ([A-Za-z0-9_.-]+) \|", page, re.MULTILINE)

    assert sorted(name for name in listed if name != "package") == sorted(DIRECT)


def test_every_dependency_is_pinned_exactly_and_without_an_address() -> None:
    pinned = {_normal(name) for name in re.findall(r"^([^#=\s]+)==\S+$", PINS, re.MULTILINE)}

    assert [name for name in DIRECT if _normal(name) not in pinned] == []
    assert "://" not in PINS
    assert "@ " not in PINS
