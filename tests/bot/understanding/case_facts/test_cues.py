"""The cues: whole, for facts and rules that exist."""

from bot.understanding.case_facts.cues import fact_cues, place_cues, topics
from bot.understanding.case_facts.specs import choice_words, fact_specs
from rules.catalog import RULES
from rules.fact_types import FLAG


def test_every_topic_asks_rules_that_exist_and_all_are_asked() -> None:
    asked = {rule for topic in topics() for rule in topic.rules}

    assert asked == {rule.name for rule in RULES}


def test_what_a_question_supposes_is_a_yes_no_fact_of_its_rules() -> None:
    for topic in topics():
        known = {spec.name for rule in RULES if rule.name in topic.rules for spec in rule.facts}
        assert set(topic.suppose) <= known
        assert all(fact_specs()[name].type is FLAG for name in topic.suppose)


def test_flags_are_cues_of_flags_and_choices_name_the_codes() -> None:
    assert all(fact_specs()[name].type is FLAG for name in fact_cues().flags)
    for name, options in fact_cues().choices.items():
        assert set(options) <= set(choice_words(name)), name


def test_every_yes_no_fact_has_cues() -> None:
    flags = {name for name, spec in fact_specs().items() if spec.type is FLAG}

    assert flags == set(fact_cues().flags)


def test_the_roles_of_places_are_read_from_the_clearest_on() -> None:
    assert next(role for role, _ in place_cues().roles) == "nobody_holds"
    assert [role for role, _ in place_cues().roles][-1] == "locality"
