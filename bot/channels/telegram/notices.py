"""Notices of the registry (a report moved, a right was granted elsewhere) to the people bound here.

Reads and writes: the outbox. With content kept off Telegram only an opaque line goes out.
"""

from bot.channels.telegram.handling import Content
from bot.channels.telegram.inbox import CHANNEL
from bot.channels.telegram.rendering import calls_of
from bot.channels.telegram.sending import KIND
from bot.dialogue.messages import Reply
from bot.rendering.reports import state_label
from bot.wording import say
from registry.filing.reports import state_for_filer
from registry.messages.mail import MailService, Queued
from registry.transactions.outbox import Message

# What a chat has asked for itself; without it nobody would know how to go on.
_ALWAYS = frozenset({"binding_confirmed", "binding_refused"})


def forward_notices(mail: MailService, content: Content) -> int:
    """Turn due notices into messages to each bound member they are for; how many notices."""
    found = mail.due(but=KIND)
    for notice in found:
        is_told = content is Content.FULL or notice.kind in _ALWAYS
        text = _words(notice) if is_told else say("telegram.notice")
        mail.forward(notice, _onward(mail, notice, text))
    return len(found)


def _onward(mail: MailService, notice: Message, text: str) -> list[Queued]:
    addresses = (
        (str(notice.body.get("to", "")),)
        if notice.recipient == f"channel:{CHANNEL}"
        else mail.addresses(notice.recipient, CHANNEL)
    )
    return [
        (KIND, f"{CHANNEL}:{address}", call)
        for address in addresses
        if address.lstrip("-").isdecimal()
        for call in calls_of(Reply(text), int(address))
    ]


def _words(notice: Message) -> str:
    body = notice.body
    match notice.kind:
        case "report_moved":
            state = state_label(state_for_filer(str(body.get("state", ""))))
            return say("telegram.moved", report_no=body.get("report_no", ""), state=state)
        case "held_by_other" | "report_filed" | "slot_offered":
            return say(f"telegram.{notice.kind}", report_no=body.get("report_no", ""))
        case "binding_replaced" | "binding_ended":
            return say("telegram.binding_replaced")
        case "binding_waits" | "binding_refused" | "binding_confirmed" | "binding_asked":
            who = {name: body.get(name, "") for name in ("name", "unit", "external_id")}
            return say(f"telegram.{notice.kind}", **who)
    return say("telegram.notice")
