"""Updates that Telegram posts to the web server: checked, stored, acknowledged, nothing else."""

import hmac
import json
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from bot.channels.telegram.inbox import take_in
from bot.errors import BadInput
from bot.settings import Settings
from registry.errors import RegistryError
from registry.messages.mail import MailService

MOST_BODY_BYTES = 2**20
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # a name, no secret


MOST_UPDATE_ID = 2**53
_PATH = re.compile(r"/[\w/-]{16,200}", re.ASCII)  # as hard to guess as the secret
_SECRET = re.compile(r"[\w-]{32,256}", re.ASCII)  # what Telegram allows, and long enough


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram posts updates (the web server, over TLS), and what it proves itself by."""

    url: str = field(repr=False)
    secret: str = field(repr=False)

    @property
    def host(self) -> str:
        """The name in the address."""
        return urlsplit(self.url).hostname or ""

    @property
    def path(self) -> str:
        """The path the web server answers at."""
        return urlsplit(self.url).path


def webhook_of(settings: Settings) -> Webhook | None:
    """The webhook that is set up; None for long polling. Raises BadInput (`telegram_webhook`)."""
    url, secret = settings.telegram_webhook_url, settings.telegram_webhook_secret
    found = Webhook(url, secret.get_secret_value())
    if not found.url and not found.secret:
        return None
    parts = urlsplit(url)
    is_usable = parts.scheme == "https" and bool(parts.hostname) and not parts.query
    if not (is_usable and _PATH.fullmatch(parts.path) and _SECRET.fullmatch(found.secret)):
        raise BadInput("telegram webhook cannot be used", code="telegram_webhook")
    return found


def is_from_telegram(secret: str, header: str) -> bool:
    """Whether the header carries the secret, compared in constant time."""
    return bool(secret) and hmac.compare_digest(header.encode(), secret.encode())


def receive(mail: MailService, secret: str, header: str, body: bytes) -> HTTPStatus:
    """Take a posted update in and say which status to give.

    403 without a word for a wrong secret; 413 and 400 for what is no update; 503 when it could not
    be stored, so that Telegram sends it again.
    """
    if not is_from_telegram(secret, header):
        return HTTPStatus.FORBIDDEN
    if len(body) > MOST_BODY_BYTES:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    try:
        take_in(mail, _update_in(body))
    except (ValueError, TypeError, KeyError, RecursionError):
        return HTTPStatus.BAD_REQUEST
    except RegistryError:
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.OK


def _update_in(body: bytes) -> dict[str, Any]:
    """Raises ValueError, TypeError, KeyError, RecursionError for what is no update."""
    update: dict[str, Any] = json.loads(body)
    number = update["update_id"]
    if type(number) is not int or not 0 <= number <= MOST_UPDATE_ID:
        raise ValueError("no number of an update")
    return update
