"""Databases for proofs, and the seed of every random one.

PROOF_SEED=123 repeats a run; without it the seed is drawn and printed.
"""

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.registry.proofs.places import Place


@pytest.fixture
def seed() -> int:
    """Seed of a random proof, printed so that a failure can be repeated."""
    given = os.environ.get("PROOF_SEED")
    number = int(given) if given else random.SystemRandom().randrange(2**32)
    print(f"PROOF_SEED={number}")
    return number


@pytest.fixture
def quick_folder() -> Iterator[Path]:
    """A folder in memory where the machine has such storage, on disk otherwise."""
    memory = Path("/dev/shm")
    base = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=base, prefix="yq-proof-") as folder:
        yield Path(folder)


@pytest.fixture
def sqlite_place(sqlite_template: Path, quick_folder: Path) -> Place:
    """A migrated SQLite file."""
    shutil.copy(sqlite_template, quick_folder / "registry.sqlite")
    return Place(f"sqlite:///{quick_folder / 'registry.sqlite'}", quick_folder)


@pytest.fixture
def postgresql_place(migrated_postgresql_url: str, quick_folder: Path) -> Place:
    """A migrated PostgreSQL database."""
    return Place(migrated_postgresql_url, quick_folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Place:
    """A migrated database, on each of the two."""
    found: Place = request.getfixturevalue(f"{request.param}_place")
    return found
