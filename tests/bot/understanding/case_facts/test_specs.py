"""Facts by name, and the words of closed sets."""

from bot.understanding.case_facts.specs import choice_words, fact_specs
from rules.catalog import RULES


def test_every_fact_of_every_rule_is_known() -> None:
    assert set(fact_specs()) == {spec.name for rule in RULES for spec in rule.facts}


def test_a_word_may_hold_a_list_mark() -> None:
    assert choice_words("report_unit_type")["locality"] == "区、县（市）"


def test_every_closed_set_has_a_word_for_each_code() -> None:
    for name, spec in fact_specs().items():
        if spec.type.name == "enum":
            assert choice_words(name)
            assert all(spec.type.read(code) == code for code in choice_words(name))
        else:
            assert not choice_words(name)
