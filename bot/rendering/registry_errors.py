"""Errors and states of the registry as Chinese lines: what is wrong, and how to mend it.

Does not: name a rival, a report of others, or anything a person typed beyond the field at fault.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.rendering.report_labels import GUARD_LABELS, STEP_LABELS
from bot.rendering.reports import slot_label, state_label
from registry.errors import (
    Forbidden,
    InvalidBackup,
    InvalidInput,
    InvalidReceipt,
    NotFound,
    QuotaExceeded,
    ReadOnly,
    Refused,
    RegistryError,
    SchemaMismatch,
    StaleVersion,
    Unauthenticated,
    UnsafeStorage,
)

if TYPE_CHECKING:
    from registry.likeness.lists import RowError
    from registry.upkeep.health import Health

_TEXTS = {
    "forbidden": "您的角色不能做这件事；需要时请联系本单位负责人或管理员。",
    "not_active": "没有这个在用的账号，或账号已停用，请联系管理员。",
    "no_report": "没有这份首报，或不属于您，请核对编号，如 首报-2026-000123。",
    "no_draft": "没有这份草稿，或不属于您。",
    "no_conversation": "没有这段对话，或不属于您；它可能已经删除。",
    "bad_credentials": "账号或密码不对。",
    "bad_code": "验证码不对、已用过或已过期，请用应用上最新的一个。",
    "session_over": "登录已过期，请重新登录。",
    "bad_token": "访问令牌不对、已作废或已过期。",
    "sign_on": "单点登录没有完成，请回到登录页重新开始。",
    "unknown_person": "身份已确认，但这里没有对应的账号，请联系管理员登记。",
    "too_many_tries": "尝试次数过多，请 {minutes} 分钟后再试。",
    "too_many_messages": "发得太快，一分钟最多 {limit} 条，请 {retry_after_s} 秒后再发。",
    "too_many_requests": "请求太频繁，请 {retry_after_s} 秒后再试。",
    "no_rule": "没有名为“{value}”的规则。",
    "reauthentication": "办理这一步前，请再输一次密码。",
    "passwords_differ": "两次输入的密码不一样，请重输。",
    "demo_account": "试用账号不能设动态验证码。",
    "csrf": "页面已过期，请刷新后重试；已填的内容请先复制。",
    "scope": "这个访问令牌没有“{scope}”的权限。",
    "bad_scope": "没有“{value}”这个令牌范围；可用：{known}。",
    "token_life": "令牌有效期须在 1 到 {limit} 天之间。",
    "too_many_tokens": "有效令牌已有 {limit} 个，请先作废不用的。",
    "no_token": "没有这个令牌，用 yipanqi staff token list 查看编号。",
    "second_factor_on": "动态验证码已经启用。",
    "no_offer": "请重新开始设置动态验证码。",
    "no_second_factor": "这个账号没有启用动态验证码。",
    "holds_real_data": "登记库里有真实数据，不能用试用模式；请换一个 YIPANQI_HOME。",
    "lease_lost": "这项工作已由另一个进程接手。",
    "no_member": "没有这个在用的账号，用 yipanqi staff list 查看。",
    "no_binding_request": "这个绑定申请已经有人处理、已过期或已撤回，请刷新页面。",
    "no_invite": "邀请码不对、已用过或已过期，请向管理员要新的。",
    "filing_limit": "本单位一小时内已报备 {limit} 份，请稍后再建草稿；建好的草稿随时可以提交。",
    "no_file": "没有这个附件，用 yipanqi report show 查看附件编号。",
    "no_investor": "没有该企业的首报。",
    "empty": "“{label}”没有填，请补上。",
    "too_long": "“{label}”太长，请缩短。",
    "bad_value": "“{label}”的内容不能用，请按说明修改。",
    "bad_day": "“{label}”不是日期或晚于今天，请写成 2026-11-22 这样。",
    "bad_uscc": "统一社会信用代码不对，请对照营业执照核对 18 位代码。",
    "unknown_slot": "没有“{field}”这一项，请对照用户手册的字段表。",
    "key_missing": "缺少请求编号，请用 --key 给出，1 至 128 个字。",
    "draft_closed": "这份草稿已报出或已放弃，不能再改。",
    "full_name_needed": "请给出企业全称（含“有限公司”等）或统一社会信用代码。",
    "role_of_other_unit": "这个角色不属于该单位：区县只用 district_…，市投资促进局只用其他角色。",
    "not_of_unit": "跟进人须是本单位在用的账号。",
    "identity": "“{label}”决定是哪个项目，不能修改；请撤回后重新报。",
    "bad_kind": "没有这类审查记录。",
    "bad_limit": "每页条数须在 1 到 {limit} 之间。",
    "bad_position": "翻页位置不对，请用上一页给出的 next。",
    "bad_size": "账本长度不对。",
    "no_header": "第一行须是列名，并且要有必填的一列，见用户手册。",
    "too_many_rows": "行数超过 {limit}，请拆开导入。",
    "bad_rows": "表格有误，未导入任何一行，请改好后重来。",
    "file_empty": "附件是空的。",
    "too_many_files": "附件最多 {limit} 个，请合并后再发。",
    "file_too_large": "附件超过 {limit} MB，请压缩或拆分。",
    "file_kind": "附件须是 PDF、PNG、JPG、DOCX、XLSX 或纯文本。",
    "evidence_lost": "附件文件不在了，请从备份恢复 evidence 目录。",
    "evidence_changed": "附件与登记时不一致，可能被改动或损坏，请从备份恢复并查明原因。",
    "slots_missing": "还缺：{slots}。",
    "not_admissible": "按规则现在不能首报：{outcome}。",
    "not_grantable": "按规则现在不能授予首谈资格：{outcome}。",
    "second_approval": "还需要另一位审查人员复核同意。",
    "not_next": "同一项目有受理序号在先的首报，现在不能办这一步。",
    "wrong_state": "当前状态（{state}）不能做这件事。",
    "no_such_step": "当前状态（{state}）没有“{step}”这一步。",
    "wrong_actor": "“{step}”不由您这一方办理。",
    "guard_open": "还不能“{step}”：{guards}。",
    "not_disputed": "这两份首报之间没有待裁定的争议。",
    "already_there": "这份首报本来就归在该项目下。",
    "granted": "已授予首谈资格，不能再按争议裁定；请用终止或失败等步骤。",
    "clock_jumped": "系统时间有跳变，未处理到期；请核对时间后再办。",
    "busy": "数据库正忙，请稍后重试。",
    "connection_lost": "与数据库的连接断了，请重试；同一请求不会重复受理。",
    "disk_full": "磁盘已满，未受理；请清理空间后重试。",
    "not_writable": "数据库不能写，未受理；请检查 YIPANQI_HOME 的权限。",
    "damaged": "数据库文件已损坏，请停止使用并从备份恢复，见 docs/operations.md。",
    "bad_url": "YIPANQI_DATABASE_URL 不能用：请写 postgresql://…，或去掉它用本机文件。",
    "key_mode": "签名密钥 {setting} 别人也能读，请改权限为 0600。",
    "key_damaged": "签名密钥 {setting} 已损坏，请从备份放回。",
    "form": "这不是回执文件，或文件不完整。",
    "signature": "回执的签名不对：文件被改动过，或不是本系统签发的。",
    "untrusted_key": "回执是另一把密钥签的，不能证明什么。",
    "entry": "回执的内容与证明对不上：文件被改动过。",
    "rewritten": "两份回执之间的历史被改写过，请立即报告。",
    "proof": "回执的证明不成立：文件被改动过。",
    "unreadable": "备份文件读不了，可能已损坏。",
    "format": "这不是本程序的备份文件。",
    "incomplete": "备份文件不完整，请换一份。",
    "digest": "备份文件被改动过，不能恢复。",
    "newer": "备份来自更新的版本，请先升级程序。",
    "not_empty": "数据库不是空的；请先把原来的移走，再恢复。",
}
_FALLBACKS: tuple[tuple[type[RegistryError], str], ...] = (
    (StaleVersion, "内容刚被改过（现在是第 {actual} 版），请重新打开再提交。"),
    (QuotaExceeded, "今天的次数已用完（每天 {limit} 次），请明天再试。"),
    (Unauthenticated, "请先登录。"),
    (ReadOnly, "登记库发现损坏，已转为只读，未受理；请联系管理员，见 docs/operations.md。"),
    (UnsafeStorage, "数据库设置不安全（{setting} 是 {value}，应为 {expected}），已拒绝启动。"),
    (SchemaMismatch, "数据库由更新的版本建立（{found}），请升级程序。"),
    (Forbidden, _TEXTS["forbidden"]),
    (NotFound, "没有找到，请核对编号。"),
    (InvalidInput, "输入有误，请检查后重试。"),
    (Refused, "现在不能办理这一步。"),
    (InvalidReceipt, "回执不成立。"),
    (InvalidBackup, "备份文件不能用。"),
)
_MENDABLE = (
    Unauthenticated, Forbidden, NotFound, InvalidInput, StaleVersion, Refused, QuotaExceeded,
    InvalidReceipt, InvalidBackup,
)  # fmt: skip
_PROBLEMS = {
    "read_only": "发现损坏，已转为只读",
    "low_disk": "磁盘剩余不足 200 MB，请尽快清理",
    "schema": "数据库结构与程序不一致",
    "data_checksums": "建议为 PostgreSQL 打开 data_checksums",
    "overlay": "数据在容器的临时层上，容器删除时会丢失，请挂载卷",
}
_ROW_PROBLEMS = {
    "empty": "没有填",
    "too_long": "太长",
    "bad_uscc": "统一社会信用代码不对",
    "bad_amount": "金额看不懂，请写成 1.2亿元 这样",
    "twice": "与前面的行重复",
}
_COLUMNS = {
    "name": "企业名称", "uscc": "统一社会信用代码", "title": "线索名称", "amount": "投资额",
    "chain": "产业链", "parent": "母公司", "company": "企业名称", "place": "意向地区",
}  # fmt: skip


def is_mendable(error: RegistryError) -> bool:
    """Whether the sender can mend it, rather than the operator."""
    return isinstance(error, _MENDABLE)


def registry_text(error: RegistryError) -> str:
    """The error as one line."""
    fallback = next((t for kind, t in _FALLBACKS if isinstance(error, kind)), "登记库暂时不可用。")
    return _TEXTS.get(error.code, fallback).format_map(_Words(error))


def row_lines(errors: "tuple[RowError, ...]") -> Iterator[str]:
    """One line per cell of a spreadsheet that cannot be taken."""
    for error in errors:
        column = _COLUMNS.get(error.column, error.column)
        said = f"（{error.value}）" if error.value else ""
        yield f"第{error.row}行“{column}”{_ROW_PROBLEMS[error.problem]}{said}"


def health_lines(health: "Health") -> list[str]:
    """What is wrong or not advised with the registry."""
    codes = (*health.problems, *health.advice)
    return [_PROBLEMS.get(code, _TEXTS.get(code, code)).rstrip("。") for code in codes]


class _Words(dict[str, object]):
    """The fields of an error in words; a missing one is a dash rather than a failure."""

    def __init__(self, error: RegistryError) -> None:
        super().__init__(error.fields)
        fields = error.fields
        self["label"] = slot_label(str(fields.get("field", "")))
        self["state"] = state_label(str(fields.get("state", "")))
        step = str(fields.get("step", ""))
        self["step"] = STEP_LABELS.get(step, step)
        slots, guards = fields.get("slots"), fields.get("guards")
        if isinstance(slots, tuple):
            self["slots"] = "、".join(slot_label(str(name)) for name in slots) or "必填项"
        if isinstance(guards, tuple):
            self["guards"] = "；".join(GUARD_LABELS.get(str(g), str(g)) for g in guards)
        if isinstance(error, Refused) and error.assessment is not None:
            self["outcome"] = error.assessment.outcome.text

    def __missing__(self, key: str) -> str:
        return "—"
