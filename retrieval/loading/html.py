"""Load a saved web page: its main text without menus, link lists and footers.

trafilatura finds which part of the page is the article; that part is then read whole, so no
paragraph inside it is lost.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from retrieval.errors import DocumentError
from retrieval.loading.blocks import Block, BlockKind, LoadedFile, collect
from retrieval.loading.characters import remove_invisible
from retrieval.loading.decoding import decode_text
from retrieval.loading.limits import Limits

_SKIPPED = {
    "script", "style", "noscript", "template", "iframe", "nav", "footer", "header", "aside",
    "form", "button", "select", "svg", "head", "object", "video", "audio", "input",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "li", "ul", "ol", "section", "article", "main", "blockquote", "dd", "dt", "dl",
    "br", "hr", "tr", "td", "th", "table", "tbody", "thead", "center", "pre", "body", "figure",
    "figcaption", "h1", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.IGNORECASE)
_KEYED = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_SITE_TAIL = re.compile(r"\s*[_|–—\-]\s*[^_|–—\-]{2,20}\Z")
_MAX_DEPTH = 200


def load_html(data: bytes, _name: str, limits: Limits) -> LoadedFile:
    """Read an HTML file. Raises DocumentError(unreadable, empty, too_large, hostile)."""
    import lxml.html  # type: ignore[import-untyped]  # heavy, and only web pages need it

    text = remove_invisible(_decode(data))
    try:
        root = lxml.html.document_fromstring(re.sub(r"\A\s*<\?xml[^>]*>", "", text))
    except (lxml.etree.ParserError, ValueError) as error:
        raise DocumentError(f"no HTML tree: {error}", code="unreadable") from error
    main, published = _main_part(root, text)
    blocks = collect(_walk(main), limits)
    heading = _headline(root, blocks)
    return LoadedFile(heading + blocks, is_torn=False, title=_page_title(root), published=published)


def _decode(data: bytes) -> str:
    """Decode; a page that declares itself GBK but is UTF-8 (or the reverse) reads all the same."""
    try:
        return decode_text(data)
    except DocumentError:
        declared = _CHARSET.search(data[:4096])
        if declared is None or declared[1].lower() not in (b"big5", b"big5-hkscs"):
            raise
    try:
        return data.decode("big5-hkscs")
    except UnicodeDecodeError as error:
        raise DocumentError("not valid big5", code="unreadable", reason="big5") from error


def _page_title(root: Any) -> str:
    words = " ".join((root.findtext(".//title") or "").split())
    return _SITE_TAIL.sub("", words) or words


def _main_part(root: Any, text: str) -> tuple[Any, date | None]:
    """The element that holds the article, and the date the page states."""
    import trafilatura

    body = root.find("body") if root.find("body") is not None else root
    found = trafilatura.bare_extraction(
        text, include_comments=False, include_tables=True, favor_recall=True, with_metadata=True
    )
    values = found if isinstance(found, dict) else found.as_dict() if found is not None else {}
    wanted = _key(values.get("text") or "")
    published = _iso_date(values.get("date"))
    if len(wanted) < 20:
        return body, published
    return _smallest_holder(body, wanted), published


def _smallest_holder(element: Any, wanted: str) -> Any:
    """Go down while one child still holds nearly all of the wanted text."""
    pieces = [wanted[i : i + 12] for i in range(0, max(len(wanted) - 12, 1), 12)]
    for _ in range(_MAX_DEPTH):
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _SKIPPED or child.tag == "p":
                continue
            held = _key("".join(child.itertext()))
            if sum(piece in held for piece in pieces) >= 0.9 * len(pieces):
                element = child
                break
        else:
            return element
    return element


def _key(text: str) -> str:
    return "".join(_KEYED.findall(text))


def _iso_date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _headline(root: Any, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The page's only h1, when it stands outside the article's own element."""
    titles = [" ".join("".join(h1.itertext()).split()) for h1 in root.iter("h1")]
    shown = {_key(block.text) for block in blocks[:20]}
    if len(titles) != 1 or not _key(titles[0]) or _key(titles[0]) in shown:
        return ()
    return (Block(BlockKind.HEADING, titles[0], level=1),)


def _walk(main: Any) -> Iterator[Block]:
    """Read an element in order: headings, paragraphs, list items, table rows."""
    buffer: list[str] = []
    tables = [0]
    yield from _visit(main, buffer, tables, 0)
    yield from _flush(buffer)


def _visit(element: Any, buffer: list[str], tables: list[int], depth: int) -> Iterator[Block]:
    tag = element.tag if isinstance(element.tag, str) else "comment"
    if depth > _MAX_DEPTH:
        raise DocumentError("elements nested too deep", code="hostile", reason="depth")
    if tag in _SKIPPED or tag == "comment" or _is_hidden(element):
        return
    if tag == "table" and _is_data_table(element):
        yield from _flush(buffer)
        tables[0] += 1
        yield from _rows(element, tables[0])
        return
    if tag in ("ul", "ol", "div", "dl") and _is_link_list(element):
        return
    if tag in _BLOCKS:
        yield from _flush(buffer)
    buffer.append(element.text or "")
    for child in element:
        yield from _visit(child, buffer, tables, depth + 1)
        buffer.append(child.tail or "")
    if tag in _BLOCKS:
        level = int(tag[1]) if tag[0] == "h" and tag[1:].isdigit() else 0
        yield from _flush(buffer, level)


def _flush(buffer: list[str], level: int = 0) -> Iterator[Block]:
    raw = "".join(buffer)
    buffer.clear()
    if text := " ".join(raw.split()):
        kind = BlockKind.HEADING if level else BlockKind.LINE
        yield Block(kind, text, level=level)


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def _is_link_list(element: Any) -> bool:
    links = [len(_key("".join(a.itertext()))) for a in element.iter("a")]
    if not links or (element.tag == "div" and len(links) < 3):
        return False
    return sum(links) > 0.7 * len(_key("".join(element.itertext())))


def _is_data_table(table: Any) -> bool:
    """Layout tables hold other tables or one column only."""
    if table.find(".//table") is not None:
        return False
    widths = [len(row.findall("td")) + len(row.findall("th")) for row in table.iter("tr")]
    return sum(width >= 2 for width in widths) >= 2


def _rows(table: Any, number: int) -> Iterator[Block]:
    carried: dict[int, tuple[int, str]] = {}  # column -> rows left, text of a cell spanning rows
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            _carry(cells, carried)
            text = " ".join("".join(cell.itertext()).split())
            spanned = _span(cell, "rowspan")
            if spanned > 1:
                carried[len(cells)] = (spanned - 1, text)
            cells.append(text)
            cells.extend([""] * (_span(cell, "colspan") - 1))
        _carry(cells, carried)
        if any(cells):
            yield Block(BlockKind.ROW, cells=tuple(cells), table=number)


def _carry(cells: list[str], carried: dict[int, tuple[int, str]]) -> None:
    while (kept := carried.get(len(cells))) is not None:
        left, text = kept
        if left == 1:
            del carried[len(cells)]
        else:
            carried[len(cells)] = (left - 1, text)
        cells.append(text)


def _span(cell: Any, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), 50) if value.isdecimal() else 1
