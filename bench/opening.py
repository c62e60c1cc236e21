"""Open a registry of its own for a benchmark, with people to work in it."""

from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from bot.clock import SystemClock
from registry.clock import secure_random
from registry.rulebook import Rulebook
from registry.service import Registry
from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role
from registry.transactions.unit_of_work import Store
from rules.lifecycle import parse_lifecycle
from rules.parameters import parse_parameters
from rules.registry import EMPTY_GUIDE, Context
from rules.taxonomy import parse_taxonomy

UNITS = ("余杭区", "萧山区", "滨江区", "临平区", "钱塘区", "富阳区")


@dataclass(frozen=True, slots=True)
class BenchRegistry:
    """An open registry."""

    registry: Registry

    @property
    def store(self) -> Store:
        """Its database."""
        return self.registry.store

    def people(self) -> tuple[str, tuple[str, ...]]:
        """An account of the first unit, and all units, added now."""
        accounts = [
            self.registry.staff.add(SYSTEM, unit=u, role=Role.DISTRICT_LEAD, name=f"{u}负责人")
            for u in UNITS
        ]
        return accounts[0].member.account, UNITS


def open_bench_registry(folder: Path, url: str = "") -> BenchRegistry:
    """A fresh registry in the folder, or at the URL of an empty database."""
    data = files("rules") / "data"
    parameters = parse_parameters((data / "parameters.toml").read_text("utf-8"))
    taxonomy = parse_taxonomy((data / "taxonomy.toml").read_text("utf-8"))

    def context_on(day: date) -> Context:
        return Context(day, parameters, EMPTY_GUIDE, taxonomy)

    lifecycle = parse_lifecycle((data / "lifecycle.toml").read_text("utf-8"))
    return BenchRegistry(
        Registry.open(
            url or f"sqlite:///{folder / 'registry.sqlite'}",
            folder / "keys",
            clock=SystemClock(),
            randomness=secure_random,
            rules=Rulebook(context_on, lifecycle),
        )
    )
