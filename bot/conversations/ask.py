"""The desk that answers policy questions, follow-ups understood from the questions before."""

import re
from dataclasses import replace

from bot.conversations import own_projects
from bot.conversations.check.case import parse_case
from bot.dialogue.messages import Intent, Reply
from bot.dialogue.talk import Step, Talk, Turn
from bot.ports import Answering
from bot.rendering.answers import answer_text
from bot.routing.commands import only_says
from bot.routing.folding import fold
from bot.routing.noticing import notice
from bot.wording import say
from retrieval.types import Answer, AnswerStatus
from rules.catalog import find_rule

_OTHERS = r"(?:(?:别的|其他|其它|隔壁|兄弟|外面?的?)(?:区县?|县|单位|地方|平台)|他们|人家)"
_OTHERS_MAY = re.compile(
    rf"{_OTHERS}[^我咱，,。]{{0,6}}(?:能|可以|会不会|敢)[^我咱，,。]{{0,10}}(?:谈|接触|抢|签|插手|招|找)[^，,。]{{0,6}}[吗么?？]"
    rf"|^(?:那么?)?(?:要是|如果|假如|假设|万一)也?{_OTHERS}[^我咱，,。]{{0,10}}(?:谈|接触|抢|签|报|插手)[^，,。]{{0,6}}"
    r"(?:呢|怎么办|咋办|会怎样|会怎么样|怎么处理|咋整)[?？]?$"
)
_BEFORE_GRANT = re.compile(
    r"^(?:那|我们?|咱们?|现在|是不是)*(?:能不能|能|可以|可不可以)先?(?:签|谈|动工|开工|给(?:政策|优惠))[^，,。]{0,6}[吗么?？]"
)
_FAILS = re.compile(
    r"^(?:那|要是|如果|万一|假如)+.{0,10}(?:谈不(?:成|拢|下来)|谈崩|谈黄|没谈成|黄了)"
)
_OF_REPORTS = frozenset({"status", "stats", "review"})  # a policy question before them is past
_MOST_CLAIMED = 30  # characters of a question that tells no case
_CLAIMED = frozenset({Intent.CHECK, Intent.PROGRESS})
_PROLONGS = re.compile("延期|续期|延长")
_SHARES = re.compile("税收?|财政|利益|分成|怎么分")


class AskDesk:
    """Answers from the library; needs nobody to be signed in and never takes the floor."""

    name = "ask"

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def handle(self, turn: Turn) -> Step:
        """Answer one question, with the questions before it as history."""
        if only_says(turn.text) is Intent.ASK:
            return Step(turn.talk, (Reply(say("help.about_ask")),))
        day = turn.message.as_of or turn.today
        talk = _with_subject(turn.talk, turn.text)
        is_stale = talk is turn.talk and talk.of("dispatcher").get("spoke") in _OF_REPORTS
        history = () if is_stale else talk.questions
        answer = self._answering.answer(turn.text, as_of=day, history=history)
        is_beside = is_stale and own_projects.last(talk) and len(turn.text) <= _MOST_CLAIMED
        if is_beside and answer.status is AnswerStatus.REFUSED and not _of_policy(turn.text):
            return Step(turn.talk, (Reply(say("register.unclear")),))
        return Step(talk.having_asked(turn.text), (answer_reply(answer),))

    def claims(self, turn: Turn) -> Intent | None:
        """A question of what others may do, or oneself before the grant, is one about the rules.

        Nothing in it is a case to be judged; while a case is being told it stays with the case.
        """
        text, talk = turn.text.strip(), turn.talk
        if turn.intent not in _CLAIMED or talk.floor == "check" or len(text) > _MOST_CLAIMED:
            return None
        spoke = talk.of("dispatcher").get("spoke")
        is_own = spoke == "status" and _BEFORE_GRANT.search(text) is not None
        return Intent.ASK if is_own or _OTHERS_MAY.search(text) else None

    def remind(self, turn: Turn) -> Reply | None:  # noqa: ARG002  # of the protocol
        """Nothing: a question answered owes nothing."""
        return None


def _with_subject(talk: Talk, text: str) -> Talk:
    """The talk with what another desk just spoke of as the question before: 那税收怎么分."""
    spoke = talk.of("dispatcher").get("spoke")
    if spoke == "status" and own_projects.last(talk) and _PROLONGS.search(text):
        return talk.having_asked("首谈资格有效期多长")
    if _FAILS.search(text):
        return replace(talk, questions=())  # of a first talk that fails, whatever was asked before
    case = parse_case(talk.of("check")) if spoke == "check" else None
    if case is None or len(case.rules) != 1:
        return talk
    if case.rules[0] == "project_transfer" and _SHARES.search(text):
        return talk.having_asked("项目流转以后利益怎么共享")
    return talk.having_asked(find_rule(case.rules[0]).title)


def _of_policy(text: str) -> bool:
    """Whether words speak of the scheme, and not only of what is on hand."""
    return bool(notice(fold(text)) & {"policy_topic", "which_body", "general_talk"})


def answer_reply(answer: Answer) -> Reply:
    """An answer as something said."""
    citations = answer.citations or answer.nearest
    text = answer_text(answer)
    if answer.resolved_question:
        text = f"{say('common.understood_as', question=answer.resolved_question)}\n{text}"
    return Reply(text, citations=citations, answer=answer)
