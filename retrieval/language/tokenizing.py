"""Cut text into the search tokens that index and query share.

Han text becomes single characters and overlapping pairs, in one interleaved stream, so that a
phrase
of a text is a run of its tokens. Latin words and numbers stay whole; a joined one (345+1.5,
2019-06-06) also gives its parts.
Does not: read a dictionary; a word boundary guessed wrongly would lose the word for good.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator

_HAN = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_WORD = rf"(?:(?![{_HAN}_])\w)+"
_PIECE = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>{_WORD}(?:[.+\-/:]{_WORD})*%?)")
_PARTS = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")


def normalise(text: str) -> str:
    """Fold text for comparison: NFKC, case folded, invisible characters dropped, 1,200 as 1200."""
    if not text.isascii():
        folded = unicodedata.normalize("NFKC", text).casefold()
        text = unicodedata.normalize("NFKC", folded)
        text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text.casefold())


def tokenize(text: str) -> list[str]:
    """Give the search tokens of text in order; empty only where it has no letter and no digit."""
    tokens: list[str] = []
    for match in _PIECE.finditer(normalise(text)):
        if match.lastgroup == "han":
            tokens.extend(_pairs(match[0]))
        else:
            tokens.extend(_parts(match[0]))
    return tokens


def _pairs(run: str) -> Iterator[str]:
    """Characters and overlapping pairs of a Han run, interleaved."""
    for left, right in itertools.pairwise(run):
        yield left
        yield left + right
    yield run[-1]


def _parts(word: str) -> Iterator[str]:
    """A word or number whole, then its parts where it is joined from several."""
    yield word
    if not word.isalnum() or not (word.isdigit() or word.isalpha()):
        parts = _PARTS.findall(word)
        if parts != [word]:
            yield from parts
