"""The desk that answers policy questions, follow-ups understood from the questions before."""

from bot.messages import Reply
from bot.ports import Answering
from bot.rendering.answers import answer_text
from bot.talk import Step, Turn
from bot.wording import say
from retrieval.types import Answer


class AskDesk:
    """Answers from the library; needs nobody to be signed in and never takes the floor."""

    name = "ask"

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def handle(self, turn: Turn) -> Step:
        """Answer one question, with the questions before it as history."""
        day = turn.message.as_of or turn.today
        answer = self._answering.answer(turn.text, as_of=day, history=turn.talk.questions)
        return Step(turn.talk.having_asked(turn.text), (answer_reply(answer),))

    def remind(self, turn: Turn) -> Reply | None:  # noqa: ARG002  # of the protocol
        """Nothing: a question answered owes nothing."""
        return None


def answer_reply(answer: Answer) -> Reply:
    """An answer as something said."""
    citations = answer.citations or answer.nearest
    text = answer_text(answer)
    if answer.resolved_question:
        text = f"{say('common.understood_as', question=answer.resolved_question)}\n{text}"
    return Reply(text, citations=citations, answer=answer)
