"""Read what a document says about itself: title, 文号, issuer, dates, place, status.

Only from its own head, sign-off and closing clause: a number or a date that the body cites
belongs to another document. Does not link to other documents.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import PurePath

from retrieval.intake.headings import HeadingKind, match_heading
from retrieval.intake.places import find_place
from retrieval.intake.validity import find_effective, find_end, find_published
from retrieval.language.dates import find_dates, first_date
from retrieval.loading.blocks import Block, BlockKind, LoadedFile
from retrieval.loading.characters import safe_name

_HEAD_BLOCKS = 16
_TITLE_CHARACTERS = 90
_MIN_LATER_TITLE = 8  # shorter ones below the first line are section headings
_BRACKETS_OPEN, _BRACKETS_CLOSE = r"[〔\[（(【﹝［]", r"[〕\]）)】﹞］]"
_NUMBER = re.compile(
    rf"(?P<body>[\u4e00-\u9fff]{{2,12}})\s*{_BRACKETS_OPEN}\s*(?P<year>\d{{4}})\s*{_BRACKETS_CLOSE}"
    r"\s*第?\s*(?P<number>\d{1,5})\s*号"
)
_DECREE = re.compile(r"(?P<body>[\u4e00-\u9fff]{2,20}?令)\s*第?\s*(?P<number>\d{1,4})\s*号")
_NUMBER_LABEL = re.compile(r"^(?:发文字号|发文号|文\s*号|文件编号|字号)\s*[:：]\s*")
_OFFICIAL = re.compile(
    r"(?:法|条例|办法|规定|细则|制度|通知|意见|决定|方案|规划|计划|指引|导引|公告|通告|批复|规则|准则|纲要|解释|章程"
    r"|标准|措施|举措|函|法典|修正案|令)\Z"
)
_VARIANT = re.compile(
    r"[（(](?:[^（）()]{0,12}(?:试行|暂行|修订|修正|稿|年|版|废止|失效|全文)[^（）()]{0,8})[）)]\Z"
)
_VARIANT_LINE = re.compile(r"[（(][^（）()]{1,16}[）)]\Z")
_QUESTION = re.compile(r"[?？!！]\Z")
_ADOPTED = re.compile(r"通过|公布|修正|修订|发布|批准|施行")
_AMENDED = re.compile(r"修正|修订")
_REPEALED = re.compile(r"(?:已|[（(])(?:废止|失效)")
_OF_ANOTHER = re.compile(r"废止.*")  # 关于废止《…（试行）》的通知 is itself no trial text
_TRIAL = re.compile(r"试行|暂行")
_ISSUER = re.compile(
    r"[\u4e00-\u9fff、 ]{2,40}"
    r"(?:人民政府(?:办公厅|办公室)?|办公厅|办公室|委员会|法院|检察院|[局厅部院署])\Z"
)
_ISSUER_IN_TITLE = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff、 ]{3,40}?"
    r"(?:人民政府(?:办公厅|办公室)?|[局厅部院署]|委员会|办公厅|办公室))关于"
)
_ENACTED_BY = re.compile(
    r"(?:全国人民代表大会(?:常务委员会)?|国务院|最高人民法院|最高人民检察院"
    r"|[\u4e00-\u9fff]{2,8}(?:省|市|自治区)人民代表大会(?:常务委员会)?|中央军事委员会)"
)
_SOURCE = re.compile(r"(?:来\s*源|稿源|信息来源|文章来源)\s*[:：]\s*(?P<name>[^\s:：|]{2,30})")


@dataclass(frozen=True, slots=True)
class Head:
    """What a document says about itself; '' and None where it says nothing.

    titles: every line, and run of lines, that may be its title, the chosen one first.
    amended: day of the latest amendment its head names.
    """

    title: str
    titles: tuple[str, ...]
    number: str = ""
    issuer: str = ""
    published: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    amended: date | None = None
    status: str = ""
    place: str = ""
    is_official: bool = False
    notes: str = ""


def read_head(loaded: LoadedFile, blocks: Sequence[Block], name: str) -> Head:
    """Read the head of a document from its blocks as loaded (site lines) and as cleaned."""
    lines = _head_lines(blocks)
    joined = _joined_titles(lines)
    raw = [block.text for block in loaded.blocks if block.text][:_HEAD_BLOCKS]
    original = next((t for b in loaded.blocks if (t := _original_title(b.text))), "")
    hinted = [title for title in (loaded.title, original) if 4 <= len(title) <= _TITLE_CHARACTERS]
    outer = _choose_title([*lines, *joined], hinted) or PurePath(safe_name(name)).stem
    inner = _inner(outer, lines)
    title = _issued_here(inner, lines) or outer
    number = find_number(lines)
    is_official = bool(number) or _is_official(title)
    notes_lines = [line for line in lines if _ADOPTED.search(line) and first_date(line)]
    published = find_published(raw, blocks, notes_lines)
    published = published or loaded.published or first_date(name)
    effective = find_effective(blocks, notes_lines, published)
    amended = max((d for line in notes_lines if _AMENDED.search(line) for d in find_dates(line)),
                  default=None)  # fmt: skip
    issuer = _issuer(outer, lines, blocks, loaded) if is_official else _source(loaded)
    return Head(
        title=title,
        titles=tuple(dict.fromkeys([title, outer, *lines, *joined, *hinted, *inner])),
        number=number,
        issuer=issuer,
        published=published,
        effective_from=effective,
        effective_to=find_end(blocks, effective or published),
        amended=amended,
        status=_status(title, lines),
        place=find_place(title, issuer),
        is_official=is_official,
    )


def _head_lines(blocks: Sequence[Block]) -> list[str]:
    """Short lines before the first clause."""
    lines = []
    for block in blocks[:_HEAD_BLOCKS]:
        heading = match_heading(block.text)
        if heading is not None and heading.kind is not HeadingKind.ARABIC:
            break
        is_short = block.kind is not BlockKind.ROW and len(block.text) <= _TITLE_CHARACTERS
        if is_short and not block.text.endswith(("。", "；", "：", "，")):
            lines.append(block.text)
    return lines


def _joined_titles(lines: Sequence[str]) -> list[str]:
    """Two and three neighbouring lines read as one title."""
    plain = [line for line in lines if not first_date(line) and not _NUMBER.search(line)]
    pairs = [a + b for a, b in pairwise(plain)]
    triples = [a + b + c for a, b, c in zip(plain, plain[1:], plain[2:], strict=False)]
    return [title for title in pairs + triples if len(title) <= _TITLE_CHARACTERS]


def _choose_title(lines: Sequence[str], hinted: Sequence[str]) -> str:
    """An official title where there is one (with its （试行）), else the first line."""
    plain = [line for line in lines if not _is_side_line(line)]
    official = [
        line
        for line in plain
        if _is_official(line) and (line == plain[0] or len(line) >= _MIN_LATER_TITLE)
    ]
    if official:
        first = official[0]
        longer = [line for line in official if line != first and _extends(line, first)]
        return longer[0] if longer else first
    return (plain or [*hinted, ""])[0]


def _extends(longer: str, title: str) -> bool:
    """Whether a joined title only adds （试行） after, or the issuer's half line before."""
    if longer.startswith(title):
        return _VARIANT_LINE.match(longer[len(title) :]) is not None
    before = longer.removesuffix(title)
    is_issuer = title.startswith("关于") and _ISSUER.match(before) is not None
    return before != longer and (is_issuer or ("关于" in before and "关于" not in title))


def _is_side_line(line: str) -> bool:
    has_date = first_date(line) is not None and len(line) <= 40
    is_issuer = _ISSUER.match(line) is not None
    return (
        has_date
        or is_issuer
        or line.endswith("文件")
        or "".join(line.split()) == "目录"
        or (_NUMBER.fullmatch(line) is not None)
    )


def _is_official(title: str) -> bool:
    words = _VARIANT.sub("", title.strip()).rstrip("》 ")
    return not _QUESTION.search(words) and _OFFICIAL.search(words) is not None


def _inner(title: str, lines: Sequence[str]) -> list[str]:
    """The document a notice issues: 关于印发《…》的通知."""
    found = (
        re.search(r"(?:印发|发布|公布)《?(.{6,70}?)》?的(?:通知|公告|通告)\Z", t)
        for t in (title, *lines)
    )
    return [match[1] for match in found if match]


def _issued_here(inner: Sequence[str], lines: Sequence[str]) -> str:
    """The document that a notice issues, where its text follows under its own title; else ''."""
    plain = {"".join(line.split()) for line in lines}
    return next((title for title in inner if "".join(title.split()) in plain), "")


def _original_title(text: str) -> str:
    found = re.match(r"[(（]?原标题[:：]\s*(.{4,80}?)[)）]?\Z", text)
    return found[1] if found else ""


def find_number(lines: Sequence[str]) -> str:
    """The document's own number (发文字号), written `杭政办函〔2019〕40号`; '' when none.

    Taken only from a line of its own or from the end of a title line: a number inside running
    text is a citation.
    """
    for line in lines:
        words = _NUMBER_LABEL.sub("", line.strip()).strip("（()） ")
        found = _NUMBER.search(words)
        if found and "。" not in line and "《" not in words[found.start() :]:
            before = words[: found.start()].rstrip("（( ")
            is_alone = not before or before.endswith(("文件", "通知", "公告", "》"))
            if found.end() == len(words) and is_alone:
                return f"{found['body']}〔{found['year']}〕{found['number']}号"
    for line in lines:
        decree = _DECREE.search(line)
        if decree and len(line) <= 60 and "《" not in line:
            return f"{_decree_body(decree['body'])}第{decree['number']}号"
    return ""


def _decree_body(body: str) -> str:
    return body.rsplit("日", 1)[-1].removeprefix("中华人民共和国")


def _issuer(title: str, lines: Sequence[str], blocks: Sequence[Block], loaded: LoadedFile) -> str:
    if found := _ISSUER_IN_TITLE.match(title):
        return "".join(found["issuer"].split())
    enacted = [
        found[0] for line in lines if (found := _ENACTED_BY.search(line)) and first_date(line)
    ]
    if enacted:
        return enacted[-1]
    signed = [block.text for block in blocks[-8:]]
    for line in [*lines, *signed]:
        if _ISSUER.match(line.removesuffix("文件")) and len(line) <= 40:
            return "".join(line.removesuffix("文件").split())
    return _source(loaded)


def _source(loaded: LoadedFile) -> str:
    for block in loaded.blocks:
        if len(block.text) <= 80 and (found := _SOURCE.search(block.text)):
            return found["name"]
    return ""


def _status(title: str, lines: Sequence[str]) -> str:
    if any(_REPEALED.search(line) for line in (title, *lines)):
        return "废止"
    found = _TRIAL.search(_OF_ANOTHER.sub("", title))
    return found[0] if found else ""
