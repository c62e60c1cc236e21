"""The lifecycle is a table: what is reachable, who may move what, what needs a local setting."""

from datetime import date
from pathlib import Path

import pytest

from rules.errors import ParameterError
from rules.lifecycle import START, Actor, Lifecycle, Refusal, parse_lifecycle
from rules.parameters import ParameterSet

TEXT = (Path(__file__).parents[2] / "rules/data/lifecycle.toml").read_text(encoding="utf-8")
WHOLE = parse_lifecycle(TEXT)
DAY = date(2024, 3, 1)


@pytest.fixture
def ordinary(parameters: ParameterSet) -> Lifecycle:
    return WHOLE.under(parameters, DAY)


def test_every_state_can_be_reached_from_a_draft(ordinary: Lifecycle) -> None:
    assert WHOLE.reachable() == {state.name for state in WHOLE.states}
    assert ordinary.reachable() == {state.name for state in ordinary.states}


def test_expiry_exists_only_with_a_local_setting(
    ordinary: Lifecycle, parameters: ParameterSet
) -> None:
    expiring = WHOLE.under(parameters.with_local({"validity_days": 90}), DAY)

    assert ordinary.find_state("EXPIRED") is None
    assert "expire" not in {step.name for step in ordinary.transitions}
    assert {s.name for s in WHOLE.states} - {s.name for s in ordinary.states} == {"EXPIRED"}
    assert expiring == WHOLE
    assert expiring.find_state("EXPIRED").is_final


def test_only_one_state_holds_the_right_and_only_the_bureau_grants_it(ordinary: Lifecycle) -> None:
    holders = [state.name for state in ordinary.states if state.holds_right]
    ways = [step for step in ordinary.transitions if step.target == "EXCLUSIVE"]

    assert holders == ["EXCLUSIVE"]
    assert [(step.name, step.actors) for step in ways] == [("grant", (Actor.BUREAU,))]


@pytest.mark.parametrize("guard", ["guide_conform", "investor_consulted", "no_active_holder"])
def test_the_grant_needs_each_of_its_guards(ordinary: Lifecycle, guard: str) -> None:
    guards = {"guide_conform", "investor_consulted", "no_active_holder"}

    whole = ordinary.may_take("CONSULTING", "grant", actor=Actor.BUREAU, met_guards=guards)
    part = ordinary.may_take("CONSULTING", "grant", actor=Actor.BUREAU, met_guards=guards - {guard})

    assert whole.is_allowed
    assert whole.transition.target == "EXCLUSIVE"
    assert not part.is_allowed
    assert (part.refusal, part.open_guards) == (Refusal.GUARD_OPEN, (guard,))


def test_a_district_cannot_grant_itself_the_right(ordinary: Lifecycle) -> None:
    found = ordinary.may_take("CONSULTING", "grant", actor=Actor.DISTRICT, met_guards=())

    assert found.refusal is Refusal.WRONG_ACTOR
    assert found.transition.name == "grant"


def test_a_step_of_another_state_does_not_exist(ordinary: Lifecycle) -> None:
    found = ordinary.may_take("DRAFT", "grant", actor=Actor.BUREAU, met_guards=())

    assert (found.refusal, found.transition) == (Refusal.NO_SUCH_STEP, None)


def test_nothing_leaves_a_final_state_and_something_leaves_every_other(
    ordinary: Lifecycle,
) -> None:
    for state in ordinary.states:
        assert bool(ordinary.steps_from(state.name)) is not state.is_final


def test_an_end_can_be_reached_from_everywhere(ordinary: Lifecycle) -> None:
    ends = {state.name for state in ordinary.states if state.is_final}
    for _ in ordinary.states:
        ends |= {
            source
            for step in ordinary.transitions
            if step.target in ends
            for source in step.sources
        }

    assert ends == {state.name for state in ordinary.states}


def test_steps_can_be_asked_for_one_actor(ordinary: Lifecycle) -> None:
    own = {step.name for step in ordinary.steps_from("EXCLUSIVE", Actor.DISTRICT)}

    assert own == {"withdraw", "sign", "fail"}
    assert {step.name for step in ordinary.steps_from(START)} == {"submit"}


def test_a_step_to_a_state_that_does_not_exist_does_not_exist(parameters: ParameterSet) -> None:
    needy = STATE.replace("final = true", "final = true\nrequires = 'validity_days'")

    found = parse_lifecycle(needy + STEP).under(parameters, DAY)

    assert found.transitions == ()


def test_a_step_may_need_a_setting_of_its_own(parameters: ParameterSet) -> None:
    needy = parse_lifecycle(STATE + STEP + "requires = 'validity_days'")

    assert needy.under(parameters, DAY).transitions == ()
    assert needy.under(parameters.with_local({"validity_days": 9}), DAY) == needy


def test_an_error_names_the_entry_and_the_value() -> None:
    with pytest.raises(ParameterError, match=r"'go': bad_basis \('law'\)") as caught:
        parse_lifecycle(STATE + STEP.replace("'local'", "'law'"))

    assert caught.value.fields == {"name": "go", "value": "law"}


def test_no_step_is_automatic_except_expiry() -> None:
    automatic = [step.name for step in WHOLE.transitions if Actor.SYSTEM in step.actors]

    assert automatic == ["expire"]


STATE = "[[state]]\nname = 'DRAFT'\n[[state]]\nname = 'END'\nfinal = true\n"
STEP = """[[transition]]
name = 'go'
from = ['DRAFT']
to = 'END'
actors = ['bureau']
guards = ['g']
clause = 'a#1'
basis = 'local'
"""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[", "not_toml"),
        ("state = 1", "not_a_table"),
        ("state = [1]", "not_a_table"),
        ("[[state]]\nlabel = 'x'", "bad_row"),
        ("[[state]]\nname = 'x'\nmore = 1", "bad_row"),
        (STATE + "[[state]]\nname = 'END'", "name_twice"),
        (STATE + STEP + STEP, "name_twice"),
        (STATE + STEP.replace("'END'", "'GONE'"), "unknown_state"),
        (STATE + STEP.replace("['DRAFT']", "['END']"), "leaves_final_state"),
        (STATE + STEP.replace("basis = 'local'\n", ""), "bad_row"),
        (STATE + STEP + "more = 1", "bad_row"),
        (STATE + STEP.replace("'local'", "'law'"), "bad_basis"),
        (STATE + STEP.replace("a#1", "a"), "bad_actor_or_clause"),
        (STATE + STEP.replace("bureau", "mayor"), "bad_actor_or_clause"),
        (STATE + STEP.replace("['g']", "[]"), "not_names"),
        (STATE + STEP.replace("['g']", "'g'"), "not_names"),
        (STATE + STEP.replace("['g']", "[1]"), "not_names"),
    ],
)
def test_a_faulty_table_is_refused_with_its_code(text: str, code: str) -> None:
    with pytest.raises(ParameterError) as caught:
        parse_lifecycle(text)

    assert caught.value.code == code
