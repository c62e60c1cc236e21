"""Journeys on everything real: filing by talk and form, checking a case, learning a lesson."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import Server, picture

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The whole program on the shipped corpus, with sample people."""
    running = Server(tmp_path_factory.mktemp("real"), modes=("real", "demo"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of somebody's own."""
    opened = browser.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    yield opened
    opened.close()


def signed_in(context: BrowserContext, server: Server, person: str) -> Page:
    """The chat page of one of the sample people."""
    page = context.new_page()
    page.goto(f"{server.url}signin", timeout=60_000)
    page.get_by_role("button", name=person).click()
    page.get_by_role("textbox", name="问题").wait_for()
    return page


def say(page: Page, words: str) -> None:
    """Type something and send it; wait until there is a whole reply to it."""
    box = page.get_by_role("textbox", name="问题")
    box.fill(words)
    box.press("Enter")
    expect(page.locator(".yq-question").last).to_have_text(words)
    settled(page)


def settled(page: Page) -> None:
    """Wait until what was said has its whole reply."""
    expect(page.locator(".yq-waiting")).to_have_count(0, timeout=15_000)
    expect(page.locator(".yq-turn.is-answer").last).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("button", name="发送")).to_be_enabled()


def fill(page: Page, label: str, value: str) -> None:
    """Type into a field of the form beside the talk and leave it."""
    said = page.locator(".yq-question").count()
    field = page.get_by_role("textbox", name=label, exact=True)
    field = field.or_(page.get_by_role("combobox", name=label, exact=True))  # with names to pick
    field.fill(value)
    field.press("Enter")
    expect(page.locator(".yq-question")).to_have_count(said + 1)
    settled(page)


def last(page: Page) -> str:
    """The words of the last reply."""
    return page.get_by_role("article", name="回复").last.inner_text()


def test_a_report_is_filed_by_talk_and_by_form_up_to_its_receipt(
    context: BrowserContext, real: Server, tmp_path: Path
) -> None:
    page = signed_in(context, real, "余杭区 区县工作人员")
    page.get_by_role("button", name="我要填首报").click()
    settled(page)
    if page.get_by_role("button", name="另起一份").count():
        page.get_by_role("button", name="另起一份").click()
        settled(page)
    say(page, "项目名称：功率器件生产基地，投资方：示例半导体有限公司，新项目，总投资：12亿元")
    form = page.get_by_role("complementary", name="首报草稿")
    expect(form).to_contain_text("必填 4/9")
    expect(form.get_by_role("textbox", name="总投资")).to_have_value("120000万元")
    expect(form).to_contain_text("原话“12亿元”")
    expect(form.get_by_role("combobox", name="是否新项目")).to_have_value("是")
    picture(page, "draft-form")

    fill(page, "产业链", "集成电路")
    fill(page, "总投资", "13亿元")
    expect(form.get_by_role("textbox", name="总投资")).to_have_value("130000万元")
    fill(page, "总投资", "还没算清")
    expect(form.get_by_role("textbox", name="总投资")).to_have_value("130000万元")
    expect(form.locator("#slot-total_investment-note")).to_contain_text("总投资没有改")
    unsure = form.locator(".yq-agree:visible").count()
    assert unsure > 0
    form.locator(".yq-agree:visible").first.click()
    expect(form.locator(".yq-agree:visible")).to_have_count(unsure - 1)
    settled(page)
    say(page, "佐证：会谈纪要，投资方联系人：张三，投资方电话：13800000000")
    fill(page, "本单位经办人", "李四")
    expect(form).to_contain_text("必填 9/9")

    form.get_by_role("button", name="核对并提交").click()
    settled(page)
    card = page.get_by_role("region", name="请核对这份首报").last
    expect(card.get_by_role("definition").filter(has_text="130000万元")).to_be_visible()
    groups = page.get_by_role("group", name="可以选")
    stale = groups.nth(groups.count() - 1)
    fill(page, "本单位经办人", "李五")
    stale.get_by_role("button", name="提交").click()
    settled(page)
    expect(page.get_by_text("这张确认单已经过时")).to_be_visible()
    picture(page, "confirmation")
    groups.last.get_by_role("button", name="提交").click()
    settled(page)

    check_receipt(page, tmp_path)
    expect(form).to_be_hidden()
    page.reload()
    expect(page.get_by_role("img", name="回执二维码").last).to_be_visible()
    expect(page.locator(".yq-rail-line[aria-current]")).to_contain_text("我要填首报")


def check_receipt(page: Page, folder: Path) -> None:
    """The receipt says what it is not, shows its code, and its file is the one for its report."""
    receipt = page.get_by_role("region", name="首报回执").last
    expect(receipt).to_contain_text("受理不等于取得首谈资格")
    code = page.get_by_role("img", name="回执二维码").last
    assert code.evaluate("image => image.naturalWidth") > 0
    picture(page, "receipt")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 首报-").last.click()
    saved = folder / "receipt.json"
    download.value.save_as(saved)
    assert json.loads(saved.read_text("utf-8"))["report_no"] in receipt.inner_text()


def test_a_case_is_checked_and_its_conclusion_is_a_table(
    context: BrowserContext, real: Server
) -> None:
    page = signed_in(context, real, "萧山区 区县负责人")

    say(page, "我们区的项目没报备就跟企业签了，算违规吗")

    table = page.get_by_role("region", name="情形判断").last.get_by_role("table")
    row = table.get_by_role("row").filter(has_text="是否违反首报首谈、有什么后果")
    expect(row.get_by_role("rowheader")).to_be_visible()
    expect(row.get_by_role("cell").last).to_have_text("是")
    assert "市级层面的政策支持" in last(page)
    picture(page, "case")


def test_a_lesson_is_learned_and_its_questions_are_answered(
    context: BrowserContext, real: Server
) -> None:
    page = signed_in(context, real, "滨江区 区县负责人")
    page.get_by_role("button", name="我是新来的，想从头学一遍").click()
    settled(page)
    page.locator(".yq-words .yq-mark").first.click()
    expect(page.get_by_role("complementary", name="条款").locator("mark")).to_be_visible()
    page.keyboard.press("Escape")

    page.get_by_role("button", name="做几道题").last.click()
    settled(page)
    for number in (1, 2, 3):
        expect(page.get_by_role("heading", name=f"第 {number} 题").last).to_be_visible()
        choice = page.get_by_role("group", name="可以选").last.get_by_role("button").first
        expect(choice).to_be_enabled()  # the last question's stay where they were, disabled
        choice.click()
        settled(page)
    picture(page, "lesson")
    expect(page.get_by_role("button", name="下一课").last).to_be_enabled()


def test_conversations_are_listed_reopened_and_nobody_elses(
    context: BrowserContext, browser: Browser, real: Server
) -> None:
    page = signed_in(context, real, "萧山区 区县工作人员")
    say(page, "首报向哪个部门报备？")
    first = page.url
    page.get_by_role("link", name="新对话").first.click()
    page.get_by_role("heading", name="问政策，办首报").wait_for()
    say(page, "土地要素保障由谁牵头、谁配合？")
    rail = page.get_by_role("complementary", name="对话列表")
    expect(rail.get_by_role("link").nth(1)).to_contain_text("土地要素保障由谁牵头")

    rail.get_by_role("link", name="首报向哪个部门报备？").click()

    expect(page.locator(".yq-question")).to_have_text("首报向哪个部门报备？")
    assert page.url == first
    elsewhere = browser.new_context(locale="zh-CN")
    other = signed_in(elsewhere, real, "滨江区 区县负责人")
    other.goto(first)
    expect(other.get_by_role("heading", name="问政策，办首报")).to_be_visible()
    expect(other.locator(".yq-question")).to_have_count(0)
    elsewhere.close()


def test_a_reviewer_is_offered_the_queue(context: BrowserContext, real: Server) -> None:
    page = signed_in(context, real, "市投资促进局 市局审查人员")

    page.get_by_role("button", name="待审的首报有哪些？").click()
    settled(page)

    expect(page.get_by_role("button", name="我要填首报")).to_have_count(0)
    expect(page.get_by_role("article", name="回复").last).to_contain_text("待办")
    picture(page, "queue")


def test_on_a_phone_the_form_is_a_sheet_behind_its_button(browser: Browser, real: Server) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="zh-CN"
    )
    page = signed_in(context, real, "萧山区 区县负责人")
    say(page, "我要填首报")
    say(page, "项目名称：手机上的项目，总投资：3亿元")
    page.get_by_role("button", name="首报 2/9").tap()
    sheet = page.get_by_role("complementary", name="首报草稿")
    expect(sheet.get_by_role("textbox", name="项目名称")).to_have_value("手机上的项目")
    picture(page, "phone-form")
    sheet.get_by_role("button", name="关闭首报草稿").tap()
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="对话列表").tap()
    expect(page.get_by_role("complementary", name="对话列表")).to_be_visible()
    picture(page, "phone-rail")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()
