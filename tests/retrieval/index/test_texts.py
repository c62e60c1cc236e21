"""Documents by name and by day."""

from dataclasses import replace
from datetime import date

import pytest

from retrieval.index.texts import Catalogue, HeldTexts, edition_name, names_of, shown_title
from retrieval.types import DocumentMeta
from tests.retrieval.held_regulation import BEFORE_BOTH, TODAY, regulation
from tests.retrieval.small_library import documents

OLD, NEW = (document.meta for document in regulation())
LAW = DocumentMeta("law", "2018", "中华人民共和国公司法（2018年修正）")
CATALOGUE = Catalogue([OLD, NEW, LAW])


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (BEFORE_BOTH, None),
        (date(2018, 12, 31), None),
        (date(2019, 1, 1), OLD),
        (date(2023, 2, 28), OLD),
        (date(2023, 3, 1), NEW),
        (TODAY, NEW),
    ],
)
def test_the_edition_of_a_day_is_the_last_to_have_begun(
    day: date, edition: DocumentMeta | None
) -> None:
    assert CATALOGUE.edition_on(OLD.doc_id, day) == edition


def test_a_text_is_not_in_force_before_it_was_published() -> None:
    later = replace(LAW, published=date(2024, 1, 1))
    catalogue = Catalogue([later])

    assert not catalogue.is_in_force(later, date(2023, 12, 31))
    assert catalogue.is_in_force(later, date(2024, 1, 1))


def test_an_unknown_document_has_no_edition() -> None:
    assert CATALOGUE.edition_on("none", TODAY) is None
    assert CATALOGUE.editions_of("none") == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("《甲市公共绿道管理办法》第三条", [OLD.doc_id]),
        ("甲市公共绿道管理办法怎么说", [OLD.doc_id]),
        ("甲政发〔2022〕30号的内容", [OLD.doc_id]),
        ("公司法第二十六条", ["law"]),
        ("中华人民共和国公司法和甲市公共绿道管理办法", ["law", OLD.doc_id]),
        ("公司法人是谁", []),
        ("公司法定代表人是谁", []),
        ("绿道的管理", []),
    ],
)
def test_documents_are_named_by_title_number_and_short_title(text: str, named: list[str]) -> None:
    assert list(CATALOGUE.named_in(text)) == named


def test_names_are_taken_out_of_a_text() -> None:
    assert CATALOGUE.without_names("《公司法》对注册资本怎么说") == "对注册资本怎么说"
    assert CATALOGUE.without_names("公司法人") == "公司法人"


def test_an_everyday_title_names_a_document_only_in_its_marks() -> None:
    notice = replace(LAW, doc_id="notice", title="通知", number="甲发〔2020〕1号")

    assert names_of(notice) == ("《通知》", "甲发[2020]1号")


def test_the_edition_is_shown_where_there_are_several() -> None:
    assert shown_title(NEW, CATALOGUE) == "《甲市公共绿道管理办法》（2023-03-01起施行的版本）"
    assert shown_title(LAW, CATALOGUE) == "《中华人民共和国公司法（2018年修正）》"


@pytest.mark.parametrize(
    ("meta", "name"),
    [
        (NEW, "2023-03-01起施行的版本"),
        (replace(LAW, published=date(2018, 10, 26)), "2018-10-26发布的版本"),
        (LAW, "2018版"),
    ],
)
def test_an_edition_is_called_by_its_day_or_its_label(meta: DocumentMeta, name: str) -> None:
    assert edition_name(meta) == name


def test_held_texts_are_the_understood_documents() -> None:
    scheme = documents()[0]
    held = HeldTexts({scheme.meta.doc_id: scheme.meta}, {str(c.ref): c for c in scheme.clauses})

    assert held.editions() == (scheme.meta,)
    assert held.clauses(scheme.meta) == scheme.clauses
    assert held.clause(scheme.meta, "4.1") == scheme.clauses[0]
    assert held.clause(scheme.meta, "9") is None
    assert held.search("首报", TODAY, 5) == ()
