"""What is said of an original that differs from the digest, when it is taken in."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from bot.library.original_checks import note_on_original
from retrieval.types import (
    AuthorityTier,
    Clause,
    DocumentMeta,
    Fact,
    FactKind,
    Origin,
)
from rules.clauses import ClauseRef

REF = ClauseRef("example-2020", "1.1")
META = DocumentMeta(
    doc_id="example-2020",
    edition="2020-01-01",
    title="示例办法",
    effective_from=date(2020, 1, 1),
    tier=AuthorityTier.OFFICIAL,
)


def clause(text: str, origin: Origin) -> Clause:
    return Clause(REF, "2020-01-01", "一（一）", "时限", text, 0, len(text), origin)


def fact() -> Fact:
    return Fact(
        id="example-2020/when",
        ref=REF,
        kind=FactKind.DEADLINE,
        subject="示例时限",
        text="示例工作2020年7月底前完成。",
        value=("2020年7月底前完成",),
    )


def library(original: str) -> Any:
    digest = clause("示例工作2020年7月底前完成。", Origin.DIGEST)
    return SimpleNamespace(
        facts=lambda doc_id, edition: (fact(),),
        clauses=lambda doc_id, edition: (digest, clause(original, Origin.ORIGINAL)),
        original_of=lambda ref, edition: clause(original, Origin.ORIGINAL),
        terms=lambda: (),
        documents=lambda: (META,),
    )


def test_another_month_in_the_original_is_told_with_its_clause() -> None:
    note = note_on_original(library("示例工作2020年9月底前完成。"), META)

    assert "1处不一致" in note
    assert "一（一）" in note
    assert "2020年7月底前完成" in note


def test_the_same_month_is_not_told() -> None:
    assert note_on_original(library("2020年7月底前，示例工作要完成。"), META) == ""


def test_articles_are_not_compared() -> None:
    article = replace(META, tier=AuthorityTier.PRESS)

    assert note_on_original(cast("Any", library("2020年9月")), article) == ""
