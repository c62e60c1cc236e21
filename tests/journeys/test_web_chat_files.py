"""Files put along with words: sent with progress, again where they did not arrive."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import picture

pytestmark = pytest.mark.browser


def test_words_put_with_files_show_both_and_files_too_large_are_never_sent(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.locator("#files").set_input_files(
        [
            {"name": "纪要.txt", "mimeType": "text/plain", "buffer": "总投资3亿元".encode()},
            {"name": "空.txt", "mimeType": "text/plain", "buffer": b""},
        ]
    )
    tray = page.get_by_role("list", name="要发送的附件")
    expect(tray.get_by_role("listitem").nth(0)).to_contain_text("已上传")
    expect(tray.get_by_role("listitem").nth(1)).to_contain_text("是空文件，不发送")
    page.evaluate(
        "document.getElementById('files').dataset.mostBytes = 4;"
        "const list = new DataTransfer();"
        "list.items.add(new File(['12345'], '大.txt'));"
        "document.dispatchEvent(new DragEvent('drop', {dataTransfer: list, cancelable: true}));"
    )
    expect(tray.get_by_role("listitem").nth(2)).to_contain_text("不发送")
    picture(page, "tray")

    page.get_by_role("textbox", name="问题").fill("这是项目材料")
    page.get_by_role("button", name="发送").click()

    expect(page.locator(".yq-question")).to_have_text("这是项目材料\n附件：纪要.txt")
    expect(page.get_by_role("article", name="回复").first).to_contain_text("纪要.txt")
    expect(page.get_by_role("complementary", name="首报草稿")).to_be_visible()
    expect(page.get_by_role("textbox", name="总投资")).to_have_value("30000万元")
    expect(tray.get_by_role("listitem")).to_have_count(0)
    assert len([url for url in sent if "/upload/" in url]) == 1


def test_a_file_that_did_not_arrive_can_be_sent_again_and_the_others_stay(page: Page) -> None:
    failing = iter([True, False, False])
    page.route(
        "**/upload/**",
        lambda route: route.abort() if next(failing) else route.continue_(),
    )
    for name in ("一.txt", "二.txt"):
        page.locator("#files").set_input_files(
            {"name": name, "mimeType": "text/plain", "buffer": "总投资3亿元".encode()}
        )
    rows = page.get_by_role("list", name="要发送的附件").get_by_role("listitem")
    expect(rows.nth(0)).to_contain_text("没传上")
    expect(rows.nth(1)).to_contain_text("已上传")

    rows.nth(0).get_by_role("button", name="重传").click()

    expect(rows.nth(0)).to_contain_text("已上传")
    rows.nth(1).get_by_role("button", name="去掉 二.txt").click()
    expect(rows).to_have_count(1)
