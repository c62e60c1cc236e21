"""Load plain text and Markdown: one block a line, tab or pipe separated lines as table rows."""

import re
from collections.abc import Iterator

from retrieval.loading.blocks import Block, BlockKind, LoadedFile, collect
from retrieval.loading.characters import remove_invisible
from retrieval.loading.decoding import decode_text
from retrieval.loading.limits import Limits

_FRONT_MATTER = re.compile(r"\A(?:---|\+\+\+)\n.*?\n(?:---|\+\+\+)\n", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_CLOSING_HASHES = re.compile(r"\s+#+\s*$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_BULLET = re.compile(r"(?:[-*+]|>)\s+")
_RULE = re.compile(r"[\s|:+=\-—─━_*]+\Z")
_BOLD_LINE = re.compile(r"\*\*[^*]+\*\*\Z")
_INDENT = re.compile(r"(?:\u3000| {2,}|\t)")


def load_text(data: bytes, name: str, limits: Limits) -> LoadedFile:
    """Read a TXT or Markdown file. Raises DocumentError(unreadable, too_large)."""
    text = decode_text(data)
    if len(text) > limits.characters:
        text = text[: limits.characters + 1]
    text = remove_invisible(text)
    is_markdown = _is_markdown(text, name)
    if is_markdown:
        text = _COMMENT.sub("", _FRONT_MATTER.sub("", text, count=1))
    return LoadedFile(collect(_blocks(text, is_markdown), limits), is_torn=True)


def _is_markdown(text: str, name: str) -> bool:
    if name.lower().endswith((".md", ".markdown")):
        return True
    return len(re.findall(r"^#{1,6}\s+\S", text[:50_000], re.MULTILINE)) >= 2


def _blocks(text: str, is_markdown: bool) -> Iterator[Block]:
    table, was_row = 0, False
    for line in text.replace("\f", "\n\n").split("\n"):
        block = _line_block(line, is_markdown)
        if block.kind is BlockKind.ROW:
            table += not was_row
            block = Block(BlockKind.ROW, cells=block.cells, table=table)
            was_row = True
        elif block.kind is not BlockKind.BREAK:
            was_row = False
        yield block


def _line_block(line: str, is_markdown: bool) -> Block:
    bare = line.strip()
    if not bare:
        return Block(BlockKind.BREAK)
    if cells := _cells(line, bare):
        return Block(BlockKind.ROW, cells=tuple(_plain(cell, is_markdown) for cell in cells))
    if _RULE.match(bare) and len(bare) >= 3:
        return Block(BlockKind.BREAK)
    if is_markdown and (mark := _HEADING.match(bare)):
        words = _CLOSING_HASHES.sub("", bare[mark.end() :])
        return Block(BlockKind.HEADING, _plain(words, True), level=len(mark[1]))
    if is_markdown and _BOLD_LINE.match(bare) and len(bare) <= 64:
        return Block(BlockKind.HEADING, _plain(bare, True))
    if is_markdown and (bullet := _BULLET.match(bare)):
        bare = bare[bullet.end() :] or bare
    is_indented = _INDENT.match(line) is not None
    return Block(BlockKind.LINE, _plain(bare, is_markdown), is_indented=is_indented)


def _cells(line: str, bare: str) -> list[str]:
    """The cells of a table row; [] for any other line."""
    if bare.startswith("|") and bare.count("|") >= 2:
        cells = [cell.strip() for cell in bare.strip("|").split("|")]
    elif "\t" in line.strip(" \n\u3000") and line.strip(" \n\u3000").count("\t") >= 2:
        cells = [cell.strip() for cell in line.strip(" \n\u3000").split("\t")]
    else:
        return []
    return cells if any(cells) else []


def _plain(text: str, is_markdown: bool) -> str:
    if not is_markdown or not any(mark in text for mark in "*_]\\"):
        return text.strip()
    text = _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", text))
    return re.sub(r"\\([#*_\[\]()`>|.\-])", r"\1", text).strip()
