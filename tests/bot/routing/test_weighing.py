"""Weighing an utterance."""

from bot.dialogue.messages import Intent
from bot.routing.noticing import notice_standing
from bot.routing.types import Standing
from bot.routing.weighing import IMPOSSIBLE, weigh


def test_all_intents_are_ranked_heaviest_first() -> None:
    weighed = weigh("能耗谁牵头", notice_standing(Standing()), "")

    weights = [weight for _, weight in weighed.ranked]
    assert weighed.intent is Intent.ASK
    assert weighed.weight == weights[0]
    assert weights == sorted(weights, reverse=True)
    assert {intent for intent, _ in weighed.ranked} == set(Intent)


def test_review_work_is_out_of_question_for_a_district() -> None:
    district = weigh("退回,材料不全", notice_standing(Standing()), "")
    bureau = weigh("退回,材料不全", notice_standing(Standing(is_bureau=True)), "")

    assert dict(district.ranked)[Intent.REVIEW] == IMPOSSIBLE
    assert bureau.intent is Intent.REVIEW


def test_examples_can_be_left_out() -> None:
    stands = notice_standing(Standing())

    assert (
        weigh("能耗谁牵头", stands, "", by_examples=False).weight
        < weigh("能耗谁牵头", stands, "").weight
    )
