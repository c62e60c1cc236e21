"""Words given for a name or another free text: taken as they stand, unless they say something else.

Pure. Does not: read figures, choices or dates; says no where words are plainly one of these.
"""

import re

from bot.understanding.answer_words import CLEARLY_OTHER, COMMAND, EMPTY, NO, YES, body_of
from bot.understanding.candidates import SURE, Candidate, Candidates, Reading
from bot.understanding.contacts import is_person
from bot.understanding.evidence_dates import dates_alone
from bot.understanding.talk_words import TELLS, is_talk

_POSTED = re.compile(r"[\u4e00-\u9fff]{1,3}(?:经理|总|博士|先生|女士|主任|教授|董)")
_MEASURE = re.compile(r"[约近]?[\d.]+[百千万亿]?(?:平|㎡|亩|方|人|台|套|条|吨|层)")
_MET = re.compile(r"(?:次|过|了)(?:现场|实地)?(?:考察|洽谈|会谈|见面)|纪要$|意向书$")
_NAMES = ("project_name", "investor_name", "platform")
_NO_INVESTOR = re.compile(
    r"样子$|有问题|考察|纪要|意向书|分别是|^全?新的?$|总投资|固投|电话|亩$|亿$|万元$|项目$|厂房$"
    r"|[\d一二两三四五六七八九十百千几多来]+个?[亿万亩平]"
)
_OF_ONESELF = re.compile(r"经办|是我$|^我(?!爱)[来们自]?|其[他它余]|^都")
_REFERS = re.compile(
    r"(?:就是)?(?:上次|上回|刚才|之前|前面|昨天)?[^,。]{0,4}(?:说|提|讲|报|发)过?的?(?:那个|这个|项目|的)+"
)


def _is_no_name(slot: str, words: str) -> bool:
    """Whether words given for a name are talk, measure, date or tell something, or are somebody."""
    if _OF_ONESELF.search(words) or is_talk(words):
        return True
    if _MEASURE.match(words) or dates_alone(words) or _POSTED.fullmatch(words):
        return True
    if re.fullmatch(r"[\d\W]+", words) or re.search(r"[,。;!?]", words):
        return True
    if slot == "project_name":
        return TELLS.search(words) is not None or is_person(words) or _MET.search(words) is not None
    return slot == "investor_name" and _NO_INVESTOR.search(words) is not None


def read_text(reading: Reading, slot: str, span: tuple[int, int]) -> Candidates:
    """The words of a span as the slot's value; nothing where they tell of something else."""
    body = body_of(reading.page, span)
    words = reading.page.text[slice(*body)]
    limit = 60 if slot in _NAMES else 200
    if not 2 <= len(words) <= limit or EMPTY.fullmatch(words) or COMMAND.fullmatch(words):
        return
    if YES.fullmatch(words) or NO.fullmatch(words) or "\n" in words or _REFERS.fullmatch(words):
        return
    if slot != "investor_name" and CLEARLY_OTHER.search(words) and slot != "energy":
        return
    if slot in _NAMES and _is_no_name(slot, words):
        return
    yield Candidate((reading.found(slot, reading.words(body), body),), SURE)
