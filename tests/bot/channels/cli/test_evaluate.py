from pathlib import Path

import pytest

from tests.bot.channels.cli.conftest import Run

GOLDEN = """
[[case]]
id = "lead-1"
kind = "lead"
question = "向谁报告？"
status = ["answered"]
must = [["市投资促进局"]]
cite = ["test-scheme#4.1"]

[[case]]
id = "lead-2"
kind = "lead"
question = "谁牵头？"
status = ["answered"]
must = [["火星"]]

[[case]]
id = "open-1"
kind = "open"
question = "有效期多久？"
as_of = 2020-01-01
status = ["refused"]
"""


@pytest.fixture
def golden(tmp_path: Path) -> str:
    path = tmp_path / "golden.toml"
    path.write_text(GOLDEN, "utf-8")
    return str(path)


def test_the_figures_are_told_by_kind_with_the_failures(run: Run, golden: str) -> None:
    outcome = run("eval", "--set", golden)

    assert outcome.status == 0
    assert "合计" in outcome.out
    assert "没过的 1 题" in outcome.out
    assert "lead-2 谁牵头？：缺：火星" in outcome.out


def test_the_figures_as_json(run: Run, golden: str) -> None:
    records = run("eval", "--set", golden, "--json").records

    kinds = {record["kind"]: record for record in records if "kind" in record}
    assert kinds["lead"]["total"] == 2
    assert kinds["lead"]["passed"] == 1
    assert kinds["open"]["refused_rightly"] == 1
    assert kinds["all"]["total"] == 3
    assert [record["failed"] for record in records if "failed" in record] == ["lead-2"]


@pytest.mark.parametrize("content", ["[[case]]\nid = 'x'", "not toml", "\udcff"])
def test_a_set_that_cannot_be_read_is_one_line(run: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "bad.toml").write_bytes(content.encode("utf-8", "surrogateescape"))

    outcome = run("eval", "--set", "bad.toml")

    assert outcome.status == 2
    assert "bad.toml" in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_a_set_that_is_not_there_is_one_line(run: Run, name: str) -> None:
    assert run("eval", "--set", name).status == 2
