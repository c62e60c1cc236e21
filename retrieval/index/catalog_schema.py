"""The catalogue's tables, one tuple of statements per schema version (SQLite's user_version counts
them)."""

MIGRATIONS = (
    (
        "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE document (
            key TEXT PRIMARY KEY, origin TEXT NOT NULL, shipped INTEGER NOT NULL, meta TEXT NOT
            NULL,
            text TEXT NOT NULL, source_name TEXT NOT NULL, sha256 TEXT NOT NULL, content_hash TEXT
            NOT NULL)
        """,
        """
        CREATE TABLE clause (
            key TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
            ref TEXT NOT NULL, edition TEXT NOT NULL, origin TEXT NOT NULL, position INTEGER NOT
            NULL,
            place TEXT NOT NULL, body TEXT NOT NULL, generation INTEGER NOT NULL)
        """,
        "CREATE INDEX clause_in_document ON clause (document, position)",
        "CREATE INDEX clause_by_place ON clause (place)",
        "CREATE INDEX clause_by_generation ON clause (generation, key)",
        """
        CREATE TABLE fact (
            document TEXT NOT NULL REFERENCES document ON DELETE CASCADE, position INTEGER NOT NULL,
            body TEXT NOT NULL, PRIMARY KEY (document, position)) WITHOUT ROWID
        """,
        """
        CREATE TABLE link (
            digest TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
            original TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
            towards TEXT NOT NULL, clause TEXT NOT NULL, partner TEXT NOT NULL,
            PRIMARY KEY (digest, towards, clause)) WITHOUT ROWID
        """,
        "CREATE TABLE term (position INTEGER PRIMARY KEY, body TEXT NOT NULL)",
        "CREATE TABLE gone (key TEXT PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE withdrawn (doc_id TEXT PRIMARY KEY) WITHOUT ROWID",
    ),
)
