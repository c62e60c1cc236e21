"""What each slot is called on forms, in tables and in talk, and how a label is found in a text.

Reads: labels.toml (packaged). Does not read values.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from registry.filing.slots import SLOT_NAMES

_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]{0,20}[)\]】]")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\(?[一二三四五六七八九十\d]{1,2}[)、.]|[*★●■·•-]+)+"
)
_BEFORE = ("项目", "企业", "拟建", "预计", "计划", "其中", "本项目", "该项目", "达产后", "意向")
_IN_WORDS = re.compile(
    r"万?(?:元|美元|欧元|港元|日元|英镑)|亿(?:元|美元)?|亩|公顷|平方米|万千瓦时|吨标煤"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label in a text. unit: the unit it states for its value: 总投资（万元）."""

    slot: str
    start: int
    end: int
    unit: str = ""


@cache
def labels() -> dict[str, str]:
    """Every label, folded, with its slot."""
    table = tomllib.loads((files("bot.understanding") / "labels.toml").read_text("utf-8"))
    assert set(table) == set(SLOT_NAMES)
    return {_plain(word): slot for slot, words in table.items() for word in words}


def slot_of(label: str) -> Label | None:
    """The slot a label cell names, whole: `3. 总投资（万元）*`; None when it names none."""
    folded = unicodedata.normalize("NFKC", label)
    unit = next((m[0] for part in _BRACKETS.findall(folded) if (m := _IN_WORDS.search(part))), "")
    plain = _NUMBERING.sub("", _plain(folded)).strip("*:★?。.")
    slot = labels().get(plain) or labels().get(_without_prefix(plain))
    return None if slot is None else Label(slot, 0, len(label), unit)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return "".join(_BRACKETS.sub("", folded).split())


def _without_prefix(plain: str) -> str:
    prefix = next((p for p in _BEFORE if plain.startswith(p) and len(plain) > len(p) + 1), "")
    return plain.removeprefix(prefix)


@cache
def _label_pattern() -> re.Pattern[str]:
    """A label with its mark: 总投资(万元): … The longest label counts."""
    words = "|".join(re.escape(word) for word in sorted(labels(), key=len, reverse=True))
    before = "|".join(_BEFORE)
    return re.compile(
        rf"(?:(?<=[\s,。;:、|!?)】\]*.])|^)(?P<label>(?:{before})?(?:{words}))"
        rf"(?P<note>[ ]{{0,2}}\([^()\n]{{1,20}}\))?[ \t]{{0,4}}"
        rf"(?:(?:写|补|加|填)一?下|如下|[写加补]上|[写填补])?"
        rf"(?P<mark>:|=|\||\t|改成|改为|改到|换成|应为|应该是)[ \t]{{0,8}}",
        re.MULTILINE,
    )


def marked_labels(text: str) -> tuple[Label, ...]:
    """Every `label:` of a folded text, its span with the mark, in order."""
    found = []
    for match in _label_pattern().finditer(text):
        label = slot_of(match["label"] + (match["note"] or ""))
        if label is not None:
            found.append(Label(label.slot, match.start(), match.end(), label.unit))
    return tuple(found)
