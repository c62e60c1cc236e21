"""A first report read from a TOML or JSON file: slot names or their Chinese labels, with values.

Money may be written `"120000万元"`; it becomes `{amount, unit, currency}` as the form has it.
Does not judge values: the registry and the rules do.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from bot.errors import BadInput
from bot.rendering.report_labels import SLOT_LABELS
from registry.filing.slots import SLOT_NAMES, Slot, SlotStatus
from rules.measures import parse_exact_money

MAX_BYTES = 1_000_000
_MONEY = ("total_investment", "fixed_investment", "annual_output", "annual_tax")
_FLAGS = {"是": True, "否": False}
_YES_NO = ("is_new_project", "cross_region", "leader_assigned")
_LISTS = ("intent_evidence",)
_AMOUNT = re.compile(r"(?P<amount>-?[\d.]+)(?P<unit>.*)")


def read_report(text: bytes, suffix: str = "") -> dict[str, Slot]:
    """The slots of a report file, every one confirmed: who hands in a file has written it so.

    suffix: `.json` or `.toml`; otherwise told by the first character.
    Raises BadInput: `report_file`, `report_slot` (field), `report_money` (field).
    """
    labels = {label: name for name, label in SLOT_LABELS.items()}
    slots = {}
    for given, value in _table(text, suffix).items():
        name = labels.get(given, given)
        if name not in SLOT_NAMES:
            raise BadInput(f"no slot {given!r}", code="report_slot", field=given)
        raw = "、".join(map(str, value)) if isinstance(value, list) else str(value)
        slots[name] = Slot(_value(name, value), raw=raw, status=SlotStatus.CONFIRMED)
    return slots


def _table(text: bytes, suffix: str) -> Mapping[str, Any]:
    try:
        if len(text) > MAX_BYTES:
            raise ValueError("too large")
        plain = text.decode("utf-8-sig")
        is_json = suffix == ".json" or (suffix != ".toml" and plain.lstrip().startswith("{"))
        if is_json:
            table = json.loads(plain, parse_float=Decimal)
        else:
            table = tomllib.loads(plain, parse_float=Decimal)
        if not isinstance(table, Mapping):
            raise ValueError("no table")
    except (ValueError, RecursionError) as error:
        raise BadInput(f"no report: {error}", code="report_file") from error
    return table


def _value(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return _text_value(name, value)
    if isinstance(value, (bool, int)) or value is None:
        return value
    if isinstance(value, Mapping):
        return {str(key): _value("", item) for key, item in value.items()}
    if isinstance(value, list):
        return [_value("", item) for item in value]
    return str(value)  # numbers with a point, days: as written


def _text_value(name: str, value: str) -> Any:
    if name in _MONEY:
        return _money(name, value)
    if name in _YES_NO:
        return _FLAGS.get(value.strip(), value)
    return [value] if name in _LISTS else value


def _money(name: str, text: str) -> dict[str, str]:
    plain = "".join(normalize("NFKC", text).split())
    money, match = parse_exact_money(plain), _AMOUNT.fullmatch(plain)
    if money is None or match is None:
        raise BadInput(f"{name}: {text!r}", code="report_money", field=SLOT_LABELS[name])
    return {"amount": match["amount"], "unit": match["unit"], "currency": money.currency.value}
