from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.intake.cleaning import clean
from retrieval.loading.blocks import Block, BlockKind, LoadedFile
from retrieval.loading.limits import Limits
from retrieval.loading.text import load_text

DOCUMENTS = Path(__file__).parents[1] / "documents"


def _clean(text: str, name: str = "a.txt") -> list[str]:
    return [block.text for block in clean(load_text(text.encode(), name, Limits()))]


@pytest.mark.parametrize("name", ["scheme_dump", "news_page", "wrapped"])
def test_a_file_as_it_arrives_becomes_the_golden_text(name: str) -> None:
    data = (DOCUMENTS / f"{name}.txt").read_bytes()

    blocks = clean(load_text(data, f"{name}.txt", Limits()))

    expected = (DOCUMENTS / f"{name}.cleaned.txt").read_text("utf-8").splitlines()
    assert [block.text for block in blocks] == expected


PROSE = "各单位按照清单逐项办理，办理情况按月报送，由甲局汇总以后向各区县通报一次"

JOINED = [
    (
        f"{PROSE}。对违反清单\n\n公开规定的单位予以提醒。",
        f"{PROSE}。对违反清单公开规定的单位予以提醒。",
    ),
    (f"{PROSE}，并在年底以前\n\n完成评价。", f"{PROSE}，并在年底以前完成评价。"),
    ("制定精准化、\n\n个性化的政策。", "制定精准化、个性化的政策。"),
    ("按照《某某\n办法》办理。", "按照《某某办法》办理。"),
    ("各单位按照清单办理\n，并按月报送。", "各单位按照清单办理，并按月报送。"),
    (f"{PROSE}，具体依照\n\n第三条规定执行。", f"{PROSE}，具体依照第三条规定执行。"),
    (f"{PROSE}，具体按照\n\n1.2.3 条的说明执行。", f"{PROSE}，具体按照1.2.3条的说明执行。"),
]

APART = [
    "加强统筹\n\n杭州首先从规划做起。",
    f"{PROSE}。\n{PROSE}。",
    f"{PROSE}：\n\n（一）材料齐全的；\n\n（二）书面承诺的。",
    f"{PROSE}，如下\n\n一、总体要求",
    f"改革项目:以链统筹、联动招商,改革赋能精准高效\n\n{PROSE}。",
    "张 某 李某某\n\n一个大项目，能带来什么？",
]


@pytest.mark.parametrize(("text", "expected"), JOINED)
def test_a_sentence_torn_by_a_page_break_is_joined(text: str, expected: str) -> None:
    assert _clean(text) == [expected]


@pytest.mark.parametrize("text", APART)
def test_headings_and_paragraphs_stay_apart(text: str) -> None:
    assert _clean(text) == [line for line in text.split("\n") if line]


def test_in_a_numbered_text_short_torn_lines_are_joined_too() -> None:
    text = (
        "一、要求\n坚持原则。\n二、分工\n统筹市、区县和各平台，市、区县\n\n(市)共同推进。\n"
        "三、附则\n施行。"
    )

    assert "统筹市、区县和各平台，市、区县(市)共同推进。" in _clean(text)


def test_paragraphs_of_formats_that_have_them_are_never_joined() -> None:
    blocks = tuple(Block(BlockKind.LINE, text) for text in ("制定精准化、", "个性化的政策。"))

    assert [b.text for b in clean(LoadedFile(blocks, is_torn=False))] == [
        "制定精准化、",
        "个性化的政策。",
    ]


@settings(deadline=None)
@given(st.lists(st.text(alphabet="首报谈市，。、（）“”一二第条章：; \t", max_size=40), max_size=30))
def test_joining_keeps_every_character_in_order(lines: list[str]) -> None:
    blocks = tuple(
        Block(BlockKind.LINE, line.strip()) if line.strip() else Block(BlockKind.BREAK)
        for line in lines
    )

    cleaned = clean(LoadedFile(blocks, is_torn=True))

    assert "".join("".join(b.text for b in cleaned).split()) == "".join("".join(lines).split())
