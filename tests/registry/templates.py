"""A registry's SQLite file with the schema and nothing else, made once in a process and copied.

Migrating costs more than most of what is tested on the result.
"""

import tempfile
from functools import cache
from pathlib import Path

from registry.database.engine import open_engine
from registry.database.schema import migrate

FILE = "registry.sqlite"  # its name in YIPANQI_HOME


def lay_schema(path: Path) -> Path:
    """Put a migrated database there, unless there is one; returns the path."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_migrated())
    return path


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        engine = open_engine(f"sqlite:///{path}")
        migrate(engine)
        engine.dispose()
        return path.read_bytes()
