"""The next question: required first, related ones together, skipped ones last."""

from bot.forms.events import Shown
from bot.forms.questions import next_question, optional_left, step_of
from bot.forms.state import Form
from registry.filing.slots import REQUIRED_SLOTS
from tests.bot.forms.building import act, told, walk, wan

WHOLE = {
    **dict.fromkeys(REQUIRED_SLOTS, "某"),
    "is_new_project": True,
    "total_investment": wan(1),
    "intent_evidence": ["会谈纪要"],
}


def with_all_but(*names: str, wordy: bool = False) -> Form:
    values = {name: value for name, value in WHOLE.items() if name not in names}
    return walk([told(**values, wordy=wordy)])[0]


def test_an_empty_form_is_asked_for_its_name() -> None:
    assert next_question(Form(), ()).slots == ("project_name",)


def test_contact_and_telephone_are_one_question() -> None:
    form = with_all_but("investor_contact", "investor_phone")

    assert next_question(form, ()).slots == ("investor_contact", "investor_phone")


def test_who_writes_sentences_is_asked_for_three_things_at_once() -> None:
    form = with_all_but("chain", "total_investment", "unit_contact", "investor_phone", wordy=True)

    assert next_question(form, ()).slots == ("chain", "total_investment", "investor_phone")


def test_required_slots_go_before_conditional_ones() -> None:
    form = with_all_but("unit_contact", wordy=True)

    found = next_question(form, ("existing_district", "cross_region"))
    assert found.slots == ("unit_contact", "existing_district", "cross_region")


def test_with_nothing_open_the_card_is_due() -> None:
    assert next_question(with_all_but(), ()).is_card


def test_a_conditional_slot_that_was_skipped_is_not_asked_again() -> None:
    form, _ = walk([Shown(("fixed_investment",)), act("skip")], with_all_but())

    assert next_question(form, ("fixed_investment",)).is_card


def test_a_required_slot_that_was_skipped_comes_back_last() -> None:
    form, _ = walk([Shown(("unit_contact",)), act("skip")], with_all_but("unit_contact"))

    assert next_question(form, ("fixed_investment",)).slots == ("fixed_investment",)
    assert next_question(form, ()).slots == ("unit_contact",)


def test_what_may_be_added_is_what_is_not_there() -> None:
    form, _ = walk([told(energy="500吨标煤")], with_all_but())

    assert "energy" not in optional_left(form)
    assert "land_area_mu" in optional_left(form)
    assert step_of(form) == (9, 9)
