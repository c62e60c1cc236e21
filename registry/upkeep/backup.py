"""Backup and restore: one compressed file of rows, the same from SQLite and PostgreSQL.

A backup is taken while the registry works and is one state of it. It does not hold the keys folder,
which belongs on other media: whoever has both can rewrite history and sign it; the public key is in
its header. Evidence files are listed in it with their hashes, not held.
Format (JSON lines, gzip): a header, one line per row, a trailer with the count and the digest.
"""

import gzip
import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, insert, inspect, select, text

from registry.database import schema
from registry.database.engine import open_engine, reading, writing
from registry.database.identity_tables import TRANSIENT
from registry.errors import InvalidBackup
from registry.transactions.members import Caller
from registry.transactions.permissions import Operation
from registry.transactions.unit_of_work import Store

FORMAT = "yipanqi-backup/1"
_NOT_COPIED = frozenset({"alembic_version", *(table.name for table in TRANSIENT)})
_SEEDED = ("counter", "ledger_head")  # migrations fill these; a restore replaces them
_BATCH = 500


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What a backup says of itself. size: ledger entries; head: chain hash; rows: of all tables.

    key: the public key receipts verify with, hex; files: evidence files it lists and does not hold,
    with their bytes. Backups of earlier versions say neither.
    """

    revision: str
    origin: str
    size: int
    head: str
    rows: int
    key: str = ""
    files: int = 0
    file_bytes: int = 0


def write_backup(store: Store, caller: Caller, path: Path) -> BackupFacts:
    """Write a backup; the file appears whole or not at all, readable by its owner only.

    Raises Forbidden, StorageUnavailable, OSError.
    """
    with store.read(caller) as work:
        work.require(Operation.BACKUP)
    with _snapshot(store.engine) as connection:
        facts = {**_describe(connection, store.origin), "key": store.signer.key}
        handle, fresh = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as raw:
                with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as packed:
                    rows = _write_rows(connection, packed, facts)
                raw.flush()
                os.fsync(raw.fileno())
            Path(fresh).replace(path)
        except BaseException:
            Path(fresh).unlink(missing_ok=True)
            raise
    return _facts(facts, rows)


def restore_backup(path: Path, url: str) -> BackupFacts:
    """Restore into an empty database and bring its schema up to date; all or nothing.

    Run `verify` afterwards with receipts held outside: it names what is missing since the backup.
    Raises InvalidBackup (`unreadable format incomplete digest newer not_empty`),
    UnsafeStorage, StorageUnavailable.
    """
    facts = check_backup(path)
    engine = open_engine(url)
    try:
        with writing(engine) as connection:
            if inspect(connection).get_table_names():
                raise InvalidBackup("the database is not empty", code="not_empty")
            schema.run_scripts(connection, facts.revision)
            _insert_rows(connection, path)
        schema.migrate(engine)
    finally:
        engine.dispose()
    return facts


def check_backup(path: Path) -> BackupFacts:
    """Read a backup to its end without restoring it. Raises InvalidBackup."""
    digest, rows, trailer = hashlib.sha256(), 0, None
    lines = _lines(path)
    header = next(lines, b"")
    facts = _parse(header)
    if facts.get("format") != FORMAT:
        raise InvalidBackup("not a backup of this program", code="format")
    digest.update(header)
    for line in lines:
        if line.startswith(b'{"end":'):
            trailer = _parse(line)["end"]
            break
        digest.update(line)
        rows += 1
    if trailer is None:
        raise InvalidBackup("the backup is cut off", code="incomplete")
    if (trailer.get("rows"), trailer.get("sha256")) != (rows, digest.hexdigest()):
        raise InvalidBackup("the backup was changed", code="digest")
    if facts["revision"] > schema.HEAD:
        raise InvalidBackup("the backup is of a newer program", code="newer")
    return _facts(facts, rows)


def _facts(header: dict[str, Any], rows: int) -> BackupFacts:
    said = (header.get("key", ""), header.get("files", 0), header.get("file_bytes", 0))
    named = (header["revision"], header["origin"], header["size"], header["head"])
    return BackupFacts(*named, rows, *said)


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """One state of the database, read without holding up writers.

    A long reader would block SQLite's writers, so its file is copied first and the copy read.
    """
    if engine.dialect.name != "sqlite":
        with reading(engine) as connection:
            yield connection
        return
    with tempfile.TemporaryDirectory(dir=Path(str(engine.url.database)).parent) as folder:
        copy = Path(folder) / "snapshot.sqlite"
        source, target = sqlite3.connect(str(engine.url.database)), sqlite3.connect(copy)
        try:
            source.backup(target)
        finally:
            source.close()
            target.close()
        snapshot = open_engine(f"sqlite:///{copy}")
        try:
            with reading(snapshot) as connection:
                yield connection
        finally:
            snapshot.dispose()


def _describe(connection: Connection, origin: str) -> dict[str, Any]:
    head = connection.execute(text("SELECT size, h FROM ledger_head")).one()
    told = "SELECT count(*) AS n, coalesce(sum(size), 0) AS bytes FROM evidence"
    files = connection.execute(text(told)).one()
    return {
        "format": FORMAT,
        "revision": schema.current_revision(connection),
        "origin": origin,
        "size": head.size,
        "head": head.h,
        "files": int(files.n),
        "file_bytes": int(files.bytes),
    }


def _write_rows(connection: Connection, file: gzip.GzipFile, facts: dict[str, Any]) -> int:
    digest, rows = hashlib.sha256(), 0

    def put(value: object) -> None:
        line = json.dumps(value, ensure_ascii=False).encode() + b"\n"
        digest.update(line)
        file.write(line)

    put(facts)
    for table in _tables(connection):
        query = select(table).order_by(*table.primary_key.columns)
        for row in connection.execute(query.execution_options(yield_per=_BATCH)):
            put([table.name, *row])
            rows += 1
    trailer = {"end": {"rows": rows, "sha256": digest.hexdigest()}}
    file.write(json.dumps(trailer).encode() + b"\n")
    return rows


def _tables(connection: Connection) -> list[Table]:
    """The tables as the database has them, each after those it refers to."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name not in _NOT_COPIED]


def _insert_rows(connection: Connection, path: Path) -> None:
    known = {table.name: table for table in _tables(connection)}
    for name in _SEEDED:
        connection.execute(known[name].delete())
    later: list[tuple[int, int]] = []
    batch: list[dict[str, Any]] = []
    current = ""
    for line in _lines(path):
        values = _parse(line)
        if not isinstance(values, list):
            continue  # header and trailer
        name, row = values[0], values[1:]
        if (name != current or len(batch) == _BATCH) and batch:
            connection.execute(insert(known[current]), batch)
            batch = []
        current = name
        record = dict(zip(known[name].columns.keys(), row, strict=True))
        if name == "filing" and record["previous_seq"] is not None:
            later.append((record["seq"], record["previous_seq"]))
            record["previous_seq"] = None  # may name a row that is still to come
        batch.append(record)
    if batch:
        connection.execute(insert(known[current]), batch)
    filing = known["filing"]
    for seq, previous in later:
        connection.execute(filing.update().where(filing.c.seq == seq).values(previous_seq=previous))
    _advance_sequences(connection, known)


def _advance_sequences(connection: Connection, known: dict[str, Table]) -> None:
    """PostgreSQL's own counters do not follow rows inserted with their numbers."""
    if connection.dialect.name != "postgresql":
        return
    for table in known.values():
        for column in table.primary_key.columns:
            if column.server_default is not None:
                place = {"t": table.name, "c": column.name}
                highest = f"SELECT max({column.name}) FROM {table.name}"  # noqa: S608  # own names
                found = connection.execute(text(highest)).scalar()
                if found is not None:
                    statement = text("SELECT setval(pg_get_serial_sequence(:t, :c), :n)")
                    connection.execute(statement, {**place, "n": found})


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as file:
            yield from file
    except (OSError, EOFError) as error:
        raise InvalidBackup(f"cannot read {path.name}", code="unreadable") from error


def _parse(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise InvalidBackup("a line is no JSON", code="unreadable") from error
