"""What is left once plain values are taken: a bare name or chain, 他叫X, a further contact. Pure.

Does not: take words that other values were read from, or change a form.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.forms.commands import commands_of
from bot.forms.state import Form
from bot.understanding.contact_sides import FURTHER
from bot.understanding.contacts import is_person
from bot.understanding.cues import support_kinds
from bot.understanding.page import Page
from bot.understanding.talk_words import INDUSTRY, is_talk
from bot.understanding.types import Found, Understood

_SEGMENTS = re.compile(r"[^\s,，、。;；:：！!？?\n]+")
_HEADED = re.compile(
    r"(?:^|[\s,，。])(?:(?:帮我|帮忙|请|麻烦|给我)?我?们?(?:想|要|来)?(?:报|填|做|走|登记|建|录)?(?:一?[个份下])?(?:首报|报备)|(?:另外)?(?:还有)?(?:一?个)?新?项目(?:也|还)?(?:要|想|得)?报)[:：]\s*(?P<name>[^\s,，。;；:：\n]{4,30})(?=[,，。;；\n])"
)
_NO_NAME = re.compile(
    r"[是的了我他她它们吗呢吧没不来去]|\d[\d.]*[万亿亩]|有限|投资|新项目|存量|意向|纪要|协议|联系|经办|电话|交办|跨区|支持|首报|用地|租|产业链|现在|目前|大概"
)
_INDUSTRY = re.compile(
    rf"(?![做搞是在要想有]|从事|生产|研发|主营)[\u4e00-\u9fff]{{0,6}}(?:{INDUSTRY})(?:产业|行业)?"
)
_PRONOUN = re.compile(
    r"(?:(?:他|她|对方|那个?人|人家|联系人)的?(?:全名|名字|大名)?(?:就)?(?:叫|名叫|全名是?|名字是?)|[\u4e00-\u9fff](?:总|工|董|经理)的?(?:全名|名字|大名)(?:就)?(?:叫|是)?)(?P<name>[\u4e00-\u9fff]{2,4})"
)
_PEOPLE = ("investor_contact", "unit_contact")
_SHORT = re.compile(r"[小老][\u4e00-\u9fff]")
_TO_SUMMARY = re.compile(
    r"(?:^|[,，。;；])\s?(?:把)?(?P<what>[^,，。;；]{3,100}?)(?:这[个些句])?(?:记|写|放|加)(?:进|到|在|入)?(?:项目)?简介(?:里|中|里面)?(?:吧|了)?[。]?$"
)
_AS_SUMMARY = re.compile(
    r"(?:写|记|放|加)(?:进|到|在|入)?(?:项目)?简介(?:里|中|里面)?[:：,，]\s*(?P<what>.{4,300})$",
    re.DOTALL,
)
_TWICE = re.compile(
    r"(?:负责人|联系人|老板)?(?P<of>[\u4e00-\u9fff])(?:总|工|经理|董|主任|部长)\s(?P<name>(?P=of)[\u4e00-\u9fff]{1,2})"
)
_FURTHER = re.compile(
    r"(?:再加|还有|另外|备用|第二|再留|加个|多留)[^,，。\d]{0,8}?(?:联系人|对接人|负责人|联络人|联系)"
)
_LATER = re.compile(r"再说|以后|回头|待定|暂|先|看看|考虑")
_OF_ANY_KIND = {"市级财政支持"}
_FILLS = re.compile(r"^(?:那|就|先|还是|[,，])*(?:填|写|选|按|算|归到?|用)(?:成|作)?")
_FEWEST_NAME = 5
_HELD = re.compile(r"首报|填报|报备|\d")
_MOST_KIND = 14  # characters of words that are just a kind of support
_FEWEST_ITEMS = 3  # segments of a line of facts, in which a bare industry is the chain


def with_rest(understood: Understood, text: str, form: Form) -> Understood:
    """The understood text with what its remaining words say."""
    understood = _with_fuller(_with_person(understood, text, form), text)
    understood = _with_full_name(understood)
    understood = _with_support(understood, text, form)
    understood = _with_summary(understood, text, form)
    understood = _with_further_contact(understood, text, form)
    understood = _with_first_name(understood, text, form)
    return _with_chain(understood, text, form)


def _free(understood: Understood, text: str) -> Iterator[re.Match[str]]:
    """Segments nobody took anything of."""
    spans = [(one.start, one.end) for one in understood.found]
    spans += [(r.start, r.end) for doubt in understood.doubts for r in doubt.readings]
    refused = [one.raw for one in understood.invalid]
    for match in _SEGMENTS.finditer(text):
        taken = any(start < match.end() and match.start() < end for start, end in spans)
        if not taken and not any(match[0] in raw or raw in match[0] for raw in refused):
            yield match


def _slots(understood: Understood) -> set[str]:
    slots = {one.slot for one in understood.found}
    return slots | {r.slot for doubt in understood.doubts for r in doubt.readings}


def _with_person(understood: Understood, text: str, form: Form) -> Understood:
    """他叫黄志强: the investor's contact spoken of before."""
    match = _PRONOUN.fullmatch(text.strip(" ,，。.！!"))
    if match is None or not form.has("investor_contact") or not is_person(match["name"]):
        return understood
    start = text.index(match["name"])
    found = Found(
        "investor_contact", match["name"], match["name"], start, start + len(match["name"])
    )
    return Understood((found,))


def _with_fuller(understood: Understood, text: str) -> Understood:
    """经办写小李吧，李思远: the one called by a short name, told in full behind it."""
    short = [f for f in understood.found if f.slot in _PEOPLE and _SHORT.fullmatch(str(f.value))]
    free = [m for m in _free(understood, text) if len(m[0]) > 1 and is_person(m[0])]
    if len(short) != 1 or len(free) != 1 or free[0][0][0] != str(short[0].value)[1]:
        return understood
    name = free[0]
    fuller = replace(short[0], value=name[0], raw=name[0], start=name.start(), end=name.end())
    found = tuple(fuller if one is short[0] else one for one in understood.found)
    return replace(understood, found=found)


def _with_full_name(understood: Understood) -> Understood:
    """负责人许总，许国庆: one person, told by the post and then in full."""
    return replace(understood, found=tuple(map(_full, understood.found)))


def _full(found: Found) -> Found:
    match = _TWICE.fullmatch(str(found.value)) if found.slot in _PEOPLE else None
    return found if match is None else replace(found, value=match["name"])


def _with_support(understood: Understood, text: str, form: Form) -> Understood:
    """需要，绩效奖励: the kinds of support by their names alone, where none is told yet."""
    if form.has("support_requested") or "support_requested" in _slots(understood):
        return understood
    fresh = []
    for match in _free(understood, text):
        kinds = [kind for kind, rx in support_kinds().items() if rx.search(match[0])]
        is_open = is_talk(match[0]) or _LATER.search(match[0])
        if (
            set(kinds) - _OF_ANY_KIND
            and not is_open
            and len(match[0]) <= _MOST_KIND
            and not Page(match[0]).clauses[0].is_asked
        ):
            fresh.append(Found("support_requested", kinds, match[0], *match.span()))
    return replace(understood, found=(*understood.found, *fresh))


def _with_summary(understood: Understood, text: str, form: Form) -> Understood:
    """一期8亿记简介里: a clause that says where its words go."""
    match = _AS_SUMMARY.search(text) or _TO_SUMMARY.search(text)
    if match is None:
        return understood
    start, end = match.span("what")
    kept = tuple(f for f in understood.found if f.end <= start or end <= f.start)
    doubts = tuple(
        d for d in understood.doubts if not any(start <= r.start < end for r in d.readings)
    )
    old = str(form.slot("summary").value or "")
    value = "；".join(part for part in (old, match["what"]) if part)
    found = Found("summary", value, match["what"], start, end)
    return replace(understood, found=(*kept, found), doubts=doubts)


def _with_further_contact(understood: Understood, text: str, form: Form) -> Understood:
    """再加一个联系人李四 139…: beside the contact that stands."""
    if not form.has("investor_contact") or not _FURTHER.search(text):
        return understood
    told = {one.slot: one for one in understood.found}
    told |= {r.slot: r for doubt in understood.doubts for r in doubt.readings if r.slot not in told}
    person, phone = told.get("investor_contact"), told.get("investor_phone")
    old = str(form.slot("investor_contact").value)
    if person is None or str(person.value) in old:
        return understood
    both = f"{person.value} {phone.value}" if phone is not None else str(person.value)
    mine = ("investor_contact", "investor_phone")
    kept = tuple(one for one in understood.found if one.slot not in mine)
    doubts = tuple(d for d in understood.doubts if not any(r.slot in mine for r in d.readings))
    found = replace(person, value=f"{old}{FURTHER}{both}")
    return replace(understood, found=(*kept, found), doubts=doubts)


def _with_first_name(understood: Understood, text: str, form: Form) -> Understood:
    """首报：示例扩产，投资方…; the first bare words of an answer where the name was asked."""
    told = _slots(understood)
    if "project_name" in told or form.has("project_name"):
        return understood
    match = _HEADED.search(text)
    span = match.span("name") if match else (0, 0)
    is_line = len(told) > 1 and "investor_name" in told
    if match is None and understood.found and (is_line or "project_name" in form.notes.asking):
        first = next(_SEGMENTS.finditer(text), None)
        told_of = tuple(f for f in understood.found if f.slot != "ecosystem")
        free = list(_free(replace(understood, found=told_of), text))
        is_first = first is not None and bool(free) and free[0].span() == first.span()
        long = [m for m in free if len(m[0]) >= _FEWEST_NAME and not _HELD.search(m[0])]
        is_lone = is_line and len(long) == 1
        span = free[0].span() if is_first and len(free[0][0]) >= 4 else span
        span = long[0].span() if is_lone and span == (0, 0) else span
    words = text[slice(*span)]
    if not words or _NO_NAME.search(words) or is_person(words) or commands_of(words):
        return understood
    inside = ("ecosystem", "summary")
    kept = tuple(
        one
        for one in understood.found
        if not (one.slot in inside and span[0] <= one.start and one.end <= span[1])
    )
    if any(one.start < span[1] and span[0] < one.end and one.slot != "chain" for one in kept):
        return understood
    return replace(understood, found=(*kept, Found("project_name", words, words, *span)))


def _with_chain(understood: Understood, text: str, form: Form) -> Understood:
    """新项目；智能装备；…: in a line of facts, a bare industry is its chain."""
    told = _slots(understood)
    if form.has("chain") or {"chain", "ecosystem"} & told:
        return understood
    several = len(list(_SEGMENTS.finditer(text))) >= _FEWEST_ITEMS and len(told) > 1
    bare = _FILLS.sub("", text.strip(" ,，。.！!吧呢"))
    alone = not told and _INDUSTRY.fullmatch(bare) is not None
    if not several and not alone and "chain" not in form.notes.asking:
        return understood
    hits = [match for match in _free(understood, text) if _INDUSTRY.fullmatch(match[0])]
    if not hits and alone:
        start = text.index(bare)
        return replace(understood, found=(Found("chain", bare, bare, start, start + len(bare)),))
    if len(hits) != 1:
        return understood
    found = Found("chain", hits[0][0], hits[0][0], *hits[0].span())
    return replace(understood, found=(*understood.found, found))
