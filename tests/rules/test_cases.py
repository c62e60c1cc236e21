"""Cases as data: tests/rules/cases/<rule>/*.toml, each named by a sentence.

A file is one case, as `yipanqi check --case` takes it (rule, as_of, [facts]) with `name` and
[expect]; or a set: `rule`, `as_of` and [facts] stand for all, and every [[cases]] has `name`,
`expect`, and where they differ `as_of`, `facts` (added or replaced), `without` (facts left out),
`local` (local settings), `guide` ("test", "sample" or "none"), `rates` (currency -> yuan for one
unit on the day of the case), `rates_are_sample` (true unless it says otherwise) and `duties`
(false: the responsibility table is not loaded).

expect: verdict, outcome; missing (all of them); clauses, open, notes, reasons, steps, parameters
(some of them; a parameter by its name or as label=value); not_open, not_notes, not_reasons,
not_steps (none of them).
"""

import dataclasses
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from rules.catalog import RULES, assess, find_rule
from rules.clauses import ClauseRef
from rules.currency import ExchangeRates, Rate
from rules.facts import Facts, parse_facts
from rules.layout_guide import LayoutGuide
from rules.measures import Currency
from rules.registry import Context
from rules.scheme import NOT_IN_FORCE
from rules.verdict import Assessment, Verdict

CASES = Path(__file__).parent / "cases"
MIN_CASES = 15
SETTLED = {Verdict.YES, Verdict.NO}
SENTENCE = re.compile(r"[\u4e00-\u9fff《“（\d].*[\u4e00-\u9fff。；]")
RULE_NAMED = re.compile(r"（([A-Za-z_]+)）")
CHINESE = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff）]")


@dataclass(frozen=True)
class Case:
    rule: str
    name: str
    as_of: date
    facts: Mapping[str, object]
    expect: Mapping[str, object]
    local: Mapping[str, object]
    guide: str
    rates: Mapping[str, str]
    rates_are_sample: bool
    duties: bool

    def __str__(self) -> str:
        return f"{self.rule}: {self.name}"


def _read(path: Path) -> Iterator[Case]:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    base = table.get("facts", {})
    for row in table.get("cases", [table]):
        facts = {**base, **row.get("facts", {})}
        for name in row.get("without", []):
            del facts[name]
        yield Case(
            rule=find_rule(row.get("rule", table["rule"])).name,
            name=row["name"],
            as_of=row.get("as_of", table.get("as_of")),
            facts=facts,
            expect=row["expect"],
            local=row.get("local", {}),
            guide=row.get("guide", "test"),
            rates=row.get("rates", {}),
            rates_are_sample=row.get("rates_are_sample", True),
            duties=row.get("duties", True),
        )


ALL_CASES = [case for path in sorted(CASES.rglob("*.toml")) for case in _read(path)]


def _rates(case: Case) -> ExchangeRates:
    """Made-up rates, valid on the day of the case only."""
    start, end = case.as_of, case.as_of + timedelta(days=1)
    return ExchangeRates(
        tuple(
            Rate(Currency(code), Decimal(yuan), start, end, "test", is_sample=case.rates_are_sample)
            for code, yuan in case.rates.items()
        )
    )


@pytest.fixture
def ask(context: Context, sample_guide: LayoutGuide):
    guides = {"test": context.guide, "sample": sample_guide, "none": LayoutGuide(())}

    def ask_case(case: Case, facts: Facts | None = None):
        rule = find_rule(case.rule)
        place = dataclasses.replace(
            context,
            as_of=case.as_of,
            guide=guides[case.guide],
            parameters=context.parameters.with_local(case.local),
            rates=_rates(case),
            duties=context.duties if case.duties else (),
        )
        return assess(rule, facts or parse_facts(rule.facts, case.facts), place)

    return ask_case


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_case_comes_out_as_it_says(case: Case, ask) -> None:
    found = ask(case)

    expect = dict(case.expect)
    assert (found.verdict, found.outcome.code) == (expect.pop("verdict"), expect.pop("outcome"))
    if "missing" in expect:
        assert sorted(found.missing_facts) == sorted(expect.pop("missing"))
    assert set(expect.pop("clauses", [])) <= {str(clause) for clause in found.clauses}
    topics = {point.topic for point in found.open_points}
    assert set(expect.pop("open", [])) <= topics
    assert not set(expect.pop("not_open", [])) & topics
    said = {
        "notes": found.notes,
        "reasons": [reason.text for reason in found.reasons],
        "steps": found.next_steps,
    }
    for kind, sentences in said.items():
        for words in expect.pop(kind, []):
            assert any(words in sentence for sentence in sentences), sentences
        for words in expect.pop(f"not_{kind}", []):
            assert not any(words in sentence for sentence in sentences), sentences
    shown = {use.name: f"{use.label}={use.value}" for use in found.parameters}
    assert set(expect.pop("parameters", [])) <= {*shown, *shown.values()}, shown
    assert not expect, f"unknown keys in expect: {expect}"


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_case_gives_a_declared_outcome_and_only_declared_facts(case: Case, ask) -> None:
    rule = find_rule(case.rule)

    found = ask(case)

    assert found.outcome in (*rule.outcomes, NOT_IN_FORCE)
    assert set(found.missing_facts) <= {spec.name for spec in rule.facts} - set(case.facts)
    assert found.as_of == case.as_of


def _with_children(found: Assessment) -> Iterator[Assessment]:
    yield found
    for child in found.children:
        yield from _with_children(child)


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_case_is_explained_in_chinese_sentences_each_with_its_clause(case: Case, ask) -> None:
    found = ask(case)

    assert found.rule == case.rule
    for part in _with_children(found):
        find_rule(part.rule)
        assert part.as_of == case.as_of
        points = part.open_points
        sentences = [reason.text for reason in part.reasons] + [point.text for point in points]
        for sentence in (*sentences, *part.next_steps, *part.notes):
            assert SENTENCE.fullmatch(sentence), sentence
            assert "None" not in sentence, sentence
            named = RULE_NAMED.findall(sentence)
            assert set(named) <= {rule.name for rule in RULES}, sentence
        for point in points:
            assert CHINESE.fullmatch(point.topic), point
        for use in part.parameters:
            assert CHINESE.search(use.label), use
        for stated in (*part.reasons, *points):
            assert isinstance(stated.clause, ClauseRef), stated


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_order_of_facts_is_irrelevant(case: Case, ask) -> None:
    backwards = dict(reversed(list(case.facts.items())))

    assert ask(case) == ask(dataclasses.replace(case, facts=backwards))


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_no_single_fact_turns_yes_into_no_or_no_into_yes(case: Case, ask) -> None:
    whole = ask(case).verdict

    for name in case.facts:
        fewer = {key: value for key, value in case.facts.items() if key != name}
        part = ask(dataclasses.replace(case, facts=fewer)).verdict
        assert part is whole or not {part, whole} <= SETTLED, name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_enough_cases_and_shows_each_of_its_outcomes(rule, ask) -> None:
    mine = [case for case in ALL_CASES if case.rule == rule.name]

    shown = {ask(case).outcome.code for case in mine}

    assert len(mine) >= MIN_CASES
    assert shown >= {outcome.code for outcome in rule.outcomes}


def test_case_names_are_unique() -> None:
    names = [str(case) for case in ALL_CASES]

    assert len(names) == len(set(names))
