"""Utterances as data, and what holds of any text at all."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.resolving import NAMED_IN, PASSAGES
from bot.understanding.slots import MOST_TEXT, merged, understand
from bot.understanding.types import Found, Understood
from registry.filing.slots import SLOT_NAMES, Slot, SlotStatus, check_slots, money_of
from tests.bot.understanding.cases import SETS, Case, outcome, read_cases, shown, vocabulary

CASES = [case for name in SETS for case in read_cases(name)]
WORDS = st.sampled_from((
    "总投资", "固投", "用地", "产值", "税收", "12亿", "3000万美元", "200亩", "，", "。", "？",
    "\n", "投资方是", "示例半导体有限公司", "项目叫", "的", "生产基地", "项目", "容积率", "2.5",
    "不对", "改成", "联系人", "张工", "13800000000", "我方经办人", "产业链", "集成电路",
    "从滨江", "迁过来", "不跨区", "领导交办", "会谈纪要", "考察", "意向书", "租厂房", "不用地",
    "诉求", "希望", "需要", "市级", "基金", "简介", "：", "（", "）", "91330100MA2H00000X", "-",
    "～", "约", "左右", "怎么", "吗",
))  # fmt: skip
TEXTS = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=30).map("".join))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.text[:40]!r}-{case.asked}")
def test_an_utterance_is_understood_as_reviewed(case: Case, request: pytest.FixtureRequest) -> None:
    if case.known:
        request.applymarker(pytest.mark.xfail(strict=True, reason="known"))

    assert case.differs(outcome(case)) == {}


def test_the_sets_are_large_and_without_repetition() -> None:
    keys = [(case.text, case.asked, case.filled) for case in CASES]

    assert len(keys) == len(set(keys))
    assert len(keys) >= 750
    assert {slot for case in CASES for slot in case.found} == set(SLOT_NAMES)


def readings_of(understood: Understood) -> list[Found]:
    """Everything found, and everything offered in a choice."""
    return [*understood.found, *(r for doubt in understood.doubts for r in doubt.readings)]


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from((None, *SLOT_NAMES)))
def test_words_are_those_of_the_text(text: str, asked: str | None) -> None:
    understood = understand(text, vocabulary(), asked=asked)

    assert all(one.raw == text[one.start : one.end] for one in readings_of(understood))
    assert all(one.raw for one in readings_of(understood))
    assert all(one.raw in text for one in understood.invalid)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from((None, *SLOT_NAMES)))
def test_no_word_fills_two_slots(text: str, asked: str | None) -> None:
    understood = understand(text, vocabulary(), asked=asked)
    spans = [(f.start, f.end, f.slot) for f in understood.found if f.slot not in PASSAGES]
    spans.sort()

    overlapping = [
        (one, other)
        for one, other in pairwise(spans)
        if other[0] < one[1]
        and one[2] != other[2]
        and not any({one[2], other[2]} == set(pair) for pair in NAMED_IN.items())
    ]
    assert overlapping == []


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from((None, *SLOT_NAMES)))
def test_every_value_can_be_stored(text: str, asked: str | None) -> None:
    understood = understand(text, vocabulary(), asked=asked)
    values = merged(understood.found)

    for one in readings_of(understood):
        check_slots({one.slot: Slot(one.value, one.raw, one.unit, "m1", SlotStatus.PROPOSED)})
    check_slots({slot: Slot(value) for slot, value in values.items()})
    assert all(money_of(value) is not None for value in values.values() if isinstance(value, dict))


def test_one_clause_for_every_slot() -> None:
    text = (
        "示例光电有限公司的激光器产业基地，总投资3亿，固投2亿，年产值5亿，税收3000万，新增用地50亩，容积率2.0，"
        "能耗1000吨标煤，属于智能物联生态圈，产业链是视觉智能，补链，落地示例平台甲，日资企业，是全新项目，不跨区，"
        "市领导交办，有意向书，投资方联系人李总13800000000，经办人小王，展会上认识的，需要市级产业基金，"
        "拟给政策：设备补助8%。诉求是解决住宿。项目简介：建设激光器产线"
    )
    found = shown(understand(text, vocabulary()))

    assert set(SLOT_NAMES) - set(found) == {"uscc", "existing_district"}


def test_a_good_credit_code_is_found_folded() -> None:
    found = shown(understand("代码是９１３３０１００ＭＡ２Ｈ０００００Ｌ", vocabulary()))

    assert found == {"uscc": "91330100MA2H00000L"}


def test_an_approximate_sum_keeps_its_word_in_the_unit() -> None:
    (found,) = understand("总投资约12亿元左右", vocabulary()).found

    assert (found.value["amount"], found.unit) == ("120000", "约万元")
    assert found.raw == "约12亿元左右"


def test_a_former_district_says_so() -> None:
    found = understand("下城区", vocabulary(), asked="existing_district").found

    assert [(one.value, one.note) for one in found] == [("拱墅区", "former_district")]


def test_a_range_offers_both_ends() -> None:
    (doubt,) = understand("总投资8到10亿", vocabulary()).doubts

    assert [one.value["amount"] for one in doubt.readings] == ["80000", "100000"]


def test_a_number_without_unit_offers_its_sizes() -> None:
    (doubt,) = understand("1.2", vocabulary(), asked="total_investment").doubts

    assert [one.value["amount"] for one in doubt.readings] == ["1.2", "12000"]


def test_what_is_to_be_changed_is_named() -> None:
    assert understand("改一下总投资", vocabulary()).named == ("total_investment",)
    assert understand("总投资改成2亿", vocabulary()).named == ()


def test_a_case_put_as_a_question_is_read_when_asked_for() -> None:
    text = "总投资12亿的项目能报吗"

    assert understand(text, vocabulary()).found == ()
    assert shown(understand(text, vocabulary(), gated=False))["total_investment"] == "120000万元"


def test_items_of_a_list_are_put_together() -> None:
    found = understand("有意向书，总投资3亿，还有会谈纪要和意向书", vocabulary()).found

    assert merged(found)["intent_evidence"] == ["意向书", "会谈纪要"]


@pytest.mark.parametrize(
    "words",
    [
        "我们",
        "有限公司",
        "总投资",
        "投资方:",
        "1亿、",
        "\n",
        "(",
        "李",
        "从余杭",
        "考察",
        "联系人",
        "1-",
        "政策:",
    ],
)
def test_no_text_takes_long(words: str) -> None:
    text = (words * MOST_TEXT)[:MOST_TEXT]
    begun = time.process_time()
    understand(text, vocabulary())

    assert (
        time.process_time() - begun < 2.5
    )  # seconds of one core; a search that backtracks takes minutes
