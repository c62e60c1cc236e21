"""What Alembic runs: the scripts, on the connection registry.database.schema hands in.

That connection is already in a transaction, which registry.database.schema ends.
"""

from alembic import context

from registry.database import case_tables, identity_tables  # noqa: F401  # their tables join the metadata
from registry.database.tables import metadata  # the tables of work among them

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite too, since the connection sends its own BEGIN
    render_as_batch=True,
)
context.run_migrations()
