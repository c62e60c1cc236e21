"""The shipped corpus holds together: documents, clauses, facts, duties and terms."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from retrieval.answers.citations import evidence_text
from retrieval.index.digest import Corpus, load_corpus
from retrieval.language.lexicon import Lexicon
from retrieval.language.sentences import is_supported, sentences
from retrieval.types import AuthorityTier, Fact, FactKind, ParsedDocument
from rules.clauses import ClauseRef

FOLDER = Path(__file__).parents[2] / "corpus"
MECHANISMS = Path(__file__).with_name("mechanisms.toml")
CORPUS: Corpus = load_corpus(FOLDER)
DOCUMENTS = {document.meta.doc_id: document for document in CORPUS.documents}
FACTS = [fact for document in CORPUS.documents for fact in document.facts]
SCHEME = DOCUMENTS["hz-2019-40"]

REQUIRED_DOCUMENTS = {
    "hz-2019-40": ("杭州", AuthorityTier.OFFICIAL),
    "hz-2019-press": ("杭州", AuthorityTier.EXPLAINER),
    "hz-2023-practice": ("杭州", AuthorityTier.PRESS),
    "yuecheng-2023-talent": ("绍兴越城", AuthorityTier.OTHER_PLACE),
    "shengzhou-2023-environment": ("嵊州", AuthorityTier.OTHER_PLACE),
    "suichang-2023-approval": ("遂昌", AuthorityTier.OTHER_PLACE),
    "hz-2024-chain": ("杭州", AuthorityTier.PRESS),
    "zaozhuang-2020-study": ("枣庄", AuthorityTier.OTHER_PLACE),
}
BODY_CLAUSES = ["1", *(f"{part}.{item}" for part in (2, 3, 4, 5) for item in (1, 2, 3)), "6"]
ANNEX_CLAUSES = [f"annex.{number}" for number in range(1, 13)]
CLAUSES_WITHOUT_OPEN_POINT = {"currency"}  # the editors' own note leaves nothing open


def folded(text: str) -> str:
    """Text as values are compared: NFKC, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def prose_by_clause() -> dict[ClauseRef, str]:
    """Folded prose of every clause of the corpus."""
    return {
        clause.ref: folded(clause.text)
        for document in DOCUMENTS.values()
        for clause in document.clauses
    }


PROSE = prose_by_clause()


def clauses_of(fact: Fact) -> tuple[ClauseRef, ...]:
    """The clauses a fact may rest on, its own first."""
    return (fact.ref, *fact.also)


def local_ids(document: ParsedDocument) -> set[str]:
    """Clause ids of one document."""
    return {clause.ref.clause for clause in document.clauses}


def duties() -> list[dict[str, Any]]:
    """The twelve duties as written in responsibilities.toml."""
    rows: list[dict[str, Any]] = tomllib.loads(
        (FOLDER / "responsibilities.toml").read_text("utf-8")
    )["duty"]
    return rows


def mechanisms() -> list[dict[str, Any]]:
    """The rows of mechanisms.toml."""
    rows: list[dict[str, Any]] = tomllib.loads(MECHANISMS.read_text("utf-8"))["mechanism"]
    return rows


@pytest.mark.parametrize("doc_id", REQUIRED_DOCUMENTS)
def test_every_document_is_there_with_its_place_and_tier(doc_id: str) -> None:
    place, tier = REQUIRED_DOCUMENTS[doc_id]

    meta = DOCUMENTS[doc_id].meta

    assert place in meta.place
    assert meta.tier is tier
    assert DOCUMENTS[doc_id].facts


def test_the_scheme_has_the_agreed_clause_ids_in_order() -> None:
    ids = [clause.ref.clause for clause in SCHEME.clauses]

    assert [i for i in ids if i not in {"annex", "currency"}] == [
        "preamble",
        *BODY_CLAUSES,
        *ANNEX_CLAUSES,
    ]


def test_the_scheme_is_a_trial_in_force_from_its_day_and_not_a_day_earlier() -> None:
    meta = SCHEME.meta

    assert meta.number == "杭政办函〔2019〕40号"
    assert meta.status == "试行"
    assert not meta.is_effective(date(2019, 6, 5))
    assert meta.is_effective(date(2019, 6, 6))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_every_value_stands_word_for_word_in_a_clause_of_its_fact(fact: Fact) -> None:
    prose = [PROSE[ref] for ref in clauses_of(fact)]

    missing = [value for value in fact.value if not any(folded(value) in text for text in prose)]

    assert missing == []


def test_every_reference_of_a_fact_leads_somewhere() -> None:
    fact_ids = {fact.id for fact in FACTS}

    dangling = [
        (fact.id, str(target))
        for fact in FACTS
        for target in (*fact.also, *fact.related)
        if target not in PROSE and target not in fact_ids
    ]

    assert dangling == []


def test_an_open_point_says_first_that_the_text_is_silent() -> None:
    points = [fact for fact in FACTS if fact.kind is FactKind.OPEN_POINT]

    loud = [fact.id for fact in points if not re.match(r"文件未规定|原文未", fact.text)]

    assert loud == []
    assert len(points) >= 100


def test_a_fact_that_is_not_an_open_point_never_opens_like_one() -> None:
    disguised = [
        fact.id
        for fact in FACTS
        if fact.kind is not FactKind.OPEN_POINT and fact.text.startswith(("文件未规定", "原文未"))
    ]

    assert disguised == []


def test_in_the_2019_documents_only_an_open_point_may_stand_without_values() -> None:
    bare = [
        fact.id
        for doc_id in ("hz-2019-40", "hz-2019-press")
        for fact in DOCUMENTS[doc_id].facts
        if not fact.value and fact.kind is not FactKind.OPEN_POINT
    ]

    assert bare == []


def test_every_clause_of_the_scheme_has_an_open_point() -> None:
    with_one = {fact.ref.clause for fact in SCHEME.facts if fact.kind is FactKind.OPEN_POINT}

    assert local_ids(SCHEME) - with_one == CLAUSES_WITHOUT_OPEN_POINT


def test_every_clause_of_the_2019_documents_has_facts() -> None:
    for doc_id in ("hz-2019-40", "hz-2019-press"):
        document = DOCUMENTS[doc_id]

        assert local_ids(document) == {fact.ref.clause for fact in document.facts}


def test_every_fact_of_the_2019_documents_is_asked_for_in_three_ways_and_no_way_is_shared() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for doc_id in ("hz-2019-40", "hz-2019-press"):
        for fact in DOCUMENTS[doc_id].facts:
            assert len(fact.asks) >= 3, fact.id
            for ask in fact.asks:
                owners[folded(ask)].add(fact.id)

    assert {ask: ids for ask, ids in owners.items() if len(ids) > 1} == {}


def test_no_sentence_of_a_2019_fact_would_be_dropped_for_want_of_evidence() -> None:
    metas = {doc_id: document.meta for doc_id, document in DOCUMENTS.items()}
    clauses = {clause.ref: clause for document in DOCUMENTS.values() for clause in document.clauses}
    lexicon = Lexicon.of(CORPUS.terms, metas.values())

    dropped = [
        (fact.id, span.text)
        for doc_id in ("hz-2019-40", "hz-2019-press")
        for fact in DOCUMENTS[doc_id].facts
        if fact.kind is not FactKind.OPEN_POINT
        for span in sentences(fact.text)
        if not is_supported(
            span.text,
            " ".join(evidence_text(clauses[ref], metas[ref.doc_id]) for ref in clauses_of(fact)),
            lexicon,
        )
    ]

    assert dropped == []


@pytest.mark.parametrize("row", mechanisms(), ids=lambda row: f"{row['document']}-{row['name']}")
def test_every_mechanism_is_found_in_the_right_document(row: dict[str, Any]) -> None:
    prefix = row.get("clause", "")
    prose = "\n".join(
        folded(f"{clause.heading}{clause.text}")
        for clause in DOCUMENTS[row["document"]].clauses
        if clause.ref.clause == prefix or clause.ref.clause.startswith(prefix)
    )

    missing = [word for word in row["words"] if folded(word) not in prose]

    assert missing == []


@pytest.mark.parametrize("duty", duties(), ids=lambda duty: str(duty["number"]))
def test_the_annex_prose_says_what_the_duty_table_says(duty: dict[str, Any]) -> None:
    clause = next(c for c in SCHEME.clauses if str(c.ref) == duty["clause"])
    leads, rest = folded(clause.text).split("牵头单位:")[1].split("。配合单位:")
    partners = rest.split("。完成时限:")[0]

    assert duty["clause"] == f"hz-2019-40#annex.{duty['number']}"
    assert clause.title == duty["item"]
    assert leads.split("、") == duty["lead"]
    assert partners.replace(",以及", "、").replace("和产业", "、产业") == folded(
        "、".join(duty["cooperate"])
    )
    assert folded(duty["content"].rstrip("。")) in PROSE[clause.ref]


@pytest.mark.parametrize("duty", duties(), ids=lambda duty: str(duty["number"]))
def test_the_annex_prose_has_every_deadline_of_the_duty_table(duty: dict[str, Any]) -> None:
    prose = PROSE[ClauseRef.parse(duty["clause"])]

    assert [
        entry["text"] for entry in duty["deadlines"] if folded(entry["text"]) not in prose
    ] == []
    assert all(("by" in entry) != ("recurring" in entry) for entry in duty["deadlines"])


def test_the_duty_table_has_twelve_rows_in_order_and_each_names_a_body_clause() -> None:
    rows = duties()

    assert [row["number"] for row in rows] == list(range(1, 13))
    assert all(ClauseRef.parse(row["body_clause"]) in PROSE for row in rows)


@pytest.mark.parametrize("duty", duties(), ids=lambda duty: str(duty["number"]))
def test_the_lead_and_cooperate_facts_of_the_annex_agree_with_the_duty_table(
    duty: dict[str, Any],
) -> None:
    facts = {fact.id: fact for fact in SCHEME.facts}
    number = duty["number"]

    leads = facts[f"hz-2019-40/annex.{number}-lead"].value
    partners = facts[f"hz-2019-40/annex.{number}-cooperate"].value

    assert list(leads) == duty["lead"]
    assert folded("、".join(partners)).replace("和产业", "、产业") == folded(
        "、".join(duty["cooperate"])
    )


def test_the_overview_of_the_annex_counts_leads_and_partners_as_the_table_does() -> None:
    overview = PROSE[ClauseRef("hz-2019-40", "annex")]
    led, partnered = defaultdict(list), defaultdict(list)
    for duty in duties():
        for unit in duty["lead"]:
            led[unit].append(duty["number"])
        for unit in duty["cooperate"]:
            partnered[unit].append(duty["number"])

    for unit, numbers in led.items():
        assert f"{folded(unit)}牵头{len(numbers)}项" in overview
    for unit, numbers in partnered.items():
        if unit != "各区、县（市）":  # listed together with the zones
            assert f"{folded(unit)}配合{len(numbers)}项" in overview


def test_the_glossary_points_at_clauses_that_exist() -> None:
    dangling = [term.term for term in CORPUS.terms if term.ref and term.ref not in PROSE]

    assert dangling == []


def test_no_written_form_of_the_glossary_belongs_to_two_terms() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for term in CORPUS.terms:
        for written in (term.term, *term.variants, *term.colloquial, *term.slips):
            owners[folded(written)].add(term.term)

    assert {form: names for form, names in owners.items() if len(names) > 1} == {}


def test_the_glossary_knows_every_unit_of_the_duty_table_as_a_department_or_role() -> None:
    category = {
        folded(written): term.category
        for term in CORPUS.terms
        for written in (term.term, *term.variants)
    }
    units = {unit for duty in duties() for unit in (*duty["lead"], *duty["cooperate"])}
    units -= {"各区、县（市）"}

    assert {
        unit: category.get(folded(unit)) for unit in units if not category.get(folded(unit))
    } == {}
    assert {category[folded(unit)] for unit in units} <= {"department", "role"}


def test_the_glossary_is_large_and_every_term_has_a_definition() -> None:
    assert len(CORPUS.terms) >= 120
    assert [term.term for term in CORPUS.terms if not term.definition] == []
