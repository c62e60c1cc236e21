"""A small corpus of our own, and settings that use it."""

from pathlib import Path

import pytest

from bot.settings import Settings

DIGEST = """+++
id = "test-rule"
edition = "2019"
title = "测试线路管理办法"
short_titles = ["线路办法"]
number = "测政办〔2019〕1号"
issuer = "测试机关"
effective_from = 2019-06-06
status = "试行"
place = "杭州"
tier = "official"
+++

## 第一条 报备 {#1}

新线路由承办单位向线路管理处报备。报备须附图纸。

## 第二条 试运行 {#2}

试运行由运行处牵头。
"""
FACTS = """
[[fact]]
id = "report-to"
clause = "1"
kind = "duty"
subject = "线路报备"
value = ["线路管理处"]
text = "新线路向线路管理处报备。"
asks = ["新线路向哪个部门报备", "线路报备找谁"]

[[fact]]
id = "trial-open"
clause = "2"
kind = "open_point"
subject = "试运行期限"
text = "文件未规定试运行多久。"
asks = ["试运行多长时间"]
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of one document."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "test-rule.md").write_text(DIGEST, "utf-8")
    (folder / "test-rule.facts.toml").write_text(FACTS, "utf-8")
    return folder


@pytest.fixture
def settings(tmp_path: Path, corpus: Path) -> Settings:
    """Settings for an empty home on that corpus."""
    return Settings(_env_file=None, home=tmp_path / "home", corpus=corpus)  # type: ignore[call-arg]
