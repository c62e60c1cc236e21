"""Forms of NiceGUI pages: plain fields, sent as one message; what was typed stays on an error.

    form = Form(save)
    with form.element:
        field("姓名", name="name", required="")
        form.finish("增加")

Slow work belongs into `asyncio.to_thread`; what it raises is said in the form.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from bot.channels.web.frame.elements import box, button, text
from bot.channels.web.frame.plain import TROUBLES
from bot.rendering.errors import complain

_EMIT = """(event) => {
  event.preventDefault();
  const data = new FormData(event.target), sent = {};
  for (const name of new Set(data.keys())) sent[name] = data.getAll(name).map(String);
  emit(sent);
}"""


class Sent:
    """What a form's fields held."""

    def __init__(self, values: object) -> None:
        self._values: Mapping[str, Any] = values if isinstance(values, dict) else {}

    def one(self, name: str) -> str:
        """The value of a field; empty when it was not sent."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> tuple[str, ...]:
        """The values of a field that may have several."""
        values = self._values.get(name)
        return tuple(str(value) for value in values) if isinstance(values, list) else ()


class Form:
    """A form. save: takes what was sent; what it raises of our errors is shown, nothing is lost."""

    def __init__(self, save: Callable[[Sent], Awaitable[None]], classes: str = "yq-form") -> None:
        self._save = save
        self._is_busy = False
        self.element = box("form", classes).on("submit", self._on_submit, js_handler=_EMIT)
        self._said: Element | None = None
        self._notice: Element | None = None

    def finish(
        self,
        label: str,
        *,
        classes: str = "yq-button",
        give_up: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Where complaints are said, and the buttons. give_up: what 取消 does; None: no such."""
        self._notice = box("div")
        with box("div", "yq-row"):
            text("button", label, classes, type="submit")
            if give_up is not None:
                on_press(button("取消", "yq-button is-quiet"), give_up)

    def say(self, message: str, *, is_error: bool = False) -> None:
        """Say how it went, in the form."""
        assert self._notice is not None
        self._notice.clear()
        with self._notice:
            if is_error:
                text("p", message, "yq-error", role="alert")
            else:
                text("p", message, "yq-notice", role="status")

    def reset(self) -> None:
        """Empty the fields, after what was sent is done."""
        ui.run_javascript(f'document.getElementById("c{self.element.id}").reset()')

    async def _on_submit(self, event: GenericEventArguments) -> None:
        if self._is_busy:
            return
        self._is_busy = True
        try:
            with self.element.client:  # the form itself may be replaced by what it does
                await self._save(Sent(event.args))
        except TROUBLES as error:
            self.say(complain(error).text, is_error=True)
        finally:
            self._is_busy = False


def on_press(element: Element, act: Callable[[], Awaitable[None]]) -> None:
    """Do something at a click; one press at a time, and what goes wrong is said on the page."""
    pressed = [False]
    page = element.client

    async def press() -> None:
        if pressed[0]:
            return
        pressed[0] = True
        with page:  # the button itself may be replaced by what it does
            try:
                await act()
            except TROUBLES as error:
                tell(complain(error).text, is_error=True)
            finally:
                pressed[0] = False

    element.on("click", press)


def tell(message: str, *, is_error: bool = False) -> None:
    """Say something at the edge of the page, for a while; an error until it is closed."""
    ui.run_javascript(f"yipanqiShell.tell({script_text(message)}, {json.dumps(is_error)})")


def script_text(value: str) -> str:
    """A JavaScript string literal; JSON is one, and `<` never ends a script element."""
    return json.dumps(value).replace("<", "\\u003c")


def field(label: str, kind: str = "text", **attributes: str) -> Element:
    """A field with its label; the attributes are the input's."""
    with box("label", "yq-label-field"):
        text("span", label)
        return box("input", type=kind, **attributes)


def select(label: str, options: Mapping[str, str], **attributes: str) -> Element:
    """A choice of value -> label."""
    with box("label", "yq-label-field"):
        text("span", label)
        with box("select", aria_label=label, **attributes) as made:
            for value, shown in options.items():
                text("option", shown, value=value)
    return made


def checks(legend: str, name: str, options: Mapping[str, str], ticked: tuple[str, ...]) -> None:
    """Several choices of value -> label."""
    with box("fieldset", "yq-checks"):
        text("legend", legend)
        for value, shown in options.items():
            with box("label"):
                tick = box("input", type="checkbox", name=name, value=value)
                if value in ticked:
                    tick.props["checked"] = True
                text("span", shown)


def secret(label: str, value: str, note: str) -> None:
    """Something shown this once, with a button that copies it."""
    with box("div", "yq-secret", role="status"):
        text("span", label)
        text("span", value, "yq-code")
        copied = text("button", "复制", "yq-button is-quiet", type="button")
        copied.props["data-copy"] = value
    text("p", note, "yq-hint")
