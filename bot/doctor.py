"""The doctor: what is missing or misconfigured on this machine, and how to mend it.

Reads: settings, the home folder, the corpus, the library's own health report.
Writes: a probe file in the home folder, removed at once.
"""

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

from bot import bootstrap
from bot.errors import BotError
from bot.rendering.errors import complain
from bot.settings import Settings, unknown_variables
from registry.errors import RegistryError
from retrieval.errors import RetrievalError

MIN_PYTHON = (3, 11)
MIN_SQLITE = (3, 35)  # RETURNING and upserts
MIN_FREE_MIB = 500
DENSE_WAIT_S = 90.0  # a vector model may have to be loaded or fitted first
_PARTS = ("tantivy", "chromadb", "langchain_core", "nicegui", "fastapi")


class Health(StrEnum):
    """How a checked part is."""

    GOOD = "good"
    BAD = "bad"
    OPTIONAL = "optional"  # missing or odd, and nothing depends on it


@dataclass(frozen=True, slots=True)
class Finding:
    """One part looked at; mend says in Chinese what to do, empty when there is nothing to do."""

    part: str
    health: Health
    detail: str
    mend: str = ""


Check = Callable[[], Finding]
_FAILURES = (BotError, RegistryError, RetrievalError, OSError, sqlite3.Error, ValueError)


def examine(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Look at every part in turn; a check that fails by itself is a finding too."""
    checks: tuple[tuple[str, Check], ...] = (
        ("Python", _check_python),
        ("依赖", _check_parts),
        ("SQLite", _check_sqlite),
        ("设置", lambda: _check_variables(environment)),
        ("数据目录", lambda: _check_home(settings.home)),
        ("磁盘空间", lambda: _check_space(settings.home)),
        ("语料", lambda: _check_corpus(settings.corpus)),
        ("索引", lambda: _check_library(settings)),
        ("语义检索", lambda: _check_dense(settings)),
        ("向量模型", lambda: _check_model(settings)),
        ("首报登记", lambda: _check_registry(settings)),
        ("问答记录", lambda: _check_chat_log(settings.home / bootstrap.CHAT_LOG_NAME)),
        ("浏览器", _check_browser),
    )
    for part, check in checks:
        try:
            yield check()
        except _FAILURES as error:
            yield Finding(part, Health.BAD, "检查没有通过", complain(error).text)


def _check_python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < MIN_PYTHON:
        return Finding("Python", Health.BAD, version, "请安装 Python 3.11 以上，再 make install")
    return Finding("Python", Health.GOOD, version)


def _check_parts() -> Finding:
    missing = [name for name in _PARTS if find_spec(name) is None]
    if missing:
        return Finding("依赖", Health.BAD, f"缺少 {'、'.join(missing)}", "请运行 make install")
    return Finding("依赖", Health.GOOD, "齐全")


def _check_sqlite() -> Finding:
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < MIN_SQLITE:
        return Finding("SQLite", Health.BAD, version, "请换用自带 SQLite 3.35 以上的 Python")
    return Finding("SQLite", Health.GOOD, version)


def _check_variables(environment: Mapping[str, str]) -> Finding:
    unknown = unknown_variables(environment)
    if unknown:
        mend = "请对照 .env.example 检查拼写"
        return Finding("设置", Health.OPTIONAL, f"不认识 {'、'.join(unknown)}", mend)
    return Finding("设置", Health.GOOD, "没有不认识的变量")


def _check_home(home: Path) -> Finding:
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home) as probe:
            probe.write(b"probe")
            probe.flush()
    except OSError as error:
        return Finding("数据目录", Health.BAD, f"{home} 不能写", complain(error).text)
    return Finding("数据目录", Health.GOOD, str(home.resolve()))


def _check_space(home: Path) -> Finding:
    folder = home if home.exists() else Path.cwd()
    free_mib = shutil.disk_usage(folder).free // 2**20
    if free_mib < MIN_FREE_MIB:
        mend = f"请清理到至少 {MIN_FREE_MIB} MB"
        return Finding("磁盘空间", Health.BAD, f"剩余 {free_mib} MB", mend)
    return Finding("磁盘空间", Health.GOOD, f"剩余 {free_mib} MB")


def _check_corpus(folder: Path) -> Finding:
    from retrieval.index.digest import load_corpus

    if not any(folder.glob("*.md")):
        return Finding("语料", Health.BAD, f"{folder} 里没有摘要", "请检查 YIPANQI_CORPUS")
    corpus = load_corpus(folder)
    clauses = sum(len(document.clauses) for document in corpus.documents)
    return Finding("语料", Health.GOOD, f"{len(corpus.documents)} 份文件，{clauses} 个条款")


def _check_library(settings: Settings) -> Finding:
    library = bootstrap.open_library(settings)
    return Finding("索引", Health.GOOD, f"{len(library.documents())} 个文件版本可查")


def _check_dense(settings: Settings) -> Finding:
    library = bootstrap.open_library(settings)
    library.start_dense()
    if library.wait_dense(DENSE_WAIT_S):
        return Finding("语义检索", Health.GOOD, "向量库可用")
    problem = library.dense_problem
    if problem is None:
        return Finding("语义检索", Health.OPTIONAL, "还在准备", "关键词检索不受影响，稍后再看")
    health = Health.OPTIONAL if problem.code == "owned" else Health.BAD
    return Finding("语义检索", health, "向量库暂不可用", complain(problem).text)


def _check_model(settings: Settings) -> Finding:
    model = settings.embedding_model
    if model is None:
        return Finding("向量模型", Health.GOOD, "内置小模型")
    if os.sep in model and not Path(model).is_dir():
        mend = "请检查 YIPANQI_EMBEDDING_MODEL；去掉它即用内置模型"
        return Finding("向量模型", Health.BAD, f"没有目录 {model}", mend)
    if find_spec("sentence_transformers") is None:
        mend = "请运行 make install EXTRA=models；去掉 YIPANQI_EMBEDDING_MODEL 即用内置模型"
        return Finding("向量模型", Health.BAD, "没有装 sentence-transformers", mend)
    return Finding("向量模型", Health.GOOD, model)


def _check_registry(settings: Settings) -> Finding:
    from bot.rendering.registry_errors import health_lines

    registry = bootstrap.open_registry(settings)
    try:
        health = registry.health()
    finally:
        registry.close()
    if not health.is_ready:
        return Finding("首报登记", Health.BAD, health.backend, "；".join(health_lines(health)))
    remarks = "；".join(health_lines(health))
    detail = f"{health.backend}，账本 {health.entries} 条"
    return Finding("首报登记", Health.OPTIONAL if remarks else Health.GOOD, detail, remarks)


def _check_chat_log(path: Path) -> Finding:
    if not path.exists():
        return Finding("问答记录", Health.OPTIONAL, "还没有", "第一次启动网页时自动建立")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        try:
            verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
        except sqlite3.DatabaseError:
            verdict = "damaged"
    if verdict != "ok":
        mend = f"请停止服务，把 {path} 移到别处，再启动（问答记录会重新开始）"
        return Finding("问答记录", Health.BAD, "文件已损坏", mend)
    return Finding("问答记录", Health.GOOD, str(path))


def _check_browser() -> Finding:
    path = shutil.which("chromium")
    if path is None:
        mend = "只有浏览器测试用到；需要时 apt-get install chromium fonts-noto-cjk"
        return Finding("浏览器", Health.OPTIONAL, "没有 Chromium", mend)
    return Finding("浏览器", Health.GOOD, path)
