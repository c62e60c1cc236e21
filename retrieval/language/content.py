"""Cut what a question or a text says into characters, pairs, words and numbers. Pure."""

import re
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache

HAN = re.compile(r"[㐀-鿿豈-﫿𠀀-𯿿]")
_RUN = re.compile(r"[㐀-鿿豈-﫿]+|[a-z]+|\d+(?:\.\d+)?%?")
_CACHED_SHORT_TEXTS = 4_096
_SHORT_CHARS = 60


def content_tokens(content: str) -> list[str]:
    """Characters, character pairs, words and numbers of a content text (spaces part runs)."""
    tokens: list[str] = []
    for run in _RUN.findall(content):
        if HAN.match(run):
            tokens += run
            tokens += [run[i : i + 2] for i in range(len(run) - 1)]
        else:
            tokens.append(run)
    return tokens


def shared_share(words: str, content: str) -> float:
    """How much of words (its characters and pairs) stands in content: 0..1."""
    wanted = _token_set(words)
    return len(wanted & _token_set(content)) / (len(wanted) or 1)


def _token_set(text: str) -> frozenset[str]:
    return _short_token_set(text) if len(text) <= _SHORT_CHARS else frozenset(content_tokens(text))


@lru_cache(maxsize=_CACHED_SHORT_TEXTS)
def _short_token_set(text: str) -> frozenset[str]:
    return frozenset(content_tokens(text))


def telling(spans: Iterable[str], light: re.Pattern[str]) -> tuple[str, ...]:
    """What is left of spans when everyday words are taken out, single characters left aside."""
    left = (piece for span in spans for piece in light.sub(" ", span).split())
    kept = (piece for piece in left if len(piece) > 1 and not piece[0].isdigit())
    return tuple(dict.fromkeys(kept))


def runs_of(content: str) -> tuple[str, ...]:
    """Runs of Chinese characters, words and numbers, each once, in order."""
    return tuple(dict.fromkeys(_RUN.findall(content)))


def uncovered_spans(runs: Iterable[str], body: Set[str]) -> tuple[str, ...]:
    """Parts of runs none of whose character pairs stand in body; numbers and words count whole."""
    spans: list[str] = []
    for run in runs:
        if len(run) == 1 or not HAN.match(run):
            spans += [] if run in body else [run]
            continue
        known = [False] * len(run)
        for i in range(len(run) - 1):
            if run[i : i + 2] in body:
                known[i] = known[i + 1] = True
        spans += [] if all(known) else _false_runs(run, known)
    return tuple(dict.fromkeys(spans))


def _false_runs(run: str, known: Sequence[bool]) -> list[str]:
    found, start = [], None
    for i, is_known in enumerate([*known, True]):
        if not is_known and start is None:
            start = i
        elif is_known and start is not None:
            found.append(run[start:i])
            start = None
    return found
