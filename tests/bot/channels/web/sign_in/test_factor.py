import re
from datetime import timedelta

import pyotp
import pytest

from bot.identity.one_time_codes import STEP_S
from tests.bot.channels.web.site import Site, hidden, said
from tests.web_parts import PASSWORD

OFFER, CONFIRM = "/account/factor/offer", "/account/factor/confirm"


def offered(site: Site, token: str) -> dict[str, str]:
    page = site.client.post(OFFER, data={"csrf": token})
    assert page.text.count("data:image/svg+xml") == 1
    return {name: hidden(page, name) for name in ("csrf", "uri", "seed")}


def code_of(site: Site, seed: str, later: int = 0) -> str:
    at = site.web.registry.store.clock.now() + timedelta(seconds=later)
    return pyotp.TOTP(seed).at(at)


def switched_on(site: Site) -> tuple[str, str, list[str]]:
    """Account, seed and recovery codes of somebody who has just switched it on."""
    account = site.signed_in()
    offer = offered(site, site.csrf("/account/factor"))
    page = site.client.post(CONFIRM, data={**offer, "code": code_of(site, offer["seed"])})
    codes = re.findall(r'<li class="yq-code">([^<]+)<', page.text)
    assert len(codes) == 10
    return account, offer["seed"], codes


def test_once_on_signing_in_takes_a_code(site: Site) -> None:
    account, seed, _ = switched_on(site)
    site.client.cookies.clear()

    asked = site.sign_in(account, next="/settings")
    assert "六位数字" in asked.text
    assert site.state() == ""

    wrong = site.client.post("/signin/code", data={"code": "000000", "next": "/settings"})
    assert said(wrong).startswith("验证码不对")
    right = site.client.post(
        "/signin/code", data={"code": code_of(site, seed, STEP_S), "next": "/settings"}
    )

    assert right.headers["location"] == "/settings"
    assert site.state() == account


def test_a_recovery_code_serves_once(site: Site) -> None:
    account, _, codes = switched_on(site)
    for expected in (303, 422):
        site.client.cookies.clear()
        site.sign_in(account)
        response = site.client.post("/signin/code", data={"code": codes[0].upper()})
        assert response.status_code == expected


def test_a_code_without_a_password_before_it_leads_back_to_the_start(site: Site) -> None:
    response = site.client.post("/signin/code", data={"code": "000000"})

    assert said(response) == "登录已过期，请重新登录。"
    assert 'name="password"' in response.text
    assert "六位数字" in site.client.get("/signin/code").text


def test_a_wrong_first_code_shows_the_same_offer_again(site: Site) -> None:
    site.signed_in()
    offer = offered(site, site.csrf("/account/factor"))

    again = site.client.post(CONFIRM, data={**offer, "code": "12345"})

    assert said(again).startswith("验证码不对")
    assert hidden(again, "seed") == offer["seed"]


def test_it_can_be_switched_off_and_proving_again_asks_for_a_code_while_it_is_on(
    site: Site,
) -> None:
    switched_on(site)
    page = site.client.get("/account/factor")
    assert "已启用" in page.text
    assert "动态验证码" in site.client.get("/session/confirm").text

    response = site.client.post("/account/factor/remove", data={"csrf": hidden(page, "csrf")})

    assert response.headers["location"] == "/account/factor"
    assert "没有启用" in site.client.get("/account/factor").text


@pytest.mark.parametrize("path", [OFFER, CONFIRM, "/account/factor/remove"])
def test_every_step_takes_the_token_and_a_session(site: Site, path: str) -> None:
    assert site.client.post(path, data={}).status_code == 422
    site.signed_in()

    assert site.client.post(path, data={"csrf": "x"}).status_code == 403


def test_an_offer_that_is_none_is_refused(site: Site) -> None:
    site.signed_in()
    token = site.csrf("/account/factor")

    response = site.client.post(CONFIRM, data={"csrf": token, "uri": "javascript:x", "code": "1"})

    assert response.status_code == 422


def test_a_guest_is_sent_to_sign_in(site: Site) -> None:
    response = site.client.get("/account/factor")

    assert response.headers["location"] == "/signin?next=/account/factor"
    assert PASSWORD not in response.text
