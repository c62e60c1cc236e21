"""Remove what nobody sees from text: control and zero-width characters, byte order marks."""

import re

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f]")


def remove_invisible(text: str) -> str:
    """Unify line ends and plain spaces; drop characters without a glyph. `\\f` and tabs stay."""
    if text.isascii() and "\r" not in text:
        return _INVISIBLE.sub("", text)
    return _SPACES.sub(" ", _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)))


def safe_name(name: str) -> str:
    """The last part of a file name as it may be shown: no path, no control or direction marks."""
    last = re.split(r"[/\\]", name)[-1]
    return remove_invisible(last).replace("\n", "").replace("\f", "").strip()[:200] or "未命名"
