"""What was lately made is kept under its key, the oldest dropped."""

import threading
from functools import partial

from retrieval.answers.recent import Recent


def test_a_kept_value_is_not_made_again() -> None:
    recent: Recent[str] = Recent(2)
    made: list[str] = []

    def make() -> str:
        made.append("x")
        return "x"

    assert [recent.get("a", make), recent.get("a", make)] == ["x", "x"]
    assert made == ["x"]


def test_the_least_lately_used_is_dropped() -> None:
    recent: Recent[str] = Recent(2)
    recent.put("a", "first")
    recent.put("b", "second")
    recent.get("a", lambda: "unused")
    recent.put("c", "third")

    assert recent.get("a", lambda: "again") == "first"
    assert recent.get("b", lambda: "again") == "again"


def test_a_value_put_again_takes_the_place_of_the_first() -> None:
    recent: Recent[str] = Recent(2)
    recent.put("a", "first")
    recent.put("a", "second")

    assert recent.get("a", lambda: "again") == "second"


def test_several_threads_leave_no_more_than_may_be_kept() -> None:
    recent: Recent[int] = Recent(8)

    def fill(start: int) -> None:
        for number in range(start, start + 200):
            recent.get(number, partial(int, number))

    threads = [threading.Thread(target=fill, args=(start,)) for start in (0, 100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    kept = [number for number in range(400) if recent.get(number, lambda: -1) == number]
    assert len(kept) <= 8
