"""Whatever text reaches the chat page stays text: in cards, buttons, files, drafts and titles."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Server

pytestmark = pytest.mark.browser

CORPUS = (
    "<script>stung=1</script>",
    "<img src=x onerror=stung=1>",
    "</textarea><svg onload=stung=1>",
    '" onmouseover="stung=1" x="',
    "' autofocus onfocus='stung=1",
    "{{constructor.constructor('stung=1')()}} ${stung=1}",
    "[x](javascript:stung=1)",
    "javascript:stung=1//",
    "\u2028</script><script>stung=1</script>",
    "<iframe srcdoc='<script>parent.stung=1</script>'>",
    "<a href=javascript:stung=1 autofocus>x</a>",
    "<style onload=stung=1></style><b>",
    "&lt;img src=x onerror=stung=1&gt;",
)


@pytest.fixture
def parrot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose conversation gives everything back."""
    running = Server(tmp_path_factory.mktemp("markup"), modes=("markup", "demo"))
    running.start()
    yield running
    running.stop()


def test_no_text_becomes_markup_anywhere_on_the_page(browser: Browser, parrot: Server) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{parrot.url}signin")
    page.get_by_role("button", name="余杭区 区县工作人员").click()
    page.get_by_role("textbox", name="问题").wait_for()
    for payload in CORPUS:
        _say(page, payload)
        expect(page.get_by_role("textbox", name="项目名称")).to_have_value(payload)
    _upload(page, CORPUS[1])
    page.locator(".yq-source").last.click()
    page.keyboard.press("Escape")
    page.locator(".yq-choice:enabled").last.click()
    page.reload()
    page.get_by_role("textbox", name="问题").wait_for()
    expect(page.locator(".yq-question").nth(3)).to_have_text(CORPUS[3])
    expect(page.locator(".yq-rail-title").first).to_have_text(CORPUS[0])

    assert page.evaluate("window.stung") is None
    foreign = "img, svg, script, iframe, style, b, [onmouseover], [onfocus], [href^=javascript]"
    scope = ", ".join(f".yq-chat {one}, .yq-panel {one}" for one in foreign.split(", "))
    assert page.locator(scope).count() == 0
    context.close()


def _say(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name="问题")
    box.fill(words)
    box.press("Enter")
    expect(page.locator(".yq-question").last).to_have_text(words.strip())
    expect(page.get_by_role("button", name="发送")).to_be_enabled(timeout=20_000)


def _upload(page: Page, name: str) -> None:
    page.locator("#files").set_input_files(
        {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": b"x"}
    )
    expect(page.locator(".yq-tray-state").last).to_have_text("已上传")
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".yq-question").last).to_have_text(f"附件：{name}.txt")
    expect(page.get_by_role("button", name="发送")).to_be_enabled(timeout=20_000)
