"""What the chat page keeps for somebody who uses it all day: files, conversations, sessions."""

import pytest
from playwright.sync_api import Page, expect

from registry.transactions.permissions import Role
from tests.journeys.conftest import picture
from tests.journeys.offices import Office

pytestmark = pytest.mark.browser

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def say(page: Page, words: str) -> None:
    """Say something and wait for the whole reply."""
    box = page.get_by_role("textbox", name="问题")
    box.fill(words)
    box.press("Enter")
    expect(page.locator(".yq-question").last).to_have_text(words)
    expect(page.locator(".yq-waiting")).to_have_count(0)
    expect(page.get_by_role("button", name="发送")).to_be_enabled()


def test_files_wait_through_a_reload_go_with_the_draft_and_are_taken_off_it(
    office: Office,
) -> None:
    page = office.open(office.person("富阳区", Role.DISTRICT_STAFF), "/")
    names = ["会谈纪要.pdf", "意向书.txt"]
    for name, content in zip(names, (PDF, "有意向".encode()), strict=True):
        page.locator("#files").set_input_files(
            {"name": name, "mimeType": "text/plain", "buffer": content}
        )
    tray = page.get_by_role("list", name="要发送的附件").get_by_role("listitem")
    expect(tray.locator(".yq-tray-state")).to_have_text(["已上传", "已上传"])

    page.reload()

    expect(tray.locator(".yq-tray-name")).to_have_text(names)
    say_with_files = page.get_by_role("textbox", name="问题")
    say_with_files.fill("我要报首报")
    say_with_files.press("Enter")
    form = page.get_by_role("complementary", name="首报草稿")
    kept = form.get_by_role("group", name="附件")
    expect(kept.get_by_role("listitem")).to_have_count(2)
    expect(tray).to_have_count(0)
    picture(page, "draft-files")
    kept.get_by_role("button", name="去掉附件 意向书.txt").click()
    expect(page.get_by_text("已去掉附件“意向书.txt”。")).to_be_visible()
    expect(kept.get_by_role("listitem")).to_have_count(1)
    expect(kept).to_contain_text("会谈纪要.pdf")
    page.reload()
    expect(kept.get_by_role("listitem")).to_have_count(1)
    expect(tray).to_have_count(0)
    expect(form.locator("#known-chain option").first).to_be_attached()
    assert office.errors == []


def test_conversations_get_names_and_leave_the_list(office: Office) -> None:
    page = office.open(office.person("临安区", Role.DISTRICT_STAFF), "/")
    say(page, "你好")
    rail = page.get_by_role("complementary", name="对话列表")
    rail.get_by_role("listitem").hover()
    rail.get_by_role("button", name="改名或删除：你好").click()
    dialog = page.get_by_role("dialog", name="这段对话")
    expect(dialog.get_by_label("名称")).to_have_value("你好")
    picture(page, "conversation-name")
    dialog.get_by_label("名称").fill("<b>芯片项目")
    dialog.get_by_role("button", name="保存名称").click()
    expect(rail.locator(".yq-rail-title")).to_have_text("<b>芯片项目")
    find = rail.get_by_role("searchbox", name="找对话")
    find.fill("没有说过")
    expect(rail).to_contain_text("没有说过这些话的对话。")
    find.fill("芯片 你好")
    expect(rail.locator(".yq-rail-title")).to_have_text("<b>芯片项目")

    rail.get_by_role("listitem").hover()
    rail.get_by_role("button", name="改名或删除：<b>芯片项目").click()
    dialog.get_by_role("button", name="删除").click()
    dialog = page.get_by_role("dialog", name="从列表里删除？")
    expect(dialog).to_contain_text("都不受影响")
    dialog.get_by_role("button", name="删除").click()

    expect(page.get_by_role("heading", name="问政策，办首报")).to_be_visible()
    expect(rail).to_contain_text("还没有对话。")
    assert office.errors == []


def written(office: Office, who: str, conversation: str, words: str) -> None:
    """A turn of a conversation, as another process writes it."""
    office.web.registry.transcripts.add(
        f"web:{conversation}", words, person=who, said=words, replies=[{"text": "好。" * 40}]
    )


def test_a_long_conversation_opens_at_its_end_and_is_read_back_from_there(office: Office) -> None:
    who = office.person("淳安县", Role.DISTRICT_STAFF)
    written(office, who, "other", "先说的")
    page = office.open(who, "/?c=other")
    said = page.locator(".yq-question")
    for number in range(25):
        written(office, who, "long", f"第{number}句")
    written(office, who, "other", "后说的")
    expect(said).to_have_count(2)  # what others wrote has been followed up to here
    office.go(page, "/?c=long")
    expect(page.get_by_text("已恢复先前的对话")).to_be_visible()
    expect(said).to_have_count(20)
    expect(said.last).to_be_in_viewport()
    page.locator("#main").evaluate("(talk) => talk.scrollTo(0, 0)")
    newest, earlier = page.locator("#newest"), page.get_by_role("button", name="看更早的")
    expect(newest).to_be_visible()

    earlier.click()

    expect(said).to_have_count(25)
    expect(earlier).to_have_count(0)
    expect(said.nth(5)).to_be_in_viewport()  # what was being read stays where it was
    expect(said.first).to_have_text("第0句")
    newest.click()
    expect(newest).to_be_hidden()
    expect(page.get_by_role("textbox", name="问题")).to_be_focused()
    page.get_by_role("textbox", name="问题").fill("写了一半")
    office.go(page, "/")
    expect(page.get_by_role("textbox", name="问题")).to_have_value("")
    office.go(page, "/?c=long")
    expect(page.get_by_role("textbox", name="问题")).to_have_value("写了一半")
    assert office.errors == []


def test_one_of_ones_own_sessions_is_signed_out_and_the_others_stay(office: Office) -> None:
    who = office.person("建德市")
    other = office.open(who, "/library")
    page = office.open(who, "/settings")
    sessions = page.get_by_role("region", name="登录的设备").get_by_role("listitem")
    expect(sessions).to_have_count(3)  # the invite's own, never used in a browser, is one of them
    expect(sessions.filter(has_text="这台设备")).to_contain_text("Chrome · Linux")
    expect(sessions.filter(has_text="这台设备").get_by_role("button")).to_have_count(0)
    picture(page, "settings-sessions")

    sessions.get_by_role("button", name="退出 Chrome · Linux").click()

    expect(page.get_by_text("那台设备上的登录已结束。")).to_be_visible()
    expect(sessions).to_have_count(2)
    other.reload()
    expect(other.get_by_role("heading", name="登录")).to_be_visible()
    page.get_by_role("button", name="退出其他设备").click()
    expect(sessions).to_have_count(1)
    expect(page.get_by_role("button", name="退出其他设备")).to_have_count(0)
