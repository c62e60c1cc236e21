"""Names as the likeness check sees them: variants of one name are alike, other names are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.likeness.matching import POSSIBLE
from registry.likeness.name_forms import form_of, grams_of, similarity

NAME = "杭州示例半导体有限公司"
VARIANTS = (
    "示例半导体有限公司",
    "示例半导体（杭州）有限公司",
    "浙江示例半导体股份有限公司",
    "示例半导体",
    "示例",
    "杭州示例半导体有限公司宁波分公司",
    "杭州示例新材料有限公司",
    "ｘ杭州示例半导体有限公司"[1:],
    "绵阳示例半导体有限公司",
    "示例精密机械有限公司",
)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_is_alike_and_shares_a_gram(variant: str) -> None:
    one, other = form_of(NAME), form_of(variant)

    assert similarity(one, other) >= POSSIBLE
    assert grams_of(one) & grams_of(other)


@pytest.mark.parametrize("slip", ["海康威数字", "海康威式", "海威康视", "海康威视视", "海康视"])
def test_one_slip_in_a_longer_name_shares_a_gram(slip: str) -> None:
    one, other = form_of("海康威视有限公司"), form_of(f"{slip}有限公司")

    assert grams_of(one) & grams_of(other)


def test_the_trade_name_is_what_is_left_without_the_business() -> None:
    assert form_of("杭州示例新能源科技有限公司").stem == "示例"
    assert form_of("科技有限公司").stem == "科技"


def test_a_key_gives_the_form_of_the_name() -> None:
    form = form_of("杭州 示例（中国）有限公司")

    assert form_of(form.key) == form


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_mutual_and_within_bounds(one: str, other: str) -> None:
    a, b = form_of(one), form_of(other)

    assert similarity(a, b) == pytest.approx(similarity(b, a))
    assert -0.01 <= similarity(a, b) <= 1.0
    assert (similarity(a, b) == 1.0) == (a.key == b.key)
    assert len(grams_of(a)) <= 40
