"""`yipanqi check`: one case, or a file of cases, held against the rules.

Does not: decide anything; the rules do. Heavy parts are imported when the command runs.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.channels.cli.output import say, write_json, write_text
from bot.clock import SystemClock
from bot.errors import BadInput
from bot.rendering.errors import EXIT_BAD_INPUT, EXIT_DONE
from bot.settings import load_settings

if TYPE_CHECKING:
    from datetime import date

    from bot.checks.case_files import CaseFile
    from bot.checks.rule_context import RuleData


def check(  # noqa: PLR0913, PLR0917 - one parameter per option of the command
    case: Annotated[
        str | None,
        typer.Option("--case", metavar="FILE|-", help="案例文件（TOML 或 JSON）；- 为标准输入"),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="YYYY-MM-DD", help="按哪一天判断，默认案例所写或今天"),
    ] = None,
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="RULE", help="案例没有写规则时用这一条，如 R3")
    ] = None,
    list_rules: Annotated[bool, typer.Option("--list", help="列出全部规则")] = False,
    schema: Annotated[
        str | None,
        typer.Option("--schema", metavar="RULE", help="输出一条规则所需事实的 JSON Schema"),
    ] = None,
    batch: Annotated[
        str | None,
        typer.Option("--batch", metavar="FILE", help="批量：.xlsx 或 .jsonl，一行一个案例"),
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE", help="批量结果：.xlsx 或 .jsonl")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，一行一个")] = False,
) -> int:
    """对照规则判断一个案例：结论、理由、依据、还缺什么、什么须人工认定。"""
    from rules.errors import RulesError

    try:
        if sum([list_rules, schema is not None, case is not None, batch is not None]) > 1:
            raise BadInput("several things at once", code="one_thing")
        if list_rules:
            return _list(as_json=as_json)
        if schema is not None:
            return _schema(schema, as_json=as_json)
        if batch is not None:
            return _batch(batch, out, as_of=as_of, rule=rule)
        return _one(case, as_of=as_of, rule=rule, as_json=as_json)
    except RulesError as error:
        from bot.rendering.fact_errors import rules_error_lines

        for line in rules_error_lines(error):
            say(line)
    except BadInput as error:
        if error.code in ("setting", "env_file"):
            raise  # the command's edge words these
        from bot.rendering.fact_errors import case_error_line

        say(case_error_line(error))
    return EXIT_BAD_INPUT


def _list(*, as_json: bool) -> int:
    from rules.catalog import RULES

    for rule in RULES:
        if as_json:
            facts = [spec.name for spec in rule.facts]
            identity = {"number": rule.number, "rule": rule.name, "title": rule.title}
            write_json({**identity, "clauses": [*map(str, rule.clauses)], "facts": facts})
        else:
            write_text(f"{rule.number:<4}{rule.name:<26}{rule.title}")
    return EXIT_DONE


def _schema(key: str, *, as_json: bool) -> int:
    from rules.catalog import schema_of

    schema = schema_of(key)
    if as_json:
        write_json(schema)
    else:
        write_text(json.dumps(schema, ensure_ascii=False, indent=2))
    return EXIT_DONE


def _one(source: str | None, *, as_of: str | None, rule: str | None, as_json: bool) -> int:
    from bot.rendering.assessments import assessment_text
    from rules.catalog import assess, find_rule
    from rules.facts import parse_facts

    if source is None:
        raise BadInput("no case", code="no_case")
    given = _read_case(source)
    name = given.rule or rule
    if name is None:
        raise BadInput("no rule", code="no_rule")
    spec = find_rule(name)
    data, today = _load()
    day = _day(as_of, given, today)
    found = assess(spec, parse_facts(spec.facts, given.facts), data.context(day))
    if as_json:
        write_json(found.as_mapping())
    else:
        write_text(f"{spec.number} {spec.title}\n{assessment_text(found, spec.facts)}")
    return EXIT_DONE


def _batch(source: str, out: str | None, *, as_of: str | None, rule: str | None) -> int:
    from bot.checks.batch_check import BatchCheck, run_batch

    if out is None:
        raise BadInput("no result file", code="no_out")
    path, target = _existing(source), Path(out)
    if target.suffix.lower() not in (".xlsx", ".jsonl"):
        raise BadInput(f"{out!r} is not .xlsx or .jsonl", code="bad_out", value=out)
    if target.exists() and target.samefile(path):
        raise BadInput("the result would overwrite the batch", code="same_file")
    data, today = _load()
    day = today if as_of is None else _parse_day(as_of)
    summary = run_batch(BatchCheck(data, day, rule), path, target)
    say(f"共{summary.rows}行：判断{summary.assessed}行，有误{summary.faulty}行，结果在 {target}。")
    return EXIT_BAD_INPUT if summary.faulty else EXIT_DONE


def _read_case(source: str) -> "CaseFile":
    from bot.checks.case_files import read_case

    if source == "-":
        return read_case(sys.stdin.buffer.read())
    path = _existing(source)
    return read_case(path.read_bytes(), path.suffix.lower())


def _existing(source: str) -> Path:
    path = Path(source)
    if not path.exists():
        raise BadInput(f"no file {source!r}", code="no_file", value=source)
    if path.is_dir():
        raise BadInput(f"{source!r} is a folder", code="not_a_file", value=source)
    return path


def _load() -> "tuple[RuleData, date]":
    """The rules' data and the business day."""
    from bot.checks.rule_context import load_rule_data

    settings = load_settings()
    return load_rule_data(settings.corpus, settings.home), SystemClock(settings.today).today()


def _day(option: str | None, given: "CaseFile", today: "date") -> "date":
    """The option before the case, the case before today."""
    from rules.facts import parse_as_of

    if option is not None:
        return _parse_day(option)
    return today if given.as_of is None else parse_as_of(given.as_of)


def _parse_day(text: str) -> "date":
    from datetime import date

    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(f"not a day: {text!r}", code="as_of", value=text) from error
