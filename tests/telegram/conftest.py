"""A running Telegram channel on a real registry, against the loopback Bot API."""

import asyncio
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.telegram.handling import Content
from bot.channels.telegram.service import Address, TelegramService
from bot.channels.telegram.webhook import Webhook
from bot.dialogue.messages import Choice, Handled, Incoming, Intent, Reply
from registry.database import tables
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.outbox import Message
from tests.registry.building import World, open_world
from tests.telegram.bot_api import TOKEN, BotApi

PERSON = 4711


class EchoDispatcher:
    """Says back what it was told, as the conversation would: once for a message id."""

    def __init__(self) -> None:
        self.heard: list[Incoming] = []
        self.lock = threading.Lock()
        self.reply: Callable[[Incoming], tuple[Reply, ...]] = lambda message: (
            Reply(f"收到：{message.text or message.data}", (Choice("提交", "file.submit:ab:1"),)),
        )

    def handle(self, message: Incoming) -> Handled:
        with self.lock:
            self.heard.append(message)
        return Handled(self.reply(message), Intent.ASK)


@dataclass
class Running:
    """A channel that can be stopped and started again on the same registry."""

    api: BotApi
    world: World
    dispatcher: EchoDispatcher
    content: Content = Content.FULL
    webhook: Webhook | None = None
    _stop: Callable[[], None] | None = None
    _thread: threading.Thread | None = None
    errors: list[BaseException] = field(default_factory=list)

    def start(self, holder: str = "one") -> None:
        started = threading.Event()

        def run() -> None:
            try:
                asyncio.run(self._serve(holder, started))
            except BaseException as error:
                self.errors.append(error)
                started.set()

        self._thread = threading.Thread(target=run)
        self._thread.start()
        assert started.wait(20)

    async def _serve(self, holder: str, started: threading.Event) -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        self._stop = lambda: loop.call_soon_threadsafe(stop.set)
        service = TelegramService(
            Address(TOKEN, self.api.url).bot(),
            self.world.registry,
            self.dispatcher,
            content=self.content,
            holder=holder,
            monotonic=time.monotonic,
            webhook=self.webhook,
        )
        started.set()
        await service.run(stop)

    def stop(self) -> None:
        if self._stop is not None and self._thread is not None and self._thread.is_alive():
            self._stop()
        if self._thread is not None:
            self._thread.join(30)
            assert not self._thread.is_alive()
        self._thread = None


@pytest.fixture(autouse=True)
def _durations_as_they_will_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def quick_folder() -> Iterator[Path]:
    """A folder in memory where the machine has such storage, on disk otherwise."""
    memory = Path("/dev/shm")
    base = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=base, prefix="yq-telegram-") as folder:
        yield Path(folder)


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as running:
        yield running


@pytest.fixture
def world(quick_folder: Path) -> Iterator[World]:
    opened = open_world(f"sqlite:///{quick_folder / 'registry.sqlite'}", quick_folder)
    yield opened
    opened.registry.close()


@pytest.fixture
def channel(api: BotApi, world: World) -> Iterator[Running]:
    """A channel not yet started, with one person bound to it."""
    running = Running(api, world, EchoDispatcher())
    bind(world, "余杭区", PERSON)
    yield running
    running.stop()


def bind(world: World, unit: str, user: int) -> Caller:
    """A district officer bound to a Telegram account."""
    caller = world.district(unit)
    world.registry.staff.link(SYSTEM, caller.account, channel="telegram", external_id=str(user))
    return caller


@contextmanager
def served(channel: Running) -> Iterator[Running]:
    """The channel running for a while."""
    channel.start()
    try:
        yield channel
    finally:
        channel.stop()
    assert channel.errors == []


def outbox_of(channel: Running) -> list[Message]:
    """What is still to be sent."""
    engine = channel.world.registry.store.engine
    with engine.connect() as connection:
        box = tables.outbox.c
        query = select(box.id, box.kind, box.recipient, box.body, box.attempts)
        rows = connection.execute(query.where(box.state == "pending", box.kind == "telegram"))
        return [Message(*row) for row in rows]
