"""The columns of a report that lists and statistics read: parts of its content, once more.

The ledger keeps a salted digest of those the bureau counts by, so that `verify` finds a change that
the content alone would not show: what a chain or an amount came to on its day depends on the
taxonomy and the rates of that day.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Row

from registry.database.canonical import canonical_json, salted_digest
from registry.filing.project_keys import fold_project_name
from registry.filing.slots import Content, money_of, printable
from rules.registry import Context


def searchable(content: Content, context: Context) -> dict[str, object]:
    """Columns that repeat parts of the content, for search and statistics."""
    money = money_of(content.get("total_investment"))
    converted = None if money is None else context.rates.to_yuan(money, context.as_of)
    yuan = None if converted is None else converted.yuan.quantize(Decimal(1), ROUND_HALF_UP)
    return {
        "project_name": printable(content, "project_name"),
        "project_name_key": fold_project_name(content),
        "investor_name": printable(content, "investor_name"),
        "platform": printable(content, "platform")[:100] or None,
        "investment_yuan": None if yuan is None or abs(yuan) >= 2**63 else int(yuan),
    }


def listed_digest(row: Row[Any]) -> str:
    """What the ledger says of the counted columns of a report's row."""
    text = canonical_json([row.chain, row.platform, row.investment_yuan])
    return salted_digest(bytes.fromhex(row.content_salt), text)
