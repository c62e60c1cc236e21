"""Updates in the durable inbox: each once, whatever it holds.

Kept as JSON text in ASCII, as an update may hold what no column of values can: fractions (a sent
place), halves of characters. Known again by its number and its words: numbers alone begin anew
after a quiet week, and with another bot.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from registry.messages.mail import MailService
from registry.transactions.inbox import Received

CHANNEL = "telegram"
_DIGEST_CHARS = 16


def take_in(mail: MailService, raw: Mapping[str, Any]) -> None:
    """Store an update durably; a repeated one is stored once.

    Raises RegistryError; RecursionError for one nested too deeply to be written again.
    """
    text = json.dumps(raw, sort_keys=True)
    digest = sha256(text.encode("ascii")).hexdigest()[:_DIGEST_CHARS]
    mail.take_in(CHANNEL, f"{raw['update_id']}.{digest}", {"update": text})


def update_of(received: Received) -> Mapping[str, Any]:
    """The update as Telegram sent it."""
    text = received.body.get("update")
    found = json.loads(text) if isinstance(text, str) else received.body
    assert isinstance(found, Mapping)
    return found


def number_of(received: Received) -> int:
    """Its number; within a chat updates are answered in this order."""
    return int(received.source_id.partition(".")[0])
