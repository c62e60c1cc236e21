"""Cut Chinese text into sentences with offsets; say whether evidence bears one out. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.language.lexicon import Lexicon, squeeze

_RUN = r"(?:《[^《》。\n]{1,60}》|[^。！？!?\n])"  # the ？ of a title ends no sentence
_SENTENCE = re.compile(rf"{_RUN}*+[。！？!?]+[”’」』）)]*|{_RUN}++")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_ENUMERATOR = re.compile(r"[①-⑳]|(?<![\d.])\d{1,2}[.、](?=\D)|[(（]\d{1,2}[)）]")
_FORBIDS = re.compile(r"不得|禁止|不能|不可以|不允许|不享受|不给予|无权|不准")
_NEGATES = re.compile(r"不|未|无|非|禁|没|防止|避免|取消|杜绝|拒")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: text[start:end]."""

    start: int
    end: int
    text: str


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of text in order, trimmed; closing quotation marks and brackets stay on."""
    found = []
    for match in _SENTENCE.finditer(text):
        raw = match[0]
        trimmed = raw.strip()
        if trimmed:
            start = match.start() + len(raw) - len(raw.lstrip())
            found.append(Span(start, start + len(trimmed), trimmed))
    return tuple(found)


def is_supported(sentence: str, evidence: str, lexicon: Lexicon) -> bool:
    """Whether the numbers, departments and prohibitions of sentence all stand in evidence."""
    ground = lexicon.canonical(evidence)
    if not set(_numbers(sentence)) <= set(_NUMBER.findall(ground)):
        return False
    named = {m.term for m in lexicon.mentions(sentence) if m.category == "department"}
    if not all(name in ground for name in named):
        return False
    return not (_FORBIDS.search(sentence) and not _NEGATES.search(ground))


def unsupported_parts(sentence: str, evidence: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The numbers and departments of sentence that evidence does not hold; for reports, tests."""
    ground = lexicon.canonical(evidence)
    numbers = set(_NUMBER.findall(ground))
    lost: Iterable[str] = [n for n in _numbers(sentence) if n not in numbers]
    named = [m.term for m in lexicon.mentions(sentence) if m.category == "department"]
    return tuple(dict.fromkeys([*lost, *(name for name in named if name not in ground)]))


def _numbers(sentence: str) -> list[str]:
    """The figures of a sentence; ① and (1) that only count its members are none."""
    return _NUMBER.findall(squeeze(_ENUMERATOR.sub("", sentence)))
