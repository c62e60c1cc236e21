"""Cut cleaned blocks into clauses by the outline of Chinese documents.

一、（一）1. give `4`, `4.1`, `4.1.2`; 第三章 `ch.3`, 第十二条 `art.12`, 第十二条之一 `art.12a`; 附
`annex`, its table rows `annex.7`; headings without numbers `s1`, `s1.2`; what stands before the
first heading `preamble`. The clauses cover the text without gaps: a heading that only groups
others belongs to the first clause under it. Does not: read dates, titles or places.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from retrieval.intake.clause_ids import Opened, full_label, make_clause_id, rank_of
from retrieval.intake.headings import Heading, HeadingKind, match_heading
from retrieval.intake.splitting import split_long
from retrieval.intake.unnumbered import Mark, find_unnumbered
from retrieval.loading.blocks import Block, BlockKind

_MIN_NUMBERED = 2
_GAP = 3  # how many numbers of an outline may be missing
_LIST_INTRO = ("：", ":")
_LIST_END = ("；", ";")
_RUNNING_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Section:
    """One clause in the making; `text[start:end]` is its text. number: of a table row or 条."""

    id: str
    label: str
    title: str
    start: int
    end: int
    parents: tuple[str, ...] = ()


@dataclass(slots=True)
class _Draft:
    id: str
    label: str
    title: str
    start: int
    rank: tuple[int, int]
    parents: tuple[str, ...]
    is_bare: bool  # only headings so far


def write_text(blocks: Sequence[Block]) -> str:
    """The text of a document: one block a line."""
    return "\n".join(block.text for block in blocks)


def cut_clauses(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Sections in reading order that cover `write_text(blocks)`, with ids unique within it."""
    if not blocks:
        return ()
    builder = _Builder(blocks)
    builder.read()
    text = write_text(blocks)
    return tuple(_unique(split_long(builder.sections(len(text)), text)))


def _unique(sections: Iterable[Section]) -> list[Section]:
    seen: dict[str, int] = {}
    result = []
    for section in sections:
        count = seen[section.id] = seen.get(section.id, 0) + 1
        name = section.id
        while count > 1 and name in seen:
            name = f"{section.id}-r{count}"
            count += 1
        seen.setdefault(name, 1)
        result.append(section if name == section.id else replace(section, id=name))
    return result


class _Builder:
    """Reads blocks one by one and keeps the open headings above the current clause."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.found = [
            match_heading(b.text) if b.kind is not BlockKind.ROW else None for b in blocks
        ]
        articles = [h for h in self.found if h is not None and h.kind is HeadingKind.ARTICLE]
        spaced = sum(not article.is_glued for article in articles)
        is_statute = spaced >= _MIN_NUMBERED or (bool(articles) and articles[0].numbers[0] == 1)
        self.has_articles = len(articles) >= _MIN_NUMBERED and is_statute
        self.marks = {} if self._is_numbered() else find_unnumbered(blocks)
        self.stack: list[Opened] = []
        self.counts: dict[int, int] = {}
        self.drafts: list[_Draft] = [_Draft("preamble", "", "", 0, (-1, 0), (), is_bare=False)]
        self.in_list = False
        self.rows: dict[str, int] = {}

    def _is_numbered(self) -> bool:
        kinds = {HeadingKind.CHINESE, HeadingKind.ARTICLE, HeadingKind.CHAPTER, HeadingKind.PAREN}
        numbered = [h for h in self.found if h is not None and h.kind in kinds]
        decimals = [h for h in self.found if h is not None and h.kind is HeadingKind.DECIMAL]
        return len(numbered) >= _MIN_NUMBERED or len(decimals) >= _MIN_NUMBERED

    def read(self) -> None:
        offset, before = 0, ""
        for index, block in enumerate(self.blocks):
            self._block(index, block, offset, before)
            offset += len(block.text) + 1
            before = block.text

    def sections(self, end: int) -> list[Section]:
        drafts = self.drafts
        if drafts[0].id == "preamble" and len(drafts) > 1 and drafts[1].start == 0:
            drafts = drafts[1:]
        stops = [draft.start - 1 for draft in drafts[1:]] + [end]
        return [
            Section(d.id, d.label, d.title, d.start, stop, d.parents)
            for d, stop in zip(drafts, stops, strict=True)
        ]

    def _block(self, index: int, block: Block, offset: int, before: str) -> None:
        if block.kind is BlockKind.ROW:
            self._row(block, offset)
            return
        heading = self.found[index]
        if heading is not None and self._accepts(heading, block, before):
            self._open_numbered(heading, block, offset)
        elif mark := self.marks.get(index):
            self._open_unnumbered(mark, block, offset)
        elif self.drafts[-1].is_bare and not _is_short(block):
            self.drafts[-1].is_bare = False

    def _accepts(self, heading: Heading, block: Block, before: str) -> bool:
        """Whether a heading form at a paragraph's start is a heading here."""
        kind = heading.kind
        marked = block.kind is BlockKind.HEADING
        self.in_list = self._is_list_item(kind, block, before)
        if self.in_list and not marked:
            return False
        if kind is HeadingKind.ANNEX:
            return heading.is_bare
        if self.has_articles and not self._in_annex():
            return self._accepts_among_articles(heading, marked=marked)
        if kind is HeadingKind.DECIMAL:
            return marked or self._is_numbered()
        if kind is HeadingKind.ARABIC and not self.stack and not marked:
            return False
        return marked or self._is_next(heading)

    def _accepts_among_articles(self, heading: Heading, *, marked: bool) -> bool:
        """In a statute 编章节条 and bare 一、 cut; （一） and 1. are items of an article."""
        if heading.kind is HeadingKind.ARTICLE:
            last = self.counts.get(HeadingKind.ARTICLE, 0)
            number = heading.numbers[0]
            if heading.is_glued and not marked:
                return number == last + 1 or (number == last and heading.sub > 0)
            return marked or number >= last or number == 1
        if heading.kind in (HeadingKind.PART, HeadingKind.CHAPTER, HeadingKind.SECTION):
            return heading.is_bare
        return heading.kind is HeadingKind.CHINESE and heading.is_bare

    def _is_next(self, heading: Heading) -> bool:
        rank = rank_of(heading)
        parent = next((o for o in reversed(self.stack) if o.rank < rank), None)
        last = (parent.counts if parent else self.counts).get(heading.kind, 0)
        number = heading.numbers[0]
        is_excerpt = not last and heading.is_bare  # a text that starts at 四、
        return number == 1 or is_excerpt or last < number <= last + _GAP

    def _is_list_item(self, kind: HeadingKind, block: Block, before: str) -> bool:
        """Items after a colon, or between semicolons, belong to the clause they stand in."""
        if kind is HeadingKind.PAREN:
            return block.text.endswith(_LIST_END) or (self.in_list and before.endswith(_LIST_END))
        if kind is not HeadingKind.ARABIC:
            return False
        if block.text.endswith(_LIST_END) or before.endswith((*_LIST_INTRO, *_LIST_END)):
            return True
        return self.in_list

    def _in_annex(self) -> bool:
        return any(opened.is_annex for opened in self.stack)

    def _open_numbered(self, heading: Heading, block: Block, offset: int) -> None:
        rank = rank_of(heading)
        closed = ""
        while self.stack and self.stack[-1].rank >= rank:
            closed = self.stack.pop().heading
        parent = self.stack[-1] if self.stack else None
        counts = parent.counts if parent else self.counts
        counts[heading.kind] = heading.numbers[0] if heading.numbers else 0
        if heading.kind is HeadingKind.ARTICLE:
            self.counts[HeadingKind.ARTICLE] = heading.numbers[0]
        words = block.text if heading.is_bare else f"{heading.label}{heading.title}"
        is_again = heading.kind is HeadingKind.ANNEX and not heading.title and self._is_bare_annex()
        opened = Opened(
            rank,
            make_clause_id(heading, self.stack),
            full_label(heading, parent),
            closed if is_again and closed else words,
            is_annex=heading.kind is HeadingKind.ANNEX,
        )
        self._start(opened, heading.title, offset, is_bare=heading.is_bare)

    def _is_bare_annex(self) -> bool:
        return self.drafts[-1].is_bare and self.drafts[-1].id.startswith("annex")

    def _open_unnumbered(self, mark: Mark, block: Block, offset: int) -> None:
        rank = (HeadingKind.CHINESE, mark.depth)
        while self.stack and self.stack[-1].rank >= rank:
            self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        counts = parent.counts if parent else self.counts
        counts[HeadingKind.CHINESE] = number = counts.get(HeadingKind.CHINESE, 0) + 1
        name = f"{parent.id}.{number}" if parent else f"s{number}"
        opened = Opened(rank, name, mark.title, mark.title, is_annex=False)
        is_bare = mark.is_bare and block.kind is not BlockKind.ROW
        self._start(opened, mark.title, offset, is_bare=is_bare)

    def _start(self, opened: Opened, title: str, offset: int, *, is_bare: bool) -> None:
        parents = tuple(above.heading for above in self.stack)
        self.stack.append(opened)
        draft = _Draft(opened.id, opened.label, title, offset, opened.rank, parents, is_bare)
        self._push(draft)

    def _push(self, draft: _Draft) -> None:
        """Add a clause; one that is only headings above it becomes its beginning."""
        last = self.drafts[-1]
        if last.is_bare and (last.rank < draft.rank or last.id == draft.id):
            draft.start = last.start
            self.drafts.pop()
        self.drafts.append(draft)
        self.in_list = False

    def _row(self, block: Block, offset: int) -> None:
        parent = self.stack[-1] if self.stack else None
        base = parent.id if parent else ""
        self.rows[base] = self.rows.get(base, 0) + 1
        number = block.cells[0] if block.cells else ""
        if parent is not None and parent.is_annex:
            name = f"{base}.{number if number.isdecimal() else f'row{self.rows[base]}'}"
        else:
            name = f"{base}.row{self.rows[base]}" if base else f"row{self.rows[base]}"
        title = next((c for c in block.cells[1:] if c and len(c) <= _RUNNING_CHARACTERS), "")
        label = f"附{number}" if parent and parent.is_annex and number else number
        parents = tuple(above.heading for above in self.stack)
        self._push(_Draft(name, label, title, offset, (99, 0), parents, is_bare=False))


def _is_short(block: Block) -> bool:
    """Whether a line under a heading may still be part of it (second line of a title)."""
    if block.kind is BlockKind.HEADING:
        return True
    return len(block.text) < _RUNNING_CHARACTERS and not block.text.endswith(
        ("。", "；", "：", "！", "？", "……")
    )
