"""Words given for one known slot: a bare answer to a question, a value behind its label, a cell.

Does not look for other slots; words that cannot be the slot's value give nothing or a problem.
"""

import re
from collections.abc import Callable

from bot.understanding.amounts import MONEY_SLOTS, read_amount, read_bare_money
from bot.understanding.candidates import SURE, Candidate, Candidates, Reading
from bot.understanding.choices import (
    NO_CITY_SUPPORT,
    NO_SUPPORT,
    first_choice,
    hits_found,
    read_evidence,
    support_hits,
)
from bot.understanding.contacts import is_phone, phone_digits
from bot.understanding.cues import choices, flags
from bot.understanding.figures import credit_code_in, ratio_in
from bot.understanding.industry import chain_in
from bot.understanding.passages import MOST_APPEAL, MOST_SUMMARY, cut_at_sentence, passage, terms_in
from bot.understanding.places import district_in, find_places
from rules.numerals import NUMBER_PATTERN
from rules.quantities import Ambiguous, Doubt, parse_area
from rules.units import MU

Span = tuple[int, int]
_YES = re.compile(
    r"\s*(?:是的?|需要的|要跨|跨的?|交办的?|对的?|对呀|嗯+|有的?|有过|需要|要的?|属于|涉及|是新的|yes|y|√|没错|确实是?|是啊|有啊)[\s。,!~吧啊呀哦]*",
    re.I,
)
_NO = re.compile(
    r"\s*(?:没有的事|不跨的?|不会|没交办|不是的?|否|没有?的?|无|不需要|不用|不要|不属于|不涉及|没|不|非|no|n|×|都?没有|暂无|不存在|没这回事|不算)[\s。,!~吧啊呀哦了]*",
    re.I,
)
_EMPTY = re.compile(
    r"\s*(?:无|没有|暂无|/|-+|—+|待定|未定|不详|不清楚|不知道|还没定|还不清楚|暂时没有|暂不清楚|略|空|n/?a|暂缺|待补充|保密|跳过|下一[个项题]|先不填|不填|没)[\s。,了吧]*",
    re.I,
)
_COMMAND = re.compile(
    r"\s*/|^(?:跳过|下一|上一|返回|取消|退出|帮助|撤销|保存|提交|确认|(?:嗯+|好的?|行)?你?(?:继续|接着)(?:问|来|说|填)?|看看|列出|先这样|算了|不填|等一下|稍等|改一下|修改|重来|好的?|行|可以|嗯+|谢谢|你好|您好|ok|OK|查一下|查看|再说|随便|不知道|不清楚|没想好)[\s。!,的吧了]*"
)
_NO_ANSWER = re.compile(
    r"(?:还|暂时|目前|现在)?(?:没(?:有)?|未)(?:想好|定|确定|考虑|诉求|要求|这个|名字|取)|等(?:会|下|等|我)|晚[点些]|回头|以后|稍后|待会|过会|随便|你定|你看|就是我$|我自己|我来$|名字(?:没|还没)|先空|空着|以后补|后面补|后补"
)
_LEAD = re.compile(
    r"\s*(?:嗯+|啊|哦|好的?|行|那|就|应该|大概|可能|暂时|目前|现在|我们|这个|它|他们|叫做?|叫|名字|填|写|选|是叫|就叫|是|为|:|,|\s|改成|改为|不对|哦不|先|暂定)+"
)
_LAST = re.compile(r"[\s。!;,~]*(?:吧|呀|啊|哈|哦|呢|嘛|了)?[\s。!;,~]*$")
_BARE_NUMBER = re.compile(
    rf"\s*(?:约|大约|大概|差不多)?(?P<low>-?{NUMBER_PATTERN})\s*(?:(?:-|~|到|至)\s*(?P<high>{NUMBER_PATTERN}))?\s*(?:左右|以上)?\s*"
)
_CLEARLY_OTHER = re.compile(
    r"\d+(?:\.\d+)?个?[万亿]|\d+亩|(?<!\d)1[3-9]\d{9}|有限公司|总投资|固投|容积率|投资方|联系人|电话|产值|税收|产业链|用地|诉求|简介"
)
_LAND_CODES = ("新增建设用地", "盘活存量土地", "新增和存量都有", "租购厂房", "不用地")


def read_answer(reading: Reading, slot: str, span: Span, *, unit: str = "") -> list[Candidate]:
    """Readings of words that stand for a slot. unit: what the label states for a bare number."""
    start, end = reading.page.trimmed(*span)
    if start >= end:
        return []
    reader = _READERS.get(slot, _text)
    if slot in MONEY_SLOTS:
        return list(_money(reading, slot, (start, end), unit))
    if slot == "land_area_mu":
        return list(_area(reading, (start, end), unit))
    return list(reader(reading, slot, (start, end)))


def is_unanswerable(reading: Reading, span: Span) -> bool:
    """Whether words are a question, a command, or say that there is no answer."""
    words = reading.page.text[slice(*span)].strip()
    if not words or _NO_ANSWER.match(words) or _COMMAND.fullmatch(words) or words.startswith("/"):
        return True
    return any(
        reading.page.is_asked(c.start) for c in reading.page.clauses if span[0] <= c.start < span[1]
    )


def _money(reading: Reading, slot: str, span: Span, unit: str) -> Candidates:
    if _EMPTY.fullmatch(reading.page.text[slice(*span)]):
        return
    yield from read_bare_money(reading, slot, span, unit if _is_number(reading, span) else "")


def _is_number(reading: Reading, span: Span) -> bool:
    match = _BARE_NUMBER.fullmatch(reading.page.text, *span)
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


def _moved(amount, span):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(amount, start=span[0], end=span[1])


def _flag(reading: Reading, slot: str, span: Span) -> Candidates:
    words = reading.page.text[slice(*span)]
    cues = flags()[slot]
    value: bool | None = None
    if slot == "is_new_project" and re.search(r"存量|老项目|迁|搬", words):
        value = bool(re.search(r"不是|非存量", words))
    for pattern, meant in ((cues.no, False), (cues.yes, True)):
        if value is None and pattern.search(words):
            value = meant
    for pattern, meant in ((_NO, False), (_YES, True)):
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
            r"\s*(?:全?新(?:的|建|项目|引进|建项目)*|(?:是|从)?(?:外地|市外|外省|省外|国外)(?:来|过来)?的?)[\s。吧]*",
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
        body = _body(reading, span)
        stage = reading.vocabulary.taxonomy.find("stages", reading.page.text[slice(*body)])
        if match is not None:
            yield Candidate((reading.found(slot, value, match.span()),), SURE)
        elif stage is not None and slot == "chain_stage":
            yield Candidate((reading.found(slot, stage.name, body),), SURE)
        else:
            yield from _text(reading, slot, span)

    return read


def _country(reading: Reading, slot: str, span: Span) -> Candidates:
    match, value = first_choice(reading, span, choices("country"))
    words = reading.page.text[slice(*span)]
    if match is not None:
        yield Candidate((reading.found(slot, value, match.span()),), SURE)
    elif re.fullmatch(
        r"[\s是的]*(?:国内|内资企业?|本国|大陆|境内|民营|国企|本地|杭州|浙江)[\s的。]*", words
    ):
        yield Candidate((reading.found(slot, "中国", span),), SURE)
    elif re.fullmatch(r"[\u4e00-\u9fff]{2,8}", words.strip()) and not _EMPTY.fullmatch(words):
        yield from _text(reading, slot, span)


def _evidence(reading: Reading, slot: str, span: Span) -> Candidates:
    clauses = [c for c in reading.page.clauses if c.start < span[1] and span[0] < c.end]
    parts = [(max(c.start, span[0]), min(c.end, span[1])) for c in clauses]
    found = [one for part in parts for one in read_evidence(reading, part)]
    words = reading.page.text[slice(*span)]
    if found:
        yield from found
    elif not _EMPTY.fullmatch(words) and not re.search(
        r"没有|还没|暂无|^\s*(?:有|是|否)\s*$", words
    ):
        if not _CLEARLY_OTHER.search(words):
            body = _body(reading, span)
            if body[1] - body[0] >= 2:
                value = reading.page.text[slice(*body)]
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
    elif not _YES.fullmatch(words) and not _CLEARLY_OTHER.search(words):
        items = [part.strip() for part in re.split(r"[、,;，；]", words) if part.strip()]
        yield Candidate((reading.found(slot, items, span),), SURE)


def _terms(reading: Reading, slot: str, span: Span) -> Candidates:
    words = reading.page.text[slice(*span)]
    if _EMPTY.fullmatch(words) or _YES.fullmatch(words):
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
    body = _body(reading, span)
    words = reading.page.text[slice(*body)]
    if (
        re.search(r"[,。;]", words)
        or len(words) > 20
        or _CLEARLY_OTHER.search(words.replace("产业链", ""))
    ):
        return
    if find_places(reading.vocabulary.localities, words, (0, len(words))) or _EMPTY.fullmatch(
        words
    ):
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


def _code(reading: Reading, slot: str, span: Span) -> Candidates:
    if re.fullmatch(r"[\sA-Za-z0-9\-]{4,30}", reading.page.text[slice(*span)]):
        yield from credit_code_in(reading, span)


def _ratio(reading: Reading, slot: str, span: Span) -> Candidates:
    match = _BARE_NUMBER.fullmatch(reading.page.text, *span)
    if match:
        yield from ratio_in(reading, match.span("low"), match.span("high"))


def _contact(reading: Reading, slot: str, span: Span) -> Candidates:
    from bot.understanding.contacts import split_contact

    yield from split_contact(reading, slot, _body(reading, span))


def _passage(reading: Reading, slot: str, span: Span) -> Candidates:
    words = reading.page.text[slice(*span)]
    if _EMPTY.fullmatch(words) or len(words.strip()) < 4:
        return
    most = MOST_SUMMARY if slot == "summary" else MOST_APPEAL
    kept = cut_at_sentence(reading.page.original[slice(*span)], most)
    yield Candidate((passage(reading, slot, (span[0], span[0] + len(kept))),), SURE)


def _text(reading: Reading, slot: str, span: Span) -> Candidates:
    body = _body(reading, span)
    words = reading.page.text[slice(*body)]
    limit = 60 if slot in ("project_name", "investor_name", "platform") else 200
    if not 2 <= len(words) <= limit or _EMPTY.fullmatch(words) or _COMMAND.fullmatch(words):
        return
    if _YES.fullmatch(words) or _NO.fullmatch(words) or "\n" in words:
        return
    if slot != "investor_name" and _CLEARLY_OTHER.search(words) and slot != "energy":
        return
    if slot in ("project_name", "investor_name", "platform"):
        if re.fullmatch(r"[\d\W]+", words) or re.search(r"[,。;!?]", words):
            return
        if slot == "investor_name" and re.search(r"总投资|固投|电话|亩$|亿$|万元$|项目$", words):
            return
    yield Candidate((reading.found(slot, words, body),), SURE)


def _body(reading: Reading, span: Span) -> Span:
    """Without the words an answer begins and ends with: 嗯，叫X吧."""
    start, end = reading.page.trimmed(*span)
    lead = _LEAD.match(reading.page.text, start, end)
    begin = lead.end() if lead and lead.end() < end - 1 else start
    last = _LAST.search(reading.page.text, begin, end)
    end = last.start() if last and last.start() > begin else end
    text = reading.page.text
    if end - begin > 2 and text[begin] in '《“"「『' and text[end - 1] in '》”"」』':
        begin, end = begin + 1, end - 1
    return reading.page.trimmed(begin, end)


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
