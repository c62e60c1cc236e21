"""Measure routing on its utterances: accuracy by set, confusion of intents, misses, time.

    python -m bench.routing [--misses]

Reads: tests/bot/routing/cases/*.toml. Writes: Markdown on stdout, as docs/routing.md has it.
A case counts when every part has an accepted intent and, where the case names them, its words.
"""

import argparse
import statistics
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.dialogue.messages import Intent
from bot.routing.router import route
from bot.routing.types import Part, Routed, Standing

CASES = Path(__file__).parents[1] / "tests/bot/routing/cases"
GOLDEN = Path(__file__).parent / "golden"
UNSURE = "?"
EDGE = " \n,，、;；。:：?？!！~"
TARGET_MS = 3  # a message of 200 characters
ROUNDS = 200
SAMPLE = "我们区想招一个总投资12亿的生物医药项目，用地80亩，滨江之前报过，"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part as it should be: accepted intents, the first preferred, and its words if named."""

    intents: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """An utterance in its standing and the ways of routing it that are right."""

    group: str
    say: str
    standing: Standing
    wanted: tuple[Wanted, ...]
    is_known_miss: bool = False

    def is_met(self, routed: Routed) -> bool:
        """Whether a routing is one of the right ones."""
        if routed.unsure:
            return len(self.wanted) == 1 and UNSURE in self.wanted[0].intents
        return len(routed.parts) == len(self.wanted) and all(
            _is_met(wanted, part) for wanted, part in zip(self.wanted, routed.parts, strict=True)
        )


def load_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a file."""
    data = tomllib.loads(path.read_text("utf-8"))
    return tuple(_parse(group, case) for group in data["group"] for case in group["cases"])


def _parse(group: dict[str, object], case: dict[str, object]) -> Case:
    standing = group.get("standing", {})
    assert isinstance(standing, dict)
    wanted = tuple(_parse_wanted(each) for each in str(case["want"]).split(" + "))
    known = bool(case.get("known"))
    return Case(str(group["name"]), str(case["say"]), Standing(**standing), wanted, known)


def _parse_wanted(want: str) -> Wanted:
    intents, _, text = want.partition(":")
    accepted = tuple(intents.split("|"))
    assert set(accepted) <= {*Intent, UNSURE}, want
    return Wanted(accepted, text)


def _is_met(wanted: Wanted, part: Part) -> bool:
    has_words = wanted.text.strip(EDGE) in ("", part.text.strip(EDGE))
    return part.intent in wanted.intents and has_words


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.routing", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list every miss")
    parser.add_argument("--only", default="", help="one set")
    args = parser.parse_args()
    files = [path for path in sorted(CASES.glob("*.toml")) if args.only in path.stem]
    confusion: Counter[tuple[str, str]] = Counter()
    misses: list[str] = []
    print("| set | utterances | right | accuracy |\n|---|---:|---:|---:|")
    for path in files:
        _measure(path, confusion, misses)
    print(f"\n{_matrix(confusion)}\n")
    print("\n".join(misses if args.misses else ()))
    _measure_golden()
    _measure_time()


def _measure(path: Path, confusion: Counter[tuple[str, str]], misses: list[str]) -> None:
    cases = load_cases(path)
    right = 0
    for case in cases:
        routed = route(case.say, case.standing)
        right += case.is_met(routed)
        confusion.update(_pairs(case, routed))
        if not case.is_met(routed):
            misses.append(f"- {path.stem}, {case.group}: “{case.say}” → {describe(routed)}")
    print(f"| {path.stem} | {len(cases)} | {right} | {right / len(cases):.1%} |")


def describe(routed: Routed) -> str:
    """A routing in one line."""
    if routed.unsure:
        return f"{UNSURE} {'/'.join(routed.unsure)}"
    if len(routed.parts) == 1:
        return routed.parts[0].intent
    return " + ".join(f"{part.intent}:{part.text}" for part in routed.parts)


def _pairs(case: Case, routed: Routed) -> Iterator[tuple[str, str]]:
    """Wanted and given, part by part; an accepted intent counts as the wanted one."""
    given = [UNSURE] if routed.unsure else [part.intent.value for part in routed.parts]
    if len(given) != len(case.wanted):
        yield case.wanted[0].intents[0], "parts"
        return
    for wanted, intent in zip(case.wanted, given, strict=True):
        yield (intent if intent in wanted.intents else wanted.intents[0]), intent


def _matrix(confusion: Counter[tuple[str, str]]) -> str:
    given = [*Intent, UNSURE, "parts"]
    wanted = [intent for intent in (*Intent, UNSURE) if any(w == intent for w, _ in confusion)]
    lines = [_row(["wanted \\ given", *given]), _row(["---", *["---:"] * len(given)])]
    for row in wanted:
        lines.append(_row([row, *(str(confusion[row, each] or "") for each in given)]))
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _measure_golden() -> None:
    """Questions written for the answers, by others: a policy question or a case, rarely more."""
    given: Counter[str] = Counter()
    for path in sorted(GOLDEN.rglob("*.toml")):
        for case in tomllib.loads(path.read_text("utf-8")).get("case", ()):
            routed = route(case["question"], Standing(has_asked=bool(case.get("history"))))
            several = UNSURE if routed.unsure else "several parts"
            is_one = len(routed.parts) == 1 and not routed.unsure
            given[routed.parts[0].intent if is_one else several] += 1
    counts = ", ".join(f"{intent} {count}" for intent, count in given.most_common())
    print(f"{given.total()} questions of bench/golden: {counts}")


def _measure_time() -> None:
    text = (SAMPLE * 10)[:200]
    halves = "能耗指标谁牵头？另外补贴政策是什么，今天去企业考察了。" * 10
    for name, message in (("a case", text), ("many sentences", halves[:200])):
        taken = []
        for _ in range(ROUNDS):
            begun = time.process_time()
            route(message, Standing())
            taken.append((time.process_time() - begun) * 1000)
        worst = statistics.quantiles(taken, n=100)[98]
        verdict = "met" if worst <= TARGET_MS else "MISSED"
        middle = statistics.median(taken)
        print(f"200 characters, {name}: p50 {middle:.2f} ms, p99 {worst:.2f} ms ({verdict})")


if __name__ == "__main__":
    main()
