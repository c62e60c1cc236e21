import pytest

from retrieval.intake.headings import HeadingKind, match_heading

K = HeadingKind
FORMS = [
    ("一、总体要求", K.CHINESE, (1,), "一", "总体要求", True),
    ("十二、其他", K.CHINESE, (12,), "十二", "其他", True),
    ("（一）建立制度。由甲局牵头负责。", K.PAREN, (1,), "（一）", "建立制度", False),
    ("(二) 建立制度。由甲局负责。", K.PAREN, (2,), "（二）", "建立制度", False),
    ("( 三 )名称", K.PAREN, (3,), "（三）", "名称", True),
    ("1.编制清单", K.ARABIC, (1,), "1", "编制清单", True),
    ("2．编制清单", K.ARABIC, (2,), "2", "编制清单", True),
    ("3、编制清单", K.ARABIC, (3,), "3", "编制清单", True),
    ("1.2 适用范围", K.DECIMAL, (1, 2), "1.2", "适用范围", True),
    ("1.2.3 适用范围", K.DECIMAL, (1, 2, 3), "1.2.3", "适用范围", True),
    ("第一章 总则", K.CHAPTER, (1,), "第一章", "总则", True),
    ("第二节　审查", K.SECTION, (2,), "第二节", "审查", True),
    ("第一编 通则", K.PART, (1,), "第一编", "通则", True),
    ("第十二条 甲局负责本办法的实施。", K.ARTICLE, (12,), "第十二条", "", False),
    ("第三条【适用范围】本办法适用于本市。", K.ARTICLE, (3,), "第三条", "适用范围", False),
    ("第１条　目的", K.ARTICLE, (1,), "第１条", "", False),
    ("附：责任分解", K.ANNEX, (), "附", "责任分解", True),
    ("附件2", K.ANNEX, (2,), "附件2", "", True),
    ("附件1 责任清单", K.ANNEX, (1,), "附件1", "责任清单", True),
    ("附 件：", K.ANNEX, (), "附件", "", True),
]

NO_HEADINGS = [
    "第三条规定的情形除外。",
    "第三条、第四条所列项目，不予支持。",
    "第二章的规定同样适用。",
    "1.2.3 条规定的事项",
    "3.5亿元的项目",
    "3.5 亿元的项目",
    "2019年6月6日起",
    "一是精心谋划。",
    "一般情况下，",
    "附则",
    "附近的企业：",
    "（市）及各平台",
    "（1）材料",
    "第一、二条件",
    "",
]


@pytest.mark.parametrize(("text", "kind", "numbers", "label", "title", "is_bare"), FORMS)
def test_every_form_of_heading_reads(  # noqa: PLR0917
    text: str, kind: HeadingKind, numbers: tuple[int, ...], label: str, title: str, is_bare: bool
) -> None:
    heading = match_heading(text)

    assert heading is not None
    found = (heading.kind, heading.numbers, heading.label, heading.title, heading.is_bare)
    assert found == (kind, numbers, label, title, is_bare)


@pytest.mark.parametrize("text", NO_HEADINGS)
def test_references_and_figures_are_no_headings(text: str) -> None:
    assert match_heading(text) is None


def test_inserted_articles_carry_their_second_number() -> None:
    heading = match_heading("第一百二十条之二 有下列情形之一的：")

    assert heading is not None
    assert (heading.numbers, heading.sub, heading.is_glued) == ((120,), 2, False)


def test_a_glued_article_is_marked_so() -> None:
    heading = match_heading("第二条为了测试")

    assert heading is not None
    assert heading.is_glued
