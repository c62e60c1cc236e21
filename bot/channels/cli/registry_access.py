"""What the registry's commands share: opening it, who is calling, rows and files in and out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import bootstrap
from bot.errors import BadInput
from bot.settings import load_settings

if TYPE_CHECKING:
    from registry.service import Registry
    from registry.transactions.members import Caller

Account = Annotated[str, typer.Option("--as", metavar="ACCOUNT", help="以哪个账号办理，如 S00012")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，一行一个")]


@contextmanager
def opened() -> "Iterator[Registry]":
    """The registry, closed at the end."""
    registry = bootstrap.open_registry(load_settings())
    try:
        yield registry
    finally:
        registry.close()


def caller(account: str, key: str | None = None) -> "Caller":
    """A member at the command line; whoever may use this machine's shell is believed."""
    from registry.transactions.members import Caller

    return Caller(account.strip(), "cli", key)


def machine() -> "Caller":
    """The machine's own administrator: staff, ledger, backup, and no business data."""
    from registry.transactions.members import SYSTEM, Caller

    return Caller(SYSTEM.account, "cli")


def read_existing(source: str) -> Path:
    """A file that is there. Raises BadInput."""
    path = Path(source)
    if not path.exists():
        raise BadInput(f"no file {source!r}", code="no_file", value=source)
    if path.is_dir():
        raise BadInput(f"{source!r} is a folder", code="not_a_file", value=source)
    return path


def read_day(text: str | None, option: str) -> date | None:
    """A day of an option. Raises BadInput."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(f"not a day: {text!r}", code="bad_day", field=option, value=text) from error
