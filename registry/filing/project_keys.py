"""Which project a report is about: one key per project, so that one index can guard it.

Clause: hz-2019-40#4.1 gives the right per 项目 and does not say what makes two reports the same
one; this key is ours (docs/adr/0013): credit code where stated, else the folded legal name, and the
industrial chain. The place is no part of it: every district names its own.
A report by name and a later one by credit code meet through the aliases both leave behind.
Reads and writes: `project_alias`. Near matches are for reviewers (likeness.matching), never here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, insert, select

from registry.database import tables
from registry.errors import InvalidInput
from registry.filing.slots import Content
from rules.company import check_credit_code, company_key
from rules.taxonomy import Taxonomy

_MAX_NAME = 200
_ALIASES = tables.project_alias.c
_KNOWN = select(_ALIASES.alias, _ALIASES.project_key).where(
    (_ALIASES.alias == bindparam("first")) | (_ALIASES.alias == bindparam("last"))
)
_INSERT = insert(tables.project_alias)


@dataclass(frozen=True, slots=True)
class ProjectIdentity:
    """What identifies a project. aliases: the strongest first (credit code, then name)."""

    investor_key: str
    uscc: str | None
    chain: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The key of a project. other_key: a project the name points to while the code does not."""

    key: str
    other_key: str | None = None


def identify(content: Content, taxonomy: Taxonomy) -> ProjectIdentity:
    """The identity a report states.

    Raises InvalidInput (`bad_uscc`, `too_long`, `empty`) naming the slot.
    """
    name_key = company_key(str(content.get("investor_name", "")))
    if not name_key:
        raise InvalidInput("no investor named", code="empty", field="investor_name")
    if len(name_key) > _MAX_NAME:
        raise InvalidInput("investor name too long", code="too_long", field="investor_name")
    uscc = read_credit_code(content.get("uscc"))
    chain, _ = taxonomy.resolve_chain(str(content.get("chain", "")))
    aliases = [f"uscc:{uscc}|{chain}"] if uscc else []
    return ProjectIdentity(name_key, uscc, chain, (*aliases, f"name:{name_key}|{chain}"))


def read_credit_code(value: object) -> str | None:
    """A credit code as folded, None when none is given. Raises InvalidInput (`bad_uscc`)."""
    if value in (None, ""):
        return None
    checked = check_credit_code(str(value))
    if checked.problem is not None:
        raise InvalidInput(
            f"credit code: {checked.problem}",
            code="bad_uscc",
            field="uscc",
            problem=checked.problem,
            detail=checked.detail,
        )
    return checked.code


def fold_project_name(content: Content) -> str:
    """A project's name as folded for comparison, at most 200 characters."""
    return company_key(str(content.get("project_name", "")))[:_MAX_NAME]


def resolve(connection: Connection, identity: ProjectIdentity) -> Resolved:
    """The key of a project, known or new, leaving its aliases for later reports.

    A credit code never joins a project known under another credit code, even of the same name:
    such a report gets its own key, and the bureau is to look at both.
    """
    known = _known(connection, identity.aliases)
    found = _choose(connection, identity, known)
    fresh = [alias for alias in identity.aliases if alias not in known]
    if fresh:
        rows = [{"alias": alias, "project_key": found.key} for alias in fresh]
        connection.execute(_INSERT, rows)
    return found


def _choose(
    connection: Connection, identity: ProjectIdentity, known: Mapping[str, str]
) -> Resolved:
    strongest, by_name = identity.aliases[0], known.get(identity.aliases[-1])
    by_code = known.get(strongest) if identity.uscc else None
    if by_code is not None:
        return Resolved(by_code, by_name if by_name != by_code else None)
    if by_name is None:
        return Resolved(strongest)
    if identity.uscc and _has_other_code(connection, by_name, identity.uscc):
        return Resolved(strongest, by_name)
    return Resolved(by_name)


def _has_other_code(connection: Connection, key: str, uscc: str) -> bool:
    box = tables.project_alias.c
    query = select(func.count()).where(
        box.project_key == key,
        box.alias.like("uscc:%"),
        box.alias.not_like(f"uscc:{uscc}|%"),
    )
    return bool(connection.execute(query).scalar_one())


def _known(connection: Connection, aliases: Sequence[str]) -> dict[str, str]:
    """The projects of one or two aliases."""
    found = connection.execute(_KNOWN, {"first": aliases[0], "last": aliases[-1]})
    return {row.alias: row.project_key for row in found}
