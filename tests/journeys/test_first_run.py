"""The first run on an empty home, as `make run` starts it: shipped corpus, real answers."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.channels.web.server import claim_port
from tests.journeys.conftest import ROOT, picture

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A freshly started `yipanqi serve`; its address as it printed it."""
    with claim_port(0) as listener:
        port = listener.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    server = subprocess.Popen(
        [sys.executable, "-m", "bot.channels.cli.main", "serve", "--port", str(port)],
        cwd=ROOT,
        env={**kept, "YIPANQI_HOME": str(tmp_path), "YIPANQI_TODAY": "2026-11-22"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    yield server.stdout.readline().strip().removeprefix("网页问答：")
    server.terminate()
    server.communicate(timeout=30)
    assert server.returncode == 0


def test_a_question_on_an_empty_home_opens_its_clause(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    page = context.new_page()
    page.goto(address, timeout=60_000)
    box = page.get_by_role("textbox", name="问题")
    box.fill("首报向哪个部门报备？")
    box.press("Enter")
    expect(page.locator(".yq-rating")).to_have_count(1, timeout=30_000)

    answer = page.get_by_role("article", name="回答")
    expect(answer.locator(".yq-sentence").first).to_contain_text("市投资促进局")
    answer.locator(".yq-mark").first.click()

    panel = page.get_by_role("complementary", name="条款")
    expect(panel).to_contain_text("杭政办函〔2019〕40号")
    expect(panel.locator("mark")).to_contain_text("市投资促进局")
    picture(page, "first-run")
    context.close()
