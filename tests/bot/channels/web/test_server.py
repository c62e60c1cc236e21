import errno
import socket

import pytest

from bot.channels.web.server import claim_port
from bot.errors import BadInput, PartUnavailable
from bot.rendering.errors import complain


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
