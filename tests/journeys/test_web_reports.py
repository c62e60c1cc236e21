"""Journeys through 首报: lists, a report, its files and receipt, withdrawal; what stays hidden."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.casework.progress import NoteKind
from registry.filing.slots import Slot, SlotStatus
from registry.ledger.receipts import verify_receipt
from registry.transactions.permissions import Role
from tests.journeys.conftest import picture
from tests.journeys.offices import PHONE, Office
from tests.journeys.payloads import PAYLOADS
from tests.web_parts import PASSWORD

pytestmark = pytest.mark.browser

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
STUNG = "window.stung"


def is_too_wide(page: Page) -> bool:
    """Whether the page must be pushed sideways."""
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    return bool(page.evaluate(wide))


def test_a_newcomer_is_told_how_to_begin(office: Office) -> None:
    page = office.open(office.person("桐庐县", Role.DISTRICT_STAFF), "/reports")

    expect(page.get_by_text("还没有报过项目")).to_be_visible()
    expect(page.get_by_role("link", name="去问答里报首报")).to_be_visible()
    picture(page, "reports-empty")


def test_a_draft_is_gone_on_with_or_given_up(office: Office) -> None:
    who = office.person("西湖区", Role.DISTRICT_STAFF)
    draft = office.draft(who, project_name="半截子项目", summary=None)
    page = office.open(who, "/reports")
    drafts = page.get_by_role("region", name="草稿")
    expect(drafts).to_contain_text("还缺：投资方")
    going_on = drafts.get_by_role("link", name="继续填写")
    assert going_on.get_attribute("href") == f"/?draft={draft}"

    drafts.get_by_role("button", name="放弃草稿 半截子项目").click()
    dialog = page.get_by_role("dialog", name="放弃这份草稿？")
    expect(dialog).to_contain_text("半截子项目")
    dialog.get_by_role("button", name="留着").click()
    expect(drafts).to_contain_text("半截子项目")
    drafts.get_by_role("button", name="放弃草稿 半截子项目").click()
    dialog.get_by_role("button", name="放弃草稿").click()

    expect(page.get_by_text("草稿已放弃。")).to_be_visible()
    expect(drafts).to_be_hidden()
    assert office.web.registry.drafts.list_open(office.caller(who)) == ()


def test_notes_and_files_are_added_and_files_come_back_as_sent(
    office: Office, tmp_path: Path
) -> None:
    who = office.person("滨江区")
    number = office.file(who, "有附件的项目")
    page = office.open(who, f"/reports/{number}")
    notes = page.get_by_role("region", name="跟进记录")
    notes.get_by_label("类别").select_option(label="考察走访")
    notes.get_by_label("内容").fill("陪同投资方看了两块地")
    notes.get_by_role("button", name="记下").click()
    expect(notes.locator(".yq-timeline")).to_contain_text("陪同投资方看了两块地")
    expect(notes.get_by_label("内容")).to_have_value("")

    sent = tmp_path / "会谈 纪要<b>.pdf"
    sent.write_bytes(PDF)
    bad = tmp_path / "程序.exe"
    bad.write_bytes(b"MZ\x90\x00" + b"\x00" * 40)
    files = page.get_by_role("region", name="附件")
    files.locator("input[type=file]").set_input_files([bad, sent])
    expect(files.get_by_text("附件须是 PDF")).to_be_visible()
    link = files.get_by_role("link", name="会谈 纪要<b>.pdf")
    expect(link).to_be_visible()
    picture(page, "report-files")
    with page.expect_download() as waiting:
        link.click()
    assert waiting.value.suggested_filename.startswith("会谈 纪要")
    assert Path(waiting.value.path()).read_bytes() == PDF


def test_the_receipt_is_fetched_and_proves_the_filing(office: Office) -> None:
    who = office.person("滨江区")
    number = office.file(who, "要回执的项目")
    page = office.open(who, f"/reports/{number}")
    receipt = page.get_by_role("region", name="回执")
    expect(receipt).to_contain_text("不是首谈资格")
    expect(receipt.get_by_role("img", name="回执二维码")).to_be_visible()
    assert page.evaluate("document.querySelector('.yq-receipt img').naturalWidth") > 100

    with page.expect_download() as waiting:
        receipt.get_by_role("link", name="下载回执").click()

    facts = verify_receipt(json.loads(Path(waiting.value.path()).read_text("utf-8")))
    assert facts.report_no == number


def test_only_a_lead_takes_a_report_out_and_withdraws_it(office: Office) -> None:
    staff = office.person("上城区", Role.DISTRICT_STAFF)
    lead = office.person("上城区")
    number = office.file(staff, "要撤回的项目")
    page = office.open(staff, f"/reports/{number}")
    expect(page.get_by_role("heading", name="要撤回的项目")).to_be_visible()
    expect(page.get_by_role("link", name="导出 Word")).to_have_count(0)
    expect(page.get_by_role("button", name="撤回", exact=True)).to_have_count(0)

    page = office.open(lead, f"/reports/{number}")
    office.let_proofs_age(lead)
    for suffix in ("Word", "Excel"):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=f"导出 {suffix}").click()
        assert Path(waiting.value.path()).read_bytes()[:2] == b"PK"
    page.get_by_role("button", name="撤回", exact=True).click()
    dialog = page.get_by_role("dialog", name="撤回")
    dialog.get_by_role("button", name="下一步：核对").click()
    expect(dialog.get_by_role("alert")).to_contain_text("“原因”没有填")
    dialog.get_by_label("原因").fill("投资方改了主意")
    dialog.get_by_role("button", name="下一步：核对").click()
    expect(dialog).to_contain_text("投资方改了主意")
    picture(page, "report-withdraw")
    dialog.get_by_role("button", name="确认撤回").click()
    proof = page.get_by_role("dialog", name="请再输一次密码")
    proof.get_by_label("密码").fill(PASSWORD)
    proof.get_by_role("button", name="确认").click()

    expect(page.locator(".yq-case-head .yq-badge")).to_have_text("撤回")
    expect(page.get_by_role("region", name="经过")).to_contain_text("投资方改了主意")


def test_a_list_goes_on_page_by_page_and_by_how_long_nothing_happened(office: Office) -> None:
    who = office.person("建德市")
    for n in range(23):
        office.file(who, f"连报第{n}个")
    page = office.open(who, "/reports")
    expect(page.locator("tbody tr")).to_have_count(20)

    page.get_by_role("link", name="下一页").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_role("link", name="回到第一页").click()
    expect(page.locator("tbody tr")).to_have_count(20)

    page.get_by_role("link", name="闲置最久").click()
    expect(page.get_by_text("没有这样的首报")).to_be_visible()


def test_a_rival_sees_nothing_of_a_report_until_the_right_is_given(office: Office) -> None:
    """Canaries in every field of a rival's report: none in anything the other district is sent."""
    mine, rival = office.person("拱墅区"), office.person("钱塘区")
    canaries = {name: f"金丝雀{name}" for name in ("project_name", "summary", "investor_contact")}
    shared = "共同争取有限公司"
    theirs = office.file(rival, canaries["project_name"], shared, **{
        name: value for name, value in canaries.items() if name != "project_name"
    })  # fmt: skip
    own = office.file(mine, "同一家的项目", shared)
    bodies: list[str] = []
    page = office.open(mine)
    page.on("response", lambda answer: bodies.append(_text_of(answer)))
    page.on("websocket", lambda s: s.on("framereceived", lambda f: bodies.append(str(f))))
    paths = ["/reports", f"/reports/{own}", f"/reports/{theirs}", "/reports?order=idle"]
    paths += [f"/reports/{theirs}/receipt.json", f"/reports/{theirs}/export.docx"]
    for path in paths:
        page.goto(office.url.rstrip("/") + path)
        bodies.append(page.content())
    expect(page.get_by_text("没有这份首报")).to_be_visible()
    office.go(page, f"/reports/{theirs}")
    expect(page.get_by_role("alert")).to_contain_text("没有这份首报")

    office.grant(theirs)
    office.go(page, f"/reports/{own}")
    expect(page.get_by_role("alert")).to_contain_text("请停止洽谈")
    picture(page, "report-stop")
    bodies.append(page.content())

    whole = "\n".join(bodies)
    assert "同一家的项目" in whole
    for canary in (*canaries.values(), "钱塘区"):
        assert canary not in whole


def _text_of(answer: object) -> str:
    try:
        return str(answer.text())  # type: ignore[attr-defined]  # playwright's Response
    except Exception:  # a redirect or a closed page has no text
        return ""


def test_nothing_anybody_wrote_runs_in_anybodys_page(office: Office, tmp_path: Path) -> None:
    """Every payload as a name, a note and a reason; files named by some; both sides look."""
    who = office.person("淳安县")
    registry = office.web.registry
    numbers = [office.file(who, payload) for payload in PAYLOADS]
    noted = numbers[0]
    for n, payload in enumerate(PAYLOADS):
        number = numbers[n // 50]
        registry.progress.add_note(office.caller(who), number, NoteKind.NOTE, payload)
        registry.reviews.amend(office.caller(who), noted, summarised(payload), reason=payload)
    for n, payload in enumerate(PAYLOADS[::20]):
        registry.evidence.attach(office.caller(who), noted, f"{payload}.pdf", PDF + bytes([65 + n]))

    page = office.open(who)
    pages = [f"/reports/{number}" for number in numbers[: len(PAYLOADS) // 50 + 1]]
    seen = _look(office, page, ["/reports", *pages])
    assert any("onerror" in text for text in seen)
    reviewer = office.open(office.reviewer)
    _look(office, reviewer, ["/review?unit=淳安县", "/reports?unit=淳安县", f"/review/{noted}"])
    reviewer.get_by_role("button", name="开始审查", exact=True).click()
    expect(reviewer.get_by_role("button", name="确认开始审查")).to_be_visible()
    assert reviewer.evaluate(STUNG) is None
    assert office.errors == []


def summarised(text: str) -> dict[str, Slot]:
    """A change of a report's summary."""
    return {"summary": Slot(text, raw=text, status=SlotStatus.CONFIRMED)}


def _look(office: Office, page: Page, paths: list[str]) -> list[str]:
    """Open pages to their last one, hover over what there is; their texts."""
    texts = []
    while paths:
        office.go(page, paths.pop(0))
        page.locator("#main").hover()
        texts.append(page.locator("#main").inner_text())
        assert page.evaluate(STUNG) is None
        following = page.get_by_role("link", name="下一页")
        if following.count():
            paths.insert(0, str(following.get_attribute("href")))
    return texts


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_a_phone(office: Office, scheme: str) -> None:
    who = office.person("滨江区")
    number = office.file(who, f"手机上看的项目{scheme}")
    page = office.open(who, "/reports", PHONE, color_scheme=scheme)
    assert not is_too_wide(page)
    picture(page, f"reports-phone-{scheme}")

    office.go(page, f"/reports/{number}")

    assert not is_too_wide(page)
    picture(page, f"report-phone-{scheme}")


def test_the_pages_can_be_read_at_twice_the_size(office: Office) -> None:
    who = office.person("滨江区")
    number = office.file(who, "放大看的项目")
    page = office.open(who, f"/reports/{number}", {"width": 640, "height": 430})

    assert not is_too_wide(page)
    picture(page, "report-zoomed")


def test_links_to_the_chat_begin_what_they_say(office: Office) -> None:
    who = office.person("萧山区", Role.DISTRICT_STAFF)
    office.draft(who, project_name="接着填的项目", investor_name="接着填有限公司")
    page = office.open(who, "/reports")
    page.get_by_role("link", name="新报一个项目").click()
    expect(page.get_by_role("textbox", name="问题")).to_have_value("我要报首报")

    office.go(page, "/reports")
    page.get_by_role("link", name="继续填写").click()

    expect(page.get_by_role("log")).to_contain_text("接着填的项目")
    picture(page, "report-draft-resumed")
