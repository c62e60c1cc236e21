import pytest

from bot.channels.web.frame.plain import continue_page, local_path, message_page, status_of
from bot.errors import BadInput, PartUnavailable
from registry.errors import (
    Forbidden,
    NotFound,
    QuotaExceeded,
    StorageUnavailable,
    Unauthenticated,
)


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/reports?page=2", "/reports?page=2"),
        ("/", "/"),
        ("", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nb", "/"),
        ("/" + "x" * 300, "/"),
    ],
)
def test_only_paths_of_this_site_are_followed(path: str, kept: str) -> None:
    assert local_path(path) == kept


def test_plain_pages_run_no_script_of_anybody() -> None:
    page = message_page("标题", "<img src=x onerror=alert(1)>", status=404)

    assert page.status_code == 404
    assert b"<img src=x" not in page.body
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_page_that_goes_on_by_itself_stays_on_this_site() -> None:
    assert b'content="0;url=/a?b=&#34;x"' in continue_page('/a?b="x').body
    assert b'content="0;url=/"' in continue_page("//evil.example").body


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (QuotaExceeded("x"), 429),
        (Forbidden("x"), 403),
        (NotFound("x"), 404),
        (StorageUnavailable("x", retry=True), 503),
        (PartUnavailable("x", code="sso"), 503),
        (Unauthenticated("x"), 422),
        (BadInput("x", code="password_short"), 422),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_trouble_has_its_status(error: Exception, status: int) -> None:
    assert status_of(error) == status
