"""The bureau's lists: target companies with aliases and parents, and opportunities.

Rows come from a spreadsheet by a channel; here they are checked row by row, and a list goes in
whole or not at all. Importing a list of the same name replaces it.
Reads and writes: `target_company`, `target_name`, `opportunity`. Districts see none of it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from registry.database import case_tables
from registry.errors import InvalidInput
from registry.filing.reports import load_readable
from registry.likeness.matching import Tie
from registry.transactions.members import Caller
from registry.transactions.permissions import Operation
from registry.transactions.unit_of_work import Store, Work
from rules.company import check_credit_code, company_key
from rules.measures import parse_exact_money

MAX_ROWS = 50_000
_MAX_TEXT = 200
_SPLIT = re.compile(r"[、,，;；/\n]+")


class NameRelation(StrEnum):
    """What a name in the list is to its company."""

    NAME = "name"
    ALIAS = "alias"
    PARENT = "parent"


class RowProblem(StrEnum):
    """What is wrong with a cell."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    BAD_USCC = "bad_uscc"
    BAD_AMOUNT = "bad_amount"
    TWICE = "twice"  # the company stands in an earlier row already


@dataclass(frozen=True, slots=True)
class RowError:
    """One cell that cannot be taken. row: as the spreadsheet numbers it, the header being 1."""

    row: int
    column: str
    problem: RowProblem
    value: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. replaced: rows of the list's former version."""

    list_name: str
    rows: int
    replaced: int


@dataclass(frozen=True, slots=True)
class ListMatch:
    """A row of a list that concerns a report's investor. kind: `target` or `opportunity`."""

    kind: str
    list_name: str
    name: str
    relation: NameRelation
    detail: str


TARGET_COLUMNS = {
    "企业名称": "name", "名称": "name", "简称": "aliases", "别名": "aliases", "曾用名": "aliases",
    "统一社会信用代码": "uscc", "信用代码": "uscc", "母公司": "parent", "集团": "parent",
    "产业链": "chain", "备注": "remark",
}  # fmt: skip
OPPORTUNITY_COLUMNS = {
    "线索名称": "title", "机会名称": "title", "项目名称": "title", "企业名称": "company",
    "投资方": "company", "产业链": "chain", "地点": "place", "意向地区": "place",
    "投资额": "amount", "总投资": "amount", "备注": "remark",
}  # fmt: skip
Row = Sequence[object]
Cells = Mapping[str, str]


class ListService:
    """Import, and match a report with, the bureau's lists."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def import_targets(self, caller: Caller, list_name: str, rows: Iterable[Row]) -> Imported:
        """Replace a list of target companies (目标企业). rows: the first one names the columns.

        Columns: 企业名称, and optionally 简称/别名 (several apart by 、), 统一社会信用代码, 母公司,
        产业链, 备注. Raises Forbidden; InvalidInput: `no_header`, `too_many_rows`, or `bad_rows`
        whose field `errors` holds every RowError; nothing is stored then.
        """
        found = _read(rows, TARGET_COLUMNS, "name", _check_target)
        with self._store.write(caller) as work:
            work.require(Operation.MANAGE_LISTS)
            replaced = _drop_targets(work.connection, _named(list_name))
            for cells in found:
                _add_target(work, list_name.strip(), cells)
            return _imported(work, "targets", list_name.strip(), len(found), replaced)

    def import_opportunities(self, caller: Caller, list_name: str, rows: Iterable[Row]) -> Imported:
        """Replace a list of opportunities (机会清单); as `import_targets`.

        Columns: 线索名称, and optionally 企业名称, 产业链, 意向地区, 投资额 (as 1.2亿元), 备注.
        """
        found = _read(rows, OPPORTUNITY_COLUMNS, "title", _check_opportunity)
        with self._store.write(caller) as work:
            work.require(Operation.MANAGE_LISTS)
            box = case_tables.opportunity
            replaced = work.connection.execute(
                delete(box).where(box.c.list_name == _named(list_name))
            ).rowcount
            if found:
                made = [_opportunity(work, list_name.strip(), cells) for cells in found]
                work.connection.execute(insert(box), made)
            return _imported(work, "opportunities", list_name.strip(), len(found), replaced)

    def matches(self, caller: Caller, report_no: str) -> tuple[ListMatch, ...]:
        """Rows of all lists that name a report's investor; for the bureau, recorded as a view."""
        with self._store.write(caller) as work:
            row = load_readable(work, report_no, Operation.MANAGE_LISTS)
            work.record("viewed", filing_seq=row.seq, data={"part": "lists"})
            targets = _targets_of(work.connection, row.investor_key, row.uscc)
            return (*targets, *_opportunities_of(work.connection, row.investor_key))


def tied_names(connection: Connection, name_key: str, uscc: str | None) -> dict[str, Tie]:
    """Folded names the lists tie to a company: its other names, its parent, its sisters."""
    ties: dict[str, Tie] = {}
    names = case_tables.target_name.c
    for target, own in _target_ids(connection, name_key, uscc).items():
        query = select(names.name_key, names.relation).where(names.target_id == target)
        for key, relation in connection.execute(query):
            is_parent = NameRelation.PARENT in (own, NameRelation(relation))
            tie = Tie.PARENT if is_parent else Tie.ALIAS
            ties[key] = Tie.ALIAS if Tie.ALIAS in (tie, ties.get(key)) else tie
    ties.pop(name_key, None)
    return ties


def _target_ids(connection: Connection, name_key: str, uscc: str | None) -> dict[int, NameRelation]:
    """Companies of the lists that a name or a code stands for, and what the name is to each."""
    names, companies = case_tables.target_name.c, case_tables.target_company.c
    query = select(names.target_id, names.relation).where(names.name_key == name_key)
    found = {t: NameRelation(r) for t, r in connection.execute(query)} if name_key else {}
    if uscc:
        by_code = connection.execute(select(companies.id).where(companies.uscc == uscc))
        found |= dict.fromkeys(by_code.scalars(), NameRelation.NAME)
    return found


def _targets_of(connection: Connection, name_key: str, uscc: str | None) -> list[ListMatch]:
    relations = _target_ids(connection, name_key, uscc)
    box = case_tables.target_company
    query = select(box).where(box.c.id.in_(sorted(relations))).order_by(box.c.id)
    return [
        ListMatch("target", row.list_name, row.name, relations[row.id], row.remark)
        for row in connection.execute(query)
    ]


def _opportunities_of(connection: Connection, name_key: str) -> list[ListMatch]:
    box = case_tables.opportunity
    query = select(box).where(box.c.name_key == name_key).order_by(box.c.id)
    return [
        ListMatch("opportunity", row.list_name, row.title, NameRelation.NAME, row.remark)
        for row in connection.execute(query)
    ]


def _named(list_name: str) -> str:
    name = list_name.strip()
    if not name or len(name) > 60:
        raise InvalidInput("a list needs a name of 1-60 characters", code="empty", field="list")
    return name


def _read(
    rows: Iterable[Row],
    columns: Mapping[str, str],
    required: str,
    check: Callable[[int, Cells], Iterable[RowError]],
) -> list[Cells]:
    """The rows as named texts. Raises InvalidInput as import_targets."""
    lines = iter(rows)
    names = [columns.get(_text(cell), "") for cell in next(lines, ())]
    if required not in names:
        raise InvalidInput("no header row", code="no_header", field=required)
    found: list[Cells] = []
    errors: list[RowError] = []
    seen: set[str] = set()
    for number, row in enumerate(lines, start=2):
        cells = _cells(names, row)
        if not any(cells.values()):
            continue
        problems = [*_check_texts(number, cells, required), *check(number, cells)]
        key = "|".join(company_key(cells.get(name, "")) for name in (required, "company"))
        if key in seen:
            problems.append(RowError(number, required, RowProblem.TWICE, cells[required]))
        seen.add(key)
        errors.extend(problems)
        found.append(cells)
        if len(found) > MAX_ROWS:
            raise InvalidInput("too many rows", code="too_many_rows", limit=MAX_ROWS)
    if errors:
        raise InvalidInput(f"{len(errors)} cells", code="bad_rows", errors=tuple(errors))
    return found


def _cells(names: Sequence[str], row: Row) -> dict[str, str]:
    """Texts by column; two columns of one meaning (简称, 曾用名) join."""
    cells: dict[str, str] = {}
    for name, cell in zip(names, row, strict=False):
        if name and (text := _text(cell)):
            cells[name] = f"{cells[name]}、{text}" if name in cells else text
    return cells


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).replace("\x00", "").strip()


def _check_texts(number: int, cells: Cells, required: str) -> Iterable[RowError]:
    if not cells.get(required):
        yield RowError(number, required, RowProblem.EMPTY, "")
    for name, text in cells.items():
        if len(text) > _MAX_TEXT and name not in ("remark", "aliases"):
            yield RowError(number, name, RowProblem.TOO_LONG, text[:20])


def _check_target(number: int, cells: Cells) -> Iterable[RowError]:
    code = cells.get("uscc", "")
    if code and not check_credit_code(code).is_valid:
        yield RowError(number, "uscc", RowProblem.BAD_USCC, code)


def _check_opportunity(number: int, cells: Cells) -> Iterable[RowError]:
    amount = cells.get("amount", "")
    if amount and parse_exact_money(amount) is None:
        yield RowError(number, "amount", RowProblem.BAD_AMOUNT, amount)


def _add_target(work: Work, list_name: str, cells: Cells) -> None:
    code = cells.get("uscc", "")
    made = work.connection.execute(
        insert(case_tables.target_company)
        .values(
            list_name=list_name,
            name=cells["name"],
            uscc=check_credit_code(code).code if code else None,
            parent=cells.get("parent", ""),
            chain=cells.get("chain", "")[:60],
            remark=cells.get("remark", ""),
            imported_at=work.at,
        )
        .returning(case_tables.target_company.c.id)
    ).scalar_one()
    keys = {company_key(cells.get("parent", "")): NameRelation.PARENT}
    keys |= {company_key(a): NameRelation.ALIAS for a in _SPLIT.split(cells.get("aliases", ""))}
    keys[company_key(cells["name"])] = NameRelation.NAME
    rows = [
        {"name_key": key[:_MAX_TEXT], "target_id": made, "relation": relation}
        for key, relation in keys.items()
        if key
    ]
    work.connection.execute(insert(case_tables.target_name), rows)


def _drop_targets(connection: Connection, list_name: str) -> int:
    box, names = case_tables.target_company, case_tables.target_name
    old = select(box.c.id).where(box.c.list_name == list_name)
    connection.execute(delete(names).where(names.c.target_id.in_(old)))
    return connection.execute(delete(box).where(box.c.list_name == list_name)).rowcount


def _opportunity(work: Work, list_name: str, cells: Cells) -> dict[str, Any]:
    money = parse_exact_money(cells["amount"]) if cells.get("amount") else None
    is_yuan = money is not None and money.currency == "CNY"
    return {
        "list_name": list_name,
        "title": cells["title"],
        "company": cells.get("company", ""),
        "name_key": company_key(cells.get("company", ""))[:_MAX_TEXT],
        "chain": cells.get("chain", "")[:60],
        "place": cells.get("place", ""),
        "investment_yuan": int(money.amount) if money is not None and is_yuan else None,
        "remark": cells.get("remark", ""),
        "imported_at": work.at,
    }


def _imported(work: Work, kind: str, list_name: str, rows: int, replaced: int) -> Imported:
    work.record("list_imported", data={"list": kind, "rows": rows, "replaced": replaced})
    return Imported(list_name, rows, replaced)
