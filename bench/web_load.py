"""Put a real server under load: signed-in people who ask, talk and look, each with a token.

Everybody sends a message about every `--think` seconds over HTTP: questions to /api/v1/ask and the
mix of bench.dialogue to /api/v1/chat. Told: p50, p95 and p99, errors, memory at start, middle, end.
Writes: a temporary folder. Run: `python -m bench.web_load [--people 200] [--seconds 60]
[--apps 1] [--url postgresql://…]`; the long form is `--seconds 1800`.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.dialogue import QUESTIONS, line, mix
from bench.servers import Server, Someone, add_people, servers

TARGET_MS = 300.0
MOST_GROWTH = 1.1  # of memory from the middle of a run to its end, where it is called flat


@dataclass
class Seen:
    """What came of the requests."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)  # of every request without an answer: how
    memory: list[float] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description="People at a server.")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--think", type=float, default=20.0, help="seconds between two messages")
    parser.add_argument("--apps", type=int, default=1, help="server processes; above 1 with --url")
    parser.add_argument("--url", default="", help="an empty PostgreSQL database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        people = add_people(home, options.url, options.people, ("ask", "chat"))
        with servers(home, options.url, options.apps) as running:
            seen = asyncio.run(load(running, people, options.seconds, options.think))
    tell(seen, options.people, options.seconds, options.think)


async def load(
    running: Sequence[Server], people: Sequence[Someone], seconds: float, think_s: float
) -> Seen:
    """Everybody at work for so long, after a warm-up of one message each."""
    seen, warm = Seen(), Seen()
    limits = httpx.Limits(max_connections=len(people), max_keepalive_connections=len(people))
    async with httpx.AsyncClient(limits=limits, timeout=60) as client:
        await asyncio.gather(
            *(_work(client, running, p, n, (5.0, 2.5, warm)) for n, p in enumerate(people))
        )
        watch = asyncio.create_task(_watch(running, seconds, seen))
        await asyncio.gather(
            *(_work(client, running, p, n, (seconds, think_s, seen)) for n, p in enumerate(people))
        )
        await watch
    return seen


async def _work(
    client: httpx.AsyncClient,
    running: Sequence[Server],
    who: Someone,
    number: int,
    how: tuple[float, float, Seen],
) -> None:
    """One person; each message goes to any of the servers."""
    seconds, think_s, seen = how
    chance = random.Random(number)
    said = mix(chance, number)
    end = time.monotonic() + seconds
    while True:
        await asyncio.sleep(chance.uniform(0, 2 * think_s))
        if time.monotonic() >= end:
            return
        server = chance.choice(running)
        if chance.random() < 0.5:
            kind, path, body = "ask", "ask", {"question": chance.choice(QUESTIONS)}
        else:
            message = next(said)
            kind, path, body = f"chat: {message.kind}", "chat", {"text": message.text}
        await _send(client, f"{server.url}/api/v1/{path}", who, body, (kind, seen))


async def _send(
    client: httpx.AsyncClient,
    url: str,
    who: Someone,
    body: dict[str, str],
    to: tuple[str, Seen],
) -> None:
    kind, seen = to
    start = time.perf_counter()
    try:
        answer = await client.post(url, json=body, headers={"Authorization": f"Bearer {who.token}"})
    except httpx.HTTPError as error:
        seen.errors[type(error).__name__] += 1
        waited = time.perf_counter() - start
        seen.lost.append(f"{kind} after {waited:.1f} s: {_causes(error)}")
        return
    if answer.is_success:
        seen.times[kind].append((time.perf_counter() - start) * 1000)
    else:
        seen.errors[str(answer.status_code)] += 1


def _causes(error: BaseException | None) -> str:
    """An error and what it came from."""
    found = []
    while error is not None:
        found.append(repr(error))
        error = error.__cause__ or error.__context__
    return " < ".join(found)


async def _watch(running: Sequence[Server], seconds: float, seen: Seen) -> None:
    """Memory of all servers together, twenty times."""
    for _ in range(20):
        seen.memory.append(sum(server.memory_mib() for server in running))
        await asyncio.sleep(seconds / 20)


def tell(seen: Seen, people: int, seconds: float, think_s: float) -> None:
    """Print the figures beside the targets."""
    every = [each for times in seen.times.values() for each in times]
    print(
        f"{people} people for {seconds:.0f} s, a message each about every {think_s:.0f} s: "
        f"{len(every) / seconds:.1f} answers/s"
    )
    for kind, times in sorted(seen.times.items()):
        print(f"  {kind:14}{len(times):6}{line(times)}")
    p95 = statistics.quantiles(every, n=20)[18]
    print(f"  {'all':14}{len(every):6}{line(every)}")
    print(f"p95 {p95:.0f} ms, target {TARGET_MS:.0f} ms: {_met(p95 <= TARGET_MS)}")
    wrong = sum(seen.errors.values())
    print(f"errors {wrong} {dict(seen.errors)}, target 0: {_met(wrong == 0)}")
    for each in seen.lost[:10]:
        print(f"  {each}")
    middle, end = seen.memory[len(seen.memory) // 2], seen.memory[-1]
    flat = _met(end <= middle * MOST_GROWTH)
    shown = " ".join(f"{each:.0f}" for each in seen.memory[::3])
    print(f"memory, MiB: {shown}; flat from the middle on: {flat}")


def _met(is_met: bool) -> str:
    return "met" if is_met else "MISSED"


if __name__ == "__main__":
    main()
