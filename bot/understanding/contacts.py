"""People and telephone numbers, the investor's told from our own unit's."""

import re
from dataclasses import dataclass, replace

from bot.understanding.answer_words import AS_EVIDENCE
from bot.understanding.candidates import LIKELY, SURE, WEAK, Candidate, Candidates, Reading
from bot.understanding.contact_sides import Person, parted, sided, with_further
from bot.understanding.contact_words import (
    ALONE,
    INVESTOR_PHONE,
    NOT_PEOPLE,
    PERSON,
    PERSON_CORRECTED,
    PHONE,
    PHONE_CUE,
    POST,
    ROLE,
    SURNAME_ONLY,
    TAIL_ROLE,
    UNIT_PHONE,
)
from bot.understanding.cues import support_kinds
from bot.understanding.talk_words import INDUSTRY, is_talk
from bot.understanding.types import Found

_SAYS = re.compile(
    r"[的了在还要看改写说没不有是就也都把给用]|全部|同意|意向|名字|流程|投资方|企业方"
)
_FOREIGN_NAME = re.compile(r"(?:(?:Mr|Ms|Mrs|Dr)\.? ?)?[A-Z][a-z]+(?:[ -][A-Z][a-z]+){1,2}")
_THEIR_FOREIGNER = re.compile(
    r"(?<!我方)(?<!单位)(?:联系人|负责人|代表)(?:是|为|:|叫)?[^,。;\dA-Z]{0,14}"
    r"(?P<name>[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2})"
)
_THEIRS_POSTED = re.compile(
    rf"(?:他们|对方|企业方?|那边|公司|投资方)(?:那边|公司)?的?(?:对接人|联系人)?(?:就?是|叫)?(?:[\u4e00-\u9fff]{{2,4}}部|分管|负责|投资|市场|销售|项目|招商|战略|政府|事务|公共|财务|华东|中国|区域|大区|区)*"
    rf"(?P<name>(?:副总经理|总经理|副总裁|总裁|副总|董事长|董秘|总监|经理|老总|助理)(?:是)?{PERSON})"
)
_THEIRS_NAMED = re.compile(
    rf"(?:对接|联系|负责)人?(?:就)?(?:是|为|:|叫)?(?:他们|对方|企业|那边)(?:那边|公司)?的?"
    rf"(?P<name>(?:副?总经理|董事长|总裁)?(?:助理|秘书)?{PERSON})"
)
_TITLED = re.compile(r"^[\u4e00-\u9fff]{1,4}(?:先生|女士|小姐|社长)$")
_ABROAD_FIRM = re.compile(
    r"[A-Z][\w&.\- ]*\b(?:GmbH|AG|SE|Inc|Ltd|LLC|Corp|BV|NV|SA|PLC)(?![A-Za-z])"
)
_MOST_PERSON = 20
_SOMEBODY = re.compile(rf"{PERSON}|[A-Za-z]{{2,}}|[部科处室办局队院司组]|中心")
_LOCAL = re.compile(r"(?<=[^\d])[2-9]\d{6,7}$")  # a number of this city, without its code
_MINE = re.compile(r"(?:我(?:这边|自己|本人)?|本人)(?:是|叫|[,、 ])\s?(?=[^\s,是叫])")
_NO_NAME = re.compile(
    r"\d{3}|[。;!?]|有限公司|总投资|投资额|亿|万元|亩|还没|没有|占|不知道|不清楚|待定|跳过|项目|怎么|什么"
)


@dataclass(frozen=True, slots=True)
class _Phone:
    start: int
    end: int
    digits: str


def read_contacts(reading: Reading) -> Candidates:
    """Both contacts and the investor's number; a number of our own stays with its person."""
    everybody = _people(reading)
    phones = [p for p in _phones(reading) if not reading.page.is_asked(p.start)]
    people, further = parted(reading.page.text, everybody)
    phones = [p for p in phones if not any(f.start <= p.start < f.end for f in further)]
    taken: set[int] = set()
    for index, person in enumerate(people):
        following = people[index + 1].start if index + 1 < len(people) else len(reading.page.text)
        phone = next((p for p in phones if _belongs(reading, person, p, following)), None)
        if phone is not None and person.side:
            taken.add(phone.start)
        for one in _of_person(reading, person, phone):
            yield with_further(reading.page.text, one, further)
    for phone in phones:
        if phone.start not in taken:
            yield _loose_phone(reading, phone)
    yield from _bad_phones(reading, phones)
    yield from _surnames(reading)
    yield from _theirs_named(reading)
    yield from _abroad(reading)
    yield from _corrected(reading, people)


def _people(reading: Reading) -> list[Person]:
    text, people = reading.page.text, []
    for match in ROLE.finditer(text):
        start, end = match.span("name")[0], match.end("post")
        if foreign := _FOREIGN_NAME.match(text, start):
            end = max(end, foreign.end())
        name = text[match.start("name") : end].strip()
        if reading.page.is_asked(start) or NOT_PEOPLE.search(name):
            continue
        if _ABROAD_FIRM.match(text, start):
            continue
        is_called = _FOREIGN_NAME.fullmatch(name) or _TITLED.search(name)
        if match["any"] and not (_is_explicit(match) or is_called):
            continue
        side = "unit_contact" if match["unit"] else "investor_contact"
        people.append(Person(start, end, side, SURE))
    for match in TAIL_ROLE.finditer(text):
        start, end = match.span("name")
        if not any(p.start < end and start < p.end for p in people) and not reading.page.is_asked(
            start
        ):
            near = text[max(0, start - 6) : start]
            side = "investor_contact" if INVESTOR_PHONE.search(near) else "unit_contact"
            people.append(Person(start, end, side, LIKELY))
    for match in ALONE.finditer(text):
        start, end = match.start("lead" if match["lead"] else "name"), match.end("post")
        if not any(p.start < end and start < p.end for p in people) and not reading.page.is_asked(
            start
        ):
            people.append(Person(start, end, "", WEAK))
    return sided(text, people)


def _corrected(reading: Reading, people: list[Person]) -> Candidates:
    """联系人是李明，哦不，是李萌: the second person in the first one's slot."""
    for person in people:
        match = PERSON_CORRECTED.match(reading.page.text, person.end)
        if match and person.side and not reading.page.is_asked(match.start()):
            span = match.start("name"), match.end("post")
            yield Candidate((_worded(reading, person.side, *span),), SURE)


def _theirs_named(reading: Reading) -> Candidates:
    """对接人是他们的总经理助理罗敏: somebody of theirs by a role that is ours elsewhere."""
    for pattern, rank in ((_THEIRS_NAMED, SURE), (_THEIRS_POSTED, LIKELY)):
        for match in pattern.finditer(reading.page.text):
            if not reading.page.is_asked(match.start()):
                found = reading.found("investor_contact", match["name"], match.span("name"))
                yield Candidate((found,), rank)


def _surnames(reading: Reading) -> Candidates:
    """老板姓郑: a surname with the post it was told with."""
    for match in SURNAME_ONLY.finditer(reading.page.text):
        name = match["name"] or match["name_first"]
        role = match["role"] or match["role_behind"]
        slot = "unit_contact" if role == "经办人" else "investor_contact"
        if not reading.page.is_asked(match.start()):
            found = reading.found(slot, f"{name}（{role}）", match.span())
            yield Candidate((found,), LIKELY)


def _abroad(reading: Reading) -> Candidates:
    """联系人是他们中国区总经理Michael Wang: a name in letters behind a post."""
    for match in _THEIR_FOREIGNER.finditer(reading.page.text):
        if not reading.page.is_asked(match.start()):
            found = reading.found("investor_contact", match["name"], match.span("name"))
            yield Candidate((found,), LIKELY)


def _is_explicit(match: re.Match[str]) -> bool:
    """Whether a word of any form may be a name: only right after a role and 是 or a colon."""
    named = re.search(r"人|员|负责|老板|代表", match["role"])
    return bool(
        named
        and match["verb"]
        and match["verb"].strip()
        in ("是", "为", ":", "=", "叫", "改成", "改为", "换成", "就是", "写", "填", "找")
    )


def _phones(reading: Reading) -> list[_Phone]:
    return [
        _Phone(m.start(), m.end(), phone_digits(m[0])) for m in PHONE.finditer(reading.page.text)
    ]


def phone_digits(text: str) -> str:
    """The number as stored: digits, an extension behind a hyphen, no country code of ours."""
    extension = re.search(r"(?:转|#)\s?(\d{1,5})$|(?<=\d{7})-(\d{1,5})$", text)
    main = text[: extension.start()] if extension else text
    digits = re.sub(r"\D", "", main)
    if digits.startswith("86") and len(digits) > 11:
        digits = digits[2:]
    elif main.lstrip().startswith("+"):
        digits = f"+{digits}"
    return f"{digits}-{extension[1] or extension[2]}" if extension else digits


def _belongs(reading: Reading, person: Person, phone: _Phone, following: int) -> bool:
    """Whether a number follows a person, with no other person between and not far off."""
    if not person.end <= phone.start < following or phone.start - person.end > 30:
        return False
    between = reading.page.text[person.end : phone.start]
    return "\n" not in between.strip() and not re.search(r"[。;]", between)


def _of_person(reading: Reading, person: Person, phone: _Phone | None) -> Candidates:
    if person.side == "unit_contact":
        close = phone is not None and phone.start - person.end <= 12
        end = phone.end if phone is not None and close else person.end
        found = _worded(reading, "unit_contact", person.start, end)
        if phone is not None and close:
            named = _worded(reading, "unit_contact", person.start, person.end).value
            number = _worded(reading, "unit_contact", phone.start, phone.end).value
            found = replace(found, value=f"{named} {number}")
        yield Candidate((found,), person.rank)
        return
    span = person.start, person.end
    if person.side:
        yield Candidate((_worded(reading, person.side, *span),), person.rank)
        if phone is not None:
            found = reading.found("investor_phone", phone.digits, (phone.start, phone.end))
            yield Candidate((found,), SURE)
        return
    sides = ("investor_contact", "unit_contact")
    yield Candidate(tuple(_worded(reading, side, *span) for side in sides), person.rank)


def _worded(reading: Reading, slot: str, start: int, end: int) -> Found:
    """A contact with its words, marks and blanks made one."""
    start, end = reading.page.trimmed(start, end)
    words = reading.words((start, end))
    value = re.sub(r"\s*(?:电话|手机号?码?|联系方式)(?:是|:)?\s*", " ", words)
    value = re.sub(r"(?:职务|职位)(?:是|为|:)?\s*", "", value)
    value = re.sub(r"(?<=[\u4e00-\u9fff)])(?=[+(]?\d{5,}|0\d{2,3}-)", " ", value)
    value = re.sub(r"[,、\s:]+", " ", value).strip()
    return reading.found(slot, value, (start, end))


def _loose_phone(reading: Reading, phone: _Phone) -> Candidate:
    """A number without a person: by the words of its sentence, else a choice."""
    span = phone.start, phone.end
    start = max(reading.page.sentence_start(phone.start), phone.start - 24)
    before = reading.page.text[start : phone.start]
    mine, theirs = UNIT_PHONE.search(before), INVESTOR_PHONE.search(before)
    slots: tuple[str, ...] = ("investor_phone", "unit_contact")
    if theirs and not mine:
        slots = ("investor_phone",)
    elif mine and not theirs:
        slots = ("unit_contact",)
    elif re.search(r"(?:联系)?(?:电话|手机|方式)\S{0,4}\s*$", before):
        slots = ("investor_phone",)
    found = tuple(reading.found(slot, phone.digits, span) for slot in slots)
    return Candidate(found, LIKELY if len(slots) == 1 else WEAK)


def _bad_phones(reading: Reading, phones: list[_Phone]) -> Candidates:
    for match in PHONE_CUE.finditer(reading.page.text):
        start, end = match.span("digits")
        if any(p.start < end and start < p.end for p in phones) or reading.page.is_asked(start):
            continue
        digits = re.sub(r"\D", "", match["digits"])
        blank = reading.found("investor_phone", None, (start, end))
        yield Candidate((blank,), SURE, "phone_length", {"count": str(len(digits))})


def is_phone(text: str) -> bool:
    """Whether the whole text is a telephone number."""
    return PHONE.fullmatch(text.strip()) is not None


def is_person(text: str) -> bool:
    """Whether the text looks like somebody's name, with or without a post."""
    return re.fullmatch(rf"{PERSON}{POST}", text.strip()) is not None


def split_contact(reading: Reading, slot: str, span: tuple[int, int]) -> Candidates:
    """Words given as a contact: the person, and the number behind the name.

    Our own contact keeps the number in its words; the investor's goes to its own slot.
    """
    start, end = reading.page.trimmed(*span)
    text = reading.page.text
    if slot == "unit_contact" and (mine := _MINE.match(text, start, end)):
        start = mine.end()
    phone = PHONE.search(text, start, end)
    if phone is not None and phone.start() == start and slot == "investor_contact":
        yield from _behind_number(reading, phone, end)
        return
    name_end = phone.start() if phone else end
    while name_end > start and text[name_end - 1] in " ,、:;(":
        name_end -= 1
    named = re.sub(
        r"[,、\s]+[\w.\-]+@[\w.\-]+\s*$|[,、]?\s*(?:的?(?:电话|手机|联系方式)号?码?(?:是|:)?|在|他的|她的)\s*$",
        "",
        text[start:name_end],
    )
    name_end = start + len(named)
    local = _LOCAL.search(named) if phone is None and slot == "unit_contact" else None
    if local is not None and _may_be_people(named[: local.start()].rstrip(" ,、:;(")):
        yield Candidate((_worded(reading, slot, start, start + local.end()),), SURE)
        return
    if phone is None and re.search(r"\d", named):
        digits = re.search(r"[\d\- ]{5,}", named)
        if digits:
            blank = reading.found(
                "investor_phone", None, (start + digits.start(), start + digits.end())
            )
            count = len(re.sub(r"\D", "", digits[0]))
            yield Candidate((blank,), SURE, "phone_length", {"count": str(count)})
            name_end = start + len(named[: digits.start()].rstrip(" ,、:;("))
            named = text[start:name_end]
    if 1 < len(named) <= 30 and _may_be_people(named):
        whole = phone.end() if phone and slot == "unit_contact" else name_end
        yield Candidate((_worded(reading, slot, start, whole),), SURE)
    if phone is not None and (slot == "investor_contact" or len(named) < 2):
        number = "investor_phone" if slot == "investor_contact" else slot
        found = reading.found(number, phone_digits(phone[0]), phone.span())
        yield Candidate((found,), SURE)


def _may_be_people(words: str) -> bool:
    """Whether words given as a contact may be somebody: 看一下全部 is nobody."""
    if any(is_talk(part) for part in re.split(r"[,、\s]+", words)[:-1] if part):
        return False  # 上次那个，苗总
    if _NO_NAME.search(words) or (words[0] == "我" and "是" not in words):
        return False
    if re.search(rf"{PERSON}{POST}$", words.strip()) or re.search(r"[A-Z][a-z]+$", words.strip()):
        return True
    if (
        is_talk(words)
        or re.search(INDUSTRY, words)
        or any(kind.search(words) for kind in support_kinds().values())
    ):
        return False
    if _SAYS.search(words) or AS_EVIDENCE.search(words):
        return False
    is_name = re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", words) is not None
    return is_name or (len(words) <= _MOST_PERSON and _SOMEBODY.search(words) is not None)


def _behind_number(reading: Reading, phone: re.Match[str], end: int) -> Candidates:
    """13800000000 找高总: the number first."""
    found = reading.found("investor_phone", phone_digits(phone[0]), phone.span())
    yield Candidate((found,), SURE)
    text = reading.page.text
    lead = re.compile(r"[\s,、:;(]*(?:找|是|叫|联系|请找)?\s*").match(text, phone.end(), end)
    start = lead.end() if lead else phone.end()
    if is_person(text[start:end].rstrip(") 。")):
        name_end = start + len(text[start:end].rstrip(") 。"))
        yield Candidate((_worded(reading, "investor_contact", start, name_end),), SURE)
