"""The first start has a link that signs an administrator in."""

from datetime import timedelta

from bot.identity.first_link import first_link, invite_link
from registry.transactions.permissions import Role
from tests.bot.identity.conftest import ADDRESS, GOOD, Door, signed_in


def test_the_link_of_the_first_start_makes_an_administrator(door: Door) -> None:
    link = first_link(door.world.registry, "http://127.0.0.1:8000/")

    assert link is not None
    head, _, code = link.rpartition("/")
    session = signed_in(door.identity.accept_invite(code, GOOD, address=ADDRESS))
    assert head == "http://127.0.0.1:8000/invite"
    assert session.member.role is Role.SYSADMIN
    door.world.clock.advance(timedelta(minutes=1))
    assert first_link(door.world.registry, "http://127.0.0.1:8000") is None


def test_a_link_has_one_slash() -> None:
    assert invite_link("https://x.example/", "abc") == "https://x.example/invite/abc"
