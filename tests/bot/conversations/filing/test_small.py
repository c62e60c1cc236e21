"""What is said in a word or in passing is taken, put as a choice, or named as not taken."""

from pathlib import Path

import pytest

from bot.checks.rule_context import load_rule_data
from bot.conversations.filing.hearing import hear
from bot.conversations.filing.reading import Ears
from bot.conversations.filing.small import unread
from bot.forms.events import Act, Asked, Event, Shown, Told
from bot.forms.state import Form
from bot.understanding.slots import merged
from bot.understanding.types import Understood, Vocabulary
from tests.bot.conversations.filing_talks import CORPUS
from tests.bot.forms.building import doubt, told, walk, wan


@pytest.fixture(scope="module")
def ears(tmp_path_factory: pytest.TempPathFactory) -> Ears:
    """The shipped vocabulary, and somebody called 李四."""
    data = load_rule_data(CORPUS, Path(tmp_path_factory.mktemp("home")))
    return Ears(Vocabulary(data.taxonomy, data.localities, data.guide), "m9", "李四")


def heard(text: str, ears: Ears, *events: Event) -> Told:
    """The one event of values a text is, said after some events."""
    form, _ = walk(list(events)) if events else (Form({}), None)
    (event,) = hear(text, form, ears)
    assert isinstance(event, Told)
    return event


ASKING_CHAIN = Shown(("chain",))
PAPER = told(intent_evidence=["意向书"])


@pytest.mark.parametrize(
    ("before", "text", "values"),
    [
        (
            [ASKING_CHAIN],
            "我，都不是，不用",
            {
                "unit_contact": "李四",
                "cross_region": False,
                "leader_assigned": False,
                "support_requested": ["不需要支持"],
            },
        ),
        ([ASKING_CHAIN], "名字定了，叫虚拟制作基地", {"project_name": "虚拟制作基地"}),
        ([PAPER, ASKING_CHAIN], "11月15号签的", {"intent_evidence": ["意向书（11月15号）"]}),
        (
            [PAPER, ASKING_CHAIN],
            "意向书是11月10号签的",
            {"intent_evidence": ["意向书（11月10号）"]},
        ),
        ([ASKING_CHAIN], "10月底的", {}),
        ([ASKING_CHAIN], "还是加回来吧", {}),
        ([ASKING_CHAIN], "项目新的", {"is_new_project": True}),
        ([ASKING_CHAIN], "邹经理", {"investor_contact": "邹经理"}),
        (
            [Shown(("is_new_project", "chain"))],
            "不跨区，没交办",
            {"cross_region": False, "leader_assigned": False},
        ),
    ],
)
def test_small_words_fill_what_they_are_of(
    before: list[Event], text: str, values: dict[str, object], ears: Ears
) -> None:
    assert merged(heard(text, ears, *before).understood.found) == values


def test_a_bare_name_nobody_asked_for_is_put_as_a_choice(ears: Ears) -> None:
    (waiting,) = heard("王芳", ears, ASKING_CHAIN).understood.doubts
    assert [one.slot for one in waiting.readings] == ["investor_contact", "unit_contact"]


def test_a_telephone_number_is_no_sum(ears: Ears) -> None:
    event = heard("13911112222", ears, Shown(("total_investment",)))
    slots = {one.slot for d in event.understood.doubts for one in d.readings}
    assert slots == {"investor_phone", "unit_contact"}


def test_phases_are_not_added_up(ears: Ears) -> None:
    (problem,) = heard("一期投3亿，二期再投5亿", ears).understood.invalid
    assert (problem.slot, problem.problem) == ("total_investment", "amount_phases")


def test_an_item_is_taken_out_and_the_rest_stays(ears: Ears) -> None:
    before = told(intent_evidence=["意向书", "考察（9月）"])
    event = heard("把考察去掉", ears, before)
    form, _ = walk([before, event])
    assert form.slot("intent_evidence").value == ["意向书"]


def test_what_nobody_took_is_named_and_goes_into_the_summary_when_told_to(ears: Ears) -> None:
    first = heard("示例新材料有限公司，年产5万吨碳纤维", ears)
    assert first.unread == ("年产5万吨碳纤维",)
    later = heard("记进简介", ears, first)
    assert merged(later.understood.found) == {"summary": "年产5万吨碳纤维"}


@pytest.mark.parametrize("text", ["你好", "不是12亿", "怎么填佐证", "好的"])
def test_words_that_state_nothing_are_not_called_unread(text: str) -> None:
    assert unread(text, Understood()) == ()


def test_a_refusal_of_two_sums_settles_neither(ears: Ears) -> None:
    waiting = doubt("5800", ("total_investment", wan(5800)), ("total_investment", wan(58000000)))
    form, _ = walk([told(doubts=[waiting])])
    assert hear("不要", form, ears) == (Asked(Act.DROP),)


def test_the_other_side_of_a_choice_follows_once_our_own_contact_is_told(ears: Ears) -> None:
    waiting = doubt("徐丽", ("investor_contact", "徐丽"), ("unit_contact", "徐丽"))
    before = told(doubts=[waiting])
    form, _ = walk([before, heard("我自己", ears, before)])
    assert form.slot("investor_contact").value == "徐丽"
    assert not form.notes.doubts


def test_a_chain_that_was_asked_about_is_taken_by_a_yes(ears: Ears) -> None:
    event = heard("是", ears, told(project_name="储能电池生产线"), ASKING_CHAIN)
    assert merged(event.understood.found) == {"chain": "新型储能"}
