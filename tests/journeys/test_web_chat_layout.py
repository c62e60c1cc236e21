"""The chat page on a phone, in the dark, magnified, by keyboard and by screen reader."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Server, picture
from tests.journeys.talking import ask, say

pytestmark = pytest.mark.browser


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
