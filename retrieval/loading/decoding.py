"""Turn bytes into text: byte order mark, then strict UTF-8, UTF-16 without mark, strict GB18030.

Does not guess statistically: short Chinese texts are called Korean by such guesses. What no
strict decoder takes, or what only decodes to nonsense, is refused.
"""

import codecs
import re

from retrieval.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_EXPECTED = re.compile(r"[\t\n\r\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u2010-\u2026]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MIXED_LINE_BYTES = 9  # a GBK line this long is not valid UTF-8 by chance


def decode_text(data: bytes) -> str:
    """Decode a text file. Raises DocumentError(unreadable)."""
    text = _decode(data)
    if "\0" in text:
        raise _unreadable("binary data")
    return text


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if b"\0" in data:
        return _utf16_without_mark(data) or _refuse("binary data")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _utf16_without_mark(data) or _gb18030(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unreadable(f"not valid {encoding}") from error


def _utf16_without_mark(data: bytes) -> str:
    """Decode as UTF-16 when nearly everything becomes Chinese or ASCII; '' otherwise."""
    if len(data) % 2:
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:4000]
        is_expected = len(_EXPECTED.findall(sample)) >= 0.9 * len(sample)
        if is_expected and (b"\0" in data or _HAN.search(sample)):
            return text
    return ""


def _gb18030(data: bytes) -> str:
    if any(_is_utf8_line(line) for line in data.splitlines()):
        raise _unreadable("several encodings in one file")
    text = _strict(data, "gb18030")
    foreign = re.findall(r"[^\x00-\x7f]", text[:20_000])
    odd = sum(1 for character in foreign if _is_odd(character))
    if odd > 0.2 * len(foreign):  # Big5 and others decode to kana, Greek and rare characters
        raise _unreadable("not UTF-8, UTF-16 or GB18030")
    return text


def _is_utf8_line(line: bytes) -> bool:
    if sum(byte >= 0x80 for byte in line) < _MIXED_LINE_BYTES:
        return False
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_odd(character: str) -> bool:
    if "\u3040" <= character <= "\u30ff" or "\u0370" <= character <= "\u04ff":
        return True
    if "\ue000" <= character <= "\uf8ff":
        return True
    return "\u4e00" <= character <= "\u9fff" and not _is_gb2312(character)


def _is_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _refuse(reason: str) -> str:
    raise _unreadable(reason)


def _unreadable(reason: str) -> DocumentError:
    return DocumentError(f"cannot decode: {reason}", code="unreadable", reason=reason)
