"""Thumbs under an answer, with a reason for the one that points down."""

import sqlite3
from collections.abc import Callable

from nicegui import ui
from nicegui.events import GenericEventArguments

from bot.channels.web.frame.elements import box, button, text
from bot.chats.feedback import MAX_REASON_CHARS, Rating, Vote
from bot.errors import BotError
from bot.rendering.errors import complain

REASONS = ("答非所问", "依据不对", "说得不全", "看不懂")
_READ_REASON = "() => emit(document.getElementById('{id}').value)"

Rate = Callable[[int, Vote, str], Rating]


class RatingRow:
    """The thumbs of one exchange; a vote is stored at once, its reason when it is sent."""

    def __init__(self, exchange: int, rate: Rate, rating: Rating | None) -> None:
        self._exchange, self._rate = exchange, rate
        with box("div", "yq-rating", role="group", aria_label="评价这条回答"):
            self._up = button("有用", "yq-thumb is-up", aria_pressed="false")
            self._down = button("没用", "yq-thumb is-down", aria_pressed="false")
            self._said = text("span", "", "yq-said", role="status")
        self._up.on("click", lambda: self._vote(Vote.UP))
        self._down.on("click", lambda: self._vote(Vote.DOWN))
        self._form_id = f"why-{exchange}"
        self._form = box("div", "yq-reason", id=self._form_id, hidden="hidden")
        if rating is not None:
            self._mark(rating.vote)

    def _vote(self, vote: Vote) -> None:
        if not self._store(vote, ""):
            return
        self._mark(vote)
        self._form.clear()
        if vote is Vote.UP:
            self._form.props["hidden"] = "hidden"
            self._tell("谢谢，已记下。")
        else:
            self._form.props.pop("hidden", None)
            self._tell("已记下。哪里不对？")
            self._ask_reason()
        self._form.update()

    def _ask_reason(self) -> None:
        field_id = f"reason-{self._exchange}"
        with self._form:
            with box("div", "yq-reason-chips"):
                for reason in REASONS:
                    chip = button(reason, "yq-chip")
                    chip.on("click", lambda reason=reason: self._explain(reason))
            with box("div", "yq-reason-own"):
                field = box("input", "yq-input", id=field_id, aria_label="说明原因")
                field.props["maxlength"] = str(MAX_REASON_CHARS)
                field.props["placeholder"] = "也可以自己写"
                send = button("提交", "yq-button")
        ui.run_javascript(f"yipanqi.reveal('{self._form_id}')")
        send.on("click", self._on_reason, js_handler=_READ_REASON.format(id=field_id))

    def _on_reason(self, event: GenericEventArguments) -> None:
        self._explain(str(event.args or "").strip())

    def _explain(self, reason: str) -> None:
        if reason and self._store(Vote.DOWN, reason):
            self._form.clear()
            self._form.props["hidden"] = "hidden"
            self._form.update()
            self._tell("谢谢，原因已记下。")

    def _store(self, vote: Vote, reason: str) -> bool:
        try:
            self._rate(self._exchange, vote, reason)
        except (BotError, sqlite3.Error, OSError) as error:
            self._tell(complain(error).text)
            return False
        return True

    def _mark(self, vote: Vote) -> None:
        for thumb, own in ((self._up, Vote.UP), (self._down, Vote.DOWN)):
            thumb.props["aria-pressed"] = "true" if vote is own else "false"
            thumb.update()

    def _tell(self, message: str) -> None:
        self._said.props["data-said"] = "true"
        self._said.text = message  # type: ignore[attr-defined]  # a TextElement
