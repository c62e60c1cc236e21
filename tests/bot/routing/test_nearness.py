"""Nearness to the examples."""

from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.messages import Intent
from bot.routing.nearness import nearest


def test_the_words_of_an_example_are_as_near_as_can_be() -> None:
    assert nearest("能耗谁牵头", "")[Intent.ASK] > 0.99


def test_words_near_an_example_are_nearer_to_its_intent_than_to_others() -> None:
    near = nearest("能耗这块谁牵头", "")

    assert max(near, key=lambda intent: near[intent]) == Intent.ASK
    assert near[Intent.ASK] < 0.99


def test_an_example_of_a_floor_counts_only_there() -> None:
    assert nearest("跳过", "file").get(Intent.FILE, 0) > 0.99
    assert nearest("跳过", "").get(Intent.FILE, 0) < 0.99


@given(st.text(max_size=80))
def test_nearness_is_a_share(text: str) -> None:
    assert all(0 < cosine < 1.000001 for cosine in nearest(text, "").values())
