"""The scheme's clauses as constants, and the words every rule of the scheme shares."""

from rules.clauses import ClauseRef
from rules.verdict import Outcome

SCHEME = "hz-2019-40"

PREAMBLE = ClauseRef(SCHEME, "preamble")
GENERAL = ClauseRef(SCHEME, "1")  # 一 总体要求
SPATIAL_PLANNING = ClauseRef(SCHEME, "2.1")
LAYOUT_GUIDE = ClauseRef(SCHEME, "2.2")
PLATFORM_EVALUATION = ClauseRef(SCHEME, "2.3")
CHAIN_POLICY = ClauseRef(SCHEME, "3.1")
SPECIAL_DEAL = ClauseRef(SCHEME, "3.2")
POLICY_CEILING = ClauseRef(SCHEME, "3.3")
FIRST_REPORT = ClauseRef(SCHEME, "4.1")
LEAD_NEGOTIATION = ClauseRef(SCHEME, "4.2")
PROJECT_TRANSFER = ClauseRef(SCHEME, "4.3")
LAND = ClauseRef(SCHEME, "5.1")
ENERGY = ClauseRef(SCHEME, "5.2")
FUNDS = ClauseRef(SCHEME, "5.3")
FINAL = ClauseRef(SCHEME, "6")  # 六 其他事项


def annex(row: int) -> ClauseRef:
    """Row of the annex table, 1 to 12."""
    return ClauseRef(SCHEME, f"annex.{row}")


NOT_IN_FORCE = Outcome("NOT_IN_FORCE", "制度尚未施行，不能据此判断")
