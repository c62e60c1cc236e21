from xml.etree.ElementTree import fromstring

from retrieval.loading.word_styles import read_styles

_XMLNS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {_XMLNS}>
<w:style w:styleId="1"><w:name w:val="heading 1"/>
  <w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="my"><w:name w:val="单位标题"/><w:basedOn w:val="1"/></w:style>
<w:style w:styleId="o"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:styleId="c1"><w:name w:val="a"/><w:basedOn w:val="c2"/></w:style>
<w:style w:styleId="c2"><w:basedOn w:val="c1"/></w:style>
</w:styles>"""


def _describe(properties: str) -> tuple[bool, tuple[str, int] | None, int]:
    paragraph = fromstring(f"<w:p {_XMLNS}><w:pPr>{properties}</w:pPr></w:p>")
    return read_styles(STYLES.encode()).describe(paragraph)


def test_heading_level_and_list_come_down_from_the_style_it_rests_on() -> None:
    assert _describe('<w:pStyle w:val="my"/>') == (False, ("7", 0), 1)


def test_the_paragraphs_own_marks_come_first() -> None:
    own = '<w:pStyle w:val="o"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="8"/></w:numPr><w:ind/>'

    assert _describe(own) == (True, ("8", 1), 3)
    assert _describe('<w:outlineLvl w:val="0"/>') == (False, None, 1)


def test_styles_that_rest_on_each_other_end() -> None:
    assert _describe('<w:pStyle w:val="c1"/>') == (False, None, 0)


def test_without_styles_a_paragraph_is_plain() -> None:
    plain = fromstring(f"<w:p {_XMLNS}/>")

    assert read_styles(b"").describe(plain) == (False, None, 0)
