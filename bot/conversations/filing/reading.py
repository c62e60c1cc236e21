"""What a person wrote as values: talk, answers to several questions, a pasted brief. Pure.

Does not: know commands (bot.conversations.filing.hearing).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.conversations.filing.fitting import fitted
from bot.conversations.filing.mending import mended, of_filled
from bot.conversations.filing.people import PEOPLE, own_contact, with_post, without_label
from bot.conversations.filing.rest import with_rest
from bot.conversations.filing.small import into_summary, plausible, unread, with_small_words
from bot.forms.commands import correction_of, cues_of
from bot.forms.events import Told
from bot.forms.filling import FLAGS, LISTS, MONEY, NAMES
from bot.forms.state import Form
from bot.understanding.briefs import understand_brief
from bot.understanding.contact_sides import FURTHER
from bot.understanding.contacts import is_person
from bot.understanding.labels import labels
from bot.understanding.places import find_places, today_names
from bot.understanding.slots import understand
from bot.understanding.talk_words import INDUSTRY
from bot.understanding.types import Found, Understood, Vocabulary

# Slots that take few answers; of the others one bare phrase does not say which it is for.
_STRICT = FLAGS | MONEY | {"investor_phone", "existing_district", "uscc"}
_PART = re.compile(r"[^，,。；;！!、\n]+")
_NAMED = re.compile(r"(?:项目|名称?|名字|叫|[:：《“\"])[^,，。]{0,3}$")
_LIKE_CHAIN = re.compile(rf"产业|服务|{INDUSTRY}|[业链]$")
_HEAD = re.compile(
    r"(?:项目|基地|产线|生产线|[产中]?线|中心|工厂|总部|园区?|平台|工程|院|厂|城|港|楼|站|馆|库|室|所|区|谷|镇|湾|店|产业化|量产|[一二三]期)$"
)
_NO_NAME = re.compile(
    r"\d{7}|首报|报备|填报|(?:还没|没有?|未|待)(?:想好|定|确定|取|起)|不知道|不清楚"
    r"|从来?没|从未|没在|没来|[建开设投来]过|以前|之前|头一[次回]|第一[次回]"
)
_PROJECT = re.compile(
    r"(?!(?:这|那)?(?:就)?(?:是|算|属于)?(?:个|一个)?全?[新老]项目|落[在到户]|放[在到]|位于|在)[^\s，,。；;！!？?、：:]{2,38}(?:项目|基地|产线|生产线|中心|工厂|总部|园区?|平台|工程|院|线|厂|城)"
)
_ME = re.compile(
    r"(?:经办人?|我方联系人|对接人|我们?这边|我方)(?:也|都|还|就|先)?(?:是|填|写|用|:|：)?(?:我自己|我本人|本人|我)(?![们区县局方单的])"
    r"|(?:我自己|我本人|本人|我)(?:来|当|做)?(?:经办|对接|跟进|负责(?:经办|对接)?)(?=[\s，,。；;1]|$)"
)
_MY_PHONE = re.compile(
    r"[,，、\s]*(?:我的?)?(?:电话|手机号?|号码)?(?:是|:|：)?\s?(?P<digits>1[3-9]\d{9})(?!\d)"
)
# Asked for these, a phrase that ends like a project's name is an answer to them.
_TOLD = frozenset({"platform", "channel", "summary", "appeal", "intent_evidence", "policy_terms"})
_OUT = re.compile(
    r"(?:去掉|删掉|删了|删除|拿掉|移除|划掉)(?:吧|了)?[。！!]?$|^(?:去掉|删掉|删除|拿掉|移除)"
)
_NUMBER_FIRST = re.compile(  # 0571-82345678 徐航
    r"^\s*(?P<number>\+?\d[\d\- ]{5,18}\d)[\s,，、(（]*(?P<name>[\u4e00-\u9fff]{2,6})[)）]?\s*$"
)
_TAKEN_BACK = re.compile(  # 新型储能吧，哦不对，光伏
    r"^[^,，。;；\d]{1,14}[,，。\s]\s?(?:[哦啊呃噢哎]|等等|等下)*[,，]?(?:不对|说错了?|写错了?|错了)[,，。\s]\s?(?:应该)?是?(?=[^,，。;；]{1,30}$)"
)
_INSTEAD = re.compile(r"^\s*(?:那|就|现在)*(?:换成|改成|改报|换)(?=[^,，。]{4,})")
_CALLS_IT = re.compile(r"项目(?:名称?|名字)?(?:就|暂)?(?:叫|定名|名为)")
_PUTS = re.compile(
    r"(?:项目|企业|他们|我们|咱们?|是|就|都|想|要|准备|计划|打算|拟)*(?:落|放|建|设|选址|位于|投|安排)?(?:地|户)?[在到]?(?:区|县|市)?(?:这边|那边|里|范围内|境内)?(?:吧|的|了)*"
)
_MOST_PART = 30  # characters of a bare answer among several
_BRIEF = 300  # characters from which a message is a pasted text rather than talk
_BRIEF_LINES = 5
_WORDY = 14  # characters of somebody who writes sentences
_LONG_LABEL = 3


@dataclass(frozen=True, slots=True)
class Ears:
    """What values are understood with. me, unit: who speaks and for whom, empty for a guest."""

    vocabulary: Vocabulary
    message_id: str
    me: str = ""
    unit: str = ""

    def today(self, name: str) -> tuple[str, ...]:
        """What a place is called today."""
        place = self.vocabulary.localities.find(name, date.max)
        return () if place is None else today_names(place)

    def read(
        self, text: str, form: Form, *, asked: str | None, corrects: bool = False
    ) -> Understood:
        """What a text says, with what was asked in mind; a correction is of what is filled."""
        filled = () if corrects else tuple(n for n in form.filled if not _is_rough(n, form))
        return plausible(understand(text, self.vocabulary, asked=asked, filled=filled))

    def read_in_turn(self, text: str, form: Form, asking: tuple[str, ...]) -> Understood:
        """Answers to several questions at once, also where the words do not name the slots."""
        text = _TAKEN_BACK.sub(lambda match: " " * len(match[0]), text)
        # Who is named beside a phone is the one asked for; elsewhere no slot is asked alone.
        is_contact = asking[:1] == ("investor_contact",)
        heard = self.read(text, form, asked="investor_contact" if is_contact else None)
        found = list(heard.found)
        parts = [match for match in _PART.finditer(text) if len(match[0]) <= _MOST_PART]
        refused = {invalid.slot for invalid in heard.invalid}
        strict = tuple(name for name in asking[1:] if name in _STRICT)
        likely = asking if len(parts) > 1 else (*asking[:1], *strict)
        settles = re.match(r"(?:那|就|先)+(?:填|写)", text)
        is_chain = _LIKE_CHAIN.search(text) or settles
        if "chain" in asking and "chain" not in likely and is_chain:
            likely = (*likely, "chain")
        for name in likely:
            for part in parts:
                if name in refused | {one.slot for one in found}:
                    break
                if name == "chain" and not (settles or _LIKE_CHAIN.search(part[0])):
                    continue
                answer = self.read(part[0], form, asked=name)
                fresh = (_moved(one, part.start()) for one in answer.found if one.slot in asking)
                found += [one for one in fresh if not _overlaps(one, found)]
        doubts = [doubt for doubt in heard.doubts if not _overlaps(doubt.readings[0], found)]
        return replace(heard, found=tuple(found), doubts=tuple(doubts))


def _is_rough(name: str, form: Form) -> bool:
    """Whether the sum told last was told roughly: an exact one behind it may mean the same."""
    return name in MONEY and name in form.notes.last and form.slot(name).unit.startswith("约")


def _moved(found: Found, by: int) -> Found:
    return replace(found, start=found.start + by, end=found.end + by)


def _overlaps(one: Found, others: Iterable[Found]) -> bool:
    """Whether words, or their slot, are spoken for."""
    return any(
        one.slot == other.slot or (one.start < other.end and other.start < one.end)
        for other in others
    )


def _with_name(
    understood: Understood, text: str, asking: tuple[str, ...], form: Form
) -> Understood:
    """A bare phrase that names a project, where its name was asked or is still open: …生产基地."""
    slots = {found.slot for found in understood.found}
    plain = text.strip(" 。.，,")
    says_nothing_else = not understood.found and not understood.doubts
    is_open = not form.has("project_name") and says_nothing_else and _TOLD.isdisjoint(asking)
    is_asked = "project_name" in asking and not slots & {"project_name", "investor_name"}
    if not (is_asked or is_open) or not _PROJECT.fullmatch(plain) or _NO_NAME.search(plain):
        return understood
    start = text.index(plain)
    found = Found("project_name", plain, plain, start, start + len(plain))
    return replace(understood, found=(*understood.found, found))


def _with_me(understood: Understood, text: str, me: str) -> Understood:
    """经办人就是我: the person who speaks is the unit's contact."""
    match = _ME.search(text) if me else None
    if match is None:
        return understood
    others = tuple(found for found in understood.found if found.slot != "unit_contact")
    phone = _MY_PHONE.match(text, match.end())
    end = phone.end() if phone else match.end()
    value = f"{me} {phone['digits']}" if phone else me
    found = Found("unit_contact", value, text[match.start() : end], match.start(), end)
    others = tuple(one for one in others if not (match.start() <= one.start < end))
    doubts = tuple(d for d in understood.doubts if not match.start() <= d.readings[0].start < end)
    return replace(understood, found=(*others, found), doubts=doubts)


def _number_last(match: re.Match[str]) -> str:
    return f"{match['name']} {match['number']}" if is_person(match["name"]) else match[0]


def told(text: str, form: Form, ears: Ears) -> Told:
    """A message that gives values."""
    text = _NUMBER_FIRST.sub(_number_last, text)
    if not form.has("project_name"):
        text = _INSTEAD.sub("", text)
    rest = correction_of(text)
    cues = cues_of(text)
    is_long = len(text) > _BRIEF or text.count("\n") >= _BRIEF_LINES or text.count("\t") > 1
    if (kept := into_summary(text, form)) is not None:
        understood = kept
    elif is_long:
        understood = understand_brief(text, ears.vocabulary, filled=form.filled)
    elif (rest or cues.edits) and (mending := _mended(rest or text, form, ears)) is not None:
        understood = mending
    else:
        understood = _talked(rest or text, form, ears, corrects=bool(rest))
    if not is_long:
        understood = with_small_words(understood, text, form, ears.me)
        understood = with_rest(understood, text, form)
    understood = fitted(understood, text, form)
    takes_out = bool(understood.found) and _takes_out(text, understood)
    return Told(
        understood,
        ears.message_id,
        removes=takes_out,
        unread=() if is_long else _unread(text, understood, ears),
        edits=cues.edits or bool(rest),
        adds=cues.adds,
        corrects=bool(rest),
        guessed=is_long,
        wordy=len(text) >= _WORDY or len(understood.found) > 1,
        raw=text,
        mentioned=_mentioned(text, understood),
    )


def _unread(text: str, understood: Understood, ears: Ears) -> tuple[str, ...]:
    """What nobody took, without the place of the unit that files: 就落在临平, 放在钱塘新区."""
    left = []
    for words in unread(text, understood):
        places = find_places(ears.vocabulary.localities, words, (0, len(words)))
        names = {name for place in places for name in ears.today(place[0])}
        rest = words.replace(places[0][0], "", 1) if places else words
        if not (names == {ears.unit} and _PUTS.fullmatch(rest)):
            left.append(words)
    return tuple(left)


def _takes_out(text: str, understood: Understood) -> bool:
    """把投资方案去掉: items of a list that are there, and words that take them out."""
    is_short = len(text) <= _MOST_PART and {one.slot for one in understood.found} <= LISTS
    if text.startswith("不"):
        return False
    return is_short and _OUT.search(text) is not None


def _talked(text: str, form: Form, ears: Ears, *, corrects: bool) -> Understood:
    """What talk says, with what was asked, or was just got wrong, in mind."""
    asking = form.notes.asking
    if len(asking) > 1 and not corrects:
        understood = ears.read_in_turn(text, form, asking)
    else:
        understood = ears.read(text, form, asked=_target(form, corrects=corrects))
    if not all(map(is_sound, understood.found)):
        understood = ears.read(text, form, asked=None)
        understood = replace(understood, found=tuple(filter(is_sound, understood.found)))
    understood = replace(understood, found=tuple(map(without_label, understood.found)))
    understood = replace(understood, found=tuple(with_post(f, text) for f in understood.found))
    if not (corrects and "project_name" in form.notes.last):
        kept = [one for one in understood.found if not _is_left_over(one, text, understood)]
        kept = [one for one in kept if not _is_odd_chain(one, kept, ears, text)]
        understood = replace(understood, found=tuple(kept))
    if (own := own_contact(text)) is not None:
        return Understood((own,))
    return _with_me(_with_name(understood, text, asking, form), text, ears.me)


def _mended(text: str, form: Form, ears: Ears) -> Understood | None:
    """A correction whose slot its own words, or what is filled, tell."""

    def read(words: str, slot: str | None) -> Understood:
        return ears.read(words, form, asked=slot, corrects=True)

    if (named := mended(text, form, read)) is not None:
        return named
    loose = ears.read(text, form, asked=None, corrects=True)
    settled = of_filled(loose, form)
    fits = settled.found and not settled.doubts and not loose.found
    return settled if fits else None


def _target(form: Form, *, corrects: bool) -> str | None:
    """The slot a bare value is for."""
    notes = form.notes
    if corrects and len(notes.last) == 1:
        return notes.last[0]
    if corrects and not notes.last and (doubt := form.put_doubt) is not None:
        return doubt.readings[0].slot
    doubt = form.put_doubt
    if doubt is not None and len(slots := {r.slot for r in doubt.readings}) == 1 and slots - NAMES:
        return doubt.readings[0].slot
    return notes.asking[0] if notes.asking else None


def is_sound(found: Found) -> bool:
    """No name holds a telephone number, and words about the filing name nothing."""
    value = str(found.value).partition(FURTHER)[0]
    if found.slot in PEOPLE and value.endswith("的"):  # 我是余杭的
        return False
    if found.slot == "unit_contact":
        value = re.sub(r"\d", "", value)  # our own contact keeps the number in its words
    elif found.slot == "investor_contact" and re.search(r"\d", value):
        return False
    return found.slot not in NAMES or not _NO_NAME.search(value)


def _is_left_over(found: Found, text: str, understood: Understood) -> bool:
    """Words beside other values that were taken for a project's name and do not look like one."""
    if found.slot != "project_name" or (len(understood.found) == 1 and not understood.doubts):
        return found.slot == "project_name" and _is_part(found, text)
    named = _NAMED.search(text[max(0, found.start - 8) : found.start])
    looks = _HEAD.search(str(found.value)) is not None
    return not looks and (not named or is_person(str(found.value)))


def _is_odd_chain(found: Found, others: list[Found], ears: Ears, text: str) -> bool:
    """Words beside other values that were taken for a chain nobody knows: 外地来的，头一回."""
    is_called = re.search(r"链", text[max(0, found.start - 6) : found.end + 4]) is not None
    if found.slot != "chain" or len(others) < 2 or is_called:
        return False
    known = ears.vocabulary.taxonomy.find("chains", str(found.value)) is not None
    return not known and _LIKE_CHAIN.search(found.raw) is None


def _is_part(found: Found, text: str) -> bool:
    """Whether the words are one clause of several, and neither named nor like a name."""
    several = len([part for part in _PART.finditer(text) if len(part[0].strip()) > 1]) > 1
    named = _NAMED.search(text[max(0, found.start - 8) : found.start])
    return several and not named and not _HEAD.search(str(found.value))


def _mentioned(text: str, understood: Understood) -> frozenset[str]:
    names = NAMES & {found.slot for found in understood.found}
    if not names:
        return frozenset()
    plain = "".join(text.split())
    if _CALLS_IT.search(plain):
        return names & {"project_name"} | _by_label(plain, names)
    return _by_label(plain, names)


def _by_label(plain: str, names: frozenset[str] | set[str]) -> frozenset[str]:
    known = ((word, slot) for word, slot in labels().items() if slot in names)
    return frozenset(slot for word, slot in known if len(word) >= _LONG_LABEL and word in plain)
