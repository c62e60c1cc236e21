"""`yipanqi chat`: the conversation on a terminal, or line by line for other programs."""

import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from bot import bootstrap
from bot.channels.cli.output import say, write_json
from bot.channels.cli.typed import typed_lines
from bot.errors import BadInput
from bot.rendering.errors import EXIT_DONE, complain

if TYPE_CHECKING:
    from bot.channels.cli.chat_lines import Line
    from bot.dialogue.dispatcher import Dispatcher
    from bot.dialogue.messages import Handled

    Send = Callable[[Line], Handled]


def chat(
    account: Annotated[
        str | None,
        typer.Option("--as", metavar="ACCOUNT", help="以哪个账号交谈；不填只能问、核对和学习"),
    ] = None,
    as_lines: Annotated[
        bool, typer.Option("--jsonl", help="每行一条消息，每条消息输出一行 JSON")
    ] = False,
) -> int:
    """聊天：问政策、核对情形、填首报、查进度、办审核、学制度。"""
    with bootstrap.open_dialogue(report=say) as dialogue:
        if account:
            dialogue.require_account(account)
        send = _sender(dialogue.dispatcher, account)
        if as_lines:
            _talk_by_lines(send, typed_lines())
        else:
            from bot.channels.cli.chat_terminal import talk_with_person

            talk_with_person(send, is_guest=account is None)
    return EXIT_DONE


def _sender(dispatcher: "Dispatcher", account: str | None) -> "Send":
    """Messages of one run; a guest's conversation ends with it, a member's goes on next time."""
    from bot.dialogue.messages import Incoming

    run = secrets.token_hex(8)
    count = 0

    def send(line: "Line") -> "Handled":
        nonlocal count
        count += 1
        return dispatcher.handle(
            Incoming(
                conversation=f"cli:{account or f'guest-{run}'}",
                account=account,
                channel="cli",
                message_id=line.message_id or f"{run}-{count}",
                text=line.text,
                data=line.data,
                attachments=line.attachments,
            )
        )

    return send


def _talk_by_lines(send: "Send", lines: Iterable[str]) -> None:
    """One object out for each line in; a line that cannot be read is answered too."""
    from bot.channels.cli.chat_lines import parse_line
    from bot.dialogue.messages import Handled, Intent, Reply
    from bot.rendering.replies import handled_object

    for line in lines:
        try:
            handled = send(parse_line(line))
        except BadInput as error:
            handled = Handled((Reply(complain(error).text),), Intent.HELP)
        write_json(handled_object(handled))
