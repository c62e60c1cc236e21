from datetime import date

import pytest

from retrieval.intake.cleaning import clean
from retrieval.intake.metadata import Head, find_number, read_head
from retrieval.loading.limits import Limits
from retrieval.loading.text import load_text

BODY = "　　为了做好工作，结合本市实际，制定本办法，各单位应当认真执行，不得推诿，确保落实到位。"


def _head(text: str, name: str = "文件.txt") -> Head:
    loaded = load_text(text.encode(), name, Limits())
    return read_head(loaded, clean(loaded), name)


@pytest.mark.parametrize(
    "line",
    [
        "示政办函〔2019〕40号",
        "示政办函[2019]40号",
        "示政办函(2019)40号",
        "示政办函（2019）第40号",
        "示政办函【2019】 40 号",
        "文号：示政办函〔2019〕40号",
        "示范市人民政府办公厅文件 示政办函〔2019〕40号",
        "关于某事的通知（示政办函〔2019〕40号）",
    ],
)
def test_the_documents_own_number_reads_in_every_bracket(line: str) -> None:
    assert find_number(["某某制度", line]).endswith("〔2019〕40号")


@pytest.mark.parametrize(
    "line",
    [
        "根据《关于某事的通知》（示政办函〔2019〕40号）制定",
        "示政办函〔2019〕40号同时废止。",
        "贯彻示政办函〔2019〕40号精神",
    ],
)
def test_a_cited_number_is_not_the_documents_own(line: str) -> None:
    assert find_number([line]) == ""


def test_a_decree_number_reads() -> None:
    assert find_number(["2011年12月20日 中华人民共和国国务院令第613号公布"]) == "国务院令第613号"


def test_an_official_document_states_title_number_issuer_and_days() -> None:
    head = _head(
        f"示范市人民政府办公厅\n关于印发某某管理办法的通知\n示政办〔2021〕12号\n\n{BODY}\n\n"
        "一、总则\n坚持。\n二、附则\n本办法自2021年5月1日起施行。\n\n示范市人民政府办公厅\n2021年3月1日"
    )

    assert head.title == "示范市人民政府办公厅关于印发某某管理办法的通知"
    assert (head.number, head.issuer) == ("示政办〔2021〕12号", "示范市人民政府办公厅")
    assert (head.published, head.effective_from) == (date(2021, 3, 1), date(2021, 5, 1))
    assert (head.place, head.is_official, head.status) == ("示范", True, "")
    assert "某某管理办法" in head.titles


def test_the_trial_mark_on_the_next_line_belongs_to_the_title() -> None:
    head = _head(f"### 示范市某某工作制度\n\n#### （试行）\n\n{BODY}\n\n#### 一、总则\n坚持。")

    assert (head.title, head.status) == ("示范市某某工作制度（试行）", "试行")


def test_a_statute_states_its_adoption_and_amendment() -> None:
    head = _head(
        "# 中华人民共和国某某法\n\n1984年3月12日 第六届全国人民代表大会常务委员会第四次会议通过\n\n"
        "2020年10月17日 第十三届全国人民代表大会常务委员会第二十二次会议 第四次修正\n\n"
        "<!-- INFO END -->\n\n## 第一章 总 则\n\n第一条 目的。\n\n"
        "第二条 本法自1985年4月1日起施行。",
        "某某法.md",
    )

    assert head.title == "中华人民共和国某某法"
    assert head.issuer == "全国人民代表大会常务委员会"
    assert head.published == head.amended == date(2020, 10, 17)
    assert head.effective_from == date(1985, 4, 1)


def test_a_press_article_takes_its_first_line_source_and_day() -> None:
    head = _head(f"示范市有哪些做法？\n来源：示范日报 2020-08-08\n{BODY}\n(原标题:示范市这样做)")

    assert (head.title, head.issuer) == ("示范市有哪些做法？", "示范日报")
    assert (head.published, head.is_official) == (date(2020, 8, 8), False)
    assert "示范市这样做" in head.titles


def test_a_repealed_document_is_known_as_such() -> None:
    assert _head(f"某某管理办法（已废止）\n{BODY}").status == "废止"


def test_a_text_without_a_head_is_called_by_its_file_name() -> None:
    head = _head(f"{BODY}\n{BODY}", "会议纪要2021-03-01.txt")

    assert (head.title, head.published) == ("会议纪要2021-03-01", date(2021, 3, 1))
