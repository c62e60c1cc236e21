"""Cards as tables and lists that a screen reader can walk through."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.channels.web.frame.elements import box, text
from bot.dialogue.messages import Card, CardKind, Row

_TABLES = frozenset({CardKind.ASSESSMENT, CardKind.LIST})
_MOST_AROUND = 8  # characters between a row's words in a line that says no more than the row
_VERDICTS = {"是": "is-yes", "否": "is-no"}
_RULE = re.compile(r"【(.+)】")
_LABELLED = re.compile(r"(?!请问)([\u4e00-\u9fff、]{2,14})：(.*)")
_ITEM = re.compile(r"(?:\d+\.|-) ?(.+)")
_FRAMES = ("按这些情况看", "结论", "原话")  # around what the rows of a card say themselves


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
        if line not in shown
        and not any(_is_row(row, line) for row in card.rows)
        and not (card.kind is CardKind.ASSESSMENT and _is_of_rows(card.rows, line))
    ]


def _is_of_rows(rows: Sequence[Row], line: str) -> bool:
    """Whether a line says what some rows say, in a frame of words that add nothing."""
    left = line
    for row in rows:
        if row.value in line and any(part and part in line for part in (row.label, row.note)):
            for part in sorted((row.label, row.value, row.note), key=len, reverse=True):
                left = left.replace(part, "") if part else left
    for frame in _FRAMES:
        left = left.replace(frame, "")
    return left != line and not any(map(str.isalnum, left))


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


@dataclass(slots=True)
class Point:
    """A part of an assessment. label: what stands beside it; empty for words of their own."""

    label: str
    said: list[str]
    is_title: bool = False


def read_points(lines: Sequence[str]) -> list[Point]:
    """The parts of an assessment's text: headings with what they say, items under a heading."""
    points: list[Point] = []
    for line in filter(str.strip, lines):
        if found := _RULE.fullmatch(line):
            points.append(Point("", [found[1]], is_title=True))
        elif points and points[-1].label and (found := _ITEM.fullmatch(line)):
            points[-1].said.append(found[1])
        elif found := _LABELLED.fullmatch(line):
            said = [found[2]] if found[2] else []
            if points and points[-1].label == found[1]:
                points[-1].said += said
            else:
                points.append(Point(found[1], said))
        else:
            points.append(Point("", [line]))
    return points


def show_points(lines: Sequence[str]) -> None:
    """The text of an assessment: each heading beside what it says."""
    for is_labelled, points in groupby(read_points(lines), key=lambda point: bool(point.label)):
        if not is_labelled:
            for point in points:
                text("h4" if point.is_title else "p", point.said[0], "yq-words yq-point")
            continue
        with box("dl", "yq-pairs yq-points"):
            for point in points:
                text("dt", point.label)
                with box("dd"):
                    _said(point.said)


def _said(said: Sequence[str]) -> None:
    if len(said) == 1:
        text("span", said[0])
        return
    with box("ol", role="list"):
        for item in said:
            text("li", item)


def _lines(lines: Sequence[str]) -> None:
    if lines:
        with box("div", "yq-sheet-lines"):
            for line in lines:
                text("p", line)
