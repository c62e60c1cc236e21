"""Serve the web application on fakes: `python -m tests.journeys.fake_server HOME PORT [demo]`."""

import sys
from pathlib import Path

from bot.channels.web.server import claim_port, serve_until_stopped
from tests.web_parts import opened_web

if __name__ == "__main__":
    home, port, *modes = sys.argv[1:]
    with claim_port(int(port)) as listener, opened_web(Path(home), demo="demo" in modes) as web:
        print(listener.getsockname()[1], flush=True)
        serve_until_stopped(web, listener)
