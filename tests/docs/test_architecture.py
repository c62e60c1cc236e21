"""The modules that docs/architecture.md names are where it says they are."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
_TABLE = re.compile(
    r"^\|[^|\n]*\| modules of `([a-z_.]+)` \|\n\|[-|]+\|\n((?:\|.*\n)+)", re.MULTILINE
)
_NAME = re.compile(r"`([a-z_.]+)`")


def named_modules() -> Iterator[tuple[str, str]]:
    """Package of a table and each name in its second column."""
    for package, rows in _TABLE.findall(PAGE):
        for row in rows.splitlines():
            for name in _NAME.findall(row.strip("|").partition("|")[2]):
                yield package, name


def exists(package: str, name: str) -> bool:
    """Whether the package has it (`room.module`), or it is the full path of a module or name."""
    paths = [ROOT.joinpath(*dotted.split(".")) for dotted in (f"{package}.{name}", name)]
    return any(p.is_dir() or p.with_suffix(".py").exists() or _defines(p) for p in paths)


def _defines(path: Path) -> bool:
    module = path.parent.with_suffix(".py")
    return module.exists() and path.name in module.read_text("utf-8")


def test_every_module_named_in_a_table_exists() -> None:
    assert [
        f"{package}: {name}" for package, name in named_modules() if not exists(package, name)
    ] == []


def test_the_tables_are_found() -> None:
    assert {package for package, _ in named_modules()} == {
        "retrieval",
        "registry",
        "bot.channels.web",
    }
