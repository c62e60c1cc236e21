"""How often one person is listened to: counted in the registry, on every worker and restart.

Never counted: saying yes to a filing that is put to the person. Whoever goes on writing past the
limit is told so once a minute.
"""

from bot.channels.telegram.updates import Heard
from bot.dialogue.message_limits import A_MINUTE, may_confirm, message_limit
from registry.errors import QuotaExceeded
from registry.people.attempts import Limit, count_attempt
from registry.service import Registry
from registry.transactions.members import SYSTEM

MESSAGES = message_limit("telegram")
_TOLD = Limit("telegram_told", 1, A_MINUTE)
_SUBMITS = "file.submit:"


def confirms(heard: Heard) -> bool:
    """Whether an update may be somebody's yes to a filing."""
    return heard.data.startswith(_SUBMITS) or may_confirm(heard.text)


def has_room(registry: Registry, heard: Heard) -> bool:
    """Count a message; whether it may be handled. Raises ReadOnly, StorageUnavailable."""
    return confirms(heard) or _count(registry, MESSAGES, heard.user_id)


def to_be_told(registry: Registry, heard: Heard) -> bool:
    """Whether somebody past the limit has not been told so within the last minute."""
    return _count(registry, _TOLD, heard.user_id)


def _count(registry: Registry, limit: Limit, user_id: int) -> bool:
    try:
        with registry.store.write(SYSTEM) as work:
            count_attempt(work, limit, str(user_id))
    except QuotaExceeded:
        return False
    return True
