"""Who is on the staff, told by the ledger alone."""

from registry.audit.people_replay import People


def told(*entries: tuple[str, dict[str, str]]) -> People:
    people = People()
    for kind, data in entries:
        people.apply(kind, data)
    return people


ADDED = ("staff_added", {"account": "S1", "unit": "余杭区", "role": "district_staff"})


def test_a_member_is_what_the_last_entry_says() -> None:
    changed = ("role_changed", {"account": "S1", "from": "district_staff", "to": "district_lead"})
    revoked = ("staff_revoked", {"account": "S1"})

    assert told(ADDED).members == {"S1": ("余杭区", "district_staff", True)}
    assert told(ADDED, changed).members == {"S1": ("余杭区", "district_lead", True)}
    assert told(ADDED, changed, revoked).members == {"S1": ("余杭区", "district_lead", False)}


def test_units_are_kept_and_other_kinds_pass_by() -> None:
    people = told(("unit_added", {"unit": "余杭区", "kind": "locality"}), ("invited", {}))

    assert people.units == {"余杭区": "locality"}
    assert people.members == {}
