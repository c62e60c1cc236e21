"""Cases to be checked, read from TOML, JSON, JSON Lines or a spreadsheet.

One case is `rule`, optionally `as_of`, and `facts`. In a table (XLSX) the columns are `rule`,
`as_of`, `id` and the facts by their name or Chinese gloss.
Does not judge facts: whether a value can be read is for the rules.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from bot.errors import BadInput
from bot.office_files.sheets import read_rows

_CASE_KEYS = {"rule", "as_of", "facts", "id", "name", "expect"}
_COLUMNS = {"规则": "rule", "判断日期": "as_of", "编号": "id", "名称": "name", "项目名称": "name"}
MAX_CASE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case as given. rule and as_of are None when the file leaves them to the caller.

    id: what the row calls itself, any plain value; facts: raw values, not yet judged.
    is_row: a row of a sheet, whose columns may hold facts that only other rules take.
    """

    rule: str | None
    as_of: object
    facts: Mapping[str, object]
    id: object = None
    is_row: bool = False


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One row of a batch: its number as the file shows it, and the case or why there is none."""

    number: int
    case: CaseFile | None
    problem: str = ""  # code of a BadInput


def read_case(text: bytes, suffix: str = "") -> CaseFile:
    """Read one case. suffix: `.json` or `.toml`; otherwise told by the first character.

    Raises BadInput: `case_encoding`, `case_syntax`, `case_form`, `case_key`, `case_size`.
    """
    if len(text) > MAX_CASE_BYTES:
        raise BadInput(f"case of {len(text)} bytes", code="case_size")
    try:
        plain = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput("case is not UTF-8", code="case_encoding") from error
    is_json = suffix == ".json" or (suffix != ".toml" and plain.lstrip().startswith("{"))
    try:
        table = _json(plain) if is_json else tomllib.loads(plain, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        form = "JSON" if is_json else "TOML"
        raise BadInput(f"not {form}: {error}", code="case_syntax", form=form) from error
    return make_case(table)


def make_case(table: object) -> CaseFile:
    """A case from a plain table. Raises BadInput (codes `case_form`, `case_key`)."""
    if not isinstance(table, Mapping) or not isinstance(table.get("facts", {}), Mapping):
        raise BadInput("a case is a table with `rule` and `facts`", code="case_form")
    if unknown := sorted(map(str, set(table) - _CASE_KEYS)):
        raise BadInput(f"unknown keys {unknown}", code="case_key", value="、".join(unknown))
    rule = table.get("rule")
    if rule is not None and not isinstance(rule, str):
        raise BadInput(f"rule is {rule!r}", code="case_form")
    return CaseFile(rule, table.get("as_of"), table.get("facts", {}), table.get("id"))


def read_batch(path: Path, glosses: Mapping[str, str]) -> Iterator[BatchRow]:
    """The rows of a batch file (.xlsx, else JSON Lines), blank ones left out.

    glosses: Chinese gloss of a fact -> its name, for the columns of a sheet.
    Raises BadInput for a file that cannot be read at all.
    """
    if path.suffix.lower() == ".xlsx":
        return _sheet_cases(read_rows(path), glosses)
    return _line_cases(path)


def _line_cases(path: Path) -> Iterator[BatchRow]:
    with path.open("rb") as stream:
        yield from lines_as_rows(stream)


def lines_as_rows(stream: BinaryIO | Iterable[bytes]) -> Iterator[BatchRow]:
    """One case a line; a line that cannot be read is a row with its problem."""
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            yield BatchRow(number, read_case(line, ".json"))
        except BadInput as error:
            yield BatchRow(number, None, error.code)


def _sheet_cases(
    rows: Iterator[Sequence[object]], glosses: Mapping[str, str]
) -> Iterator[BatchRow]:
    """Cases of a sheet; the first row names the columns and is read at once."""
    names = [_column(cell, glosses) for cell in next(rows, ())]
    if not any(names):
        raise BadInput("the sheet has no header row", code="no_header")
    return _row_cases(rows, names)


def _row_cases(rows: Iterable[Sequence[object]], names: Sequence[str]) -> Iterator[BatchRow]:
    for number, row in enumerate(rows, start=2):
        cells = {
            name: cell
            for name, cell in zip(names, row, strict=False)
            if name and cell is not None and cell != ""
        }
        if cells:
            yield BatchRow(number, _case_of_cells(cells))


def _case_of_cells(cells: dict[str, object]) -> CaseFile:
    own = {key: cells.pop(key, None) for key in ("rule", "as_of", "id", "name")}
    rule = None if own["rule"] is None else str(own["rule"]).strip()
    identity = own["id"] if own["id"] is not None else own["name"]
    return CaseFile(rule, own["as_of"], cells, identity, is_row=True)


def _column(cell: object, glosses: Mapping[str, str]) -> str:
    name = "" if cell is None else str(cell).strip()
    return _COLUMNS.get(name) or glosses.get(name) or name


def _json(text: str) -> object:
    return json.loads(text, parse_float=Decimal)
