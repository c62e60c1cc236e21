"""One update to the calls that answer it: binding, refusals, and the conversation for the rest.

Does not: talk to Telegram. Messages of one person arrive here one after another.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from bot.channels.telegram import rate, rendering
from bot.channels.telegram.inbox import CHANNEL
from bot.channels.telegram.rendering import Call
from bot.channels.telegram.updates import Heard
from bot.clock import SHANGHAI
from bot.dialogue.messages import Attachment, Conversation, Handled, Incoming, Reply
from bot.rendering.errors import complain
from bot.rendering.report_labels import ROLE_LABELS
from bot.wording import say
from registry.errors import NotFound, QuotaExceeded, RegistryError
from registry.people.binding_requests import BindingRequest
from registry.service import Registry
from registry.transactions.members import Member
from registry.transactions.permissions import Role

_START = re.compile(r"/start(?:@\w+)?(?:\s+(\S.*))?", re.IGNORECASE | re.DOTALL)
_IN_PLACE = frozenset({"page", "more", "expand"})  # actions that only turn a page


class Content(StrEnum):
    """What may pass through Telegram (YIPANQI_TELEGRAM_CONTENT)."""

    FULL = "full"
    NOTICES = "notices"


class Undone(Exception):
    """Nothing of an update was done or kept: it may be handled again. calls: what to say if not."""

    def __init__(self, calls: list[Call]) -> None:
        super().__init__("update not done")
        self.calls = calls


class Handling:
    """Answers updates; safe to repeat for the same update."""

    def __init__(self, registry: Registry, conversation: Conversation, content: Content) -> None:
        self._registry = registry
        self._conversation = conversation
        self._content = content

    def admit(self, heard: Heard) -> Member | list[Call]:
        """Whose words they are, or the calls that answer an update which goes no further.

        Raises RegistryError.
        """
        if not rate.has_room(self._registry, heard):
            told = rate.to_be_told(self._registry, heard)
            return self._plain(heard, say("telegram.too_fast")) if told else []
        start = _START.fullmatch(heard.text.strip())
        if start and (code := start[1]):
            return self._plain(heard, self._bind(heard, code))
        heeded = self._heeded(heard)
        return self._plain(heard, heeded) if isinstance(heeded, str) else heeded

    def _heeded(self, heard: Heard) -> Member | str:
        """Whose words are acted upon, or why they are not."""
        member = self._registry.staff.find_by_identity(CHANNEL, str(heard.user_id))
        if member is None:
            asked = self._registry.binding_requests.of_chat(CHANNEL, str(heard.user_id))
            return _unbound(asked)
        if heard.refusal:
            return say(f"telegram.{heard.refusal}")
        if self._content is Content.NOTICES:
            return say("telegram.notices_only")
        if heard.is_unread and not heard.text:
            return say("telegram.unread")
        return member

    def converse(
        self, heard: Heard, member: Member, attachments: Sequence[Attachment]
    ) -> list[Call]:
        """Hand it to the conversation, which is the account's: who is bound next begins anew.

        Returns the calls that answer, in order. Raises Undone.
        """
        handled = self._conversation.handle(
            Incoming(
                conversation=f"{CHANNEL}:{heard.chat_id}:{member.account}",
                account=member.account,
                channel=CHANNEL,
                message_id=heard.key,
                text="/help" if _START.fullmatch(heard.text.strip()) else heard.text,
                data=heard.data,
                attachments=tuple(attachments),
            )
        )
        calls = _calls(heard, handled)
        if heard.is_unread:
            calls += self._plain(heard, say("telegram.unread"))
        if handled.trace.get("undone"):
            raise Undone(calls)
        return calls

    def _bind(self, heard: Heard, code: str) -> str:
        chat = str(heard.user_id)
        try:
            accepted = self._registry.staff.accept(code, channel=CHANNEL, external_id=chat)
        except NotFound:  # wrong, or this very message was heard before
            return self._not_taken(chat)
        except QuotaExceeded:
            return say("telegram.too_many_codes")
        except RegistryError as error:
            return complain(error).text
        if accepted.request is None:
            who = accepted.member
            return say("telegram.bound_already", name=who.name, unit=who.unit)
        return waits(accepted.request)

    def _not_taken(self, chat: str) -> str:
        asked = self._registry.binding_requests.of_chat(CHANNEL, chat)
        if asked is not None and not asked.is_over:
            return waits(asked)
        bound = self._registry.staff.find_by_identity(CHANNEL, chat)
        if bound is not None:
            return say("telegram.bound_already", name=bound.name, unit=bound.unit)
        return say("telegram.bad_code")

    def _plain(self, heard: Heard, text: str) -> list[Call]:
        return list(rendering.calls_of(Reply(text), heard.chat_id))


def waits(asked: BindingRequest) -> str:
    """What a chat is told while its binding waits: for whom, until when, by which number."""
    if asked.member.role is Role.SYSADMIN:
        return say("telegram.waits_for_proof")
    who = "或".join(ROLE_LABELS[role] for role in asked.deciders or (Role.SYSADMIN,))
    until = asked.expires_at.astimezone(SHANGHAI)
    return say("telegram.waits", who=who, number=asked.external_id, until=f"{until:%m-%d %H:%M}")


def _unbound(asked: BindingRequest | None) -> str:
    if asked is None:
        return say("telegram.stranger")
    return say("telegram.waited_in_vain") if asked.is_over else waits(asked)


def _calls(heard: Heard, handled: Handled) -> list[Call]:
    """Pages turn where they stand; any other pressed button goes, and the answer comes below."""
    replies = list(handled.replies)
    calls: list[Call] = []
    if heard.pressed_on is not None:
        turned = None
        if heard.data.partition(".")[2].partition(":")[0] in _IN_PLACE and len(replies) == 1:
            turned = rendering.in_place(replies[0], heard.chat_id, heard.pressed_on)
        if turned is not None:
            return [turned]
        calls.append(rendering.without_buttons(heard.chat_id, heard.pressed_on))
    return calls + [call for reply in replies for call in rendering.calls_of(reply, heard.chat_id)]
