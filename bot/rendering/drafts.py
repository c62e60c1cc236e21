"""Drafts in words and as JSON: values with their units, cards, and what is still missing.

Does not: decide whether a value can stand, or leave out what a person must see before filing.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from bot.dialogue.messages import Row
from bot.rendering.report_labels import SLOT_LABELS
from bot.rendering.reports import show_value
from registry.filing.drafts import Draft
from registry.filing.slots import SLOT_NAMES, Slot, SlotStatus, money_of
from rules.measures import Currency

MONEY_SLOTS = frozenset({"total_investment", "fixed_investment", "annual_output", "annual_tax"})
STATUS_WORDS = {SlotStatus.PROPOSED: "待确认", SlotStatus.INVALID: "看不懂，未采用"}
_WAN = Decimal(10_000)
_CURRENCIES = {
    Currency.CNY: "元",
    Currency.USD: "美元",
    Currency.EUR: "欧元",
    Currency.HKD: "港元",
    Currency.JPY: "日元",
    Currency.GBP: "英镑",
}
_UNITS = {"land_area_mu": "亩"}
_MOST_RAW = 40
_MOST_LABEL = 18


def draft_json(draft: Draft) -> dict[str, Any]:
    """A draft as other programs rely on it: {version, slots: {name: …}, missing}."""
    return {
        "version": draft.version,
        "slots": {
            name: {
                "value": slot.value,
                "display": display_of(name, slot.value),
                "status": slot.status.value,
                "raw": slot.raw,
            }
            for name, slot in draft.slots.items()
            if slot.status is not SlotStatus.EMPTY
        },
        "missing": list(draft.missing),
    }


def display_of(name: str, value: Any) -> str:
    """A slot's value with its unit: 120000万元, 3000万美元, 200亩; empty for none."""
    if name in MONEY_SLOTS and (money := money_of(value)) is not None:
        return f"{_plain(money.amount / _WAN)}万{_CURRENCIES[money.currency]}"
    shown = show_value(value)
    unit = _UNITS.get(name, "")
    return shown if not shown or shown.endswith(unit) else f"{shown}{unit}"


def label_of(name: str) -> str:
    """A slot in Chinese, without the unit its label may carry on a form."""
    return SLOT_LABELS[name].partition("（")[0] if name in _UNITS else SLOT_LABELS[name]


def read_back(name: str, slot: Slot) -> str:
    """A value as it was understood: 总投资：12亿元 → 120000万元."""
    shown, raw = display_of(name, slot.value), short(slot.raw)
    has_unit = name in MONEY_SLOTS or name in _UNITS
    if has_unit and raw and _folded(raw) != _folded(shown):
        return f"{label_of(name)}：{raw} → {shown}"
    return f"{label_of(name)}：{shown}"


def draft_rows(slots: dict[str, Slot]) -> Iterator[Row]:
    """All slots with something in them, in the order of the form, with their source words."""
    for name in SLOT_NAMES:
        slot = slots.get(name)
        if slot is None or slot.status is SlotStatus.EMPTY:
            continue
        notes = [STATUS_WORDS[slot.status]] if slot.status in STATUS_WORDS else []
        shown = display_of(name, slot.value)
        if slot.raw and _folded(slot.raw) != _folded(shown):
            notes.append(f"原话“{short(slot.raw)}”")
        yield Row(label_of(name), shown, "，".join(notes))


def rows_text(rows: Iterable[Row]) -> str:
    """Rows as lines of text, for channels that show no card."""
    return "\n".join(f"{r.label}：{r.value}" + (f"（{r.note}）" if r.note else "") for r in rows)


def labels_text(names: Iterable[str]) -> str:
    """Slots named in a row: 总投资、产业链."""
    return "、".join(label_of(name) for name in names)


def short(raw: str) -> str:
    """A person's words on one line, cut where they are long."""
    line = " ".join(raw.split())
    return line if len(line) <= _MOST_RAW else f"{line[:_MOST_RAW]}…"


def cut(text: str) -> str:
    """A text as a button takes it."""
    return text if len(text) <= _MOST_LABEL else f"{text[:_MOST_LABEL]}…"


def _folded(text: str) -> str:
    return "".join(text.split())


def _plain(amount: Decimal) -> str:
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
