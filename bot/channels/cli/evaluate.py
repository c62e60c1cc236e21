"""`yipanqi eval`: ask the golden questions, and the public CMRC set, and say how they fared.

Reads: golden sets in bench/golden, or files given. Writes: a temporary library for CMRC; with
`--markdown`, the table of figures into the file named.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from bot import bootstrap
from bot.channels.cli.eval_report import (
    cmrc_records,
    cmrc_text,
    golden_records,
    golden_text,
    put_table,
)
from bot.channels.cli.output import say, write_json, write_text
from bot.clock import SystemClock
from bot.errors import BadInput
from bot.rendering.errors import EXIT_DONE, document_text
from bot.settings import load_settings
from retrieval.errors import DocumentError
from retrieval.evaluation.golden import AnswerCase, GoldenCase, Report, load_cases, run_golden
from retrieval.types import Answer, ParsedDocument

if TYPE_CHECKING:
    from retrieval.evaluation.cmrc import CmrcReport, Passage, PassageQuestion

GOLDEN_FOLDER = Path(__file__).resolve().parents[3] / "bench" / "golden"
_NAMED_SETS = {
    "golden": GOLDEN_FOLDER,
    "heldout": GOLDEN_FOLDER / "heldout",
    "unseen": GOLDEN_FOLDER / "unseen",
}
_CMRC = "cmrc"


def evaluate(
    chosen: Annotated[
        str | None,
        typer.Option(
            "--set",
            metavar="SET",
            help="题集：golden、heldout、unseen、cmrc，或 TOML 文件、目录；默认前三个",
        ),
    ] = None,
    cmrc_file: Annotated[
        str | None,
        typer.Option("--file", metavar="FILE", help="公开的 CMRC 2018 题集文件（JSON）"),
    ] = None,
    failures: Annotated[
        int | None,
        typer.Option("--failures", metavar="N", min=0, help="每个题集最多列几道没过的题，默认全部"),
    ] = None,
    markdown: Annotated[
        str | None,
        typer.Option("--markdown", metavar="FILE", help="把汇总表写进文件里 eval figures 标记之间"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，一行一个")] = False,
) -> int:
    """用评测题集检验回答：答对、引对、该拒的拒、误拒各多少，哪些题没过。"""
    sets = _golden_sets(chosen)
    wanted = _cmrc_set(chosen, cmrc_file)
    reports = dict(_run_golden(sets)) if sets else {}
    for name, report in reports.items():
        if as_json:
            for record in golden_records(name, report, failures):
                write_json(record)
        else:
            write_text(golden_text(name, report, failures))
    public = _run_cmrc(*wanted) if wanted is not None else None
    if public is not None and as_json:
        for record in cmrc_records(public, failures):
            write_json(record)
    elif public is not None:
        write_text(cmrc_text(public, failures))
    if markdown is not None:
        today = SystemClock(load_settings().today).today()
        put_table(Path(markdown), reports, public, today)
    return EXIT_DONE


def _golden_sets(chosen: str | None) -> dict[str, tuple[GoldenCase, ...]]:
    """The golden sets wanted by name, read before anything is opened. Raises BadInput."""
    if chosen is None:
        return {name: _load(path) for name, path in _NAMED_SETS.items()}
    if chosen == _CMRC:
        return {}
    path = _NAMED_SETS.get(chosen, Path(chosen))
    return {path.stem or chosen: _load(path)}


def _load(path: Path) -> tuple[GoldenCase, ...]:
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise BadInput(f"no golden set at {path}", code="no_golden", field="set", value=str(path))
    try:
        return load_cases(files)
    except (ValueError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(str(error), code="golden_file", field="set", value=str(path)) from error


def _run_golden(sets: dict[str, tuple[GoldenCase, ...]]) -> Iterator[tuple[str, Report]]:
    application = bootstrap.open_application(report=say)
    for name, cases in sets.items():
        say(f"正在问 {name}：{len(cases)} 题")
        yield name, run_golden(_asker(application), cases)


def _asker(application: bootstrap.Application) -> AnswerCase:
    def ask(case: GoldenCase) -> Answer:
        return application.answering.answer(
            case.question,
            as_of=case.as_of or application.clock.today(),
            place=case.place or None,
            history=case.history,
        )

    return ask


def _cmrc_set(
    chosen: str | None, file: str | None
) -> "tuple[tuple[Passage, ...], tuple[PassageQuestion, ...]] | None":
    """The public set where it is wanted: `--set cmrc`, or `--file` beside the usual sets."""
    from retrieval.evaluation.cmrc import parse_cmrc

    if file is None:
        if chosen == _CMRC:
            raise BadInput("no CMRC file", code="no_cmrc_file", field="file")
        return None
    if chosen not in (None, _CMRC):
        raise BadInput("--file with a golden set", code="no_cmrc_file", field="file")
    if not Path(file).is_file():
        raise BadInput(f"no file {file!r}", code="no_file", field="file", value=file)
    try:
        return parse_cmrc(Path(file).read_text("utf-8-sig"))
    except ValueError as error:
        raise BadInput(str(error), code="golden_file", field="file", value=file) from error


def _run_cmrc(
    passages: "tuple[Passage, ...]", questions: "tuple[PassageQuestion, ...]"
) -> "CmrcReport":
    """Take the passages into a library of their own beside the shipped corpus, and ask."""
    from retrieval.evaluation.cmrc import CmrcReport, run_cmrc

    with TemporaryDirectory(prefix="yipanqi-eval-") as folder:
        settings = load_settings().model_copy(update={"home": Path(folder)})
        application = bootstrap.open_application(settings, report=say)
        today = application.clock.today()
        with application.library as library:
            owners, documents, turned_away = _parsed(passages)
            say(f"正在收入 {len(documents)} 段，问 {len(questions)} 题")
            library.add(documents)

            def find(text: str) -> list[str]:
                return [hit.clause.ref.doc_id for hit in library.search(text, as_of=today)]

            def ask(text: str) -> Answer:
                return application.answering.answer(text, as_of=today)

            scores = run_cmrc(questions, owners, find, ask)
    return CmrcReport(scores, len(passages), turned_away)


def _parsed(
    passages: "tuple[Passage, ...]",
) -> tuple[dict[str, str], list[ParsedDocument], tuple[str, ...]]:
    """Passage ids by document id, the documents, and a line for each passage not taken."""
    from retrieval.evaluation.cmrc import passage_documents

    owners: dict[str, str] = {}
    documents: list[ParsedDocument] = []
    turned_away: list[str] = []
    for passage, result in passage_documents(passages):
        if isinstance(result, DocumentError):
            turned_away.append(f"{passage}：{document_text(result)}")
        else:
            owners[result.meta.doc_id] = passage
            documents.append(result)
    return owners, documents, tuple(turned_away)
