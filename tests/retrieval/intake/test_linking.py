from datetime import date

import pytest

from retrieval.intake.linking import find_known, make_doc_id, make_meta
from retrieval.intake.metadata import Head
from retrieval.types import AuthorityTier, DocumentMeta

SCHEME = DocumentMeta(
    "sf-2019-40",
    "2019-06-06",
    "示范市“同心圆”产业服务工作制度（试行）",
    number="示政办函〔2019〕40号",
    effective_from=date(2019, 6, 6),
    place="示范",
    short_titles=("同心圆制度", "产业服务工作制度通称"),
)
PRACTICE = DocumentMeta(
    "dl-2023", "2023", "东岭市：如何让企业少跑路？", place="东岭", tier=AuthorityTier.OTHER_PLACE
)
DETAIL = DocumentMeta("sf-2020", "2020", "示范市“同心圆”产业服务工作制度实施细则")
KNOWN = (SCHEME, PRACTICE, DETAIL)


def _head(title: str, **fields: object) -> Head:
    return Head(title, (title,), **fields)  # type: ignore[arg-type]


LINKS = [
    (_head("完全不同的题目", number="示政办函(2019)40号"), "sf-2019-40"),
    (_head('示范市"同心圆"产业服务工作制度(试行)'), "sf-2019-40"),
    (_head("示范市“同心圆”产业服务的工作制度（试行）"), "sf-2019-40"),
    (_head("产业服务工作制度通称"), "sf-2019-40"),
    (_head("示范市“同心圆”产业服务工作制度实施细则"), "sf-2020"),
    (_head("东岭市:怎样让企业少跑路?做法介绍", place="东岭"), "dl-2023"),
    (_head("东岭市:完全无关的另一件事情", place="东岭"), None),
    (_head("西河市:如何让企业少跑路的做法", place="西河"), None),
    (_head("示范市“同心圆”产业服务工作制度2021年版（试行）"), None),
    (_head("同心圆制度"), None),
    (_head("毫不相干的一份文件的题目"), None),
]


@pytest.mark.parametrize(("head", "doc_id"), LINKS)
def test_an_original_is_recognised_by_number_title_or_place_and_headline(
    head: Head, doc_id: str | None
) -> None:
    found = find_known(head, KNOWN)

    assert (found.doc_id if found else None) == doc_id


def test_nothing_known_links_nothing() -> None:
    assert find_known(_head("示范市某某制度的题目"), ()) is None


def test_the_same_edition_keeps_the_known_front_matter() -> None:
    meta = make_meta(_head(SCHEME.title, published=date(2019, 5, 6)), KNOWN, "正文")

    assert meta.doc_id == "sf-2019-40"
    assert (meta.edition, meta.number, meta.published) == (
        "2019-06-06",
        SCHEME.number,
        date(2019, 5, 6),
    )


def test_another_effective_day_is_another_edition_of_the_same_document() -> None:
    head = _head(SCHEME.title, effective_from=date(2022, 1, 1), number="示政办函〔2021〕9号")

    meta = make_meta(head, KNOWN, "正文")

    assert (meta.doc_id, meta.edition, meta.place) == ("sf-2019-40", "2022-01-01", "示范")
    assert (meta.number, meta.effective_from) == ("示政办函〔2021〕9号", date(2022, 1, 1))


def test_an_unknown_document_has_a_stable_id_whatever_its_punctuation() -> None:
    first, second = _head("某某市“新”办法（试行）"), _head('某某市"新"办法(试行)')

    assert make_doc_id(first) == make_doc_id(second)
    assert make_doc_id(first) != make_doc_id(_head("某某市另一办法"))
    assert make_doc_id(first).startswith("doc-")


def test_a_bare_title_is_told_apart_by_its_number() -> None:
    first, second = _head("通知", number="示办〔2021〕1号"), _head("通知", number="示办〔2021〕2号")

    assert make_doc_id(first) != make_doc_id(second)


def test_the_edition_is_the_first_day_in_force_else_of_issue_else_the_content() -> None:
    day, issued = date(2021, 5, 1), date(2021, 3, 1)

    assert (
        make_meta(_head("甲办法", effective_from=day, published=issued), (), "").edition
        == "2021-05-01"
    )
    assert make_meta(_head("甲办法", published=issued), (), "").edition == "2021-03-01"
    assert (
        make_meta(_head("甲办法"), (), "一").edition != make_meta(_head("甲办法"), (), "二").edition
    )


def test_an_amended_text_is_not_older_than_its_amendment_and_says_so() -> None:
    head = _head("某某法", effective_from=date(1985, 4, 1), amended=date(2020, 10, 17))

    meta = make_meta(head, (), "")

    assert meta.effective_from == date(2020, 10, 17)
    assert "2020-10-17" in meta.notes


@pytest.mark.parametrize(("is_official", "tier"), [(True, "official"), (False, "press")])
def test_the_tier_follows_the_kind_of_document(is_official: bool, tier: str) -> None:
    assert make_meta(_head("题目", is_official=is_official), (), "").tier == tier
