"""Fitting a static model: deterministic, small, and better than chance at finding what it was
fitted to."""

from pathlib import Path

import numpy as np
import pytest

from retrieval import static_model
from retrieval.embedding import StaticEmbedder
from retrieval.static_model import fingerprint, fit_static_model

THEMES = {
    "水": ["节约用水", "供水管网", "水价加价", "水源保护"],
    "路": ["道路养护", "公路桥梁", "路灯照明", "道路停车"],
    "学": ["学校招生", "学生体检", "中学教师", "小学课程"],
}
TEXTS = [
    f"{a}和{b}由主管部门负责。{a}每年检查一次，{b}按规定办理。"
    for words in THEMES.values()
    for a in words
    for b in words
]


def test_the_same_texts_give_the_same_model(tmp_path: Path) -> None:
    first = fit_static_model(TEXTS, tmp_path / "a", dimension=16)
    second = fit_static_model(TEXTS, tmp_path / "b", dimension=16)

    vectors = [StaticEmbedder.load(folder).embed(TEXTS[:8]) for folder in (first, second)]

    np.testing.assert_array_equal(*vectors)
    assert fingerprint(TEXTS) == fingerprint(list(TEXTS))
    assert fingerprint(TEXTS) != fingerprint(TEXTS[1:])


def test_texts_on_one_theme_lie_nearer_than_others(tmp_path: Path) -> None:
    embedder = StaticEmbedder.load(fit_static_model(TEXTS, tmp_path / "m", dimension=16))
    own = embedder.embed(TEXTS)

    nearest = np.argmax(
        embedder.embed(["供水管网和水价", "公路桥梁养护", "中学教师体检"]) @ own.T, axis=1
    )

    assert [index // 16 for index in nearest] == [0, 1, 2]


def test_few_texts_give_few_dimensions(tmp_path: Path) -> None:
    folder = fit_static_model(["节约用水", "道路养护"], tmp_path / "m")

    assert StaticEmbedder.load(folder).dimension <= 2


def test_more_texts_than_the_bound_are_sampled_evenly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static_model, "MAX_TEXTS", 3)

    all_of_them = fit_static_model(["甲", "乙", "丙", "丁", "戊"], tmp_path / "a")
    every_second = fit_static_model(["甲", "丙", "戊"], tmp_path / "b")

    vectors = [StaticEmbedder.load(each).embed(["甲戊"]) for each in (all_of_them, every_second)]
    np.testing.assert_array_equal(*vectors)


@pytest.mark.parametrize("texts", [[], ["？！"]])
def test_without_a_letter_there_is_nothing_to_fit(tmp_path: Path, texts: list[str]) -> None:
    with pytest.raises(ValueError, match="no text"):
        fit_static_model(texts, tmp_path / "m")

    assert not (tmp_path / "m").exists()


def test_an_older_model_in_the_folder_is_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "m"
    folder.mkdir()
    (folder / "old").write_text("x")

    fit_static_model(TEXTS, folder, dimension=4)

    assert sorted(path.name for path in folder.iterdir()) == [
        "0_StaticEmbedding",
        "1_Normalize",
        "modules.json",
    ]
