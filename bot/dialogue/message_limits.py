"""How many messages a minute one person may send, in every channel and on every worker.

Writes: the registry's attempts. Never counted: a pressed button, and a yes that may be to a filing
a person has been shown. Where nothing can be written nothing is counted: what the message asks for
says so itself.
"""

import re
from datetime import timedelta

from bot.dialogue.messages import Incoming
from registry.errors import QuotaExceeded, ReadOnly, StorageUnavailable
from registry.people.attempts import Limit, count_attempt
from registry.service import Registry
from registry.transactions.members import SYSTEM

A_MINUTE = timedelta(minutes=1)
MESSAGES_A_MINUTE = 30
_YES = re.compile(r"(?:确认|确定|提交|是|对|好|可以|没错|没问题|无误|的|了|吧|[，。！\s]){1,8}")


def may_confirm(text: str) -> bool:
    """Whether words may be somebody's yes to a filing."""
    return bool(_YES.fullmatch(text.strip()))


def message_limit(channel: str, most: int = MESSAGES_A_MINUTE) -> Limit:
    """The limit of a channel: one person may use several, each has its own."""
    return Limit(f"{channel}_message", most, A_MINUTE)


def count_message(registry: Registry, message: Incoming, most: int = MESSAGES_A_MINUTE) -> None:
    """Count a message of the talk; of a guest, against the conversation.

    Raises QuotaExceeded (`too_many_messages`; fields limit, retry_after_s).
    """
    if message.data or may_confirm(message.text):
        return
    limit, person = message_limit(message.channel, most), message.account or message.conversation
    try:
        with registry.store.write(SYSTEM) as work:
            count_attempt(work, limit, person)
    except (ReadOnly, StorageUnavailable):
        return
    except QuotaExceeded as error:
        wait = error.fields["retry_after_s"]
        raise QuotaExceeded(
            str(error), code="too_many_messages", limit=most, retry_after_s=wait
        ) from None
