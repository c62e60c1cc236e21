"""Hold a file of cases against the rules, row by row, and write a result sheet.

Reads: .xlsx or JSON Lines. Writes: .xlsx or JSON Lines, one row a case, in order; a row that cannot
be read is written with its errors and does not end the batch. Progress goes to stderr.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.checks.case_files import BatchRow, CaseFile, read_batch
from bot.checks.rule_context import RuleData
from bot.errors import BadInput
from bot.office_files.sheets import write_rows
from bot.rendering.assessments import VERDICT_WORDS, clause_label, parameter_text
from bot.rendering.fact_errors import case_error_line, rules_error_lines
from rules.catalog import RULES, assess, find_rule
from rules.errors import RulesError
from rules.facts import parse_as_of, parse_facts
from rules.verdict import Assessment

HEADER = (
    "行号", "编号", "规则", "判断日", "结论", "结论说明", "理由", "依据条款",
    "缺少的材料", "需人工认定", "下一步", "参数来源", "错误",
)  # fmt: skip
_FACT_NAMES = {spec.name for rule in RULES for spec in rule.facts}
_PROGRESS_STEP = 500  # rows between two updates of the bar


@dataclass(frozen=True, slots=True)
class BatchCheck:
    """What all rows share: the data, the day and the rule of rows that name none."""

    data: RuleData
    as_of: date
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class RowResult:
    """A row with its assessment, or the Chinese lines of its errors."""

    number: int
    id: object
    assessment: Assessment | None
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """How many rows there were, how many were assessed and how many had errors."""

    rows: int
    assessed: int
    faulty: int


class _Tally:
    """Counts what passes through it."""

    def __init__(self) -> None:
        self.rows = 0
        self.faulty = 0

    def watch(self, results: Iterable[RowResult]) -> Iterator[RowResult]:
        for result in results:
            self.rows += 1
            self.faulty += bool(result.errors)
            yield result


def run_batch(check: BatchCheck, source: Path, target: Path) -> BatchSummary:
    """Assess every row of source and write target. Raises BadInput when source cannot be read."""
    glosses = {spec.gloss: spec.name for rule in RULES for spec in rule.facts}
    rows = read_batch(source, glosses)
    tally = _Tally()
    results = tally.watch(_with_progress(assess_row(check, row) for row in rows))
    if target.suffix.lower() == ".xlsx":
        write_rows(target, _sheet(results))
    else:
        with target.open("w", encoding="utf-8") as stream:
            stream.writelines(_line(result) for result in results)
    return BatchSummary(tally.rows, tally.rows - tally.faulty, tally.faulty)


def assess_row(check: BatchCheck, row: BatchRow) -> RowResult:
    """One row; every error of the case at once."""
    if row.case is None:
        line = case_error_line(BadInput("row cannot be read", code=row.problem))
        return RowResult(row.number, None, None, (line,))
    try:
        return RowResult(row.number, row.case.id, _assess(check, row.case))
    except RulesError as error:
        return RowResult(row.number, row.case.id, None, rules_error_lines(error))
    except BadInput as error:
        return RowResult(row.number, row.case.id, None, (case_error_line(error),))


def _assess(check: BatchCheck, case: CaseFile) -> Assessment:
    name = case.rule or check.rule
    if name is None:
        raise BadInput("the row names no rule", code="no_rule")
    rule = find_rule(name)
    day = check.as_of if case.as_of is None else parse_as_of(case.as_of)
    facts = case.facts
    if case.is_row:  # a sheet has one set of columns for rows of several rules
        others = _FACT_NAMES - {spec.name for spec in rule.facts}
        facts = {name: value for name, value in facts.items() if name not in others}
    return assess(rule, parse_facts(rule.facts, facts), check.data.context(day))


def _with_progress(results: Iterator[RowResult]) -> Iterator[RowResult]:
    """Show on stderr how many rows are done; the number of rows is not known beforehand."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("判断"),
        BarColumn(),
        TextColumn("{task.completed}行"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        for count, result in enumerate(results, start=1):
            if count % _PROGRESS_STEP == 0:
                progress.update(task, completed=count)
            yield result


def _sheet(results: Iterable[RowResult]) -> Iterator[tuple[str, ...]]:
    yield HEADER
    for result in results:
        own = (str(result.number), "" if result.id is None else str(result.id))
        body = ("",) * 10 if result.assessment is None else _cells(result.assessment)
        yield (*own, *body, "\n".join(result.errors))


def _cells(found: Assessment) -> tuple[str, ...]:
    return (
        found.rule,
        found.as_of.isoformat(),
        VERDICT_WORDS[found.verdict],
        found.outcome.text,
        "\n".join(reason.text for reason in found.reasons),
        "；".join(clause_label(clause) for clause in found.clauses),
        "、".join(found.missing_facts),
        "\n".join(f"{point.topic}：{point.text}" for point in found.open_points),
        "\n".join(found.next_steps),
        "\n".join(parameter_text(use) for use in found.parameters),
    )


def _line(result: RowResult) -> str:
    identity = result.id if isinstance(result.id, str | int | None) else str(result.id)
    record: dict[str, object] = {"row": result.number, "id": identity}
    if result.assessment is not None:
        record.update(result.assessment.as_mapping())
    else:
        record["errors"] = list(result.errors)
    return json.dumps(record, ensure_ascii=False) + "\n"
