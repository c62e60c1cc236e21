"""What a rule is: its declaration, the context it is asked in, and how it is asked.

The list of all rules is rules.catalog; each rule module declares one RuleSpec constant.
Does not read the clock or a file: the day and all data come in through Context.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from rules.cautions import currency_notes
from rules.clauses import ClauseRef
from rules.currency import NO_RATES, ExchangeRates
from rules.facts import Facts, FactSpec
from rules.layout_guide import LayoutGuide
from rules.localities import Localities
from rules.parameters import ParameterSet
from rules.responsibilities import Duty
from rules.taxonomy import Taxonomy
from rules.verdict import Assessment, Findings, Outcome

EMPTY_GUIDE = LayoutGuide(())
EMPTY_TAXONOMY = Taxonomy(())
NO_LOCALITIES = Localities()


@dataclass(frozen=True, slots=True)
class Context:
    """What is known apart from the case: the day (Asia/Shanghai) and the bureau's data.

    duties: the responsibility table of the annex; empty when it is not loaded.
    localities: places by former and present names; without it a name stands for itself.
    """

    as_of: date
    parameters: ParameterSet
    guide: LayoutGuide = EMPTY_GUIDE
    taxonomy: Taxonomy = EMPTY_TAXONOMY
    rates: ExchangeRates = NO_RATES
    duties: tuple[Duty, ...] = ()
    localities: Localities = NO_LOCALITIES


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """Declaration of one rule.

    number: `R3`; name: `first_negotiation`; title: the question it answers, in Chinese.
    outcomes: every outcome it may give (besides NOT_IN_FORCE).
    assess: facts of the declared types and a context -> assessment; never raises for facts.
    in_force: name of the dated parameter without which the rule does not apply on the day;
        empty for a rule that does not rest on the scheme.
    """

    number: str
    name: str
    title: str
    clauses: tuple[ClauseRef, ...]
    facts: tuple[FactSpec, ...]
    outcomes: tuple[Outcome, ...]
    assess: Callable[[Facts, Context], Assessment]
    in_force: str = "scheme_in_force"


def begin(rule: str, context: Context) -> Findings:
    """Findings of a rule that rests on the scheme, with the notes every such answer carries."""
    return Findings(rule, context.as_of, notes=list(currency_notes(context.as_of)))
