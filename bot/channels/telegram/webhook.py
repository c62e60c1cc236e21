"""Updates that Telegram posts to the web server: checked, stored, acknowledged, nothing else."""

import hmac
import json
from http import HTTPStatus

from registry.errors import RegistryError
from registry.mail import MailService

MOST_BODY_BYTES = 2**20
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # a name, no secret


def receive(mail: MailService, secret: str, header: str, body: bytes) -> HTTPStatus:
    """Take a posted update in and say which status to give.

    403 without a word for a wrong secret; 413 and 400 for what is no update; 503 when it could not
    be stored, so that Telegram sends it again.
    """
    if not secret or not hmac.compare_digest(header.encode(), secret.encode()):
        return HTTPStatus.FORBIDDEN
    if len(body) > MOST_BODY_BYTES:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    try:
        update = json.loads(body)
        update_id = update["update_id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return HTTPStatus.BAD_REQUEST
    if not isinstance(update_id, int) or isinstance(update_id, bool):
        return HTTPStatus.BAD_REQUEST
    try:
        mail.take_in("telegram", str(update_id), update)
    except RegistryError:
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.OK
