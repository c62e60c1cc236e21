"""Files that attack the parser, each read by a limited child process."""

import io
import os
import signal
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from retrieval.errors import DocumentError
from retrieval.intake.sandbox import Limits, Sandbox, parse_file, parse_files
from retrieval.types import DocumentMeta
from tests.retrieval.loading.document_files import make_pdf, make_raw_docx, make_zip

GOOD = "示范办法\n第一条 甲。\n第二条 乙。".encode()
ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PDF = make_pdf([["一份用来截断的文件", "第二行文字"], ["第二页文字"]])


def _bomb() -> bytes:
    return make_zip({"word/document.xml": b"\0" * 8_000_000})


def _nested_bomb() -> bytes:
    return make_zip({"word/document.xml": b"<x/>", "word/inner.zip": _bomb() + b"\0" * 4_000_000})


def _entries() -> bytes:
    return make_zip({f"word/{number}.xml": b"" for number in range(1_200)})


def _link() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        entry = zipfile.ZipInfo("word/document.xml")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return stream.getvalue()


def _circular_pdf() -> bytes:
    at = PDF.rindex(b"startxref")
    start = int(PDF[at:].split()[1])
    return PDF[:at].replace(b"trailer\n<<", b"trailer\n<</Prev %d" % start) + PDF[at:]


# name -> (bytes, file name, the codes it may be refused with)
MALFORMED: dict[str, tuple[Callable[[], bytes], str, set[str]]] = {
    "no bytes": (lambda: b"", "空.txt", {"empty"}),
    "only spaces": (lambda: b" \n" * 50, "空.md", {"empty"}),
    "only invisible": (lambda: "\u200b\ufeff".encode() * 9, "空.txt", {"empty"}),
    "only rules": (lambda: b"-----\n" * 9, "空.txt", {"empty"}),
    "21 MB text": (lambda: b"a" * (21 * 2**20), "大.txt", {"too_large"}),
    "2 million characters": (lambda: "字\n".encode() * 1_500_000, "大.txt", {"too_large"}),
    "100,000 lines": (lambda: b"a\n" * 150_000, "行.txt", {"too_large"}),
    "zip bomb": (_bomb, "炸弹.docx", {"hostile"}),
    "nested bomb": (_nested_bomb, "炸弹.docx", {"hostile"}),
    "zip entries": (_entries, "多.docx", {"too_large"}),
    "zip slip": (lambda: make_zip({"../../x": b"x"}), "滑.docx", {"hostile"}),
    "zip link": (_link, "链.docx", {"hostile"}),
    "a million paragraphs": (lambda: make_raw_docx("<w:p/>" * 1_000_000), "段.docx",
                             {"too_large", "hostile"}),
    "billion laughs": (lambda: make_raw_docx("<w:p/>", prologue=ENTITIES), "笑.docx", {"hostile"}),
    "external entity": (lambda: make_raw_docx("<w:p/>", prologue=EXTERNAL), "外.docx", {"hostile"}),
    "cut docx": (lambda: make_raw_docx("<w:p/>")[:200], "断.docx", {"unreadable"}),
    "docx without a body": (lambda: make_zip({"a": b"x"}), "空.docx", {"unsupported"}),
    "workbook": (lambda: make_zip({"xl/workbook.xml": b"<x/>"}), "表.xlsx", {"unsupported"}),
    "encrypted office": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
                         + "EncryptedPackage".encode("utf-16-le"), "密.docx", {"encrypted"}),
    "old doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧.doc",
                {"unsupported"}),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "图.txt", {"unsupported"}),
    "program": (lambda: b"\x7fELF" + b"\0" * 99, "程序.txt", {"unsupported"}),
    "encrypted PDF": (lambda: make_pdf([["密"]], password="x"), "密.pdf", {"encrypted"}),
    "blank PDF": (lambda: make_pdf([[]]), "白.pdf", {"empty"}),
    "600 pages": (lambda: make_pdf([["页"]] * 600), "页.pdf", {"too_large"}),
    "PDF head only": (lambda: b"%PDF-1.7\n%%EOF", "头.pdf", {"unreadable"}),
    "big5": (lambda: "推動產業鏈招商，強化市域統籌。".encode("big5"), "繁.txt", {"unreadable"}),
    "mixed encodings": (lambda: "第一行国标编码\n".encode("gbk") + "第二行另一种编码".encode(),
                        "混.txt", {"unreadable"}),
    "lone surrogates": (lambda: b"\xed\xa0\x80" * 9, "代.txt", {"unreadable"}),
    "zero bytes": (lambda: b"\0" * 99 + b"a", "零.txt", {"unreadable"}),
    "binary": (lambda: bytes(range(256)) * 4, "二进制.txt", {"unreadable"}),
    "deep HTML": (lambda: b"<html><body>" + b"<span>" * 5_000 + b"x", "深.html", {"hostile"}),
    "empty HTML": (lambda: b"<html><body></body></html>", "空.html", {"empty", "unreadable"}),
}  # fmt: skip


def _code(sandbox: Sandbox, path: Path) -> str:
    """The code a file is refused with, '' when it has clauses."""
    try:
        return "" if sandbox.parse(path)[0].clauses else "no clauses"
    except DocumentError as error:
        return error.code


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as box:
        yield box


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_file_gives_one_code_and_the_parent_stays_small(
    name: str, sandbox: Sandbox, tmp_path: Path
) -> None:
    make, file_name, codes = MALFORMED[name]
    path = tmp_path / file_name
    path.write_bytes(make())
    before = psutil.Process().memory_info().rss

    with pytest.raises(DocumentError) as caught:
        sandbox.parse(path)

    assert caught.value.code in codes
    assert caught.value.fields["name"] == file_name
    assert psutil.Process().memory_info().rss - before < 20 * 2**20


@pytest.mark.parametrize("share", range(1, 21))
def test_a_pdf_cut_anywhere_parses_or_is_refused(
    share: int, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "断.pdf"
    path.write_bytes(PDF[: len(PDF) * share // 21])

    assert _code(sandbox, path) in {"", "unreadable", "empty", "scanned"}


def test_a_pdf_that_points_back_at_itself_ends(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "环.pdf"
    path.write_bytes(_circular_pdf())

    assert _code(sandbox, path) in {"", "unreadable", "timeout"}


@pytest.mark.parametrize(
    "name",
    [
        "关于印发《某某办法（试行）》的通知.txt",
        "名 称 有空格.txt",
        "名\u202e称.txt",
        "长" * 80 + ".txt",
        "CON.txt",
    ],
)
def test_any_file_name_is_read_and_shown_safely(
    name: str, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(GOOD)

    (document,) = sandbox.parse(path)

    assert document.source_name == name.replace("\u202e", "")
    assert [c.ref.clause for c in document.clauses] == ["preamble", "art.1", "art.2"]


def test_a_folder_a_missing_file_and_a_pipe_are_refused(sandbox: Sandbox, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")

    for path, code in (
        (tmp_path, "unsupported"),
        (tmp_path / "无", "unreadable"),
        (tmp_path / "管道", "unsupported"),
        (Path("a\0b"), "unreadable"),
    ):
        with pytest.raises(DocumentError) as caught:
            sandbox.parse(path)
        assert caught.value.code == code


def test_one_file_parses_in_a_child_of_its_own_and_links(tmp_path: Path) -> None:
    path = tmp_path / "办法.txt"
    path.write_bytes("示范市企业服务办法\n第一条 甲。\n第二条 乙。".encode())
    known = DocumentMeta("sf-1", "2021", "示范市企业服务办法")

    (document,) = parse_file(path, known=[known])

    assert document.meta == known


def test_many_files_keep_their_order_and_errors_are_results(tmp_path: Path) -> None:
    contents = [GOOD, b"", GOOD, make_pdf([["密"]], password="x"), GOOD]
    paths = [tmp_path / f"{number}.txt" for number in range(len(contents))]
    for path, data in zip(paths, contents, strict=True):
        path.write_bytes(data)

    results = list(parse_files(paths))

    assert [path for path, _ in results] == paths
    codes = [
        result.code if isinstance(result, DocumentError) else len(result) for _, result in results
    ]
    assert codes == [1, "empty", 1, "encrypted", 1]


def test_a_warm_child_serves_many_files_and_is_replaced_after_a_loss(tmp_path: Path) -> None:
    path = tmp_path / "办法.txt"
    path.write_bytes(GOOD)
    with Sandbox() as box:
        box.parse(path)
        first = box.pid
        box.parse(path)
        assert first is not None
        assert box.pid == first

        os.kill(first, signal.SIGSEGV)
        with pytest.raises(DocumentError) as caught:
            box.parse(path)
        assert (caught.value.code, caught.value.fields["reason"]) == ("hostile", "crash")

        assert box.parse(path)[0].clauses
        assert box.pid != first
    assert box.pid is None


def _stalling_child(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    real = subprocess.Popen

    def start(command: list[str], **options: object) -> subprocess.Popen[bytes]:
        return real([command[0], "-c", script], **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr("retrieval.intake.sandbox.subprocess.Popen", start)


READY = (
    "import sys,time,os,resource\n"
    "out=sys.stdout.buffer\n"
    "def say(data): out.write(len(data).to_bytes(8,'big')+data); out.flush()\n"
    "say(b'{\"ready\": true}')\n"
)


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("time.sleep(60)", "timeout"),
        ("os.kill(os.getpid(), 24)", "timeout"),
        ("os._exit(3)", "hostile"),
        ("out.write((2**40).to_bytes(8,'big')); out.flush(); time.sleep(60)", "too_large"),
        ("say(b'[]'); time.sleep(60)", "unreadable"),
        ("say(b'not json'); time.sleep(60)", "unreadable"),
        ("say(b'{\"documents\": [{}]}'); time.sleep(60)", "unreadable"),
    ],
)
def test_a_child_that_hangs_dies_or_lies_costs_one_error(
    script: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "办法.txt"
    path.write_bytes(GOOD)
    _stalling_child(monkeypatch, READY + script)

    with Sandbox(limits=Limits(wall_s=0.5)) as box, pytest.raises(DocumentError) as caught:
        box.parse(path)

    assert caught.value.code == code


PROBE = """
import resource, socket, subprocess, sys
from retrieval.loading.limits import Limits
from retrieval.intake.parse_child import confine
confine(Limits())
print(resource.getrlimit(resource.RLIMIT_AS)[0] == Limits().memory_bytes)
for attempt in (lambda: socket.create_connection(("127.0.0.1", 9), 1),
                lambda: subprocess.run(["true"]),
                lambda: open(sys.argv[1], "w").write("x" * 10_000),
                lambda: bytearray(2**31)):
    try:
        attempt(); print("allowed")
    except (PermissionError, OSError, MemoryError) as error:
        print(type(error).__name__)
"""


def test_the_child_gives_up_network_programs_files_and_memory(tmp_path: Path) -> None:
    import sys

    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(tmp_path / "x")],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
        timeout=60,
    )

    assert done.stdout.split() == [
        "True",
        "PermissionError",
        "PermissionError",
        "OSError",
        "MemoryError",
    ]
