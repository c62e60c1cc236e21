"""Tell apart several articles in one file: `嵊州市:如何…`, also glued to the text after it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.language.folding import fold_title
from retrieval.loading.blocks import Block, BlockKind
from retrieval.types import DocumentMeta

_PLACED = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,7}?(?:省|自治区|市|州|盟|区|县|旗)"
    r"(?:[\u4e00-\u9fff]{1,6}?(?:市|区|县|旗))?)\s*[:：]\s*(?P<headline>\S.{7,})",
    re.DOTALL,
)
_BODY_OPENING = re.compile(
    r"(?:近年来|近日|日前|今年以来|今年[上下]半年|去年以来|近期|近几年|当前|目前|为(?:贯彻|深入|全面|进一步|认真|切实)"
    r"|\d{4}年(?:以来|[上下]半年|\d)|自\d{4}年)"
)
_HEADLINE_END = re.compile(r"[?？!！]")
_HEADLINE = (8, 70)
_MIN_BODY = 150
_SHORT_BODY = 40  # where it is told in sentences
_FEWEST_SENTENCES = 2
_NOT_PLACES = re.compile(
    r"(?:单位|责任|部门|联系|牵头|配合|各|本|全|该|我|其他|适用)[\u4e00-\u9fff]*\Z"
)


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a file. place: as its headline names it, '' for a file with one article."""

    blocks: tuple[Block, ...]
    place: str = ""
    headline: str = ""


def split_articles(
    blocks: Sequence[Block], known: Sequence[DocumentMeta] = ()
) -> tuple[Article, ...]:
    """The articles of a file in order; together they hold every block.

    A new article starts at a line `place: headline`, or at the title of a known document, with
    a body of at least 150 characters before (unless it opens the file) and after it.
    """
    titles = {fold_title(meta.title): meta for meta in known if len(fold_title(meta.title)) >= 8}
    starts: list[tuple[int, Article]] = []
    for index, block in enumerate(blocks):
        if found := _article_start(block, titles):
            starts.append((index, found))
    starts = _with_bodies(starts, blocks)
    if not starts or (len(starts) == 1 and starts[0][0] == 0):
        return (Article(tuple(blocks)),)
    first = starts[0][0]
    articles = [Article(tuple(blocks[:first]))] if first else []
    stops = [index for index, _ in starts[1:]] + [len(blocks)]
    for (index, article), stop in zip(starts, stops, strict=True):
        body = article.blocks + tuple(blocks[index + 1 : stop])
        articles.append(replace(article, blocks=body))
    return tuple(articles)


def _article_start(block: Block, titles: dict[str, DocumentMeta]) -> Article | None:
    if block.kind is BlockKind.ROW or not block.text:
        return None
    if block.kind is BlockKind.LINE and len(block.text) <= 80 and fold_title(block.text) in titles:
        return Article((replace(block, kind=BlockKind.HEADING, level=1),), "", block.text)
    found = _PLACED.match(block.text)
    if found is None or _NOT_PLACES.match(found["place"]):
        return None
    cut = _headline_end(found["headline"])
    if not _HEADLINE[0] <= cut <= _HEADLINE[1]:
        return None
    end = found.start("headline") + cut
    headline, rest = block.text[:end], block.text[end:]
    head = Block(BlockKind.HEADING, headline, level=1)
    body = (Block(BlockKind.LINE, rest),) if rest else ()
    return Article((head, *body), found["place"], headline)


def _headline_end(text: str) -> int:
    """Where a headline ends in the line it opens: at ?, before 近年来 and its like, or the end."""
    if opening := _BODY_OPENING.search(text, _HEADLINE[0]):
        before = text[: opening.start()]
        if not re.search(r"[。；]", before):
            return len(before)
    if mark := _HEADLINE_END.search(text[: _HEADLINE[1]]):
        return mark.end()
    is_sentence = re.search(r"[。；;.]", text) is not None
    return 0 if is_sentence else len(text)


def _is_body(blocks: Sequence[Block], size: int) -> bool:
    """Whether a headline's text is an article: long, or short and said in sentences."""
    is_told = sum(block.text.count("。") for block in blocks) >= _FEWEST_SENTENCES
    return size >= _MIN_BODY or (size >= _SHORT_BODY and is_told)


def _with_bodies(
    starts: Sequence[tuple[int, Article]], blocks: Sequence[Block]
) -> list[tuple[int, Article]]:
    """Keep the starts that leave every article a body; a list of places has none."""
    sizes = [len(block.text) for block in blocks]
    kept: list[tuple[int, Article]] = []
    for position, (index, article) in enumerate(starts):
        stop = starts[position + 1][0] if position + 1 < len(starts) else len(blocks)
        body = sum(sizes[index:stop]) - len(article.headline)
        first = kept[-1][0] if kept else 0
        if _is_body(blocks[index:stop], body) and (
            index == 0 or _is_body(blocks[first:index], sum(sizes[first:index]))
        ):
            kept.append((index, article))
    return kept
