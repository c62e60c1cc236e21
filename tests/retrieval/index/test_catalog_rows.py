"""Rows say all that a document says, and a clause's name follows its content."""

from dataclasses import replace
from datetime import date

import pytest

from retrieval.index import catalog_rows as rows
from retrieval.types import AuthorityTier, Clause, Fact, FactKind, Origin, Term
from rules.clauses import ClauseRef
from tests.retrieval.samples import make_document, make_fact, make_meta

META = make_meta(
    published=date(2019, 12, 1), effective_to=date(2030, 1, 1), tier=AuthorityTier.PRESS
)
CLAUSE = replace(make_document().clauses[2], parents=("总则",), place="乙市")
FACT = replace(
    make_fact(), also=(ClauseRef("test-water", "1"),), related=("test-water/x",), unit="元"
)


def test_front_matter_comes_back_as_it_was() -> None:
    assert rows.decode_meta(rows.encode_meta(META)) == META


def test_a_clause_comes_back_as_it_was() -> None:
    body = rows.encode_clause(CLAUSE)

    assert rows.decode_clause(CLAUSE.ref, CLAUSE.edition, CLAUSE.origin, body) == CLAUSE


@pytest.mark.parametrize("fact", [FACT, Fact("a/b", CLAUSE.ref, FactKind.LIST, "s", "t")])
def test_a_fact_comes_back_as_it_was(fact: Fact) -> None:
    assert rows.decode_fact(rows.encode_fact(fact)) == fact


@pytest.mark.parametrize(
    "term", [Term("节水"), Term("节水", ("节约用水",), ("省水",), ("洁水",), "x", "义", CLAUSE.ref)]
)
def test_a_term_comes_back_as_it_was(term: Term) -> None:
    assert rows.decode_term(rows.encode_term(term)) == term


def test_rows_keep_chinese_readable() -> None:
    assert "基准水价" in rows.encode_clause(CLAUSE)


@pytest.mark.parametrize(
    "changed",
    [
        replace(CLAUSE, text=CLAUSE.text + "。"),
        replace(CLAUSE, title="别的"),
        replace(CLAUSE, place="丙市"),
        replace(CLAUSE, parents=()),
        replace(CLAUSE, edition="2024"),
        replace(CLAUSE, origin=Origin.ORIGINAL),
        replace(CLAUSE, ref=ClauseRef("test-water", "4")),
    ],
)
def test_another_content_has_another_key(changed: Clause) -> None:
    assert rows.clause_key(changed, META) != rows.clause_key(CLAUSE, META)


def test_where_a_clause_stands_in_the_file_does_not_change_its_key() -> None:
    moved = replace(CLAUSE, start=CLAUSE.start + 40, end=CLAUSE.end + 40)

    assert rows.clause_key(moved, META) == rows.clause_key(CLAUSE, META)


def test_validity_does_not_change_a_key_but_the_title_does() -> None:
    key = rows.clause_key(CLAUSE, META)

    assert rows.clause_key(CLAUSE, replace(META, effective_to=None)) == key
    assert rows.clause_key(CLAUSE, replace(META, title="乙市办法")) != key


def test_a_document_key_comes_apart_again_even_with_an_odd_edition() -> None:
    key = rows.document_key("test-water", "2020@draft", Origin.ORIGINAL)

    assert rows.split_document_key(key) == ("test-water", "2020@draft", Origin.ORIGINAL)


def test_the_content_hash_sees_facts_and_file() -> None:
    document = make_document()
    others = [
        replace(document, facts=(FACT,)),
        replace(document, sha256="other"),
        replace(document, meta=META),
        replace(document, clauses=document.clauses[:2]),
    ]

    hashes = {rows.content_hash(each) for each in [document, *others, make_document()]}

    assert len(hashes) == len(others) + 1


def test_an_empty_document_counts_as_an_original() -> None:
    assert rows.origin_of(replace(make_document(), clauses=())) is Origin.ORIGINAL


def test_a_clause_without_place_takes_its_documents() -> None:
    assert rows.with_place(replace(CLAUSE, place=""), META).place == "甲市"
    assert rows.with_place(CLAUSE, META).place == "乙市"
