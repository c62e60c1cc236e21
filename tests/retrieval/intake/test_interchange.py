import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from retrieval.intake.interchange import (
    document_from_json,
    document_to_json,
    meta_from_json,
    meta_to_json,
)
from retrieval.intake.parsing import parse_bytes
from retrieval.types import AuthorityTier, DocumentMeta, ParsedDocument

META = DocumentMeta(
    "sf-2019-40",
    "2019-06-06",
    "示范市“同心圆”制度（试行）",
    published=date(2019, 5, 6),
    effective_from=date(2019, 6, 6),
    tier=AuthorityTier.EXPLAINER,
    short_titles=("同心圆",),
)


def _document() -> ParsedDocument:
    text = "示范市管理办法\n第一章 总则\n第一条 目的。\n第二条 适用范围。\n第三条 施行。"
    return parse_bytes(text.encode(), "办法.txt")[0]


def test_front_matter_survives_the_pipe() -> None:
    assert meta_from_json(json.loads(json.dumps(meta_to_json(META)))) == META


def test_a_document_survives_the_pipe() -> None:
    document = _document()

    assert document_from_json(json.loads(json.dumps(document_to_json(document)))) == document


@pytest.mark.parametrize(
    "row",
    [
        ["1", "", "", 5, 4, "", []],
        ["1", "", "", 0, 10_000, "", []],
        ["1", "", "", -1, 3, "", []],
        ["bad id!", "", "", 0, 1, "", []],
        ["1", None, "", 0, 1, "", []],
        ["1", "", "", 0, 1],
    ],
)
def test_a_clause_outside_the_text_or_of_wrong_form_is_refused(row: list[Any]) -> None:
    values = document_to_json(_document()) | {"clauses": [row]}

    with pytest.raises((ValueError, TypeError)):
        document_from_json(values)


def test_front_matter_of_wrong_form_is_refused() -> None:
    with pytest.raises(TypeError):
        meta_from_json(meta_to_json(META) | {"title": 3})
    with pytest.raises(ValueError, match="nobody"):
        meta_from_json(meta_to_json(META) | {"tier": "nobody"})
    assert meta_from_json(meta_to_json(replace(META, published=None))).published is None
