"""Fold text to one spelling and keep, for every folded character, where it came from.

Compatibility forms (full-width digits, ㎡) become plain ones; characters without ink are dropped.
Does not judge: which invisible characters a name held is for `rules.company` to flag.
"""

import unicodedata
from dataclasses import dataclass

# Zero-width, control, private and unassigned characters.
_INVISIBLE_CATEGORIES = frozenset({"Cf", "Cc", "Co", "Cn", "Cs"})
# Letters and marks that have a visible category but no ink: joiners, Hangul and Braille fillers.
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def is_invisible(char: str) -> bool:
    """Whether a character shows nothing: control, zero-width, filler or variation selector.

    Ordinary white space (tab, line break, ideographic space) is not meant.
    """
    if char in _FILLERS or _is_variation_selector(char):
        return True
    return unicodedata.category(char) in _INVISIBLE_CATEGORIES and not char.isspace()


def _is_variation_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


@dataclass(frozen=True, slots=True)
class FoldedText:
    """Folded characters and, for each, the offset of its original character."""

    text: str
    offsets: tuple[int, ...]
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original for folded[start:end]; start < end."""
        return self.offsets[start], self.offsets[end - 1] + 1


def fold_with_offsets(text: str) -> FoldedText:
    """Fold each character by NFKC, drop invisible ones and white space not between two digits.

    Between digits a blank stays: `5000 3000万` are two numbers, `1.2 亿 元` is one.
    """
    chars: list[str] = []
    offsets: list[int] = []
    for offset, original in enumerate(text):
        for char in "" if is_invisible(original) else unicodedata.normalize("NFKC", original):
            chars.append(" " if char.isspace() else char)
            offsets.append(offset)
    kept = [i for i, char in enumerate(chars) if char != " " or _is_between_digits(chars, i)]
    return FoldedText("".join(chars[i] for i in kept), tuple(offsets[i] for i in kept), text)


def _is_between_digits(chars: list[str], index: int) -> bool:
    """Whether the blank at index directly follows a digit and the next ink is a digit."""
    if index == 0 or not chars[index - 1].isascii() or not chars[index - 1].isdigit():
        return False
    following = next((char for char in chars[index:] if char != " "), "")
    return following.isascii() and following.isdigit()
