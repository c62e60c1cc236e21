"""A registry and the identity layer on it, with hashes that cost next to nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.identity.passwords import HashCost
from bot.identity.service import CodeNeeded, Identity, IdentityOptions
from registry.people.web_sessions import WebSession
from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role
from tests.registry.building import World, open_world

GOOD = "correct horse battery"
ADDRESS = "10.0.0.1"
QUICK = HashCost(memory_kib=8, passes=1)


@dataclass(slots=True)
class Door:
    """The identity layer, and the registry behind it."""

    world: World
    identity: Identity
    folder: Path

    def invite(self, role: Role = Role.DISTRICT_STAFF, unit: str = "余杭区") -> tuple[str, str]:
        """Account and code of somebody new."""
        made = self.world.registry.staff.add(SYSTEM, unit=unit, role=role, name="示例人员")
        return made.member.account, made.code

    def enter(self, password: str = GOOD) -> WebSession:
        """Somebody new who has just set a password."""
        _, code = self.invite()
        return signed_in(self.identity.accept_invite(code, password, address=ADDRESS))


def signed_in(outcome: WebSession | CodeNeeded) -> WebSession:
    """The session, where no code was asked for."""
    assert isinstance(outcome, WebSession)
    return outcome


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A fresh registry on SQLite; what depends on the database is tested with the registry."""
    world = open_world(f"sqlite:///{tmp_path / 'registry.sqlite'}", tmp_path)
    identity = Identity(world.registry, tmp_path / "keys", IdentityOptions(cost=QUICK))
    yield Door(world, identity, tmp_path)
    world.registry.close()
