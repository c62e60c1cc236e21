"""Read a project brief: pasted or from a file; prose, 字段：值 lines, tables, a 简介 of paragraphs.

Everything it states is proposed for the form. Does not read files: bot.understanding.files does.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain as joined
from itertools import pairwise

from bot.understanding.answers import read_answer
from bot.understanding.candidates import SURE, WEAK, Candidate, Candidates, Reading
from bot.understanding.labels import Label, marked_labels, slot_of
from bot.understanding.page import Page
from bot.understanding.passages import MOST_APPEAL, MOST_SUMMARY, cut_at_sentence, passage
from bot.understanding.resolving import settle
from bot.understanding.slots import MOST_TEXT, labelled, running
from bot.understanding.types import Understood, Vocabulary

IN_A_CELL = SURE + 1  # a form's own cell goes before what prose says
_CELLS = re.compile(r"[^\t|;\n]+")
_HEADING = re.compile(
    r"^[ \t#*]*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、])?"
    r"[ \t]*"
    r"(?P<title>[^\n:;。,\t|]{2,14}?)[ \t*]*:?[ \t]*$",
    re.MULTILINE,
)
_TITLE = re.compile(
    r"^[ \t#]*(?:关于)?(?P<name>[^\n。;:,\t|]{3,40}?(?:项目|基地|中心|总部|工厂|产业园))(?:的)?"
    r"(?:情况|简介|简况|汇报|信息|概况|介绍|报告|说明|表|摘要|登记|投资|建议书|计划书"
    r"|(?:可行性)?研究){0,4}[ \t]*$"
)
_ABOUT_WORK = re.compile(r"项目|建设|生产|研发|投资|产品")
_SHORTEST_PROSE = 40


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a line; label: what it names, if it is a label."""

    start: int
    end: int
    label: Label | None


def brief_text(rows: Iterable[Sequence[object]]) -> str:
    """Rows of a table as the text a brief is read from: cells by tabs, None left empty."""
    return "\n".join("\t".join(_cell_text(cell) for cell in row).rstrip() for row in rows)


def _cell_text(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def understand_brief(
    source: str | Iterable[Sequence[object]],
    vocabulary: Vocabulary,
    *,
    filled: Collection[str] = (),
) -> Understood:
    """All a brief states; offsets are in the text, of rows in `brief_text(rows)`.

    Words beyond MOST_TEXT characters are not read.
    """
    text = source if isinstance(source, str) else brief_text(source)
    reading = Reading(Page(text[:MOST_TEXT]), vocabulary)
    cells = list(joined(_cells(reading), _sections(reading)))
    prose = list(joined(labelled(reading), running(reading), _title(reading), _paragraph(reading)))
    found, doubts, invalid = settle(reading.page, [*cells, *prose], filled)
    return Understood(tuple(found), tuple(doubts), tuple(invalid))


def _cells(reading: Reading) -> Candidates:
    """Values beside their label, and under it where a line is all labels."""
    header: list[_Cell] = []
    for line in _lines(reading):
        labels = [cell for cell in line if cell.label is not None]
        if len(labels) >= 2 and len(labels) == len(line):
            header = line
            continue
        if not labels and len(line) >= 2 and len(header) == len(line):
            for head, cell in zip(header, line, strict=True):
                yield from _value(reading, head, (cell.start, cell.end))
            continue
        if line:
            header = []
        yield from _beside(reading, line)


def _lines(reading: Reading) -> Iterator[list[_Cell]]:
    text, start = reading.page.text, 0
    for line in text.split("\n"):
        cells = []
        for match in _CELLS.finditer(text, start, start + len(line)):
            span = reading.page.trimmed(*match.span())
            if span[0] < span[1] and not re.fullmatch(r"[-:\s]+", match[0]):
                cells.append(_Cell(*span, slot_of(text[slice(*span)].rstrip(":"))))
        yield _distinct(text, cells)
        start += len(line) + 1


def _distinct(text: str, cells: list[_Cell]) -> list[_Cell]:
    """Without the repetitions of a merged cell."""
    kept: list[_Cell] = []
    for cell in cells:
        if not kept or text[cell.start : cell.end] != text[kept[-1].start : kept[-1].end]:
            kept.append(cell)
    return kept


def _beside(reading: Reading, line: list[_Cell]) -> Candidates:
    for cell, following in pairwise(line):
        if cell.label is not None and following.label is None:
            yield from _value(reading, cell, (following.start, following.end))


def _value(reading: Reading, label: _Cell, span: tuple[int, int]) -> Candidates:
    if label.label is None:
        return
    for candidate in read_answer(reading, label.label.slot, span, unit=label.label.unit):
        yield replace(candidate, rank=IN_A_CELL)


def _sections(reading: Reading) -> Candidates:
    """A heading of its own line that names a slot, and the paragraphs under it."""
    text = reading.page.text
    headings = list(_HEADING.finditer(text))
    for index, match in enumerate(headings):
        label = slot_of(match["title"].rstrip(":"))
        if label is None:
            continue
        end = headings[index + 1].start() if index + 1 < len(headings) else len(text)
        marked = (label.start for label in marked_labels(text) if label.start > match.end())
        span = reading.page.trimmed(match.end(), min(end, next(marked, end)))
        if span[0] >= span[1]:
            continue
        if label.slot in ("summary", "appeal"):
            yield _cut(reading, label.slot, span, IN_A_CELL)
        else:
            first = text.find("\n", *span)
            line = span[0], first if first > 0 else span[1]
            yield from read_answer(reading, label.slot, line, unit=label.unit)


def _cut(reading: Reading, slot: str, span: tuple[int, int], rank: int) -> Candidate:
    most = MOST_SUMMARY if slot == "summary" else MOST_APPEAL
    kept = cut_at_sentence(reading.page.original[slice(*span)], most)
    return Candidate((passage(reading, slot, (span[0], span[0] + len(kept))),), rank)


def _title(reading: Reading) -> Candidates:
    """A brief's first line, where it is called after the project."""
    text = reading.page.text
    match = _TITLE.match(text[: (text.find("\n") + 1 or len(text) + 1) - 1].rstrip())
    if match and not re.search(r"招商|信息表|登记表|有限公司|汇总|一览", match["name"]):
        start, end = match.span("name")
        found = reading.found("project_name", match["name"].strip(), (start, end))
        yield Candidate((found,), WEAK)


def _paragraph(reading: Reading) -> Candidates:
    """The longest paragraph of prose, where nothing else says what the project is."""
    text, start, longest = reading.page.text, 0, (0, 0)
    for line in text.split("\n"):
        prose = "\t" not in line and not re.match(r"\s*[^,。:;]{2,12}[::]", line)
        if prose and _ABOUT_WORK.search(line) and len(line) > longest[1] - longest[0]:
            longest = start, start + len(line)
        start += len(line) + 1
    if longest[1] - longest[0] >= _SHORTEST_PROSE and "\n" in text.strip():
        yield _cut(reading, "summary", longest, WEAK)
