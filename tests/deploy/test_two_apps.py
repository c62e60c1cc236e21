"""R-22: app processes on one PostgreSQL: talks and streams move, filings race, processes die.

Two of them in the quick form; one, two and four in the full one. PROOF_ROUNDS: how often one dies.
"""

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine, select

from bench.servers import Server, Someone, add_people, servers
from bot.bootstrap import open_registry
from bot.settings import Settings
from registry.database import tables
from registry.transactions.members import SYSTEM, Caller

WHOLE = (
    "项目名称：{name}，投资方：{investor}，新项目，产业链：集成电路，总投资：12亿元，"
    "佐证：会谈纪要，投资方联系人：张三，投资方电话：13800000000，经办人：李四，"
    "固定资产投资：8亿元，不跨区，不是领导交办，需要的支持：不需要"
)
Apps = tuple[list[Server], list[Someone]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def people(home: Path, database: str) -> list[Someone]:
    return add_people(home, database, 10, ("chat", "ask"))


@pytest.fixture(
    scope="module", params=[2, *(pytest.param(n, marks=pytest.mark.nightly) for n in (1, 4))]
)
def apps(home: Path, database: str, people: list[Someone], request: Any) -> Iterator[Apps]:
    with servers(home, database, request.param) as running:
        yield running, people


def turns(running: Sequence[Server]) -> Iterator[Server]:
    """The processes, one after the other, again and again; whoever is dead is started."""
    while True:
        for server in running:
            server.revive()
            yield server


def says(server: Server, who: Someone, text: str = "", **more: str) -> dict[str, Any]:
    """One message over HTTP."""
    answer = httpx.post(
        f"{server.url}/api/v1/chat",
        json={"text": text, **more},
        headers={"Authorization": f"Bearer {who.token}"},
        timeout=60,
    )
    assert answer.status_code == httpx.codes.OK, answer.text
    return dict(answer.json())


def submit_of(handled: dict[str, Any]) -> str:
    """The button that submits, as it was offered last."""
    data = [choice["data"] for reply in handled["replies"] for choice in reply["choices"]]
    return [each for each in data if each.startswith("file.submit:")][-1]


def at_once(calls: Sequence[tuple[Server, Someone, str, str]]) -> list[dict[str, Any]]:
    """Press buttons at the same time."""
    with ThreadPoolExecutor(len(calls)) as pool:
        waiting = [
            pool.submit(says, server, who, data=data, message_id=key)
            for server, who, data, key in calls
        ]
        return [each.result() for each in waiting]


def filings(url: str, people: Sequence[Someone]) -> list[Any]:
    """Their reports, in the order they were accepted."""
    engine = create_engine(url)
    box = tables.filing.c
    with engine.connect() as connection:
        query = select(box.seq, box.report_no, box.account, box.claim).order_by(box.seq)
        query = query.where(box.account.in_([who.account for who in people]))
        rows = list(connection.execute(query))
    engine.dispose()
    return rows


def test_a_conversation_moves_between_processes_and_files_once(apps: Apps, database: str) -> None:
    running, people = apps
    who, at = people[0], turns(running)

    says(next(at), who, WHOLE.format(name="功率器件生产基地", investor="云岭半导体有限公司"))
    corrected = says(next(at), who, "总投资改成9亿")
    says(next(at), who, "能耗指标谁牵头？")
    put = corrected if "file.submit" in str(corrected) else says(next(at), who, "提交")
    data = submit_of(put)
    done = at_once([(next(at), who, data, key) for key in ("k1", "k1", "k2")])
    again = says(next(at), who, "我报的项目到哪了")

    assert corrected["draft"]["slots"]["total_investment"]["display"] == "90000万元"
    assert corrected["draft"]["slots"]["investor_name"]["value"] == "云岭半导体有限公司"
    rows = filings(database, [who])
    assert len(rows) == 1
    assert {handled["report_no"] for handled in done} == {rows[0].report_no}
    assert again["report_no"] == rows[0].report_no


def test_filings_of_one_project_race_through_all_and_one_holds_the_place(
    apps: Apps, home: Path, database: str
) -> None:
    running, people = apps[0], apps[1][2:]
    at, calls = turns(running), []
    for who in people:
        put = says(
            next(at), who, WHOLE.format(name="射频器件基地", investor="远山射频器件有限公司")
        )
        put = says(next(at), who, "提交") if "file.submit" not in str(put) else put
        for _ in range(2):  # each press twice, on two of them, as a retry behind a proxy may
            calls.append((next(at), who, submit_of(put), f"{who.account}-1"))

    done = at_once(calls)

    rows = filings(database, people)
    assert len({row.account for row in rows}) == len(rows) == len(people)
    first = rows[0].seq
    assert [row.seq for row in rows] == list(range(first, first + len(people)))
    assert [row.claim for row in rows].count("active") == 1
    told = {(h["report_no"]) for h in done}
    assert told == {row.report_no for row in rows}
    assert is_whole(home, database)


def is_whole(home: Path, database: str) -> bool:
    """Whether the ledger and all it says are sound."""
    registry = open_registry(Settings(_env_file=None, home=home, database_url=database))
    verified = registry.proofs.verify(Caller(SYSTEM.account, "cli"))
    registry.close()
    return verified.is_whole


def events(
    server: Server,
    who: Someone,
    *,
    after: str = "",
    most: int = 1000,
    then: Callable[[], None] = lambda: None,
) -> list[tuple[str, str, str]]:
    """Events of the answer's stream: id, kind, data; after most of them one walks away.

    then: what happens before one does, while the stream is open.
    """
    headers = {"Authorization": f"Bearer {who.token}", "Accept": "text/event-stream"}
    if after:
        headers["Last-Event-ID"] = after
    found: list[tuple[str, str, str]] = []
    asked = {"question": "新能源汽车产业链由哪些单位牵头，能耗指标谁牵头？"}
    with httpx.stream(
        "POST", f"{server.url}/api/v1/ask", json=asked, headers=headers, timeout=60
    ) as answer:
        assert answer.status_code == httpx.codes.OK
        fields: dict[str, str] = {}
        for line in answer.iter_lines():
            name, _, value = line.partition(": ")
            fields[name] = value
            if not line:
                found.append((fields["id"], fields["event"], fields["data"]))
                if len(found) == most:
                    then()
                    break
    return found


def said(found: Sequence[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Ids and kinds; the last event's data also tells how long it took."""
    return [(id_, kind) for id_, kind, _ in found]


def test_a_stream_that_was_left_goes_on_in_another_process(apps: Apps) -> None:
    running, people = apps
    at = turns(running)
    whole = events(next(at), people[0])
    for cut in range(1, len(whole)):
        begun = events(next(at), people[0], most=cut)
        rest = events(next(at), people[0], after=begun[-1][0])
        assert said(begun) + said(rest) == said(whole)
    assert whole[-1][1] == "done"
    assert len(whole) >= 2


@dataclass
class Press:
    """A press that its process may not live to answer."""

    server: Server
    who: Someone
    data: str
    key: str
    told: str | None = None  # the number, if it was told

    def dies(self, after_s: float) -> None:
        """The process is killed so soon after it was pressed."""
        with ThreadPoolExecutor(1) as pool:
            pressed = pool.submit(says, self.server, self.who, data=self.data, message_id=self.key)
            time.sleep(after_s)
            self.server.kill()
            with suppress(httpx.TransportError):
                self.told = str(pressed.result()["report_no"])

    def again(self, server: Server) -> str:
        """What another process says to it."""
        return str(says(server, self.who, data=self.data, message_id=self.key)["report_no"])


@pytest.mark.parametrize(
    "rounds",
    [1, pytest.param(int(os.environ.get("PROOF_ROUNDS", "100")), marks=pytest.mark.nightly)],
    ids=["quick", "full"],
)
def test_when_a_process_dies_another_goes_on_where_it_stood(
    apps: Apps, home: Path, database: str, rounds: int
) -> None:
    running, people = apps
    chance = random.Random(rounds)
    before, told, heard = len(filings(database, people[:2])), [], 0
    for number in range(rounds):
        who = people[number % 2]
        dying, other = (running[n % len(running)] for n in (number, number + 1))
        dying.revive()
        other.revive()
        investor = f"接续{rounds:03d}{number:03d}精密机械有限公司"
        says(dying, who, WHOLE.format(name="封测基地", investor=investor))
        put = says(other, who, "总投资改成9亿")
        assert put["draft"]["slots"]["total_investment"]["display"] == "90000万元"
        put = put if "file.submit" in str(put) else says(dying, who, "提交")
        press = Press(dying, who, submit_of(put), f"{rounds}-{number}")
        whole, delay = events(other, who), chance.uniform(0, 0.5)

        begun = events(dying, who, most=1, then=lambda p=press, s=delay: p.dies(s))  # type: ignore[misc]
        other.revive()  # where there is but one
        told.append(press.again(other))
        rest = events(other, who, after=begun[-1][0])

        assert said(begun) + said(rest) == said(whole)
        assert press.told in (None, told[-1])
        heard += press.told is not None
    rows = filings(database, people[:2])[before:]
    assert [row.report_no for row in rows] == told
    assert is_whole(home, database)
    print(f"R-22 n={len(running)} kills={rounds} filings={len(rows)} heard={heard}")
