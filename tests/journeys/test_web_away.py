"""A page whose connection was gone for too long loads anew, says so, and keeps what was typed."""

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest
from nicegui import Client
from playwright.sync_api import Page, Route, expect

from bot.channels.web.chat.page import CONNECT_S
from registry.people.staff import BUREAU
from registry.transactions.permissions import Role
from tests.journeys.conftest import Server, picture
from tests.journeys.fake_server import FORGET
from tests.journeys.offices import Office
from tests.journeys.talking import ask, say
from tests.web_parts import add_member

pytestmark = pytest.mark.browser


def give_up(page: Page, home: Path, name: str = "") -> None:
    """Have the server give up a page, or every one that is not connected."""
    fresh, order = home / f"{FORGET}.part", home / FORGET
    fresh.write_text(name, "utf-8")
    fresh.rename(order)
    while order.exists():
        page.wait_for_timeout(20)


def be_away(page: Page, home: Path, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Lose the connection for longer than the server waits, then find it again."""
    name = page.evaluate("window.clientId")
    page.evaluate("window.socket.disconnect()")
    expect(page.get_by_text("与服务的连接断开了。")).to_be_visible()
    give_up(page, home, name)
    meanwhile()
    with page.expect_event("load"):
        page.evaluate("window.socket.connect(); undefined")
    page.wait_for_function("window.socket?.connected && window.did_handshake")


def test_a_chat_that_was_away_comes_back_with_its_talk_its_words_and_its_files(
    page: Page, server: Server
) -> None:
    ask(page, "向谁报告？")
    page.get_by_role("textbox", name="问题").fill("还没发出去的话")
    minutes = {"name": "纪要.txt", "mimeType": "text/plain", "buffer": "总投资3亿元".encode()}
    page.locator("#files").set_input_files(minutes)
    tray = page.get_by_role("list", name="要发送的附件").get_by_role("listitem")
    expect(tray).to_contain_text("已上传")

    be_away(page, server.home)

    expect(page.get_by_text("已恢复先前的对话")).to_be_visible()
    expect(page.locator(".yq-question")).to_have_text("向谁报告？")
    expect(page.get_by_role("textbox", name="问题")).to_have_value("还没发出去的话")
    expect(tray).to_contain_text("已上传")
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".yq-question").last).to_have_text("还没发出去的话\n附件：纪要.txt")
    expect(page.locator(".yq-question")).to_have_count(2)


def test_what_was_typed_into_the_draft_while_away_is_put_into_it(
    page: Page, server: Server
) -> None:
    say(page, "我要填首报，投资方是青云精密机械有限公司")
    name, summary = (page.get_by_role("textbox", name=one) for one in ("项目名称", "项目简介"))
    expect(page.get_by_role("complementary", name="首报草稿")).to_be_visible()

    def type_into_it() -> None:
        name.fill("断线时填的项目")
        name.press("Enter")
        summary.fill("还没写完的简介")

    be_away(page, server.home, type_into_it)

    expect(page.locator(".yq-question").last).to_contain_text("还没写完的简介")
    expect(page.get_by_role("button", name="发送")).to_be_enabled()
    page.reload()
    expect(name).to_have_value("断线时填的项目")
    expect(summary).to_have_value("还没写完的简介")


def test_forms_that_were_away_get_back_what_was_typed_and_a_dialog_when_it_is_opened(
    office: Office,
) -> None:
    admin = office.person(BUREAU, Role.SYSADMIN)
    account = add_member(office.web, "上城区", name="上城丙")
    page = office.open(admin, "/settings/staff")
    page.get_by_label("姓名").fill("新来的同事")
    page.get_by_label("角色", exact=True).select_option("district_lead")
    end = page.get_by_role("button", name=f"停用 上城丙（{account}）")
    end.click()
    page.get_by_label("原因").fill("调到别的单位")

    be_away(page, office.web.settings.home)

    said = page.get_by_role("alert")
    expect(said).to_contain_text("没有提交的内容（姓名、角色、原因）会放回原处")
    picture(page, "away-and-back")
    expect(page.get_by_label("姓名")).to_have_value("新来的同事")
    expect(page.get_by_label("角色", exact=True)).to_have_value("district_lead")
    end.click()
    expect(page.get_by_label("原因")).to_have_value("调到别的单位")
    page.get_by_role("button", name="确认停用").click()
    expect(page.get_by_text("已停用：上城丙。")).to_be_visible()
    page.reload()
    expect(end).to_have_count(0)
    expect(page.get_by_label("姓名")).to_have_value("")  # who loads it anew begins anew
    office.go(page, "/settings")
    ticks = page.get_by_role("group", name="可以做什么").get_by_role("checkbox")
    ticks.first.uncheck()
    ticks.last.check()
    be_away(page, office.web.settings.home)
    expect(page.get_by_role("alert")).to_contain_text("会放回原处")
    expect(ticks.first).not_to_be_checked()
    expect(ticks.last).to_be_checked()
    page.close()
    assert office.errors == []


def test_a_page_that_takes_longer_to_connect_than_the_server_waits_loads_anew(
    page: Page, server: Server
) -> None:
    ask(page, "向谁报告？")
    slow = page.context.new_page()
    held: list[Route] = []
    slow.route("**/socket.io*.js", lambda route: held.append(route), times=1)  # noqa: PLW0108  # Playwright marks it
    with slow.expect_request("**/socket.io*.js"):
        slow.goto(page.url, wait_until="commit")

    give_up(slow, server.home)
    held[0].continue_()

    expect(slow.get_by_text("已恢复先前的对话")).to_be_visible()
    expect(slow.locator(".yq-question")).to_have_text("向谁报告？")
    ask(slow, "能耗指标谁牵头？")
    slow.close()


def test_a_page_waits_for_its_browser_as_long_as_the_server_keeps_it() -> None:
    most = inspect.signature(Client.prune_instances).parameters["client_age_threshold"].default

    assert most < CONNECT_S
