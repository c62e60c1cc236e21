import json
from pathlib import Path

import pytest

from bot.channels.cli import evaluate
from bot.channels.cli.eval_report import BEGIN, END
from bot.channels.cli.main import main
from bot.settings import Settings
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


def test_without_a_set_all_shipped_sets_are_asked(
    run: Run, golden: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(evaluate._NAMED_SETS, "golden", Path(golden))
    for name in ("heldout", "unseen"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "a.toml").write_text(GOLDEN, "utf-8")
        monkeypatch.setitem(evaluate._NAMED_SETS, name, folder)

    records = run("eval", "--json").records

    totals = {record["set"]: record["total"] for record in records if record.get("kind") == "all"}
    assert totals == {"golden": 3, "heldout": 3, "unseen": 3}


def test_the_shipped_sets_are_there_and_can_be_read() -> None:
    sets = evaluate._golden_sets(None)

    ids = [case.id for cases in sets.values() for case in cases]
    assert list(sets) == ["golden", "heldout", "unseen"]
    assert len(sets["golden"]) >= 250
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("limit", "shown"), [("0", 0), ("1", 1), ("9", 1)])
def test_failures_are_listed_up_to_the_limit(run: Run, golden: str, limit: str, shown: int) -> None:
    said = run("eval", "--set", golden, "--failures", limit)
    records = run("eval", "--set", golden, "--failures", limit, "--json").records

    assert said.out.count("· lead-2") == shown
    assert "没过的 1 题" in said.out
    assert sum("failed" in record for record in records) == shown


def test_the_table_is_written_between_its_marks(run: Run, golden: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"前\n{BEGIN}\n旧\n{END}\n后\n", "utf-8")

    outcome = run("eval", "--set", golden, "--markdown", str(page))

    assert outcome.status == 0
    written = page.read_text("utf-8")
    assert written.startswith(f"前\n{BEGIN}\nMeasured on 20")
    assert written.endswith(f"{END}\n后\n")
    assert "| golden | 3 | 2 (66.7%) | 2 (66.7%) | 3 (100.0%) | 1 of 1 | 0 of 2 |" in written
    assert "旧" not in written


def test_a_page_without_marks_is_left_alone(run: Run, golden: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("前", "utf-8")

    outcome = run("eval", "--set", golden, "--markdown", "page.md")

    assert outcome.status == 2
    assert "page.md" in outcome.err
    assert page.read_text("utf-8") == "前"


PUBLIC = {
    "data": [
        {
            "paragraphs": [
                {
                    "id": "P1",
                    "context": "白鹭湾灯塔建于1932年，塔身高41米。守塔人李工每晚负责点亮灯塔。",
                    "qas": [
                        {
                            "id": "Q1",
                            "question": "白鹭湾灯塔建于哪一年？",
                            "answers": [{"text": "1932年"}],
                        },
                        {
                            "id": "Q2",
                            "question": "白鹭湾灯塔塔身有多高？",
                            "answers": [{"text": "九十米"}],
                        },
                    ],
                },
                {"id": "P2", "context": " ", "qas": []},
            ]
        }
    ]
}


@pytest.fixture
def public(tmp_path: Path) -> str:
    path = tmp_path / "public.json"
    path.write_text(json.dumps(PUBLIC), "utf-8")
    return str(path)


@pytest.fixture
def on_a_small_corpus(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real parts on a corpus of one document; returns the home folder."""
    monkeypatch.setenv("YIPANQI_CORPUS", str(settings.corpus))
    monkeypatch.setenv("YIPANQI_HOME", str(settings.home))
    monkeypatch.setenv("YIPANQI_TODAY", "2026-11-22")
    return settings.home


def test_the_public_set_is_taken_in_searched_and_answered(
    on_a_small_corpus: Path, public: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["eval", "--set", "cmrc", "--file", public, "--json"])

    overall, *failed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert status == 0
    assert (overall["set"], overall["passages"], overall["total"]) == ("cmrc", 2, 2)
    assert (overall["hit_1"], overall["hit_5"]) == (1.0, 1.0)
    assert overall["right"] == 0.5
    assert [line.partition("：")[0] for line in overall["turned_away"]] == ["P2"]
    assert [record["failed"] for record in failed] == ["Q2"]
    assert not on_a_small_corpus.exists()


def test_the_public_set_in_words(
    on_a_small_corpus: Path, public: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{BEGIN}{END}", "utf-8")

    status = main(["eval", "--set", "cmrc", "--file", public, "--markdown", str(page)])

    said = capsys.readouterr().out
    assert status == 0
    assert "检索首位命中  100.0%" in said
    assert "没有收入 P2" in said
    assert "应有：九十米" in said
    assert "passage first 100.0%" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--set", "cmrc"), "--file"),
        (("--set", "golden", "--file", "x.json"), "--file"),
        (("--set", "cmrc", "--file", "x.json"), "x.json"),
        (("--set", "cmrc", "--file", "bad.json"), "bad.json"),
    ],
)
def test_a_public_set_that_cannot_be_used_is_one_line(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], word: str
) -> None:
    (tmp_path / "bad.json").write_text("[]", "utf-8")

    outcome = run("eval", *arguments)

    assert outcome.status == 2
    assert word in outcome.err
    assert outcome.err.count("\n") == 1
