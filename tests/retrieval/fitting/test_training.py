"""Training moves a question towards the ways its fact is asked for."""

import numpy as np

from retrieval.facts.fact_table import Rows
from retrieval.fitting.start import inverse_frequency, starting_vectors
from retrieval.fitting.training import Examples, Schedule, train

FORMS = [[1, 2], [3], [4, 5], [6], [7, 8], [9]]  # two of each fact, sharing nothing
SCHEDULE = Schedule(steps=60, facts=3, clause_grams=3, dropped=0.2)
SIZE = 11


def examples() -> Examples:
    return Examples(
        forms=Rows.of(FORMS),
        asked=[Rows.of(FORMS), Rows.of([[*form, 10] for form in FORMS])],
        owners=np.repeat(np.arange(3), 2),
        clauses=np.array([0, 0, 1]),
        clause_texts=Rows.of([[1, 2, 3, 4, 5, 6], [7, 8, 9]]),
    )


def start() -> np.ndarray:
    return starting_vectors(FORMS, [[1, 4, 7]], SIZE, dimension=8, seed=1)


def likeness(vectors: np.ndarray) -> np.ndarray:
    rows = np.stack([vectors[form].sum(axis=0) for form in FORMS])
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows @ rows.T


def test_forms_of_a_fact_end_nearest_to_each_other() -> None:
    trained = likeness(train(start(), examples(), SCHEDULE))

    np.fill_diagonal(trained, -1.0)
    assert trained.argmax(axis=1).tolist() == [1, 0, 3, 2, 5, 4]


def test_the_same_seed_gives_the_same_vectors_and_the_unknown_stays_zero() -> None:
    first, second = (train(start(), examples(), SCHEDULE) for _ in range(2))

    np.testing.assert_array_equal(first, second)
    assert not first[0].any()


def test_at_the_start_what_stands_together_is_near_and_rare_pieces_are_long() -> None:
    texts = [[1, 2, 9], [1, 2], [3, 4, 9], [3, 4], [5, 6, 9], [5, 7]]
    vectors = starting_vectors(texts, [], 10, dimension=6, seed=1)
    lengths = np.linalg.norm(vectors, axis=1)
    units = vectors[1:] / lengths[1:, None]

    assert units[0] @ units[1] > max(units[0] @ units[2], units[0] @ units[3])
    assert lengths[7] > lengths[9]
    assert not vectors[0].any()


def test_what_stands_in_no_text_tells_most() -> None:
    idf = inverse_frequency([[1], [1, 2]], 4)

    assert idf[3] > idf[2] > idf[1]
