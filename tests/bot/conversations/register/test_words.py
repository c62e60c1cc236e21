"""What words ask of the reports on hand is read part by part; what is left may be a name."""

from datetime import date

import pytest

from bot.conversations.register.vocabulary import Seeks
from bot.conversations.register.words import Heard, Which, parse_which, read_words

TODAY = date(2026, 11, 23)
UNITS = {"余杭": "余杭区", "余杭区": "余杭区", "滨江": "滨江区", "临平": "临平区"}
CHAINS = {"生物医药": "生物医药", "集成电路": "集成电路"}
YI = 100_000_000


def read(text: str) -> Heard:
    return read_words(text, TODAY, UNITS, CHAINS)


@pytest.mark.parametrize(
    ("text", "seeks"),
    [
        ("余杭的都有哪些", Seeks.LIST),
        ("上周来了几件", Seeks.COUNT),
        ("集成电路的一共多少钱", Seeks.SUM),
        ("按区县分一下", Seeks.DIVIDE),
        ("哪个区最多", Seeks.TOP),
        ("生物医药占多少", Seeks.SHARE),
        ("比上个月多了还是少了", Seeks.COMPARE),
        ("平均审多长时间", Seeks.AVERAGE),
        ("第二大的呢", Seeks.BIGGEST),
        ("哪个最久", Seeks.OLDEST),
        ("这个审多久了", Seeks.HOW_LONG),
        ("一般要多久", Seeks.HOW_SOON),
        ("谁在审", Seeks.WHO),
        ("卡在哪", Seeks.STUCK),
        ("投资方怎么说的", Seeks.OPINION),
        ("材料齐不齐", Seeks.PAPERS),
        ("那个是哪个区的", Seeks.WHOSE),
        ("我们排第几", Seeks.RANK),
        ("能不能催一下", Seeks.URGE),
        ("补个投资意向书行不", Seeks.MEND),
        ("他们投多少", Seeks.FIELD),
        ("发我个表", Seeks.EXPORT),
        ("余杭的呢", Seeks.NOTHING),
    ],
)
def test_what_is_asked_is_read(text: str, seeks: Seeks) -> None:
    heard = read(text)

    assert heard.seeks is seeks
    assert heard.chunks == ()


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("余杭的都有哪些", Which(units=("余杭区",))),
        ("除了余杭还有哪些", Which(but_units=("余杭区",))),
        ("五亿以上的", Which(least=5 * YI)),
        ("3到5亿的有哪些", Which(least=3 * YI, most=5 * YI)),
        ("不到两千万的", Which(most=20_000_000)),
        ("20个亿那个", Which(least=20 * YI, most=20 * YI)),
        ("生物医药的呢", Which(chain="生物医药")),
        ("退回去的有几个", Which(kind="returned", states=("RETURNED",))),
        ("还没开始审的有几件", Which(kind="new", states=("SUBMITTED",))),
        ("上周五的", Which(first=date(2026, 11, 20), last=date(2026, 11, 20), words="上周五")),
    ],
)
def test_which_reports_are_meant_is_read(text: str, which: Which) -> None:
    assert read(text).which == which


@pytest.mark.parametrize(
    "text", ["首谈资格有效期多久", "首报向谁报备", "跨区域布局的重大项目谁主谈"]
)
def test_words_about_the_scheme_leave_something_that_is_no_name(text: str) -> None:
    assert read(text).chunks


def test_a_period_of_work_is_none_of_receipt() -> None:
    assert read("这周要处理的有哪些").which.words == ""
    assert read("这周来的有哪些").which.words == "这周"


def test_newer_words_go_before_those_they_narrow_and_a_question_survives_storing() -> None:
    before = Which(least=5 * YI, units=("余杭区",))
    merged = before.merged(Which(units=("滨江区",), chain="集成电路"))

    assert merged == Which(least=5 * YI, units=("滨江区",), chain="集成电路")
    dated = Which(first=date(2026, 11, 1), last=TODAY, words="本月", numbers=("首报-2026-000001",))
    assert parse_which(dated.as_mapping()) == dated
