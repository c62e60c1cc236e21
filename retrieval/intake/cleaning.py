"""Repair a loaded file: furniture out, torn lines and table rows joined, stray spaces closed.

Changes nothing but white space, line breaks, furniture and the layout of tables: what is quoted
later are the file's own characters.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.intake.furniture import drop_furniture, looks_like_web
from retrieval.intake.headings import is_reference, match_heading
from retrieval.intake.spacing import join_pieces, mend_paragraph
from retrieval.intake.tables import write_tables
from retrieval.loading.blocks import Block, BlockKind, LoadedFile

_TERMINAL = re.compile(r"[。！？!?；;…：:][”’」』）)】\]]*\Z")
_OPEN_END = re.compile(r"[，,、（(《〈“‘「『〔【—]\Z")
_CLOSING_START = re.compile(r"[，。、；：？！）》〉”’」』〕】,;)\]%％]")
_PAIRS = ("（）", "()", "《》", "“”", "〔〕", "【】")
_SENTENCE_INSIDE = re.compile(r"[。；！？]")
_COMMA = re.compile(r"[，,、]")
_RUNNING_CHARACTERS = 40
_RUNNING_NUMBERED = 15
_MIN_NUMBERED = 3
_WRAP_WIDTHS = (14, 62)
_MIN_WRAPPED_LINES = 6


def clean(loaded: LoadedFile, *, is_page: bool = False) -> tuple[Block, ...]:
    """Paragraphs, headings and finished table rows of a file, without breaks.

    is_page: the file is a saved web page whose site lines go, whatever they look like.
    """
    blocks = loaded.blocks
    kept: Sequence[Block] = drop_furniture(blocks, is_web=is_page or looks_like_web(blocks))
    kept = list(write_tables(kept, is_torn=loaded.is_torn))
    if loaded.is_torn:
        kept = _join_lines(kept, is_wrapped=loaded.is_wrapped)
    mended = (
        block if block.kind is BlockKind.ROW else replace(block, text=mend_paragraph(block.text))
        for block in kept
        if block.kind is not BlockKind.BREAK
    )
    return tuple(block for block in mended if block.text)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a file breaks its lines.

    width: of a full line in characters, 0 when not wrapped; is_numbered: headings carry numbers,
    so that a line without one and without an end is no heading.
    """

    width: float
    has_indents: bool
    is_numbered: bool


def _join_lines(blocks: Sequence[Block], *, is_wrapped: bool) -> list[Block]:
    whole = _find_layout(blocks, is_wrapped=is_wrapped)
    layout = replace(whole, is_numbered=False)  # title lines carry no numbers
    joined: list[Block] = []
    last_line: Block | None = None  # the line a following one may continue
    gap = False
    for block in blocks:
        if block.kind is BlockKind.BREAK:
            gap = True
            continue
        layout = whole if _starts_clause(block.text) else layout
        may_join = last_line is not None and block.kind is BlockKind.LINE
        if may_join and last_line and _continues(last_line, block, layout, gap=gap):
            joined[-1] = replace(joined[-1], text=join_pieces(joined[-1].text, block.text))
            last_line = replace(block, text=_tail(joined[-1].text, block.text, layout))
        else:
            joined.append(block)
            last_line = block if block.kind is BlockKind.LINE else None
        gap = False
    return joined


def _tail(paragraph: str, line: str, layout: _Layout) -> str:
    """What the next line is compared with: the last line when wrapped, else the paragraph."""
    return line if layout.width else paragraph


def _find_layout(blocks: Sequence[Block], *, is_wrapped: bool) -> _Layout:
    """Read from the lines' lengths and indents how a file breaks them."""
    lines = [block for block in blocks if block.kind is BlockKind.LINE]
    widths = sorted(_width(block.text) for block in lines)
    full = widths[int(0.9 * (len(widths) - 1))] if widths else 0.0
    is_wrapped = is_wrapped or _looks_wrapped(lines, full, widths[-1:])
    indented = sum(block.is_indented for block in lines)
    return _Layout(
        full if is_wrapped and _WRAP_WIDTHS[0] <= full <= _WRAP_WIDTHS[1] else 0.0,
        has_indents=0.02 * len(lines) <= indented <= 0.6 * len(lines),
        is_numbered=sum(_starts_clause(block.text) for block in blocks) >= _MIN_NUMBERED,
    )


def _looks_wrapped(lines: Sequence[Block], full: float, widest: Sequence[float]) -> bool:
    """Whether many lines end at one width in the middle of a sentence."""
    if len(lines) < _MIN_WRAPPED_LINES or widest[0] > 1.3 * full:
        return False
    full_lines = [block.text for block in lines if _width(block.text) >= 0.85 * full]
    cut = sum(not _TERMINAL.search(text) for text in full_lines)
    return len(full_lines) >= 0.25 * len(lines) and cut >= max(3, 0.5 * len(full_lines))


def _width(text: str) -> float:
    """Width in Chinese characters; a Latin one counts half."""
    return len(text.encode("gb18030", "replace")) / 2


def _continues(last: Block, block: Block, layout: _Layout, *, gap: bool) -> bool:
    """Whether a line goes on with the sentence of the line before it."""
    text, following = last.text, block.text
    if _TERMINAL.search(text):
        return _continues_after_sentence(last, block, layout, gap=gap)
    if _CLOSING_START.match(following):
        return True
    if _starts_clause(following):
        return False
    is_running = _is_running(text, layout)
    if _OPEN_END.search(text) or _has_open_bracket(text) or _leads_to_reference(text, following):
        return True
    if layout.width:
        is_new = layout.has_indents and block.is_indented and not gap
        return _width(text) >= 0.8 * layout.width and not is_new
    return gap and is_running


def _continues_after_sentence(last: Block, block: Block, layout: _Layout, *, gap: bool) -> bool:
    """In a wrapped text with indents, a full line may end with a sentence inside a paragraph."""
    if not layout.width or not layout.has_indents or gap or block.is_indented:
        return False
    return _width(last.text) >= 0.9 * layout.width and not _starts_clause(block.text)


def _leads_to_reference(text: str, following: str) -> bool:
    """`…依照` and then `第三条规定…`: a reference never starts a paragraph after an open line."""
    return len(text) >= _RUNNING_NUMBERED and is_reference(following)


def _starts_clause(text: str) -> bool:
    return match_heading(text) is not None


def _is_running(text: str, layout: _Layout) -> bool:
    """Whether a line without final punctuation is prose cut short rather than a headline."""
    if _SENTENCE_INSIDE.search(text):
        return True
    is_long = len(text) >= (_RUNNING_NUMBERED if layout.is_numbered else _RUNNING_CHARACTERS)
    return is_long and not _starts_clause(text) and _COMMA.search(text) is not None


def _has_open_bracket(text: str) -> bool:
    return any(text.count(pair[0]) > text.count(pair[1]) for pair in _PAIRS)
