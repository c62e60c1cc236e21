"""Steps that change who holds a right, taken by chat: the page asks who one is, and goes on."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import picture
from tests.journeys.offices import Office
from tests.web_parts import PASSWORD

pytestmark = pytest.mark.browser


def say(page: Page, words: str) -> Locator:
    """Say something; the box it was said in."""
    box = page.get_by_role("textbox", name="问题")
    box.fill(words)
    box.press("Enter")
    expect(page.locator(".yq-question").last).to_have_text(words)
    return box


def heard(page: Page) -> Locator:
    """The latest reply, complete."""
    expect(page.get_by_role("button", name="发送")).to_be_enabled()
    return page.get_by_role("article", name="回复").last


def lead_before_a_grant(office: Office, project: str) -> tuple[Page, str]:
    """The city lead's chat with a grant put to them, their proof too old; the report's number."""
    number = office.file(office.person("余杭区"), project)
    office.make_ready(number)
    page = office.open(office.city_lead, "/")
    office.let_proofs_age(office.city_lead)
    say(page, f"打开 {number}")
    expect(heard(page)).to_contain_text(project)
    say(page, "授予首谈资格")
    expect(heard(page).get_by_role("button", name="确认授予首谈资格")).to_be_enabled()
    return page, number


def state(office: Office, number: str) -> str:
    view = office.web.registry.reports.view(office.caller(office.reviewer), number)
    return view.state


def test_a_lead_grants_by_chat_with_a_wrong_password_first(office: Office) -> None:
    page, number = lead_before_a_grant(office, "聊天授予项目")
    say(page, "确认授予")
    dialog = page.get_by_role("dialog", name="请再输一次密码")
    expect(dialog.get_by_label("密码")).to_be_focused()
    picture(page, "chat-prove")

    dialog.get_by_label("密码").fill("不是这个密码")
    dialog.get_by_role("button", name="确认").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    assert state(office, number) == "CONSULTING"
    dialog.get_by_label("密码").fill(PASSWORD)
    dialog.get_by_role("button", name="确认").click()

    expect(heard(page)).to_contain_text("已办：")
    expect(page.get_by_text("请再输入一次密码")).to_have_count(0)
    expect(page.locator(".yq-question").get_by_text("确认授予", exact=True)).to_have_count(1)
    assert state(office, number) == "EXCLUSIVE"
    assert office.errors == []


def test_a_proof_given_up_leaves_a_button_that_asks_again_and_then_does_it(office: Office) -> None:
    page, number = lead_before_a_grant(office, "先不输密码项目")
    say(page, "确认授予")
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    expect(heard(page)).to_contain_text("请再输入一次密码，然后点下面的按钮")
    assert state(office, number) == "CONSULTING"
    button = heard(page).get_by_role("button", name="确认授予首谈资格")

    button.click()
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    expect(button).to_be_enabled()
    button.dblclick()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("密码").fill(PASSWORD)
    dialog.get_by_role("button", name="确认").click()

    expect(heard(page)).to_contain_text("已办：")
    expect(dialog).to_have_count(0)
    assert state(office, number) == "EXCLUSIVE"
    assert office.errors == []


def test_who_has_just_signed_in_is_not_asked(office: Office) -> None:
    district = office.person("余杭区")
    number = office.file(district, "刚登录就撤回项目")
    page = office.open(district, "/")

    say(page, f"撤回 {number}，因为投资方改变计划")
    heard(page).get_by_role("button", name="确认撤回").click()

    expect(heard(page)).to_contain_text("已办：")
    assert state(office, number) == "WITHDRAWN"
