"""The words and reports that tests of the review desk share."""

from bot.dialogue.messages import Intent
from tests.bot.conversations.status_talking import Person, reviewer
from tests.registry.building import World
from tests.registry.walking import filed_in

NUMBER = "首报-2026-000001"


def state_of(world: World, number: str = NUMBER) -> str:
    return world.registry.reports.view(world.reviewer, number).state


def tells(person: Person, text: str) -> str:
    return person.says(text, Intent.REVIEW)


def agree(person: Person, text: str) -> str:
    """Say something and confirm what is put."""
    asked = tells(person, text)
    assert "确认" in asked, asked
    return person.says("确认", Intent.CONFIRM)


def ready(world: World) -> Person:
    """A head of the bureau with a grant put and not yet confirmed."""
    filed_in(world, "CONSULTING")
    person = reviewer(world, world.city_lead)
    tells(person, f"打开{NUMBER}")
    agree(person, "投资者同意，昨天电话问的")
    tells(person, "授予")
    return person
