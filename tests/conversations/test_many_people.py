"""Many people at once on one registry: nobody lost, nobody hears another, one person in order."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bot.dialogue.messages import Handled, Incoming
from bot.dialogue.talk import parse_talk
from bot.rendering.drafts import draft_json
from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role
from tests.conversations.harness import Stage, said

PEOPLE = 200
WORKERS = 16
_SOUNDS = "安博长大恩丰光海金康"  # a name for each number, without digits
UNITS = ("余杭区", "滨江区", "萧山区", "富阳区", "临平区", "西湖区", "上城区", "钱塘区")


def _investor(number: int) -> str:
    name = "".join(_SOUNDS[int(digit)] for digit in f"{number:03}")
    return f"示例{name}有限公司"


def _talk(stage: Stage, number: int, account: str) -> list[Handled]:
    """Three turns of one of many, each with the words of nobody else."""
    turns = (f"首报：投资方{_investor(number)}", f"总投资{number + 1}亿元", "看看填了哪些")
    return [
        stage.dispatcher.handle(Incoming(f"cli:p{number}", account, "cli", f"m{turn}", words))
        for turn, words in enumerate(turns)
    ]


def _accounts(stage: Stage) -> list[str]:
    """One account each, in turn of eight units."""
    add, role = stage.registry.staff.add, Role.DISTRICT_STAFF
    added = (
        add(SYSTEM, unit=UNITS[n % len(UNITS)], role=role, name=f"甲{n}") for n in range(PEOPLE)
    )
    return [each.member.account for each in added]


def _check(number: int, turns: Sequence[Handled]) -> None:
    last = turns[-1]
    assert all(said(turn).strip() for turn in turns)
    assert last.draft is not None, said(last)
    slots = draft_json(last.draft)["slots"]
    assert slots["investor_name"]["display"] == _investor(number)
    assert slots["total_investment"]["display"] == f"{(number + 1) * 10_000}万元"
    others = {_investor(other) for other in range(PEOPLE)} - {_investor(number)}
    heard = "\n".join(said(turn) for turn in turns)
    assert not any(other in heard for other in others)


def test_two_hundred_conversations_at_once_stay_apart(stage: Stage) -> None:
    accounts = _accounts(stage)
    with ThreadPoolExecutor(WORKERS) as pool:
        talks = list(pool.map(lambda n: _talk(stage, n, accounts[n]), range(PEOPLE)))
    for number, turns in enumerate(talks):
        _check(number, turns)
        stored = stage.registry.sessions.load(f"cli:p{number}")
        assert stored is not None
        assert parse_talk(stored.state["talk"]).floor == "file"


def test_two_messages_of_one_person_at_the_same_moment_are_both_done(stage: Stage) -> None:
    stage.tell("余杭区", {"say": "首报：投资方示例材料有限公司"})
    account, start = stage.account("余杭区"), Barrier(4)

    def send(numbered: tuple[int, str]) -> Handled:
        number, words = numbered
        start.wait()
        return stage.dispatcher.handle(Incoming("cli:余杭区", account, "cli", f"s{number}", words))

    sayings = ("总投资2亿元", "投资方电话13812345678", "固定资产投资1.2亿元", "是新项目")
    with ThreadPoolExecutor(len(sayings)) as pool:
        assert all(said(each).strip() for each in pool.map(send, enumerate(sayings)))
    after = stage.tell("余杭区", {"say": "看看填了哪些"})
    assert after.draft is not None
    slots = {name: slot["display"] for name, slot in draft_json(after.draft)["slots"].items()}
    assert slots["total_investment"] == "20000万元"
    assert slots["fixed_investment"] == "12000万元"
    assert slots["investor_phone"] == "13812345678"
    assert slots["is_new_project"] == "是"


def test_one_person_in_two_channels_at_once_files_one_report(stage: Stage) -> None:
    stage.tell(
        "余杭区",
        {
            "say": "首报一个新项目，示例微电子有限公司投资8亿元建封测基地项目，集成电路链，"
            "已经签了框架协议，对方联系人赵总13700001111，我方联系人钱主任"
        },
    )
    submit = next(
        c.data for r in stage.last["余杭区"].replies for c in r.choices if "提交" in c.label
    )
    account, start = stage.account("余杭区"), Barrier(4)

    def send(place: int) -> Handled:
        start.wait()
        where = f"{'web' if place % 2 else 'cli'}:余杭区"
        return stage.dispatcher.handle(
            Incoming(where, account, where[:3], f"t{place}", data=submit)
        )

    with ThreadPoolExecutor(4) as pool:
        numbers = {each.report_no for each in pool.map(send, range(4))}
    assert stage.reports() == 1
    assert numbers == {"首报-2026-000001"}


def test_the_same_message_delivered_at_once_by_two_workers_is_done_once(stage: Stage) -> None:
    stage.tell("余杭区", {"say": "首报：投资方示例材料有限公司，总投资2亿元"})
    account, start = stage.account("余杭区"), Barrier(3)
    message = Incoming("cli:余杭区", account, "cli", "once", "总投资改成3亿元")

    def send(_: int) -> Handled:
        start.wait()
        return stage.dispatcher.handle(message)

    with ThreadPoolExecutor(3) as pool:
        texts = {said(each) for each in pool.map(send, range(3))}
    assert len(texts) == 1
    undone = stage.tell("余杭区", {"say": "撤销"})
    assert undone.draft is not None
    slots = draft_json(undone.draft)["slots"]
    assert slots["total_investment"]["display"] == "20000万元"
