"""`yipanqi doctor`: what is missing or misconfigured, and the mend."""

import os
from typing import Annotated

import typer

from bot.channels.cli.output import write_json, write_text
from bot.rendering.errors import EXIT_DONE, EXIT_UNAVAILABLE
from bot.settings import load_settings

_MARKS = {"good": "✓", "bad": "✗", "optional": "–"}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，一行一个")] = False,
) -> int:
    """检查安装和设置，说出缺什么、怎么补；有 ✗ 时退出码为 3。"""
    from bot.doctor import Health, examine

    is_sound = True
    for finding in examine(load_settings(), os.environ):
        is_sound = is_sound and finding.health is not Health.BAD
        if as_json:
            write_json(
                {
                    "part": finding.part,
                    "health": finding.health.value,
                    "detail": finding.detail,
                    "mend": finding.mend,
                }
            )
        else:
            mend = f" → {finding.mend}" if finding.mend else ""
            write_text(f"{_MARKS[finding.health]} {finding.part}：{finding.detail}{mend}")
    return EXIT_DONE if is_sound else EXIT_UNAVAILABLE
