"""The shipped corpus as a learn desk reads it, and a learner who talks to the desk."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from bot.conversations.learn.curriculum import OUTLINE_NAME, Curriculum, parse_curriculum
from bot.conversations.learn.desk import LearnDesk
from bot.dialogue.messages import Incoming, Intent, Reply
from bot.dialogue.talk import Talk, Turn, parse_talk
from retrieval.index.digest import Corpus, load_corpus
from retrieval.types import Clause, DocumentMeta, Fact, ParsedDocument

FOLDER = Path(__file__).resolve().parents[3] / "corpus"
OUTLINE = files("bot.wording") / OUTLINE_NAME
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@cache
def corpus() -> Corpus:
    """The shipped corpus."""
    return load_corpus(FOLDER)


class CorpusTexts:
    """A corpus as the texts of lessons."""

    generation = 1

    def __init__(self, *documents: ParsedDocument) -> None:
        self._documents = documents or corpus().documents
        self.reads = 0

    def documents(self) -> tuple[DocumentMeta, ...]:
        self.reads += 1
        return tuple(document.meta for document in self._documents)

    def clauses(self, doc_id: str, edition: str = "") -> tuple[Clause, ...]:
        return self._document(doc_id).clauses

    def facts(self, doc_id: str, edition: str) -> tuple[Fact, ...]:
        return self._document(doc_id).facts

    def _document(self, doc_id: str) -> ParsedDocument:
        return next(each for each in self._documents if each.meta.doc_id == doc_id)


@cache
def shipped() -> Curriculum:
    """The shipped curriculum on the shipped corpus."""
    return parse_curriculum(OUTLINE.read_text("utf-8"), CorpusTexts(), TODAY)


@dataclass
class Learner:
    """Somebody in a conversation with the desk; every turn goes through stored JSON."""

    desk: LearnDesk = field(default_factory=lambda: LearnDesk(CorpusTexts()))
    conversation: str = "cli:S00001"
    talk: Talk = field(default_factory=Talk)
    replies: tuple[Reply, ...] = ()

    def turn(self, text: str = "", data: str = "", intent: Intent = Intent.LEARN) -> Turn:
        message = Incoming(self.conversation, None, "cli", "1", text, data)
        return Turn(text, intent, message, self.talk, None, TODAY, NOW)

    def say(self, text: str, intent: Intent = Intent.LEARN) -> str:
        """Say something; what the desk says back, in one text."""
        return self._take(self.turn(text, intent=intent))

    def press(self, label: str) -> str:
        """Press the button of the last replies whose label begins so."""
        buttons = [choice for reply in self.replies for choice in reply.choices]
        return self.send(next(each.data for each in buttons if each.label.startswith(label)))

    def send(self, data: str) -> str:
        """Send a button's data, of whatever age."""
        return self._take(self.turn(data=data))

    def _take(self, turn: Turn) -> str:
        step = self.desk.handle(turn)
        self.talk, self.replies = parse_talk(step.talk.as_mapping()), step.replies
        return "\n".join(reply.text for reply in self.replies)

    @property
    def run(self) -> dict[str, object]:
        """The open questions as they are stored."""
        found: dict[str, object] = self.talk.of("learn")["run"]
        return found

    def letter(self, *, is_right: bool) -> str:
        """A letter that answers the open question rightly or wrongly."""
        right = int(str(self.run["answer"]))
        return "ABCD"[right if is_right else (right + 1) % 4]
