"""A person who talks with one desk on a real registry, and sees only what is said."""

import itertools
from dataclasses import dataclass, field

from bot.conversations.review.desk import ReviewDesk
from bot.conversations.status.desk import StatusDesk
from bot.dialogue.messages import Attachment, Incoming, Intent, Reply
from bot.dialogue.offers import offered
from bot.dialogue.talk import Desk, Step, Talk, Turn, parse_talk
from registry.transactions.members import Caller
from tests.registry.building import World


@dataclass(slots=True)
class Person:
    """One person with one desk. step: what the last turn came to."""

    world: World
    caller: Caller
    desk: Desk
    talk: Talk = field(default_factory=Talk)
    step: Step | None = None
    keys: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def says(
        self, text: str, intent: Intent = Intent.STATUS, files: tuple[Attachment, ...] = ()
    ) -> str:
        """Say something; all that is answered, as a terminal shows it."""
        return self._turn(text, intent, "", files)

    def presses(self, label: str) -> str:
        """Press the button of that label among those shown last."""
        return self.sends(self.button(label))

    def sends(self, data: str) -> str:
        """Send what a button carries, of whatever age."""
        return self._turn("", Intent.CONFIRM, data, ())

    def button(self, label: str) -> str:
        """What the button of that label carries."""
        return next(c.data for r in self.replies for c in r.choices if c.label == label)

    @property
    def replies(self) -> tuple[Reply, ...]:
        """What was said last."""
        assert self.step is not None
        return self.step.replies

    def turn(self, text: str, intent: Intent, data: str, files: tuple[Attachment, ...]) -> Turn:
        """The turn the dispatcher would make, from a state that went through storage."""
        number = f"m{next(self.keys)}"
        message = Incoming(
            f"cli:{self.caller.account}", self.caller.account, "cli", number, text, data, files
        )
        member = self.world.registry.staff.find(self.caller.account)
        clock = self.world.clock
        talk = parse_talk(self.talk.as_mapping())
        return Turn(text, intent, message, talk, member, clock.today(), clock.now())

    def reminded(self) -> Reply | None:
        """What the desk says after a digression."""
        return self.desk.remind(self.turn("", Intent.ASK, "", ()))

    def _turn(self, text: str, intent: Intent, data: str, files: tuple[Attachment, ...]) -> str:
        self.step = self.desk.handle(self.turn(text, intent, data, files))
        buttons = {"offered": offered(self.step.replies)}  # as the dispatcher remembers them
        self.talk = self.step.talk.noting("dispatcher", buttons)
        assert self.step.replies
        return "\n".join(shown(reply) for reply in self.step.replies)


def shown(reply: Reply) -> str:
    """A reply with its buttons and its card."""
    card = "" if reply.card is None else str(reply.card)
    return "\n".join([reply.text, *(choice.label for choice in reply.choices), card])


def officer(world: World, caller: Caller) -> Person:
    """Somebody at the status desk."""
    return Person(world, caller, StatusDesk(world.registry))


def reviewer(world: World, caller: Caller) -> Person:
    """Somebody at the review desk."""
    return Person(world, caller, ReviewDesk(world.registry))
