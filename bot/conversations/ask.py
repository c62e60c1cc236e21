"""The desk that answers policy questions, follow-ups understood from the questions before."""

import re

from bot.conversations import own_projects
from bot.conversations.check_case import parse_case
from bot.messages import Reply
from bot.ports import Answering
from bot.rendering.answers import answer_text
from bot.talk import Step, Talk, Turn
from bot.wording import say
from retrieval.types import Answer
from rules.catalog import find_rule

_PROLONGS = re.compile("延期|续期|延长")
_SHARES = re.compile("税收?|财政|利益|分成|怎么分")


class AskDesk:
    """Answers from the library; needs nobody to be signed in and never takes the floor."""

    name = "ask"

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def handle(self, turn: Turn) -> Step:
        """Answer one question, with the questions before it as history."""
        day = turn.message.as_of or turn.today
        talk = _with_subject(turn.talk, turn.text)
        answer = self._answering.answer(turn.text, as_of=day, history=talk.questions)
        return Step(talk.having_asked(turn.text), (answer_reply(answer),))

    def remind(self, turn: Turn) -> Reply | None:  # noqa: ARG002  # of the protocol
        """Nothing: a question answered owes nothing."""
        return None


def _with_subject(talk: Talk, text: str) -> Talk:
    """The talk with what another desk just spoke of as the question before: 那税收怎么分."""
    spoke = talk.of("dispatcher").get("spoke")
    if spoke == "status" and own_projects.last(talk) and _PROLONGS.search(text):
        return talk.having_asked("首谈资格有效期多长")
    case = parse_case(talk.of("check")) if spoke == "check" else None
    if case is None or len(case.rules) != 1:
        return talk
    if case.rules[0] == "project_transfer" and _SHARES.search(text):
        return talk.having_asked("项目流转以后利益怎么共享")
    return talk.having_asked(find_rule(case.rules[0]).title)


def answer_reply(answer: Answer) -> Reply:
    """An answer as something said."""
    citations = answer.citations or answer.nearest
    text = answer_text(answer)
    if answer.resolved_question:
        text = f"{say('common.understood_as', question=answer.resolved_question)}\n{text}"
    return Reply(text, citations=citations, answer=answer)
