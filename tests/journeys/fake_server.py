"""Serve the web application for the journeys: `python -m tests.journeys.fake_server HOME PORT …`.

On fakes that answer, or: `library`: a real library; `real`: everything on the shipped corpus;
`demo`: sample people, one click per role; `markup`: a conversation that gives back what was said
in every place a page shows.
"""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from nicegui import Client, background_tasks
from nicegui import app as nicegui_app

from bot import bootstrap
from bot.channels.web.server import claim_port, serve_until_stopped
from bot.settings import Settings
from tests.fakes import FakeAnswering
from tests.journeys.markup import Parrot
from tests.web_parts import opened_web

GATE = "gate"  # in the home: a pipe that slow answers wait for
FORGET = "forget"  # in the home: the id of a page, which is to be given up once it is not connected
_UNLIMITED = 1_000_000


@contextmanager
def opened(home: Path, modes: list[str]) -> Iterator[bootstrap.Web]:
    """The web's parts as the modes say."""
    demo = "demo" in modes
    settings = Settings(_env_file=None, home=home, demo=demo)
    if "real" in modes:
        with bootstrap.open_web(settings) as web:
            yield web
        return
    library = bootstrap.open_library(settings) if "library" in modes else None
    answering = FakeAnswering(gate=home / GATE)
    if "markup" not in modes:
        with opened_web(home, answering=answering, demo=demo, library=library) as web:
            yield web
        return
    with opened_web(home, conversation=Parrot(), demo=demo, library=library) as web:
        yield replace(web, chat=replace(web.chat, most_messages=_UNLIMITED))


async def forget_pages(order: Path) -> None:
    """Give up pages that are not connected, as a minute does, when asked to: all, or the named."""
    while True:
        await asyncio.sleep(0.05)
        if not order.exists():
            continue
        name = order.read_text("utf-8")
        pages = [page for page in Client.instances.values() if name in ("", page.id)]
        if name and any(page.has_socket_connection for page in pages):
            continue  # it has not been noticed yet
        for page in pages:
            if not page.has_socket_connection:
                page.delete()
        order.unlink()


if __name__ == "__main__":
    home, port, *modes = sys.argv[1:]
    order = Path(home) / FORGET
    nicegui_app.on_startup(lambda: background_tasks.create(forget_pages(order), name="forgetting"))
    with claim_port(int(port)) as listener, opened(Path(home), modes) as web:
        print(listener.getsockname()[1], flush=True)
        serve_until_stopped(web, listener)
