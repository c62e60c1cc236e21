"""Labels of clauses as they are asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.clause_labels import ArticleLabel, article_labels, clause_ids


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("第十二条", ArticleLabel(12)),
        ("第12条第二款", ArticleLabel(12, paragraph=2)),
        ("第一百二十条之一", ArticleLabel(120, sub=1)),
        ("第十二条第二款第(三)项", ArticleLabel(12, paragraph=2, item=3)),
        ("第十二条第三项", ArticleLabel(12, item=3)),
    ],
)
def test_an_article_is_read_with_its_paragraph_and_item(text: str, label: ArticleLabel) -> None:
    assert article_labels(f"某法{text}怎么说") == (label,)


def test_several_articles_are_read_once_each() -> None:
    assert article_labels("第一条、第二条和第一条") == (ArticleLabel(1), ArticleLabel(2))


def test_a_number_mixed_of_two_kinds_is_none() -> None:
    assert article_labels("第十2条") == ()
    assert clause_ids("附件第十2项") == ()


@pytest.mark.parametrize(
    ("label", "shown", "clause_id"),
    [
        (ArticleLabel(12), "第12条", "art.12"),
        (ArticleLabel(12, 1), "第12条之1", "art.12a"),
        (ArticleLabel(12, 0, 2, 3), "第12条第2款第（3）项", "art.12"),
        (ArticleLabel(12, 30), "第12条之30", "art.12"),
    ],
)
def test_a_label_knows_its_words_and_its_clause(
    label: ArticleLabel, shown: str, clause_id: str
) -> None:
    assert (label.shown, label.clause_id) == (shown, clause_id)


@pytest.mark.parametrize(
    ("label", "ids"),
    [
        ("四(一)", ("4.1",)),
        ("四、（二）", ("4.2",)),
        ("附件第7项", ("annex.7",)),
        ("第十二项", ("annex.12",)),
        ("第四部分", ("4", "4.1")),
        ("第三条", ("art.3",)),
        ("第几条", ()),
    ],
)
def test_a_label_stands_for_clauses(label: str, ids: tuple[str, ...]) -> None:
    assert clause_ids(label) == ids


@given(st.text(alphabet="第一二十百千零〇两12条款项之附件四（）()部分", max_size=14))
def test_no_label_is_refused_with_an_error(text: str) -> None:
    clause_ids(text)
    article_labels(text)
