"""Slots told in sentences: what the project does, what the investor asks, what is offered."""

import re

from bot.understanding.candidates import LIKELY, WEAK, Candidate, Candidates, Reading
from bot.understanding.types import Found

MOST_SUMMARY = 500
MOST_APPEAL = 300
_ENDS = "。!?;\n"
_SUMMARY = re.compile(
    r"(?:(?:项目)?(?:主要)?(?:建设内容|简介|概况|内容)(?:是|为|就是|:)\s?|(?=(?:项目|企业)?(?:主要(?:从事|生产|研发|做|建设|产品)|从事"
    r"|研发生产|建设(?:内容)?(?:为|包括)|拟建设?(?:\d|[一两三四五六])+条|做的?是|用于生产|产品是|产品为|产品包括|是做)[^,。;\n]{3}))"
)
_APPEAL = re.compile(
    r"(?:企业|对方|投资方|主要|他们)?的?诉求(?:主要|就|也)?(?:是|有|为|:|在于|就是)\s?|(?:企业|对方|投资方|他们|客商|老板|公司)(?:方面"
    r"|那边)?(?:也|还|最|主要|就|很|都)?(?:希望|盼|想请|要求|提出|关心的?是?|想要|顾虑)(?:是|的是)?|(?:企业|对方|客商|他们|公司)[^。;!?\n]{0,16}(?:要求|诉求|想法|条件|顾虑)[^。;!?\n,]{0,3},(?:就是|是)?(?:希望|要求?)?|(?<=[,。])(?:也|还)?希望(?=能|政府"
    r"|市里|我们|区里|尽快|尽早|给|帮|解决|协调)"
)
_TERMS = re.compile(
    r"(?:拟|准备|打算|计划|承诺|答应|同意|我们|我区|区里|区级|可以|愿意|可|已){1,5}(?:给予|给|提供|兑现|承诺|出|落实)(?:企业|对方|他们|其"
    r"|到)?(?:的)?(?:政策(?:是|有|为|:)?)?(?P<terms>[^。;!?\n]{3,120})|(?:拟给|优惠|扶持|招商)?政策(?:条款|条件)?(?:是|有"
    r"|为|包括|:)\s?(?P<listed>[^。;!?\n]{3,120})"
)
_TERM_WORDS = re.compile(r"补助|补贴|奖励|免|减半|返|租金|房租|政策|优惠|贴息|奖补|扶持|配套|%|折")
_FACT = re.compile(
    r"(?:的?(?:企业|公司)(?:就?叫|名叫)|然后|(?<![,、])(?:项目|计划)?总投资|固定资产投资|联系人|联系电话)"
)
_GOES_ON = re.compile(r"[,。][^,。]{0,8}(?:有限公司|叫什么|电话|联系人)")
_POINTS = re.compile(r"^[^,。]{0,10}[那这](?:家|个|种|块)$")
_CUT = re.compile(r"[、,;和]|以及|还有|另外")


def read_passages(reading: Reading) -> Candidates:
    """Summary, appeal and policy terms out of running words."""
    page = reading.page
    for match in _SUMMARY.finditer(page.text):
        end = _before_facts(page.text, match.end(), _stop(page.text, match.end(), MOST_SUMMARY))
        says = end - match.end() >= 4 and not _POINTS.search(page.text[match.end() : end])
        if says and not page.is_asked(match.start()):
            yield Candidate((passage(reading, "summary", (match.end(), end)),), WEAK)
    for match in _APPEAL.finditer(page.text):
        end = _stop(page.text, match.end(), MOST_APPEAL)
        if not _asks_within(reading, match.start(), end) and end - match.end() >= 2:
            yield Candidate((passage(reading, "appeal", (match.end(), end)),), LIKELY)
    for match in _TERMS.finditer(page.text):
        span = match.span("terms" if match["terms"] else "listed")
        if not _asks_within(reading, *span) and _TERM_WORDS.search(page.text, *span):
            yield Candidate((terms_in(reading, span),), LIKELY)


def _before_facts(text: str, start: int, end: int) -> int:
    """Where a passage without stops goes on with other facts: 做传感器的然后总投资..."""
    starts = [fact.start() for rx in (_FACT, _GOES_ON) if (fact := rx.search(text, start, end))]
    return min(starts, default=end)


def _asks_within(reading: Reading, start: int, end: int) -> bool:
    return any(c.is_asked for c in reading.page.clauses if c.start < end and start < c.end)


def _stop(text: str, start: int, most: int) -> int:
    ends = (text.find(mark, start) for mark in _ENDS)
    return min([end for end in ends if end >= 0] + [len(text), start + most])


def passage(reading: Reading, slot: str, span: tuple[int, int]) -> Found:
    """A passage as a value: its words, line breaks and blanks made one."""
    found = reading.found(slot, "", span)
    return reading.found(slot, " ".join(found.raw.split()), (found.start, found.end))


def terms_in(reading: Reading, span: tuple[int, int]) -> Found:
    """Policy terms as a list, cut where a list is cut."""
    found = reading.found("policy_terms", [], span)
    lead = re.match(r"(?:条件|政策|条款)(?:是|有|:)\s*", reading.page.text[found.start : found.end])
    if lead:
        found = reading.found("policy_terms", [], (found.start + lead.end(), found.end))
    text = reading.page.text[found.start : found.end]
    items = [part.strip() for part in _CUT.split(text) if part.strip()]
    return reading.found("policy_terms", items, (found.start, found.end))


def cut_at_sentence(text: str, most: int) -> str:
    """At most that many characters, ending where a sentence ends if one does."""
    if len(text) <= most:
        return text
    end = max(text.rfind(mark, 0, most) for mark in "。！？!?；;\n")
    return text[: end + 1].strip() if end > 0 else text[:most]
