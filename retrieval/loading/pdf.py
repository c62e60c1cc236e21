"""Load a PDF's text layer: lines with their indents, page furniture dropped, tables as rows.

Does not recognise pictures of text: a scanned file is refused as such.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from retrieval.errors import DocumentError
from retrieval.loading.blocks import Block, BlockKind, LoadedFile, collect, too_large
from retrieval.loading.characters import remove_invisible
from retrieval.loading.limits import Limits
from retrieval.loading.pdf_layout import PageLayout, Segment, layout_page, left_margin

_PAGE_NUMBER = re.compile(
    r"[\s\-—–·~]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,5})(?:\s*页)?"
    r"(?:\s*[/,，共之]*\s*(?:共\s*)?\d{1,4}\s*页?)?[\s\-—–·~]*\Z"
)
_DIGITS = re.compile(r"\d+")
_EDGE_LINES = 2  # furniture stands within this many lines of the page's edge
_KEPT = 0.98
_TABLES_A_PAGE = 1_000
_PDF_PASSWORD = "password"  # noqa: S105 - what pdfium says, not a secret


def load_pdf(data: bytes, _name: str, limits: Limits) -> LoadedFile:
    """Read a PDF.

    Raises DocumentError: `unreadable`, `encrypted`, `scanned`, `empty`, `too_large`.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if _PDF_PASSWORD in str(error).lower() else "unreadable"
        raise DocumentError(f"pdfium: {error}", code=code) from error
    try:
        if len(document) > limits.pages:
            raise too_large("pages", limits.pages)
        pages, pictures = _read_pages(document, limits)
    except pypdfium2.PdfiumError as error:
        raise DocumentError(f"pdfium: {error}", code="unreadable") from error
    finally:
        document.close()
    if not any(pages):
        raise DocumentError("no text layer", code="scanned" if pictures else "empty")
    blocks = collect(_join_pages(_drop_furniture(pages)), limits)
    return LoadedFile(blocks, is_torn=True, is_wrapped=True, notes=_picture_note(pages, pictures))


def _read_pages(document: Any, limits: Limits) -> tuple[list[list[Block]], set[int]]:
    """The blocks of each page, and the numbers (from 1) of pages that are only a picture."""
    pages: list[list[Block]] = []
    pictures: set[int] = set()
    characters, margin = 0, float("inf")
    layout = PageLayout([], ())
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        segments, plain = _read_page(page)
        margin = min(margin, left_margin(segments))
        layout = (
            _plain_page(plain)
            if _lose_text(segments, plain)
            else layout_page(
                segments,
                margin=margin,
                table_base=number * _TABLES_A_PAGE,
                open_columns=layout.open_columns,
            )
        )
        blocks = layout.blocks
        characters += sum(len(block.text) + sum(map(len, block.cells)) for block in blocks)
        if characters > limits.characters:
            raise too_large("characters", limits.characters)
        if not blocks and next(page.get_objects(max_depth=2), None) is not None:
            pictures.add(number)
        pages.append(blocks)
        page.close()
    return pages, pictures


def _read_page(page: Any) -> tuple[list[Segment], str]:
    """The pieces of a page with their places, and its text as pdfium orders it."""
    textpage = page.get_textpage()
    segments = [segment for segment in _segments(textpage) if segment.text]
    plain = _clean(textpage.get_text_range())
    textpage.close()
    return segments, plain


def _lose_text(segments: list[Segment], plain: str) -> bool:
    """Whether the pieces with places lack characters the page has."""
    laid_out = sum(_count(segment.text) for segment in segments)
    return laid_out < _KEPT * _count(plain)


def _plain_page(plain: str) -> PageLayout:
    lines = (line.strip() for line in plain.split("\n"))
    return PageLayout([Block(BlockKind.LINE, line) for line in lines if line], ())


def _segments(textpage: Any) -> Iterator[Segment]:
    for index in range(textpage.count_rects()):
        left, bottom, right, top = textpage.get_rect(index)
        text = _clean(textpage.get_text_bounded(left, bottom, right, top))
        yield Segment(text.replace("\n", "").strip(), left, bottom, right, top)


def _clean(text: str) -> str:
    return remove_invisible(text).replace("\ufffe", "")


def _count(text: str) -> int:
    return sum(not character.isspace() for character in text)


def _drop_furniture(pages: list[list[Block]]) -> list[list[Block]]:
    """Drop page numbers, and lines that return at the edge of most pages."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(page[index]) for index in _edges(page)})
    repeated = {shape for shape, count in seen.items() if count >= max(3, len(pages) // 2)}
    kept = []
    for page in pages:
        dropped = {
            index
            for index in _edges(page)
            if _PAGE_NUMBER.match(page[index].text) or _shape(page[index]) in repeated
        }
        kept.append(
            [
                block
                for index, block in enumerate(page)
                if index not in dropped or block.kind is BlockKind.ROW
            ]
        )
    return kept


def _edges(page: list[Block]) -> set[int]:
    count = len(page)
    return {i for i in range(count) if i < _EDGE_LINES or i >= count - _EDGE_LINES}


def _shape(block: Block) -> str:
    return _DIGITS.sub("#", "".join(block.text.split())) or "\t".join(block.cells)


def _join_pages(pages: list[list[Block]]) -> Iterator[Block]:
    """Pages in order; a table that ends one page and starts the next is one table."""
    table, last_was_row = 0, False
    for page in pages:
        renamed: dict[int, int] = {}
        for index, block in enumerate(page):
            if block.kind is not BlockKind.ROW:
                last_was_row = False
                yield block
                continue
            if block.table not in renamed:
                table += not (last_was_row and index == 0)
                renamed[block.table] = table
            last_was_row = True
            yield Block(BlockKind.ROW, cells=block.cells, table=renamed[block.table])
        yield Block(BlockKind.BREAK)


def _picture_note(pages: list[list[Block]], pictures: set[int]) -> str:
    if not pictures or len(pictures) == len(pages):
        return ""
    return f"第{'、'.join(map(str, sorted(pictures)))}页只有图片，没有文字层，未收入。"
