"""Every clause a rule cites stands in the corpus."""

import re
from pathlib import Path

import pytest

from rules.catalog import RULES
from rules.parameters import ParameterSet
from rules.taxonomy import Taxonomy

ROOT = Path(__file__).parents[2]
_HEADING = re.compile(r"^#{2,}.*\{#([^\s}]+)[^}]*\}\s*$", re.MULTILINE)
_ID = re.compile(r'^id = "([^"]+)"', re.MULTILINE)
_CITED = re.compile(r'ClauseRef\(\s*"([a-z0-9-]+)", "([^"]+)"\s*\)')


@pytest.fixture(scope="module")
def corpus() -> set[str]:
    known: set[str] = set()
    for path in (ROOT / "corpus").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        doc = _ID.search(text)
        if doc is not None:
            known |= {f"{doc[1]}#{clause}" for clause in _HEADING.findall(text)}
    return known


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_clauses_a_rule_declares_exist(rule, corpus: set[str]) -> None:
    assert rule.clauses
    assert {str(clause) for clause in rule.clauses} <= corpus


def test_the_clauses_written_out_in_rule_modules_exist(corpus: set[str]) -> None:
    cited = {
        f"{doc}#{clause}"
        for path in (ROOT / "rules").glob("*.py")
        for doc, clause in _CITED.findall(path.read_text(encoding="utf-8"))
    }

    assert cited
    assert cited <= corpus


def test_the_clauses_of_parameters_and_taxonomy_exist(
    parameters: ParameterSet, taxonomy: Taxonomy, corpus: set[str]
) -> None:
    named = {str(parameters.find(name).clause) for name in parameters.names()}
    named |= {
        str(entry.source)
        for kind in ("ecosystems", "chains", "stages", "roles")
        for entry in taxonomy.entries(kind)
    }

    assert named <= corpus
