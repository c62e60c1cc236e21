"""Plain HTML elements for the pages. Text always becomes a text node, never markup."""

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement


def box(tag: str, classes: str = "", **attributes: str) -> Element:
    """An element without text of its own; `_` in an attribute's name stands for `-`."""
    return _dress(ui.element(tag), classes, attributes)


def text(tag: str, content: str, classes: str = "", **attributes: str) -> Element:
    """An element that holds content as one text node."""
    return _dress(TextElement(tag=tag, text=content), classes, attributes)


def button(label: str, classes: str = "", **attributes: str) -> Element:
    """A button with a text; it submits nothing by itself."""
    return text("button", label, classes, type="button", **attributes)


def _dress(element: Element, classes: str, attributes: dict[str, str]) -> Element:
    element.classes(classes)
    for name, value in attributes.items():
        element.props[name.rstrip("_").replace("_", "-")] = value
    return element
