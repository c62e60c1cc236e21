"""Open the database safely: connection recipe, and the self-check of its settings.

Writes: the database folder of a new SQLite file.
SQLite: rollback journal, `synchronous=EXTRA`, `BEGIN IMMEDIATE` for writers, foreign keys on.
PostgreSQL: READ COMMITTED with one advisory lock per writing transaction (unit_of_work).
Does not create tables.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, MultipleResultsFound, NoResultFound
from sqlalchemy.exc import TimeoutError as PoolTimeout

from registry.errors import StorageUnavailable, UnsafeStorage

BUSY_TIMEOUT_MS = 15000  # SQLite lets nobody queue: of 64 at once some wait long
WRITING = "registry_writing"  # execution option of a connection that will write
_WRITER_LOCK = 0x79697061  # PostgreSQL advisory lock of every writing transaction, served in order
PATIENCE = "60s"  # how long one waits for it there, and how long who holds it may be silent
_NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs"})
_TAKE_TURN = text(
    "SELECT set_config('lock_timeout', :patience, true),"
    " set_config('idle_in_transaction_session_timeout', :patience, true),"
    " pg_advisory_xact_lock(:lock)"
)
_PG_REQUIRED = {"fsync": ("on",), "full_page_writes": ("on",)}
_AWAY = (
    "connection is bad", "connection to server", "connection failed", "connection refused",
    "connection is lost", "server closed", "terminating connection", "starting up",
    "shutting down", "recovery mode",
)  # fmt: skip
_TAKEN = ("locked", "busy", "lock timeout")
_DAMAGE = ("malformed", "not a database", "disk i/o", "corrupt", "could not decode")
_MOUNTS = Path("/proc/mounts")


def database_url(setting: str, home: Path) -> str:
    """The URL to open: the setting, or SQLite in the home folder when it is empty."""
    return setting or f"sqlite:///{home / 'registry.sqlite'}"


def open_engine(url: str) -> Engine:
    """An engine by the recipe. Open it after a fork, never before.

    url: `sqlite:///path`, or `postgresql://…` (psycopg 3 is chosen when no driver is named).
    Raises UnsafeStorage for another database or an in-memory SQLite, which no receipt survives.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise UnsafeStorage("not a database URL", code="bad_url", setting="url") from error
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _open_sqlite(parsed)
    if backend == "postgresql":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        return create_engine(parsed, pool_pre_ping=True, pool_size=5, max_overflow=10)
    raise UnsafeStorage(f"no support for {backend!r}", code="bad_url", setting="url", value=backend)


def _open_sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise UnsafeStorage("in-memory SQLite keeps nothing", code="bad_url", setting="url")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # pysqlite's own BEGIN comes too late: everybody would win
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        "synchronous=EXTRA",
        "mmap_size=0",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that alone may write, on this database, until it ends.

    Leaving normally commits; an exception rolls back. Raises StorageUnavailable, `busy` when the
    others take too long.
    """
    with (
        translated(),
        engine.connect().execution_options(**{WRITING: True}) as connection,
        connection.begin(),
    ):
        if engine.dialect.name == "postgresql":
            connection.execute(_TAKE_TURN, {"patience": PATIENCE, "lock": _WRITER_LOCK})
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the database and changes nothing."""
    is_sqlite = engine.dialect.name == "sqlite"
    options = {} if is_sqlite else {"isolation_level": "REPEATABLE READ"}
    with (
        translated(),
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's failures into StorageUnavailable, saying whether a retry helps."""
    try:
        yield
    except PoolTimeout as error:
        raise StorageUnavailable("no free connection", retry=True, code="busy") from error
    except DBAPIError as error:
        raise _storage_error(error) from error
    except (MultipleResultsFound, NoResultFound) as error:  # what a key or the schema forbids
        raise StorageUnavailable("rows are damaged", retry=False, code="damaged") from error
    except UnicodeDecodeError as error:  # text, or an error message of SQLite, from a damaged file
        raise StorageUnavailable("the file is damaged", retry=False, code="damaged") from error


def _storage_error(error: DBAPIError) -> StorageUnavailable:
    message = str(error.orig).lower()
    if any(word in message for word in _TAKEN):
        return StorageUnavailable("the database is busy", retry=True, code="busy")
    if "full" in message or "no space" in message:
        return StorageUnavailable("the disk is full", retry=False, code="disk_full")
    if "readonly" in message or "read-only" in message:
        return StorageUnavailable("the database takes no writes", retry=False, code="not_writable")
    if error.connection_invalidated or any(word in message for word in _AWAY):
        return StorageUnavailable("the connection was lost", retry=True, code="connection_lost")
    if any(word in message for word in _DAMAGE):
        return StorageUnavailable("the database file is damaged", retry=False, code="damaged")
    return StorageUnavailable(f"{type(error.orig).__name__}", retry=False, code="database")


def check_settings(engine: Engine) -> tuple[str, ...]:
    """Check that an acknowledged write is durable; run at every start.

    Returns codes of what is allowed but not advised (`data_checksums`, `overlay`).
    Raises UnsafeStorage naming the setting, its value and what is expected; StorageUnavailable.
    """
    with reading(engine) as connection:
        if engine.dialect.name == "sqlite":
            return _check_sqlite(connection, str(engine.url.database))
        return _check_postgresql(connection)


def _check_sqlite(connection: Connection, path: str) -> tuple[str, ...]:
    def pragma(name: str) -> str:
        return str(connection.exec_driver_sql(f"PRAGMA {name}").scalar()).lower()

    version = str(connection.exec_driver_sql("SELECT sqlite_version()").scalar())
    expected = {"synchronous": "3", "foreign_keys": "1"}
    for name, value in expected.items():
        if pragma(name) != value:
            raise _unsafe(name, pragma(name), value)
    journal = pragma("journal_mode")
    safe = ("delete", "truncate", "persist") + (("wal",) if has_fixed_wal(version) else ())
    if journal not in safe:
        raise _unsafe("journal_mode", journal, " ".join(safe))
    kind = _file_system_of(Path(path))
    if kind in _NETWORK_FILE_SYSTEMS:
        raise _unsafe("file_system", kind, "local disk")
    return ("overlay",) if kind == "overlay" else ()


def has_fixed_wal(version: str) -> bool:
    """Whether this SQLite is free of the WAL reset race (3.51.3, and its two back-ports)."""
    parts = tuple(int(part) for part in version.split("."))
    series, patch = (parts[0], parts[1]), parts[2] if len(parts) > 2 else 0
    back_ports = {(3, 44): 6, (3, 50): 7, (3, 51): 3}
    return series > (3, 51) or patch >= back_ports.get(series, 1_000_000)


def _file_system_of(path: Path) -> str:
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    rows = [line.split()[1:3] for line in mounts]
    target = path.resolve()
    holding = [(p, k) for p, k in rows if target.is_relative_to(p.replace("\\040", " "))]
    return max(holding, key=lambda row: len(row[0]), default=("", ""))[1]


def _check_postgresql(connection: Connection) -> tuple[str, ...]:
    def setting(name: str) -> str:
        return str(connection.execute(text("SELECT current_setting(:n)"), {"n": name}).scalar())

    for name, allowed in _PG_REQUIRED.items():
        if setting(name) not in allowed:
            raise _unsafe(name, setting(name), " ".join(allowed))
    if setting("synchronous_commit") == "off":
        raise _unsafe("synchronous_commit", "off", "on")
    if int(setting("server_version_num")) < 140000:
        raise _unsafe("server_version", setting("server_version"), "14")
    return () if setting("data_checksums") == "on" else ("data_checksums",)


def _unsafe(setting: str, value: str, expected: str) -> UnsafeStorage:
    return UnsafeStorage(
        f"{setting} is {value!r}, expected {expected!r}",
        setting=setting,
        value=value,
        expected=expected,
    )
