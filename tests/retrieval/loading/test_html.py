from datetime import date
from pathlib import Path

import pytest

from retrieval.errors import DocumentError
from retrieval.intake.cleaning import clean
from retrieval.loading.blocks import BlockKind, LoadedFile
from retrieval.loading.html import load_html
from retrieval.loading.limits import Limits

PAGE = Path(__file__).parent.parent / "documents" / "page.html"


def _load(page: str | bytes) -> LoadedFile:
    data = page if isinstance(page, bytes) else page.encode()
    return load_html(data, "a.html", Limits())


def _article(body: str) -> str:
    filler = (
        "<p>这一段是正文，用来让页面看起来像一篇完整的文章，内容并不重要，只是测试用的文字。</p>"
        * 3
    )
    return f"<html><body><div id='main'>{filler}{body}</div></body></html>"


def test_menus_hidden_text_and_scripts_go_and_every_body_line_stays() -> None:
    words = "\n".join(block.text for block in clean(_load(PAGE.read_bytes()), is_page=True))

    for gone in (
        "首页",
        "办事服务",
        "脚本",
        "隐藏的文字",
        "别的新闻",
        "相关阅读",
        "浏览次数",
        "责任编辑",
        "ICP",
        "color",
    ):
        assert gone not in words
    for kept in (
        "示范市出台服务新规",
        "统一清单",
        "每月通报。",
        "通报抄送各区县。",
        "一句正文也不能丢",
        "事项：清单编制；牵头单位：甲局",
    ):
        assert kept in words


def test_the_page_states_title_and_day() -> None:
    loaded = _load(PAGE.read_bytes())

    assert (loaded.title, loaded.published) == ("示范市出台服务新规", date(2021, 2, 18))


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-16"])
def test_a_wrong_charset_declaration_does_not_matter(encoding: str) -> None:
    page = (
        '<html><head><meta charset="utf-8"></head><body><p>编码声明有误也要读对。</p></body></html>'
    )

    assert [b.text for b in _load(page.encode(encoding)).blocks] == ["编码声明有误也要读对。"]


def test_a_page_that_declares_big5_is_read_as_such() -> None:
    head = '<html><head><meta charset="big5"></head>'
    page = f"{head}<body><p>推動產業鏈招商，強化統籌。</p></body></html>"

    assert [b.text for b in _load(page.encode("big5")).blocks] == ["推動產業鏈招商，強化統籌。"]


def test_cells_over_columns_come_once_and_over_rows_in_each_row() -> None:
    table = (
        "<table><tr><th>序号</th><th>事项</th><th>内容</th><th>单位</th></tr>"
        "<tr><td>1</td><td colspan='2'>跨栏</td><td rowspan='2'>甲局</td></tr>"
        "<tr><td>2</td><td>事</td><td>内</td></tr></table>"
    )

    rows = [b.cells for b in _load(_article(table)).blocks if b.kind is BlockKind.ROW]

    assert rows[1:] == [("1", "跨栏", "", "甲局"), ("2", "事", "内", "甲局")]


def test_a_layout_table_is_read_as_paragraphs() -> None:
    blocks = _load(_article("<table><tr><td>排版用的表格里的一段正文。</td></tr></table>")).blocks

    assert blocks[-1].kind is BlockKind.LINE
    assert blocks[-1].text == "排版用的表格里的一段正文。"


def test_lists_of_links_go_and_lists_of_text_stay() -> None:
    body = "<ul><li><a href='1'>别的新闻标题</a></li></ul><ul><li>清单第一项。</li></ul>"

    words = [b.text for b in _load(_article(body)).blocks]

    assert "清单第一项。" in words
    assert "别的新闻标题" not in words


def test_a_page_nested_without_end_is_refused() -> None:
    page = "<html><body>" + "<span>" * 250 + "深" + "</span>" * 250 + "</body></html>"

    with pytest.raises(DocumentError) as caught:
        _load(page)

    assert caught.value.code == "hostile"


@pytest.mark.parametrize(
    "page", [b"<html><meta charset=big5>" + b"\xff\xff\xff", b"<html>\xff\xff"]
)
def test_a_page_of_no_known_encoding_is_refused(page: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        _load(page)

    assert caught.value.code == "unreadable"
