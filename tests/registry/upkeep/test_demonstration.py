"""A sample registry is marked when it is empty, and a real one never."""

import pytest

from registry.errors import Refused
from registry.people.web_sessions import SessionTimes
from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role
from registry.upkeep.demonstration import Demonstration, DemonstrationStore
from tests.registry.building import CONTENT, World, make_slots


def test_an_empty_registry_is_marked_and_remembers_how_far_it_is(world: World) -> None:
    marks = DemonstrationStore(world.registry.store)
    assert marks.find() is None

    assert marks.begin() == Demonstration()
    marks.save(Demonstration({"a": "S00001"}, {"r": "首报-2026-000001"}, is_complete=True))

    assert marks.begin() == marks.find()
    found = marks.find()
    assert found is not None
    assert (found.accounts, found.is_complete) == ({"a": "S00001"}, True)


def test_an_administrator_who_never_signed_in_is_no_real_data(world: World) -> None:
    world.registry.staff.first_invite(SYSTEM, "系统管理员")

    assert DemonstrationStore(world.registry.store).begin() == Demonstration()


@pytest.mark.parametrize("what", ["report", "draft", "person", "password"])
def test_a_registry_with_real_data_is_refused(world: World, what: str) -> None:
    if what == "report":
        world.file()
    elif what == "draft":
        world.registry.drafts.open(world.district(), make_slots(CONTENT))
    elif what == "person":
        world.registry.staff.add(SYSTEM, unit="余杭区", role=Role.DISTRICT_STAFF, name="x")
    else:
        made = world.registry.staff.first_invite(SYSTEM, "系统管理员")
        assert made is not None
        world.registry.credentials.set_by_invite(made.code, "hash", SessionTimes())

    with pytest.raises(Refused) as caught:
        DemonstrationStore(world.registry.store).begin()

    assert caught.value.code == "holds_real_data"
    assert DemonstrationStore(world.registry.store).find() is None
