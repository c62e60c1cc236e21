"""A chat account waits for whoever is above: shown to both, confirmed or refused in 设置."""

import pytest
from playwright.sync_api import expect

from registry.people.staff import BUREAU
from registry.transactions.permissions import Role
from tests.journeys.conftest import picture
from tests.journeys.offices import PHONE, Office
from tests.web_parts import PASSWORD, add_member

pytestmark = pytest.mark.browser


def ask(office: Office, account: str, chat: str) -> None:
    """Somebody has sent the bot a code."""
    staff = office.web.registry.staff
    code = staff.binding_code(office.caller(account), "telegram").code
    staff.accept(code, channel="telegram", external_id=chat)


def bound(office: Office, chat: str) -> str | None:
    """Whose chat it is."""
    member = office.web.registry.staff.find_by_identity("telegram", chat)
    return None if member is None else member.account


def test_a_lead_is_shown_who_waits_and_confirms_one_and_refuses_the_other(office: Office) -> None:
    unit = "富阳区"
    lead = add_member(office.web, unit, Role.DISTRICT_LEAD, "富阳负责人")
    one, other = (add_member(office.web, unit, name=name) for name in ("富阳甲", "富阳乙"))
    ask(office, one, "9101")
    ask(office, other, "9102")

    asking = office.open(one, "/settings")
    card = asking.get_by_role("region", name="Telegram")
    expect(card).to_contain_text("编号 9101 的 Telegram 账号在等区县负责人确认")
    page = office.open(lead, "/", PHONE)
    tab = page.get_by_role("navigation", name="主导航").get_by_role("link", name="设置")
    expect(tab).to_contain_text("2")
    tab.click()
    waiting = page.get_by_role("region", name="等确认的绑定")
    expect(waiting).to_contain_text("Telegram 编号 9102")
    picture(page, "settings-bindings-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    waiting.get_by_role("button", name=f"确认 富阳甲（{one}） 的绑定").click()
    expect(page.get_by_text("已确认：富阳甲。")).to_be_visible()
    waiting.get_by_role("button", name=f"拒绝 富阳乙（{other}） 的绑定").click()
    expect(page.get_by_text("已拒绝：富阳乙。")).to_be_visible()
    expect(waiting).to_contain_text("现在没有。")

    assert (bound(office, "9101"), bound(office, "9102")) == (one, None)
    asking.reload()
    expect(card).to_contain_text("已绑定")
    page.reload()
    expect(tab).to_have_text("设置")
    assert office.errors == []


def test_one_that_was_decided_elsewhere_is_said_and_one_can_be_taken_back(office: Office) -> None:
    account = add_member(office.web, "桐庐县", name="桐庐甲")
    lead = add_member(office.web, "桐庐县", Role.DISTRICT_LEAD, "桐庐负责人")
    ask(office, account, "9201")
    page = office.open(lead, "/settings/staff")
    asking = office.open(account, "/settings")
    card = asking.get_by_role("region", name="Telegram")
    expect(card).to_contain_text("编号 9201")

    card.get_by_role("button", name="撤回申请").click()
    expect(card).to_contain_text("没有绑定。")
    page.get_by_role("button", name=f"确认 桐庐甲（{account}） 的绑定").click()

    expect(page.get_by_role("alert")).to_contain_text("已经有人处理、已过期或已撤回")
    assert bound(office, "9201") is None


def test_an_administrator_confirms_the_own_one_with_the_password(office: Office) -> None:
    admin = add_member(office.web, BUREAU, Role.SYSADMIN, "另一位管理员")
    page = office.open(admin)
    ask(office, admin, "9301")
    office.let_proofs_age(admin)
    office.go(page, "/settings")
    card = page.get_by_role("region", name="Telegram")
    expect(card).to_contain_text("在等您本人确认")

    card.get_by_role("button", name="输密码确认").click()
    dialog = page.get_by_role("dialog", name="请再输一次密码")
    dialog.get_by_role("button", name="取消").click()
    expect(dialog).to_have_count(0)
    assert bound(office, "9301") is None
    card.get_by_role("button", name="输密码确认").click()
    dialog.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(card).to_contain_text("已绑定")
    assert bound(office, "9301") == admin


def test_the_bureaus_lead_sees_what_waits_and_no_list_of_people(office: Office) -> None:
    account = add_member(office.web, BUREAU, Role.CITY_REVIEWER, "新来的审查人员")
    ask(office, account, "9401")
    page = office.open(office.city_lead, "/settings/staff")

    expect(page.get_by_role("heading", name="人员", exact=True)).to_have_count(0)
    page.get_by_role("button", name=f"确认 新来的审查人员（{account}） 的绑定").click()

    expect(page.get_by_text("已确认：新来的审查人员。")).to_be_visible()
    assert bound(office, "9401") == account
