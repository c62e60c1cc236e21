"""The web's parts for tests: fakes that answer, on a real registry in a folder of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot import bootstrap
from bot.dialogue.messages import Conversation
from bot.identity.passwords import HashCost
from bot.identity.service import Identity
from bot.settings import Settings
from registry.people.credentials import SIGN_IN_LIMITS, SignInLimits
from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role
from retrieval.index.library import Library
from tests.fakes import FakeAnswering, make_application
from tests.registry.templates import FILE, lay_schema

QUICK = HashCost(memory_kib=8, passes=1)
PASSWORD = "红杉树下有第七张旧长椅一把"


@contextmanager
def opened_web(
    home: Path,
    *,
    answering: FakeAnswering | None = None,
    conversation: Conversation | None = None,
    limits: SignInLimits = SIGN_IN_LIMITS,
    library: Library | None = None,
    **settings: object,
) -> Iterator[bootstrap.Web]:
    """The web's parts, closed at the end; passwords are hashed quickly.

    library: a real one instead of the fake.
    """
    application = make_application(home, answering)
    if library is not None:
        application = replace(application, library=library)
    chosen = Settings(_env_file=None, home=home, **settings)
    application = replace(application, settings=chosen)
    if not chosen.database_url:
        lay_schema(home / FILE)
    registry = bootstrap.open_registry(chosen)
    options = replace(bootstrap.identity_options(chosen), cost=QUICK, limits=limits)
    identity = Identity(registry, home / "keys", options)
    try:
        yield bootstrap.make_web(application, registry, conversation, identity)
    finally:
        registry.close()


def add_member(
    web: bootstrap.Web,
    unit: str = "余杭区",
    role: Role = Role.DISTRICT_STAFF,
    name: str = "测试人员",
) -> str:
    """A member who can sign in with PASSWORD; returns the account."""
    invited = web.registry.staff.add(SYSTEM, unit=unit, role=role, name=name)
    web.identity.accept_invite(invited.code, PASSWORD, address="127.0.0.1")
    return invited.member.account
