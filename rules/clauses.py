"""Clause references (条款): the unit every reason and every answer sentence is cited to.

Does not read anything: whether a clause exists is for the library to say.
"""

import re
from dataclasses import dataclass
from typing import Self

_DOC_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_CLAUSE_ID = re.compile(r"[A-Za-z0-9]+(?:[.\-][A-Za-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True, order=True)
class ClauseRef:
    """One clause of one document, e.g. `hz-2019-40#4.1` for 四(一) of the scheme.

    doc_id: lower-case document id (`hz-2019-40`).
    clause: clause id inside the document (`4.1`, `annex.7`, `art.12.2`).
    Raises ValueError when either part is not of that form.
    """

    doc_id: str
    clause: str

    def __post_init__(self) -> None:
        if not _DOC_ID.match(self.doc_id):
            raise ValueError(f"not a document id: {self.doc_id!r}")
        if not _CLAUSE_ID.match(self.clause):
            raise ValueError(f"not a clause id: {self.clause!r}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `doc-id#clause`. Raises ValueError on anything else."""
        doc_id, mark, clause = text.partition("#")
        if not mark:
            raise ValueError(f"a clause reference is 'doc-id#clause', not {text!r}")
        return cls(doc_id, clause)

    def __str__(self) -> str:
        return f"{self.doc_id}#{self.clause}"
