"""Understand a follow-up from what was said before: 那谁配合？ 湖州呢？ 上面第二条展开说. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from retrieval.answers.composing import Reply
from retrieval.answers.recalls import (
    asks_again,
    is_left_unanswered,
    puts_another_party,
    say_unanswered,
    speaks_of,
)
from retrieval.facts.knowledge import Knowledge
from retrieval.language.content import runs_of
from retrieval.language.lexicon import squeeze
from retrieval.questions.periods import period_words, put_period
from retrieval.questions.question import Question, asked_ordinal, is_follow_up, strip_lead_in
from retrieval.types import AnswerStatus

_ORDINAL_WORDS = re.compile(
    r"(?:那|上面|前面|刚才)*(?:的|说的|提到的)*第[一二三四五六七八九十\d]+(?:条|点|项|个|种)(?:呢)?"
)
_BRACKET = re.compile(r"(?:\d+(?:\.\d+)?|[一五]?十|一|百)?亿元?以上")
_USUAL_READING, _OWN_READING = 0.06, -0.04  # what is added to how well a reading fits
_OWN_CHARS = 2
_MANY_OWN_CHARS = 4
_SURE_ALONE = 0.62
_FOREIGN_READING = -0.12  # of a turn that names nothing itself
_ANOTHER_PARTY = re.compile(
    r"(?:换成|换作|改成|要是|如果|假如)|那(?:市属|省属|国有|央企|国企|外资|民企|开发区)"
)
_COMPARED = re.compile(
    r"(?:那(?:么)?|它|这个|那个)*(?:跟|和|与|同|比).{2,12}(?:区别|不同|差别|不一样|一样|差在)"
)
_OF_THEM = re.compile(r"[^,，。]{2,8}的(?:呢|话呢)")  # 情节严重的呢: those of what was spoken of
_ITSELF = re.compile(r"^(?:它|这个|那个)+")
_ALSO = re.compile(
    r"(?:那)?(?P<other>[^,，。]{2,10}?)也(?:是|要|会|得)?(?:这么|这样|一样|同样|照样)(?P<verb>[^,，。吗么]{0,4})[吗么]?$"
)
_PREDICATE = re.compile(r"(?:那(?:么)?)?是(?!不是|否)")  # 是哪年启动的 says nothing of what
_MONTH = re.compile(r"(?:1[0-2]|[1-9])月(?![\d—至到-])(?:份)?底?(?:以?前)?")
_FILLER = re.compile(r"[年个那边的呢换改成再看下是为区县市]|情况|方面|数据|数字|同期")
_EXPAND = re.compile(r"展开|详细|细说|具体|说说|讲讲|说一下|讲一下|解释|再说")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question that can be understood alone, and what was spoken of just before.

    context: clauses; said: ids of the facts, of which it asks no more; lead: the words put before
    a turn to make it one.
    """

    question: Question
    context: frozenset[str] = frozenset()
    rewritten: bool = False
    said: frozenset[str] = frozenset()
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that leans on the one before, and what that came to."""

    text: str
    last: Resolved
    reply: Reply
    knowledge: Knowledge

    def is_unanswered(self, made: Reply) -> bool:
        """Whether it only gets the last answer again, which says nothing of its own words."""
        return is_left_unanswered(self.text, made, self.reply, self.knowledge)

    def say_unanswered(self) -> Reply:
        """That the clauses spoken of do not say what it asks."""
        return say_unanswered(self.text, self.reply)


def otherwise(
    turn: Turn,
    fit: Callable[[Resolved], float],
    answer: Callable[[Resolved], tuple[Resolved, Reply]],
) -> tuple[Resolved, Reply] | None:
    """Another reading of a turn that only got the last answer again; None where none will do.

    fit: how well the library answers a reading, below 0 where not at all.
    """
    if puts_another_party(turn.text):
        return None
    knowledge = turn.knowledge
    readings = readings_of(turn.text, turn.last, turn.reply, knowledge, fit)
    own = Resolved(knowledge.analyst.analyse(turn.text), turn.reply.context)
    if own not in readings and fit(own) >= _SURE_ALONE:
        readings.append(own)
    for reading in readings:
        if fit(reading) <= 0:
            continue
        made = answer(reading)
        if not reading.rewritten and not _goes_on(turn, made[1]):
            continue
        if not turn.is_unanswered(made[1]) and speaks_of(turn.text, made[1], knowledge):
            return made
    return None


def _goes_on(turn: Turn, made: Reply) -> bool:
    """Whether a turn read alone has words enough, or comes to a clause spoken of before."""
    own = turn.knowledge.light_words.sub("", strip_lead_in(turn.text))
    return len(own) >= _MANY_OWN_CHARS or not made.context.isdisjoint(turn.reply.context)


def resolve(
    text: str,
    last: Resolved | None,
    reply: Reply | None,
    knowledge: Knowledge,
    fit: Callable[[Resolved], float] | None = None,
) -> Resolved:
    """Make text a question of its own, with the topic of the last one where it leans on it.

    fit: how well the library answers a reading; of several readings the one that fits best is
    taken. None: the usual reading.
    """
    question = knowledge.analyst.analyse(text)
    if last is None or reply is None:
        return Resolved(question)
    ordinal = asked_ordinal(question)
    if ordinal is not None and 0 < ordinal <= len(reply.values):
        return _rewritten(_about_value(text, reply.values[ordinal - 1]), reply, knowledge)
    moved = _compared_with_last(text, question, last.question) or _also(text, last.question)
    if moved is None and not is_follow_up(question):
        return Resolved(question)
    moved = moved or _of_another_party(text, question, last.question)
    if (moved := moved or _swap_one(question, last.question)) is not None:
        return _rewritten(moved, reply, knowledge)
    return readings_of(text, last, reply, knowledge, fit)[0]


def readings_of(
    text: str,
    last: Resolved,
    reply: Reply,
    knowledge: Knowledge,
    fit: Callable[[Resolved], float] | None = None,
) -> list[Resolved]:
    """What a follow-up may stand for, the reading that fits best first; see `resolve`."""
    question = knowledge.analyst.analyse(text)
    said = _said_already(question, reply, knowledge)
    found = [
        replace(_rewritten(f"{lead}{core}", reply, knowledge), said=said, lead=lead)
        for lead, core in _readings(text, question, last.question, reply)
    ]
    if fit is None:
        return found
    fits = [fit(reading) for reading in found]
    fits[0] += _USUAL_READING
    if _stands_alone(question, knowledge):
        found.append(Resolved(question, reply.context))
        names_something = bool(question.mentions or question.places)
        fits.append(fit(found[-1]) + (_OWN_READING if names_something else _FOREIGN_READING))
    order = sorted(range(len(found)), key=lambda number: -fits[number])
    return [found[number] for number in order]


def _said_already(question: Question, reply: Reply, knowledge: Knowledge) -> frozenset[str]:
    """The facts of the last answer that say nothing of a turn's own words; it asks for others."""
    if question.is_polar or asks_again(question):
        return frozenset()
    own = runs_of(knowledge.light_words.sub(" ", question.bare))
    words = [run for run in own if len(run) >= _OWN_CHARS]
    facts = (knowledge.facts_by_id.get(name) for name in reply.facts)
    texts = {fact.id: squeeze(fact.text) for fact in facts if fact is not None}
    return frozenset(name for name, text in texts.items() if not any(w in text for w in words))


def _of_another_party(text: str, question: Question, last: Question) -> str | None:
    """换成市属平台呢: the last question once more, since the texts set no party apart."""
    is_another = _ANOTHER_PARTY.match(question.canonical) and puts_another_party(text)
    return last.text if is_another else None


def _compared_with_last(text: str, question: Question, last: Question) -> str | None:
    """跟首谈有啥区别: what is compared with was spoken of just before."""
    if not _COMPARED.match(question.canonical) or len(question.own_topics) != 1:
        return None
    topics = [topic for topic in last.own_topics if topic not in question.own_topics]
    return f"{topics[0]}{_ITSELF.sub('', strip_lead_in(text))}" if topics else None


def _also(text: str, last: Question) -> str | None:
    """抢项目也是这么罚吗: whether another thing is held as the one spoken of."""
    also = _ALSO.match(strip_lead_in(text))
    if also is None or not last.own_topics or also["other"] in last.canonical:
        return None
    return f"{also['other']}和{last.own_topics[0]}{also['verb']}一样吗"


def _stands_alone(question: Question, knowledge: Knowledge) -> bool:
    """Whether the words left without those of asking may name a topic."""
    if _PREDICATE.match(question.canonical) or _OF_THEM.fullmatch(question.canonical.rstrip("?？")):
        return False
    telling = knowledge.light_words.sub("", question.bare.replace(" ", ""))
    return len(telling) >= _OWN_CHARS and telling != question.canonical[:1]


def _rewritten(text: str, reply: Reply, knowledge: Knowledge) -> Resolved:
    return Resolved(knowledge.analyst.analyse(text), reply.context, rewritten=True)


def _about_value(text: str, value: str) -> str:
    rest = _ORDINAL_WORDS.sub("", strip_lead_in(text))
    rest = "" if _EXPAND.search(rest) else rest.strip("，, ")
    return f"{value}{rest}" if len(rest) > 2 else f"{value}是什么"


def _readings(text: str, question: Question, last: Question, reply: Reply) -> list[tuple[str, str]]:
    """What may be put before a follow-up, with its own words; the usual one first."""
    core = strip_lead_in(text)
    topics = [topic for topic in last.topics if topic not in reply.topic]
    is_open = reply.status is AnswerStatus.REFUSED and bool(topics)
    usual = "".join(dict.fromkeys([*topics[:2], *([] if is_open else [reply.topic])]))
    places = "".join(place for place in last.places if place not in question.places)
    things = (mention.term for mention in last.mentions if mention.category == "other")
    leads = (usual, "".join(last.topics[:2]), reply.topic, *last.topics[:2], *things)
    leads = tuple(dict.fromkeys(f"{places}{lead}" for lead in leads if lead)) or (places,)
    return [(lead, core) for lead in leads]


def _swap_one(question: Question, last: Question) -> str | None:
    """那湖州呢 / 那市财政局呢 / 2024年呢: the last question with one name put for another."""
    asked, before = _BRACKET.findall(question.canonical), _BRACKET.findall(last.canonical)
    if len(asked) == 1 and len(before) == 1:
        return last.canonical.replace(before[0], asked[0])
    for swap in (_swap_period, _swap_month, _swap_place_and_period):
        if (changed := swap(question, last)) is not None:
            return changed
    if question.kinds:
        return None
    for new, old in (
        (question.places, last.places),
        (question.departments, last.departments),
        (question.own_topics, last.own_topics),
    ):
        if len(new) == 1 and old and len(question.content.replace(" ", "")) <= len(new[0]) + 4:
            return last.canonical.replace(old[0], new[0])
    return None


def _swap_month(question: Question, last: Question) -> str | None:
    """那7月底的呢: the last question with another month put for its own."""
    asked, before = _MONTH.findall(question.canonical), _MONTH.findall(last.canonical)
    if len(asked) != 1 or len(before) != 1:
        return None
    rest = _FILLER.sub("", question.canonical.replace(asked[0], ""))
    return last.canonical.replace(before[0], asked[0]) if len(rest.strip("，,。?？ ")) < 2 else None


def _swap_place_and_period(question: Question, last: Question) -> str | None:
    """那湖州呢，2019年签了多少: the last question with another place and another period put."""
    words = period_words(question.canonical)
    is_other = len(question.places) == 1 and question.places[0] not in last.places
    if not is_other or not words or not last.places or not question.kinds <= last.kinds:
        return None
    moved = last.canonical.replace(last.places[0], question.places[0])
    return put_period(moved, "".join(words)) if period_words(moved) else None


def _swap_period(question: Question, last: Question) -> str | None:
    """2023年呢 / 24年前七个月的呢: the last question with another period put for its own."""
    words = period_words(question.canonical)
    if not words or not period_words(last.canonical):
        return None
    rest = question.canonical
    for word in words:
        rest = rest.replace(word, "")
    if len(_FILLER.sub("", rest).strip("，,。?？ ")) > 1:
        return None
    return put_period(last.canonical, "".join(words))
