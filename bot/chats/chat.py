"""What pages need beside the conversation: turns kept, answers rated, clauses shown.

Reads and writes: registry.transcripts (every turn), the chat log (answers and their ratings).
Does not: render, or decide anything a conversation decides.
"""

import logging
import secrets
import sqlite3
from dataclasses import dataclass, replace

from bot.chats.chat_log import ChatLog
from bot.chats.feedback import Rating, Vote, rate, ratings_of
from bot.chats.transcripts import Said, parse_said, said_mapping
from bot.clock import Clock
from bot.conversations.filing.draft_book import DraftBook
from bot.conversations.proving import step_to_prove
from bot.dialogue.message_limits import MESSAGES_A_MINUTE, count_message
from bot.dialogue.messages import Conversation, Incoming, Intent, Reply
from bot.dialogue.talk import Turn as Looking
from bot.dialogue.talk import parse_talk
from bot.dialogue.text_cleaning import clean_text
from bot.ports import Documents
from registry.errors import RegistryError
from registry.files.draft_files import DraftFile
from registry.filing.drafts import Draft
from registry.messages.transcripts import MOST_SHOWN, Heading, Spoken
from registry.service import Registry
from registry.transactions.members import Caller
from retrieval.types import Citation, Clause

CHANNEL = "web"
_MOST_ID = 64  # characters of a message's id
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said, as its sender sees it, and the replies.

    draft: the one in hand afterwards; is_done: False when nothing was done or kept and the same
    message may be sent again; message_id: of what was said; to_prove: what the button of a step
    sends that waits for the person to prove who they are (ChatService.finish).
    """

    said: str
    replies: tuple[Said, ...]
    draft: Draft | None = None
    is_done: bool = True
    message_id: str = ""
    to_prove: str = ""


@dataclass(frozen=True, slots=True)
class CitedClause:
    """A clause cut around the cited characters: before + quote + after is its whole text."""

    citation: Citation
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class ChatService:
    """Hands messages to the conversation, keeps and lists turns, rates answers, shows clauses.

    most_messages: of one person a minute.
    """

    conversation: Conversation
    documents: Documents
    log: ChatLog
    registry: Registry
    clock: Clock
    most_messages: int = MESSAGES_A_MINUTE

    def say(self, message: Incoming, *, shown: str) -> Turn:
        """Have a message handled, and keep it with its replies; a repeated one is only read again.

        shown: the sender's side of it: the text, a button's label, names of files.
        A turn that waits for a proof (`to_prove`) is not kept yet: hand it to `finish`.
        Raises RegistryError when the registry cannot be reached; QuotaExceeded
        (`too_many_messages`) when this person has sent too many, and the message is not handled.
        """
        before = self.heard(message.conversation, message.message_id, message.account)
        if before is not None:
            return before
        count_message(self.registry, message, self.most_messages)
        turn = self._handled(message, shown)
        if turn.is_done and not turn.to_prove:
            self._keep(message, turn)
        return turn

    def finish(self, message: Incoming, turn: Turn, *, is_proved: bool) -> Turn:
        """Take the step a turn waited for, or leave it with its button; the turn is kept then.

        The step alone is done, not the message again: what else it said was done the first time.
        """
        if not is_proved:
            self._keep(message, turn)
            return replace(turn, to_prove="")
        name = f"{message.message_id[: _MOST_ID - 1]}+"
        step = replace(message, message_id=name, text="", data=turn.to_prove, attachments=())
        taken = self._handled(replace(step, is_proved=True), turn.said)
        if not taken.is_done:
            return taken
        others = tuple(said for said in turn.replies if not step_to_prove(said.reply))
        whole = replace(taken, replies=(*others, *taken.replies), message_id=message.message_id)
        self._keep(message, whole)
        return whole

    def _handled(self, message: Incoming, shown: str) -> Turn:
        handled, name = self.conversation.handle(message), message.message_id
        if handled.trace.get("undone"):
            said = tuple(map(Said, handled.replies))
            return Turn(shown, said, is_done=False, message_id=name)
        replies = tuple(self._logged(message, reply) for reply in handled.replies)
        to_prove = next(filter(None, map(step_to_prove, handled.replies)), "")
        return Turn(shown, replies, handled.draft, message_id=name, to_prove=to_prove)

    def _logged(self, message: Incoming, reply: Reply) -> Said:
        """Log an answer; a log that cannot be written does not lose it."""
        if reply.answer is None:
            return Said(reply)
        day, name = message.as_of or self.clock.today(), _bare(message.conversation)
        try:
            exchange = self.log.record(name, reply.answer, as_of=day, at=self.clock.now()).id
        except (sqlite3.Error, OSError) as error:
            _logger.warning("chat log not written: %s", type(error).__name__)
            return Said(reply, day)
        return Said(reply, day, exchange)

    def _keep(self, message: Incoming, turn: Turn) -> None:
        try:
            self.registry.transcripts.add(
                message.conversation,
                message.message_id,
                person=message.account or message.conversation,
                said=clean_text(turn.said),
                replies=tuple(map(said_mapping, turn.replies)),
            )
        except RegistryError as error:  # it was done; only showing it again is lost
            _logger.warning("transcript not written: %s", type(error).__name__)

    def may_open(self, conversation: str, account: str | None) -> bool:
        """Whether a conversation is this person's: new, theirs, or begun before they signed in."""
        stored = self.registry.sessions.load(conversation)
        return stored is None or stored.person in (account, conversation)

    def reopen(
        self, conversation: str, *, before: str = "", limit: int = MOST_SHOWN
    ) -> tuple[Turn, ...]:
        """The latest turns of a conversation, oldest first; before: those ahead of a message's.

        Raises RegistryError.
        """
        ratings = self._ratings(conversation)
        turns = self.registry.transcripts.of(conversation, before=before, limit=limit)
        return tuple(_turn(spoken, ratings) for spoken in turns)

    def heard(self, conversation: str, message_id: str, account: str | None) -> Turn | None:
        """A turn that was made before, or elsewhere, with the draft as it is now; None: no such.

        Raises RegistryError.
        """
        found = self.registry.transcripts.find(conversation, message_id)
        if found is None:
            return None
        turn = _turn(found, self._ratings(conversation))
        return replace(turn, draft=self.draft(conversation, account))

    def headings(self, account: str, words: str = "") -> tuple[Heading, ...]:
        """A person's own conversations, the one spoken in last first. Raises RegistryError.

        words: only those with each of these words in the name or in what the person said.
        """
        return self.registry.transcripts.list(account, channel=CHANNEL, words=words)

    def rename(self, conversation: str, account: str, title: str) -> None:
        """Give a conversation of one's own a name in the list; none: what was said first.

        Raises NotFound, InvalidInput (`too_long`), RegistryError.
        """
        self.registry.transcripts.rename(conversation, person=account, title=clean_text(title))

    def take_off(self, conversation: str, account: str) -> None:
        """Take a conversation off one's own list; nothing is undone. Raises as rename."""
        self.registry.transcripts.hide(conversation, person=account)

    def draft(self, conversation: str, account: str | None) -> Draft | None:
        """The draft a conversation works on, None when there is none. Raises RegistryError."""
        stored = self.registry.sessions.load(conversation)
        if stored is None:
            return None
        talk = parse_talk(stored.state.get("talk", {}))
        message = Incoming(conversation, account, CHANNEL, "")
        member = self.registry.staff.find(account) if account else None
        today, now = self.clock.today(), self.clock.now()
        looking = Looking("", Intent.FILE, message, talk, member, today, now)
        return DraftBook(self.registry).at_hand(looking)

    def draft_files(self, draft: Draft | None, account: str | None) -> tuple[DraftFile, ...]:
        """The files kept with a draft; none for a guest, and where they cannot be read now."""
        if draft is None or account is None:
            return ()
        try:
            return self.registry.draft_files.list(Caller(account, CHANNEL), draft.id)
        except (RegistryError, OSError, ValueError):
            return ()

    def remove_file(self, draft_id: str, sha256: str, account: str) -> bool:
        """Take a file off a draft; False when it is gone already. Raises RegistryError, OSError."""
        return self.registry.draft_files.remove(Caller(account, CHANNEL), draft_id, sha256)

    def rate(self, exchange: int, vote: Vote, reason: str = "") -> Rating:
        """Store what a reader thinks of an answer. Raises BadInput as chats.feedback.rate does."""
        rating = Rating(exchange, vote, clean_text(reason).strip(), self.clock.now())
        rate(self.log, rating)
        return rating

    def _ratings(self, conversation: str) -> dict[int, Rating]:
        try:
            return ratings_of(self.log, _bare(conversation))
        except (sqlite3.Error, OSError, ValueError):
            return {}  # a damaged log must not keep anybody from reading on

    def cited_clause(self, citation: Citation) -> CitedClause:
        """The clause behind a citation; only the quote when the clause has left the library."""
        for clause in self.documents.clauses(citation.doc_id):
            if is_cited(clause, citation):
                return _cut(clause.text, citation)
        return CitedClause(citation, "", citation.quote, "")


def is_cited(clause: Clause, citation: Citation) -> bool:
    """Whether citation's quote stands in clause at its offsets."""
    return (
        clause.ref.clause == citation.clause
        and clause.edition == citation.edition
        and clause.origin is citation.origin
        and clause.text[citation.start : citation.end] == citation.quote
    )


def new_conversation() -> str:
    """An unguessable id for a conversation."""
    return secrets.token_urlsafe(16)


def _bare(conversation: str) -> str:
    """A conversation's id without its channel, as the chat log has it."""
    return conversation.removeprefix(f"{CHANNEL}:")


def _turn(spoken: Spoken, ratings: dict[int, Rating]) -> Turn:
    replies = (parse_said(stored) for stored in spoken.replies)
    rated = (replace(said, rating=ratings.get(said.exchange or 0)) for said in replies)
    return Turn(spoken.said, tuple(rated), message_id=spoken.message_id)


def _cut(text: str, citation: Citation) -> CitedClause:
    return CitedClause(
        citation,
        before=text[: citation.start],
        quote=text[citation.start : citation.end],
        after=text[citation.end :],
    )
