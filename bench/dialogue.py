"""Measure the conversation: one turn after another at many projects, then many people at once.

A turn is a whole Dispatcher.handle: routing, desks, registry, storing the talk. It stands beside a
bare answer of the library and a bare durable commit of the same run.
Writes: a temporary folder. Run: `python -m bench.dialogue [--projects 20000] [--people 200]`.
"""

import argparse
import itertools
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from bench.population import companies, load_reports, seeded, short_names
from bot.bootstrap import Application, make_dispatcher, open_application, open_registry
from bot.dialogue.messages import Incoming
from bot.settings import Settings
from registry.database import tables
from registry.database.engine import writing
from registry.likeness.names_index import catch_up
from registry.service import Registry
from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role

UNITS = ("余杭区", "萧山区", "滨江区", "临平区", "钱塘区", "富阳区")
SLOWEST_S = 2.0
QUESTIONS = (
    "首报向哪个部门报备？", "能耗指标谁牵头？", "什么叫首谈？", "存量项目怎么流转？",
    "排他性首谈资格怎么取得？", "重大制造业项目谁主谈？", "首报有没有期限？",
)  # fmt: skip
CHECKS = (
    "余杭想招一个总投资12亿的生物医药项目，滨江之前报过，还能谈吗？",
    "总投资3亿的集成电路项目要不要首报？",
)
STATUS = ("我报的有哪些", "我的项目到哪了", "统计一下")
FILING = (
    "我们区想首报一个新项目，{short}基地，投资方{name}，集成电路，总投资12亿，已经有会谈纪要",
    "总投资改成9亿", "投资方联系人：张三，电话13800000000，经办人李四", "提交", "不办了",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the mix."""

    kind: str
    text: str


def main() -> None:
    parser = argparse.ArgumentParser(description="Turns of the conversation.")
    parser.add_argument("--projects", type=int, default=20_000)
    parser.add_argument("--turns", type=int, default=600)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--each", type=int, default=5, help="turns of each person at once")
    parser.add_argument(
        "--think", type=float, default=10.0, help="seconds a person takes for a message, about"
    )
    parser.add_argument("--names", type=Path, help="short names of companies, one a line")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, home=Path(folder))
        application = open_application(settings)
        registry = open_registry(settings)
        accounts = populate(registry, options.projects, options.people, options.names)
        handle = make_dispatcher(application, registry).handle
        print(f"{options.projects:,} projects, {options.people} people")
        one_by_one(handle, accounts, options.turns, Bare(application, registry))
        all_at_once(handle, accounts, options.each, 0.0)
        all_at_once(handle, accounts, options.each, options.think)
        registry.close()
        application.library.close()


def populate(registry: Registry, projects: int, people: int, names: Path | None) -> list[str]:
    """People of six districts, and the reports of past years; their accounts."""
    accounts = [
        registry.staff.add(
            SYSTEM, unit=UNITS[n % len(UNITS)], role=Role.DISTRICT_LEAD, name=f"示例{n}"
        ).member.account
        for n in range(people)
    ]
    made = companies(short_names(names), projects, seeded())
    counter = tables.counter
    with writing(registry.store.engine) as connection:
        load_reports(connection, made, account=accounts[0], units=UNITS[:people])
        connection.execute(text("ANALYZE"))
        connection.execute(counter.update().where(counter.c.name == "filing").values(n=projects))
        catch_up(connection)  # as it is where reports came one by one
    return accounts


class Bare:
    """The two operations a turn cannot do without, by themselves."""

    def __init__(self, application: Application, registry: Registry) -> None:
        self._application = application
        self._registry = registry

    def answers(self, count: int) -> list[float]:
        """Milliseconds of bare answers of the library."""
        day = self._application.clock.today()
        return timed(
            lambda n: self._application.answering.answer(QUESTIONS[n % len(QUESTIONS)], as_of=day),
            count,
        )

    def commits(self, count: int) -> list[float]:
        """Milliseconds of bare durable commits of one row."""
        engine, row = self._registry.store.engine, {"name": "bench", "value": "1"}

        def commit(number: int) -> None:
            with writing(engine) as connection:
                at = self._registry.store.clock.now()
                box = tables.service_state
                connection.execute(box.insert().values({**row, "name": f"bench{number}", "at": at}))

        return timed(commit, count)


def timed(call: Callable[[int], object], count: int) -> list[float]:
    """Milliseconds of each call."""
    times = []
    for number in range(count):
        start = time.perf_counter()
        call(number)
        times.append((time.perf_counter() - start) * 1000)
    return times


def mix(chance: random.Random, number: int) -> Iterator[Said]:
    """What one person says, without end: mostly questions, some filings, checks and status."""
    made = companies(short_names(None), 1, chance)[0]
    filing = itertools.cycle(FILING)
    while True:
        kind = chance.choices(("ask", "file", "status", "check"), (5, 3, 1, 1))[0]
        if kind == "file":
            short, name = f"{made.short}{number}", f"{made.short}{number}{made.form}"
            yield Said(kind, next(filing).format(short=short, name=name))
        else:
            yield Said(kind, chance.choice({"ask": QUESTIONS, "status": STATUS}.get(kind, CHECKS)))


def messages(account: str, chance: random.Random, number: int) -> Iterator[tuple[Said, Incoming]]:
    """The mix as messages of one conversation."""
    for count, said in enumerate(mix(chance, number)):
        yield said, Incoming(f"cli:{account}", account, "cli", f"m{count}", said.text)


def one_by_one(
    handle: Callable[[Incoming], object], accounts: Sequence[str], turns: int, bare: Bare
) -> None:
    """Turn after turn, each person's own conversation in its turn."""
    chance = seeded()
    talks = [messages(account, chance, n) for n, account in enumerate(accounts[:20])]
    times: dict[str, list[float]] = defaultdict(list)
    processor: list[float] = []
    for number in range(-20, turns):
        said, message = next(talks[number % len(talks)])
        start, busy = time.perf_counter(), time.process_time()
        handle(message)
        if number >= 0:  # what came before warmed up
            times[said.kind].append((time.perf_counter() - start) * 1000)
            processor.append((time.process_time() - busy) * 1000)
    answer = statistics.median(bare.answers(100))
    commit = statistics.median(bare.commits(100))
    print(f"bare answer {answer:.1f} ms, bare durable commit {commit:.1f} ms (p50)")
    for kind, found in sorted(times.items()):
        print(f"  {kind:8}{len(found):5} turns{line(found)}")
    every = list(itertools.chain.from_iterable(times.values()))
    ratio = statistics.median(every) / (answer + commit)
    print(f"  all     {len(every):5} turns{line(every)}, p50 {ratio:.1f} x of bare answer + commit")
    print(f"  processor time     {line(processor)}")


def all_at_once(
    handle: Callable[[Incoming], object], accounts: Sequence[str], each: int, think_s: float
) -> None:
    """Every person in a thread of their own. think_s: between two messages, 0 for none."""
    times: list[float] = []

    def talk(number: int) -> None:
        chance = random.Random(number)
        account = accounts[number]
        for count, said in enumerate(itertools.islice(mix(chance, number), each)):
            time.sleep(chance.uniform(0, 2 * think_s))
            key = f"{think_s}-{count}"
            message = Incoming(f"cli:{account}:2", account, "cli", key, said.text)
            start = time.perf_counter()
            handle(message)
            times.append((time.perf_counter() - start) * 1000)

    start = time.perf_counter()
    with ThreadPoolExecutor(len(accounts)) as pool:
        list(pool.map(talk, range(len(accounts))))
    spent = time.perf_counter() - start
    met = "met" if max(times) <= SLOWEST_S * 1000 else "MISSED"
    how = f"about {think_s:.0f} s between messages" if think_s else "all at the same moment"
    print(f"{len(accounts)} people, {how}: {len(times) / spent:.0f} turns/s")
    print(f"  {line(times)}, slowest {max(times) / 1000:.2f} s, target {SLOWEST_S:.0f} s: {met}")


def line(times: Sequence[float]) -> str:
    """Median and 99th percentile."""
    p99 = statistics.quantiles(times, n=100)[98] if len(times) > 1 else times[0]
    return f"  p50 {statistics.median(times):7.1f} ms  p99 {p99:7.1f} ms"


if __name__ == "__main__":
    main()
