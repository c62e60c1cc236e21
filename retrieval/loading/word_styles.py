"""Read from a DOCX file's styles which paragraphs are headings and which are numbered."""

from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError

from retrieval.errors import DocumentError

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class _Style:
    level: int = 0
    number: tuple[str, int] | None = None
    based_on: str = ""


@dataclass(frozen=True, slots=True)
class Styles:
    """Paragraph styles by id."""

    by_id: dict[str, _Style] = field(default_factory=dict)

    def describe(self, paragraph: Any) -> tuple[bool, tuple[str, int] | None, int]:
        """Whether it is indented, its (list id, list level) when numbered, its heading level."""
        properties = paragraph.find(f"{WORD}pPr")
        if properties is None:
            return False, None, 0
        style = self._style(properties)
        number = _number(properties) or style.number
        level = _outline_level(properties) or style.level
        return properties.find(f"{WORD}ind") is not None, number, level

    def _style(self, properties: Any) -> _Style:
        mark = properties.find(f"{WORD}pStyle")
        name = attribute(mark, "val") if mark is not None else ""
        level, number = 0, None
        for _ in range(10):  # styles rest on styles; a circle must not hang us
            style = self.by_id.get(name, _Style())
            level, number = level or style.level, number or style.number
            if not style.based_on:
                break
            name = style.based_on
        return _Style(level, number)


def read_styles(xml: bytes) -> Styles:
    """Read word/styles.xml; no part, no styles. Raises DocumentError."""
    if not xml:
        return Styles()
    styles: dict[str, _Style] = {}
    for element in parse_tree(xml).iter(f"{WORD}style"):
        name_mark, base = element.find(f"{WORD}name"), element.find(f"{WORD}basedOn")
        name = attribute(name_mark, "val").lower() if name_mark is not None else ""
        properties = element.find(f"{WORD}pPr")
        styles[attribute(element, "styleId")] = _Style(
            level=_named_level(name)
            or (_outline_level(properties) if properties is not None else 0),
            number=_number(properties) if properties is not None else None,
            based_on=attribute(base, "val") if base is not None else "",
        )
    return Styles(styles)


def parse_tree(xml: bytes) -> Any:
    """Parse a small part whole, refusing entities. Raises DocumentError."""
    import defusedxml  # type: ignore[import-untyped]
    from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

    try:
        return fromstring(xml, forbid_dtd=True)
    except defusedxml.DefusedXmlException as error:
        raise DocumentError("XML with entities", code="hostile", reason="entities") from error
    except (ParseError, ValueError) as error:
        raise DocumentError(f"damaged XML: {error}", code="unreadable") from error


def attribute(element: Any, name: str) -> str:
    """A `w:` attribute, '' when missing."""
    return str(element.get(f"{WORD}{name}") or "")


def _named_level(name: str) -> int:
    if name == "title":
        return 1
    words = name.split()
    is_heading = len(words) == 2 and words[0] == "heading" and words[1].isdecimal()
    return min(int(words[1]), 9) if is_heading else 0


def _outline_level(properties: Any) -> int:
    mark = properties.find(f"{WORD}outlineLvl")
    value = attribute(mark, "val") if mark is not None else ""
    return int(value) + 1 if value.isdecimal() and int(value) < 9 else 0


def _number(properties: Any) -> tuple[str, int] | None:
    mark = properties.find(f"{WORD}numPr")
    if mark is None:
        return None
    list_mark, level_mark = mark.find(f"{WORD}numId"), mark.find(f"{WORD}ilvl")
    list_id = attribute(list_mark, "val") if list_mark is not None else ""
    level = attribute(level_mark, "val") if level_mark is not None else "0"
    return (list_id, int(level)) if list_id and level.isdecimal() else None
