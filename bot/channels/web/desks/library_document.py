"""One document of the library: its editions, its clauses to be cited, what it leaves open."""

import asyncio
from datetime import date
from urllib.parse import quote

from fastapi import Request

from bot.bootstrap import Web
from bot.channels.web.desks.library_page import PATH, asked_day, edition_line
from bot.channels.web.desks.report_tables import page_body, page_path
from bot.channels.web.desks.reports_page import ASSETS
from bot.channels.web.frame.elements import box, button, text
from bot.channels.web.frame.plain import TROUBLES
from bot.channels.web.frame.shell import Live, Pages, Route
from bot.library.library_desk import (
    DocumentLine,
    EditionLine,
    LibraryDesk,
    OpenPoints,
    quotation_of,
)
from bot.rendering.citations import origin_note
from bot.rendering.errors import complain
from registry.database.pages import read_number
from registry.errors import InvalidInput
from retrieval.types import Clause, DocumentMeta

CLAUSES = 100  # on one page
_Read = tuple[DocumentLine, EditionLine, tuple[Clause, ...], tuple[OpenPoints, ...]]


def add_library_document(pages: Pages, web: Web, desk: LibraryDesk) -> None:
    """Serve the page."""

    async def build(_: Live, request: Request) -> None:
        doc_id = str(request.path_params["doc_id"])
        day, wanted = asked_day(web, request), request.query_params.get("edition", "")
        with page_body():
            text("a", "← 文件库", "yq-link yq-back", href=PATH)
            try:
                found = await asyncio.to_thread(_read, desk, doc_id, day, wanted)
                _show(found, day, read_number(request.query_params.get("from", "")) or 0)
            except (*TROUBLES, InvalidInput) as error:
                text("h1", "没有找到")
                text("p", complain(error).text, "yq-error", role="alert")

    pages.add(Route(PATH + "/{doc_id}", "library", "文件库", assets=ASSETS), build)


def _read(desk: LibraryDesk, doc_id: str, day: date, wanted: str) -> _Read:
    """The document, the edition to show (as asked, in force, or the newest) and its text."""
    line = desk.document(doc_id, day)
    named = [each for each in line.editions if each.meta.edition == wanted]
    in_force = [each for each in line.editions if each.is_in_force]
    chosen = (*named, *in_force, *line.editions)[0]
    edition = chosen.meta.edition
    return line, chosen, desk.clauses(doc_id, edition), desk.open_points(doc_id, edition)


def _show(found: _Read, day: date, start: int) -> None:
    line, chosen, clauses, points = found
    text("h1", f"《{chosen.meta.title}》")
    about = (chosen.meta.number, chosen.meta.issuer, line.doc_id)
    text("p", " · ".join(part for part in about if part), "yq-sub")
    if chosen.meta.notes:
        text("p", chosen.meta.notes, "yq-hint")
    with box("ul", "yq-editions"):
        for each in line.editions:
            edition_line(each, day)
            if len(line.editions) > 1 and each is not chosen:
                address = page_path(
                    f"{PATH}/{quote(line.doc_id)}", edition=each.meta.edition, on=day.isoformat()
                )
                text("a", f"看{each.meta.edition}版", "yq-link", href=address)
    open_of = {each.clause: each for each in points}
    shown = clauses[start : start + CLAUSES]
    _contents(shown)
    for clause in shown:
        _clause(clause, chosen.meta, open_of.pop(clause.ref.clause, None))
    _more(line.doc_id, chosen.meta.edition, start, len(clauses))
    if start == 0:
        _rest(tuple(open_of.values()))


def _contents(clauses: tuple[Clause, ...]) -> None:
    with box("details", "yq-card yq-contents"):
        text("summary", f"目录（{len(clauses)} 条）")
        with box("ol"):
            for clause in clauses:
                with box("li"):
                    text("a", _heading(clause), "yq-link", href=f"#{_anchor(clause)}")


def _clause(clause: Clause, meta: DocumentMeta, points: OpenPoints | None) -> None:
    anchor = _anchor(clause)
    with box("section", "yq-card yq-clause-card", id=anchor, aria_labelledby=f"{anchor}-title"):
        with box("div", "yq-page-head"):
            text("h2", _heading(clause), id=f"{anchor}-title")
            with box("div", "yq-acts"):
                text("a", "#", "yq-link", href=f"#{anchor}", aria_label=f"{_heading(clause)}的链接")
                copier = button("复制为引用", "yq-button is-quiet is-small")
                copier.props["data-copy"] = quotation_of(clause, meta)
        text("p", clause.text, "yq-clause")
        text("p", origin_note(clause.origin), "yq-hint")
        if points is not None:
            _points(points.points)


def _points(points: tuple[str, ...]) -> None:
    with box("details", "yq-open"):
        text("summary", f"没有写明的 {len(points)} 处")
        with box("ul", "yq-plain-list"):
            for point in points:
                text("li", point)


def _rest(rest: tuple[OpenPoints, ...]) -> None:
    """What is open in clauses the text shown does not have."""
    for each in rest:
        with box("section", "yq-card"):
            text("h2", each.heading)
            _points(each.points)


def _more(doc_id: str, edition: str, start: int, count: int) -> None:
    if count <= CLAUSES:
        return
    with box("nav", "yq-row yq-pager", aria_label="翻页"):
        for label, place in (("上一页", start - CLAUSES), ("下一页", start + CLAUSES)):
            if 0 <= place < count:
                where = {"edition": edition, "from": str(place)}
                href = page_path(f"{PATH}/{quote(doc_id)}", **where)
                text("a", label, "yq-button is-quiet", href=href)


def _heading(clause: Clause) -> str:
    """What a clause is called; what stands before the first one has no name of its own."""
    if clause.ref.clause == "preamble" and clause.title:
        return f"{clause.label}　{clause.title}"
    return clause.heading or "正文之前"


def _anchor(clause: Clause) -> str:
    return f"c-{clause.ref.clause}"
