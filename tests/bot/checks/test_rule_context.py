"""The rules' data come from the package, the corpus, and the bureau's files where it has any."""

from datetime import date
from pathlib import Path

import pytest

from bot.checks.rule_context import load_rule_data
from bot.office_files.sheets import write_rows
from rules.errors import GuideError, ParameterError
from rules.measures import Currency
from rules.parameters import ParameterValue, Unset

CORPUS = Path(__file__).parents[3] / "corpus"
DAY = date(2026, 1, 5)


def test_shipped_data_are_complete(tmp_path: Path) -> None:
    data = load_rule_data(CORPUS, tmp_path)

    assert len(data.duties) == 12
    assert data.localities.find("余杭", DAY) is not None
    assert data.taxonomy.entries("ecosystems")
    assert isinstance(data.parameters.resolve("validity_days", DAY), Unset)
    assert data.rates.find(Currency.USD, DAY) is None
    assert data.context(DAY).as_of == DAY
    assert data.context(DAY).duties == data.duties
    assert data.context(DAY).guide.edition_on(DAY).is_sample


def test_an_empty_corpus_has_no_guide_and_no_duties(tmp_path: Path) -> None:
    data = load_rule_data(tmp_path, tmp_path)

    assert data.duties == ()
    assert data.guide.edition_on(DAY) is None


def test_the_bureaus_own_files_are_used(tmp_path: Path) -> None:
    (tmp_path / "local_settings.toml").write_text("validity_days = 90", "utf-8")
    (tmp_path / "exchange_rates.toml").write_text(
        "[[rate]]\ncurrency = 'USD'\nyuan_per_unit = '7'\nfrom = 2026-01-01\nto = 2027-01-01\n"
        "source = '测试'",
        "utf-8",
    )
    (tmp_path / "layout_guide.toml").write_text(
        "[[editions]]\nedition = '2026'\nentries = []", "utf-8"
    )

    data = load_rule_data(CORPUS, tmp_path)

    found = data.parameters.resolve("validity_days", DAY)
    assert isinstance(found, ParameterValue)
    assert found.value == 90
    assert data.rates.find(Currency.USD, DAY) is not None
    assert data.guide.edition_on(DAY).edition == "2026"


def test_a_guide_may_be_a_sheet(tmp_path: Path) -> None:
    rows = [("产业链", "区县市", "平台", "定位"), ("集成电路", "滨江区", "", "重点承载")]
    write_rows(tmp_path / "layout_guide.xlsx", rows)
    try:
        data = load_rule_data(CORPUS, tmp_path)
    except GuideError as error:
        pytest.fail(str(error))

    assert not data.guide.edition_on(DAY).is_sample


@pytest.mark.parametrize("text", ["[", "unknown = 1"])
def test_settings_that_cannot_be_used_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "local_settings.toml").write_text(text, "utf-8")

    with pytest.raises(ParameterError):
        load_rule_data(CORPUS, tmp_path)
