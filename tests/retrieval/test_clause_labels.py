"""Labels of clauses as staff write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.clause_labels import ArticleLabel, article_labels, clause_ids

IDS = [
    ("part and item", "四(一)", ("4.1",)),
    ("part and item of a named part", "四部分(二)", ("4.2",)),
    ("a row of the annex", "附件第7项", ("annex.7",)),
    ("a row of the annex in characters", "附表十二行", ("annex.12",)),
    ("a row without the annex", "第十一项", ("annex.11",)),
    ("a whole part", "第三部分", ("3", "3.1")),
    ("an article", "第十二条", ("art.12",)),
    ("an article put in later", "第十二条之一", ("art.12a",)),
    ("no label", "能耗", ()),
    ("figures and characters mixed", "第1十项", ()),
]


@pytest.mark.parametrize(
    ("label", "ids"), [case[1:] for case in IDS], ids=[case[0] for case in IDS]
)
def test_a_label_stands_for_its_clauses(label: str, ids: tuple[str, ...]) -> None:
    assert clause_ids(label) == ids


def test_an_article_is_read_with_its_paragraph_and_item() -> None:
    label = ArticleLabel(12, sub=1, paragraph=2, item=3)

    assert article_labels("第十二条之一第二款第(三)项") == (label,)
    assert label.shown == "第12条之1第2款第（3）项"
    assert label.clause_id == "art.12a"


def test_articles_are_read_in_order_each_once() -> None:
    assert article_labels("第3条、第五条和第三条") == (ArticleLabel(3), ArticleLabel(5))


def test_numbers_that_are_none_are_left_out() -> None:
    assert article_labels("第1十条，第二条") == (ArticleLabel(2),)


@settings(deadline=None)
@given(st.text("第十1二条之款项（）()附件部分四", max_size=20))
def test_no_label_breaks_the_reading(text: str) -> None:
    assert len(set(clause_ids(text))) == len(clause_ids(text))
