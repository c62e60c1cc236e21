"""Errors as one Chinese line that says what is wrong and how to mend it, with an exit status.

Does not: show a stack trace, an English message or a person's text.
"""

import errno
import sqlite3
import traceback
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadInput, BotError, PartUnavailable
from registry.errors import RegistryError
from retrieval.errors import (
    DigestError,
    DocumentError,
    EmbeddingUnavailable,
    IndexUnavailable,
    RetrievalError,
)
from rules.errors import RulesError

EXIT_DONE, EXIT_BAD_INPUT, EXIT_UNAVAILABLE, EXIT_INTERRUPTED = 0, 2, 3, 130

# Texts for our own codes; a field of the error may stand in braces.
_TEXTS = {
    "setting": "设置 {field} 的值“{value}”不能用，请对照 .env.example 修改。",
    "password_short": "密码太短，至少 {limit} 个字符；用几个词连成一句最好记。",
    "password_long": "密码太长，最多 {limit} 个字符。",
    "password_weak": "这个密码容易被猜到，请换一个，不要用常见词、连号、单位或姓名。",
    "sso_setting": "单点登录的设置 YIPANQI_{field} 没有写或不能用，请对照 .env.example 修改。",
    "sso": "单点登录的服务器（{value}）没有正常应答，请稍后再试，或用密码登录。",
    "env_file": "读不了 .env 文件，请检查它的权限，并存成 UTF-8 编码。",
    "as_of": "--as-of：“{value}”不是日期，请写成 2024-06-05 这样。",
    "no_question": "请写出要问的问题，例如：yipanqi ask 首报向谁报备；或用 --batch 给一个文件。",
    "question_and_batch": "QUESTION 和 --batch 只能用一个。",
    "batch_options": "--batch 时请把 as_of 写进每一行，不要用 --as-of、--place。",
    "no_file": "找不到文件 {value}，请检查路径。",
    "not_a_file": "{value} 不是文件，请给出一个文件。",
    "file_exists": "{value} 已存在，请换一个文件名。",
    "no_document": "文库里没有编号为 {value} 的文件，用 yipanqi corpus list 查看编号。",
    "no_clause": "文件 {doc_id} 没有条款 {value}。",
    "golden_file": "评测题集 {value} 读不了，请检查格式。",
    "no_golden": "没有可用的评测题集，请用 --set 指定文件。",
    "no_cmrc_file": "--set cmrc 要用 --file 给出 CMRC 2018 题集文件；--file 不配别的题集。",
    "no_marks": "{value} 里没有一对 eval figures 标记，汇总表没有写。",
    "reason_too_long": "原因太长，请控制在 {limit} 字以内。",
    "no_exchange": "这条回答已不在记录里，无法评价。",
    "port_in_use": "端口 {port} 已被占用：请停掉占用的程序，或换端口，如 YIPANQI_PORT=8001。",
    "host_without_tls": "YIPANQI_HOST 是 {value}，别的电脑能连上，密码须走加密连接："
    "请在前面放 TLS 代理，并把 YIPANQI_PUBLIC_URL 设为 https:// 开头的网址。",
    "address_without_tls": "YIPANQI_PUBLIC_URL 是 {value}，密码须走加密连接："
    "请换成 https:// 开头的网址，由前面的 TLS 代理提供。",
    "port_denied": "没有权限使用端口 {port}，请换一个 1024 以上的端口。",
    "no_corpus": "语料目录 {value} 里没有摘要，请检查 YIPANQI_CORPUS。",
    "bad_role": "没有“{value}”这个角色，可用：{known}。",
    "bad_unit_kind": "没有“{value}”这类单位，可用：{known}。",
    "bad_day": "{field}：“{value}”不是日期，请写成 2026-11-22 这样。",
    "bad_note_kind": "没有“{value}”这类记录，可用：note、visit、talk、meeting、problem。",
    "bad_export": "导出文件 {value} 须以 .xlsx 或 .docx 结尾。",
    "docx_rows": "DOCX 最多 {limit} 行，请缩小范围或改用 .xlsx。",
    "bad_image": "二维码文件 {value} 须以 .png 或 .svg 结尾。",
    "report_file": "首报文件读不懂，请用 UTF-8 编码的 TOML 或 JSON。",
    "report_slot": "首报文件里没有“{field}”这一项，请对照用户手册的字段表。",
    "report_money": "“{field}”的金额看不懂，请写成 120000万元 这样。",
    "bad_detail": "--set {value} 写得不对，请写成 名称=值。",
    "bad_finding": "没有“{value}”这类审查记录，可用：{known}。",
    "bad_list": "--kind 须是 targets 或 opportunities。",
    "chat_line": "这一行的“{field}”看不懂：text、data、message_id 是文字，attachments 是文件列表。",
    "file_too_large": "文件 {value} 太大，请控制在 {limit} MB 以内。",
    "no_account": "没有账户“{value}”，或已停用；用 yipanqi staff list 查看。",
    "no_telegram_token": "没有 Telegram 令牌，请设置 YIPANQI_TELEGRAM_TOKEN。",
    "telegram_token": "Telegram 不认这个令牌，请检查 YIPANQI_TELEGRAM_TOKEN。",
    "telegram_webhook": "YIPANQI_TELEGRAM_WEBHOOK_URL 要写 https 网址，路径至少 16 个字母或数字，"
    "并和至少 32 个字符的 YIPANQI_TELEGRAM_WEBHOOK_SECRET 一起写。",
    "receipt_file": "{value} 不是回执文件。",
    "bad_key": "公钥 {value} 不对：须是 64 位十六进制，或存有它的文件。",
    "home": "目录 {value} 不能写，请检查权限，或用 YIPANQI_HOME 换一个目录。",
}
_DOCUMENT_TEXTS = {
    "encrypted": "文件加了密码，请去掉密码后再收入",
    "scanned": "没有文字层（可能是扫描件），请先做文字识别",
    "too_large": "文件太大，请拆分后再收入",
    "unsupported": "不支持这种格式，请另存为 TXT、Markdown、HTML、DOCX 或文字版 PDF",
    "empty": "文件里没有文字",
    "unreadable": "文件已损坏、编码不明，或不是它后缀所说的格式",
    "denied": "文件读不了，请检查权限",
    "missing": "找不到这个文件，请检查路径",
    "not_a_file": "不是普通文件",
    "timeout": "解析超时，已放弃",
    "crashed": "解析时出错，已放弃",
    "hostile": "文件内容异常（如压缩炸弹、外部引用），已拒绝",
}
_INDEX_TEXTS = {
    "busy": "另一个程序正在写索引，请等它结束后再试。",
    "owned": "向量库正被另一个程序使用；关键词检索不受影响。",
    "lexical_damaged": "关键词索引已损坏：请停止服务，删除 YIPANQI_HOME 里的 index，会自动重建。",
    "lexical_missing": "关键词索引还没有建好，请稍后再试。",
    "catalog_damaged": "文库已损坏：请停止服务，移走 YIPANQI_HOME 的 library.sqlite 再收入。",
    "catalog_newer": "文库由更新的版本建立，请升级后再用。",
    "vectors_damaged": "向量库已损坏：请停止服务，删除 YIPANQI_HOME 里的 index/vectors。",
    "model_mismatch": "向量库是用另一个模型建的：请改回，或删除 YIPANQI_HOME 的 index/vectors。",
    "server_down": "连不上 Chroma 服务器，请检查 YIPANQI_CHROMA_URL；关键词检索不受影响。",
}
_OS_TEXTS = {
    errno.ENOSPC: "磁盘已满，请清理空间后再试。",
    errno.EDQUOT: "磁盘配额已用完，请清理空间后再试。",
    errno.EROFS: "所在磁盘是只读的，请用 YIPANQI_HOME 换一个可写的目录。",
    errno.EACCES: "没有权限访问 {path}，请检查目录权限，或用 YIPANQI_HOME 换一个目录。",
    errno.EPERM: "没有权限访问 {path}，请检查目录权限，或用 YIPANQI_HOME 换一个目录。",
    errno.ENOTDIR: "{path} 不是目录，请用 YIPANQI_HOME 换一个目录。",
    errno.EEXIST: "{path} 已存在而且不是目录，请用 YIPANQI_HOME 换一个目录。",
    errno.ENOENT: "找不到 {path}，请检查路径。",
    errno.EMFILE: "同时打开的文件太多，请关掉一些程序后再试。",
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a user is told: one line, a machine code, and the exit status of a command."""

    text: str
    code: str
    exit_status: int


def complain(error: Exception) -> Complaint:
    """Turn any error into one Chinese line. An unknown one is named by class and place only."""
    match error:
        case BotError():
            return _of_shell(error)
        case RetrievalError() | RulesError() | RegistryError():
            return _of_library(error)
        case sqlite3.Error():
            return _of_sqlite(error)
        case OSError():
            return _of_system(error)
        case MemoryError():
            text = "内存不足，请关掉一些程序后再试。"
            return Complaint(text, "memory", EXIT_UNAVAILABLE)
    text = f"程序内部出错（{_trace(error)}），请运行 yipanqi doctor 检查，或联系维护人员。"
    return Complaint(text, "internal", EXIT_UNAVAILABLE)


def _of_registry(error: RegistryError) -> Complaint:
    from bot.rendering.registry_errors import is_mendable, registry_text

    status = EXIT_BAD_INPUT if is_mendable(error) else EXIT_UNAVAILABLE
    return Complaint(one_line(registry_text(error)), error.code, status)


def _trace(error: Exception) -> str:
    """Class and source line of an error: enough to find it, and nothing anybody typed."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    return f"{type(error).__name__}，{Path(frames[-1].filename).name}:{frames[-1].lineno}"


def document_text(error: DocumentError) -> str:
    """Why a file was not taken, without its name and without a full stop."""
    return _DOCUMENT_TEXTS.get(error.code, "文件不能收入")


def _of_shell(error: BotError) -> Complaint:
    status = EXIT_UNAVAILABLE if isinstance(error, PartUnavailable) else EXIT_BAD_INPUT
    fallback = "输入有误，请检查后重试。" if isinstance(error, BadInput) else "暂时不可用。"
    template = _TEXTS.get(error.code, fallback)
    return Complaint(one_line(template.format_map(_Fields(error.fields))), error.code, status)


def _of_library(error: RetrievalError | RulesError | RegistryError) -> Complaint:
    match error:
        case RegistryError():
            return _of_registry(error)
        case DocumentError():
            return Complaint(f"{document_text(error)}。", error.code, EXIT_BAD_INPUT)
        case RulesError():
            text = "规则数据文件有误，请检查 YIPANQI_HOME 里的本局设定和导引文件。"
        case DigestError():
            text = f"语料文件格式有误（{one_line(str(error))}），请按 docs/corpus_format.md 修改。"
        case IndexUnavailable():
            text = _INDEX_TEXTS.get(error.code, "索引不可用，请运行 yipanqi doctor 查看原因。")
        case EmbeddingUnavailable():
            text = "向量模型不可用，请检查 YIPANQI_EMBEDDING_MODEL；去掉它即用内置模型。"
        case _:
            text = "文库暂时不可用，请运行 yipanqi doctor 查看原因。"
    return Complaint(text, error.code, EXIT_UNAVAILABLE)


def _of_sqlite(error: sqlite3.Error) -> Complaint:
    message = str(error)
    if "locked" in message or "busy" in message:
        text, code = "数据库正被另一个程序占用，请稍后再试。", "locked"
    elif "full" in message:
        text, code = _OS_TEXTS[errno.ENOSPC], "disk_full"
    elif "malformed" in message or "not a database" in message:
        text, code = "数据库文件已损坏，请运行 yipanqi doctor 查看是哪一个。", "damaged"
    elif "unable to open" in message or "readonly" in message:
        text, code = "数据库打不开，请检查 YIPANQI_HOME 目录的权限。", "home"
    else:
        text, code = "数据库出错，请运行 yipanqi doctor 检查。", "database"
    return Complaint(text, code, EXIT_UNAVAILABLE)


def _of_system(error: OSError) -> Complaint:
    if isinstance(error, TimeoutError):
        text = "另一个程序正在使用这个目录（YIPANQI_HOME），请等它结束后再试。"
        return Complaint(text, "locked", EXIT_UNAVAILABLE)
    path = one_line(str(error.filename or "文件"))
    template = _OS_TEXTS.get(error.errno or 0, "系统拒绝了读写（{path}），请检查磁盘和权限。")
    return Complaint(template.format(path=path), "system", EXIT_UNAVAILABLE)


def one_line(text: str) -> str:
    """The text on one line, control characters as spaces, so that nothing can forge a line."""
    return " ".join("".join(ch if ch.isprintable() else " " for ch in text).split())


class _Fields(dict[str, object]):
    """Fields of an error; a missing one shows as its own name rather than failing."""

    def __missing__(self, key: str) -> str:
        return key
