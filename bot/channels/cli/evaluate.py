"""`yipanqi eval`: ask the golden questions and say how they fared."""

import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import bootstrap
from bot.channels.cli.output import say, write_json, write_text
from bot.errors import BadInput
from bot.rendering.errors import EXIT_DONE
from retrieval.evaluation import (
    AnswerCase,
    GoldenCase,
    Judgement,
    Report,
    Tally,
    load_cases,
    run_golden,
)
from retrieval.types import Answer

GOLDEN_FOLDER = Path(__file__).resolve().parents[3] / "bench" / "golden"
_MAX_SHOWN_FAILURES = 400


def evaluate(
    golden_set: Annotated[
        str | None,
        typer.Option("--set", metavar="FILE", help="评测题集（TOML 文件或目录），默认用自带的"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，一行一个")] = False,
) -> int:
    """用评测题集检验回答：答对、引对、该拒的拒、误拒各多少，并列出没过的题。"""
    cases = _load(Path(golden_set) if golden_set is not None else GOLDEN_FOLDER)
    application = bootstrap.open_application(report=say)
    report = run_golden(_asker(application), cases)
    if as_json:
        for record in report_records(report):
            write_json(record)
    else:
        write_text(report_text(report))
    return EXIT_DONE


def _asker(application: bootstrap.Application) -> AnswerCase:
    def ask(case: GoldenCase) -> Answer:
        return application.answering.answer(
            case.question,
            as_of=case.as_of or application.clock.today(),
            place=case.place or None,
            history=case.history,
        )

    return ask


def _load(path: Path) -> tuple[GoldenCase, ...]:
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise BadInput(f"no golden set at {path}", code="no_golden", field="set", value=str(path))
    try:
        return load_cases(files)
    except (ValueError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(str(error), code="golden_file", field="set", value=str(path)) from error


def report_records(report: Report) -> list[dict[str, Any]]:
    """One object a kind, one for all, then one a failure."""
    kinds = [{"kind": kind, **_tally_record(tally)} for kind, tally in report.by_kind.items()]
    failures = [
        {"failed": judged.case.id, "question": judged.case.question, "problems": [*judged.problems]}
        for judged in report.failures
    ]
    return [*kinds, {"kind": "all", **_tally_record(report.overall)}, *failures]


def _tally_record(tally: Tally) -> dict[str, int]:
    return {
        "total": tally.total,
        "passed": tally.passed,
        "right": tally.right,
        "cited": tally.cited,
        "refusals_due": tally.refusals_due,
        "refused_rightly": tally.refused_rightly,
        "false_refusals": tally.false_refusals,
    }


def report_text(report: Report) -> str:
    """The figures as a table, then the failures."""
    lines = ["类型              题数  通过  答对  引对  应拒  拒对  误拒"]
    rows = [*report.by_kind.items(), ("合计", report.overall)]
    for kind, tally in rows:
        name = kind.ljust(18 - sum(ord(ch) > 0x2E7F for ch in kind))
        lines.append(name + "".join(f"{count:4d}  " for count in _tally_record(tally).values()))
    if report.failures:
        lines += ["", f"没过的 {len(report.failures)} 题："]
        lines += [_failure_line(judged) for judged in report.failures[:_MAX_SHOWN_FAILURES]]
    return "\n".join(lines)


def _failure_line(judged: Judgement) -> str:
    return f"· {judged.case.id} {judged.case.question}：{'；'.join(judged.problems)}"
