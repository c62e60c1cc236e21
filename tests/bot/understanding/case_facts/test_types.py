"""A reading that holds nothing."""

from bot.understanding.case_facts.types import Aside, CaseDoubt, CaseReading, Said


def test_a_reading_is_empty_without_facts_topics_doubts_and_asides() -> None:
    assert CaseReading().is_empty
    assert CaseReading(notes=(("renamed", {}),)).is_empty
    assert not CaseReading(facts={"chain": Said("芯片", "芯片")}).is_empty
    assert not CaseReading(topics=("can_talk",)).is_empty
    assert not CaseReading(doubts=(CaseDoubt("rival_talking", "在谈"),)).is_empty
    assert not CaseReading(aside=Aside.ANEW).is_empty
