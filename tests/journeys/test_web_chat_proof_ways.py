"""A grant by chat asks who one is: by password and code, or at the issuer one came from."""

import html
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from bot.identity.oidc import CALLBACK_PATH, CHANNEL, external_id_of
from bot.identity.one_time_codes import STEP_S
from registry.people.staff import BUREAU
from registry.people.web_sessions import WebSession
from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role
from tests.bot.identity.loopback_provider import Provider, running
from tests.journeys.conftest import Server, picture
from tests.journeys.offices import DESKTOP, Office
from tests.journeys.test_web_chat_proof import heard, say, state
from tests.web_parts import PASSWORD, add_member, opened_web

pytestmark = pytest.mark.browser


def put_a_grant(office: Office, page: Page, project: str) -> str:
    """Have a grant put to the lead of a page, who proved it too long ago; the report's number."""
    number = office.file(office.person("余杭区"), project)
    office.make_ready(number)
    say(page, f"打开 {number}")
    expect(heard(page)).to_contain_text(project)
    say(page, "授予首谈资格")
    expect(heard(page).get_by_role("button", name="确认授予首谈资格")).to_be_enabled()
    return number


def use_a_second_factor(office: Office, account: str) -> pyotp.TOTP:
    """Put a second factor to use for an account; what its app then knows."""
    session = office.web.identity.sign_in(account, PASSWORD, address="10.0.0.8")
    assert isinstance(session, WebSession)
    factors = office.web.identity.factors
    app = pyotp.TOTP(factors.offer(session).seed)
    factors.confirm(session, app.now())
    return app


def test_a_lead_with_a_second_factor_grants_by_chat_with_password_and_code(office: Office) -> None:
    lead = add_member(office.web, BUREAU, Role.CITY_LEAD, "带验证码的负责人")
    page = office.open(lead, "/")
    app = use_a_second_factor(office, lead)
    office.let_proofs_age(lead)
    number = put_a_grant(office, page, "验证码授予项目")

    say(page, "确认授予")
    dialog = page.get_by_role("dialog", name="请再输一次密码")
    dialog.get_by_label("密码").fill(PASSWORD)
    dialog.get_by_label("动态验证码").fill("12345")
    dialog.get_by_role("button", name="确认").click()
    expect(dialog.get_by_role("alert")).to_contain_text("验证码不对")
    assert state(office, number) == "CONSULTING"
    picture(page, "chat-prove-code")
    # the next one: the last was used, and it is good for a minute and more
    dialog.get_by_label("动态验证码").fill(app.at(int(time.time()) + STEP_S))
    dialog.get_by_role("button", name="确认").click()

    expect(heard(page)).to_contain_text("已办：")
    assert state(office, number) == "EXCLUSIVE"
    assert office.errors == []


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running(time.time) as found:
        yield found


@pytest.fixture
def joined(
    provider: Provider, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """A server that takes the provider's word."""
    server = Server(tmp_path_factory.mktemp("joined"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YIPANQI_OIDC_ISSUER", provider.issuer)
        patch.setenv("YIPANQI_OIDC_CLIENT_ID", "yipanqi")
        server.start()
    with opened_web(server.home) as web:
        opened = Office(web, server.url, browser)
        yield opened
        opened.close()
    server.stop()


def agree_at_the_issuer(office: Office, provider: Provider, context: BrowserContext) -> None:
    """Whoever leaves for the issuer with this browser agrees there at once, and is sent back."""

    def agree(route: Route) -> None:
        departure = route.fetch(max_redirects=0)
        answer = urlencode(provider.authorize(departure.headers["location"]))
        back = f"{office.url.rstrip('/')}{CALLBACK_PATH}?{answer}"
        body = f'<meta http-equiv="refresh" content="0;url={html.escape(back)}">'
        kept = {"set-cookie": departure.headers["set-cookie"], "content-type": "text/html"}
        route.fulfill(status=200, headers=kept, body=body)

    context.route("**/sign-on?**", agree)


def test_who_came_by_single_sign_on_proves_it_there_and_goes_on_with_the_grant(
    joined: Office, provider: Provider, browser: Browser
) -> None:
    lead = add_member(joined.web, BUREAU, Role.CITY_LEAD, "单位账号的负责人")
    linked = external_id_of(provider.issuer, "user-1")
    joined.web.registry.staff.link(SYSTEM, lead, channel=CHANNEL, external_id=linked)
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN")
    agree_at_the_issuer(joined, provider, context)
    page = context.new_page()
    page.goto(f"{joined.url}sign-on?next=/")
    page.get_by_role("textbox", name="问题").wait_for()
    joined.let_proofs_age(lead)
    number = put_a_grant(joined, page, "单位账号授予项目")
    say(page, "确认授予")
    dialog = page.get_by_role("dialog", name="请再输一次密码")
    picture(page, "chat-prove-issuer")

    dialog.get_by_role("link", name="用单位账号确认").click()
    expect(page.get_by_text("已恢复先前的对话")).to_be_visible()
    assert provider.requests[-1]["prompt"] == "login"
    assert state(joined, number) == "CONSULTING"
    box = page.get_by_role("textbox", name="问题")
    expect(box).to_have_value("确认授予")
    box.press("Enter")

    expect(heard(page)).to_contain_text("已办：")
    expect(dialog).to_have_count(0)
    assert state(joined, number) == "EXCLUSIVE"
    context.close()
