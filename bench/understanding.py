"""Precision and recall of slot reading, per slot, and its speed.

    python -m bench.understanding [--set heldout] [--failures]

Reads: tests/bot/understanding/*.toml. Writes: tables on stdout.
A value counts as right when slot and value are as expected; a choice or a problem put to the
person counts as its own row (`doubts`, `invalid`).
"""

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Iterable

from bot.understanding.slots import understand
from bot.understanding.types import Understood
from registry.filing.slots import SLOT_NAMES
from tests.bot.understanding.cases import (
    SETS,
    Case,
    doubted,
    outcome,
    read_cases,
    shown,
    vocabulary,
)

TARGET_SHORT_MS, TARGET_LONG_MS, TARGET_FACTS_MS = 5.0, 200.0, 500.0
_SENTENCE = (
    "示例半导体有限公司的功率器件生产基地项目，总投资12亿元，其中固投8亿元，用地200亩，容积率2.0，"
    "达产后年产值20亿元、税收1亿元，属于集成电路产业链，外地来的全新项目，不跨区。"
    "投资方联系人张工，电话13800000000，我方经办人王科0571-88880000，已有会谈纪要和意向书，上月来考察过。"
)
_PROSE = (
    "园区周边配套成熟，交通便利，人才公寓与学校正在建设，"
    "企业多次表示对本地营商环境满意，后续将继续跟进洽谈。"
)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--set", choices=[name.removesuffix(".toml") for name in SETS])
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args()
    for name in SETS:
        if options.set in (None, name.removesuffix(".toml")):
            _score(name, read_cases(name), failures=options.failures)
    _speed()


def _score(name: str, cases: list[Case], *, failures: bool) -> None:
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    wrong = []
    for case in cases:
        understood = outcome(case)
        came, due = set(_points(understood)), set(_expected(case))
        right.update(slot for slot, _ in came & due)
        given.update(slot for slot, _ in came)
        wanted.update(slot for slot, _ in due)
        if came != due:
            wrong.append((case, came - due, due - came))
    print(f"\n{name}: {len(cases)} utterances, {len(cases) - len(wrong)} wholly right")
    print(f"{'slot':20}{'wanted':>8}{'given':>8}{'right':>8}{'precision':>11}{'recall':>8}")
    for slot in (*SLOT_NAMES, "doubts", "invalid"):
        if wanted[slot] or given[slot]:
            _row(slot, wanted[slot], given[slot], right[slot])
    _row("all", wanted.total(), given.total(), right.total())
    for case, extra, missing in wrong if failures else ():
        print(f"- {case.text!r} asked={case.asked}\n    extra {extra}\n    missing {missing}")


def _row(slot: str, wanted: int, given: int, right: int) -> None:
    precision = f"{right / given:.3f}" if given else "-"
    recall = f"{right / wanted:.3f}" if wanted else "-"
    print(f"{slot:20}{wanted:8}{given:8}{right:8}{precision:>11}{recall:>8}")


def _points(understood: Understood) -> Iterable[tuple[str, str]]:
    yield from ((slot, repr(value)) for slot, value in shown(understood).items())
    yield from (("doubts", f"{raw} {slots}") for raw, slots in doubted(understood).items())
    yield from (("invalid", f"{i.slot} {i.problem}") for i in understood.invalid)


def _expected(case: Case) -> Iterable[tuple[str, str]]:
    yield from ((slot, repr(value)) for slot, value in case.found.items())
    yield from (("doubts", f"{raw} {sorted(slots)}") for raw, slots in case.doubts.items())
    yield from (("invalid", f"{slot} {problem}") for slot, problem in case.invalid.items())


def _speed() -> None:
    short = (_SENTENCE * 2)[:200]
    prose = (_PROSE * 20 + _SENTENCE) * 20
    texts = {
        "200 characters": (short, 50, TARGET_SHORT_MS),
        "20,000 of prose": (prose[:20_000], 3, TARGET_LONG_MS),
        "20,000 of facts only": ((_SENTENCE * 200)[:20_000], 3, TARGET_FACTS_MS),
    }
    print(f"\n{'text':24}{'cpu ms':>12}{'target ms':>12}")
    for name, (text, times, target) in texts.items():
        took = []
        for _ in range(times):
            begun = time.process_time()
            understand(text, vocabulary())
            took.append((time.process_time() - begun) * 1000)
        print(f"{name:24}{statistics.median(took):12.1f}{target:12.0f}")


if __name__ == "__main__":
    main()
