"""What is said in passing or in a word: 我, 都不是, 11月10号签的; and what nobody took.

Pure. Does not: know commands, or change a form.
"""

import re
from dataclasses import replace
from decimal import Decimal

from bot.conversations.filing.evidence import with_dates
from bot.forms.commands import commands_of, fold
from bot.forms.filling import MONEY, completes_contact
from bot.forms.state import Form
from bot.understanding.choices import NO_SUPPORT
from bot.understanding.contact_words import OF_BUSINESS
from bot.understanding.contacts import is_person, is_phone
from bot.understanding.page import Page
from bot.understanding.talk_words import is_talk
from bot.understanding.types import Doubt, Found, Invalid, Understood

_SEGMENTS = re.compile(r"[^\s,，、。；;！!\n]+")
_ME = re.compile(
    r"(?:那)?(?:就)?(?:是|填|写)?(?:我|我自己|我本人|本人)(?:自己)?(?:来)?(?:经办|负责|办|跟)?|经办(?:人)?(?:就|是|写|填)*(?:我|本人)(?:自己)?"
)
_NEITHER = re.compile(r"(?:这?[两2]个?)?(?:都|均|全)(?:不是|不涉及|不属于|没有涉及)的?|两个都不是")
_UNNEEDED = re.compile(r"(?:支持)?[:：]?(?:也|都|先|暂时|目前)*(?:不需要|不用|不要|无需)(?:支持)?")
_SIDES = ("investor_contact", "unit_contact")
_NEAR = 4  # characters between a name and its number
_MOST_NAME = 4
_NEW = re.compile(
    r"(?:项目|这个|这|那|是|就|算|当|按|肯定|当然)*全?新(?:的|建|项目)*(?:没错|的|哦|啊|呀|呢)*"
)
_FLAGS = ("cross_region", "leader_assigned")
_CALLED = re.compile(
    r"(?<![方司业位体商厂家们])(?:项目)?(?:名字|名称|名)(?:已经|现在|也|就|现)?(?:定了|有了|想好了|定下来了|出来了)?[,，:：]?\s?(?:就|那就|暂时|暂|先)?(?:叫做?|定为|是)(?P<name>[^,，。;；!！?？\s]{4,40})"
)
_PROJECT_CALLED = re.compile(  # 有个项目想首报，叫X
    r"项目[^,，。;；!！?？]{0,10}[,，]\s?(?:就|名字)?叫做?(?P<name>[^,，。;；!！?？\s]{4,40})"
)
_NO_PROJECT = re.compile(r"还没|未定|待定|公司$|集团$|会社$")
_JUST_CALLED = re.compile(
    r"(?:^|[,，。;；…!！?？]\s*)(?:那|好|行|嗯|[,，])*(?:就|先|暂时|暂)(?:叫做?|定名?为?)(?P<name>[^,，。;；!！?？\s]{4,40}?)吧?$"
)
_HEADED = re.compile(
    r"(?:就?是|就?叫做?|名叫)?(?![新老]项目|落[在到户]|放[在到]|位于|在|想|要|租|来|有|这|那|我|他|做|搞)[^\s，,。：:是的了]{2,24}"
    r"(?:总部|园|平台|中心|基地|工厂|[产线]线|二期|厨房|实验室|研究院|乐园|综合体|厂)"
)
_LED = re.compile(r"^(?:就?(?:叫做?|名叫)|就?是)(?=.{4})")
_PHASE = re.compile(
    r"[一二三首]期[^,，。;；]{0,8}?\d[\d.]*(?P<unit>[十百千]?万亿?|个?亿|亩)(?:元|美元|欧元)?"
)
_SUBSTANCE = re.compile(
    r"\d|[一二两三四五六七八九十百千]+[个亿万轮次家期条]|签|函|协议|同意|领导|批示|扩|迁|搬|产能|专利|员工|设备|研发|总部"
    r"|电话(?!我)|母公司|控股|股东|姓|资金|政策|补贴|奖|厂|面积|能耗|环评|订单|客户|上市|股|资|产业|区|园"
)
_EMPTY = re.compile(
    r"^(?:是?(?:头|第)一次|[^,，]{0,8}(?:少了|多了|漏了)|\d{1,2}月\d{1,2}[日号]?(?:上午|下午|晚上)?$|各位|领导|大家|有个|想|不是|从|原来|哦|啊|不对|错|你好|您好|帮|请|麻烦|谢谢|我们?(?:区|想|要)?$|今天|昨天|刚才?|刚开完|其[他它余]|别的|以上|好的?|行|可以|先)"
    r"|先不定|待定|未定|没定|没想好|写错|说错|填错|不清楚|不知道|首报|报备|填报|错了$"
)
_TAKEN_BACK = re.compile(  # what goes before it was not meant
    r"[,，。;；]\s?[哦啊噢呃]?[,，]?(?:[^,，。]{0,4}(?:错了|不对)|(?:不是|算了|哦不|更正|应该[是叫]|准确))"
)
_ADMITS = re.compile(
    r"^[^\d]{0,12}(?:[写说填弄搞看记打]错|错了|[少多漏][了写打填]|换了|变了)[^\d]{0,8}$"
)
_SETTLES = re.compile(r"(?:[,，][^,，。]{1,10})?[,，](?:先|就|暂)按")
_INTO_SUMMARY = re.compile(
    r"(?:那|就|都|把)*(?:这[些句个])?(?:记|写|放|加|填)(?:进|到|在|入)?(?:项目)?简介(?:里)?吧?"
)
_MOST_UNREAD = 200  # characters of a message of which each clause is accounted for
_MOST_CLAUSES = 4


def plausible(understood: Understood) -> Understood:
    """Without sums that are telephone numbers, or of less than a hundred yuan beside the others."""
    doubts, found = [], list(understood.found)
    for doubt in understood.doubts:
        money = {one.slot for one in doubt.readings} <= MONEY
        if money and is_phone(doubt.raw):
            continue
        kept = tuple(one for one in doubt.readings if not (money and _is_odd(one)))
        if len(kept) == 1 < len(doubt.readings):
            found.append(kept[0])
        else:
            doubts.append(doubt)
    return replace(understood, found=tuple(found), doubts=tuple(doubts))


def _is_odd(one: Found) -> bool:
    """1亿5 as 100,000,005 yuan: finer than anybody tells a sum of this size."""
    amount = Decimal(str(one.value["amount"]))
    return amount >= 1_000 and amount != amount.quantize(Decimal("0.01"))


def _with_people(understood: Understood, text: str, form: Form) -> Understood:
    """A bare name nobody asked for is a choice; beside the investor's number it is theirs."""
    phones = [one.start for one in understood.found if one.slot == "investor_phone"]
    found, doubts = list(understood.found), []
    for doubt in understood.doubts:
        slots = [one.slot for one in doubt.readings]
        end = max(one.end for one in doubt.readings)
        near = any(0 <= start - end <= _NEAR for start in phones)
        if set(slots) == set(_SIDES) and near and not form.has("investor_contact"):
            found.append(doubt.readings[slots.index("investor_contact")])
        else:
            doubts.append(doubt)
    plain = _lone_name(text) or text.strip(" ,，。.！!")
    is_name = not (found or doubts) and len(plain) <= _MOST_NAME and is_person(plain)
    sides = [name for name in _SIDES if not form.has(name)]
    if is_name and completes_contact(str(form.slot("investor_contact").value or ""), plain):
        sides = ["investor_contact"]
    if is_name and sides and not commands_of(plain) and not understood.named:
        start = text.index(plain)
        readings = tuple(Found(name, plain, plain, start, start + len(plain)) for name in sides)
        is_theirs = sides[0] == "investor_contact" and OF_BUSINESS.search(plain)
        if len(sides) == 1 or is_theirs:
            found.append(readings[0])
        else:
            doubts.append(Doubt(plain, readings))
    return replace(understood, found=tuple(found), doubts=tuple(doubts))


def _lone_name(text: str) -> str:
    """就是上次那个，苗总: the one clause beside talk that is somebody."""
    parts = [match[0] for match in _SEGMENTS.finditer(text)]
    people = [part for part in parts if is_person(part) and not is_talk(part)]
    is_lone = len(parts) > 1 and len(people) == 1
    return people[0] if is_lone and all(is_talk(p) for p in parts if p not in people) else ""


def _with_note(understood: Understood, form: Form) -> Understood:
    """An ecosystem given where the chain was asked: said, since the chain is still to be told."""
    told = {one.slot for one in understood.found}
    if "chain" not in form.notes.asking or "chain" in told or "ecosystem" not in told:
        return understood
    found = tuple(
        replace(one, note="ecosystem_no_chain") if one.slot == "ecosystem" else one
        for one in understood.found
    )
    return replace(understood, found=found)


def with_small_words(understood: Understood, text: str, form: Form, me: str) -> Understood:
    """The understood text with what its short clauses and phrases say besides."""
    understood = _with_called(understood, text)
    understood = _with_head(understood, text, form)
    understood = with_dates(understood, text, form)
    understood = _with_people(understood, text, form)
    understood = _with_note(understood, form)
    understood = _with_phases(understood, text, form)
    return _with_short_answers(understood, text, form, me)


def _with_called(understood: Understood, text: str) -> Understood:
    """名字定了，叫X: the name, whatever was asked."""
    match = _CALLED.search(text) or _PROJECT_CALLED.search(text)
    match = match or _JUST_CALLED.search(text.strip(" 。.！!"))
    if match is None or "是" in match["name"][:1] or _NO_PROJECT.search(match["name"]):
        return understood
    name = match["name"].rstrip("吧呀啊哈")
    is_sought = match.re is not _JUST_CALLED
    start = text.index(name, match.start("name") if is_sought else 0)
    end = start + len(name)
    lead = match.start() if is_sought else start
    kept = tuple(
        one
        for one in understood.found
        if one.slot != "project_name" and (one.end <= lead or one.start >= end)
    )
    if any(one.slot == "investor_name" and one.start >= start for one in kept):
        return understood
    return replace(understood, found=(*kept, Found("project_name", name, name, start, end)))


def _with_head(understood: Understood, text: str, form: Form) -> Understood:
    """示例公司，供应链金融平台，…: the one clause beside an investor that ends like a name."""
    told = {one.slot for one in understood.found}
    is_wanted = "investor_name" in told and not {"project_name"} & told
    if not is_wanted or form.has("project_name") or _of_name(understood.doubts):
        return understood
    spans = [(one.start, one.end) for one in understood.found]
    spans += [(one.start, one.end) for doubt in understood.doubts for one in doubt.readings]
    named = [
        match
        for match in _SEGMENTS.finditer(text)
        if _HEADED.fullmatch(match[0])
        and not any(start < match.end() and match.start() < end for start, end in spans)
    ]
    if len(named) != 1:
        return understood
    name = _LED.sub("", named[0][0])
    found = Found("project_name", name, name, named[0].end() - len(name), named[0].end())
    return replace(understood, found=(*understood.found, found))


def _of_name(doubts: tuple[Doubt, ...]) -> bool:
    return any(one.slot in ("project_name", "investor_name") for d in doubts for one in d.readings)


def _with_phases(understood: Understood, text: str, form: Form) -> Understood:
    """一期3亿，二期5亿: sums of phases are not added up; the whole is asked for."""
    phases = list(_PHASE.finditer(text))
    if len(phases) < 2:
        return understood
    is_land = phases[0]["unit"] == "亩"
    slot = "land_area_mu" if is_land else "total_investment"
    spoken_of = {one.slot for one in understood.found}
    spoken_of |= {one.slot for doubt in understood.doubts for one in doubt.readings}
    if slot in spoken_of or form.has(slot):
        return understood
    raw = text[phases[0].start() : phases[-1].end()]
    return replace(understood, invalid=(*understood.invalid, Invalid(slot, raw, "amount_phases")))


def _with_short_answers(understood: Understood, text: str, form: Form, me: str) -> Understood:
    """我，都不是，不用: each of several short answers to the question it fits."""
    segments = list(_SEGMENTS.finditer(text))
    slots = {one.slot for one in understood.found}
    fresh: list[Found] = []
    for segment in segments:
        start, end = segment.span()
        words = segment[0].rstrip("吧的了")
        values: dict[str, object] = {}
        if me and _ME.fullmatch(words) and _is_open(form, slots, "unit_contact", words):
            values["unit_contact"] = me
        elif _says_new(words, len(segments)) and not form.has("is_new_project"):
            values["is_new_project"] = True
        elif _NEITHER.fullmatch(words) and not form.notes.doubts:
            values = {name: False for name in _FLAGS if not form.has(name) and name not in slots}
        elif (len(segments) > 1 or "支持" in words) and _UNNEEDED.fullmatch(words):
            is_open = not form.has("support_requested") and "support_requested" not in slots
            values = {"support_requested": [NO_SUPPORT]} if is_open else {}
        fresh += [Found(name, value, segment[0], start, end) for name, value in values.items()]
    if not fresh:
        return understood
    spans = [(one.start, one.end) for one in fresh]
    kept = tuple(
        one
        for one in understood.found
        if not any(s <= one.start and one.end <= e for s, e in spans)
    )
    return replace(understood, found=(*kept, *fresh))


def _says_new(words: str, of: int) -> bool:
    """Whether words, one of so many parts, say that the project is new."""
    return (
        _NEW.fullmatch(words) is not None
        if of == 1
        else words in ("新", "是新", "全新", "新项目", "是新项目")
    )


def _is_open(form: Form, slots: set[str], name: str, words: str) -> bool:
    return name not in slots and (not form.has(name) or "经办" in words)


def neither(text: str, form: Form) -> dict[str, object]:
    """What 都不是 answers where no choice is put: the two questions of who leads the talks.

    不需要 is of the support wherever it was not told yet.
    """
    at_card = bool(form.notes.card) and form.notes.card == form.notes.version
    refuses = fold(text) in ("不要", "不用", "不要支持", "不用支持") and not form.notes.ending
    is_flag = bool(set(form.notes.asking) & {*_FLAGS, "is_new_project"})
    is_free = at_card or not (is_flag or form.notes.doubts)
    if is_free and refuses and not form.has("support_requested"):
        return {"support_requested": [NO_SUPPORT]}
    if not form.notes.doubts and not is_flag and fold(text) in ("不需要", "不需要支持"):
        return {} if form.has("support_requested") else {"support_requested": [NO_SUPPORT]}
    is_of_doubt = bool(form.notes.doubts) and "不是" in text
    if is_of_doubt or not _NEITHER.fullmatch(fold(text)):
        return {}
    return {name: False for name in _FLAGS if not form.has(name)}


def unread(text: str, understood: Understood) -> tuple[str, ...]:
    """The clauses that state something nobody took, as they were typed."""
    if len(text) > _MOST_UNREAD or understood.named:
        return ()
    spans = [(one.start, one.end) for one in understood.found]
    spans += [(r.start, r.end) for doubt in understood.doubts for r in doubt.readings]
    refused = [one.raw for one in understood.invalid]
    left = []
    told = {one.slot for one in understood.found}
    numbers = [n for one in understood.found for n in re.findall(r"\d{7,}", str(one.value))]
    may_be_name = "investor_name" in told and "project_name" not in told
    for clause in Page(text).clauses:
        words = text[clause.start : clause.end].strip()
        taken = any(start < clause.end and clause.start < end for start, end in spans)
        taken = taken or any(words in raw or raw in words for raw in refused)
        taken = taken or any(number in words for number in numbers)
        fewest = 2 if re.match(r"[约近]?\d", words) else 4
        if (
            taken
            or clause.is_asked
            or _is_taken_back(words, text[clause.end :])
            or commands_of(words)
            or len(words) < fewest
        ):
            continue
        if (may_be_name or _SUBSTANCE.search(words)) and not _EMPTY.search(words):
            left.append(words)
    return tuple(left[:_MOST_CLAUSES])


def _is_taken_back(words: str, behind: str) -> bool:
    """Whether what comes behind says that words were not meant: 七八个亿吧，…，先按8亿算."""
    is_denied = "不是" in words and behind.lstrip("，, ").startswith(("是", "应该", "而是"))
    if is_denied or _TAKEN_BACK.match(behind) or _ADMITS.search(words):
        return True
    is_sum = re.search(r"[\d一二两三四五六七八九十]", words) is not None
    return is_sum and _SETTLES.match(behind) is not None


def into_summary(text: str, form: Form) -> Understood | None:
    """记进简介: the words nobody took, into the summary."""
    if not form.notes.unread or not _INTO_SUMMARY.fullmatch(text.strip(" 。.！!")):
        return None
    old = str(form.slot("summary").value or "")
    value = "；".join([*([old] if old else []), *form.notes.unread])
    return Understood((Found("summary", value, "；".join(form.notes.unread), 0, len(text)),))
