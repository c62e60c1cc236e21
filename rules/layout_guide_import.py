"""Read Layout Guide editions from TOML text or from rows of a sheet, all errors at once.

Reads: text or plain tuples, handed in; opening an XLSX file is the caller's work.

A sheet has one header row (产业链, 区县, 平台, 定位, 备注 in any order; 平台 and 备注 may be
absent) and one row per entry. 定位 is 重点承载, 允许布局 or 负面清单.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from rules.errors import GuideError, RowError
from rules.layout_guide import GuideEdition, GuideEntry, GuideRole, LayoutGuide
from rules.localities import fold_locality
from rules.taxonomy import fold_industry

_COLUMNS = {
    "产业链": "chain",
    "重点产业链": "chain",
    "chain": "chain",
    "区县": "locality",
    "区县市": "locality",
    "区、县(市)": "locality",
    "区、县（市）": "locality",
    "地区": "locality",
    "locality": "locality",
    "平台": "platform",
    "承载平台": "platform",
    "platform": "platform",
    "定位": "role",
    "role": "role",
    "备注": "note",
    "note": "note",
}
_ROLES = {
    "key": GuideRole.KEY,
    "重点承载": GuideRole.KEY,
    "重点": GuideRole.KEY,
    "allowed": GuideRole.ALLOWED,
    "允许布局": GuideRole.ALLOWED,
    "允许": GuideRole.ALLOWED,
    "negative": GuideRole.NEGATIVE,
    "负面清单": GuideRole.NEGATIVE,
    "负面": GuideRole.NEGATIVE,
}
ROLE_WORDS = "重点承载、允许布局、负面清单之一"
_EDITION_KEYS = {"edition", "title", "valid_from", "valid_to", "is_sample", "entries"}
_CELL_LIMIT = 200  # characters


def parse_guide_toml(text: str) -> LayoutGuide:
    """Read a guide file with [[editions]] and [[editions.entries]].

    Raises GuideError; its rows count the entries of an edition from 1.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GuideError(f"not TOML: {error}", code="not_toml") from error
    editions = tables.get("editions")
    if not isinstance(editions, list) or set(tables) != {"editions"}:
        raise GuideError("a guide file has [[editions]] and nothing else", code="no_editions")
    return LayoutGuide(_parse_edition(table) for table in editions)


def parse_guide_rows(
    rows: Iterable[Sequence[object]],
    *,
    edition: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> GuideEdition:
    """Read one edition from the rows of a sheet, the header row first.

    rows: cell values as a spreadsheet library gives them (None for an empty cell).
    Raises GuideError; its rows are sheet rows, so the first entry is row 2.
    """
    numbered = enumerate(rows, start=1)
    header = next(numbered, (0, ()))[1]
    columns = _read_header(header)
    cells = (
        (number, {name: row[at] for name, at in columns.items() if at < len(row)})
        for number, row in numbered
        if any(_cell(value) for value in row)
    )
    return _make_edition(
        {"edition": edition, "valid_from": valid_from, "valid_to": valid_to}, cells
    )


def _parse_edition(table: object) -> GuideEdition:
    if not isinstance(table, Mapping) or set(table) - _EDITION_KEYS:
        raise GuideError(f"not an edition: {table!r}", code="bad_edition")
    entries = table.get("entries", [])
    if not isinstance(entries, list) or not all(isinstance(row, Mapping) for row in entries):
        raise GuideError("entries must be tables", code="bad_edition")
    return _make_edition(table, enumerate(entries, start=1))


def _make_edition(
    head: Mapping[str, object], cells: Iterable[tuple[int, Mapping[str, object]]]
) -> GuideEdition:
    edition, start, end = head.get("edition"), head.get("valid_from"), head.get("valid_to")
    if not isinstance(edition, str) or not edition.strip():
        raise GuideError("an edition needs a name", code="bad_edition")
    start, end = _read_bound(edition, start), _read_bound(edition, end)
    if start is not None and end is not None and end <= start:
        raise GuideError(f"edition {edition!r} ends before it begins", code="empty_period")
    return GuideEdition(
        edition=edition.strip(),
        entries=_read_entries(cells),
        valid_from=start,
        valid_to=end,
        is_sample=head.get("is_sample", False) is True,
        title=str(head.get("title", "")),
    )


def _read_bound(edition: str, value: object) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise GuideError(f"edition {edition!r}: not a date: {value!r}", code="bad_date")


def _read_header(header: Sequence[object]) -> dict[str, int]:
    columns: dict[str, int] = {}
    errors: list[RowError] = []
    known = "产业链、区县、平台、定位、备注"
    for at, value in enumerate(header):
        title = _cell(value)
        name = _COLUMNS.get(title.lower())
        if title and (name is None or name in columns):
            code = "unknown_column" if name is None else "duplicate_column"
            errors.append(RowError(1, title, code, title, known))
        elif name is not None:
            columns[name] = at
    for name, title in (("chain", "产业链"), ("locality", "区县"), ("role", "定位")):
        if name not in columns:
            errors.append(RowError(1, title, "missing_column", "", known))
    if errors:
        raise GuideError("the header row cannot be read", tuple(errors), code="header")
    return columns


def _read_entries(cells: Iterable[tuple[int, Mapping[str, object]]]) -> tuple[GuideEntry, ...]:
    entries: list[GuideEntry] = []
    errors: list[RowError] = []
    seen: dict[tuple[str, str, str], int] = {}
    for number, row in cells:
        faults = _row_errors(number, row)
        if not faults:
            entry = _make_entry(number, row)
            key = (fold_industry(entry.chain), fold_locality(entry.locality), entry.platform)
            first = seen.setdefault(key, number)
            if first != number:
                faults = [RowError(number, "产业链", "duplicate_row", str(first), "每行各不相同")]
            entries.append(entry)
        errors.extend(faults)
    if errors:
        raise GuideError(f"{len(errors)} cells cannot be read", tuple(errors), code="rows")
    return tuple(entries)


def _row_errors(number: int, row: Mapping[str, object]) -> list[RowError]:
    errors = [
        RowError(number, str(name), "unknown_column", str(value), "产业链、区县、平台、定位、备注")
        for name, value in row.items()
        if name not in _COLUMNS.values()
    ]
    for name, title in (("chain", "产业链"), ("locality", "区县"), ("role", "定位")):
        if not _cell(row.get(name)):
            errors.append(RowError(number, title, "missing_cell", "", "不能为空"))
    role = _cell(row.get("role"))
    if role and role.lower() not in _ROLES:
        errors.append(RowError(number, "定位", "unknown_role", role, ROLE_WORDS))
    errors.extend(
        RowError(number, str(name), "too_long", _cell(value)[:20], f"不超过{_CELL_LIMIT}字")
        for name, value in row.items()
        if len(_cell(value)) > _CELL_LIMIT
    )
    return errors


def _make_entry(number: int, row: Mapping[str, object]) -> GuideEntry:
    return GuideEntry(
        chain=_cell(row["chain"]),
        locality=_cell(row["locality"]),
        role=_ROLES[_cell(row["role"]).lower()],
        platform=_cell(row.get("platform")),
        note=_cell(row.get("note")),
        row=number,
    )


def _cell(value: object) -> str:
    return "" if value is None else "".join(str(value).split())
