"""The command `yipanqi`: commands, and the edge where every error becomes one Chinese line.

Does not: import anything heavy; each command does so when it runs.
"""

import gc
import os
import sys
from collections.abc import Sequence

import typer

from bot.channels.cli import (
    ask,
    backup,
    chat,
    check,
    corpus,
    doctor,
    evaluate,
    files,
    followup,
    ingest,
    ledger,
    mcp,
    receipt,
    report,
    review,
    serve,
    staff,
    telegram,
)
from bot.channels.cli.output import say, use_utf8, write_text
from bot.channels.cli.usage import complain_of_usage, in_chinese
from bot.rendering.errors import EXIT_DONE, EXIT_INTERRUPTED, complain

app = typer.Typer(
    name="yipanqi",
    help="一盘棋：招商引资政策问答助手。答案逐句注明依据条款；文件没有规定的，如实说明。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("ask")(ask.ask)
app.command("chat")(chat.chat)
app.command("check")(check.check)
app.command("ingest")(ingest.ingest)
app.add_typer(corpus.app, name="corpus")
app.command("eval")(evaluate.evaluate)
app.add_typer(staff.app, name="staff")
followup.add_commands(report.app)
files.add_commands(report.app)
app.add_typer(report.app, name="report")
app.add_typer(review.app, name="review")
app.add_typer(receipt.app, name="receipt")
app.add_typer(ledger.app, name="ledger")
app.add_typer(files.evidence, name="evidence")
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("serve")(serve.serve)
app.command("telegram")(telegram.telegram)
app.command("mcp")(mcp.mcp)
app.command("doctor")(doctor.doctor)


@app.command("version")
def version() -> None:
    """显示版本号。"""
    from importlib.metadata import version as installed_version

    write_text(f"yipanqi {installed_version('yipanqi')}")


def run() -> None:
    """Entry point of the installed command."""
    status = main(sys.argv[1:])
    gc.freeze()  # the process ends: its objects need no last look for cycles
    sys.exit(status)


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status; never raises, never shows a trace."""
    use_utf8()
    try:
        return _dispatch(arguments)
    except BrokenPipeError:
        _forget_stdout()
        return EXIT_DONE
    except (KeyboardInterrupt, typer.Abort):
        say("已中断。")
        return EXIT_INTERRUPTED
    except typer.TyperException as error:
        return complain_of_usage(error)
    except Exception as error:  # the edge of this channel
        complaint = complain(error)
        say(complaint.text)
        return complaint.exit_status


def _dispatch(arguments: Sequence[str]) -> int:
    try:
        command = in_chinese(typer.main.get_command(app))
        result = command(list(arguments), prog_name="yipanqi", standalone_mode=False)
    except SystemExit as error:  # Typer's way of saying that the reader of stdout went away
        raise BrokenPipeError from error
    if result == EXIT_INTERRUPTED:  # Typer's way of saying Ctrl-C
        raise KeyboardInterrupt
    sys.stdout.flush()
    return result if isinstance(result, int) else EXIT_DONE


def _forget_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's last flush does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    run()
