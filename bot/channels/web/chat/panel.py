"""The side panel: a cited clause in full, the cited characters marked, ready to copy."""

from urllib.parse import quote, urlencode

from nicegui import ui

from bot.channels.web.frame.elements import box, button, text
from bot.chats.chat import CitedClause
from bot.rendering.citations import (
    clause_heading,
    edition_label,
    is_other_place,
    origin_note,
    origin_word,
    quotation,
    validity,
    weight_label,
)
from retrieval.types import Citation


class ClausePanel:
    """Shows one clause at a time beside the conversation; on a phone it covers the page.

    in_library: whether there is a way on to the whole document.
    """

    def __init__(self, *, in_library: bool) -> None:
        self._in_library = in_library
        self._shade = box("div", "yq-shade").on("click", self.close)
        self._panel = box("aside", "yq-panel", id="panel", aria_label="条款", hidden="hidden")

    def show(self, cited: CitedClause) -> None:
        """Open the panel on a clause."""
        self._panel.clear()
        with self._panel:
            self._head(cited.citation)
            _labels(cited.citation)
            _clause_text(cited)
            self._foot(cited.citation)
        self._panel.props(remove="hidden").classes(add="is-open")
        self._shade.classes(add="is-open")
        ui.run_javascript("yipanqi.panelOpened()")

    def close(self) -> None:
        """Hide the panel and give the focus back to the mark it was opened from."""
        self._panel.classes(remove="is-open").props["hidden"] = "hidden"
        self._panel.update()
        self._shade.classes(remove="is-open")
        ui.run_javascript("yipanqi.panelClosed()")

    def _head(self, citation: Citation) -> None:
        with box("header", "yq-panel-head"):
            with box("div"):
                text("p", f"《{citation.title}》", "yq-panel-title")
                if citation.number:
                    text("p", citation.number, "yq-panel-number")
            closer = button("×", "yq-close", aria_label="关闭条款", id="panel-close")
            closer.on("click", self.close)

    def _foot(self, citation: Citation) -> None:
        with box("footer", "yq-panel-foot"):
            text("p", origin_note(citation.origin), "yq-hint")
            if self._in_library:
                text("a", "看全文", "yq-link", href=clause_address(citation))
            copier = button("复制为引用", "yq-button", id="copy-quotation")
            copier.props["data-copy"] = quotation(citation)


def clause_address(citation: Citation) -> str:
    """Where the library shows a clause among the others of its edition."""
    document = f"/library/{quote(citation.doc_id)}"
    return f"{document}?{urlencode({'edition': citation.edition})}#c-{quote(citation.clause)}"


def _labels(citation: Citation) -> None:
    with box("div", "yq-labels"):
        weight = "yq-label is-other" if is_other_place(citation) else "yq-label is-weight"
        text("span", weight_label(citation), weight)
        for word in (citation.status, edition_label(citation), validity(citation)):
            if word:
                text("span", word, "yq-label")
        text("span", origin_word(citation.origin), "yq-label", title=origin_note(citation.origin))


def _clause_text(cited: CitedClause) -> None:
    text("h2", clause_heading(cited.citation), "yq-clause-heading")
    with box("div", "yq-clause", id="clause-text"):
        if cited.before:
            text("span", cited.before)
        text("mark", cited.quote, id="cited")
        if cited.after:
            text("span", cited.after)
