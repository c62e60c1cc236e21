"""Fold a message for reading: narrow, lower case, simplified, common slips mended; same length.

Does not: change the place of any character, so that a place in the folded text is the same place
in the words of the person.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache

from bot.routing.tables import load_splitting

_MARKS = str.maketrans({"。": "。", "，": ",", "、": "、", "．": ".", "～": "~"})


def fold(text: str) -> str:
    """The text as routing reads it, character for character as long as it was."""
    folded = text.translate(_folds()).translate(_MARKS)
    if not folded.isascii():
        folded = "".join(map(_narrow, folded))
    for slip, meant in _slips().items():
        folded = folded.replace(slip, meant)
    return folded


@cache
def _narrow(char: str) -> str:
    narrow = unicodedata.normalize("NFKC", char).lower()
    return narrow if len(narrow) == 1 else char


@cache
def _folds() -> Mapping[int, str]:
    pairs = load_splitting().traditional
    upper = {ord(char): char.lower() for char in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    return upper | {ord(old): new for old, new in zip(pairs[::2], pairs[1::2], strict=True)}


@cache
def _slips() -> Mapping[str, str]:
    return dict(load_splitting().slips)
