"""Questions somebody puts and answers in the same breath: 跨区吗？不跨。 Pure.

Does not: touch a question that asks for something, or an answer that goes on to say more.
"""

import re

_ANSWER = (
    r"(?:也?(?:不|没|无|非|有|是|对|要|会|新|算|都|暂)[^\s,，。;；!！?？\n]{0,7}|否|嗯)"
    r"(?=[,，。;；!！\s]|$)"
)
_PAIR = re.compile(
    r"(?P<what>(?<![^\s,，。;；!！?？\n])[^\s,，。;；!！?？\n谁哪么什多几怎]{2,10}?)(?P<mark>[吗嘛]?[?？][\s,，]*|[吗嘛][,，\s]+)"
    rf"(?P<told>{_ANSWER})"
)
_WHETHER = re.compile(r"^(?:是不是|是否|有没有|要不要|需不需要|算不算)|不$")


def declared(text: str) -> str:
    """The text with such pairs as statements: 跨区：不跨."""
    return _PAIR.sub(_stated, text)


def _stated(match: re.Match[str]) -> str:
    told = match["told"]
    what = _WHETHER.sub("", match["what"])
    return told if len(told) > 2 and set(what) & set(told[1:]) else f"{what}：{told}"
