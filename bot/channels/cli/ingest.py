"""`yipanqi ingest`: take the bureau's own files into the library."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import bootstrap
from bot.channels.cli.output import say, write_json, write_text
from bot.library.ingestion import STATUS_WORDS, file_record, take_files
from bot.rendering.errors import EXIT_BAD_INPUT, EXIT_DONE, one_line
from bot.settings import load_settings


def ingest(
    paths: Annotated[list[str], typer.Argument(help="文件或目录（含子目录）", metavar="PATH...")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，一个文件一行")] = False,
) -> int:
    """收入文件：TXT、Markdown、HTML、DOCX、文字版PDF；同一份不会收两次。"""
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


def _tell(record: dict[str, Any]) -> None:
    path = one_line(record["path"])
    if record["status"] == "refused":
        say(f"没有收入 {path}：{record['message']}")
        return
    titles = "、".join(
        f"{item['doc_id']}《{one_line(item['title'])}》{item['clauses']} 条"
        for item in record["documents"]
    )
    write_text(f"{STATUS_WORDS[record['status']]} {path}：{titles}")
    for note in record.get("notes", ()):
        write_text(f"注意：{one_line(note)}")


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
