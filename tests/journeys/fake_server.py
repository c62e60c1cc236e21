"""Serve the web application for the journeys: `python -m tests.journeys.fake_server HOME PORT …`.

On fakes that answer, or: `library`: a real library; `real`: everything on the shipped corpus;
`demo`: sample people, one click per role; `markup`: a conversation that gives back what was said
in every place a page shows.
"""

import sys
from contextlib import AbstractContextManager
from pathlib import Path

from bot import bootstrap
from bot.channels.web.server import claim_port, serve_until_stopped
from bot.settings import Settings
from tests.journeys.markup import Parrot
from tests.web_parts import opened_web


def opened(home: Path, modes: list[str]) -> AbstractContextManager[bootstrap.Web]:
    """The web's parts as the modes say."""
    demo = "demo" in modes
    settings = Settings(_env_file=None, home=home, demo=demo)
    if "real" in modes:
        return bootstrap.open_web(settings)
    library = bootstrap.open_library(settings) if "library" in modes else None
    conversation = Parrot() if "markup" in modes else None
    return opened_web(home, demo=demo, conversation=conversation, library=library)


if __name__ == "__main__":
    home, port, *modes = sys.argv[1:]
    with claim_port(int(port)) as listener, opened(Path(home), modes) as web:
        print(listener.getsockname()[1], flush=True)
        serve_until_stopped(web, listener)
