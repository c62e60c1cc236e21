"""One conversation in several tabs, over reloads and restarts: each turn once and in its order."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Server, picture
from tests.journeys.talking import ask, say

pytestmark = pytest.mark.browser


def test_a_restarted_server_says_so_and_the_conversation_goes_on(
    page: Page, server: Server
) -> None:
    ask(page, "向谁报告？")
    page.get_by_role("textbox", name="问题").fill("还没发出去的话")

    assert server.stop() == 0
    expect(page.get_by_text("与服务的连接断开了。")).to_be_visible(timeout=20_000)
    picture(page, "disconnected")
    server.start()

    expect(page.get_by_text("已恢复先前的对话")).to_be_visible(timeout=30_000)
    expect(page.locator(".yq-question")).to_have_text("向谁报告？")
    expect(page.get_by_role("textbox", name="问题")).to_have_value("还没发出去的话")
    page.get_by_role("textbox", name="问题").press("Enter")
    expect(page.locator(".yq-rating")).to_have_count(2)


def test_a_new_conversation_starts_empty(page: Page) -> None:
    ask(page, "向谁报告？")

    page.get_by_role("link", name="新对话", exact=True).click()

    expect(page.get_by_role("heading", name="问政策，办首报")).to_be_visible()
    expect(page.locator(".yq-question")).to_have_count(0)


def test_tabs_of_one_conversation_say_the_same(page: Page) -> None:
    ask(page, "向谁报告？")
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.get_by_text("已恢复先前的对话")).to_be_visible()

    say(other, "我要填首报")
    expect(page.locator(".yq-question").last).to_have_text("我要填首报")
    expect(page.get_by_role("complementary", name="首报草稿")).to_be_visible()

    page.get_by_role("textbox", name="项目名称").fill("两处的项目")
    page.get_by_role("textbox", name="项目名称").press("Enter")
    expect(other.get_by_role("textbox", name="项目名称")).to_have_value("两处的项目")
    other.close()


def test_a_tab_that_is_slow_to_open_shows_every_turn_once_and_in_order(page: Page) -> None:
    ask(page, "向谁报告？")
    other = page.context.new_page()
    held: list[Route] = []
    other.route("**/socket.io*.js", lambda route: held.append(route))  # noqa: PLW0108  # Playwright marks it
    with other.expect_request("**/socket.io*.js"):
        other.goto(page.url, wait_until="commit")

    ask(page, "那期限呢？")
    held[0].continue_()

    expect(other.get_by_text("已恢复先前的对话")).to_be_visible()
    expect(other.locator(".yq-question")).to_have_text(["向谁报告？", "那期限呢？"])
    other.close()


def test_words_sent_before_a_reload_are_neither_lost_nor_said_twice(page: Page) -> None:
    ask(page, "向谁报告？")
    box = page.get_by_role("textbox", name="问题")
    box.fill("那期限呢？")
    box.press("Enter")
    expect(page.locator(".yq-question")).to_have_count(2)

    page.reload()

    expect(page.locator(".yq-rating")).to_have_count(2)
    expect(page.locator(".yq-question")).to_have_text(["向谁报告？", "那期限呢？"])
    expect(box).to_have_value("")
