"""Taking files in, apart from any channel."""

from pathlib import Path

from bot.library.ingestion import TakenFile, file_record
from retrieval.errors import DocumentError


def test_a_refused_file_says_why_in_chinese() -> None:
    taken = TakenFile(Path("a.pdf"), DocumentError("no text", code="scanned"))

    record = file_record(taken, {})

    assert record["status"] == "refused"
    assert record["message"].startswith("没有文字层")


def test_a_file_is_as_new_as_the_newest_of_its_documents() -> None:
    taken = TakenFile(Path("a.txt"), documents=[{"doc_id": "x"}], keys=["k1", "k2"])

    assert file_record(taken, {"k1": "changed", "k2": "unchanged"})["status"] == "changed"
    assert file_record(taken, {"k1": "changed", "k2": "added"})["status"] == "added"
    assert file_record(taken, {})["status"] == "unchanged"
