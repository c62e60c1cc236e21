"""Journeys through 审核: from a filing to the right, by people in browsers of their own."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from registry.casework.findings import FindingKind
from registry.transactions.permissions import Role
from tests.journeys.conftest import picture
from tests.journeys.offices import PHONE, Office
from tests.web_parts import PASSWORD

pytestmark = pytest.mark.browser


def begin(page: Page, act: str) -> Locator:
    """Press the button of an act; the dialog that opens."""
    page.get_by_role("button", name=act, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def confirm(page: Page, dialog: Locator, act: str) -> None:
    """Give the yes and wait until it is done."""
    dialog.get_by_role("button", name=f"确认{act}").click()
    expect(page.locator(".yq-told > div").filter(has_text=act).last).to_be_visible()
    expect(dialog).to_be_hidden()


def test_from_the_queue_to_the_right_and_on_to_the_signature(office: Office) -> None:
    district = office.person("余杭区")
    number = office.file(district, "全程项目")

    page = office.open(office.reviewer, "/review?unit=余杭区")
    page.get_by_role("link", name="全程项目").click()
    take_up(page, number)
    conclude_on_the_guide(page)
    confirm(page, begin(page, "征求投资者意见"), "征求投资者意见")
    record_the_investors_view(page)
    expect(page.get_by_role("button", name="授予首谈资格", exact=True)).to_have_count(0)

    lead = office.open(office.city_lead, f"/review/{number}")
    office.let_proofs_age(office.city_lead)
    grant(lead)

    theirs = office.open(district, f"/reports/{number}")
    expect(state_of(theirs)).to_have_text("持有排他性首谈资格")
    dialog = begin(theirs, "签约")
    dialog.get_by_role("button", name="下一步：核对").click()
    expect(dialog).to_contain_text("已签约")
    confirm(theirs, dialog, "签约")
    expect(state_of(theirs)).to_have_text("已签约")
    expect(theirs.get_by_role("region", name="经过")).to_contain_text("授予首谈资格")
    assert office.errors == []


def state_of(page: Page) -> Locator:
    """The mark of the report's state."""
    return page.locator(".yq-case-head .yq-badge")


def take_up(page: Page, number: str) -> None:
    """Begin the review; the dialog names report, states and clause."""
    onward = page.get_by_role("button", name="开始审查", exact=True)
    expect(onward).not_to_have_class(re.compile("is-quiet"))
    dialog = begin(page, "开始审查")
    expect(dialog).to_contain_text(number)
    expect(dialog).to_contain_text("状态由“已报备”变为“审查中”")
    expect(dialog).to_contain_text("四（一）")
    confirm(page, dialog, "开始审查")
    expect(state_of(page)).to_have_text("审查中")


def conclude_on_the_guide(page: Page) -> None:
    """Record what the review against the guide came to."""
    expect(page.locator(".yq-blocked")).to_contain_text("未记录“符合布局导引”的审查意见")
    expect(page.get_by_role("region", name="布局导引核对")).to_contain_text("示例")
    dialog = begin(page, "导引审查")
    dialog.get_by_role("button", name="下一步：核对").click()
    expect(dialog.get_by_role("alert")).to_contain_text("没有填")
    dialog.get_by_label("是否符合布局导引").select_option(label="符合布局导引")
    dialog.get_by_role("button", name="下一步：核对").click()
    expect(dialog).to_contain_text("导引审查结论为“符合布局导引”")
    picture(page, "review-guide")
    confirm(page, dialog, "导引审查")
    expect(page.locator(".yq-findings")).to_contain_text("导引审查：符合布局导引")


def record_the_investors_view(page: Page) -> None:
    """Record what the investor said."""
    dialog = begin(page, "征求意见结果")
    dialog.get_by_label("投资者意见").select_option(label="赞成")
    dialog.get_by_label("投资者怎么说的").fill("同意与余杭区首谈")
    dialog.get_by_role("button", name="下一步：核对").click()
    confirm(page, dialog, "征求意见结果")


def grant(page: Page) -> None:
    """Grant the right, with the password once wrong and once right."""
    dialog = begin(page, "授予首谈资格")
    expect(dialog).to_contain_text("授予余杭区对“全程项目”")
    expect(dialog).to_contain_text("同意与余杭区首谈")
    picture(page, "review-grant")
    dialog.get_by_role("button", name="确认授予首谈资格").click()
    proof = page.get_by_role("dialog", name="请再输一次密码")
    proof.get_by_label("密码").fill("不对不对不对不对不对")
    proof.get_by_role("button", name="确认").click()
    expect(proof.get_by_role("alert")).to_contain_text("密码不对")
    proof.get_by_label("密码").fill(PASSWORD)
    proof.get_by_role("button", name="确认").click()
    expect(page.locator(".yq-told > div").last).to_contain_text("停止洽谈")
    expect(state_of(page)).to_have_text("持有排他性首谈资格")


def test_the_second_of_two_reviewers_is_refused_and_told_what_changed(office: Office) -> None:
    number = office.file(office.person("余杭区"), "两人同办")
    office.review(number)
    page = office.open(office.reviewer, f"/review/{number}")
    dialog = begin(page, "退回补正")
    dialog.get_by_label("原因").fill("材料不全，请补会谈纪要")
    dialog.get_by_role("button", name="下一步：核对").click()
    expect(dialog).to_contain_text("材料不全，请补会谈纪要")
    body = {"conform": True, "edition": "示例", "note": "另一位审查人员记的"}
    lead = office.caller(office.city_lead)
    office.web.registry.reviews.record(lead, number, FindingKind.GUIDE_REVIEW, body)

    dialog.get_by_role("button", name="确认退回补正").click()

    expect(dialog.get_by_role("alert")).to_contain_text("这一步没有办")
    expect(dialog.get_by_role("alert")).to_contain_text("另一位审查人员记的")
    expect(page.locator(".yq-findings")).to_contain_text("另一位审查人员记的")
    picture(page, "review-stale")
    view = office.web.registry.reports.view(office.caller(office.reviewer), number)
    assert view.state == "UNDER_REVIEW"
    dialog.get_by_role("button", name="仍要办，重新核对").click()
    expect(dialog.get_by_label("原因")).to_have_value("材料不全，请补会谈纪要")
    dialog.get_by_role("button", name="下一步：核对").click()
    confirm(page, dialog, "退回补正")
    expect(page.locator(".yq-case-head .yq-badge")).to_have_text("退回补正")


def test_a_yes_pressed_twice_is_one_act(office: Office) -> None:
    number = office.file(office.person("余杭区"), "连按两下")
    page = office.open(office.reviewer, f"/review/{number}")
    dialog = begin(page, "开始审查")
    yes = dialog.get_by_role("button", name="确认开始审查")
    expect(yes).to_be_visible()

    yes.dblclick()
    expect(page.locator(".yq-case-head .yq-badge")).to_have_text("审查中")

    events = office.web.registry.queries.timeline(office.caller(office.reviewer), number)
    assert [event.step for event in events].count("start_review") == 1


def test_likeness_is_shown_with_its_reasons_beside_the_report(office: Office) -> None:
    office.file(office.person("萧山区"), "功率器件基地", "芯河半导体有限公司")
    number = office.file(office.person("余杭区"), "功率器件二厂", "芯河半导体有限公司")

    page = office.open(office.reviewer, f"/review/{number}")

    likeness = page.get_by_role("region", name="相似首报核对")
    expect(likeness).to_contain_text("功率器件基地")
    expect(likeness).to_contain_text("萧山区")
    expect(likeness).to_contain_text("由人认定")
    picture(page, "review-case")


def test_the_queue_is_narrowed_by_unit_and_state(office: Office) -> None:
    office.file(office.person("临平区"), "临平独有项目")
    office.file(office.person("富阳区"), "富阳独有项目")
    page = office.open(office.reviewer, "/review")

    page.get_by_label("单位").fill("临平区")
    page.get_by_role("button", name="查找").click()

    expect(page.get_by_role("link", name="临平独有项目")).to_be_visible()
    expect(page.get_by_role("link", name="富阳独有项目")).to_have_count(0)
    expect(page.get_by_label("单位")).to_have_value("临平区")
    page.get_by_label("状态").select_option(label="审查中")
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_text("没有符合的首报")).to_be_visible()
    expect(page.get_by_label("状态")).to_have_value("UNDER_REVIEW")
    page.get_by_role("link", name="清除").click()
    page.get_by_label("项目、企业或编号").fill("富阳 独有")
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_role("link", name="富阳独有项目")).to_be_visible()
    expect(page.locator(".yq-project")).to_have_count(1)


def test_the_desk_goes_from_case_to_case_and_says_when_there_is_none_left(office: Office) -> None:
    for name in ("接连办的第一件", "接连办的第二件"):
        office.file(office.person("余杭区"), name)
    page = office.open(office.reviewer, "/review")
    expect(page.get_by_role("link", name=re.compile("审核"))).to_contain_text(re.compile(r"\d"))
    office.go(page, "/review?words=接连办的第一件")
    page.get_by_role("link", name="接连办的第一件").click()
    expect(page.get_by_role("heading", name="接连办的第一件")).to_be_visible()
    checks = [page.get_by_role("region", name=f"{one}核对") for one in ("相似首报", "布局导引")]
    tops = [check.bounding_box() or {} for check in checks]
    assert tops[0]["y"] == tops[1]["y"]  # side by side

    page.get_by_role("link", name="下一件").click()

    expect(page.get_by_role("heading", name="接连办的第二件")).to_be_visible()
    page.get_by_role("link", name="下一件").click()
    expect(page.get_by_text("排在后面的都看过了")).to_be_visible()
    page.get_by_role("link", name="办下一件").click()
    expect(page.get_by_role("region", name="办理")).to_be_visible()
    assert office.errors == []


def test_the_desk_works_on_a_phone_in_the_dark_with_the_keyboard(office: Office) -> None:
    number = office.file(office.person("余杭区"), "手机上办的项目")
    page = office.open(office.reviewer, f"/review/{number}", PHONE, color_scheme="dark")
    expect(page.get_by_role("heading", name="手机上办的项目")).to_be_visible()
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)
    picture(page, "review-phone")

    act = page.get_by_role("button", name="开始审查", exact=True)
    act.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="开始审查")
    yes = dialog.get_by_role("button", name="确认开始审查")
    expect(yes).to_be_focused()
    assert not page.evaluate(wide)
    picture(page, "review-phone-dialog")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    view = office.web.registry.reports.view(office.caller(office.reviewer), number)
    assert view.state == "SUBMITTED"


@pytest.mark.parametrize("role", [Role.DISTRICT_STAFF, Role.DISTRICT_LEAD])
def test_a_district_opens_no_page_of_the_bureau(office: Office, role: Role) -> None:
    number = office.file(office.person("余杭区"), f"区里看不到审核{role}")
    page = office.open(office.person("余杭区", role))
    for path in ("/review", f"/review/{number}"):
        answer = page.goto(office.url.rstrip("/") + path)
        assert answer is not None
        assert answer.status == 403
    expect(page.get_by_text(re.compile("不能打开"))).to_be_visible()
