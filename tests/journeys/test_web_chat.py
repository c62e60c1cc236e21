"""Journeys through the chat page in a real Chromium, against a real server on fakes."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.fakes import SCHEME_TEXT
from tests.journeys.conftest import Server, picture
from tests.journeys.talking import ask, say

pytestmark = pytest.mark.browser


def ratings(page: Page, server: Server) -> list[tuple[str, str]]:
    """What the chat log holds of votes and reasons in this page's conversation."""
    conversation = page.url.partition("?c=")[2]
    with closing(sqlite3.connect(server.home / "chat.sqlite")) as connection:
        return connection.execute(
            "SELECT vote, reason FROM ratings JOIN exchanges ON exchange = id"
            " WHERE conversation = ? ORDER BY exchange",
            (conversation,),
        ).fetchall()


def test_ask_read_open_the_clause_rate_and_follow_up(page: Page, server: Server) -> None:
    expect(page.get_by_role("heading", name="问政策，办首报")).to_be_visible()
    picture(page, "start")

    ask(page, "首报应该交给谁？")
    answer = page.get_by_role("article", name="回答").last
    expect(answer.locator(".yq-sentence").first).to_contain_text("报告交给市投资促进局。")
    expect(answer).to_contain_text("这是试行制度。")
    expect(answer.locator(".yq-label.is-other")).to_have_text("其他地区做法·绍兴越城")

    answer.get_by_role("button", name="依据1：四（一）报告").first.click()
    panel = page.get_by_role("complementary", name="条款")
    expect(panel.locator("mark")).to_have_text("收报告的是市投资促进局。")
    assert panel.locator("#clause-text").inner_text() == SCHEME_TEXT
    for label in ("正式文件", "试行", "2019版", "2019年6月6日起施行", "摘要"):
        expect(panel.get_by_text(label, exact=True)).to_be_visible()
    expect(panel.locator("mark")).to_be_in_viewport()
    picture(page, "clause")

    panel.get_by_role("button", name="复制为引用").click()
    expect(panel.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        "“收报告的是市投资促进局。”——《测试制度（试行）》（测政办〔2019〕1号）"
    )
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    answer.get_by_role("button", name="复制").click()
    expect(answer.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("报告交给市投资促进局。[1]")
    assert "依据：\n[1] 《测试制度（试行）》" in copied

    answer.get_by_role("button", name="没用").click()
    answer.get_by_role("button", name="依据不对").click()
    expect(answer.get_by_text("谢谢，原因已记下。")).to_be_visible()
    assert ratings(page, server) == [("down", "依据不对")]

    ask(page, "那期限呢？")
    refusal = page.get_by_role("article", name="回答").last
    expect(refusal).to_contain_text("文件未规定的事项")
    expect(refusal).to_contain_text("最接近的条款")
    picture(page, "refusal")
    ask(page, "那谁配合？")
    expect(page.get_by_role("article", name="回答").last).to_contain_text("理解为：那期限呢？")


def test_an_own_reason_is_stored_and_a_change_of_mind_too(page: Page, server: Server) -> None:
    ask(page, "向谁报告？")
    answer = page.get_by_role("article", name="回答").last

    answer.get_by_role("button", name="没用").click()
    answer.get_by_role("textbox", name="说明原因").fill("<b>太短</b>")
    answer.get_by_role("button", name="提交").click()
    expect(answer.get_by_text("谢谢，原因已记下。")).to_be_visible()
    assert ratings(page, server) == [("down", "<b>太短</b>")]

    answer.get_by_role("button", name="有用").click()
    expect(answer.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "true")
    assert ratings(page, server) == [("up", "")]


def test_a_suggestion_to_start_from_is_one_click(page: Page) -> None:
    page.get_by_role("button", name="首报向哪个部门报备？").click()

    expect(page.locator(".yq-question")).to_have_text("首报向哪个部门报备？")
    expect(page.get_by_role("article", name="回答")).to_contain_text("报告交给市投资促进局。")
    expect(page.get_by_role("heading", name="问政策，办首报")).to_be_hidden()


def test_shift_enter_breaks_the_line_and_composing_does_not_send(page: Page) -> None:
    box = page.get_by_role("textbox", name="问题")
    box.fill("第一行")
    box.press("Shift+Enter")
    box.press_sequentially("第二行")
    box.dispatch_event(
        "keydown", {"key": "Enter", "isComposing": True, "keyCode": 229, "bubbles": True}
    )

    expect(page.locator(".yq-question")).to_have_count(0)
    expect(box).to_have_value("第一行\n第二行")


def test_sending_twice_at_once_asks_once(page: Page) -> None:
    page.get_by_role("textbox", name="问题").fill("向谁报告？")

    page.get_by_role("button", name="发送").dblclick()

    expect(page.locator(".yq-rating")).to_have_count(1)
    expect(page.locator(".yq-question")).to_have_count(1)
    expect(page.get_by_role("button", name="发送")).to_be_enabled()


@pytest.mark.parametrize("nothing", ["", "   \n "], ids=["empty", "blank"])
def test_nothing_written_is_answered_with_what_may_be_written(page: Page, nothing: str) -> None:
    box = page.get_by_role("textbox", name="问题")
    box.fill(nothing)
    box.press("Enter")

    expect(page.get_by_role("article", name="回复").last).to_contain_text("要办什么请写一句话")
    ask(page, "向谁报告？")
    expect(page.get_by_role("article", name="回答").last).to_contain_text("报告交给")


def test_a_question_too_long_is_refused_and_one_too_long_to_send_stays_in_its_box(
    page: Page,
) -> None:
    ask(page, "问" * 20_000)
    expect(page.get_by_role("article", name="回答").last).to_contain_text("问题太长")
    box = page.get_by_role("textbox", name="问题")

    box.fill("问" * 20_001)
    box.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("有 20001 个字，一次最多 20000 个")
    assert len(box.input_value()) == 20_001
    expect(page.locator(".yq-question")).to_have_count(1)


def test_a_failure_is_told_and_what_was_typed_is_kept(page: Page) -> None:
    box = page.get_by_role("textbox", name="问题")
    box.fill("首报向谁报告？坏")
    box.press("Enter")

    expect(page.get_by_role("article", name="回复")).to_contain_text("磁盘已满，请清理空间后再试。")
    expect(page.locator(".yq-question")).to_have_text("首报向谁报告？坏")


def test_the_day_can_be_chosen(page: Page) -> None:
    page.locator("#as-of").fill("2020-01-02")

    ask(page, "向谁报告？")

    expect(page.get_by_role("article", name="回答").last).to_contain_text(
        "按2020年1月2日有效的文本"
    )


def test_buttons_of_a_reply_are_pressed_once(page: Page) -> None:
    say(page, "外资项目总投资5000万美元，市里能支持吗？")
    choices = page.get_by_role("article", name="回复").first.get_by_role("group", name="可以选")

    choices.get_by_role("button", name="不知道").dblclick()

    expect(choices.get_by_role("button", name="不知道")).to_have_attribute("aria-pressed", "true")
    for choice in choices.get_by_role("button").all():
        expect(choice).to_be_disabled()
    expect(page.locator(".yq-question").last).to_have_text("不知道")
    expect(page.get_by_role("button", name="发送")).to_be_enabled()
    expect(page.locator(".yq-question")).to_have_count(2)
