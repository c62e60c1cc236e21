"""Tell how much of a question a text speaks of, character by character. Pure.

Kinder to words put together otherwise than shares of pairs are: 设备投资补助 speaks of 设备补助.
"""

import re

from retrieval.facts.knowledge import Knowledge
from retrieval.language.content import runs_of
from retrieval.language.lexicon import squeeze
from retrieval.questions.question import Question

ASKING = re.compile(  # words of asking that no text answers with
    r"(?:在|要|得)?(?:几|多少)(?:个?(?:月|年|天|日|周|小时|工作日|亿|万)|[个条家项名人处场支亩])?(?:之内|以内|内)?"
    r"|多(?:久|长时间|长|大|高|少)|怎么(?:办|样)?|什么(?:时候)?|是不是|有没有|谁|哪[个些里家]?"
)
_LONE_CHARACTER = 0.3  # of one that stands in the text, but in no pair of the question
_MIN_TELLING = 3  # characters; fewer tell nothing
_BRACKETS = re.compile(r"[（）()〔〕\[\]「」“”\"·]")  # 首台（套） is 首台套
_FUNCTION = re.compile(
    r"[的了吗呢有是能要会可被把给让在向对由从到和与及或者这那个些它其之才就都还也算拿钱]"
)


def spoken_share(question: Question, text: str, knowledge: Knowledge) -> float:
    """How many of the question's telling characters stand in a text in a pair they form: 0..1.

    Everyday words, the places asked of and the words of asking do not count.
    """
    squeezed = _BRACKETS.sub("", squeeze(text))
    told = total = 0.0
    for run in _telling_runs(question, knowledge):
        for place, character in enumerate(run):
            pairs = (run[max(place - 1, 0) : place + 1], run[place : place + 2])
            total += 1.0
            if any(len(pair) > 1 and pair in squeezed for pair in pairs):
                told += 1.0
            elif character in squeezed:
                told += _LONE_CHARACTER
    return told / total if total >= _MIN_TELLING else 0.0


def _telling_runs(question: Question, knowledge: Knowledge) -> list[str]:
    content = ASKING.sub(" ", _BRACKETS.sub("", question.content))
    for place in question.places:
        content = content.replace(place, " ")
    content = _FUNCTION.sub(" ", knowledge.light_words.sub(" ", content))
    return [run for run in runs_of(content) if len(run) > 1]
