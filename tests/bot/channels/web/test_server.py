import errno
import socket
from pathlib import Path

import pytest

from bot.channels.web.server import claim_port, create_api, methods_at
from bot.errors import BadInput, PartUnavailable
from bot.rendering.errors import complain
from tests.web_parts import opened_web


def test_a_free_port_is_bound_on_loopback_only() -> None:
    with claim_port(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_used_port_is_one_clear_line() -> None:
    with claim_port(0) as first:
        port = first.getsockname()[1]

        with pytest.raises(PartUnavailable) as caught:
            claim_port(port)

    assert f"端口 {port} 已被占用" in complain(caught.value).text


def test_a_port_that_is_not_allowed_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_: object) -> None:
        raise PermissionError(errno.EACCES, "denied")

    monkeypatch.setattr(socket.socket, "bind", deny)

    with pytest.raises(BadInput) as caught:
        claim_port(80)

    assert "80" in complain(caught.value).text


def test_another_trouble_with_the_port_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOBUFS, "no buffers")

    monkeypatch.setattr(socket.socket, "bind", fail)

    with pytest.raises(OSError, match="no buffers"):
        claim_port(0)


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/api/v1/ask", ["POST"]),
        ("/healthz", ["GET", "HEAD"]),
        ("/api/v1/drafts/1", ["DELETE", "GET", "HEAD", "PATCH"]),
        ("/api/v1/nothing", []),
        ("/", []),
    ],
)
def test_it_is_known_what_may_be_asked_where(tmp_path: Path, path: str, methods: list[str]) -> None:
    with opened_web(tmp_path) as web:
        assert methods_at(create_api(web), path) == methods
