import pytest
from starlette.requests import Request

from bot.channels.web.sign_in.session import (
    Cookies,
    Visit,
    cookie_of,
    current_member,
    current_visit,
    find_visit,
    require_member,
)
from registry.errors import StorageUnavailable, Unauthenticated
from tests.bot.channels.web.site import Site


def request(cookie: str = "") -> Request:
    headers = [(b"cookie", cookie.encode("latin-1"))] if cookie else []
    return Request({"type": "http", "method": "GET", "path": "/", "headers": headers})


def test_a_guest_is_nobody() -> None:
    guest = request()

    assert current_visit(guest) == Visit()
    assert current_member(guest) is None
    assert Visit().csrf == ""
    assert Visit().role is None
    with pytest.raises(Unauthenticated):
        require_member(guest)
    with pytest.raises(Unauthenticated):
        Visit().caller()


def test_a_member_is_the_caller_of_the_registry(site: Site) -> None:
    account = site.signed_in()
    visit = find_visit(site.web.identity, site.client.cookies["yipanqi-sid"])

    assert visit.caller("k1").account == account
    assert visit.caller("k1").channel == "web"
    assert visit.caller("k1").key == "k1"
    assert visit.role == "district_staff"
    assert len(visit.csrf) == 43


def test_where_nobody_can_tell_the_trouble_is_kept(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StorageUnavailable("gone", retry=True)

    monkeypatch.setattr(site.web.identity, "resolve", fail)

    visit = find_visit(site.web.identity, "x")

    assert visit.session is None
    with pytest.raises(StorageUnavailable):
        visit.require()


@pytest.mark.parametrize(
    ("header", "value"),
    [("yipanqi-sid=abc", "abc"), ("a=1; yipanqi-sid=abc; b=2", "abc"), ("a=1", ""), ("", "")],
)
def test_a_cookie_is_read_from_its_header(header: str, value: str) -> None:
    assert cookie_of(request(header).scope, "yipanqi-sid") == value


def test_a_secure_cookie_has_the_name_that_browsers_guard() -> None:
    assert Cookies(is_secure=True).name("sid") == "__Host-sid"
    assert Cookies(is_secure=False).name("sid") == "yipanqi-sid"
