"""People as they were told, without the words around them, with the post told in letters. Pure."""

import re
from dataclasses import replace

from bot.understanding.contacts import is_person
from bot.understanding.types import Found

_OWN = re.compile(
    r"(?:我方|我们|本单位|区里|县里|单位)(?:这边)?的?(?:经办|对接|联系)人?(?:是|为|:|：|\s)\s*"
    r"(?P<who>(?!.*(?:企业|对方|投资方|我自己|本人))[^。；;\n]{2,50}\d{7,})[。]?"
)
PEOPLE = frozenset({"investor_contact", "unit_contact"})
_ROLE = re.compile(r"^(?:项目)?(?:负责人|联系人|对接人|经办人)[是:：]?(?=[\u4e00-\u9fff]{2,4}$)")
_THEIRS = re.compile(r"(?:他们|对方|企业|他家)(?:那边|这边|公司)?的?(?=.{2,})")
_AROUND = re.compile(
    r"(?:(?:来)?(?:对接|联系|负责)的(?:人)?(?:就?是|叫)?)?(?P<name>[^\s是]{2,6}?)(?:是(?:我们|咱们).*|\s*联系|来?经办|来办|对接|负责)?"
)
_OURS = re.compile(
    r"我们?(?:这边|这里|这儿|区里?|局里?)?(?:的)?(?:就?是|由|叫)(?=.{2,})|(?:我们?的?)?同事(?=.{2,})"
)
_INTRODUCED = re.compile(
    r".*(?:(?:经办|联系|对接|负责)人?(?:就?是|叫|为|：|:)|[A-Za-z总监理长秘裁任]叫)(?P<name>\S{2,10})$"
)


def own_contact(text: str) -> Found | None:
    """我方经办 县投促中心 汪敏 0571-64811000: all of it is our own contact."""
    match = _OWN.fullmatch(text.strip())
    if match is None or not any(map(is_person, re.split(r"[\s,，、:：]+", match["who"]))):
        return None
    who = " ".join(re.split(r"[\s,，、:：]+", match["who"].strip()))
    start = text.index(match["who"])
    return Found("unit_contact", who, text.strip(), start, start + len(match["who"]))


def without_label(found: Found) -> Found:
    """A person without words in front or behind: 企业对接的是冯晨, 对接人是他们副总裁姚总."""
    return _bare(_bare(found)) if found.slot in PEOPLE else found


def with_post(found: Found, text: str) -> Found:
    """CEO 贺东: a post in letters with whose it is."""
    if found.slot != "investor_contact" or not re.fullmatch(r"[A-Z]{2,4}", str(found.value)):
        return found
    name = re.match(r"\s?(?P<name>[\u4e00-\u9fff]{2,4})(?![\u4e00-\u9fff])", text[found.end :])
    if name is None or not is_person(name["name"]):
        return found
    end = found.end + name.end()
    return replace(
        found, value=f"{found.value} {name['name']}", raw=text[found.start : end], end=end
    )


def _bare(found: Found) -> Found:
    """A person without what introduces them: 我这边经办人是李四, 他们副总韩磊."""
    value = _ROLE.sub("", str(found.value).rstrip("吧呀啊"))
    found = replace(found, value=value)
    if found.slot == "investor_contact" and (theirs := _THEIRS.match(str(found.value))):
        value = str(found.value)[theirs.end() :]
        found = replace(found, value=value)
    if found.slot == "unit_contact" and (ours := _OURS.match(str(found.value))):
        return replace(found, value=str(found.value)[ours.end() :])
    if found.slot in PEOPLE and (told := _AROUND.fullmatch(str(found.value))):
        found = replace(found, value=told["name"])
    match = _INTRODUCED.match(str(found.value))
    if match is None or match["name"] not in found.raw:
        return found
    start = found.start + found.raw.index(match["name"])
    name = match["name"]
    return replace(found, value=name, raw=name, start=start, end=start + len(name))
