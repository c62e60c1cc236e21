"""Tables, engine, schema: what the rows are, the same on SQLite and PostgreSQL."""
