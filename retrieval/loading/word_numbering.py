"""Work out the automatic numbers of a DOCX file (一、 第三条 1.), which its text does not hold."""

import re
from dataclasses import dataclass, field

from retrieval.loading.word_styles import WORD, attribute, parse_tree

_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting",
    "taiwaneseCounting", "taiwaneseCountingThousand", "chineseLegalSimplified",
}  # fmt: skip
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    pattern: str  # `第%1条`, `（%2）`


@dataclass(slots=True)
class Numbering:
    """The lists of one document and how far each has counted."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    counters: dict[tuple[str, int], int] = field(default_factory=dict)

    def next_label(self, list_id: str, level: int) -> str:
        """Count one up in a list and return the label as Word would print it; bullets give ''."""
        own = self.levels.get((list_id, level))
        if own is None or own.form in ("bullet", "none"):
            return ""
        self.counters[(list_id, level)] = self.counters.get((list_id, level), own.start - 1) + 1
        for deeper in range(level + 1, 9):
            self.counters.pop((list_id, deeper), None)
        label = re.sub(r"%(\d)", lambda mark: self._count(list_id, int(mark[1]) - 1), own.pattern)
        return label if label.endswith(("、", "）", ")")) else f"{label} " if label else ""

    def _count(self, list_id: str, level: int) -> str:
        own = self.levels.get((list_id, level), _Level(1, "decimal", ""))
        value = self.counters.get((list_id, level), own.start)
        return format_chinese(value) if own.form in _CHINESE else str(value)


def read_numbering(xml: bytes) -> Numbering:
    """Read word/numbering.xml; no part, no lists. Raises DocumentError."""
    numbering = Numbering()
    if not xml:
        return numbering
    tree = parse_tree(xml)
    abstract: dict[str, dict[int, _Level]] = {}
    for element in tree.iter(f"{WORD}abstractNum"):
        levels = {}
        for level in element.iter(f"{WORD}lvl"):
            depth = attribute(level, "ilvl")
            if depth.isdecimal():
                levels[int(depth)] = _Level(
                    int(_value(level, "start", "1")),
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                )
        abstract[attribute(element, "abstractNumId")] = levels
    for element in tree.iter(f"{WORD}num"):
        list_id = attribute(element, "numId")
        for place, own in abstract.get(_value(element, "abstractNumId", ""), {}).items():
            numbering.levels[(list_id, place)] = own
    return numbering


def _value(element: object, name: str, default: str) -> str:
    mark = element.find(f"{WORD}{name}")  # type: ignore[attr-defined]
    value = attribute(mark, "val") if mark is not None else ""
    if name == "start":
        return value if value.isdecimal() else default
    return value or default


def format_chinese(value: int) -> str:
    """Write 0 to 999 as Chinese numerals: 12 → 十二, 120 → 一百二十; larger ones as digits."""
    if not 0 <= value < 1000:
        return str(value)
    if value < 10:
        return _DIGITS[value]
    hundreds, rest = divmod(value, 100)
    head = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if not rest:
        return head
    tens, ones = divmod(rest, 10)
    if hundreds and not tens:
        return f"{head}零{_DIGITS[ones]}"
    ten = ("一" if hundreds and tens == 1 else "" if tens == 1 else _DIGITS[tens]) + "十"
    return head + ten + (_DIGITS[ones] if ones else "")
