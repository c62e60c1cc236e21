import pytest
from starlette.requests import Request

from bot.channels.web.frame.shell import TABS, to_sign_in


def request(path: str = "/reports", query: str = "", site: str = "") -> Request:
    headers = [(b"sec-fetch-site", site.encode())] if site else []
    return Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "server": ("127.0.0.1", 8000),
            "path": path,
            "query_string": query.encode(),
            "headers": headers,
        }
    )


@pytest.mark.parametrize("site", ["", "none", "same-origin"])
def test_a_guest_is_sent_to_sign_in_and_comes_back(site: str) -> None:
    response = to_sign_in(request(query="page=2", site=site))

    assert response.status_code == 303
    assert response.headers["location"] == "/signin?next=%2Freports%3Fpage%3D2"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_link_on_another_site_comes_round_once_with_its_cookie(site: str) -> None:
    response = to_sign_in(request(query="page=2", site=site))

    assert response.status_code == 200
    assert b'content="0;url=/reports?page=2"' in response.body


def test_the_tabs_are_those_of_the_manual() -> None:
    labels = [label for _, label, _, _ in TABS]

    assert labels == ["问答", "首报", "审核", "文件库", "设置"]
