"""Understand a follow-up from what was said before: 那谁配合？ 湖州呢？ 上面第二条展开说. Pure."""

import re
from dataclasses import dataclass

from retrieval.composing import Reply
from retrieval.knowledge import Knowledge
from retrieval.question import Question, asked_ordinal, is_follow_up, strip_lead_in
from retrieval.types import AnswerStatus

_ORDINAL_WORDS = re.compile(
    r"(?:那|上面|前面|刚才)*(?:的|说的|提到的)*第[一二三四五六七八九十\d]+(?:条|点|项|个|种)(?:呢)?"
)
_BRACKET = re.compile(r"(?:\d+(?:\.\d+)?|[一五]?十|一|百)?亿元?以上")
_EXPAND = re.compile(r"展开|详细|细说|具体|说说|讲讲|说一下|讲一下|解释|再说")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question that can be understood alone, and the clauses spoken of just before."""

    question: Question
    context: frozenset[str] = frozenset()
    rewritten: bool = False


def resolve(
    text: str, last: Resolved | None, reply: Reply | None, knowledge: Knowledge
) -> Resolved:
    """Make text a question of its own, with the topic of the last one where it leans on it."""
    question = knowledge.analyst.analyse(text)
    if last is None or reply is None:
        return Resolved(question)
    ordinal = asked_ordinal(question)
    if ordinal is not None and 0 < ordinal <= len(reply.values):
        return _rewritten(_about_value(text, reply.values[ordinal - 1]), reply, knowledge)
    if not is_follow_up(question):
        return Resolved(question)
    return _rewritten(_with_topic(text, question, last.question, reply), reply, knowledge)


def _rewritten(text: str, reply: Reply, knowledge: Knowledge) -> Resolved:
    return Resolved(knowledge.analyst.analyse(text), reply.context, rewritten=True)


def _about_value(text: str, value: str) -> str:
    rest = _ORDINAL_WORDS.sub("", strip_lead_in(text))
    rest = "" if _EXPAND.search(rest) else rest.strip("，, ")
    return f"{value}{rest}" if len(rest) > 2 else f"{value}是什么"


def _with_topic(text: str, question: Question, last: Question, reply: Reply) -> str:
    if (swapped := _swap_one(question, last)) is not None:
        return swapped
    core = strip_lead_in(text)
    topics = [topic for topic in last.topics if topic not in reply.topic]
    is_open = reply.status is AnswerStatus.REFUSED and bool(topics)
    lead = "".join(dict.fromkeys([*topics[:2], *([] if is_open else [reply.topic])]))
    places = "".join(place for place in last.places if place not in question.places)
    return f"{places}{lead}{core}"


def _swap_one(question: Question, last: Question) -> str | None:
    """那湖州呢 / 那市财政局呢 / 2024年呢: the last question with one name put for another."""
    asked, before = _BRACKET.findall(question.canonical), _BRACKET.findall(last.canonical)
    if len(asked) == 1 and len(before) == 1:
        return last.canonical.replace(before[0], asked[0])
    if question.kinds:
        return None
    for new, old in (
        (question.places, last.places),
        (question.departments, last.departments),
        (tuple(map(str, question.years)), tuple(map(str, last.years))),
        (question.topics, last.topics),
    ):
        if len(new) == 1 and old and len(question.content.replace(" ", "")) <= len(new[0]) + 4:
            return last.canonical.replace(old[0], new[0])
    return None
