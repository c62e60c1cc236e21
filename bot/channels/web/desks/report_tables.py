"""Tables of reports: filters above, one line a report, the way to the next page below.

Filters and pages are plain addresses, so that a list can be kept, shared and gone back to.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from urllib.parse import quote, urlencode

from fastapi import Request
from nicegui.element import Element

from bot.channels.web.frame.elements import box, text
from bot.rendering.reports import show_time, state_label
from registry.filing.claims import Claim
from registry.reading.report_lines import ReportLine
from registry.service import Registry

PAGE = 20
ASKED = ("words", "state", "unit", "chain")  # of a list, in its address
_DONE = frozenset({"WITHDRAWN", "TERMINATED", "REJECTED", "EXPIRED", "FAILED_FIRST_TALK"})
_GOOD = frozenset({"EXCLUSIVE", "SIGNED", "LANDED", "STARTED", "IN_PRODUCTION"})
_WAITS = frozenset({"RETURNED", "CONFLICT"})


def page_body(classes: str = "") -> Element:
    """The page's own part, where the skip link leads; the landmark around it is NiceGUI's."""
    with box("div", "yq-main", id="main", tabindex="-1"):
        return box("div", f"yq-page {classes}".strip())


def report_path(report_no: str, *, is_review: bool = False) -> str:
    """The address of a report's page, or of its case on the reviewer's desk."""
    return f"/{'review' if is_review else 'reports'}/{quote(report_no)}"


def page_path(path: str, **asked: str) -> str:
    """The address of a list with what is asked of it."""
    found = {name: value for name, value in asked.items() if value}
    return f"{path}?{urlencode(found)}" if found else path


def choices(path: str, name: str, options: Mapping[str, str], request: Request) -> None:
    """Links between the kinds of a list; the present one is marked."""
    chosen = request.query_params.get(name, "")
    with box("nav", "yq-subnav", aria_label="列表"):
        for value, label in options.items():
            link = text("a", label, "yq-tab", href=page_path(path, **{name: value}))
            if value == chosen:
                link.props["aria-current"] = "page"


@contextmanager
def finder(request: Request, path: str) -> Iterator[None]:
    """A form that narrows a list by words, around what else it asks for."""
    asked = request.query_params
    with box("form", "yq-filters yq-row", method="get", action=path, role="search"):
        for name in ("view", "order"):
            if asked.get(name):
                box("input", type="hidden", name=name, value=asked[name])
        with box("label", "yq-label-field yq-find"):
            text("span", "项目、企业或编号")
            words = box("input", type="search", name="words", maxlength="60", autocomplete="off")
            words.props["^value"] = asked.get("words", "")
        yield
        with box("div", "yq-find-acts"):
            text("button", "查找", "yq-button is-quiet", type="submit")
            if is_narrowed(request):
                kept = {name: asked.get(name, "") for name in ("view", "order")}
                text("a", "清除", "yq-link", href=page_path(path, **kept))


def is_narrowed(request: Request) -> bool:
    """Whether an address asks for less than the whole list."""
    return any(request.query_params.get(name) for name in ASKED)


def filters(registry: Registry, request: Request, path: str, states: Sequence[str]) -> None:
    """A form that narrows the list by words, state, unit and chain."""
    asked = request.query_params
    context = registry.rules.context_on(registry.store.clock.today())
    with finder(request, path):
        with box("label", "yq-label-field"):
            text("span", "状态")
            with box("select", name="state"):
                for value in ("", *states):
                    option = text("option", state_label(value) if value else "全部", value=value)
                    if value == asked.get("state", ""):
                        option.props["^selected"] = ""
        _typed("单位", "unit", asked.get("unit", ""), [p.name for p in context.localities.places])
        _typed(
            "产业链",
            "chain",
            asked.get("chain", ""),
            [e.name for e in context.taxonomy.entries("chains")],
        )


def _typed(label: str, name: str, value: str, known: Sequence[str]) -> None:
    with box("label", "yq-label-field"):
        text("span", label)
        typed = box("input", name=name, list=f"known-{name}", maxlength="60", autocomplete="off")
        typed.props["^value"] = value
        with box("datalist", id=f"known-{name}"):
            for each in dict.fromkeys(known):
                box("option", value=each)


def report_table(lines: Sequence[ReportLine], *, is_review: bool, label: str) -> None:
    """The reports, one a row; on a phone one a card."""
    heads = ("项目", "状态", "受理时间", "闲置", "下一步")
    with box("div", "yq-scroll"), box("table", "yq-table yq-cards", aria_label=label):
        with box("thead"), box("tr"):
            for head in heads:
                text("th", head, scope="col")
        with box("tbody"):
            for line in lines:
                _row(line, is_review=is_review)


def _row(line: ReportLine, *, is_review: bool) -> None:
    with box("tr"):
        with box("td"):
            address = report_path(line.report_no, is_review=is_review)
            text("a", line.project_name or line.report_no, "yq-link yq-project", href=address)
            text("div", line.investor_name, "yq-sub")
            text("div", f"{line.report_no} · {line.unit}", "yq-sub")
        with box("td", data_label="状态"), box("span", "yq-marks"):
            state_badge(line.state)
            if line.disputed:
                text("span", "争议", "yq-badge is-alarm")
            if line.claim is Claim.WAITING:
                text("span", "排队中", "yq-badge is-refused")
        text("td", show_time(line.received_at)[:16], "yq-when", data_label="受理时间")
        idle = "yq-when" if line.idle_days else "yq-when is-nothing"
        text("td", f"{line.idle_days} 天", idle, data_label="闲置")
        with box("td", "" if line.next_step else "is-nothing", data_label="下一步"):
            text("div", line.next_step or "—")
            if line.next_due_on is not None:
                text("div", f"{line.next_due_on} 前", "yq-sub")


def state_badge(state: str) -> None:
    """A state as a small mark; its words say everything, the colour repeats it."""
    kind = "is-partly"
    if state in _GOOD:
        kind = "is-answered"
    elif state in _DONE:
        kind = "is-refused"
    elif state in _WAITS:
        kind = "is-alarm"
    text("span", state_label(state), f"yq-badge {kind}")


def pager(request: Request, path: str, following: str) -> None:
    """The way on, and back to the beginning; nothing where one page is all."""
    asked = {name: value for name, value in request.query_params.items() if name != "after"}
    is_first = not request.query_params.get("after")
    if is_first and not following:
        return
    with box("nav", "yq-row yq-pager", aria_label="翻页"):
        if not is_first:
            text("a", "回到第一页", "yq-button is-quiet", href=page_path(path, **asked))
        if following:
            after = page_path(path, **asked, after=following)
            text("a", "下一页", "yq-button is-quiet", href=after)


def empty_state(title: str, hint: str, *links: tuple[str, str]) -> None:
    """What to do where there is nothing to show. links: label and address."""
    with box("div", "yq-empty"):
        text("p", title, "yq-empty-title")
        text("p", hint, "yq-hint")
        if links:
            with box("div", "yq-row"):
                for label, href in links:
                    text("a", label, "yq-button", href=href)
