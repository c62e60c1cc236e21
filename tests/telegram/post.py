"""A post office that delivers as often and in whatever order it likes, and people who write.

The channel's own parts and the real conversation stand behind it; only the network is left out.
"""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from bot.channels.telegram.handling import Content, Handling
from bot.channels.telegram.inbox import take_in
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.updates import SentFile
from bot.dialogue.messages import Handled, Incoming
from registry.database import tables
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Role
from tests.conversations.harness import Stage
from tests.telegram.bot_api import press_update, text_update

WINDOW = 40  # as many connections a webhook may have open
MOST_COPIES = 5
DISTRICTS = ("余杭区", "滨江区", "萧山区", "临平区", "钱塘区", "富阳区", "临安区", "桐庐县")
Raw = dict[str, Any]


@dataclass
class Post:
    """Everything that was sent, and how often each message was really handled."""

    stage: Stage
    chance: random.Random
    handled: Counter[str] = field(default_factory=Counter)
    outcomes: dict[str, Handled] = field(default_factory=dict)
    sent: list[Raw] = field(default_factory=list)
    users: "itertools.count[int]" = field(default_factory=lambda: itertools.count(5001))
    next_id: int = 1000

    def handle(self, message: Incoming) -> Handled:
        """The real conversation, counted."""
        number = message.message_id.partition(".")[0]
        self.handled[number] += 1
        handled = self.stage.dispatcher.handle(message)
        self.outcomes[number] = handled
        return handled

    def person(self) -> "Person":
        """Somebody new, bound to a Telegram account."""
        user, staff = next(self.users), self.stage.registry.staff
        unit = DISTRICTS[user % len(DISTRICTS)]
        made = staff.add(SYSTEM, unit=unit, role=Role.DISTRICT_LEAD, name=f"示例{user}")
        caller = Caller(made.member.account, "cli")
        staff.link(SYSTEM, caller.account, channel="telegram", external_id=str(user))
        return Person(self, user, caller)

    def post(self, update: Raw) -> Raw:
        """Number an update and hand it in."""
        raw = {"update_id": self.next_id, **update}
        self.next_id += 1
        self.sent.append(raw)
        return raw

    def jump(self) -> None:
        """After a quiet week the numbers begin anew somewhere else."""
        self.next_id = self.chance.randrange(10**6, 2**31)

    def deliver(self, updates: Sequence[Raw], *, old: Sequence[Raw] = ()) -> None:
        """Deliver each one to five times, in disorder, old ones among them; work in between."""
        copies = [raw for raw in updates for _ in range(self.chance.randint(1, MOST_COPIES))]
        places = {id(raw): n for n, raw in enumerate(updates)}
        stream = sorted(copies, key=lambda raw: places[id(raw)] + self.chance.uniform(0, WINDOW))
        for raw in old:
            stream.insert(self.chance.randint(0, len(stream)), raw)
        while stream:
            count = self.chance.randint(1, WINDOW)
            for raw in stream[:count]:
                take_in(self.stage.registry.mail, raw)
            del stream[:count]
            self.work()

    def work(self) -> None:
        """Work the inbox off as a process just started does."""
        handling = Handling(self.stage.registry, self, Content.FULL)
        intake = Intake(self.stage.registry.mail, handling, _no_file, _at_once)

        async def work_off() -> None:
            for waiting in intake.waiting().values():
                for received, heard in waiting:
                    await intake.work_off(received, heard)

        asyncio.run(work_off())

    def filed_by(self, account: str) -> list[str]:
        """The numbers of an account's reports."""
        query = select(tables.filing.c.report_no).where(tables.filing.c.account == account)
        with self.stage.registry.store.engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def calls(self, chat: int) -> list[Raw]:
        """Everything queued for a chat, oldest first."""
        box = tables.outbox.c
        query = select(box.body).where(box.recipient == f"telegram:{chat}").order_by(box.id)
        with self.stage.registry.store.engine.connect() as connection:
            return list(connection.execute(query).scalars())


@dataclass
class Person:
    """Somebody who writes to the bot."""

    post: Post
    user: int
    caller: Caller

    def says(self, text: str, **more: Any) -> Raw:
        """Write something."""
        return self.post.post(text_update(self.user, text, **more))

    def presses(self, data: str) -> Raw:
        """Press a button."""
        return self.post.post(press_update(self.user, data, 7))

    def texts(self) -> list[str]:
        """All that was said to this person."""
        return [call["text"] for call in self.post.calls(self.user) if "text" in call]

    def buttons(self, start: str) -> list[str]:
        """What buttons carried that were offered, by their beginning, oldest first."""
        rows = itertools.chain.from_iterable(
            c.get("buttons", ()) for c in self.post.calls(self.user)
        )
        return [data for row in rows for _, data in row if data.startswith(start)]


def handled_of(post: Post, updates: Iterable[Raw]) -> list[int]:
    """How often each update reached the conversation."""
    return [post.handled[str(raw["update_id"])] for raw in updates]


async def _at_once(work: Any, *arguments: Any) -> Any:
    return work(*arguments)


async def _no_file(_: SentFile) -> bytes:
    raise AssertionError("nobody sends a file here")
