"""R-22: two app processes on one PostgreSQL: talks and streams move, filings race, one dies."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine, select

from bench.servers import Server, Someone, add_people, servers
from bot.bootstrap import open_registry
from bot.settings import Settings
from registry import tables
from registry.members import SYSTEM, Caller

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
def apps(home: Path, database: str) -> Iterator[Apps]:
    people = add_people(home, database, 10, ("chat", "ask"))
    with servers(home, database, 2) as running:
        yield running, people


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
    (one, two), people = apps
    who = people[0]

    says(one, who, WHOLE.format(name="功率器件生产基地", investor="云岭半导体有限公司"))
    corrected = says(two, who, "总投资改成9亿")
    says(one, who, "能耗指标谁牵头？")
    put = corrected if "file.submit" in str(corrected) else says(two, who, "提交")
    data = submit_of(put)
    done = at_once([(one, who, data, "k1"), (two, who, data, "k1"), (two, who, data, "k2")])
    again = says(one, who, "我报的项目到哪了")

    assert corrected["draft"]["slots"]["total_investment"]["display"] == "90000万元"
    assert corrected["draft"]["slots"]["investor_name"]["value"] == "云岭半导体有限公司"
    rows = filings(database, [who])
    assert len(rows) == 1
    assert {handled["report_no"] for handled in done} == {rows[0].report_no}
    assert any(rows[0].report_no in reply["text"] for reply in again["replies"])


def test_filings_of_one_project_race_through_both_and_one_holds_the_place(
    apps: Apps, home: Path, database: str
) -> None:
    both, people = apps[0], apps[1][2:]
    calls = []
    for n, who in enumerate(people):
        put = says(
            both[n % 2], who, WHOLE.format(name="射频器件基地", investor="远山射频器件有限公司")
        )
        put = says(both[(n + 1) % 2], who, "提交") if "file.submit" not in str(put) else put
        for server in both:  # each press reaches both, as a retry behind a proxy may
            calls.append((server, who, submit_of(put), f"{who.account}-1"))

    done = at_once(calls)

    rows = filings(database, people)
    assert len({row.account for row in rows}) == len(rows) == len(people)
    first = rows[0].seq
    assert [row.seq for row in rows] == list(range(first, first + len(people)))
    assert [row.claim for row in rows].count("active") == 1
    told = {(h["report_no"]) for h in done}
    assert told == {row.report_no for row in rows}
    registry = open_registry(Settings(_env_file=None, home=home, database_url=database))
    assert registry.proofs.verify(Caller(SYSTEM.account, "cli")).is_whole
    registry.close()


def events(
    server: Server, who: Someone, *, after: str = "", most: int = 1000
) -> list[tuple[str, str, str]]:
    """Events of the answer's stream: id, kind, data; after most of them one walks away."""
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
                    break
    return found


def said(found: Sequence[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Ids and kinds; the last event's data also tells how long it took."""
    return [(id_, kind) for id_, kind, _ in found]


def test_a_stream_that_was_left_goes_on_in_the_other_process(apps: Apps) -> None:
    (one, two), people = apps
    whole = events(one, people[0])
    for cut in range(1, len(whole)):
        begun = events(one, people[0], most=cut)
        rest = events(two, people[0], after=begun[-1][0])
        assert said(begun) + said(rest) == said(whole)
    assert whole[-1][1] == "done"
    assert len(whole) >= 2


def test_when_one_process_dies_the_other_goes_on_where_it_stood(apps: Apps, database: str) -> None:
    (one, two), people = apps
    who = people[1]
    put = says(one, who, WHOLE.format(name="封测基地", investor="青云精密机械有限公司"))
    whole, begun = events(two, who), events(one, who, most=1)

    one.kill()
    assert said(begun) + said(events(two, who, after=begun[-1][0])) == said(whole)
    done = says(two, who, data=submit_of(put), message_id="last")

    rows = filings(database, [who])
    assert [row.report_no for row in rows] == [done["report_no"]]
