"""Letters of other scripts that look like Latin ones, and names that mix scripts.

A small table of the shapes that occur in company names, in the manner of Unicode UTS #39 skeletons.
Does not change what is stored: the skeleton only serves to find look-alikes and to ask a person.
"""

import unicodedata

# Folded (lower-case) Cyrillic, Greek and other letters by the Latin letter they look like.
_CYRILLIC = dict(zip("асеорхуіјѕԁһԛԝвкмнтгпьбзч", "aceopxyijsdhqwbkmhtrnbb34", strict=True))
_GREEK = dict(zip("αβεικνορτυχωγηζμ", "abeikvoptuxwynzu", strict=True))
_OTHER = {"ı": "i", "ɑ": "a", "ɡ": "g", "ℓ": "l", "⼀": "一", "〇": "零", "○": "零"}
_LOOKS_LIKE = {**_CYRILLIC, **_GREEK, **_OTHER}
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "ARABIC")
_USUAL = frozenset({"LATIN", "CJK"})  # together in many Chinese company names


def skeleton(folded: str) -> str:
    """The folded text with look-alike letters replaced: two texts that look alike become equal."""
    return "".join(_LOOKS_LIKE.get(char, char) for char in folded)


def scripts_of(text: str) -> frozenset[str]:
    """Scripts of the letters of a text; digits and punctuation belong to none."""
    return frozenset(script for char in text if char.isalpha() for script in _script(char))


def mixes_scripts(text: str) -> bool:
    """Whether letters of scripts stand together that do not in an ordinary Chinese company name."""
    scripts = scripts_of(text)
    if scripts <= _USUAL:
        return False
    return len(scripts - {"CJK"}) > 1 or bool(scripts & {"CYRILLIC", "GREEK", "ARABIC", "OTHER"})


def _script(char: str) -> tuple[str, ...]:
    name = unicodedata.name(char, "")
    return (next((script for script in _SCRIPTS if name.startswith(script)), "OTHER"),)
