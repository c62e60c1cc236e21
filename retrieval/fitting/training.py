"""Train vectors so that a question lies near the other ways to ask for the same fact.

In every step some hundred facts are drawn, many of them from the same clauses; each gives one
wording as the question and others as what is to be found among those of all the other facts
(multiple negatives, cross-entropy at a low temperature). Questions also look for their clause.
Same input, same seed, one thread: same vectors.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import cross_entropy, embedding_bag, normalize

from retrieval.facts.fact_table import Rows
from retrieval.index.embedding import Vectors

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How to train. dropped: share of n-grams left out of a text; neighbours: share of facts drawn
    for sharing a clause with another; found: wordings of each fact to be found."""

    steps: int = 600
    facts: int = 256
    found: int = 4
    rate: float = 3e-3
    temperature: float = 0.05
    dropped: float = 0.15
    neighbours: float = 0.3
    clause_share: float = 0.3
    clause_grams: int = 160
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Examples:
    """N-gram numbers of all texts. forms: as they are found; asked: form -> how it may be asked;
    owners: form -> fact, ascending; clauses: fact -> clause; clause_texts: of each clause."""

    forms: Rows
    asked: Sequence[Rows]
    owners: Ints
    clauses: Ints
    clause_texts: Rows


def train(vectors: Vectors, examples: Examples, schedule: Schedule) -> Vectors:
    """The vectors after training; row 0 stays zeros."""
    torch.set_num_threads(1)
    torch.manual_seed(schedule.seed)
    rng = np.random.default_rng(schedule.seed)
    table = torch.tensor(vectors, requires_grad=True)
    optimiser = torch.optim.Adam([table], lr=schedule.rate)
    draw = _Draw(examples, schedule, rng)
    for step in range(schedule.steps):
        for group in optimiser.param_groups:
            group["lr"] = schedule.rate * min(1.0, (step + 1) / 40) * (1 - step / schedule.steps)
        loss = _loss(table, draw, schedule)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    trained: Vectors = table.detach().numpy()
    trained[0] = 0.0
    return trained


class _Draw:
    """Draws facts and wordings."""

    def __init__(self, examples: Examples, schedule: Schedule, rng: np.random.Generator) -> None:
        self.examples = examples
        self.rng = rng
        self._schedule = schedule
        self._count = len(examples.clauses)
        self._first = np.searchsorted(examples.owners, np.arange(self._count + 1))
        sizes = np.diff(self._first)
        self._share = sizes / sizes.sum()
        self._mates: dict[int, list[int]] = defaultdict(list)
        for fact, clause in enumerate(examples.clauses.tolist()):
            self._mates[clause].append(fact)

    def facts(self) -> Ints:
        """Facts of one step, those with many wordings oftener, and others of their clauses."""
        wanted = min(self._schedule.facts, self._count)
        mates = int(wanted * self._schedule.neighbours)
        drawn = self.rng.choice(self._count, wanted - mates, replace=False, p=self._share)
        near = self.rng.choice(drawn, mates)
        others = [self.rng.choice(self._mates[int(self.examples.clauses[fact])]) for fact in near]
        return np.unique(np.concatenate([drawn, np.array(others, dtype=np.int64)]))

    def wordings(self, facts: Ints) -> tuple[list[int], list[int], list[int]]:
        """A form to ask with for each fact; forms to be found; and whose these are, by place."""
        asked, found, owners = [], [], []
        for place, fact in enumerate(facts):
            first, end = self._first[fact], self._first[fact + 1]
            some = self.rng.permutation(np.arange(first, end))[: self._schedule.found + 1].tolist()
            asked.append(some[0])
            found += some[1:]
            owners += [place] * (len(some) - 1)
        return asked, found, owners

    def question(self, form: int) -> NDArray[np.int32]:
        """One of the ways a form may be asked, thinned."""
        ways = self.examples.asked
        return self.thinned(ways[int(self.rng.integers(len(ways)))].row(form))

    def thinned(self, grams: NDArray[np.int32]) -> NDArray[np.int32]:
        """The n-grams without some of them, never without all."""
        kept = grams[self.rng.random(len(grams)) >= self._schedule.dropped]
        return kept if len(kept) else grams

    def part(self, grams: NDArray[np.int32]) -> NDArray[np.int32]:
        """Some n-grams of a long text."""
        most = self._schedule.clause_grams
        return grams if len(grams) <= most else self.rng.choice(grams, most, replace=False)


def _loss(table: torch.Tensor, draw: _Draw, schedule: Schedule) -> torch.Tensor:
    examples = draw.examples
    facts = draw.facts()
    asked, found, owners = draw.wordings(facts)
    questions = _embed(table, [draw.question(form) for form in asked])
    forms = _embed(table, [draw.thinned(examples.forms.row(form)) for form in found])
    near = questions @ forms.T / schedule.temperature
    is_own = torch.tensor(owners)[None, :] == torch.arange(len(facts))[:, None]
    loss = (near.logsumexp(1) - near.masked_fill(~is_own, -1e9).logsumexp(1)).mean()
    clauses, wanted = np.unique(examples.clauses[facts], return_inverse=True)
    texts = _embed(table, [draw.part(examples.clause_texts.row(int(c))) for c in clauses])
    by_clause = questions @ texts.T / schedule.temperature
    return loss + schedule.clause_share * cross_entropy(by_clause, torch.tensor(wanted))


def _embed(table: torch.Tensor, grams: Sequence[NDArray[np.int32]]) -> torch.Tensor:
    """Unit rows: texts without any n-gram give zeros."""
    numbers = torch.tensor(np.concatenate(grams), dtype=torch.int64)
    starts = torch.tensor(np.cumsum([0, *map(len, grams[:-1])]), dtype=torch.int64)
    return normalize(embedding_bag(numbers, table, starts, mode="sum"), dim=1)
