"""A recorded decision against a computed answer: never overruled silently."""

import pytest

from rules.recorded import conflict, weigh
from rules.verdict import Verdict

Y, N, U = Verdict.YES, Verdict.NO, Verdict.UNDETERMINED


@pytest.mark.parametrize(
    ("recorded", "assessed", "answer", "differ"),
    [
        (None, Y, Y, False),
        (None, N, N, False),
        (None, U, U, False),
        (True, U, Y, False),
        (False, U, N, False),
        (True, Y, Y, False),
        (False, N, N, False),
        (True, N, U, True),
        (False, Y, U, True),
    ],
)
def test_the_known_one_answers_and_a_difference_stays_open(
    recorded, assessed, answer, differ
) -> None:
    assert weigh(recorded, assessed) is answer
    assert conflict(recorded, assessed) is differ
