"""Reports, lists and figures in Chinese, for every channel; and as rows for a spreadsheet.

Does not: decide what somebody may see; the registry has cut everything to the reader before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bot.rendering.report_labels import (
    BRACKET_LABELS,
    CLAIM_LABELS,
    FIELD_LABELS,
    KIND_LABELS,
    REGISTER_HEADER,
    SLOT_LABELS,
    STEP_LABELS,
)

if TYPE_CHECKING:
    from registry.filing.reports import ReportView
    from registry.likeness.finding import Candidate
    from registry.reading.history import TimelineEvent
    from registry.reading.report_lines import ReportLine
    from registry.reading.statistics import Counts

_SHANGHAI = timezone(timedelta(hours=8))
NOTICES = {
    "held_by_other": "该项目已由其他单位取得首谈资格，请停止洽谈",
    "key_reused": "这个请求编号以前用过，返回的是原来那份首报；这次的草稿没有提交，请换一个编号",
}
YES_NO = {True: "是", False: "否", None: ""}


def slot_label(name: str) -> str:
    """A slot or field of a form in Chinese; an unknown one as it is."""
    return SLOT_LABELS.get(name) or FIELD_LABELS.get(name) or name


@cache
def _states() -> Mapping[str, str]:
    from rules.lifecycle import parse_lifecycle

    text = (files("rules") / "data" / "lifecycle.toml").read_text("utf-8")
    return {state.name: state.label for state in parse_lifecycle(text).states}


def state_label(name: str) -> str:
    """A state of the lifecycle in Chinese."""
    return _states().get(name, name)


def show_time(at: datetime | None) -> str:
    """An instant in Shanghai, to the second."""
    return "" if at is None else f"{at.astimezone(_SHANGHAI):%Y-%m-%d %H:%M:%S}"


def as_json_time(at: datetime | None) -> str | None:
    """An instant as JSON has it: ISO 8601, UTC."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def show_value(value: Any) -> str:
    """A slot's value in one line."""
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, Mapping):
        if "amount" in value:
            return f"{value['amount']}{value.get('unit', '')}"
        return "；".join(f"{key}：{show_value(item)}" for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return "、".join(show_value(item) for item in value)
    return "" if value is None else str(value)


def report_rows(view: "ReportView") -> Iterator[tuple[str, str]]:
    """A report as label and value, empty ones left out."""
    facts = {
        "首报编号": view.report_no,
        "报备单位": view.unit,
        "状态": state_label(view.state),
        "受理时间": show_time(view.received_at),
        "授予首谈资格": show_time(view.granted_at),
        "资格截止": "" if view.expires_on is None else view.expires_on.isoformat(),
        "提示": NOTICES.get(view.notice, view.notice),
        "前一首报": view.previous_no or "",
    }
    if view.bureau is not None:
        facts["排队"] = CLAIM_LABELS[view.bureau.claim]
        facts["争议"] = "是" if view.bureau.disputed else ""
    facts |= {label: show_value(view.content.get(name)) for name, label in SLOT_LABELS.items()}
    yield from ((label, value) for label, value in facts.items() if value)


def report_as_mapping(view: "ReportView") -> dict[str, Any]:
    """A report as JSON."""
    return {
        "report_no": view.report_no,
        "seq": view.seq,
        "unit": view.unit,
        "account": view.account,
        "state": view.state,
        "state_label": state_label(view.state),
        "received_at": as_json_time(view.received_at),
        "granted_at": as_json_time(view.granted_at),
        "expires_on": None if view.expires_on is None else view.expires_on.isoformat(),
        "previous_no": view.previous_no,
        "notice": NOTICES.get(view.notice, view.notice),
        "content": dict(view.content),
        "bureau": None
        if view.bureau is None
        else {"claim": view.bureau.claim.value, "disputed": view.bureau.disputed},
    }


def line_as_mapping(line: "ReportLine") -> dict[str, Any]:
    """A line of a list as JSON; what only the bureau sees is left out elsewhere."""
    found = {
        "report_no": line.report_no,
        "seq": line.seq,
        "unit": line.unit,
        "state": line.state,
        "state_label": state_label(line.state),
        "project_name": line.project_name,
        "investor_name": line.investor_name,
        "chain": line.chain,
        "investment_yuan": line.investment_yuan,
        "received_at": as_json_time(line.received_at),
        "owner": line.owner,
        "next_step": line.next_step,
        "next_due_on": None if line.next_due_on is None else line.next_due_on.isoformat(),
        "idle_days": line.idle_days,
    }
    if line.claim is not None:
        found |= {"claim": line.claim.value, "disputed": line.disputed}
    return found


def line_text(line: "ReportLine") -> str:
    """A line of a list."""
    due = f"，下一步：{line.next_step}" if line.next_step else ""
    due += f"（{line.next_due_on}前）" if line.next_due_on else ""
    mark = "，争议" if line.disputed else ""
    return (
        f"{line.report_no}  {line.unit}  {state_label(line.state)}  {line.project_name}"
        f"（{line.investor_name}）{mark}，闲置{line.idle_days}天{due}"
    )


def register_rows(lines: Iterable["ReportLine"]) -> Iterator[Sequence[str]]:
    """The register (台账) as rows of text with a header."""
    yield REGISTER_HEADER
    for line in lines:
        yield (
            str(line.seq),
            line.report_no,
            line.unit,
            state_label(line.state),
            line.project_name,
            line.investor_name,
            line.chain,
            "" if line.investment_yuan is None else str(line.investment_yuan),
            show_time(line.received_at),
            line.owner or "",
            line.next_step,
            "" if line.next_due_on is None else line.next_due_on.isoformat(),
            str(line.idle_days),
            "" if line.claim is None else CLAIM_LABELS[line.claim],
            "是" if line.disputed else "",
        )


def event_text(event: "TimelineEvent") -> str:
    """An event of a timeline."""
    what = STEP_LABELS.get(event.step) or KIND_LABELS.get(event.kind, event.kind)
    to = f" → {state_label(event.state)}" if event.state else ""
    reason = f"：{event.reason}" if event.reason else ""
    return f"{show_time(event.at)}  {event.unit or '系统'}  {what}{to}{reason}"


def candidate_text(candidate: "Candidate") -> str:
    """An earlier report a new one may repeat; for reviewers."""
    found = candidate.comparison
    return (
        f"{found.likeness.label}（{found.score:.2f}）  {candidate.report_no}  {candidate.unit}  "
        f"{state_label(candidate.state)}  {candidate.project_name}（{candidate.investor_name}）："
        f"{'；'.join(found.reasons)}"
    )


def counts_lines(counts: "Counts") -> Iterator[str]:
    """Figures of a period, line by line."""
    yield f"{counts.first} 至 {counts.last}：首报 {counts.total} 份，总投资 {counts.yuan} 元"
    sizes = {BRACKET_LABELS[key.value]: n for key, n in counts.by_bracket.items()}
    states = {state_label(key): n for key, n in counts.by_state.items()}
    for title, figures in (
        ("单位", counts.by_unit),
        ("产业链", counts.by_chain),
        ("状态", states),
        ("投资档次", sizes),
    ):
        yield f"按{title}：" + ("、".join(f"{k} {n}" for k, n in figures.items()) or "无")
