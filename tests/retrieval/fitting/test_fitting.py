"""From a corpus to a model: the command, and what its model finds."""

import random
from pathlib import Path

import numpy as np
import pytest

from retrieval.fitting import __main__ as command
from retrieval.fitting.fitting import Fitted, fit, sentences_of
from retrieval.fitting.training import Schedule
from retrieval.index.embedding import StaticEmbedder
from retrieval.index.static_model import fingerprint
from tests.retrieval.fitting.made_up import CORPUS

SCHEDULE = Schedule(steps=30, facts=3)
ASKED = {"省水的事归哪家管": 1, "水费一吨收多少": 2, "搞节水办法为了啥": 0}


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    return fit(CORPUS, ["城市供水企业应当保证水质。"], schedule=SCHEDULE, dimension=16)


def test_a_wording_never_seen_lies_nearest_to_its_fact(fitted: Fitted) -> None:
    embedder = StaticEmbedder("test", fitted.tokenizer, fitted.weights)
    facts = [fact.text + "".join(fact.asks) for fact in CORPUS.documents[0].facts]

    nearest = np.argmax(embedder.embed(list(ASKED)) @ embedder.embed(facts).T, axis=1)

    assert nearest.tolist() == list(ASKED.values())


def test_every_piece_has_a_row_and_the_unknown_has_zeros(fitted: Fitted) -> None:
    assert fitted.weights.shape == (fitted.tokenizer.get_vocab_size(), 16)
    assert not fitted.weights[0].any()


def test_sentences_are_read_from_texts_alone(tmp_path: Path) -> None:
    long = "城市供水企业应当保证水质符合国家规定的标准"
    (tmp_path / "a.md").write_text(f"# 题\n{long}。短句。", "utf-8")
    (tmp_path / "b.bin").write_text(long * 2, "utf-8")

    assert sentences_of(tmp_path, random.Random(1)) == [long]


def test_the_command_writes_a_model_that_is_read_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "load_corpus", lambda folder: CORPUS)
    (tmp_path / "laws").mkdir()

    command.main(["--steps", "2", "--out", str(tmp_path), "--texts", str(tmp_path / "laws")])

    (folder,) = tmp_path.glob("static-*")
    assert folder.name == fingerprint(folder)
    assert folder.name in capsys.readouterr().out
    assert StaticEmbedder.load(folder).embed(["节水由谁牵头"]).any()
