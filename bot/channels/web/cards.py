"""Cards as tables and lists that a screen reader can walk through."""

from collections.abc import Sequence

from bot.channels.web.elements import box, text
from bot.messages import Card, CardKind, Row

_TABLES = frozenset({CardKind.ASSESSMENT, CardKind.LIST})
_MOST_AROUND = 8  # characters between a row's words in a line that says no more than the row
_VERDICTS = {"是": "is-yes", "否": "is-no"}


def show_card(card: Card) -> None:
    """A card with its title, rows and lines; of a quiz the title only, its choices are buttons."""
    with box("section", f"yq-sheet is-{card.kind.value}") as sheet:
        sheet.props["aria-label"] = card.title
        text("h3", card.title, "yq-sheet-title")
        if card.kind is CardKind.QUIZ:
            return
        if card.kind in _TABLES:
            _table(card)
        else:
            _pairs(card.rows)
        if card.kind is not CardKind.ASSESSMENT:  # its lines are the text beside it
            _lines(card.lines)


def is_told_beside(card: Card, lines: Sequence[str]) -> bool:
    """Whether the lines beside a list tell of every row of it, and more."""
    told = "\n".join(lines)
    return (
        card.kind is CardKind.LIST and bool(card.rows) and all(r.label in told for r in card.rows)
    )


def lines_beside(card: Card, words: str) -> list[str]:
    """The lines of a reply's text that its card does not show."""
    if card.kind is CardKind.QUIZ:
        return []
    shown = {card.title}
    if card.kind is not CardKind.ASSESSMENT:
        shown |= {line for item in card.lines for line in item.splitlines()}
    return [
        line
        for line in words.splitlines()
        if line not in shown and not any(_is_row(row, line) for row in card.rows)
    ]


def _is_row(row: Row, line: str) -> bool:
    """Whether a line says what a row says, and nothing besides."""
    parts = [part for part in (row.label, row.value, row.note) if part]
    return all(part in line for part in parts) and (
        len(line) - sum(map(len, parts)) <= _MOST_AROUND
    )


def _pairs(rows: Sequence[Row]) -> None:
    if not rows:
        return
    with box("dl", "yq-pairs"):
        for row in rows:
            text("dt", row.label)
            with box("dd"):
                text("span", row.value)
                if row.note:
                    text("span", row.note, "yq-row-note")


def _table(card: Card) -> None:
    if not card.rows:
        return
    with box("div", "yq-scroll", tabindex="0", role="region") as scroll:
        scroll.props["aria-label"] = card.title
        with box("table", "yq-table"), box("tbody"):
            for row in card.rows:
                with box("tr"):
                    text("th", row.label, scope="row")
                    text("td", row.value)
                    note = _VERDICTS.get(row.note, "")
                    text("td", row.note if row.note != row.value else "", f"yq-row-note {note}")


def _lines(lines: Sequence[str]) -> None:
    if lines:
        with box("div", "yq-sheet-lines"):
            for line in lines:
                text("p", line)
