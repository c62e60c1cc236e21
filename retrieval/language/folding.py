"""Fold titles, numbers and places so that different ways to print them compare equal."""

import re
import unicodedata

_NOT_WORDS = re.compile(r"[\W_]+")
_PLACE_SUFFIX = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:省|市|自治区|区|县|州)")


def fold_title(text: str) -> str:
    """Letters, digits and Chinese characters only; width and case unified."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def fold_place(text: str) -> str:
    """`绍兴市越城区` and `绍兴越城` alike."""
    return _PLACE_SUFFIX.sub("", fold_title(text))
