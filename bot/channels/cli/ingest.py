"""`yipanqi ingest`: take the bureau's own files into the library."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import bootstrap
from bot.channels.cli.output import say, write_json, write_text
from bot.rendering.errors import EXIT_BAD_INPUT, EXIT_DONE, document_text, one_line
from bot.settings import load_settings
from retrieval.errors import DocumentError
from retrieval.types import ParsedDocument

if TYPE_CHECKING:
    from retrieval.library import Library

_STATUS_WORDS = {"added": "已收入", "changed": "已更新", "unchanged": "没有变化"}


@dataclass(slots=True)
class TakenFile:
    """One file and what became of it; refusal is None for a file that was taken."""

    path: Path
    refusal: DocumentError | None = None
    documents: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


def ingest(
    paths: Annotated[list[str], typer.Argument(help="文件或目录（含子目录）", metavar="PATH...")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，一个文件一行")] = False,
) -> int:
    """收入文件：TXT、Markdown、HTML、DOCX、文字版 PDF；重复收入不会重复。"""
    files = list(find_files(paths))
    library = bootstrap.open_library(load_settings(), report=say)
    with library, _progress(len(files)) as advance:
        taken, statuses = take_files(library, files, advance)
    for one in taken:
        record = file_record(one, statuses)
        if as_json:
            write_json(record)
        else:
            _tell(record)
    return EXIT_BAD_INPUT if any(one.refusal for one in taken) else EXIT_DONE


def find_files(paths: Sequence[str]) -> Iterator[Path]:
    """The files named, and those in the folders named, sorted; hidden ones aside."""
    for name in paths:
        path = Path(name)
        if not path.is_dir():
            yield path
            continue
        for found in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in found.relative_to(path).parts)
            if found.is_file() and not hidden:
                yield found


def take_files(
    library: "Library", files: Sequence[Path], advance: Callable[[], None]
) -> tuple[list[TakenFile], dict[str, str]]:
    """Parse and store files; returns what became of each, and every text's status by its key."""
    from retrieval.catalog_rows import document_key, origin_of
    from retrieval.sandbox import parse_files

    taken: list[TakenFile] = []

    def documents() -> Iterator[ParsedDocument]:
        readable = [path for path in files if not _turn_away(path, taken, advance)]
        for path, result in parse_files(readable, known=library.documents()):
            one = TakenFile(path)
            taken.append(one)
            advance()
            if isinstance(result, DocumentError):
                one.refusal = result
                continue
            for document in result:
                meta = document.meta
                one.keys.append(document_key(meta.doc_id, meta.edition, origin_of(document)))
                one.documents.append(_document_record(document))
                yield document

    report = library.add(documents())
    statuses = dict.fromkeys(report.unchanged, "unchanged")
    statuses |= dict.fromkeys(report.changed, "changed") | dict.fromkeys(report.added, "added")
    return taken, statuses


def _turn_away(path: Path, taken: list[TakenFile], advance: Callable[[], None]) -> bool:
    """Whether path is nothing that can be opened; then it is noted as refused."""
    if not path.exists():
        code = "missing"
    elif not path.is_file():
        code = "not_a_file"
    elif not os.access(path, os.R_OK):
        code = "denied"
    else:
        return False
    taken.append(TakenFile(path, DocumentError(f"cannot open {path}", code=code)))
    advance()
    return True


def file_record(one: TakenFile, statuses: dict[str, str]) -> dict[str, Any]:
    """What became of one file, for `--json`."""
    if one.refusal is not None:
        reason = f"{document_text(one.refusal)}。"
        return {
            "path": str(one.path),
            "status": "refused",
            "code": one.refusal.code,
            "message": reason,
            "documents": [],
        }
    found = {statuses.get(key, "unchanged") for key in one.keys}
    status = next((word for word in ("added", "changed") if word in found), "unchanged")
    return {"path": str(one.path), "status": status, "documents": one.documents}


def _document_record(document: ParsedDocument) -> dict[str, Any]:
    meta = document.meta
    return {
        "doc_id": meta.doc_id,
        "edition": meta.edition,
        "title": meta.title,
        "number": meta.number,
        "clauses": len(document.clauses),
    }


def _tell(record: dict[str, Any]) -> None:
    path = one_line(record["path"])
    if record["status"] == "refused":
        say(f"没有收入 {path}：{record['message']}")
        return
    titles = "、".join(
        f"{item['doc_id']}《{one_line(item['title'])}》{item['clauses']} 条"
        for item in record["documents"]
    )
    write_text(f"{_STATUS_WORDS[record['status']]} {path}：{titles}")


def _progress(total: int) -> AbstractContextManager[Callable[[], None]]:
    """A bar on stderr for a person; nothing where stderr is no terminal."""
    return _bar(total) if sys.stderr.isatty() else _silence()


@contextmanager
def _silence() -> Iterator[Callable[[], None]]:
    yield lambda: None


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("正在收入", total=total)
        yield lambda: progress.advance(task)
