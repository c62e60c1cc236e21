"""Data the rules are asked with: shipped parameters and taxonomy, a guide made for the tests."""

from datetime import date
from pathlib import Path

import pytest

from rules.layout_guide import LayoutGuide
from rules.layout_guide_import import parse_guide_toml
from rules.parameters import ParameterSet, parse_parameters
from rules.registry import Context
from rules.responsibilities import parse_responsibilities
from rules.taxonomy import Taxonomy, parse_taxonomy

ROOT = Path(__file__).parents[2]
ORDINARY_DAY = date(2024, 3, 1)


@pytest.fixture(scope="session")
def parameters() -> ParameterSet:
    text = (ROOT / "rules/data/parameters.toml").read_text(encoding="utf-8")
    return parse_parameters(text)


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return parse_taxonomy((ROOT / "rules/data/taxonomy.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def guide() -> LayoutGuide:
    return parse_guide_toml((Path(__file__).parent / "guide.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def sample_guide() -> LayoutGuide:
    text = (ROOT / "corpus/layout_guide.sample.toml").read_text(encoding="utf-8")
    return parse_guide_toml(text)


@pytest.fixture(scope="session")
def context(parameters: ParameterSet, guide: LayoutGuide, taxonomy: Taxonomy) -> Context:
    """An ordinary day, on which the scheme and an edition of the guide are in force."""
    text = (ROOT / "corpus/responsibilities.toml").read_text(encoding="utf-8")
    duties = parse_responsibilities(text)
    return Context(ORDINARY_DAY, parameters, guide, taxonomy, duties=duties)
