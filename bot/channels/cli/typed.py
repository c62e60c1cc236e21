"""What comes in over standard input: UTF-8 whatever the locale says, GBK where it is none.

Does not: fail for any bytes; what is neither becomes question marks.
"""

import sys
from collections.abc import Iterator


def typed_lines() -> Iterator[str]:
    """The lines of standard input, each as it is written, with its end."""
    for number, line in enumerate(sys.stdin.buffer):
        yield decode(line, is_first=number == 0)


def typed_text() -> str:
    """All of standard input."""
    return decode(sys.stdin.buffer.read(), is_first=True)


def decode(raw: bytes, *, is_first: bool) -> str:
    """The words of some bytes. is_first: they may begin with a mark of their encoding."""
    for encoding in ("utf-8-sig" if is_first else "utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")
