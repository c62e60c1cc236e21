"""Journeys through 文件库: what is there, what was in force when, clauses, files in and out."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from registry.people.staff import BUREAU
from registry.transactions.permissions import Role
from tests.journeys.conftest import picture
from tests.journeys.offices import PHONE, Office

pytestmark = pytest.mark.browser

TEXT = "测试堤防办法\n第一条 堤防由水利处管。\n第二条 每年六月检查一次。\n"
HOSTILE = (
    "<img src=x onerror=window.stung=1>堤坝办法\n第一条 <svg onload=window.stung=1>归水利处管。\n"
)


def test_documents_are_listed_as_of_a_day(office: Office) -> None:
    page = office.open(office.person("余杭区"), "/library")
    scheme = page.get_by_role("listitem").filter(has_text="产业链精准招商工作制度").first
    expect(scheme).to_contain_text("正式文件")
    expect(scheme).to_contain_text("有效")
    expect(scheme).to_contain_text("2019年6月6日起施行")
    expect(scheme).to_contain_text("未写明")
    picture(page, "library")

    page.get_by_label("哪一天有效").fill("2019-06-05")
    page.get_by_role("button", name="查看").click()

    expect(scheme).to_contain_text("2019年6月5日不适用")
    expect(page.get_by_label("哪一天有效")).to_have_value("2019-06-05")
    expect(page.locator("input[type=file]")).to_have_count(0)


def test_a_clause_is_found_copied_and_linked_with_what_it_leaves_open(office: Office) -> None:
    page = office.open(office.person("余杭区"), "/library/hz-2019-40")
    page.get_by_text("目录").click()
    page.get_by_role("link", name="四（一）建立项目首报首谈制度", exact=True).first.click()
    clause = page.get_by_role("region", name="四（一）建立项目首报首谈制度")
    expect(clause).to_be_in_viewport()
    assert page.url.endswith("#c-4.1")

    clause.get_by_role("button", name="复制为引用").click()
    expect(clause.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“")
    assert "杭政办函〔2019〕40号" in copied
    clause.get_by_text("没有写明的").click()
    expect(clause.locator(".yq-open li").first).to_be_visible()
    picture(page, "library-clause")


def test_a_document_nobody_has_is_said_so(office: Office) -> None:
    page = office.open(office.person("余杭区"), "/library/no-such-document")

    expect(page.get_by_role("alert")).to_contain_text("文库里没有")


def test_files_are_taken_in_one_by_one_and_taken_out_again(office: Office, tmp_path: Path) -> None:
    page = office.open(office.person(BUREAU, Role.SYSADMIN), "/library")
    good, bad = tmp_path / "堤防办法.txt", tmp_path / "坏文件.docx"
    good.write_text(TEXT, "utf-8")
    bad.write_bytes(b"PK\x03\x04 not a document")
    hostile = tmp_path / "<b>堤坝.txt"
    hostile.write_text(HOSTILE, "utf-8")

    page.locator("#files").set_input_files([good, bad, hostile])

    outcomes = page.locator("#taken li")
    expect(outcomes.nth(0)).to_contain_text("已收入：《测试堤防办法》3 条", timeout=30_000)
    expect(outcomes.nth(1)).to_contain_text("没有收入：文件已损坏")
    expect(outcomes.nth(2)).to_contain_text("已收入", timeout=30_000)
    picture(page, "library-intake")
    expect(page.get_by_role("link", name="《测试堤防办法》")).to_be_visible()
    page.get_by_role("link", name="堤坝办法").click()
    expect(page.locator("#main")).to_contain_text("归水利处管")
    expect(page.get_by_role("region", name="正文之前")).to_be_visible()
    assert page.evaluate("window.stung") is None

    office.go(page, "/library")
    page.get_by_role("button", name="移除《测试堤防办法》收入的文本").click()
    dialog = page.get_by_role("dialog", name="移除这份文件？")
    expect(dialog).to_contain_text("测试堤防办法")
    dialog.get_by_role("button", name="确认移除").click()
    expect(page.get_by_text("3 个条款")).to_be_visible()
    expect(page.get_by_role("link", name="《测试堤防办法》")).to_have_count(0)


@pytest.mark.parametrize("role", [Role.DISTRICT_LEAD, Role.DISTRICT_STAFF])
def test_a_district_takes_nothing_in(office: Office, role: Role) -> None:
    page = office.open(office.person("余杭区", role), "/library")
    send = """async () => {
      const body = new FormData();
      body.append("file", new Blob(["办法"]), "a.txt");
      const token = document.querySelector("input[name=csrf]").value;
      const headers = { "x-csrf-token": token };
      const sent = await fetch("/library/files", { method: "POST", body, headers });
      const bare = await fetch("/library/files", { method: "POST", body });
      return [sent.status, bare.status, (await sent.json()).detail];
    }"""

    sent, bare, said = page.evaluate(send)

    assert (sent, bare) == (403, 403)
    assert "角色" in said


def test_the_library_fits_a_phone_in_the_dark(office: Office) -> None:
    page = office.open(office.person("余杭区"), "/library", PHONE, color_scheme="dark")
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)
    picture(page, "library-phone")

    office.go(page, "/library/hz-2019-40")

    assert not page.evaluate(wide)
    picture(page, "library-phone-document")
