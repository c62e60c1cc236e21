"""Whether words that begin with 是 or 没有 answer the yes-no question that was asked. Pure.

是他们自己愿意的 is no yes to 是否属于重点领域, nor 还没首报 a no to 是否属于重点产业链项目.
"""

import re

from rules.facts import FactSpec

_BARE = re.compile(
    "(?:是的?|对的?|嗯+|有|已经|已|好的?|可以|符合|算|属于|没错|恩|行|会|确认|确实|肯定|当然|都|具备|需要|能"
    "|不|没有?|否|无|未|还|暂时?|尚|非|并|应该|好像|目前|现在|从来|还没|哪有|做|拿到|取得|持有|在手"
    "|完成|批|别人|别的|其他|没人|人|谁|家|区|县|单位|听说|发现"
    "|拿|在|发生|这样|这回事|到|它|这个|我们?|他们?|肯定|大概|可能"
    "|过|了|的|呢|吧|啊|呀|嘛|哦|是|[,，。!！ ])+"
)
_HEARD = re.compile("(?<!不)知道了|明白|(?<!不)清楚了|了解了|懂了|收到|谢")
_FIRST = re.compile("[,，。;；!！]")
_COMMON = frozenset("的是否了本有没不已单位项目一个在与和或为及按要")
_MOST_BARE = 2  # characters beside yes and no that say nothing of another matter


def answers_flag(text: str, spec: FactSpec, asked: str) -> bool:
    """Whether the first clause is a bare yes or no, or speaks of what was asked.

    asked: the question as it was put.
    """
    if _HEARD.search(text):
        return False  # 好，知道了 takes note of what was said
    clause = _FIRST.split(text.strip())[0]
    rest = _BARE.sub("", clause)
    if len(rest) < _MOST_BARE and (not rest or _BARE.match(clause) is not None):
        return True
    known = set(f"{spec.gloss}{asked}") - _COMMON
    return bool(set(rest) & known)
