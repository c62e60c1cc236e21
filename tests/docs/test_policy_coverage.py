"""The register of clauses is complete, true and up to date."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.policy_coverage import PAGE, CoverageError, Sources, coverage_page, load_sources, main
from rules.clauses import ClauseRef

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = (ROOT / PAGE).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sources() -> Sources:
    return load_sources(ROOT)


def test_the_page_is_up_to_date(sources: Sources) -> None:
    assert coverage_page(sources) == SHIPPED, "run: python -m bot.policy_coverage"


def test_every_clause_of_the_scheme_has_a_row(sources: Sources) -> None:
    scheme = next(d for d in sources.documents if d.meta.doc_id == "hz-2019-40")

    for clause in scheme.clauses:
        assert SHIPPED.count(f"\n| `{clause.ref.clause}` |") == 1
    assert len(scheme.clauses) >= 27


def test_each_of_the_four_treatments_occurs() -> None:
    for treatment in ("| rule |", "| look-up, rule |", "| answer only |", "| human decision |"):
        assert treatment in SHIPPED


def test_a_clause_that_nothing_treats_is_an_error(sources: Sources) -> None:
    scheme = next(d for d in sources.documents if d.meta.doc_id == "hz-2019-40")
    stray = replace(scheme.clauses[0], ref=ClauseRef("hz-2019-40", "7.1"))
    longer = replace(scheme, clauses=(*scheme.clauses, stray))
    others = tuple(d for d in sources.documents if d is not scheme)

    with pytest.raises(CoverageError, match=r"nothing treats hz-2019-40#7\.1"):
        coverage_page(replace(sources, documents=(longer, *others)))


def test_a_cited_clause_that_does_not_exist_is_an_error(sources: Sources) -> None:
    scheme = next(d for d in sources.documents if d.meta.doc_id == "hz-2019-40")
    shorter = replace(scheme, clauses=tuple(c for c in scheme.clauses if c.ref.clause != "4.1"))
    others = tuple(d for d in sources.documents if d is not scheme)

    with pytest.raises(CoverageError, match=r"hz-2019-40#4\.1"):
        coverage_page(replace(sources, documents=(shorter, *others)))


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for name in ("corpus", "rules"):
        (tmp_path / name).symlink_to(ROOT / name)

    assert main([str(tmp_path)]) == 0
    assert (tmp_path / PAGE).read_text(encoding="utf-8") == SHIPPED
