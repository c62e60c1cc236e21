"""The register docs/policy_coverage.md: how each clause of the scheme is treated.

`python -m bot.policy_coverage` writes it. Reads: the corpus, the catalog of rules, the parameters.
A clause is treated by a rule, by look-up (the responsibility table or typed facts), by an answer
from its words only, or it is left to people; none may be missing.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from retrieval.index.digest import load_corpus
from retrieval.types import Clause, FactKind, ParsedDocument
from rules.catalog import RULES
from rules.clauses import ClauseRef
from rules.lifecycle import Lifecycle, parse_lifecycle
from rules.parameters import ParameterSet, Provenance, parse_parameters
from rules.responsibilities import Duty, parse_responsibilities
from rules.scheme import SCHEME

ROOT = Path(__file__).resolve().parent.parent
PAGE = Path("docs") / "policy_coverage.md"

# Clauses whose substance is a judgement or a plan of a body, with what stays with it. The library
# answers what they say; no rule is made of them.
HUMAN_DECISIONS = {
    "2.1": "spatial planning is made by the planning bureau and its partners",
    "2.3": "the yearly evaluation of platforms is the bureau's judgement",
}
# Clauses that ask for no decision: purpose, principles, frame, editor's remarks.
ANSWER_ONLY = {
    "preamble": "purpose and basis",
    "1": "general aims",
    "annex": "frame of the table; its rows stand below",
    "currency": "editor's remark on whether the text is current, not part of the scheme",
}

_HEAD = """# Policy coverage

Written by `python -m bot.policy_coverage` from the corpus, the rules and the parameters; a test
fails when it is out of date. It says how this system treats each clause of the scheme `hz-2019-40`:

- **rule** – code decides, with this clause behind the reason;
- **look-up** – structured data answer (the responsibility table, typed facts);
- **answer only** – the library answers from the words of the clause; there is nothing to decide;
- **human decision** – the clause leaves the matter to a body; the library answers what it says.

*Left open* names the local settings (本局设定) that exist because the clause is silent, and says
whether the corpus lists open points of it.
"""


class CoverageError(Exception):
    """A clause of the scheme that nothing treats, or a treatment of an unknown clause."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What the register is made of."""

    documents: tuple[ParsedDocument, ...]
    parameters: ParameterSet
    duties: tuple[Duty, ...]
    lifecycle: Lifecycle


def main(arguments: list[str]) -> int:
    """Write the register below the folder given, by default this checkout."""
    root = Path(arguments[0]) if arguments else ROOT
    (root / PAGE).write_text(coverage_page(load_sources(root)), encoding="utf-8")
    return 0


def load_sources(root: Path) -> Sources:
    """Read corpus, parameters and responsibility table of a checkout."""
    parameters = (root / "rules" / "data" / "parameters.toml").read_text(encoding="utf-8")
    duties = (root / "corpus" / "responsibilities.toml").read_text(encoding="utf-8")
    lifecycle = (root / "rules" / "data" / "lifecycle.toml").read_text(encoding="utf-8")
    return Sources(
        tuple(load_corpus(root / "corpus").documents),
        parse_parameters(parameters),
        parse_responsibilities(duties),
        parse_lifecycle(lifecycle),
    )


def coverage_page(sources: Sources) -> str:
    """The whole page. Raises CoverageError for a clause without treatment or a clause unknown."""
    known = {str(clause.ref) for document in sources.documents for clause in document.clauses}
    if strange := sorted(set(_cited(sources)) - known):
        raise CoverageError(f"cited, but not in the corpus: {', '.join(strange)}")
    scheme = next(d for d in sources.documents if d.meta.doc_id == SCHEME)
    rows = [_row(clause, scheme, sources) for clause in scheme.clauses]
    others = {str(clause) for rule in RULES for clause in rule.clauses if clause.doc_id != SCHEME}
    return "\n".join(
        [
            _HEAD,
            "| clause | title | treatment | by | left open |",
            "|---|---|---|---|---|",
            *rows,
            "",
            f"{len(rows)} clauses, all accounted for.",
            "",
            "## Rules on other documents",
            "",
            "| clause | rule |",
            "|---|---|",
            *(f"| `{ref}` | {_rules_of(ClauseRef.parse(ref))} |" for ref in sorted(others)),
            "",
        ]
    )


def _cited(sources: Sources) -> Iterable[str]:
    """Every clause that a rule, a parameter, a duty or a step of the lifecycle names."""
    yield from (str(clause) for rule in RULES for clause in rule.clauses)
    yield from (str(sources.parameters.find(n).clause) for n in sources.parameters.names())
    yield from (str(ref) for duty in sources.duties for ref in (duty.clause, duty.body_clause))
    yield from (str(step.clause) for step in sources.lifecycle.transitions)
    yield from (f"{SCHEME}#{clause}" for clause in (*HUMAN_DECISIONS, *ANSWER_ONLY))


def _row(clause: Clause, scheme: ParsedDocument, sources: Sources) -> str:
    treatment, by = _treatment(clause.ref, sources)
    settings = [f"`{name}`" for name in _local_settings(clause.ref, sources.parameters)]
    facts = [fact for fact in scheme.facts if clause.ref in (fact.ref, *fact.also)]
    points = ["open points"] if any(f.kind is FactKind.OPEN_POINT for f in facts) else []
    left_open = ", ".join([*settings, *points]) or "–"
    return f"| `{clause.ref.clause}` | {clause.heading} | {treatment} | {by} | {left_open} |"


def _treatment(ref: ClauseRef, sources: Sources) -> tuple[str, str]:
    """How a clause is treated and by what. Raises CoverageError when it is not."""
    duty = next((duty for duty in sources.duties if duty.clause == ref), None)
    rules = _rules_of(ref)
    if duty is not None:
        return "look-up, rule", f"`corpus/responsibilities.toml`; {rules}"
    if rules:
        return "rule", rules
    if ref.clause in HUMAN_DECISIONS:
        return "human decision", HUMAN_DECISIONS[ref.clause]
    if ref.clause in ANSWER_ONLY:
        return "answer only", ANSWER_ONLY[ref.clause]
    raise CoverageError(f"nothing treats {ref}")


def _rules_of(ref: ClauseRef) -> str:
    """The rules that rest on a clause, by number and module."""
    citing = [rule for rule in RULES if ref in rule.clauses]
    return ", ".join(f"{rule.number} `{rule.assess.__module__}`" for rule in citing)


def _local_settings(ref: ClauseRef, parameters: ParameterSet) -> list[str]:
    own = (parameters.find(name) for name in parameters.names())
    return [p.name for p in own if p.clause == ref and p.provenance is Provenance.LOCAL]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
