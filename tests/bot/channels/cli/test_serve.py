import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.channels.web.server import claim_port
from tests.bot.channels.cli.conftest import Run
from tests.bot.conftest import DIGEST


def test_a_used_port_is_one_clear_line(run: Run) -> None:
    with claim_port(0) as listener:
        port = listener.getsockname()[1]

        outcome = run("serve", "--port", str(port))

    assert outcome.status == 3
    assert (
        outcome.err == f"端口 {port} 已被占用：请停掉占用的程序，或换端口，如 YIPANQI_PORT=8001。\n"
    )


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_server_says_its_address_and_stops_cleanly(tmp_path: Path, stop: int) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "test-rule.md").write_text(DIGEST, "utf-8")
    with claim_port(0) as listener:
        port = listener.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "bot.channels.cli.main", "serve", "--port", str(port)],
        cwd=Path(__file__).resolve().parents[4],
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")},
            "YIPANQI_HOME": str(tmp_path / "home"),
            "YIPANQI_CORPUS": str(corpus),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    address = server.stdout.readline()
    _wait_until_ready(port)

    server.send_signal(stop)
    _, complaints = server.communicate(timeout=30)

    assert re.fullmatch(rf"网页问答：http://127\.0\.0\.1:{port}\n", address)
    assert server.returncode == 0
    assert "没有登录" in complaints
    assert complaints.endswith("已停止。\n")
    assert "Traceback" not in complaints


def _wait_until_ready(port: int) -> None:
    """The port is bound from the start, so one patient request waits as long as it takes."""
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/readyz")
    assert connection.getresponse().status == 200
    connection.close()
