"""What the tools of the MCP server do, as plain functions: read-only, as one member or as nobody.

Does not: know the protocol, change anything in the registry beyond the record of a look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.bootstrap import Application
from bot.checks.case_checks import CaseChecks, rule_objects, rule_schema
from bot.dialogue.text_cleaning import clean_text
from bot.errors import BadInput
from bot.rendering.answers import answer_object
from bot.rendering.report_objects import event_object, step_object
from bot.rendering.reports import line_as_mapping, report_as_mapping
from registry.errors import Unauthenticated
from registry.service import Registry
from registry.transactions.members import Caller

CHANNEL = "api"


@dataclass(frozen=True, slots=True)
class Tools:
    """The parts the tools work with. account: whose permissions hold; None for a guest."""

    application: Application
    registry: Registry
    account: str | None = None

    def ask(
        self, question: str, as_of: str = "", place: str = "", history: Sequence[str] = ()
    ) -> dict[str, Any]:
        """Answer a question. as_of: ISO day, empty for today. Raises BadInput (`bad_day`)."""
        clock = self.application.clock
        started = clock.elapsed_s()
        answer = self.application.answering.answer(
            clean_text(question),
            as_of=_day(as_of) or clock.today(),
            place=clean_text(place) or None,
            history=[clean_text(turn) for turn in history],
        )
        return answer_object(answer, elapsed_ms=(clock.elapsed_s() - started) * 1000)

    def check(self, rule: str, facts: dict[str, Any], as_of: str = "") -> dict[str, Any]:
        """Assess a case. Raises BadInput, RulesError."""
        day = _day(as_of)
        case = {"rule": rule, "facts": facts, "as_of": day and day.isoformat()}
        checks = CaseChecks(self.registry.rules.context_on)
        return checks.check(case, self.application.clock.today()).as_mapping()

    def check_schema(self, rule: str = "") -> dict[str, Any]:
        """The JSON Schema of a rule's facts; without a rule, all rules. Raises UnknownRuleError."""
        return rule_schema(rule) if rule.strip() else {"rules": rule_objects()}

    def my_reports(self, after: str = "", limit: int = 20) -> dict[str, Any]:
        """The member's reports, a lead's unit's, by page. Raises RegistryError."""
        page = self.registry.queries.mine(self._caller(), after=after, limit=limit)
        return {"items": [line_as_mapping(line) for line in page.rows], "next": page.next}

    def report_status(self, report_no: str) -> dict[str, Any]:
        """A report as the member may see it, what happened to it and what may come next.

        Raises NotFound, also for a report of others; Unauthenticated for a guest.
        """
        who, number = self._caller(), clean_text(report_no).strip()
        view = self.registry.reports.view(who, number)
        timeline = self.registry.queries.timeline(who, number)
        return {
            **report_as_mapping(view),
            "timeline": [event_object(event) for event in timeline],
            "steps": [step_object(s) for s in self.registry.reviews.open_steps(who, number)],
        }

    def _caller(self) -> Caller:
        if self.account is None:
            raise Unauthenticated("no account", code="no_mcp_account")
        return Caller(self.account, CHANNEL)


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(f"day {text!r}", code="bad_day", field="as_of", value=text) from error
