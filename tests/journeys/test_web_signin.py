"""Journeys through signing in, in a real Chromium, against a real server and a real registry."""

from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role
from tests.journeys.conftest import Server, picture
from tests.web_parts import PASSWORD, add_member, opened_web

pytestmark = pytest.mark.browser
BUREAU = "市投资促进局"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser of somebody."""
    opened = browser.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    yield opened
    opened.close()


def add(server: Server, role: Role = Role.DISTRICT_LEAD) -> str:
    """The account of somebody new who can sign in."""
    with opened_web(server.home) as web:
        return add_member(web, "余杭区" if role.is_district else BUREAU, role)


def invite(server: Server) -> tuple[str, str]:
    """Account and invite of somebody new."""
    with opened_web(server.home) as web:
        made = web.registry.staff.add(
            SYSTEM, unit="余杭区", role=Role.DISTRICT_LEAD, name="测试负责人"
        )
        return made.member.account, made.code


def sign_in(page: Page, account: str, password: str = PASSWORD) -> None:
    """Fill the sign-in form and send it."""
    page.get_by_label("账号").fill(account)
    page.get_by_label("密码").fill(password)
    page.keyboard.press("Enter")


def test_from_the_invite_to_signing_out_by_keyboard_alone(
    context: BrowserContext, server: Server
) -> None:
    account, code = invite(server)
    page = context.new_page()
    page.goto(f"{server.url}invite/{code}")
    picture(page, "invite")

    page.keyboard.type(PASSWORD)  # the field has the focus
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="密码已设好")).to_be_visible()
    expect(page.get_by_text(account)).to_be_visible()
    page.get_by_role("link", name="开始使用").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="主导航")).to_be_visible()
    expect(page.get_by_text("测试负责人")).to_be_visible()

    page.get_by_role("button", name="退出").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("已退出。")
    picture(page, "signed-out")

    page.keyboard.type(account.lower())
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("测试负责人")).to_be_visible()


def test_the_second_factor_is_set_up_with_a_code_and_asked_for(
    context: BrowserContext, server: Server
) -> None:
    account, code = invite(server)
    page = context.new_page()
    page.goto(f"{server.url}invite/{code}")
    page.get_by_label("密码（至少").fill(PASSWORD)
    page.get_by_label("再输一次").fill(PASSWORD)
    page.keyboard.press("Enter")

    page.get_by_role("button", name="启用动态验证码").click()
    expect(page.get_by_role("img", name="动态验证码的二维码")).to_be_visible()
    assert page.get_by_role("img").evaluate("image => image.naturalWidth") > 100
    picture(page, "second-factor")
    seed = page.locator(".yq-code").inner_text()
    page.get_by_label("六位数字").fill(pyotp.TOTP(seed).now())
    page.keyboard.press("Enter")
    expect(page.locator(".yq-codes li")).to_have_count(10)
    recovery = page.locator(".yq-codes li").first.inner_text()
    page.get_by_role("link", name="已保存").click()
    page.get_by_role("button", name="退出").click()

    sign_in(page, account)
    page.get_by_label("验证码").fill(recovery)
    page.keyboard.press("Enter")
    expect(page.get_by_text("测试负责人")).to_be_visible()


def test_after_wrong_passwords_one_is_told_to_wait(context: BrowserContext, server: Server) -> None:
    account = add(server)
    page = context.new_page()
    page.goto(f"{server.url}settings")
    assert "/signin?next=%2Fsettings" in page.url
    for _ in range(5):
        sign_in(page, account, "不是这个密码不是这个")
        expect(page.get_by_role("alert")).to_have_text("账号或密码不对。")
        expect(page.get_by_label("账号")).to_have_value(account)

    sign_in(page, account)

    expect(page.get_by_role("alert")).to_contain_text("分钟后再试")
    picture(page, "too-many-tries")


def test_one_comes_back_to_the_page_one_wanted(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.goto(f"{server.url}settings/rules")
    sign_in(page, add(server))

    expect(page.get_by_role("heading", name="参数")).to_be_visible()
    assert page.url.endswith("/settings/rules")


def test_revoked_in_the_middle_the_page_says_so_and_keeps_what_was_typed(
    context: BrowserContext, server: Server
) -> None:
    account = add(server)
    page = context.new_page()
    page.goto(f"{server.url}signin")
    sign_in(page, account)
    box = page.get_by_role("textbox", name="问题")
    box.fill("首报应该交给谁？")
    with opened_web(server.home) as web:
        web.registry.staff.revoke(SYSTEM, account, reason="调离")

    box.press("Enter")

    dialog = page.get_by_role("dialog", name="登录已结束")
    expect(dialog).to_be_visible()
    picture(page, "session-over")
    expect(page.get_by_role("article", name="回答")).to_have_count(0)
    dialog.get_by_role("button", name="先留在这里复制内容").click()
    expect(box).to_have_value("首报应该交给谁？")
    box.press("Enter")
    expect(page.get_by_role("article", name="回答")).to_have_count(0)


def test_signing_out_in_one_tab_stops_the_other(context: BrowserContext, server: Server) -> None:
    account = add(server)
    first, second = context.new_page(), context.new_page()
    first.goto(f"{server.url}signin")
    sign_in(first, account)
    expect(first.get_by_role("textbox", name="问题")).to_be_visible()
    second.goto(server.url)
    expect(second.get_by_role("textbox", name="问题")).to_be_visible()

    first.get_by_role("button", name="退出").click()
    expect(first.get_by_role("status")).to_have_text("已退出。")
    second.get_by_role("textbox", name="问题").fill("还在吗？")
    second.keyboard.press("Enter")

    dialog = second.get_by_role("dialog", name="登录已结束")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("heading")).to_be_focused()
    second.keyboard.press("Enter")  # typed on while it opened: nothing is pressed by that
    expect(dialog).to_be_visible()
    typed = second.get_by_role("textbox", name="问题", include_hidden=True)
    expect(typed).to_have_value("还在吗？")


def test_a_page_that_comes_back_without_its_session_says_so(
    context: BrowserContext, server: Server
) -> None:
    page = context.new_page()
    page.goto(f"{server.url}signin")
    sign_in(page, add(server))
    expect(page.get_by_role("textbox", name="问题")).to_be_visible()

    context.clear_cookies()
    page.evaluate("window.socket.disconnect(); window.socket.connect()")

    expect(page.get_by_role("dialog", name="登录已结束")).to_be_visible()


def test_another_sites_page_can_neither_post_nor_connect(
    context: BrowserContext, server: Server
) -> None:
    page = context.new_page()
    page.goto(f"{server.url}signin")
    sign_in(page, add(server))
    expect(page.get_by_role("textbox", name="问题")).to_be_visible()
    foreign = context.new_page()  # another name of this machine is another site to the browser
    foreign.goto(server.url.replace("127.0.0.1", "localhost") + "signin")
    home = server.url

    answered = foreign.evaluate(
        """async (url) => {
          const sent = await fetch(url + "signout", {method: "POST", mode: "no-cors"}).then(
            () => "sent", () => "refused");
          const opened = await new Promise((resolve) => {
            const socket = new WebSocket(url.replace("http", "ws")
              + "_nicegui_ws/socket.io/?EIO=4&transport=websocket");
            socket.onopen = () => resolve("open");
            socket.onerror = () => resolve("refused");
          });
          return [sent, opened];
        }""",
        home,
    )

    assert answered[1] == "refused"
    page.reload()
    expect(page.get_by_role("button", name="退出")).to_be_visible()  # still signed in


def test_no_inline_script_runs_but_the_pages_own(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    response = page.goto(server.url)
    assert response is not None
    expect(page.get_by_role("textbox", name="问题")).to_be_visible()
    policy = response.header_value("content-security-policy") or ""
    assert "'nonce-" in policy
    assert "'unsafe-inline'" not in policy.partition("style-src")[0]

    stung = page.evaluate(
        """async () => {
          const markup = '<img src="/nope" onerror="window.stung=1">';
          document.body.insertAdjacentHTML("beforeend", markup);
          const script = document.createElement("script");
          script.textContent = "window.stung = 2";
          document.body.append(script);
          await new Promise((resolve) => setTimeout(resolve, 300));
          return window.stung ?? 0;
        }"""
    )

    assert stung == 0


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in the try-it mode."""
    running = Server(tmp_path_factory.mktemp("sample"), modes=("demo",))
    running.start()
    yield running
    running.stop()


def test_in_the_try_it_mode_one_click_enters_each_role_on_a_phone(
    browser: Browser, sample: Server
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{sample.url}signin")
    roles = page.locator(".yq-person")
    expect(roles).to_have_count(9)
    picture(page, "demo")
    for position in range(roles.count()):
        page.goto(f"{sample.url}signin?out=1")
        chosen = page.locator(".yq-person").nth(position)
        role = chosen.locator("strong").inner_text()
        chosen.click()
        expect(page.get_by_role("note")).to_contain_text("示例")
        is_bureau = role in ("市局审查人员", "市局负责人")
        expect(page.get_by_role("link", name="审核")).to_have_count(int(is_bureau))
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture(page, "demo-signed-in")
    context.close()
