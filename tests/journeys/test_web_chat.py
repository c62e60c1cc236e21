"""Journeys through the chat page in a real Chromium, against a real server on fakes."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.fakes import SCHEME_TEXT
from tests.journeys.conftest import Server, picture

pytestmark = pytest.mark.browser


def ask(page: Page, question: str) -> None:
    """Type a question and send it with Enter; wait until its answer is complete."""
    complete = page.locator(".yq-rating").count()
    box = page.get_by_role("textbox", name="问题")
    box.fill(question)
    box.press("Enter")
    expect(page.locator(".yq-rating")).to_have_count(complete + 1)


def say(page: Page, words: str) -> None:
    """Type something and send it; wait until there is a whole reply to it."""
    box = page.get_by_role("textbox", name="问题")
    box.fill(words)
    box.press("Enter")
    expect(page.locator(".yq-question").last).to_have_text(words)
    expect(page.locator(".yq-turn.is-answer").last).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("button", name="发送")).to_be_enabled()


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


def test_on_a_phone_the_clause_covers_the_page_and_nothing_overflows(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="zh-CN"
    )
    phone = context.new_page()
    phone.goto(server.url)
    phone.get_by_role("textbox", name="问题").wait_for()
    picture(phone, "phone-start")
    ask(phone, "向谁报告？")

    phone.locator(".yq-mark").first.tap()

    panel = phone.get_by_role("complementary", name="条款")
    expect(panel.locator("mark")).to_be_in_viewport()
    box = panel.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    picture(phone, "phone-clause")
    phone.locator(".yq-shade.is-open").tap(position={"x": 10, "y": 10})
    expect(panel).to_be_hidden()
    context.close()


def test_dark_mode_follows_the_system(browser: Browser, server: Server) -> None:
    backgrounds = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
        opened = context.new_page()
        opened.goto(server.url)
        opened.get_by_role("textbox", name="问题").wait_for()
        backgrounds.append(opened.evaluate("getComputedStyle(document.body).backgroundColor"))
        picture(opened, f"start-{scheme}")
        context.close()

    assert backgrounds == ["rgb(247, 245, 240)", "rgb(20, 25, 26)"]


def test_the_page_can_be_used_with_the_keyboard_alone(page: Page) -> None:
    ask(page, "向谁报告？")

    mark = page.locator(".yq-mark").first
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="关闭条款")).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.get_by_role("complementary", name="条款")).to_be_hidden()
    expect(mark).to_be_focused()


def test_an_address_that_is_none_has_a_chinese_page(page: Page, server: Server) -> None:
    page.goto(f"{server.url}nothing-here")

    expect(page.get_by_role("heading", name="没有这个页面")).to_be_visible()
    page.get_by_role("link", name="回到问答", exact=True).click()
    expect(page.get_by_role("textbox", name="问题")).to_be_visible()


def test_words_put_with_files_show_both_and_files_too_large_are_never_sent(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.locator("#files").set_input_files(
        [
            {"name": "纪要.txt", "mimeType": "text/plain", "buffer": "总投资3亿元".encode()},
            {"name": "空.txt", "mimeType": "text/plain", "buffer": b""},
        ]
    )
    tray = page.get_by_role("list", name="要发送的附件")
    expect(tray.get_by_role("listitem").nth(0)).to_contain_text("已上传")
    expect(tray.get_by_role("listitem").nth(1)).to_contain_text("是空文件，不发送")
    page.evaluate(
        "document.getElementById('files').dataset.mostBytes = 4;"
        "const list = new DataTransfer();"
        "list.items.add(new File(['12345'], '大.txt'));"
        "document.dispatchEvent(new DragEvent('drop', {dataTransfer: list, cancelable: true}));"
    )
    expect(tray.get_by_role("listitem").nth(2)).to_contain_text("不发送")
    picture(page, "tray")

    page.get_by_role("textbox", name="问题").fill("这是项目材料")
    page.get_by_role("button", name="发送").click()

    expect(page.locator(".yq-question")).to_have_text("这是项目材料\n附件：纪要.txt")
    expect(page.get_by_role("article", name="回复").first).to_contain_text("纪要.txt")
    expect(page.get_by_role("complementary", name="首报草稿")).to_be_visible()
    expect(page.get_by_role("textbox", name="总投资")).to_have_value("30000万元")
    expect(tray.get_by_role("listitem")).to_have_count(0)
    assert len([url for url in sent if "/upload/" in url]) == 1


def test_a_file_that_did_not_arrive_can_be_sent_again_and_the_others_stay(page: Page) -> None:
    failing = iter([True, False, False])
    page.route(
        "**/upload/**",
        lambda route: route.abort() if next(failing) else route.continue_(),
    )
    for name in ("一.txt", "二.txt"):
        page.locator("#files").set_input_files(
            {"name": name, "mimeType": "text/plain", "buffer": "总投资3亿元".encode()}
        )
    rows = page.get_by_role("list", name="要发送的附件").get_by_role("listitem")
    expect(rows.nth(0)).to_contain_text("没传上")
    expect(rows.nth(1)).to_contain_text("已上传")

    rows.nth(0).get_by_role("button", name="重传").click()

    expect(rows.nth(0)).to_contain_text("已上传")
    rows.nth(1).get_by_role("button", name="去掉 二.txt").click()
    expect(rows).to_have_count(1)


def test_keys_lead_to_the_box_and_close_what_is_open(page: Page) -> None:
    ask(page, "向谁报告？")
    box = page.get_by_role("textbox", name="问题")

    for key in ("/", "Control+k"):
        page.locator(".yq-thumb").first.focus()
        page.keyboard.press(key)
        expect(box).to_be_focused()
    expect(box).to_have_value("")

    page.keyboard.press("/")
    expect(box).to_have_value("/")


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


def test_roles_and_labels_are_there_for_a_screen_reader(page: Page) -> None:
    expect(page.get_by_role("log", name="对话")).to_be_visible()
    expect(page.get_by_role("main")).to_be_visible()
    expect(page.get_by_role("button", name="添加附件，每个不超过 20 MB")).to_be_visible()
    say(page, "我要填首报")

    form = page.get_by_role("complementary", name="首报草稿")
    expect(form.get_by_role("group", name="投资方")).to_be_visible()
    field = form.get_by_role("textbox", name="总投资")
    expect(field).to_have_attribute("aria-required", "true")
    field.fill("挺多的")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_contain_text("看不懂")


def test_at_200_percent_zoom_everything_can_be_reached(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 640, "height": 430}, device_scale_factor=2)
    zoomed = context.new_page()
    zoomed.goto(server.url)
    say(zoomed, "我要填首报")

    zoomed.get_by_role("button", name="首报 0/9").click()
    expect(zoomed.get_by_role("button", name="核对并提交")).to_be_in_viewport()
    picture(zoomed, "zoom-form")
    zoomed.keyboard.press("Escape")
    expect(zoomed.get_by_role("button", name="首报 0/9")).to_be_focused()
    expect(zoomed.get_by_role("textbox", name="问题")).to_be_in_viewport()
    assert zoomed.evaluate("document.documentElement.scrollWidth") == 640
    context.close()
