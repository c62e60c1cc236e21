"""Read from when a document applies: its date of issue and its first day in force."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from retrieval.language.dates import DATE, find_dates, first_date
from retrieval.language.numerals import NUMERAL, parse_numeral
from retrieval.loading.blocks import Block

_EFFECTIVE = re.compile(
    rf"本[\u4e00-\u9fff（）()《》]{{1,12}}?\s*[自从]\s*(?P<day>{DATE})\s*起(?:正式|开始)?(?:施行|实施|执行|生效|试行)"
)
_EFFECTIVE_LINE = re.compile(rf"(?P<day>{DATE})\s*起?\s*(?:正式)?(?:施行|实施)\Z")
_TERM = re.compile(
    r"(?:有效期|试行期|施行期|实施期|试行时间)(?:限)?(?:为|暂定)?"
    rf"(?:(?:[至到]|截至|截止到?)\s*(?P<last>{DATE})|(?P<count>[\d{NUMERAL}]{{1,3}})(?P<unit>年|个月))"
)
_OF_ITSELF = re.compile(r"本(?:办法|规定|细则|规则|制度|意见|通知|方案|措施|政策|条例|指引)")
_FROM_ISSUE = re.compile(
    r"本[\u4e00-\u9fff（）()《》]{1,12}?\s*自(?:公布|发布|印发|颁布|下发)之日起(?:正式)?(?:施行|实施|执行|生效)"
)


def _pieces(notes: Sequence[str]) -> list[str]:
    """The single statements of （3月1日发布，自4月1日起施行）, without brackets."""
    return [piece.strip("（()） \u3000") for line in notes for piece in re.split("[，,；;]", line)]


def find_published(
    raw: Sequence[str], blocks: Sequence[Block], notes: Sequence[str]
) -> date | None:
    """The day a document was issued: by its adoption notes, else a date line in its head, else
    the date under its signature.

    raw: the first lines as loaded; blocks: the cleaned text; notes: lines on adoption and change.
    """
    if notes:
        issued = (piece for piece in _pieces(notes) if not _EFFECTIVE_LINE.search(piece))
        return max((day for piece in issued for day in find_dates(piece)), default=None)
    for line in raw:
        if len(line) <= 80 and "。" not in line and (day := first_date(line)):
            return day
    tail = [block.text for block in blocks[-30:] if len(block.text) <= 24]
    days = [
        day
        for line in tail
        if re.fullmatch(DATE, line.strip("（()） "))
        for day in find_dates(line)
    ]
    return days[0] if days else None


def find_effective(
    blocks: Sequence[Block], notes: Sequence[str], published: date | None
) -> date | None:
    """The first day in force: 本办法自…起施行, or the day of issue where it says so."""
    for piece in _pieces(notes):
        if found := _EFFECTIVE_LINE.search(piece):
            return first_date(found["day"])
    found_days = []
    for block in blocks:
        if "起" in block.text and (found := _EFFECTIVE.search(block.text)):
            found_days.append(first_date(found["day"]))
        elif "之日起" in block.text and _FROM_ISSUE.search(block.text):
            found_days.append(published)
    return found_days[-1] if found_days else None


def find_end(blocks: Sequence[Block], effective: date | None) -> date | None:
    """The first day no longer in force: 有效期至2028年6月30日, 有效期三年, 试行期一年.

    Only where the text says so of itself (本办法…), counted from its first day in force.
    """
    for block in reversed(blocks):
        own = _OF_ITSELF.search(block.text)
        found = _TERM.search(block.text, own.start()) if own else None
        if found is None:
            continue
        if found["last"]:
            last = first_date(found["last"])
            return last + timedelta(days=1) if last else None
        return _later(effective, parse_numeral(found["count"]), found["unit"])
    return None


def _later(day: date | None, count: int, unit: str) -> date | None:
    """The day so many years or months later; a day its month has not is the month's last."""
    if day is None or not count:
        return None
    months = day.month - 1 + (12 * count if unit == "年" else count)
    year, month = day.year + months // 12, months % 12 + 1
    for last in range(day.day, 27, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, day.day)
