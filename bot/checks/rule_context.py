"""The data the rules are asked with: shipped files, and the bureau's own where it has put some.

Reads: rules/data (packaged), the corpus folder, and these files of the home folder, each optional:
`local_settings.toml` (本局设定: name = value), `layout_guide.toml` or `layout_guide.xlsx`,
`exchange_rates.toml`, `taxonomy.toml`.
Does not: judge anything, or look at the clock.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from rules.currency import ExchangeRates, parse_rates
from rules.errors import ParameterError
from rules.layout_guide import LayoutGuide
from rules.layout_guide_import import parse_guide_rows, parse_guide_toml
from rules.localities import Localities, parse_localities
from rules.parameters import ParameterSet, parse_parameters
from rules.registry import Context
from rules.responsibilities import Duty, parse_responsibilities
from rules.taxonomy import Taxonomy, parse_taxonomy

LOCAL_SETTINGS = "local_settings.toml"
GUIDE = "layout_guide"
RATES = "exchange_rates.toml"
TAXONOMY = "taxonomy.toml"


@dataclass(frozen=True, slots=True)
class RuleData:
    """Everything the rules know apart from the case and the day."""

    parameters: ParameterSet
    guide: LayoutGuide
    taxonomy: Taxonomy
    rates: ExchangeRates
    duties: tuple[Duty, ...]
    localities: Localities

    def context(self, as_of: date) -> Context:
        """The context of one assessment on a day."""
        return Context(
            as_of,
            self.parameters,
            self.guide,
            self.taxonomy,
            rates=self.rates,
            duties=self.duties,
            localities=self.localities,
        )


def load_rule_data(corpus: Path, home: Path) -> RuleData:
    """Read all data. Raises RulesError for a file not of its form, OSError when unreadable."""
    shipped_taxonomy, own_taxonomy = _packaged(TAXONOMY), home / TAXONOMY
    taxonomies = [shipped_taxonomy, *([_text(own_taxonomy)] if own_taxonomy.exists() else [])]
    own_rates = home / RATES
    return RuleData(
        parameters=_parameters(home),
        guide=_guide(corpus, home),
        taxonomy=parse_taxonomy(*taxonomies),
        rates=parse_rates(_text(own_rates) if own_rates.exists() else _packaged(RATES)),
        duties=_duties(corpus),
        localities=parse_localities(_packaged("localities.toml")),
    )


def _parameters(home: Path) -> ParameterSet:
    """The shipped parameters with the bureau's settings. Raises ParameterError."""
    parameters = parse_parameters(_packaged("parameters.toml"))
    own = home / LOCAL_SETTINGS
    if not own.exists():
        return parameters
    try:
        overrides = tomllib.loads(_text(own))
    except tomllib.TOMLDecodeError as error:
        message = f"{LOCAL_SETTINGS} is not TOML: {error}"
        raise ParameterError(message, code="not_toml", name=LOCAL_SETTINGS, value=error) from error
    return parameters.with_local(overrides)


def _guide(corpus: Path, home: Path) -> LayoutGuide:
    """The bureau's guide, else the shipped sample, else an empty one."""
    if (own := home / f"{GUIDE}.toml").exists():
        return parse_guide_toml(_text(own))
    if (sheet := home / f"{GUIDE}.xlsx").exists():
        from bot.office_files.sheets import read_rows

        return LayoutGuide((parse_guide_rows(read_rows(sheet), edition=sheet.name),))
    sample = corpus / f"{GUIDE}.sample.toml"
    return parse_guide_toml(_text(sample)) if sample.exists() else LayoutGuide(())


def _duties(corpus: Path) -> tuple[Duty, ...]:
    path = corpus / "responsibilities.toml"
    return parse_responsibilities(_text(path)) if path.exists() else ()


def _packaged(name: str) -> str:
    return (files("rules") / "data" / name).read_text(encoding="utf-8")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")
