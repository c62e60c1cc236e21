"""Words given for one known slot: a bare answer to a question, a value behind its label, a cell.

Does not look for other slots; words that cannot be the slot's value give nothing or a problem.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.understanding.amount_values import MONEY_SLOTS, read_amount, read_bare_money
from bot.understanding.answer_words import (
    AS_EVIDENCE,
    BARE_NUMBER,
    CLEARLY_OTHER,
    COMMAND,
    EMPTY,
    NO,
    NO_ANSWER,
    NO_EVIDENCE,
    YES,
    body_of,
)
from bot.understanding.candidates import SURE, Candidate, Candidates, Reading
from bot.understanding.choices import (
    NO_CITY_SUPPORT,
    NO_SUPPORT,
    first_choice,
    hits_found,
    read_evidence,
    support_hits,
)
from bot.understanding.contacts import is_person, is_phone, phone_digits, split_contact
from bot.understanding.cues import choices, flags
from bot.understanding.evidence_dates import dates_alone
from bot.understanding.figures import credit_code_in, ratio_in
from bot.understanding.free_words import read_text
from bot.understanding.industry import chain_in
from bot.understanding.passages import MOST_APPEAL, MOST_SUMMARY, cut_at_sentence, passage, terms_in
from bot.understanding.places import district_in, find_places
from bot.understanding.talk_words import INDUSTRY, TELLS, is_talk
from rules.quantities import Ambiguous, Doubt, parse_area
from rules.quantities import Reading as Amount
from rules.units import MU

Span = tuple[int, int]
_INDUSTRY = re.compile(rf"[业链]$|{INDUSTRY}")
_LAND_CODES = ("新增建设用地", "盘活存量土地", "新增和存量都有", "租购厂房", "不用地")


def read_answer(reading: Reading, slot: str, span: Span, *, unit: str = "") -> list[Candidate]:
    """Readings of words that stand for a slot. unit: what the label states for a bare number."""
    start, end = reading.page.trimmed(*span)
    if start >= end:
        return []
    reader = _READERS.get(slot, read_text)
    if slot in MONEY_SLOTS:
        return list(_money(reading, slot, (start, end), unit))
    if slot == "land_area_mu":
        return list(_area(reading, (start, end), unit))
    return list(reader(reading, slot, (start, end)))


def is_unanswerable(reading: Reading, span: Span) -> bool:
    """Whether words are a question, a command, or say that there is no answer."""
    words = reading.page.text[slice(*span)].strip()
    if not words or NO_ANSWER.match(words) or COMMAND.fullmatch(words) or words.startswith("/"):
        return True
    return any(
        reading.page.is_asked(c.start) for c in reading.page.clauses if span[0] <= c.start < span[1]
    )


def _money(reading: Reading, slot: str, span: Span, unit: str) -> Candidates:
    if EMPTY.fullmatch(reading.page.text[slice(*span)]):
        return
    yield from read_bare_money(reading, slot, span, unit if _is_number(reading, span) else "")


def _is_number(reading: Reading, span: Span) -> bool:
    match = BARE_NUMBER.fullmatch(reading.page.text, *span)
    return match is not None and not re.search("[万亿]", match[0])


def _area(reading: Reading, span: Span, unit: str) -> Candidates:
    text = reading.page.text
    if re.fullmatch(
        r"\s*(?:不用|不需要?|无需|没有?|无)(?:用|拿|新增)?(?:地|用地)?\s*", text[slice(*span)]
    ):
        return
    if _is_number(reading, span):
        unit = unit or MU.label
        words = f"{reading.page.original[slice(*span)]}{unit}"
        amount = parse_area(words)
        if amount is not None and not isinstance(amount, Ambiguous):
            amount = _moved(amount, span)
    else:
        amount = parse_area(reading.page.original[slice(*span)])
        if amount is not None:
            amount = _moved(amount, (span[0] + amount.start, span[0] + amount.end))
    if amount is None or (isinstance(amount, Ambiguous) and amount.doubt is Doubt.WRONG_UNIT):
        return
    yield from read_amount(reading, amount, "land_area_mu")


def _moved(amount: Amount, span: Span) -> Amount:
    return replace(amount, start=span[0], end=span[1])


_OF_OTHERS = re.compile(r"跨|交办|支持|^\s*(?:都?没有?|无)\s*$")
_NOD = re.compile(r"\s*(?:对[的呀啊]?|嗯+|没错|好的?|行|可以)[\s。]*")


def _says_neither(words: str, message: str) -> bool:
    """Whether words choose neither new nor existing: they are of other things, or a bare nod."""
    is_nod = words == message and _NOD.fullmatch(words) is not None
    return is_nod or _OF_OTHERS.search(words) is not None


def _flag(reading: Reading, slot: str, span: Span) -> Candidates:
    words = reading.page.text[slice(*span)]
    if slot == "is_new_project" and _says_neither(words, reading.page.text):
        return
    cues = flags()[slot]
    value: bool | None = None
    if slot == "is_new_project" and re.search(r"存量|老项目|迁|搬", words):
        value = bool(
            re.search(r"(?:不是|不算|不属于|并非|非)[^,。新]{0,4}(?:存量|老|迁|搬)", words)
        )
    for pattern, meant in ((cues.no, False), (cues.yes, True)):
        if value is None and pattern.search(words):
            value = meant
    for pattern, meant in ((NO, False), (YES, True)):
        if value is None and pattern.fullmatch(words):
            value = meant
    first = re.match(
        r"\s*(?:(?P<no>不是|否|没有|无|不|没)|(?P<yes>是|对|有|需要|嗯))(?=[,。\s(])", words
    )
    if value is None and first:
        value = bool(first["yes"])
    if (
        value is None
        and slot == "is_new_project"
        and re.fullmatch(
            r"\s*(?:算|是|应该算?是?|属于|就?是个?)?(?:全?新(?:的|建|项目|引进|建项目|来的)*|(?:是|从)?(?:外地|市外|外省|省外|国外)(?:来|过来)?的?)[\s。吧]*",
            words,
        )
    ):
        value = True
    if value is not None:
        yield Candidate((reading.found(slot, value, span),), SURE)


def _land_mode(reading: Reading, slot: str, span: Span) -> Candidates:
    words = reading.page.text[slice(*span)].strip()
    match, value = first_choice(reading, span, choices("land_mode"))
    short = {
        "新增": 0,
        "新增用地": 0,
        "盘活": 1,
        "存量": 1,
        "盘活存量": 1,
        "都有": 2,
        "租": 3,
        "买": 3,
        "租购": 3,
        "租赁": 3,
        "厂房租购": 3,
        "无": 4,
        "没有": 4,
        "不用": 4,
        "不需要": 4,
        "否": 4,
    }
    plain = words.rstrip("的。吧,")
    if plain in short:
        value = _LAND_CODES[short[plain]]
    if value:
        yield Candidate(
            (reading.found(slot, value, span if match is None else match.span()),), SURE
        )


def _listed(slot: str) -> Callable[[Reading, str, Span], Candidates]:
    def read(reading: Reading, _: str, span: Span) -> Candidates:
        match, value = first_choice(reading, span, choices(slot))
        body = body_of(reading.page, span)
        stage = reading.vocabulary.taxonomy.find("stages", reading.page.text[slice(*body)])
        if match is not None:
            yield Candidate((reading.found(slot, value, match.span()),), SURE)
        elif stage is not None and slot == "chain_stage":
            yield Candidate((reading.found(slot, stage.name, body),), SURE)
        else:
            yield from read_text(reading, slot, span)

    return read


def _country(reading: Reading, slot: str, span: Span) -> Candidates:
    match, value = first_choice(reading, span, choices("country"))
    words = reading.page.text[slice(*span)]
    if match is not None:
        yield Candidate((reading.found(slot, value, match.span()),), SURE)
    elif re.fullmatch(
        r"[\s是的算]*(?:国内|内资|本国|大陆|境内|民营|民企|国企|央企|国有|私企|本地|本土|杭州|浙江|企业|公司|一?家|的)+[\s的。吧]*",
        words,
    ):
        yield Candidate((reading.found(slot, "中国", span),), SURE)
    elif re.fullmatch(r"[\u4e00-\u9fff]{2,8}", words.strip()) and not EMPTY.fullmatch(words):
        yield from read_text(reading, slot, span)


def _evidence(reading: Reading, slot: str, span: Span) -> Candidates:
    clauses = [c for c in reading.page.clauses if c.start < span[1] and span[0] < c.end]
    parts = [(max(c.start, span[0]), min(c.end, span[1])) for c in clauses]
    found = [one for part in parts for one in read_evidence(reading, part)]
    words = reading.page.text[slice(*span)]
    if found:
        yield from found
        return
    body = body_of(reading.page, span)
    is_nothing = EMPTY.fullmatch(words) or NO_EVIDENCE.search(words)
    is_person_told = re.search(r"(?:对接|联系|经办|负责)人", words) is not None
    is_some = AS_EVIDENCE.search(words) and not is_nothing and not is_person_told
    value = reading.page.text[slice(*body)]
    is_some = is_some and not CLEARLY_OTHER.search(words) and not is_talk(value)
    if is_some and len(value) >= 2:
        yield Candidate((reading.found(slot, [value], body),), SURE)


def _support(reading: Reading, slot: str, span: Span) -> Candidates:
    words = reading.page.text[slice(*span)]
    refused = re.match(r"\s*(?:暂时|暂|目前)?(?:不|没|无|否)", words)
    if refused:
        city = NO_CITY_SUPPORT if re.search(r"市|财政", words) else NO_SUPPORT
        yield Candidate((reading.found(slot, [city], span),), SURE)
        return
    hits = support_hits(reading, span)
    if hits:
        yield Candidate((hits_found(reading, hits),), SURE)
    elif not (YES.fullmatch(words) or CLEARLY_OTHER.search(words) or is_talk(words)):
        items = [part.strip() for part in re.split(r"[、,;，；]", words) if part.strip()]
        yield Candidate((reading.found(slot, items, span),), SURE)


def _terms(reading: Reading, _: str, span: Span) -> Candidates:
    words = reading.page.text[slice(*span)]
    if EMPTY.fullmatch(words) or YES.fullmatch(words):
        return
    yield Candidate((terms_in(reading, span),), SURE)


def _district(reading: Reading, slot: str, span: Span) -> Candidates:
    words = reading.page.text[slice(*span)].strip()
    found = list(district_in(reading, span))
    if found:
        yield from found
    elif re.fullmatch(r"(?:在|是|从)?(?:杭州市?)?[\u4e00-\u9fff]{1,6}[区县](?:的|那边)?", words):
        blank = reading.found(slot, None, span)
        yield Candidate((blank,), SURE, "district_unknown", {"name": words})


def _chain(reading: Reading, slot: str, span: Span) -> Candidates:
    body = body_of(reading.page, span)
    words = reading.page.text[slice(*body)]
    if (
        re.search(r"[,。;]", words)
        or len(words) > 20
        or CLEARLY_OTHER.search(words.replace("产业链", ""))
    ):
        return
    if TELLS.search(words) or dates_alone(words) or re.search(r"\d+[号日]", words):
        return
    known = reading.vocabulary.taxonomy.resolve_chain(words)[1]
    if not known and (is_talk(words) or re.search(r"[是把帮说看]|来$|^加|\d{5}", words)):
        return
    if not known and is_person(words) and not _INDUSTRY.search(words):
        return
    if find_places(reading.vocabulary.localities, words, (0, len(words))) or EMPTY.fullmatch(words):
        return
    taxonomy = reading.vocabulary.taxonomy
    if slot == "ecosystem":
        entry = taxonomy.find("ecosystems", words)
        if entry is not None:
            yield Candidate((reading.found(slot, entry.name, body),), SURE)
        return
    yield from chain_in(reading, body, SURE)


def _phone(reading: Reading, slot: str, span: Span) -> Candidates:
    words = reading.page.text[slice(*span)].strip()
    if is_phone(words):
        yield Candidate((reading.found(slot, phone_digits(words), span),), SURE)
        return
    digits = re.sub(r"\D", "", words)
    if re.fullmatch(r"[+\d\-() ]{4,}", words):
        blank = reading.found(slot, None, span)
        yield Candidate((blank,), SURE, "phone_length", {"count": str(len(digits))})


def _code(reading: Reading, _: str, span: Span) -> Candidates:
    if re.fullmatch(r"[\sA-Za-z0-9\-]{4,30}", reading.page.text[slice(*span)]):
        yield from credit_code_in(reading, span)


def _ratio(reading: Reading, _: str, span: Span) -> Candidates:
    match = BARE_NUMBER.fullmatch(reading.page.text, *span)
    if match:
        yield from ratio_in(reading, match.span("low"), match.span("high"))


def _contact(reading: Reading, slot: str, span: Span) -> Candidates:
    body = body_of(reading.page, span)
    if not reading.vocabulary.taxonomy.resolve_chain(reading.page.text[slice(*body)])[1]:
        yield from split_contact(reading, slot, body)


def _passage(reading: Reading, slot: str, span: Span) -> Candidates:
    words = reading.page.text[slice(*span)]
    if EMPTY.fullmatch(words) or len(words.strip()) < 4:
        return
    most = MOST_SUMMARY if slot == "summary" else MOST_APPEAL
    kept = cut_at_sentence(reading.page.original[slice(*span)], most)
    yield Candidate((passage(reading, slot, (span[0], span[0] + len(kept))),), SURE)


_READERS: dict[str, Callable[[Reading, str, Span], Candidates]] = {
    **dict.fromkeys(("is_new_project", "cross_region", "leader_assigned"), _flag),
    **dict.fromkeys(("chain", "ecosystem"), _chain),
    **dict.fromkeys(("investor_contact", "unit_contact"), _contact),
    **dict.fromkeys(("summary", "appeal"), _passage),
    "land_mode": _land_mode,
    "chain_stage": _listed("chain_stage"),
    "channel": _listed("channel"),
    "investor_country": _country,
    "intent_evidence": _evidence,
    "support_requested": _support,
    "policy_terms": _terms,
    "existing_district": _district,
    "investor_phone": _phone,
    "uscc": _code,
    "plot_ratio": _ratio,
}
