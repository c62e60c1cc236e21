"""placeholder"""

import typer


def ingest() -> int:
    return 0
