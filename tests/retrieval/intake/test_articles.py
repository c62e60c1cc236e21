from pathlib import Path

import pytest

from retrieval.intake.articles import Article, split_articles
from retrieval.intake.cleaning import clean
from retrieval.loading.blocks import Block, BlockKind
from retrieval.loading.limits import Limits
from retrieval.loading.text import load_text
from retrieval.types import DocumentMeta

COMPILATION = Path(__file__).parents[1] / "documents" / "compilation.txt"
BODY = "这是文章的正文，写得足够长，讲一件具体的事情，并且以句号结尾，文字只作测试之用。" * 5


def _split(*texts: str, known: tuple[DocumentMeta, ...] = ()) -> tuple[Article, ...]:
    return split_articles([Block(BlockKind.LINE, text) for text in texts], known)


def test_a_compilation_falls_into_its_articles_also_where_headlines_are_glued() -> None:
    blocks = clean(load_text(COMPILATION.read_bytes(), "汇编.txt", Limits()))

    articles = split_articles(blocks)

    assert [(a.place, a.headline) for a in articles] == [
        ("", ""),
        ("东岭市", "东岭市:如何让企业少跑路?"),
        ("西河市南浦区", "西河市南浦区:推行“三张清单”服务模式提升办事效率"),
    ]
    joined = "".join(block.text for article in articles for block in article.blocks)
    assert joined == "".join(block.text for block in blocks)


def test_a_single_article_stays_whole() -> None:
    assert _split("东岭市：如何让企业少跑路？", BODY)[0].headline == ""
    assert len(_split("题目", BODY)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "牵头单位：各区负责本地的具体工作安排",
        "责任区：由南浦区负责本地的具体工作",
        "东岭市：12个项目",
        "东岭市：全年办结事项三千余件。其中当天办结七成。",
        "近年来东岭市：",
    ],
)
def test_lines_that_only_resemble_a_headline_split_nothing(line: str) -> None:
    assert len(_split("题目", BODY, line, BODY)) == 1


def test_a_list_of_places_has_no_bodies_and_splits_nothing() -> None:
    assert (
        len(_split("题目", BODY, "东岭市：牵头负责数字经济项目", "西河市：牵头负责生物医药项目"))
        == 1
    )


def test_short_articles_told_in_sentences_fall_apart_too() -> None:
    told = "今年新落地项目三十个，比去年多十个。下一步继续办好企业的事，并且一直办下去，不停下来。"

    articles = _split("东岭市：推行一个窗口办事", told, "西河市：打造办事的新样板", told)

    assert [article.place for article in articles] == ["东岭市", "西河市"]


def test_the_title_of_a_known_document_starts_an_article() -> None:
    known = (DocumentMeta("x", "1", "怎样把窗口归并到一处？"),)

    articles = _split("题目", BODY, "怎样把窗口归并到一处?", BODY, known=known)

    assert [a.headline for a in articles] == ["", "怎样把窗口归并到一处?"]
