"""Journeys through one's own report: what it says is changed, and who does what next."""

import pytest
from playwright.sync_api import expect

from registry.transactions.permissions import Role
from tests.journeys.conftest import picture
from tests.journeys.offices import Office

pytestmark = pytest.mark.browser


def test_a_returned_report_is_changed_in_its_form_and_handed_in_again(office: Office) -> None:
    who = office.person("上城区")
    number = office.file(who, "退回过的项目")
    office.review(number)
    office.web.registry.reviews.take(
        office.caller(office.reviewer), number, "return", reason="投资额要分清固定资产"
    )
    page = office.open(who, f"/reports/{number}")
    page.get_by_role("button", name="修改内容").click()
    dialog = page.get_by_role("dialog", name="修改内容")
    expect(dialog).to_contain_text("退回原因：投资额要分清固定资产")
    expect(dialog.get_by_label("总投资 *")).to_have_value("120000万元")
    expect(dialog.get_by_label("项目名称", exact=True)).to_have_count(0)

    dialog.get_by_label("固定资产投资").fill("挺多的")
    dialog.get_by_label("为什么改 *").fill("补固定资产投资")
    dialog.get_by_role("button", name="保存修改").click()
    expect(dialog.get_by_role("alert")).to_contain_text("固定资产投资")
    expect(dialog.get_by_label("为什么改 *")).to_have_value("补固定资产投资")
    picture(page, "report-amend")
    dialog.get_by_label("固定资产投资").fill("8亿元")
    dialog.get_by_role("button", name="保存修改").click()

    expect(page.get_by_text("已修改 1 项。")).to_be_visible()
    expect(page.get_by_role("region", name="首报内容")).to_contain_text("80000万元")
    expect(page.get_by_role("region", name="经过")).to_contain_text("补固定资产投资")
    view = office.web.registry.reports.view(office.caller(who), number)
    assert view.content["fixed_investment"]["amount"] == "80000"
    page.get_by_role("button", name="补正后重报").click()
    page.get_by_role("dialog").get_by_role("button", name="确认补正后重报").click()
    expect(page.locator(".yq-case-head .yq-badge")).to_have_text("审查中")
    assert office.errors == []


def test_a_granted_report_is_no_longer_changed(office: Office) -> None:
    who = office.person("上城区")
    number = office.file(who, "授予后的项目")
    office.consult(number)

    page = office.open(who, f"/reports/{number}")

    expect(page.get_by_role("heading", name="授予后的项目")).to_be_visible()
    expect(page.get_by_role("button", name="修改内容")).to_have_count(0)


def test_the_next_step_has_a_day_and_somebody_who_does_it(office: Office) -> None:
    lead, staff = office.person("拱墅区"), office.person("拱墅区", Role.DISTRICT_STAFF)
    number = office.file(staff, "要跟进的项目")
    page = office.open(lead, f"/reports/{number}")
    notes = page.get_by_role("region", name="跟进记录")
    expect(notes.locator(".yq-next")).to_have_text("下一步：没有安排")
    notes.get_by_label("内容").fill("写了一半的记录")

    notes.get_by_text("定跟进安排").click()
    notes.get_by_label("下一步").fill("约投资方看地")
    notes.get_by_label("什么时候前").fill("2027-01-15")
    notes.get_by_label("跟进人").select_option(value=staff)
    notes.get_by_role("button", name="记下安排").click()

    expect(notes.locator(".yq-next")).to_have_text(
        "下一步：约投资方看地，2027-01-15 前，跟进人 拱墅区人员"
    )
    expect(notes.get_by_label("内容")).to_have_value("写了一半的记录")
    notes.get_by_text("改跟进安排").click()
    expect(notes.get_by_label("跟进人")).to_have_value(staff)
    picture(page, "report-follow-up")
    notes.get_by_label("下一步").fill("")
    notes.get_by_role("button", name="记下安排").click()
    expect(notes.locator(".yq-next")).to_have_text("下一步：没有安排，跟进人 拱墅区人员")
    assert office.errors == []
