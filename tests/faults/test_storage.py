"""R-11: nothing can be stored for a while. Every channel says so in Chinese, nothing is half done,
what was typed is kept, and the same request goes through once storage is back.

The troubles are SQLite's: no space left, no write allowed, the file gone, damage found.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event, insert
from sqlalchemy.exc import OperationalError

from bot.channels.web.server import create_api
from bot.dialogue.messages import Handled, Incoming
from registry.database import tables
from registry.database.engine import writing
from registry.service import Registry
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Role
from tests.api.conftest import ADDRESS, World, opened_world
from tests.registry.building import open_world
from tests.registry.proofs.places import stored
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import PERSON, EchoDispatcher, Running, bind

WORDS = "项目名称：功率器件二期，投资方：云岭半导体有限公司，新项目，产业链：集成电路"
Trouble = Callable[[Registry], Callable[[], None]]


def _at_begin(registry: Registry, statement: str) -> Callable[[], None]:
    """Say a statement in every transaction that begins; what ends it."""
    engine = registry.store.engine

    def begin(connection: Any) -> None:
        connection.exec_driver_sql(statement)

    event.listen(engine, "begin", begin)
    return lambda: event.remove(engine, "begin", begin)


def disk_full(registry: Registry) -> Callable[[], None]:
    """Every write of a row refused as a full disk refuses it; pages that run out: see R-05."""
    engine = registry.store.engine

    def before(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            full = sqlite3.OperationalError("database or disk is full")
            raise OperationalError(statement, {}, full)

    event.listen(engine, "before_cursor_execute", before)
    return lambda: event.remove(engine, "before_cursor_execute", before)


def not_writable(registry: Registry) -> Callable[[], None]:
    end = _at_begin(registry, "PRAGMA query_only=ON")

    def over() -> None:
        end()
        _at_begin(registry, "PRAGMA query_only=OFF")

    return over


def file_gone(registry: Registry) -> Callable[[], None]:
    engine = registry.store.engine
    path = Path(str(engine.url.database))
    aside = path.with_suffix(".aside")
    engine.dispose()
    path.rename(aside)
    path.mkdir()

    def over() -> None:
        path.rmdir()
        aside.rename(path)
        engine.dispose()

    return over


def damage_found(registry: Registry) -> Callable[[], None]:
    state = tables.service_state
    with writing(registry.store.engine) as connection:
        row = {"name": "read_only", "value": "[]", "at": registry.store.clock.now()}
        connection.execute(insert(state).values(row))

    def over() -> None:
        with writing(registry.store.engine) as connection:
            connection.execute(state.delete().where(state.c.name == "read_only"))

    return over


TROUBLES: tuple[Trouble, ...] = (disk_full, not_writable, file_gone, damage_found)
each_trouble = pytest.mark.parametrize("trouble", TROUBLES, ids=lambda t: t.__name__)


@contextmanager
def troubled(registry: Registry, trouble: Trouble) -> Iterator[None]:
    over = trouble(registry)
    try:
        yield
    finally:
        over()


def is_plain(said: str) -> bool:
    """Chinese, short, and nothing of the program's insides."""
    inside = ("Traceback", "sqlite", "Error", "INSERT", "内部出错")
    return any("\u4e00" <= c <= "\u9fff" for c in said) and not any(w in said for w in inside)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened_world(tmp_path) as opened:
        yield opened


@each_trouble
def test_the_api_says_so_and_the_same_request_goes_through_after(
    world: World, trouble: Trouble
) -> None:
    registry = world.web.registry
    client = TestClient(world.app, ADDRESS, raise_server_exceptions=False)
    headers = {**world.bearer(Role.DISTRICT_STAFF), "Idempotency-Key": "once"}
    filing = {"draft_id": world.draft_id, "version": 1}

    with troubled(registry, trouble):
        refused = client.post("/api/v1/reports", json=filing, headers=headers)
        ready = client.get("/readyz")
    done = client.post("/api/v1/reports", json=filing, headers=headers)

    assert refused.status_code == 503, refused.text
    assert is_plain(refused.json()["detail"])
    assert ready.status_code == (200 if trouble in (disk_full, not_writable) else 503)
    assert done.status_code == 201, done.text
    assert len(stored(world.web)) == 2
    assert registry.proofs.verify(Caller(SYSTEM.account, "cli")).is_whole


@each_trouble
@pytest.mark.parametrize("channel", ["web", "cli"])
def test_page_and_terminal_say_so_and_the_words_and_the_draft_are_kept(
    world: World, trouble: Trouble, channel: str
) -> None:
    registry, account = world.web.registry, world.accounts[Role.DISTRICT_STAFF]

    def say(number: str, words: str) -> Handled:
        place = f"{channel}:{account}"
        return world.web.conversation.handle(Incoming(place, account, channel, number, words))

    before = say("m1", WORDS)
    with troubled(registry, trouble):
        refused = say("m2", "总投资：12亿元")
    # Sent again; where damage was found the refusal itself was stored, so it is a new message.
    after = say("m3" if trouble is damage_found else "m2", "总投资：12亿元")

    told = "\n".join(reply.text for reply in refused.replies)
    assert before.draft is not None
    assert after.draft is not None
    assert is_plain(told), told
    assert after.draft.slots["investor_name"].value == before.draft.slots["investor_name"].value
    assert "total_investment" in after.draft.slots
    assert after.draft.version == before.draft.version + 1


@each_trouble
def test_a_page_that_cannot_be_built_is_a_page_in_chinese(world: World, trouble: Trouble) -> None:
    client = TestClient(
        create_api(world.web), ADDRESS, client=("127.0.0.1", 1), raise_server_exceptions=False
    )
    with troubled(world.web.registry, trouble):
        page = client.post("/signin", data={"account": "S00001", "password": "一二三四五六七八"})

    assert page.status_code in (401, 403, 503, 500, 422)
    assert is_plain(page.text.partition("<main")[2]), page.text[-400:]


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[Running]:
    opened = open_world(f"sqlite:///{tmp_path / 'registry.sqlite'}", tmp_path)
    with BotApi() as api:
        running = Running(api, opened, EchoDispatcher())
        bind(opened, "余杭区", PERSON)
        yield running
        running.stop()
    opened.registry.close()


@pytest.mark.parametrize("trouble", [not_writable, damage_found], ids=lambda t: t.__name__)
def test_telegram_says_so_at_once_and_answers_once_it_can(
    channel: Running, trouble: Trouble
) -> None:
    api = channel.api
    channel.start()
    api.wait_for(lambda a: "getUpdates" in a.calls or "getupdates" in a.calls)
    over = trouble(channel.world.registry)
    try:
        api.says(PERSON, "首报向谁报？")
        api.wait_for(lambda a: any("还没有受理" in t for t in a.texts(PERSON)))
    finally:
        over()
    api.wait_for(lambda a: "收到：首报向谁报？" in a.texts(PERSON))
    channel.stop()

    assert sum("还没有受理" in t for t in api.texts(PERSON)) == 1
    assert api.texts(PERSON).count("收到：首报向谁报？") == 1
