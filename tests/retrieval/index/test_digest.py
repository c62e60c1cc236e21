"""Digests, facts and glossaries are read as docs/corpus_format.md says, and refused otherwise."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import DigestError
from retrieval.index.digest import load_corpus, parse_digest, parse_glossary
from retrieval.types import AuthorityTier, FactKind, Origin
from rules.clauses import ClauseRef

HEAD = """+++
id = "some-rules"
edition = "2019"
title = "试行制度"
short_titles = ["制度"]
number = "某函〔2019〕1号"
published = 2019-05-29
effective_from = 2019-06-06
place = "杭州"
tier = "official"
+++
"""
BODY = """
## 一 总则 {#1}

### 一（一） 目的 {#1.1}

目的是有序。

### 一（二） 外地做法 {#1.2-taizhou place="江苏泰州"}

泰州每周一报。

第二段。

## 附则 {#annex}

由市局负责。
"""
FACT = """
[[fact]]
id = "1.1-purpose"
clause = "1.1"
kind = "purpose"
subject = "制度"
value = ["有序"]
text = " 目的是有序。 "
asks = ["为了什么"]
also = ["some-rules#annex"]
related = ["some-rules/other"]
"""
TERM = """
[[term]]
term = "首报首谈"
variants = ["首报首谈制度"]
colloquial = ["先报先谈"]
slips = ["手报首谈"]
category = "mechanism"
definition = "先报备再独家谈。"
clause = "some-rules#1.1"
"""


def test_front_matter_becomes_the_meta_of_the_document() -> None:
    meta = parse_digest(HEAD + BODY).meta

    assert (meta.doc_id, meta.edition, meta.title) == ("some-rules", "2019", "试行制度")
    assert meta.short_titles == ("制度",)
    assert meta.published == date(2019, 5, 29)
    assert meta.effective_from == date(2019, 6, 6)
    assert meta.effective_to is None
    assert meta.tier is AuthorityTier.OFFICIAL


def test_clauses_carry_label_title_prose_and_the_headings_above() -> None:
    first, second, third = parse_digest(HEAD + BODY).clauses

    assert (first.label, first.title, first.text) == ("一（一）", "目的", "目的是有序。")
    assert first.parents == ("一 总则",)
    assert first.heading == "一（一）目的"
    assert second.ref == ClauseRef("some-rules", "1.2-taizhou")
    assert second.text == "泰州每周一报。\n\n第二段。"
    assert third.parents == ()
    assert {clause.origin for clause in (first, second, third)} == {Origin.DIGEST}


def test_a_heading_of_one_word_is_label_and_title_at_once() -> None:
    clause = parse_digest(HEAD + BODY).clauses[-1]

    assert (clause.label, clause.title, clause.heading) == ("附则", "附则", "附则")


def test_a_heading_without_prose_only_groups_others() -> None:
    ids = [clause.ref.clause for clause in parse_digest(HEAD + BODY).clauses]

    assert ids == ["1.1", "1.2-taizhou", "annex"]


def test_a_clause_may_speak_of_another_place() -> None:
    places = [clause.place for clause in parse_digest(HEAD + BODY).clauses]

    assert places == ["杭州", "江苏泰州", "杭州"]


def test_offsets_point_at_the_prose_of_the_clause() -> None:
    document = parse_digest(HEAD + BODY)

    assert [document.text[clause.start : clause.end] for clause in document.clauses] == [
        clause.text for clause in document.clauses
    ]


_LINE = st.text(
    alphabet=st.characters(categories=("L", "N", "P", "Zs"), exclude_characters="#+"), max_size=30
)


@given(st.lists(_LINE, min_size=1, max_size=6))
def test_offsets_point_at_any_prose(lines: list[str]) -> None:
    paragraphs = "\n".join(lines)

    document = parse_digest(f"{HEAD}## 一 甲 {{#1}}\n{paragraphs}\n## 二 乙 {{#2}}\n乙文。\n")

    assert all(
        document.text[clause.start : clause.end] == clause.text == clause.text.strip()
        for clause in document.clauses
    )
    assert document.clauses[-1].text == "乙文。"
    assert (len(document.clauses) == 2) == bool(paragraphs.strip())


def test_a_fact_carries_its_fields_with_ids_made_whole() -> None:
    (fact,) = parse_digest(HEAD + BODY, FACT).facts

    assert fact.id == "some-rules/1.1-purpose"
    assert fact.ref == ClauseRef("some-rules", "1.1")
    assert fact.kind is FactKind.PURPOSE
    assert fact.text == "目的是有序。"
    assert fact.value == ("有序",)
    assert fact.also == (ClauseRef("some-rules", "annex"),)
    assert fact.related == ("some-rules/other",)
    assert fact.place == "杭州"


def test_the_digest_of_a_document_changes_with_prose_and_with_facts() -> None:
    digests = {
        parse_digest(HEAD + BODY).sha256,
        parse_digest(HEAD + BODY, FACT).sha256,
        parse_digest(HEAD + BODY.replace("有序", "无序")).sha256,
    }

    assert len(digests) == 3


@pytest.mark.parametrize(
    ("markdown", "message"),
    [
        ("## 一 甲 {#1}\n文\n", "front matter between two"),
        ("前言\n" + HEAD + BODY, "front matter between two"),
        ("+++\nid = \n+++\n" + BODY, "front matter is not TOML"),
        (HEAD.replace("place =", "colour =") + BODY, "unknown front matter ['colour']"),
        (HEAD.replace('id = "some-rules"\n', "") + BODY, "lacks 'doc_id'"),
        (HEAD.replace('tier = "official"\n', "") + BODY, "lacks 'tier'"),
        (HEAD.replace('"official"', '"royal"') + BODY, "tier 'royal' is not one of"),
        (HEAD.replace("2019-05-29", '"2019-05-29"') + BODY, "'published' must be a TOML date"),
        (HEAD + "只有正文。\n", "no heading with a clause id"),
        (HEAD + BODY.replace("{#annex}", "{#1.1}"), "clause id '1.1' stands twice"),
    ],
)
def test_a_malformed_digest_is_refused_by_name(markdown: str, message: str) -> None:
    with pytest.raises(DigestError) as error:
        parse_digest(markdown, name="a.md")

    assert str(error.value).startswith("a.md")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ("[[fact]\n", "facts are not TOML"),
        (FACT.replace('kind = "purpose"\n', ""), "lacks 'kind'"),
        (FACT.replace("subject =", "topic ="), "lacks 'subject'"),
        (FACT + 'colour = "red"\n', "unknown field ['colour']"),
        (FACT.replace('clause = "1.1"', 'clause = "9"'), "clause '9' has no heading"),
        (FACT.replace('clause = "1.1"', 'clause = "1"'), "clause '1' has no heading"),
        (FACT.replace('"purpose"', '"wish"'), "kind 'wish' is not one of"),
        (FACT.replace('"some-rules#annex"', '"annex"'), "a clause reference is 'doc-id#clause'"),
        (FACT.replace('["有序"]', '"有序"'), "'value' must be a list of strings, not '有序'"),
        (FACT.replace('["为了什么"]', "[1]"), "'asks' must be a list of strings, not [1]"),
        (FACT + FACT, "fact id 'some-rules/1.1-purpose' stands twice"),
    ],
)
def test_malformed_facts_are_refused_by_name(facts: str, message: str) -> None:
    with pytest.raises(DigestError) as error:
        parse_digest(HEAD + BODY, facts, name="a.md")

    assert str(error.value).startswith("a.md")
    assert message in str(error.value)


def test_further_asks_join_those_of_their_fact_once_each() -> None:
    asks = '[asks]\n"1.1-purpose" = ["图什么", "为了什么"]\n'

    (fact,) = parse_digest(HEAD + BODY, FACT, asks).facts

    assert fact.asks == ("为了什么", "图什么")


@pytest.mark.parametrize(
    ("asks", "message"),
    [
        ("[asks\n", "asks are not TOML"),
        ('[asks]\n"9-nothing" = ["谁"]\n', "asks for facts that do not exist: ['9-nothing']"),
        ('[asks]\n"1.1-purpose" = "图什么"\n', "'1.1-purpose' must be a list of strings"),
    ],
)
def test_malformed_further_asks_are_refused_by_name(asks: str, message: str) -> None:
    with pytest.raises(DigestError) as error:
        parse_digest(HEAD + BODY, FACT, asks, name="a.md")

    assert str(error.value).startswith("a.md")
    assert message in str(error.value)


def test_a_glossary_entry_carries_every_way_of_writing_the_term() -> None:
    (term,) = parse_glossary(TERM)

    assert term.term == "首报首谈"
    assert (term.variants, term.colloquial, term.slips) == (
        ("首报首谈制度",),
        ("先报先谈",),
        ("手报首谈",),
    )
    assert term.ref == ClauseRef("some-rules", "1.1")


def test_a_term_without_clause_has_no_reference() -> None:
    (term,) = parse_glossary('[[term]]\nterm = "滨江区"\ncategory = "place"\n')

    assert term.ref is None


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[[term]\n", "glossary.toml is not TOML"),
        ('[[term]]\ncategory = "place"\n', "an entry lacks 'term'"),
        (TERM + 'colour = "red"\n', "term '首报首谈': unknown field ['colour']"),
        (TERM.replace('["手报首谈"]', '"手报首谈"'), "'slips' must be a list of strings"),
        (TERM.replace('"some-rules#1.1"', '"1.1"'), "a clause reference is 'doc-id#clause'"),
        (TERM + TERM, "term '首报首谈' stands twice"),
    ],
)
def test_a_malformed_glossary_is_refused(toml: str, message: str) -> None:
    with pytest.raises(DigestError) as error:
        parse_glossary(toml)

    assert message in str(error.value)


def test_a_folder_is_read_without_its_readme_and_with_facts_and_glossary_where_they_are(
    tmp_path: Path,
) -> None:
    (tmp_path / "README.md").write_text("# not a digest\n", "utf-8")
    (tmp_path / "a.md").write_text(HEAD + BODY, "utf-8")
    (tmp_path / "a.facts.toml").write_text(FACT, "utf-8")
    (tmp_path / "b.md").write_text(HEAD.replace("some-rules", "other-rules") + BODY, "utf-8")
    (tmp_path / "glossary.toml").write_text(TERM, "utf-8")

    corpus = load_corpus(tmp_path)

    assert [document.source_name for document in corpus.documents] == ["a.md", "b.md"]
    assert [len(document.facts) for document in corpus.documents] == [1, 0]
    assert [term.term for term in corpus.terms] == ["首报首谈"]


def test_a_folder_without_glossary_has_no_terms(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(HEAD + BODY, "utf-8")

    assert load_corpus(tmp_path).terms == ()


def test_a_folder_without_digest_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no digest"):
        load_corpus(tmp_path / "nowhere")
