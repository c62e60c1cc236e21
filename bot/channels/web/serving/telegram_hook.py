"""The address Telegram posts updates to: the secret is looked at first, then the body is stored.

Writes: the durable inbox. Does not: answer updates; `yipanqi telegram` does, from the inbox.
"""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from bot.channels.telegram.webhook import (
    SECRET_HEADER,
    Webhook,
    is_from_telegram,
    receive,
    webhook_of,
)
from bot.channels.web.serving.observing import SHOWN
from bot.settings import Settings
from registry.messages.mail import MailService


def telegram_host(settings: Settings) -> str:
    """The name Telegram calls us by; "" without a webhook. Raises BadInput."""
    webhook = webhook_of(settings)
    return "" if webhook is None else webhook.host


def telegram_routes(settings: Settings, mail: MailService) -> APIRouter:
    """The route of the webhook; none where none is set up. Raises BadInput."""
    router = APIRouter()
    webhook = webhook_of(settings)
    if webhook is not None:
        _add(router, webhook, mail)
    return router


def _add(router: APIRouter, webhook: Webhook, mail: MailService) -> None:
    @router.post(webhook.path, include_in_schema=False)
    async def take(request: Request) -> Response:
        request.scope[SHOWN] = "/telegram"
        header = request.headers.get(SECRET_HEADER, "")
        if not is_from_telegram(webhook.secret, header):
            return Response(status_code=HTTPStatus.FORBIDDEN)
        body = await request.body()
        status = await run_in_threadpool(receive, mail, webhook.secret, header, body)
        return Response(status_code=status)
