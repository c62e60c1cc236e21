"""`yipanqi receipt`: fetched again, verified without the registry, compared."""

import json
import shutil
from pathlib import Path

import pytest

from tests.bot.channels.cli.registry_commands import REPORT, Desk

NO = "首报-2026-000001"


@pytest.fixture
def filed(desk: Desk) -> Desk:
    """A desk with a receipt in r.json and the public key in key.pub."""
    desk.file("", REPORT, "--out", "r.json")
    shutil.copy(desk.folder / "home" / "keys" / "ledger.ed25519.pub", "key.pub")
    return desk


def test_a_receipt_is_verified_without_the_registry(filed: Desk) -> None:
    shutil.rmtree(filed.folder / "home")

    outcome = filed.run("receipt", "verify", "r.json", "--key", "key.pub", "--json")
    in_words = filed.run("receipt", "verify", "r.json")

    assert outcome.record["report_no"] == NO
    assert (outcome.record["valid"], outcome.record["trusted"]) == (True, True)
    assert "不是首谈资格" in in_words.out
    assert "未指定可信公钥" in in_words.out
    assert not (filed.folder / "home").exists()


@pytest.mark.parametrize("change", ["seq", "report_no", "content_salt", "entry", "checkpoint"])
def test_a_receipt_that_was_changed_is_refused(filed: Desk, change: str) -> None:
    receipt = json.loads(Path("r.json").read_text("utf-8"))
    wrong = {"seq": 2, "report_no": "首报-2026-000002", "content_salt": "zz", "entry": {}}
    receipt[change] = wrong.get(change) or receipt["checkpoint"] | {"size": 99}
    Path("changed.json").write_text(json.dumps(receipt), "utf-8")

    outcome = filed.run("receipt", "verify", "changed.json")

    assert outcome.status == 2
    assert "回执" in outcome.err


def test_another_key_and_no_receipt_are_refused(filed: Desk) -> None:
    Path("not.json").write_text("[]", "utf-8")

    assert "另一把密钥" in filed.run("receipt", "verify", "r.json", "--key", "0" * 64).err
    assert "公钥 x 不对" in filed.run("receipt", "verify", "r.json", "--key", "x").err
    assert filed.run("receipt", "verify", "not.json").status == 2
    assert filed.run("receipt", "verify", "gone.json").status == 2


def test_a_receipt_fetched_again_is_the_same_file(filed: Desk) -> None:
    again = filed.run(
        "receipt", "show", NO, "--as", filed.district, "--out", "again.json", "--qr", "q.png"
    )

    assert again.status == 0
    assert Path("again.json").read_bytes() == Path("r.json").read_bytes()
    assert Path("q.png").read_bytes().startswith(b"\x89PNG")
    assert filed.run("receipt", "show", NO, "--as", filed.rival).status == 2
    wrong = filed.run("receipt", "show", NO, "--as", filed.district, "--qr", "q.gif")
    assert ".png 或 .svg" in wrong.err


def test_two_receipts_show_that_nothing_was_rewritten(filed: Desk) -> None:
    other = REPORT.replace("示例半导体", "另一家")
    filed.file("", other, "--out", "later.json")

    outcome = filed.run(
        "receipt", "compare", "later.json", "r.json", "--as", filed.district, "--json"
    )

    assert outcome.record["consistent"]
    assert outcome.record["earlier"] < outcome.record["later"]
