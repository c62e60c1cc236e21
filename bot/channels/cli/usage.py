"""Wrong use of the command line, in Chinese; and Chinese help pages."""

from typing import Any

import typer

from bot.channels.cli.output import say
from bot.rendering.errors import EXIT_BAD_INPUT, EXIT_DONE, one_line


def complain_of_usage(error: typer.TyperException) -> int:
    """Say in one line what is wrong with the command as typed; returns the exit status."""
    if type(error).__name__ == "NoArgsIsHelpError":
        say(error.format_message())
        return EXIT_DONE
    context = getattr(error, "ctx", None)  # usage errors carry it, others do not
    command = context.command_path if context is not None else "yipanqi"
    say(f"{_what(error)}。用法见 {command} --help。")
    return EXIT_BAD_INPUT


def _what(error: typer.TyperException) -> str:
    detail = one_line(error.format_message()).rstrip(".")
    option = one_line(str(getattr(error, "option_name", "")))
    texts = {
        "NoSuchOption": f"没有这个选项：{option}",
        "BadOptionUsage": f"选项 {option} 缺少取值",
        "MissingParameter": f"缺少参数 {_parameter(error)}",
        "BadParameter": f"参数 {_parameter(error)} 不对：{detail}",
    }
    return texts.get(type(error).__name__) or _what_else(detail)


def _what_else(detail: str) -> str:
    """The kinds of wrong use that Typer tells apart by their English message only."""
    if "No such command" in detail:
        return f"没有这个命令：{detail.partition(chr(39))[2].partition(chr(39))[0]}"
    if "unexpected extra argument" in detail:
        extra = detail.rpartition("(")[2].rstrip(")")
        return f"多余的参数：{extra}（问题里有空格时请加引号）"
    return f"命令写得不对：{detail}"


def _parameter(error: typer.TyperException) -> str:
    """How the parameter at fault is written: `--as-of`, or `DOC_ID` for one without dashes."""
    parameter = getattr(error, "param", None)
    if parameter is None:
        return str(getattr(error, "param_hint", None) or "")
    option = next((name for name in parameter.opts if name.startswith("-")), None)
    return str(option or parameter.metavar or parameter.name.upper())


class _ChineseFormatter(typer.Context.formatter_class):  # type: ignore[valid-type, misc]
    """Usage lines that begin in Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        super().write_usage(prog, args, prefix if prefix is not None else "用法：")


class _ChineseContext(typer.Context):
    """A context whose help pages have Chinese headings."""

    formatter_class = _ChineseFormatter

    def get_help(self) -> str:
        """The help page. Imports Rich, so only when a page is wanted."""
        import typer.rich_utils as help_page

        help_page.ARGUMENTS_PANEL_TITLE = "参数"
        help_page.OPTIONS_PANEL_TITLE = "选项"
        help_page.COMMANDS_PANEL_TITLE = "命令"
        help_page.REQUIRED_LONG_STRING = "[必填]"
        help_page.DEFAULT_STRING = "[默认：{}]"
        help_option = self.command.get_help_option(self)
        if help_option is not None:
            help_option.help = "显示这页说明。"
        for parameter in self.command.get_params(self):
            _name_type(self, parameter)
        return super().get_help()


_TYPES = {"<bool>": "", "<str>": "", "<int>": "整数", "<int range>": "整数"}


def _name_type(context: typer.Context, parameter: Any) -> None:
    """What kind of value a parameter takes, in Chinese; nothing for words and for switches."""
    shown = parameter.display_type_rich(context)
    parameter.display_type_rich = lambda ctx: _TYPES.get(shown, shown)  # noqa: ARG005  # of Typer


def in_chinese(command: Any) -> Any:
    """Give a command and all below it Chinese usage lines and help pages; returns the command.

    command: what `typer.main.get_command` makes.
    """
    command.context_class = _ChineseContext
    command.options_metavar = "[选项]"
    below = getattr(command, "commands", None)
    if below is not None:
        command.subcommand_metavar = "命令 …"
        for sub in below.values():
            in_chinese(sub)
    return command
