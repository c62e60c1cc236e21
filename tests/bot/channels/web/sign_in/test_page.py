import pytest

from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role
from tests.bot.channels.web.site import Site, said
from tests.web_parts import PASSWORD

COOKIE = "yipanqi-sid"


def test_the_right_password_signs_in_and_goes_where_one_wanted_to(site: Site) -> None:
    account = site.member()

    response = site.sign_in(account, next="/reports?page=2")

    assert response.status_code == 303
    assert response.headers["location"] == "/reports?page=2"
    cookie = response.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/" in cookie
    assert site.state() == account


def test_who_is_signed_in_need_not_do_it_again(site: Site) -> None:
    site.signed_in()

    response = site.client.get("/signin?next=/settings")

    assert (response.status_code, response.headers["location"]) == (303, "/settings")


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "x", "/a\nb", "/" + "x" * 400],
)
def test_signing_in_never_leads_to_another_site(site: Site, path: str) -> None:
    account = site.member()

    if len(path) <= 300:
        assert site.sign_in(account, next=path).headers["location"] == "/"
    assert (
        'name="next" value="/"' in site.another_browser().get("/signin", params={"next": path}).text
    )


def test_an_unknown_account_and_a_wrong_password_read_the_same(site: Site) -> None:
    account = site.member()

    wrong = site.sign_in(account, "不是这个密码不是这个")
    unknown = site.sign_in("S99999", "不是这个密码不是这个")

    assert wrong.status_code == unknown.status_code == 422
    assert said(wrong) == said(unknown) == "账号或密码不对。"
    assert f'value="{account}"' in wrong.text  # what was typed stays
    assert wrong.text.replace(account, "S99999") == unknown.text
    assert "set-cookie" not in wrong.headers
    assert site.state() == ""


def test_after_five_tries_one_waits_and_an_unknown_account_as_well(site: Site) -> None:
    account = site.member()
    for name in (account, "S99999"):
        for _ in range(5):
            assert site.sign_in(name, "不是这个密码不是这个").status_code == 422

        refused = site.sign_in(name, PASSWORD)

        assert refused.status_code == 429
        assert said(refused) == "尝试次数过多，请 15 分钟后再试。"


def test_what_is_typed_never_becomes_markup(site: Site) -> None:
    page = site.sign_in('"><script>alert(1)</script>', "x" * 20)

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


def test_signing_in_again_ends_the_session_before(site: Site) -> None:
    site.signed_in()
    before = site.client.cookies[COOKIE]
    site.sign_in(site.member())
    assert site.client.cookies[COOKIE] != before

    other = site.another_browser()
    other.cookies.set(COOKIE, before)

    assert other.get("/session/state").json() == {"account": ""}


def test_signing_out_ends_the_session_for_good(site: Site) -> None:
    site.signed_in()
    stolen, token = site.client.cookies[COOKIE], site.csrf()

    response = site.client.post("/signout", data={"csrf": token})

    assert response.headers["location"] == "/signin?out=1"
    assert "已退出。" in site.client.get("/signin?out=1").text
    other = site.another_browser()
    other.cookies.set(COOKIE, stolen)
    assert other.get("/session/state").json() == {"account": ""}
    assert site.client.post("/signout").headers["location"] == "/signin?out=1"


@pytest.mark.parametrize("token", ["", "x" * 43, None], ids=["empty", "another", "missing"])
def test_nobody_is_signed_out_without_the_token_of_the_page(site: Site, token: str | None) -> None:
    account = site.signed_in()

    response = site.client.post("/signout", data={} if token is None else {"csrf": token})

    assert response.status_code == 403
    assert "页面已过期" in response.text
    assert site.state() == account


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/signin", "/signout", "/demo", "/session/prove"])
def test_no_other_site_can_send_a_form(site: Site, path: str, headers: dict[str, str]) -> None:
    assert site.client.post(path, data={"x": "y"}, headers=headers).status_code == 403


def test_a_revoked_member_is_nobody_at_the_next_request(site: Site) -> None:
    account = site.signed_in()

    site.web.registry.staff.revoke(SYSTEM, account, reason="调离")

    assert site.state() == ""
    assert said(site.sign_in(account)) == "账号或密码不对。"


def test_a_change_of_role_ends_the_session(site: Site) -> None:
    account = site.signed_in()

    site.web.registry.staff.change_role(SYSTEM, account, Role.DISTRICT_LEAD, reason="任职")

    assert site.state() == ""


def test_proving_again_gives_the_session_a_new_id(site: Site) -> None:
    account = site.signed_in()
    before, token = site.client.cookies[COOKIE], site.csrf()

    response = site.client.post(
        "/session/prove", json={"password": PASSWORD}, headers={"x-csrf-token": token}
    )

    assert response.json() == {"proved": True}
    assert site.client.cookies[COOKIE] != before
    assert site.state() == account


@pytest.mark.parametrize(
    ("password", "has_token", "status", "code"),
    [("不是这个密码不是这个", True, 422, "bad_credentials"), (PASSWORD, False, 403, "csrf")],
)
def test_proving_again_takes_the_password_and_the_token(
    site: Site, password: str, has_token: bool, status: int, code: str
) -> None:
    account = site.signed_in()
    headers = {"x-csrf-token": site.csrf()} if has_token else {}

    response = site.client.post("/session/prove", json={"password": password}, headers=headers)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert site.state() == account


def test_a_guest_has_nothing_to_prove(site: Site) -> None:
    page = site.client.get("/session/confirm")
    sent = site.client.post("/session/confirm", data={"password": PASSWORD})
    scripted = site.client.post("/session/prove", json={"password": PASSWORD})

    assert "登录已过期，请重新登录。" in page.text
    assert page.status_code == sent.status_code == scripted.status_code == 422


def test_the_page_that_asks_again_goes_on_or_says_what_is_wrong(site: Site) -> None:
    site.signed_in()
    page = site.client.get("/session/confirm?next=/account/factor")
    token = {"csrf": site.csrf("/session/confirm"), "next": "/account/factor"}

    wrong = site.client.post("/session/confirm", data={"password": "x" * 20, **token})
    right = site.client.post("/session/confirm", data={"password": PASSWORD, **token})

    assert "本人在办理" in page.text
    assert said(wrong) == "账号或密码不对。"
    assert right.headers["location"] == "/account/factor"


def test_a_form_that_is_too_long_is_a_page_that_says_so(site: Site) -> None:
    response = site.sign_in("S00001", "x" * 301)

    assert response.status_code == 422
    assert "表单不完整或内容太长" in response.text
