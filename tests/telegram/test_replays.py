"""R-06: updates that come again, in disorder, days late, under jumping numbers, or edited."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.population import companies, short_names
from bot.bootstrap import Application, open_application
from bot.settings import Settings
from tests.conversations.harness import Stage, open_stage
from tests.telegram.post import Person, Post, Raw, handled_of

ROOT = Path(__file__).resolve().parents[2]
WHOLE = (
    "项目名称：{name}，投资方：{investor}，新项目，产业链：集成电路，总投资：12亿元，"
    "佐证：会谈纪要，投资方联系人：张三，投资方电话：13800000000，经办人：李四，"
    "固定资产投资：8亿元，不跨区，不是领导交办，需要的支持：不需要"
)
QUESTIONS = ("首报向谁报备？", "能耗指标谁牵头？", "什么叫首谈？", "存量流转是什么意思？")
SUBMIT = "file.submit:"


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    home = tmp_path_factory.mktemp("home")
    opened = open_application(Settings(home=home, corpus=ROOT / "corpus", _env_file=None))
    yield opened
    opened.library.close()


@pytest.fixture
def stage(application: Application, quick_folder: Path) -> Iterator[Stage]:
    opened = open_stage(application, quick_folder)
    yield opened
    opened.registry.close()


@pytest.fixture
def chance() -> random.Random:
    """Printed, so that a failure can be repeated: PROOF_SEED=…"""
    seed = int(os.environ.get("PROOF_SEED", random.randrange(2**32)))
    print(f"PROOF_SEED={seed}")
    return random.Random(seed)


def drafted(post: Post, investor: str) -> tuple[Person, list[Raw], str, str]:
    """Somebody with a draft put twice: what they sent, and the buttons of the old and the new."""
    person = post.person()
    first = person.says(WHOLE.format(name=f"{investor[:4]}生产基地", investor=investor))
    post.deliver([first])
    second = person.says("总投资改成9亿")
    post.deliver([second])
    buttons = person.buttons(SUBMIT)
    if buttons[-1] == buttons[0]:
        third = person.says("提交")
        post.deliver([third])
        buttons = person.buttons(SUBMIT)
    assert buttons[0] != buttons[-1], person.texts()
    return person, post.sent[-2:], buttons[0], buttons[-1]


def goes_on(person: Person, stale: str, confirm: str, count: int) -> list[Raw]:
    """What a person sends next: a stale button, the right one twice, an edit, questions."""
    chance = person.post.chance
    sent = [
        person.presses(stale),
        person.says("总投资改成99亿", edited=True),
        person.presses(confirm),
        person.presses(confirm),
    ]
    sent += [person.says(chance.choice(QUESTIONS)) for _ in range(count - len(sent))]
    return sent


def check(post: Post, person: Person, sent: list[Raw], stale: str) -> None:
    """One report of what was confirmed, one receipt's number, every message handled once."""
    mine = post.filed_by(person.caller.account)
    assert len(mine) == 1
    view = post.stage.registry.reports.view(person.caller, mine[0])
    assert view.content["total_investment"]["amount"] in ("90000", "9"), view.content
    heard = [raw for raw in sent if "edited_message" not in raw]
    assert handled_of(post, heard) == [1] * len(heard)
    numbers = {post.outcomes[str(raw["update_id"])].report_no for raw in heard} - {None}
    assert numbers == {view.report_no}
    assert any(view.report_no in text for text in person.texts())
    assert sum("改过的消息" in text for text in person.texts()) == 1


def play(stage: Stage, chance: random.Random, *, people: int, each: int) -> int:
    """People who file while the post does its worst; how many messages there were."""
    post = Post(stage, chance)
    names = [made.name for made in companies(short_names(None), people, chance)]
    drafts = [drafted(post, investor) for investor in names]
    yesterday = list(post.sent)
    post.jump()
    sent = [goes_on(person, old, new, each) for person, _, old, new in drafts]
    stream = [raw for person in sent for raw in person]
    stream.sort(key=lambda raw: chance.random())
    post.deliver(stream, old=yesterday)
    for (person, _, stale, _), own in zip(drafts, sent, strict=True):
        check(post, person, own, stale)
    assert stage.reports() == people
    assert handled_of(post, yesterday) == [1] * len(yesterday)
    return len(post.sent)


def test_five_hundred_messages_replayed_and_shuffled_file_each_report_once(
    stage: Stage, chance: random.Random
) -> None:
    assert play(stage, chance, people=20, each=23) >= 500


def test_a_stale_button_is_refused_with_the_card_as_it_now_stands(
    stage: Stage, chance: random.Random
) -> None:
    post = Post(stage, chance)
    person, _, stale, confirm = drafted(post, "云岭半导体有限公司")

    post.deliver([person.presses(stale)])

    assert any("已经过时" in text for text in person.texts()[-2:])
    assert person.buttons(SUBMIT)[-1] == confirm
    assert stage.reports() == 0


def test_pressing_twice_gives_the_same_receipt_twice(stage: Stage, chance: random.Random) -> None:
    post = Post(stage, chance)
    person, _, _, confirm = drafted(post, "云岭半导体有限公司")

    post.deliver([person.presses(confirm), person.presses(confirm)])

    numbers = [h.report_no for h in list(post.outcomes.values())[-2:]]
    assert numbers[0] is not None
    assert numbers == [numbers[0]] * 2
    assert stage.reports() == 1


@pytest.mark.nightly
def test_ten_thousand_messages_of_five_hundred_seeds(
    application: Application, quick_folder: Path
) -> None:
    total = 0
    for seed in range(500):
        folder = quick_folder / str(seed)
        folder.mkdir()
        stage = open_stage(application, folder)
        print(f"PROOF_SEED={seed}")
        total += play(stage, random.Random(seed), people=1, each=18)
        stage.registry.close()
    assert total >= 10_000
