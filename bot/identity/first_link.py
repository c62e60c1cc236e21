"""The link a first start prints, by which the first administrator sets a password."""

from registry.service import Registry
from registry.transactions.members import SYSTEM

NAME = "系统管理员"
INVITE_PATH = "/invite/"


def invite_link(base_url: str, code: str) -> str:
    """The address of an invite. base_url: `http://127.0.0.1:8000`, with or without a last slash."""
    return f"{base_url.rstrip('/')}{INVITE_PATH}{code}"


def first_link(registry: Registry, base_url: str) -> str | None:
    """A one-time link for the first administrator, good for a day; None when none is needed.

    Call at every start: as long as no administrator has signed in, each start has a fresh link.
    Print it on the terminal only, never in a log.
    """
    made = registry.staff.first_invite(SYSTEM, NAME)
    return None if made is None else invite_link(base_url, made.code)
