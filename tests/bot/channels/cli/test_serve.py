import os
import re
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot import bootstrap
from bot.channels.web.server import claim_port
from bot.settings import Settings
from tests.bot.channels.cli.conftest import Run
from tests.bot.conftest import DIGEST
from tests.fakes import make_application
from tests.web_parts import PASSWORD, opened_web


def test_a_used_port_is_one_clear_line(run: Run) -> None:
    with claim_port(0) as listener:
        port = listener.getsockname()[1]

        outcome = run("serve", "--port", str(port))

    assert outcome.status == 3
    assert (
        outcome.err == f"端口 {port} 已被占用：请停掉占用的程序，或换端口，如 YIPANQI_PORT=8001。\n"
    )


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"HOST": "0.0.0.0"}, "YIPANQI_HOST 是 0.0.0.0"),
        ({"HOST": "0.0.0.0", "PUBLIC_URL": "http://127.0.0.1:8000"}, "YIPANQI_HOST 是 0.0.0.0"),
        ({"PUBLIC_URL": "http://yipanqi.example"}, "YIPANQI_PUBLIC_URL 是 http://yipanqi.example"),
    ],
    ids=str,
)
def test_beyond_this_machine_it_takes_an_address_over_tls(
    run: Run, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], complaint: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"YIPANQI_{name}", value)

    outcome = run("serve")

    assert outcome.status == 2
    assert complaint in outcome.err
    assert "https://" in outcome.err


def served(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have the server stop at once; the list then holds the addresses it was started with."""
    seen: list[str] = []

    def stop(web: bootstrap.Web, listener: socket.socket) -> None:
        seen.append(f"{listener.getsockname()[0]} {web.settings.public_url}")

    monkeypatch.setattr("bot.channels.web.server.serve_until_stopped", stop)
    return seen


def test_each_start_has_a_fresh_link_until_an_administrator_has_signed_in(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    served(monkeypatch)
    monkeypatch.setenv("YIPANQI_HOME", str(tmp_path / "home"))
    with claim_port(0) as listener:
        port = str(listener.getsockname()[1])

    first = run("serve", "--port", port)
    code = re.search(r"/invite/(\S+)", first.out)
    assert code
    with opened_web(tmp_path / "home") as web:
        web.identity.accept_invite(code[1], PASSWORD, address="127.0.0.1")
    second = run("serve", "--port", port)

    assert re.fullmatch(r"网页问答：http://127\.0\.0\.1:\d+\n", second.out)


def test_the_try_it_mode_says_so_and_needs_no_link(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    served(monkeypatch)
    monkeypatch.setenv("YIPANQI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("YIPANQI_DEMO", "true")
    demo = Settings(_env_file=None, home=tmp_path / "home", demo=True)
    application = replace(make_application(tmp_path / "home"), settings=demo)
    monkeypatch.setattr(bootstrap, "open_application", lambda *_, **__: application)
    with claim_port(0) as listener:
        port = str(listener.getsockname()[1])

    outcome = run("serve", "--port", port)

    assert "试用模式" in outcome.err
    assert "/invite/" not in outcome.out


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
    more, complaints = server.communicate(timeout=30)

    assert re.fullmatch(rf"网页问答：http://127\.0\.0\.1:{port}\n", address)
    link = rf"首次使用，.*：http://127\.0\.0\.1:{port}/invite/[A-Za-z0-9_-]{{22}}\n"
    assert re.fullmatch(link, more)
    assert server.returncode == 0
    assert "只有本机能打开" in complaints
    assert complaints.endswith("已停止。\n")
    assert "Traceback" not in complaints


def _wait_until_ready(port: int) -> None:
    """The port is bound from the start, so one patient request waits as long as it takes."""
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/readyz")
    assert connection.getresponse().status == 200
    connection.close()
