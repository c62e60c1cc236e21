"""Answer on the newest generation of the library, whoever took documents in or out.

Reads: the library. Writes: what answers.gathering keeps. Does not: judge; answers.answering does.
"""

import threading
from collections.abc import Callable, Sequence
from datetime import date

from bot.answers.gathering import Shelved, digests, gather_knowledge
from retrieval.answers.answering import Answerer, Calculator
from retrieval.facts.knowledge import Knowledge
from retrieval.index.editions import EditionKey, understood_editions
from retrieval.index.library import Library
from retrieval.types import Answer, DocumentMeta

_EditionKeys = frozenset[EditionKey]
_HELD_ANSWERERS = 8


class LiveAnswering:
    """Answers questions; safe for several threads.

    calculators: what answers by computing, before the library is searched.
    """

    def __init__(self, library: Library, calculators: Sequence[Calculator] = ()) -> None:
        self._library = library
        self._calculators = tuple(calculators)
        self._shelved = Shelved(library)
        self._lock = threading.Lock()
        self._generation = -1
        self._digests: tuple[DocumentMeta, ...] = ()
        self._held: dict[_EditionKeys, Knowledge] = {}  # of this generation
        self._answerers: dict[int, Answerer] = {}  # by id of the snapshot, which each holds
        self._models: dict[_EditionKeys, str] = {}  # whose vectors are in use, where not built in

    def answer(
        self,
        question: str,
        *,
        as_of: date,
        place: str | None = None,
        history: Sequence[str] = (),
    ) -> Answer:
        """Answer on what the library holds now, in the editions that count on as_of."""
        answerer = self._answerer(self._knowledge(as_of))
        return answerer.answer(question, as_of=as_of, place=place, history=history)

    def _answerer(self, knowledge: Knowledge) -> Answerer:
        """The one answerer of a snapshot, which keeps what earlier turns came to."""
        with self._lock:
            held = self._answerers.get(id(knowledge))
            if held is None:
                if len(self._answerers) >= _HELD_ANSWERERS:
                    self._answerers.clear()
                held = self._answerers[id(knowledge)] = Answerer(knowledge, self._calculators)
            return held

    def prepare(self, as_of: date, report: Callable[[str], None] | None = None) -> None:
        """Make now what a first question would wait for; report is told so in Chinese.

        Returns at once where it was made before, by this process or another.
        """
        if self._shelved.has_table(understood_editions(digests(self._library), as_of)):
            return
        if report:
            report("正在整理问答索引，文件更新后才需要…")
        self._knowledge(as_of)

    def wait_vectors(self) -> None:
        """Wait for vectors being made in the background; for tests and measurements."""
        self._shelved.wait()

    def _knowledge(self, as_of: date) -> Knowledge:
        with self._lock:
            if self._generation != (generation := self._library.generation):
                self._generation, self._digests = generation, digests(self._library)
                self._held, self._models, self._answerers = {}, {}, {}
            metas = understood_editions(self._digests, as_of)
            key = frozenset((meta.doc_id, meta.edition) for meta in metas)
            if key not in self._held:
                self._held[key] = self._shelved.with_index(gather_knowledge(self._library, metas))
            self._use_configured_model(key)
            return self._held[key]

    def _use_configured_model(self, key: _EditionKeys) -> None:
        """Match with the configured model once it is loaded and its vectors are made."""
        model = self._library.dense_model
        if model is None or self._models.get(key, self._built_in_name) == model.name:
            return
        better = self._shelved.with_model(self._held[key], model)
        if better is not None:
            self._held[key], self._models[key] = better, model.name

    @property
    def _built_in_name(self) -> str:
        return self._shelved.built_in_name
