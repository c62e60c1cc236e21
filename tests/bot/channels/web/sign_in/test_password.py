import pytest

from tests.bot.channels.web.site import Site, said
from tests.web_parts import PASSWORD

PATH = "/account/password"
FRESH = "换成另外十几个字的一句话吧"


def test_a_new_password_ends_every_other_session(site: Site) -> None:
    account = site.signed_in()
    other = site.another_browser()
    other.post("/signin", data={"account": account, "password": PASSWORD})
    form = {"old": PASSWORD, "password": FRESH, "again": FRESH, "csrf": site.csrf()}

    response = site.client.post(PATH, data=form)

    assert response.headers["location"] == "/settings"
    assert site.state() == account
    assert other.get("/session/state").json() == {"account": ""}
    assert said(site.sign_in(account, PASSWORD)) == "账号或密码不对。"
    assert site.sign_in(account, FRESH).status_code == 303


@pytest.mark.parametrize(
    ("old", "again", "complaint"),
    [("不是原来的密码", FRESH, "账号或密码不对。"), (PASSWORD, "别的", "两次输入的密码不一样")],
)
def test_what_is_wrong_is_said(site: Site, old: str, again: str, complaint: str) -> None:
    account = site.signed_in()
    form = {"old": old, "password": FRESH, "again": again, "csrf": site.csrf()}

    response = site.client.post(PATH, data=form)

    assert response.status_code == 422
    assert complaint in said(response)
    assert site.state() == account


def test_a_guest_is_sent_to_sign_in(site: Site) -> None:
    assert site.client.get(PATH).headers["location"] == f"/signin?next={PATH}"
    assert site.client.post(PATH, data={"old": "x"}).status_code == 422
