"""The box one writes in, with the files that go along.

Files are uploaded as soon as they are chosen and wait (tray) until the message is sent; what is too
large is refused before it is sent (static/chat.js says so).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from nicegui import ui
from nicegui.elements.upload_files import FileUpload
from nicegui.events import GenericEventArguments

from bot.channels.web.chat.tray import MOST_FILES
from bot.channels.web.frame.elements import box, button, text
from bot.dialogue.messages import MOST_TEXT
from registry.files.evidence import MAX_BYTES

# What is said and the day it is asked about travel together: no order of events can part them.
_ON_ENTER = "(event) => { if (yipanqi.isSend(event)) yipanqi.send(emit) }"
_ON_CLICK = "() => yipanqi.send(emit)"


@dataclass(frozen=True, slots=True)
class Written:
    """What was sent: id is the browser's, the same on a retry; files are ids of uploads."""

    id: str
    text: str
    day: date | None
    files: tuple[str, ...]


class Composer:
    """The question box of one page."""

    def __init__(
        self,
        on_written: Callable[[Written], Awaitable[None]],
        on_file: Callable[[FileUpload], Awaitable[None]],
        today: date,
    ) -> None:
        self._on_written, self._on_file, self._today = on_written, on_file, today
        with box("form", "yq-composer", id="composer").on("submit.prevent", lambda: None):
            button("↓ 最新", "yq-newest", id="newest", hidden="hidden")
            self._complaint = box("div", "yq-complaint", id="complaint", role="alert")
            box("ul", "yq-tray", id="tray", aria_label="要发送的附件")
            self._field()
            self._uploader()
            with box("p", "yq-hint"):
                text("span", "回车发送，Shift+回车换行，Ctrl+K 回到输入框。", "yq-keys")
                text("span", "政策回答只依据文库里的文件，请核对条款后使用。")

    def _field(self) -> None:
        with box("div", "yq-field"):
            limit = MAX_BYTES // 2**20
            label = f"添加附件，每个不超过 {limit} MB，一次最多 {MOST_FILES} 个"
            button("", "yq-attach", id="attach", aria_label=label, title=label)
            field = box("textarea", "yq-textarea", id="question", rows="1")
            field.props["aria-label"] = "问题"
            field.props["placeholder"] = "问政策、填首报，直接写"
            field.props["data-most"] = str(MOST_TEXT)
            field.on("keydown", self._on_send, js_handler=_ON_ENTER)
            send = button("发送", "yq-send", id="send")
            send.on("click", self._on_send, js_handler=_ON_CLICK)

    def _uploader(self) -> None:
        """The hidden parts: the browser's chooser, and the address files are sent to."""
        uploader = _Uploads(self._on_file)
        uploader.classes("yq-unseen")
        uploader.props["tabindex"] = "-1"
        chooser = box("input", "yq-unseen", id="files", type="file", multiple="multiple")
        chooser.props["aria-hidden"] = "true"
        chooser.props["tabindex"] = "-1"
        chooser.props["data-url"] = uploader.props["url"]
        chooser.props["data-most-bytes"] = str(MAX_BYTES)
        chooser.props["data-most-files"] = str(MOST_FILES)

    async def _on_send(self, event: GenericEventArguments) -> None:
        sent: dict[str, Any] = event.args if isinstance(event.args, dict) else {}
        files = sent.get("files")
        written = Written(
            id=str(sent.get("id") or ""),
            text=str(sent.get("text") or ""),
            day=day_or_none(str(sent.get("day") or ""), self._today),
            files=tuple(map(str, files)) if isinstance(files, list) else (),
        )
        await self._on_written(written)

    def complain(self, problem: str) -> None:
        """Say why something was not sent."""
        self._complaint.clear()
        with self._complaint:
            text("p", problem, "yq-error")


class _Uploads(ui.upload):
    """Answers an upload only when its files are kept; NiceGUI answers before its handlers end."""

    def __init__(self, keep: Callable[[FileUpload], Awaitable[None]]) -> None:
        super().__init__(multiple=True)
        self._keep = keep

    async def handle_uploads(self, files: list[FileUpload]) -> None:
        for file in files:
            await self._keep(file)


def day_or_none(value: str, today: date) -> date | None:
    """The day a date field holds; None for today, and where it is empty or unfinished."""
    try:
        day = date.fromisoformat(value) if value else None
    except ValueError:
        return None
    return None if day == today else day
