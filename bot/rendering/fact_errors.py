"""Bad facts and bad case files as Chinese lines, one an error: field, what is wrong, example."""

from bot.errors import BadInput
from bot.rendering.errors import one_line
from rules.errors import (
    FactError,
    FactErrors,
    GuideError,
    ParameterError,
    RowError,
    RulesError,
    TaxonomyError,
    UnknownRuleError,
)

MAX_SHOWN = 40  # characters of a value

_FACT_TEXTS = {
    "unknown_fact": "本规则没有这个事实名",
    "wrong_type": "“{value}”读不懂",
    "negative": "“{value}”是负数",
    "zero": "“{value}”是零",
    "out_of_range": "“{value}”超出范围",
    "not_a_choice": "“{value}”不在可选项里",
    "unit_missing": "“{value}”没有写单位",
    "not_exact": "“{value}”是约数或区间，不是一个确定的数",
    "ambiguous": "“{value}”有不止一种读法",
}
_CASE_TEXTS = {
    "case_encoding": "案例文件不是 UTF-8 编码，请另存为 UTF-8。",
    "case_syntax": '案例不是正确的 {form}，请检查引号和括号；例如 rule = "R3"，换行后写 [facts]。',
    "case_form": '案例应含 rule（规则名）和 [facts]（事实），例如 rule = "R3"。',
    "case_key": '案例里有不认识的项 {value}；事实要写在 [facts] 下面，例如 chain = "集成电路"。',
    "case_size": "案例太大，请控制在 1 MB 以内。",
    "no_header": "表格第一行应是列名，例如：规则、判断日期、项目所属产业链。",
    "sheet": "表格读不了：请存成 .xlsx 格式，并确认文件没有损坏。",
    "no_rule": '没有指明规则，请在案例里写 rule，例如 rule = "R3"，或用 --rule R3。',
    "no_case": "请给出案例，例如：yipanqi check --case 案例.toml；--list 列出规则。",
    "no_out": "--batch 要同时用 --out 给出结果文件，例如 --out 结果.xlsx。",
    "bad_out": "结果文件 {value} 的格式不支持，请用 .xlsx 或 .jsonl，例如 --out 结果.xlsx。",
    "same_file": "--out 不能和 --batch 是同一个文件，请换一个文件名。",
    "one_thing": "--list、--schema、--case、--batch 一次只能用一个。",
    "as_of": "--as-of：“{value}”不是日期，请写成 2024-06-05 这样。",
    "no_file": "找不到文件 {value}，请检查路径。",
    "not_a_file": "{value} 不是文件，请给出一个文件。",
}


def fact_error_line(error: FactError) -> str:
    """One error on one line: field, what was given, what was expected, an example, a hint."""
    said = _FACT_TEXTS.get(error.code, "“{value}”不能用").format(value=shown(error.value))
    expected = f"，应为{error.expected}" if error.code != "unknown_fact" else ""
    example = f"，例如 {error.example}" if error.example else ""
    hint = f"；您是不是要写“{shown(error.suggestion)}”？" if error.suggestion else "。"
    return one_line(f"{shown(error.field)}：{said}{expected}{example}{hint}")


def rules_error_lines(error: RulesError) -> tuple[str, ...]:
    """All lines of an error of the rules, the case's or of the bureau's data."""
    match error:
        case FactErrors():
            return tuple(fact_error_line(each) for each in error.errors)
        case UnknownRuleError():
            known = "、".join(map(str, _listed(error.fields.get("known"))))
            value = shown(str(error.fields.get("value", "")))
            return (f"rule：没有名为“{value}”的规则，应为规则名或编号，例如 R3；可用：{known}。",)
        case GuideError():
            return (_data_line("布局导引", error), *(_row_line(row) for row in error.rows))
        case TaxonomyError():
            return (_data_line("产业分类文件", error),)
        case ParameterError():
            return (_data_line("参数文件", error),)
    return (_data_line("规则数据", error),)


def case_error_line(error: BadInput) -> str:
    """The line for a case or batch file that cannot be used."""
    template = _CASE_TEXTS.get(error.code, "案例不能用，请检查后重试。")
    fields = {key: shown(str(value)) for key, value in error.fields.items()}
    return one_line(template.format_map({"value": "", "form": "TOML", **fields}))


def shown(text: str) -> str:
    """A value as part of a line: one line, not too long."""
    line = one_line(text)
    return line if len(line) <= MAX_SHOWN else f"{line[:MAX_SHOWN]}…"


def _data_line(what: str, error: RulesError) -> str:
    name, value = error.fields.get("name", ""), error.fields.get("value", "")
    where = f"“{shown(str(name))}”" if name else ""
    given = f"（{shown(str(value))}）" if value else ""
    return one_line(f"{what}{where}不能用：{error.code}{given}，请改正后重试。")


def _row_line(row: RowError) -> str:
    return one_line(
        f"第{row.row}行“{row.column}”：“{shown(row.value)}”不能用，应为{row.expected}。"
    )


def _listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()
