"""Every error of the registry is one Chinese line, with nothing of the error's English."""

import re
from pathlib import Path

import pytest

from bot.rendering.errors import EXIT_BAD_INPUT, EXIT_UNAVAILABLE, complain
from bot.rendering.registry_errors import _TEXTS, health_lines, registry_text, row_lines
from registry import errors
from registry.likeness.lists import RowError, RowProblem
from registry.upkeep.health import Health

ROOT = Path(__file__).resolve().parents[3]
SOURCES = "".join(path.read_text("utf-8") for path in (ROOT / "registry").rglob("*.py"))
CLASSES = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.RegistryError)
]


def make(kind: type[errors.RegistryError]) -> errors.RegistryError:
    if kind is errors.StorageUnavailable:
        return errors.StorageUnavailable("english words", retry=False)
    return kind("english words")


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_class_has_a_line(kind: type[errors.RegistryError]) -> None:
    complaint = complain(make(kind))

    assert re.search("[\u4e00-\u9fff]", complaint.text)
    assert "english" not in complaint.text
    assert "{" not in complaint.text
    assert complaint.exit_status in (EXIT_BAD_INPUT, EXIT_UNAVAILABLE)


@pytest.mark.parametrize("code", sorted(set(re.findall(r'code="([a-z_]+)"', SOURCES))))
def test_every_code_the_registry_raises_has_words(code: str) -> None:
    general = {"schema", "database"}  # told by class

    assert code in _TEXTS or code in general


def test_fields_are_named_in_chinese() -> None:
    missing = errors.Refused("x", code="slots_missing", slots=("chain", "investor_name"))
    guard = errors.Refused("x", code="guard_open", step="grant", guards=("guide_conform",))

    assert registry_text(missing) == "还缺：产业链、投资方。"
    assert registry_text(guard) == "还不能“授予首谈资格”：未记录“符合布局导引”的审查意见。"


def test_cells_and_health_are_told_line_by_line() -> None:
    cell = RowError(3, "uscc", RowProblem.BAD_USCC, "123")
    health = Health("sqlite", "0003", 1, 0, ("read_only",), ("overlay",))

    assert list(row_lines((cell,))) == ["第3行“统一社会信用代码”统一社会信用代码不对（123）"]
    assert health_lines(health) == [
        "发现损坏，已转为只读",
        "数据在容器的临时层上，容器删除时会丢失，请挂载卷",
    ]
