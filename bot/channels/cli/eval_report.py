"""The figures of `yipanqi eval`: as lines, as JSON records, and as the README's table.

Writes: the table of figures into a Markdown file. Does not: judge.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.errors import BadInput
from retrieval.evaluation.cmrc import HIT_LIMIT, CmrcReport, QuestionScore
from retrieval.evaluation.golden import Judgement, Report, Tally

BEGIN, END = "<!-- eval figures -->", "<!-- /eval figures -->"
_PLACE = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
_HEADER = "类型              题数  通过  答对  引对  应拒  拒对  可答  误拒"


def golden_records(name: str, report: Report, limit: int | None) -> list[dict[str, Any]]:
    """One object a kind, one for all, then one a failure (limit: so many at most)."""
    rows = [*report.by_kind.items(), ("all", report.overall)]
    kinds = [{"set": name, "kind": kind, **_counts(tally)} for kind, tally in rows]
    failed = [
        {"set": name, "failed": judged.case.id, "question": judged.case.question,
         "problems": [*judged.problems]}
        for judged in report.failures[:limit]
    ]  # fmt: skip
    return [*kinds, *failed]


def golden_text(name: str, report: Report, limit: int | None) -> str:
    """The figures of one set as a table, then the failures (limit: so many at most)."""
    rows = [*report.by_kind.items(), ("合计", report.overall)]
    lines = [f"题集 {name}", _HEADER]
    for kind, tally in rows:
        shown = kind.ljust(18 - sum(ord(ch) > 0x2E7F for ch in kind))
        lines.append(shown + "".join(f"{count:4d}  " for count in _counts(tally).values()).rstrip())
    return "\n".join([*lines, *_listed([_judged_line(j) for j in report.failures], limit), ""])


def cmrc_records(report: CmrcReport, limit: int | None) -> list[dict[str, Any]]:
    """One object with the shares, then one a failure (limit: so many at most)."""
    overall = {
        "set": "cmrc",
        "kind": "all",
        "total": len(report.scores),
        "passages": report.passages,
        "hit_1": round(report.hit_within(1), 4),
        "hit_5": round(report.hit_within(HIT_LIMIT), 4),
        "right": round(report.right, 4),
        "refused": round(report.refused, 4),
        "turned_away": list(report.turned_away),
    }
    failed = [
        {"set": "cmrc", "failed": score.question.id, "question": score.question.text,
         "problems": [_score_problem(score)]}
        for score in report.failures[:limit]
    ]  # fmt: skip
    return [overall, *failed]


def cmrc_text(report: CmrcReport, limit: int | None) -> str:
    """The shares of the public set, then the failures (limit: so many at most)."""
    lines = [
        f"题集 cmrc（公开，{report.passages} 段，{len(report.scores)} 题）",
        f"检索首位命中  {report.hit_within(1):.1%}",
        f"检索前五命中  {report.hit_within(HIT_LIMIT):.1%}",
        f"回答含参考答案  {report.right:.1%}",
        f"拒答  {report.refused:.1%}",
        *(f"没有收入 {line}" for line in report.turned_away),
    ]
    failed = [
        f"· {score.question.id} {score.question.text}：{_score_problem(score)}"
        for score in report.failures
    ]
    return "\n".join([*lines, *_listed(failed, limit), ""])


def put_table(
    path: Path, reports: Mapping[str, Report], public: CmrcReport | None, today: date
) -> None:
    """Write the table between the two marks of a Markdown file. Raises BadInput without them."""
    page = path.read_text("utf-8") if path.is_file() else ""
    table = f"{BEGIN}\n{markdown_table(reports, public, today)}\n{END}"
    written, count = _PLACE.subn(lambda _: table, page)
    if count != 1:
        raise BadInput(f"{count} places in {path}", code="no_marks", value=str(path))
    path.write_text(written, "utf-8")


def markdown_table(reports: Mapping[str, Report], public: CmrcReport | None, today: date) -> str:
    """One row a set, in English, as the README shows it."""
    lines = [
        f"Measured on {today.isoformat()} with `yipanqi eval`.",
        "",
        "| set | questions | passed | facts right | cited right | refused right | false refusals |",
        "|---|---|---|---|---|---|---|",
        *(_table_row(name, report.overall) for name, report in reports.items()),
    ]
    if public is not None:
        lines += ["", _public_line(public)]
    return "\n".join(lines)


def _table_row(name: str, tally: Tally) -> str:
    cells = [
        name,
        str(tally.total),
        _part(tally.passed, tally.total),
        _part(tally.right, tally.total),
        _part(tally.cited, tally.total),
        f"{tally.refused_rightly} of {tally.refusals_due}",
        f"{tally.false_refusals} of {tally.answerable}",
    ]
    return f"| {' | '.join(cells)} |"


def _part(count: int, total: int) -> str:
    return f"{count} ({count / total:.1%})" if total else "0"


def _public_line(report: CmrcReport) -> str:
    return (
        f"CMRC 2018 (public, general knowledge; {report.passages} passages among the corpus,"
        f" {len(report.scores)} questions): passage first {report.hit_within(1):.1%}, among the"
        f" first {HIT_LIMIT} {report.hit_within(HIT_LIMIT):.1%}; answer holds the reference"
        f" {report.right:.1%}; refused {report.refused:.1%}."
    )


def _counts(tally: Tally) -> dict[str, int]:
    return {
        "total": tally.total,
        "passed": tally.passed,
        "right": tally.right,
        "cited": tally.cited,
        "refusals_due": tally.refusals_due,
        "refused_rightly": tally.refused_rightly,
        "answerable": tally.answerable,
        "false_refusals": tally.false_refusals,
    }


def _listed(failures: Sequence[str], limit: int | None) -> list[str]:
    if not failures:
        return []
    shown = failures[:limit]
    return ["", f"没过的 {len(failures)} 题，列出 {len(shown)} 题：", *shown]


def _judged_line(judged: Judgement) -> str:
    return f"· {judged.case.id} {judged.case.question}：{'；'.join(judged.problems)}"


def _score_problem(score: QuestionScore) -> str:
    what = "拒答" if score.is_refused else "回答里没有参考答案"
    where = f"段落在第 {score.rank} 位" if score.rank else f"段落不在前 {HIT_LIMIT} 位"
    return f"{what}（{where}），应有：{'|'.join(score.question.answers)}"
