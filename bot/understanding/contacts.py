"""People and telephone numbers, the investor's told from our own unit's."""

import re
from dataclasses import dataclass, replace

from bot.understanding.candidates import LIKELY, SURE, WEAK, Candidate, Candidates, Reading
from bot.understanding.types import Found

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边"
)
_COMPOUND = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|夏侯|令狐"
_TITLE = (
    r"副?总经理|副总裁|总裁|副?董事长|董事|副总|总监|总助|总(?!投|部|体|额|的|共|计|产|面|量|规)|副?主任|副?科长|副?处长|副?局长|副?部长|副?所长|副?院长"
    r"|副?区长|副?镇长|书记"
    r"|经理|工(?!业|厂|程|作|艺|信|商)|老师|博士|教授|先生|女士|小姐|秘书|主管|专员|代表|负责人|助理|科员|董(?!事)|局(?!里|长)|科(?!技|学|创|研|员"
    r"|长)|处(?!理|长)|主席|合伙人|厂长|法人|院士|哥|姐"
)
_PERSON = (
    rf"(?:(?:小|老)[{_SURNAMES}]|(?:{_COMPOUND}"
    rf"|[{_SURNAMES}])(?:[\u4e00-\u9fff]{{0,2}}?(?:{_TITLE})(?:{_TITLE})?"
    rf"|[\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff])))"
)
_PEOPLE = (
    rf"(?:{_PERSON}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?(?=\s?[、和与及跟]\s?{_PERSON}))"
    rf"(?:\s?[、和与及跟]\s?{_PERSON}){{0,2}}"
)
_ANYONE = r"[\u4e00-\u9fffA-Za-z·. ]{2,12}?"
_POST = rf"(?:\s?[(,、 ]\s?(?:[\u4e00-\u9fff]{{0,6}}?(?:{_TITLE}))\)?)?"
_UNIT_ROLE = (
    r"本?单位?经办人?|经办人?|我方(?:联系|对接|经办)人?|本单位联系人|我们(?:这边|区|局|单位|这儿)?(?:的)?(?:联系人|经办人?|对接人?|负责人|填报人)"
    r"|(?:区|局|县|园区|单位|属地|镇街|开发区|平台)(?:里|上|级)?(?:这边)?(?:的)?(?:联系人|对接人|经办人)"
    r"|(?<!企业)(?<!方)(?<!公司)(?<!他们)(?<!方的)(?<!业的)对接人|招商专?员|报送人|填报人|填表人|跟进人|跟踪(?:负责)?人|项目专员|我们这边"
    r"|我们这里|我们这儿|我们局|我们区|这边|专班|(?<!联)我(?:这边|自己)?(?:是|叫)|由我"
)
_INVESTOR_ROLE = (
    r"(?:投资方|企业|对方|资方|公司|客商|外商|厂家|甲方|厂方|他们|他家|业主|那边)(?:那边|这边|那头|那里|方面|方)?的?(?:主要)?(?:联系人|联络人|负责人"
    r"|对接人|代表|老板|老总|经办人?|对口人)?|(?<!我方)(?<!单位)(?<!我们)(?<!区里)(?<!局里)联系人|连系人|联络人|法人代表?|老板|项目负责人"
)
_ROLE = re.compile(
    rf"(?P<role>(?P<unit>{_UNIT_ROLE})|(?P<investor>{_INVESTOR_ROLE}))(?:姓名|名字)?(?:那边|这边)?(?:不对"
    rf"|写错了?|错了|变了|换了|换人了?)?[,，]?\s?"
    rf"(?P<verb>暂时是|改成|改为|换成|就是|写|填|找|姓|叫|是|为|由|:|=|联系|\s)?(?:的是)?\s{{0,3}}(?:我\s?[,、]?\s?(?:叫"
    rf"|是)?)?(?:姓?[\u4e00-\u9fff],\s?(?:叫)?(?=[\u4e00-\u9fff]))?(?:一位|一个)?(?P<name>{_PEOPLE}"
    rf"|[\u4e00-\u9fff]{{2,8}}的{_PERSON}|(?P<any>{_ANYONE}))"
    rf"(?P<post>{_POST})(?:对接|负责|联系|跟进|经办|填报)?(?=$|[\s,。;!?()、|\d+]|电话|手机|联系电话|联系方式|的|吧|在|他|她|号|,)"
)
_SURNAME_ONLY = re.compile(
    rf"(?:(?P<role>老板|老总|董事长|总经理|负责人|联系人|经办人|对接人|经理|法人)(?:是)?姓(?P<name>[{_SURNAMES}])"
    rf"|姓(?P<name_first>[{_SURNAMES}])的(?:一个|那个)?(?P<role_behind>老板|老总|董事长|总经理|负责人|经理|总监))"
    rf"(?![\u4e00-\u9fff](?<![的电手]))"
)
_TAIL_ROLE = re.compile(
    rf"(?P<name>{_PERSON})(?:\s?\([^()]{{1,8}}\))?(?:来|在|这边|具体|全程)?(?P<verb>经办|填报|对接|负责对接|负责跟进|跟进"
    rf"|联系)"
)
_ALONE = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<name>{_PERSON})(?P<post>{_POST})\s?[,:、]?\s?(?:的?(?:电话|手机号?码?|联系方式"
    rf"|号码)(?:是|:)?)?\s?(?=[+(]?\d[\d\- ()]{{6}})"
)
_NOT_PEOPLE = re.compile(
    r"电话|手机|号码|邮箱|微信|还没|没有|不|未|什么|谁|哪|想|要|来|可以|需要|希望|已经|外地|我们|他们|公司|企业|项目|投资|诉求|名称|单位|考察|方式|待|姓名|有"
    r"|在|都|暂"
)
_MOBILE = r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
_LANDLINE = (
    r"(?:\+?86[- ]?)?(?:\(0\d{2,3}\)|0\d{2,3})[-— ]{0,3}[2-9]?\d{3,4}[- ]?\d{4}(?:(?:-|转"
    r"|#)\s?\d{1,5})?"
)
_PHONE = re.compile(rf"(?<![\d.A-Za-z])(?:{_MOBILE}|{_LANDLINE})(?![\dA-Za-z])")
_PHONE_CUE = re.compile(
    r"(?:电话|手机|手机号|座机|号码|联系方式|电话号码|手机号码|tel|TEL|Tel)(?:号|码)?(?:是|为|:|改成|改为|写|填|留的?是?"
    r"|,)?\s{0,3}(?P<digits>[+(]?\d[\d\-— ()]{2,22}\d)"
)
_UNIT_PHONE = re.compile(rf"(?:{_UNIT_ROLE}|我的|我(?:电话|手机)|本单位)")
_INVESTOR_PHONE = re.compile(r"投资方|企业|对方|资方|公司|客商|他们|他的|她的|联系人")


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody named; side: investor_contact, unit_contact, or empty when not told."""

    start: int
    end: int
    side: str
    rank: int


@dataclass(frozen=True, slots=True)
class _Phone:
    start: int
    end: int
    digits: str


def read_contacts(reading: Reading) -> Candidates:
    """Both contacts and the investor's number; a number of our own stays with its person."""
    people = _people(reading)
    phones = [p for p in _phones(reading) if not reading.page.is_asked(p.start)]
    taken: set[int] = set()
    for index, person in enumerate(people):
        following = people[index + 1].start if index + 1 < len(people) else len(reading.page.text)
        phone = next((p for p in phones if _belongs(reading, person, p, following)), None)
        if phone is not None and person.side:
            taken.add(phone.start)
        yield from _of_person(reading, person, phone)
    for phone in phones:
        if phone.start not in taken:
            yield _loose_phone(reading, phone)
    yield from _bad_phones(reading, phones)
    yield from _surnames(reading)


def _people(reading: Reading) -> list[_Person]:
    text, people = reading.page.text, []
    for match in _ROLE.finditer(text):
        start, end = match.span("name")[0], match.end("post")
        name = text[match.start("name") : match.end("name")].strip()
        if reading.page.is_asked(start) or _NOT_PEOPLE.search(name):
            continue
        if match["any"] and not _is_explicit(match):
            continue
        side = "unit_contact" if match["unit"] else "investor_contact"
        people.append(_Person(start, end, side, SURE))
    for match in _TAIL_ROLE.finditer(text):
        start, end = match.span("name")
        if not any(p.start < end and start < p.end for p in people) and not reading.page.is_asked(
            start
        ):
            near = text[max(0, start - 6) : start]
            side = "investor_contact" if _INVESTOR_PHONE.search(near) else "unit_contact"
            people.append(_Person(start, end, side, LIKELY))
    for match in _ALONE.finditer(text):
        start, end = match.start("name"), match.end("post")
        if not any(p.start < end and start < p.end for p in people) and not reading.page.is_asked(
            start
        ):
            people.append(_Person(start, end, "", WEAK))
    return sorted(people, key=lambda p: p.start)


def _surnames(reading: Reading) -> Candidates:
    """老板姓郑: a surname with the post it was told with."""
    for match in _SURNAME_ONLY.finditer(reading.page.text):
        name = match["name"] or match["name_first"]
        role = match["role"] or match["role_behind"]
        slot = "unit_contact" if role == "经办人" else "investor_contact"
        if not reading.page.is_asked(match.start()):
            found = reading.found(slot, f"{name}（{role}）", match.span())
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
        _Phone(m.start(), m.end(), phone_digits(m[0])) for m in _PHONE.finditer(reading.page.text)
    ]


def phone_digits(text: str) -> str:
    """The number as stored: digits, an extension behind a hyphen, no country code of ours."""
    extension = re.search(r"(?:转|#)\s?(\d{1,5})$|(?<=\d{7})-(\d{1,5})$", text)
    main = text[: extension.start()] if extension else text
    digits = re.sub(r"\D", "", main)
    if digits.startswith("86") and len(digits) > 11:
        digits = digits[2:]
    return f"{digits}-{extension[1] or extension[2]}" if extension else digits


def _belongs(reading: Reading, person: _Person, phone: _Phone, following: int) -> bool:
    """Whether a number follows a person, with no other person between and not far off."""
    if not person.end <= phone.start < following or phone.start - person.end > 30:
        return False
    between = reading.page.text[person.end : phone.start]
    return "\n" not in between.strip() and not re.search(r"[。;]", between)


def _of_person(reading: Reading, person: _Person, phone: _Phone | None) -> Candidates:
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
    mine, theirs = _UNIT_PHONE.search(before), _INVESTOR_PHONE.search(before)
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
    for match in _PHONE_CUE.finditer(reading.page.text):
        start, end = match.span("digits")
        if any(p.start < end and start < p.end for p in phones) or reading.page.is_asked(start):
            continue
        digits = re.sub(r"\D", "", match["digits"])
        blank = reading.found("investor_phone", None, (start, end))
        yield Candidate((blank,), SURE, "phone_length", {"count": str(len(digits))})


def is_phone(text: str) -> bool:
    """Whether the whole text is a telephone number."""
    return _PHONE.fullmatch(text.strip()) is not None


def is_person(text: str) -> bool:
    """Whether the text looks like somebody's name, with or without a post."""
    return re.fullmatch(rf"{_PERSON}{_POST}", text.strip()) is not None


def split_contact(reading: Reading, slot: str, span: tuple[int, int]) -> Candidates:
    """Words given as a contact: the person, and the number behind the name.

    Our own contact keeps the number in its words; the investor's goes to its own slot.
    """
    start, end = reading.page.trimmed(*span)
    text = reading.page.text
    phone = _PHONE.search(text, start, end)
    if phone is not None and phone.start() == start and slot == "investor_contact":
        yield from _behind_number(reading, phone, end)
        return
    name_end = phone.start() if phone else end
    while name_end > start and text[name_end - 1] in " ,、:;(":
        name_end -= 1
    named = re.sub(
        r"[,、]?\s*(?:的?(?:电话|手机|联系方式)号?码?(?:是|:)?|在|他的|她的)\s*$",
        "",
        text[start:name_end],
    )
    name_end = start + len(named)
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
    if 1 < len(named) <= 30 and not _NO_NAME.search(named):
        whole = phone.end() if phone and slot == "unit_contact" else name_end
        yield Candidate((_worded(reading, slot, start, whole),), SURE)
    if phone is not None and (slot == "investor_contact" or len(named) < 2):
        number = "investor_phone" if slot == "investor_contact" else slot
        found = reading.found(number, phone_digits(phone[0]), phone.span())
        yield Candidate((found,), SURE)


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


_NO_NAME = re.compile(
    r"\d{3}|[。;!?]|有限公司|总投资|投资额|亿|万元|亩|还没|没有|不知道|不清楚|待定|跳过|项目|怎么|什么"
)
