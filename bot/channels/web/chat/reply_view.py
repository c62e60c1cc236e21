"""One turn in the log: what the person said, then each reply with its card, buttons and file."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from bot.channels.web.chat.answer_view import (
    Actions,
    Pause,
    copy_button,
    show_answer,
    show_mark,
    show_sources,
)
from bot.channels.web.chat.cards import is_told_beside, lines_beside, show_card, show_points
from bot.channels.web.chat.events import PRESS, id_of
from bot.channels.web.chat.receipts import show_code
from bot.channels.web.frame.elements import box, button, text
from bot.chats.transcripts import Said
from bot.dialogue.messages import CardKind, Choice, OutgoingFile, Reply

_REFERENCE = re.compile(r"\[(\d{1,2})\]")
OnChoice = Callable[[Choice, str], Awaitable[bool]]


def show_question(words: str) -> Element:
    """What was said, as it was typed."""
    with box("div", "yq-turn is-question") as turn:
        text("h2", words, "yq-question")
    return turn


async def show_reply(said: Said, actions: Actions, on_choice: OnChoice, pause: Pause) -> None:
    """Add a reply; the answer to a policy question streams."""
    reply = said.reply
    name = "回答" if reply.answer else "回复"
    with box("article", "yq-turn is-answer", aria_label=name, aria_busy="true") as article:
        pass
    if reply.answer is not None:
        await show_answer(said, article, actions, pause)
    else:
        with article:
            _show_words(reply, actions)
        await pause()
    with article:
        if reply.file is not None:
            is_receipt = reply.card is not None and reply.card.kind is CardKind.RECEIPT
            beside = show_code(reply.file) if is_receipt else None
            with beside or article:
                _show_file(reply.file)
        if reply.choices:
            Choices(reply, on_choice)
        if reply.card is not None and reply.card.kind is CardKind.ASSESSMENT:
            with box("div", "yq-after"):
                copy_button(reply.text)
    article.props.pop("aria-busy", None)
    article.update()


def _show_words(reply: Reply, actions: Actions) -> None:
    card = reply.card
    lines = lines_beside(card, reply.text) if card else reply.text.splitlines()
    head = lines[:1] if card and card.kind is CardKind.ASSESSMENT else ()
    _paragraphs(head, reply, actions, is_head=True)
    if card is not None and is_told_beside(card, lines):
        lines = reply.text.splitlines()
    elif card is not None:
        show_card(card)
    rest = lines[len(head) :]
    if card is not None and card.kind is CardKind.ASSESSMENT:
        show_points(rest)
    else:
        _paragraphs(rest, reply, actions)
    show_sources("依据", reply.citations, actions)


def _paragraphs(
    lines: "list[str] | tuple[str, ...]", reply: Reply, actions: Actions, *, is_head: bool = False
) -> None:
    for paragraph in "\n".join(lines).strip().split("\n\n"):
        if paragraph.strip():
            with box("p", "yq-words is-conclusion" if is_head else "yq-words"):
                _with_marks(paragraph, reply, actions)


def _with_marks(words: str, reply: Reply, actions: Actions) -> None:
    """The words, with [1] a button where the reply has a first citation."""
    at = 0
    for found in _REFERENCE.finditer(words):
        index = int(found[1]) - 1
        if 0 <= index < len(reply.citations):
            text("span", words[at : found.start()])
            show_mark(index, reply.citations[index], actions)
            at = found.end()
    if at < len(words):
        text("span", words[at:])


def _show_file(file: OutgoingFile) -> None:
    with box("p", "yq-file"):
        get = button(f"下载 {file.name}", "yq-button is-quiet yq-download")
        get.on("click", lambda: ui.download(file.content, file.name, file.media_type))


@dataclass
class Choices:
    """The buttons of a reply; once one was pressed, none of them can be pressed again."""

    reply: Reply
    on_choice: OnChoice
    _buttons: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        is_quiz = self.reply.card is not None and self.reply.card.kind is CardKind.QUIZ
        classes = "yq-choices is-quiz" if is_quiz else "yq-choices"
        with box("div", classes, role="group", aria_label="可以选"):
            for choice in self.reply.choices:
                self._add(choice)

    def _add(self, choice: Choice) -> None:
        pressed = button(choice.label, "yq-choice")
        self._buttons.append(pressed)

        async def press(event: GenericEventArguments) -> None:
            self._mark(pressed)
            if not await self.on_choice(choice, id_of(event)):
                self._mark(None)  # nothing was done: it can be pressed again

        pressed.on("click", press, js_handler=PRESS)

    def _mark(self, pressed: Element | None) -> None:
        for one in self._buttons:
            if pressed is None:
                one.props.pop("disabled", None)
                one.props.pop("aria-pressed", None)
            else:
                one.props["disabled"] = "disabled"
                one.props["aria-pressed"] = "true" if one is pressed else "false"
            one.update()
