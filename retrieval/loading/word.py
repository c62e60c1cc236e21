"""Load a DOCX file: paragraphs, headings with their automatic numbers, and tables in order.

The parts are read as a stream, without building Word's object tree, so that a small file with a
million paragraphs stays cheap. A cell merged across columns comes once; a cell merged down
belongs to each row it spans, since each row is read alone later.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

from retrieval.errors import DocumentError
from retrieval.loading.archive import open_archive, read_entry
from retrieval.loading.blocks import Block, BlockKind, LoadedFile, collect
from retrieval.loading.characters import remove_invisible
from retrieval.loading.limits import Limits
from retrieval.loading.word_numbering import Numbering, read_numbering
from retrieval.loading.word_styles import WORD, Styles, attribute, read_styles

_PARTS = {"word/document.xml", "word/document2.xml"}
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_WRAPPERS = {f"{WORD}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MAX_COLUMNS = 100


@dataclass(slots=True)
class _Table:
    """One table while it is read: the text merged down from above, by column."""

    number: int
    merged: dict[int, str] = field(default_factory=dict)


def load_word(data: bytes, _name: str, limits: Limits) -> LoadedFile:
    """Read a DOCX file.

    Raises DocumentError: `unreadable`, `encrypted`, `hostile`, `too_large`, `unsupported`.
    """
    archive = open_archive(data, limits)
    names = set(archive.namelist())
    part = next((name for name in sorted(names) if name in _PARTS), "")
    if not part:
        kind = next((kind for kind in ("xl", "ppt", "content") if _has(names, kind)), "archive")
        raise DocumentError("a container, but not a DOCX", code="unsupported", kind=kind)
    styles = read_styles(read_entry(archive, "word/styles.xml", limits))
    numbering = read_numbering(read_entry(archive, "word/numbering.xml", limits))
    reader = _Reader(styles, numbering)
    blocks = collect(reader.blocks(read_entry(archive, part, limits)), limits)
    for note in _NOTES:
        if note in names:
            blocks += collect(reader.blocks(read_entry(archive, note, limits)), limits)
    return LoadedFile(blocks, is_torn=False)


def _has(names: set[str], folder: str) -> bool:
    return any(name.startswith((f"{folder}/", f"{folder}.")) for name in names)


@dataclass(slots=True)
class _Reader:
    styles: Styles
    numbering: Numbering
    tables: int = 0

    def blocks(self, xml: bytes) -> Iterator[Block]:
        """Walk the body's children; each is dropped once read."""
        depth = 0
        try:
            for event, element in parse_events(xml):
                depth += 1 if event == "start" else -1
                if event == "end" and depth == 2:  # a child of w:body or a footnote
                    yield from self._child(element)
                    element.clear()
        except ParseError as error:
            raise DocumentError(f"damaged XML: {error}", code="unreadable") from error

    def _child(self, element: Any) -> Iterator[Block]:
        if element.tag == f"{WORD}p":
            yield from self._paragraph(element)
        elif element.tag == f"{WORD}tbl":
            self.tables += 1
            yield from self._rows(element, _Table(self.tables))
        elif element.tag in _WRAPPERS:
            for child in element:
                yield from self._child(child)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        text = remove_invisible(_text(element)).strip()
        style, number, level = self.styles.describe(element)
        if not text:
            yield Block(BlockKind.BREAK)
            return
        label = self.numbering.next_label(*number) if number is not None else ""
        kind = BlockKind.HEADING if level else BlockKind.LINE
        lines = [line.strip() for line in (label + text).split("\n") if line.strip()]
        for line in lines:
            yield Block(kind, line, level=level, is_indented=style)

    def _rows(self, table: Any, state: _Table) -> Iterator[Block]:
        for row in _inside(table, f"{WORD}tr"):
            cells: list[str] = []
            for cell in _inside(row, f"{WORD}tc"):
                self._cell(cell, cells, state)
                if len(cells) > _MAX_COLUMNS:
                    raise DocumentError("too many columns", code="hostile", reason="columns")
            if any(cells):
                yield Block(BlockKind.ROW, cells=tuple(cells), table=state.number)

    def _cell(self, cell: Any, cells: list[str], state: _Table) -> None:
        column = len(cells)
        text = " ".join(filter(None, (_text(p).strip() for p in cell.iter(f"{WORD}p"))))
        text = remove_invisible(text).replace("\n", " ")
        properties = cell.find(f"{WORD}tcPr")
        merge = properties.find(f"{WORD}vMerge") if properties is not None else None
        if merge is not None and attribute(merge, "val") != "restart":
            text = state.merged.get(column, text)
        state.merged[column] = text
        span = properties.find(f"{WORD}gridSpan") if properties is not None else None
        width = attribute(span, "val") if span is not None else "1"
        cells.append(text)
        cells.extend([""] * (min(int(width), _MAX_COLUMNS) - 1 if width.isdecimal() else 0))


def parse_events(xml: bytes) -> Iterator[tuple[str, Any]]:
    """Parse one part, refusing document types and entities. Raises DocumentError(hostile)."""
    import defusedxml  # type: ignore[import-untyped]
    from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

    try:
        yield from iterparse(BytesIO(xml), events=("start", "end"), forbid_dtd=True)
    except defusedxml.DefusedXmlException as error:
        raise DocumentError("XML with entities", code="hostile", reason="entities") from error


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or cells of a row, not those of a table nested in a cell."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _nodes(element: Any) -> Iterator[Any]:
    """All nodes in order, without the second copy of a text box for old programs."""
    for child in element:
        if child.tag != _FALLBACK:
            yield child
            yield from _nodes(child)


def _text(paragraph: Any) -> str:
    pieces: list[str] = []
    for node in _nodes(paragraph):
        if node.tag == f"{WORD}t":
            pieces.append(node.text or "")
        elif node.tag == f"{WORD}tab":
            pieces.append(" ")
        elif node.tag in (f"{WORD}br", f"{WORD}cr"):
            pieces.append("\n")
        elif node.tag == f"{WORD}noBreakHyphen":
            pieces.append("-")
    return "".join(pieces)
