from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.channels.web.server import create_api
from bot.identity.oidc import CHANNEL, external_id_of
from registry.errors import Refused
from registry.transactions.members import SYSTEM
from tests.bot.channels.web.site import ORIGIN, Site, said
from tests.bot.identity.loopback_provider import Provider, running
from tests.web_parts import add_member, opened_web

SECURE = "https://yipanqi.example.gov.cn"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running(lambda: 0.0) as found:
        yield found


@pytest.fixture
def office(home: Path, provider: Provider) -> Iterator[Site]:
    """The site with single sign-on, reached over TLS."""
    settings = {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": "yipanqi",
        "public_url": SECURE,
    }
    with opened_web(home, **settings) as web:
        provider.now = lambda: web.registry.store.clock.now().timestamp()
        app = create_api(web)
        with TestClient(app, SECURE, client=("10.0.0.9", 1), follow_redirects=False) as client:
            yield Site(web, app, client)


def test_there_and_back_signs_in_with_a_secure_cookie(office: Site, provider: Provider) -> None:
    account = office.member()
    linked = external_id_of(provider.issuer, "user-1")
    office.web.registry.staff.link(SYSTEM, account, channel=CHANNEL, external_id=linked)
    assert "用单位账号登录" in office.client.get("/signin").text

    departure = office.client.get("/sign-on?next=/reports")
    assert departure.status_code == 303
    assert departure.headers["location"].startswith(f"{provider.issuer}/authorize?")
    assert "SameSite=lax" in departure.headers["set-cookie"]
    back = office.client.get(
        "/sign-on/callback", params=provider.authorize(departure.headers["location"])
    )

    assert '<meta http-equiv="refresh" content="0;url=/reports">' in back.text
    cookies = back.headers["set-cookie"]
    assert "__Host-sid=" in cookies
    assert "Secure" in cookies
    assert office.state() == account


def test_who_came_by_the_issuer_proves_themselves_there_again(
    office: Site, provider: Provider
) -> None:
    account = office.member()
    linked = external_id_of(provider.issuer, "user-1")
    office.web.registry.staff.link(SYSTEM, account, channel=CHANNEL, external_id=linked)
    departure = office.client.get("/sign-on")
    answer = provider.authorize(departure.headers["location"])
    office.client.get("/sign-on/callback", params=answer)

    page = office.client.get("/session/confirm?next=/account/factor")
    again = office.client.get("/sign-on?again=1&next=/account/factor")

    assert 'href="/sign-on?again=1&amp;next=/account/factor"' in page.text
    assert "prompt=login" in again.headers["location"]


def test_a_stranger_and_a_forged_answer_are_told_so(office: Site, provider: Provider) -> None:
    departure = office.client.get("/sign-on")
    answer = provider.authorize(departure.headers["location"])

    forged = office.client.get("/sign-on/callback", params={**answer, "state": "x" * 43})
    departure = office.client.get("/sign-on")
    answer = provider.authorize(departure.headers["location"])
    stranger = office.client.get("/sign-on/callback", params=answer)

    assert said(forged).startswith("单点登录没有完成")
    assert "没有对应的账号" in said(stranger)
    assert office.state() == ""


def test_an_issuer_that_does_not_answer_leaves_the_password(
    office: Site, provider: Provider
) -> None:
    provider.status = 500

    page = office.client.get("/sign-on")

    assert page.status_code == 503
    assert "用密码登录" in said(page)
    assert 'name="password"' in page.text


def test_over_tls_browsers_are_told_to_stay_with_it(office: Site) -> None:
    headers = office.client.get("/signin").headers

    assert headers["strict-transport-security"] == "max-age=31536000"
    assert "不登录，先问政策" not in office.client.get("/signin").text


@pytest.mark.parametrize("path", ["/sign-on", "/sign-on/callback"])
def test_what_is_not_set_up_is_not_there(site: Site, path: str) -> None:
    assert site.client.get(path).status_code == 404
    assert site.client.post("/demo", data={"account": "S00001"}).status_code == 404


def test_in_the_try_it_mode_one_click_enters_a_role(home: Path) -> None:
    with opened_web(home, demo=True) as web:
        app = create_api(web)
        with TestClient(app, ORIGIN, client=("127.0.0.1", 1), follow_redirects=False) as client:
            site = Site(web, app, client)
            page = client.get("/signin")
            account = web.demo.accounts()[0].account if web.demo else ""

            entered = client.post("/demo", data={"account": account, "next": "/reports"})
            others = client.post("/demo", data={"account": "S99999"})

            assert "示例：这里的人员、项目和首报都不是真实的。" in page.text
            assert page.text.count('class="yq-person"') == 9
            assert entered.headers["location"] == "/reports"
            assert site.state() == account
            assert others.status_code == 403
            offer = client.post("/account/factor/offer", data={"csrf": site.csrf()})
            assert "试用账号不能设动态验证码。" in offer.text


def test_the_try_it_mode_refuses_a_registry_of_real_work(home: Path) -> None:
    with opened_web(home) as web:
        add_member(web)

    with pytest.raises(Refused, match="real data"), opened_web(home, demo=True):
        pass
