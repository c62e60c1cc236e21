import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.intake.spacing import join_pieces, mend_cell, mend_paragraph


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "本制度自 2019 年 6 月 6 日起施行，由甲局 负责。",
            "本制度自2019年6月6日起施行，由甲局负责。",
        ),
        ("第三条　申请人应当提交 材料。", "第三条 申请人应当提交材料。"),
        ("总　则", "总则"),
        ("第一章 总 则", "第一章 总则"),
        ("循链而上 链动四方", "循链而上 链动四方"),
        ("2021 年 5 月 1 日", "2021年5月1日"),
        ("联系人：甲某， 联系电话：123。", "联系人：甲某， 联系电话：123。"),
        ("使用 App Store 下载，再登录。", "使用 App Store 下载，再登录。"),
        ("没有空格", "没有空格"),
    ],
)
def test_spaces_inside_words_close_and_separating_ones_stay(text: str, expected: str) -> None:
    assert mend_paragraph(text) == expected


def test_cells_close_up() -> None:
    assert mend_cell("划和 自然 资源 局") == "划和自然资源局"
    assert mend_cell("2019年7 月底前") == "2019年7月底前"


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [("首报", "首谈", "首报首谈"), ("supply", "chain", "supply chain"), ("2019", "年", "2019年"),
     ("end.", "Next", "end. Next"), ("共12", "3个", "共123个")],
)  # fmt: skip
def test_chinese_joins_without_a_space_and_latin_with_one(
    before: str, after: str, joined: str
) -> None:
    assert join_pieces(before, after) == joined


@settings(deadline=None)
@given(st.text(alphabet="首报 谈　，。\t1年ab：第一条", max_size=60))
def test_repair_changes_nothing_but_white_space(text: str) -> None:
    bare = "".join(text.split())

    assert "".join(mend_paragraph(text).split()) == bare
    assert "".join(mend_cell(text).split()) == bare
