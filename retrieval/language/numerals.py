"""Read the numerals Chinese outlines are numbered with."""

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "〇零一二两三四五六七八九十百千"


def parse_numeral(text: str) -> int:
    """Read `十二`, `一百二十`, `12` or `１２`; `二〇一九` digit by digit.

    Raises ValueError for anything else.
    """
    if text.isdecimal():
        return int(text)
    if not text or any(character not in _DIGITS and character not in _UNITS for character in text):
        raise ValueError(f"not a numeral: {text!r}")
    if not any(character in _UNITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total, digit = 0, -1
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (1 if digit < 0 else digit) * _UNITS[character]
            digit = -1
    return total + max(digit, 0)
