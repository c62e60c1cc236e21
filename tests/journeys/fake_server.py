"""Serve the web application on fakes: `python -m tests.journeys.fake_server HOME PORT`."""

import sys
from pathlib import Path

from bot.channels.web.server import claim_port, serve_until_stopped
from tests.fakes import make_application

if __name__ == "__main__":
    with claim_port(int(sys.argv[2])) as listener:
        print(listener.getsockname()[1], flush=True)
        serve_until_stopped(make_application(Path(sys.argv[1])), listener)
