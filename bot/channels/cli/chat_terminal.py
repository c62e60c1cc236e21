"""The conversation with a person at a terminal: a prompt, replies, numbered choices, files."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.channels.cli.chat_lines import Line, read_attachment
from bot.channels.cli.output import say, write_text
from bot.channels.cli.typed import typed_lines
from bot.dialogue.messages import Handled, OutgoingFile, Reply
from bot.errors import BadInput
from bot.rendering.errors import complain
from bot.rendering.replies import choices_line

PROMPT = "您："
WELCOME = "一盘棋：问政策、核对情形、填首报、查进度，直接说就行。发文件：/file 路径；退出：Ctrl-D。"
GUEST = "现在没有登录，可以问、核对和学习；填首报请用 yipanqi chat --as 账户。"
_FILE_COMMANDS = ("/file ", "/附件 ", "附件 ")
_LEAVE = frozenset({"/exit", "/quit", "exit", "quit"})


def talk_with_person(send: Callable[[Line], Handled], *, is_guest: bool) -> None:
    """Talk until the person leaves."""
    write_text(WELCOME)
    if is_guest:
        write_text(GUEST)
    for typed in _typed_lines():
        if typed.strip().lower() in _LEAVE:
            break
        if not typed.strip():
            continue
        try:
            handled = send(_line_of(typed))
        except BadInput as error:
            say(complain(error).text)
            continue
        for reply in handled.replies:
            _show(reply)
    write_text("再见。")


def _line_of(typed: str) -> Line:
    for command in _FILE_COMMANDS:
        if typed.startswith(command):
            path = Path(typed[len(command) :].strip().strip("'\"")).expanduser()
            return Line(attachments=(read_attachment(path),))
    return Line(typed)


def _show(reply: Reply) -> None:
    write_text(f"\n{reply.text}")
    if reply.choices:
        write_text(choices_line(reply.choices))
    if reply.file:
        _keep(reply.file)
    write_text("")


def _keep(file: OutgoingFile) -> None:
    """Write a file into the folder the person is in, never over another."""
    wanted = Path(Path(file.name).name)
    path, number = wanted, 1
    while path.exists():
        number += 1
        path = wanted.with_stem(f"{wanted.stem}-{number}")
    try:
        path.write_bytes(file.content)
    except OSError as error:
        say(complain(error).text)
        return
    write_text(f"文件已存到 {path.resolve()}")


def _typed_lines() -> Iterator[str]:
    """What is typed, message by message; a pasted page is one message."""
    if not sys.stdin.isatty():
        yield from (line.rstrip("\r\n") for line in typed_lines())
        return
    from prompt_toolkit import PromptSession

    session: PromptSession[str] = PromptSession(PROMPT)
    while True:
        try:
            yield session.prompt()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
