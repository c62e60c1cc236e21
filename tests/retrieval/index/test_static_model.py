"""Writing a static model: pieces, their tokenizer, a folder named by what it holds."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.index.embedding import StaticEmbedder
from retrieval.index.static_model import (
    count_pieces,
    fingerprint,
    make_tokenizer,
    write_static_model,
)
from tests.retrieval.samples import write_hashed_model

TEXTS = ["节约用水，人人有责", "节约用水，从我做起", "节约用水 2026", "道路养护"]


def test_pieces_are_all_characters_and_the_runs_that_recur() -> None:
    pieces = count_pieces(TEXTS)

    assert pieces["节约用水"] == 3
    assert pieces["责"] == 1
    assert "道路" not in pieces


def test_the_rarest_runs_give_way_where_there_are_too_many() -> None:
    singles = [piece for piece in count_pieces(TEXTS) if len(piece) == 1]

    assert len(count_pieces(TEXTS, most=len(singles) + 2)) == len(singles) + 2
    assert set(count_pieces(TEXTS, most=1)) == set(singles)


@pytest.mark.parametrize("texts", [[], ["？！"]])
def test_without_a_letter_there_is_nothing_to_count(texts: list[str]) -> None:
    with pytest.raises(ValueError, match="no text"):
        count_pieces(texts)


def test_a_text_is_cut_into_its_likeliest_pieces_and_numbered_after_the_unknown() -> None:
    pieces = count_pieces(TEXTS)
    code = make_tokenizer(pieces).encode("节约用水！鑫", add_special_tokens=False)

    assert code.ids == [list(pieces).index("节约用水") + 1, 0]


def test_a_model_is_named_by_what_it_holds(tmp_path: Path) -> None:
    first = write_hashed_model(TEXTS, tmp_path / "a")
    same = write_hashed_model(TEXTS, tmp_path / "b")
    other = write_hashed_model(TEXTS[1:], tmp_path / "c")

    assert first.name == same.name == fingerprint(first) != other.name
    assert (first / "0_StaticEmbedding" / "model.safetensors").read_bytes() == (
        same / "0_StaticEmbedding" / "model.safetensors"
    ).read_bytes()


def test_a_former_model_is_replaced_whole_and_nothing_else_is_touched(tmp_path: Path) -> None:
    (tmp_path / "places.toml").write_text("x")
    write_hashed_model(TEXTS[1:], tmp_path)

    folder = write_hashed_model(TEXTS, tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["places.toml", folder.name]
    assert sorted(path.name for path in folder.iterdir()) == [
        "0_StaticEmbedding",
        "1_Normalize",
        "modules.json",
    ]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    pieces = count_pieces(TEXTS)
    weights = np.random.default_rng(1).normal(size=(len(pieces) + 1, 8)).astype(np.float32)

    embedder = StaticEmbedder.load(write_static_model(tmp_path, make_tokenizer(pieces), weights))

    row = weights[list(pieces).index("节约用水") + 1]
    expected = row / np.linalg.norm(row)
    np.testing.assert_allclose(embedder.embed(["节约用水"])[0], expected, atol=1e-6)
