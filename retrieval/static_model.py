"""Fit a small static embedding model to the library's own words and write it in
sentence-transformers layout.

Pieces are all characters and the runs of two to four that recur; their vectors come from a
truncated SVD of the
tf-idf table of pieces by texts. The same texts give the same model.
Writes: modules.json, 0_StaticEmbedding/{model.safetensors,tokenizer.json} and 1_Normalize under
the folder given.
"""

import hashlib
import json
import math
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from retrieval.embedding import Vectors
from retrieval.tokenizing import normalise

DIMENSION = 128
MAX_PIECES = 16_000
MAX_TEXTS = 2_000
MIN_COUNT = 3  # a run of characters seen less often is no piece of its own
MAX_RUN = 4
UNKNOWN = "[UNK]"
_FORMAT = 1


def fingerprint(texts: Sequence[str]) -> str:
    """Name of the model these texts give, 12 hex digits."""
    joined = "\0".join((str(_FORMAT), *texts))
    return hashlib.sha256(joined.encode()).hexdigest()[:12]


def fit_static_model(texts: Sequence[str], folder: Path, *, dimension: int = DIMENSION) -> Path:
    """Fit a model to texts and write it to folder, whole or not at all; returns folder.

    dimension: upper bound; fewer texts than that give fewer. Raises ValueError where no text has a
    letter.
    """
    step = math.ceil(len(texts) / MAX_TEXTS) or 1
    runs = [_runs(text) for text in texts[::step]]
    pieces = _pieces(runs)
    if not pieces:
        raise ValueError("no text to fit a model to")
    weights = _weights(runs, list(pieces), dimension)
    _write(folder, _tokenizer(pieces), weights)
    return folder


def _runs(text: str) -> list[str]:
    """The runs of letters and digits of a text, as the tokenizer will see them."""
    return "".join(char if char.isalnum() else " " for char in normalise(text)).split()


def _substrings(run: str) -> Iterator[str]:
    for start in range(len(run)):
        for stop in range(start + 1, min(start + MAX_RUN, len(run)) + 1):
            yield run[start:stop]


def _pieces(runs: Sequence[Sequence[str]]) -> dict[str, int]:
    """Characters, and the most frequent recurring runs, with their counts."""
    counts = Counter(part for text in runs for run in text for part in _substrings(run))
    singles = {piece: count for piece, count in counts.items() if len(piece) == 1}
    longer = [(-n, piece) for piece, n in counts.items() if len(piece) > 1 and n >= MIN_COUNT]
    room = max(MAX_PIECES - len(singles), 0)
    return singles | {piece: -n for n, piece in sorted(longer)[:room]}


def _weights(runs: Sequence[Sequence[str]], pieces: list[str], dimension: int) -> Vectors:
    """One row per piece after the row of the unknown: tf-idf weighted left singular vectors."""
    table = _tf_idf(runs, {piece: row for row, piece in enumerate(pieces)})
    idf = np.log1p(table.shape[1] / np.maximum((table > 0).sum(axis=1), 1)).astype(np.float32)
    values, right = np.linalg.eigh((table.T @ table).astype(np.float64))
    keep = [i for i in np.argsort(-values, kind="stable")[:dimension] if values[i] > 1e-9]
    left = table.astype(np.float64) @ (right[:, keep] / np.sqrt(values[keep]))
    left *= np.where(left[np.abs(left).argmax(axis=0), range(len(keep))] < 0, -1.0, 1.0)
    rows = (left * idf[:, None]).astype(np.float32)
    return np.vstack([np.zeros((1, rows.shape[1]), np.float32), rows])


def _tf_idf(runs: Sequence[Sequence[str]], rows: dict[str, int]) -> NDArray[np.float32]:
    table = np.zeros((len(rows), len(runs)), dtype=np.float32)
    for column, text in enumerate(runs):
        counts = Counter(part for run in text for part in _substrings(run) if part in rows)
        for piece, count in counts.items():
            table[rows[piece], column] = math.log1p(count)
    spread = (table > 0).sum(axis=1, keepdims=True)
    table *= np.log1p(len(runs) / np.maximum(spread, 1)).astype(np.float32)
    lengths = np.linalg.norm(table, axis=0, keepdims=True)
    table /= np.where(lengths == 0, 1.0, lengths)
    return table


def _tokenizer(pieces: dict[str, int]) -> Tokenizer:
    """A unigram tokenizer that cuts each run of letters into its likeliest pieces."""
    total = sum(pieces.values())
    scored = [(piece, math.log(count / total)) for piece, count in pieces.items()]
    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, -100.0), *scored], 0, False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), "removed")
    return tokenizer


def _write(folder: Path, tokenizer: Tokenizer, weights: Vectors) -> None:
    draft = folder.with_name(folder.name + ".part")
    shutil.rmtree(draft, ignore_errors=True)
    part = draft / "0_StaticEmbedding"
    part.mkdir(parents=True)
    (draft / "1_Normalize").mkdir()
    save_file({"embedding.weight": np.ascontiguousarray(weights)}, part / "model.safetensors")
    tokenizer.save(str(part / "tokenizer.json"))
    package = "sentence_transformers.models"
    modules = [
        {"idx": 0, "name": "0", "path": "0_StaticEmbedding", "type": f"{package}.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": f"{package}.Normalize"},
    ]
    (draft / "modules.json").write_text(json.dumps(modules, indent=2), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)
