"""Journeys through 设置 in a real Chromium, against a real server and a real registry."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from registry.database import identity_tables
from registry.people.staff import BUREAU
from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role
from tests.fakes import MARKUP
from tests.journeys.conftest import picture
from tests.journeys.offices import PHONE, Office
from tests.web_parts import PASSWORD, add_member

pytestmark = pytest.mark.browser


@pytest.fixture
def admin(office: Office) -> str:
    """The account of the administrator."""
    return office.person(BUREAU, Role.SYSADMIN)


@pytest.fixture
def page(office: Office, admin: str) -> Iterator[Page]:
    """The administrator's own account on a desktop screen; any script error fails the test."""
    opened = office.open(admin, "/settings")
    expect(opened.get_by_role("heading", name="访问令牌")).to_be_visible()
    yield opened
    opened.close()
    assert office.errors == []


def make_stale(office: Office, account: str) -> None:
    """As if the password had been given half an hour ago."""
    box = identity_tables.web_session
    store = office.web.registry.store
    earlier = store.clock.now() - timedelta(minutes=25)
    with store.engine.begin() as connection:
        connection.execute(
            update(box).where(box.c.account == account).values(authenticated_at=earlier)
        )


def part(page: Page, name: str) -> None:
    """Go to a part of the settings."""
    page.get_by_role("navigation", name="设置的各部分").get_by_role("link", name=name).click()


def test_a_token_is_shown_once_works_and_can_be_revoked(page: Page, office: Office) -> None:
    page.get_by_label("用途").fill(f"周报{MARKUP}"[:60])
    page.get_by_role("checkbox", name="看首报").check()
    page.get_by_role("button", name="新建令牌").click()

    shown = page.locator(".yq-secret .yq-code")
    expect(shown).to_contain_text("yipanqi_")
    picture(page, "settings-account")
    token = office.web.registry.access_tokens.find(shown.inner_text())
    assert sorted(token.scopes) == ["ask", "reports:read"]
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == shown.inner_text()
    expect(page.get_by_label("用途")).to_have_value("")

    page.reload()
    expect(page.get_by_role("cell", name="提问、看首报")).to_be_visible()
    expect(page.locator(".yq-secret")).to_have_count(0)
    page.get_by_role("button", name="作废").click()
    expect(page.get_by_text("还没有令牌。")).to_be_visible()


def test_a_form_that_is_not_complete_says_so_and_keeps_what_was_typed(page: Page) -> None:
    page.get_by_label("用途").fill("周报脚本")
    page.get_by_role("checkbox", name="提问").uncheck()

    page.get_by_role("button", name="新建令牌").click()

    card = page.get_by_role("region", name="访问令牌")
    expect(card.get_by_role("alert")).to_contain_text("令牌范围")
    expect(page.get_by_label("用途")).to_have_value("周报脚本")


def test_a_binding_code_comes_with_the_notice_about_outside_messengers(page: Page) -> None:
    card = page.get_by_role("region", name="Telegram")
    expect(card).to_contain_text("境外服务")
    expect(card).to_contain_text("没有绑定。")

    card.get_by_role("button", name="取绑定码").click()

    expect(card.locator(".yq-code")).to_contain_text("/start ")
    expect(card).to_contain_text("10 分钟内")


def test_a_binding_is_shown_and_ended(office: Office) -> None:
    account = office.person("滨江区", Role.DISTRICT_STAFF)
    staff = office.web.registry.staff
    staff.link(SYSTEM, account, channel="telegram", external_id="42")
    page = office.open(account, "/settings")
    card = page.get_by_role("region", name="Telegram")
    expect(card).to_contain_text("已绑定")

    card.get_by_role("button", name="解除绑定").click()

    expect(card).to_contain_text("没有绑定。")
    assert staff.find_by_identity("telegram", "42") is None


def test_other_devices_are_signed_out_and_this_page_goes_on(
    page: Page, office: Office, admin: str
) -> None:
    elsewhere = office.web.identity.sign_in(admin, PASSWORD, address="10.0.0.1")

    page.get_by_role("button", name="退出其他设备").click()
    expect(page.get_by_text("其他设备上的登录都已结束。")).to_be_visible()

    sessions = office.web.registry.web_sessions
    with pytest.raises(Exception, match="no such session"):
        sessions.find(elsewhere.id, office.web.identity.options.times)
    page.reload()
    expect(page.get_by_role("heading", name="访问令牌")).to_be_visible()


def test_the_password_is_asked_for_again_after_a_while_and_the_form_stays(
    page: Page, office: Office, admin: str
) -> None:
    part(page, "人员")
    page.get_by_label("姓名").fill("新来的同事")
    page.get_by_label("单位", exact=True).fill("西湖区")
    make_stale(office, admin)
    page.get_by_role("button", name="增加，生成").click()

    dialog = page.get_by_role("dialog", name="请再输一次密码")
    expect(dialog).to_be_visible()
    picture(page, "settings-prove")
    page.keyboard.type("不是这个密码不是这个")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("账号或密码不对。")
    dialog.get_by_role("button", name="取消").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_label("姓名")).to_have_value("新来的同事")
    page.get_by_role("button", name="增加，生成").click()
    dialog.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.locator(".yq-secret")).to_contain_text("新来的同事")
    page.reload()  # the session goes on under its new id
    expect(page.get_by_role("cell", name="新来的同事", exact=True)).to_be_visible()


def test_somebody_is_added_invited_promoted_and_ended(
    page: Page, office: Office, admin: str
) -> None:
    part(page, "人员")
    page.get_by_label("姓名").fill("示例同事")
    page.get_by_label("单位", exact=True).fill("拱墅区")
    page.get_by_label("角色", exact=True).select_option("district_staff")
    page.get_by_role("button", name="增加，生成").click()
    link = page.locator(".yq-secret .yq-code")
    expect(link).to_contain_text("/invite/")
    expect(page.get_by_label("姓名")).to_have_value("")
    first = link.inner_text().rpartition("/")[2]
    picture(page, "settings-staff")
    account = office.web.identity.look_at_invite(first, address="127.0.0.1").member.account

    page.get_by_role("button", name=f"给 示例同事（{account}） 新的邀请链接").click()
    expect(link).not_to_contain_text(first)
    second = link.inner_text().rpartition("/")[2]
    office.web.identity.accept_invite(second, PASSWORD, address="127.0.0.1")

    page.get_by_role("button", name=f"改 示例同事（{account}） 的角色").click()
    page.get_by_label("新角色").select_option("city_lead")
    page.get_by_label("原因").fill("任职")
    page.get_by_role("button", name="确认改角色").click()
    expect(page.get_by_role("alert")).to_be_visible()  # no role of a district
    expect(page.get_by_label("原因")).to_have_value("任职")
    page.get_by_label("新角色").select_option("district_lead")
    page.get_by_role("button", name="确认改角色").click()
    expect(page.get_by_text("已改角色：示例同事。")).to_be_visible()

    page.get_by_role("button", name=f"停用 示例同事（{account}）").click()
    page.get_by_role("button", name="取消").click()
    page.get_by_role("button", name=f"停用 示例同事（{account}）").click()
    page.get_by_label("原因").fill("调离")
    page.get_by_role("button", name="确认停用").click()
    row = page.get_by_role("row", name=account)
    expect(row).to_contain_text("已停用")
    assert office.web.registry.staff.find(account) is None
    expect(page.get_by_role("button", name=f"停用 {BUREAU}人员（{admin}）")).to_have_count(0)


def test_a_lead_sees_the_own_unit_only_and_changes_nothing(office: Office) -> None:
    add_member(office.web, "上城区", Role.DISTRICT_STAFF, "上城同事")
    add_member(office.web, "临平区", Role.DISTRICT_STAFF, "临平同事")
    page = office.open(office.person("上城区", Role.DISTRICT_LEAD), "/settings/staff")

    expect(page.get_by_role("cell", name="上城同事")).to_be_visible()
    expect(page.get_by_role("cell", name="临平同事")).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("path", ["/settings/staff", "/settings/health"])
def test_a_part_of_the_administrators_is_not_for_everybody(office: Office, path: str) -> None:
    page = office.open(office.person("余杭区", Role.DISTRICT_STAFF))

    response = page.goto(office.url.rstrip("/") + path)

    assert response is not None
    assert response.status == 403
    expect(page.get_by_role("alert")).to_have_text("您的角色不能打开这一页。")


def test_parameters_say_where_they_come_from(office: Office) -> None:
    (office.web.settings.home / "local_settings.toml").write_text("validity_days = 90\n", "utf-8")
    try:
        page = office.open(office.person("余杭区", Role.DISTRICT_STAFF), "/settings/rules")
        row = page.get_by_role("row", name="validity_days")
        expect(row).to_contain_text("90天")
        expect(row).to_contain_text("本局设定")
        expect(page.get_by_role("row", name="scheme_in_force")).to_contain_text(
            "杭政办函〔2019〕40号"
        )
        expect(page.get_by_role("row", name="review_days")).to_contain_text("未设定")
        expect(page.get_by_role("region", name="怎么改")).to_contain_text("local_settings.toml")
        picture(page, "settings-rules")
    finally:
        (office.web.settings.home / "local_settings.toml").unlink()


def test_the_administrator_is_told_how_the_parts_are(page: Page) -> None:
    part(page, "运行状况")

    page.get_by_role("button", name="开始检查").click()

    expect(page.get_by_role("row", name="Python")).to_be_visible(timeout=120_000)
    expect(page.get_by_role("row", name="首报登记")).to_be_visible()
    picture(page, "settings-health")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_is_wider_than_the_screen(
    office: Office, admin: str, scheme: str
) -> None:
    page = office.open(admin, viewport=PHONE, color_scheme=scheme)
    for path in ("/settings", "/settings/staff", "/settings/rules", "/account/password"):
        page.goto(office.url.rstrip("/") + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        picture(page, f"phone-{scheme}-{path[1:].replace('/', '-')}")


def test_at_twice_the_size_everything_stays_in_reach(office: Office, admin: str) -> None:
    page = office.open(admin, viewport={"width": 640, "height": 430}, device_scale_factor=2)
    page.goto(office.url + "settings/staff")

    page.get_by_role("button", name="增加，生成").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="增加，生成")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    picture(page, "settings-zoomed")
