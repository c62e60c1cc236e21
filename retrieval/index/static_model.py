"""Write a static embedding model in sentence-transformers layout, named by what it holds.

Pieces are all characters of some texts and the runs of two to four that recur; a unigram tokenizer
cuts a text into them, and the model gives each its vector.
Writes: modules.json, 0_StaticEmbedding/{model.safetensors,tokenizer.json} and 1_Normalize under
the folder given.
"""

import hashlib
import json
import math
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from retrieval.index.built_in import PREFIX
from retrieval.index.embedding import Vectors
from retrieval.language.tokenizing import normalise

MAX_PIECES = 8_000
MIN_COUNT = 3  # a run of characters seen less often is no piece of its own
MAX_RUN = 4
UNKNOWN = "[UNK]"
_PART = "0_StaticEmbedding"
_FILES = (f"{_PART}/model.safetensors", f"{_PART}/tokenizer.json")


def count_pieces(texts: Sequence[str], *, most: int = MAX_PIECES) -> dict[str, int]:
    """Characters, and the most frequent recurring runs, with their counts; at most so many runs
    that all come to most. Raises ValueError where no text has a letter or digit."""
    counts = Counter(part for text in texts for run in _runs(text) for part in _substrings(run))
    if not counts:
        raise ValueError("no text to fit a model to")
    singles = {piece: count for piece, count in counts.items() if len(piece) == 1}
    longer = [(-n, piece) for piece, n in counts.items() if len(piece) > 1 and n >= MIN_COUNT]
    room = max(most - len(singles), 0)
    return singles | {piece: -n for n, piece in sorted(longer)[:room]}


def _runs(text: str) -> list[str]:
    """The runs of letters and digits of a text, as the tokenizer will see them."""
    return "".join(char if char.isalnum() else " " for char in normalise(text)).split()


def _substrings(run: str) -> Iterator[str]:
    for start in range(len(run)):
        for stop in range(start + 1, min(start + MAX_RUN, len(run)) + 1):
            yield run[start:stop]


def make_tokenizer(pieces: Mapping[str, int]) -> Tokenizer:
    """A unigram tokenizer that cuts each run of letters into its likeliest pieces.

    Piece number i (in the order given) has the id i + 1; 0 stands for what is unknown.
    """
    total = sum(pieces.values())
    scored = [(piece, math.log(count / total)) for piece, count in pieces.items()]
    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, -100.0), *scored], 0, False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), "removed")
    return tokenizer


def write_static_model(root: Path, tokenizer: Tokenizer, weights: Vectors) -> Path:
    """Write a model to `static-<hash>` under root, in place of any other; returns its folder.

    weights: a row for the unknown, then one a piece.
    """
    root.mkdir(parents=True, exist_ok=True)
    draft = root / f"{PREFIX}draft"
    shutil.rmtree(draft, ignore_errors=True)
    (draft / _PART).mkdir(parents=True)
    (draft / "1_Normalize").mkdir()
    (draft / "1_Normalize" / "config.json").write_text("{}\n", "utf-8")
    rows = np.ascontiguousarray(weights, dtype=np.float32)
    save_file({"embedding.weight": rows}, draft / _FILES[0])
    (draft / _FILES[0]).chmod(0o644)
    tokenizer.save(str(draft / _FILES[1]), pretty=False)
    package = "sentence_transformers.models"
    modules = [
        {"idx": 0, "name": "0", "path": _PART, "type": f"{package}.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": f"{package}.Normalize"},
    ]
    (draft / "modules.json").write_text(json.dumps(modules, indent=2) + "\n", "utf-8")
    folder = root / fingerprint(draft)
    for other in root.glob(f"{PREFIX}*"):
        if other != draft:
            shutil.rmtree(other)
    draft.rename(folder)
    return folder


def fingerprint(folder: Path) -> str:
    """Name of the model in a folder, made of its weights and its tokenizer."""
    digest = hashlib.sha256()
    for name in _FILES:
        digest.update((folder / name).read_bytes())
    return f"{PREFIX}{digest.hexdigest()[:12]}"
