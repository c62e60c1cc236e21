"""Read a question told as a story: background first, then what is asked.

The background gives topic, place and period, but need not be spoken of by the text that answers.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from retrieval.facts.knowledge import Knowledge
from retrieval.facts.matching import FactHit
from retrieval.facts.selection import accepted
from retrieval.language.lexicon import fold
from retrieval.questions.cues import Demand
from retrieval.questions.question import Question

_PIECE = re.compile(r"[,，。；;:：!！\n]+")
_ASKS = re.compile(
    r"什么|啥|谁|哪|怎|咋|多少|(?<![好这那上前])几(?!乎|年来)|为何|如何|多久|多长|多大|凭(?:啥|什么)"
    r"|是否|能否|可否|有没有|行不行|([一-鿿])不\1|(?:吗|呢|么|吧|不|没有?)[?？]?$"
)
_MARKER = re.compile(
    r"^.*?(?:请问(?:一下)?|想(?:要)?(?:问|知道|确认|核对|弄清|了解|请教)(?:一?下)?|问(?:一?下|的是|你)"
    r"|让我(?:查|问|看)(?:一?下)?|(?:来|就|都|会)问)"
)
_SAYS = re.compile(r"^.{0,10}(?:问(?:一?下)?|(?<![传听])说|讲)$")
_STOP = re.compile(r"[。；;：:]")
_SENTENCE = re.compile(r"[。；;！!？?\n]+")
_WHETHER = "可以吗"
_LEANS = re.compile(  # asks whether what was told is right, and names nothing itself
    r"^(?:请问|那)?(?:他|她|我|我们|他们|对方|这(?:话|样|么(?:做|办|说))?|那样|同事|人家)?(?:们)?.{0,4}"
    r"(?:对|行|合规|违规|合适|有道理|有(?:没有|无)道理|站得住脚?|说得通|算数|可以|能行|犯规|成立)(?:吗|不|么|嘛|不对|不行)?$"
    r"|^(?:这(?:种)?(?:事|情况)?)?(?:该|应该|要)?(?:怎么办|咋办|怎么处理|怎么管)$|(?:文件|制度)(?:上)?怎么(?:管|说)$"
)
_LONG = 36
_MIN_BACKGROUND = 12
_MIN_ASKED = 7
_MAX_TOPICS = 2
_SURE = 0.80  # so well does the whole fit that nothing of it is background
_WHOLE_BIAS = 0.10
_ALONE_BIAS = -0.02
_OFF_TOPIC_COST = 0.30
_COVERAGE = 0.30
_UNCOVERED_COST = 0.05
_FORBIDDEN = frozenset((Demand.INJECTION, Demand.EVASION, Demand.PROMISE))

Rank = Callable[[Question], Sequence[FactHit]]


def read_story(question: Question, knowledge: Knowledge, rank: Rank) -> Question:
    """The reading of a question with background that the facts answer best; else the question.

    rank: the facts for a reading, best first.
    """
    whole = _fit(question, question, knowledge, rank)
    is_sure = whole >= _SURE and not question.demands
    if is_sure or (question.is_comparison and whole > 0):
        return question
    pieces = [piece for piece in _PIECE.split(fold(question.text).rstrip("?")) if piece]
    asked = _asking(pieces)
    if not asked or not _is_story(question.text, pieces):
        return question
    first, last = asked
    background = [p for p in (*pieces[:first], *pieces[last:]) if not _SAYS.match(p)]
    told = "，".join(_without_marker(piece) for piece in pieces[first:last])
    aside = (*pieces[:first], *pieces[last:])
    if not any(map(_SAYS.match, aside)) and sum(map(len, aside)) < _MIN_BACKGROUND:
        return question
    texts = _readings(question, told, background, knowledge)
    readings = [knowledge.analyst.analyse(text) for text in texts]
    demands = _demands(question, knowledge.analyst.analyse(told))
    readings = [replace(reading, demands=demands) for reading in readings]
    fits = [_fit(reading, question, knowledge, rank) for reading in readings]
    fits[-1] += _ALONE_BIAS if texts[-1] == told else 0.0
    best = max(fits)
    if 0 < whole >= best - _WHOLE_BIAS:
        return replace(question, demands=demands)
    return readings[fits.index(best)]


def _is_story(text: str, pieces: Sequence[str]) -> bool:
    """Whether a text is long enough to have a background, or parts it off by a full stop."""
    is_long = len(text) >= _LONG and len(pieces) > 2
    is_passed_on = any(_SAYS.match(piece) for piece in pieces[:-1])
    return is_long or is_passed_on or _STOP.search(text.rstrip("。；;：: ")) is not None


def _asking(pieces: Sequence[str]) -> tuple[int, int] | None:
    """From where to where the pieces ask; None where no piece does or nothing stands before."""
    asking = [number for number, piece in enumerate(pieces) if _ASKS.search(piece)]
    if not asking:
        return None
    first, last = asking[0], asking[-1]
    while first and _length(pieces[first : last + 1]) < _MIN_ASKED:
        if _SAYS.match(pieces[first - 1]):
            break
        first -= 1
    return first, last + 1


def _length(pieces: Sequence[str]) -> int:
    return sum(len(_without_marker(piece)) for piece in pieces)


def _without_marker(piece: str) -> str:
    """A piece without 领导让我问一下 before what it asks."""
    rest = _MARKER.sub("", piece, count=1).lstrip("：:，, ")
    return rest if rest and _ASKS.search(rest) else piece


def _readings(
    question: Question, told: str, background: Sequence[str], knowledge: Knowledge
) -> list[str]:
    """The texts a story may ask: with its topics, with one piece of its background, alone."""
    known = "".join({fact.place for fact in knowledge.facts})
    places = [p for p in question.places if p in known and p not in told]
    topics = [topic for topic in _topics(question) if topic not in told]
    own = knowledge.analyst.analyse(told)
    place = "" if own.places else "".join(places[:1])
    topics = [topic for topic in topics if topic not in own.topics]
    leads = ["".join(topics[:_MAX_TOPICS]), *topics]
    leads += [piece for piece in background if any(topic in piece for topic in topics)]
    leads += [piece for piece in background[-2:] if piece not in leads]
    sentences = _sentences(question.text, told)
    if _LEANS.search(told):
        leads = [piece for piece in background[-1:] if len(piece) >= _MIN_ASKED]
        told = _WHETHER
    leads += sentences
    texts = [f"{place}{lead}，{told}" for lead in leads if lead]
    texts += [f"{place}，{told}"] if place else []
    return list(dict.fromkeys((*texts, *(() if texts and told == _WHETHER else (told,)))))


def _sentences(text: str, told: str) -> list[str]:
    """The sentences of a story before the one that asks, each, and the last two together."""
    sentences = [piece for piece in _SENTENCE.split(fold(text).rstrip("?")) if piece]
    before = [sentence for sentence in sentences if told[:6] not in sentence]
    return [*before[-3:], "，".join(before[-2:])] if before else []


def _topics(question: Question) -> list[str]:
    """What a story speaks of; the trade of a company is told by the way."""
    trades = {m.term for m in question.mentions if m.category == "chain"}
    return [topic for topic in question.own_topics if topic not in trades]


def _demands(question: Question, reading: Question) -> frozenset[Demand]:
    return (question.demands & _FORBIDDEN) | reading.demands


def _fit(reading: Question, question: Question, knowledge: Knowledge, rank: Rank) -> float:
    """How well the facts answer a reading, less the topics of the story they say nothing of."""
    best = next((hit for hit in rank(reading) if accepted(hit)), None)
    if best is None:
        return -1.0
    topics = _topics(question)
    body = knowledge.index.body_of(best.fact)
    missed = sum(topic not in body for topic in topics) / len(topics) if topics else 0.0
    near = best.similarity + _COVERAGE * best.coverage
    return near - _OFF_TOPIC_COST * missed - (_UNCOVERED_COST if best.uncovered else 0.0)
