"""A browser is named so that its owner knows it again, and no closer."""

import pytest

from bot.channels.web.sign_in.devices import device_of

_MOZILLA = "Mozilla/5.0"
_KHTML = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (f"{_MOZILLA} (Windows NT 10.0) {_KHTML} Chrome/141.0 Safari/537.36", "Chrome · Windows"),
        (f"{_MOZILLA} (Windows NT 10.0) {_KHTML} Chrome/141.0 Edg/141.0", "Edge · Windows"),
        (f"{_MOZILLA} (iPhone; like Mac OS X) {_KHTML} Safari/604.1", "Safari · iPhone"),
        (f"{_MOZILLA} (Linux; Android 15) {_KHTML} MicroMessenger/8.0", "微信 · 安卓手机"),
        (f"{_MOZILLA} (X11; Linux x86_64; rv:144.0) Gecko Firefox/144.0", "Firefox · Linux"),
        ("curl/8", "其他浏览器"),
        ("", "其他浏览器"),
    ],
)  # fmt: skip
def test_browser_and_system_are_told(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device
