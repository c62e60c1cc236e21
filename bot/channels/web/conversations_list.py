"""The list of one's own conversations: beside the talk, on a narrow screen behind a button."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.channels.web.elements import box, button, text
from bot.chat import CHANNEL
from registry.transcripts import Heading

_MOST_TITLE = 40
_HERE = ZoneInfo("Asia/Shanghai")


class Rail:
    """The list on one page; there is none for a guest, whose page shows nothing here."""

    def __init__(self, current: str, *, is_member: bool) -> None:
        self._current = current
        if not is_member:
            return
        box("div", "yq-shade is-rail", id="rail-shade")
        with box("aside", "yq-rail", id="rail", aria_label="对话列表"):
            with box("div", "yq-rail-head"):
                text("a", "新对话", "yq-button", href="/")
                button("×", "yq-close yq-rail-close", id="rail-close", aria_label="关闭对话列表")
            self._list = box("nav", "yq-rail-list", aria_label="我的对话")

    def show(self, headings: Sequence[Heading], now: datetime) -> None:
        """Fill the list."""
        self._list.clear()
        with self._list:
            if not headings:
                text("p", "还没有对话。", "yq-hint")
                return
            with box("ul", role="list"):
                for heading in headings:
                    self._line(heading, now)

    def _line(self, heading: Heading, now: datetime) -> None:
        key = heading.conversation.removeprefix(f"{CHANNEL}:")
        with box("li"), box("a", "yq-rail-line", href=f"/?c={key}") as link:
            text("span", title_of(heading), "yq-rail-title")
            text("span", when(heading.last_at, now), "yq-rail-when")
        if key == self._current:
            link.props["aria-current"] = "page"

    def complain(self, problem: str) -> None:
        """Say why there is no list."""
        self._list.clear()
        with self._list:
            text("p", problem, "yq-hint")


def title_of(heading: Heading) -> str:
    """What was said first, on one line."""
    line = " ".join(heading.title.split())
    return line if len(line) <= _MOST_TITLE else f"{line[:_MOST_TITLE]}…"


def when(at: datetime, now: datetime) -> str:
    """A time as a list shows it: the hour today, else the day."""
    at, now = at.astimezone(_HERE), now.astimezone(_HERE)
    if at.date() == now.date():
        return f"{at:%H:%M}"
    return f"{at.month}月{at.day}日" if at.year == now.year else f"{at:%Y-%m-%d}"
