"""A checker of what clients saw, instead of eyeballing: does one order of events explain it?

Each client notes an event when it asks and one when it is answered:
{"p": process, "type": invoke|ok|fail|info, "f": file|read|release|look, "k": …, "v": {…}, "t": ns}
  file     k: project; v: idem, by (unit); when ok also seq, already
  read     k: project; v when ok: seq of the active report, or None
  release  k: project; v: seq, of the report that was withdrawn
  look     k: idempotency key; v when ok: seq stored under it, or None
`info` is an answer that never came (killed, timed out): neither done nor not done.
Every check is about linear in the number of events.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_FOREVER = 2**63


@dataclass(frozen=True, slots=True)
class Operation:
    """One request with its answer. start, end: monotonic ns; an `info` never ends."""

    f: str
    k: str
    outcome: str
    v: Mapping[str, Any]
    start: int
    end: int


def check_history(events: Iterable[Mapping[str, Any]], *, complete: bool = True) -> list[str]:
    """What no single order of events explains; empty for a good history.

    complete: it holds every filing ever made, so that numbers must be 1, 2, 3 …
    """
    done = list(_pair(events))
    filed = [op for op in done if op.f == "file" and op.outcome == "ok"]
    return [
        *_one_number_per_key(done),
        *_one_filing_per_number(filed),
        *_real_time_order(filed),
        *_unresolved(done),
        *_wrong_reads(done),
        *(_gaps(done) if complete else ()),
    ]


def _pair(events: Iterable[Mapping[str, Any]]) -> Iterator[Operation]:
    open_ones: dict[Any, Mapping[str, Any]] = {}
    for event in sorted(events, key=lambda event: int(event["t"])):
        if event["type"] == "invoke":
            if before := open_ones.get(event["p"]):
                yield _operation(before, None)
            open_ones[event["p"]] = event
        else:
            yield _operation(open_ones.pop(event["p"]), event)
    for event in open_ones.values():
        yield _operation(event, None)


def _operation(asked: Mapping[str, Any], answer: Mapping[str, Any] | None) -> Operation:
    outcome = "info" if answer is None else str(answer["type"])
    end = _FOREVER if answer is None or outcome == "info" else int(answer["t"])
    told = {} if answer is None else answer.get("v") or {}
    value = {**(asked.get("v") or {}), **told}
    return Operation(asked["f"], asked["k"], outcome, value, int(asked["t"]), end)


def _one_number_per_key(done: list[Operation]) -> Iterator[str]:
    numbers: dict[str, set[int]] = defaultdict(set)
    for op in done:
        if op.outcome == "ok" and op.f == "file":
            numbers[op.v["idem"]].add(op.v["seq"])
        elif op.outcome == "ok" and op.f == "look" and op.v["seq"] is not None:
            numbers[op.k].add(op.v["seq"])
    for key, found in numbers.items():
        if len(found) > 1:
            yield f"doubled: key {key} has numbers {sorted(found)}"
    acked = [op for op in done if op.f == "file" and op.outcome == "ok"]
    looked = {op.k: op for op in done if op.f == "look" and op.outcome == "ok"}
    for op in acked:
        look = looked.get(op.v["idem"])
        if look is not None and look.v["seq"] is None and look.start > op.end:
            yield f"lost: number {op.v['seq']} was acknowledged and is not stored"


def _one_filing_per_number(filed: list[Operation]) -> Iterator[str]:
    owners: dict[int, set[tuple[str, str]]] = defaultdict(set)
    first: dict[int, int] = defaultdict(int)
    for op in filed:
        owners[op.v["seq"]].add((op.k, op.v["by"]))
        first[op.v["seq"]] += not op.v.get("already", False)
    for seq, found in owners.items():
        if len(found) > 1:
            yield f"shared: number {seq} was given to {sorted(found)}"
        if first[seq] > 1:
            yield f"doubled: number {seq} was given {first[seq]} times as new"


def _real_time_order(filed: list[Operation]) -> Iterator[str]:
    """Who was answered before another one asked has the lower number."""
    fresh = [op for op in filed if not op.v.get("already", False)]
    by_end = sorted(fresh, key=lambda op: op.end)
    place, highest = 0, 0
    for op in sorted(fresh, key=lambda op: op.start):
        while place < len(by_end) and by_end[place].end < op.start:
            highest = max(highest, by_end[place].v["seq"])
            place += 1
        if op.v["seq"] < highest:
            yield f"order: number {op.v['seq']} asked after {highest} was answered"


def _unresolved(done: list[Operation]) -> Iterator[str]:
    known = {op.v["idem"] for op in done if op.f == "file" and op.outcome == "ok"}
    known |= {op.k for op in done if op.f == "look" and op.outcome == "ok"}
    there = {op.k for op in done if op.f == "look" and op.v.get("seq") is not None}
    for op in done:
        if op.f == "file" and op.outcome == "info" and op.v["idem"] not in known:
            yield f"unresolved: nobody knows what became of key {op.v['idem']}"
        if op.f == "file" and op.outcome == "fail" and op.v["idem"] in there:
            yield f"undead: key {op.v['idem']} was refused and is stored"


def _wrong_reads(done: list[Operation]) -> Iterator[str]:
    filed: dict[str, dict[int, Operation]] = defaultdict(dict)
    freed: dict[int, Operation] = {}
    for op in done:
        if op.f == "file" and op.outcome == "ok":
            held = filed[op.k].setdefault(op.v["seq"], op)
            filed[op.k][op.v["seq"]] = min(held, op, key=lambda other: other.end)
        elif op.f == "release" and op.outcome != "fail":
            freed[op.v["seq"]] = op
    for op in done:
        if op.f == "read" and op.outcome == "ok":
            yield from _judge(op, filed[op.k], freed)


def _judge(
    read: Operation, filed: Mapping[int, Operation], freed: Mapping[int, Operation]
) -> Iterator[str]:
    """The active report is the lowest number that nobody has released."""
    seq = read.v["seq"]
    there = [n for n, op in filed.items() if op.end < read.start]
    surely = [n for n in there if n not in freed or freed[n].start > read.end]
    if seq is None:
        if surely:
            yield f"free: {read.k} had no holder while {min(surely)} waited"
        return
    if seq in freed and freed[seq].end < read.start:
        yield f"stale: {read.k} was held by {seq}, which had been released"
    if any(n < seq for n in surely):
        yield f"jumped: {read.k} was held by {seq} while {min(surely)} was before it"


def _gaps(done: list[Operation]) -> Iterator[str]:
    numbers = {op.v["seq"] for op in done if op.f in ("file", "look") and op.v.get("seq")}
    if numbers and numbers != set(range(1, max(numbers) + 1)):
        missing = sorted(set(range(1, max(numbers) + 1)) - numbers)
        yield f"gap: numbers {missing[:5]} were given to nobody"
