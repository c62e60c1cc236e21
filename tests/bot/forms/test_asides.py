"""Words about a draft that give it no value."""

import pytest

from bot.forms.asides import About, Aside, aside_of, named_slots


@pytest.mark.parametrize(
    ("text", "about", "slots"),
    [
        ("能耗还不知道", About.OPEN, ("energy",)),
        ("投资额还没定，大几千万吧", About.OPEN, ("total_investment",)),
        ("算了总投资先不填", None, ()),
        ("链不知道填啥", About.OPEN, ("chain",)),
        ("联系人电话不方便给", About.DECLINE, ("investor_phone",)),
        ("就是不给", About.DECLINE, ()),
        ("为什么一定要", About.WHY, ()),
        ("产业链干嘛用的", About.WHY, ("chain",)),
        ("算新项目还是存量", About.WHY, ("is_new_project",)),
        ("总投资多少来着", About.TELL, ("total_investment",)),
        ("我刚才报的是多少钱？", About.TELL, ("total_investment",)),
        ("投资方不变", About.TELL, ("investor_name",)),
        ("有哪些链可以选", About.OPTIONS, ("chain",)),
        ("那先空着能交吗", About.REQUIRED, ()),
        ("信用代码一定要吗", About.REQUIRED, ("uscc",)),
        ("有哪些没认出来", About.LISTED, ()),
        ("别人报过了？是谁", About.CHECKS, ()),
        ("那怎么办", About.CHECKS, ()),
        ("我是余杭的，能替萧山报吗", About.ELSEWHERE, ()),
        ("帮我按这个报首报", About.REFER, ()),
    ],
)
def test_an_aside_is_noticed_with_the_slots_it_names(
    text: str, about: About | None, slots: tuple[str, ...]
) -> None:
    aside = aside_of(text)

    if about is None:
        assert aside is None or aside.about is About.OPEN
    else:
        assert aside == Aside(about, slots)


@pytest.mark.parametrize(
    "text",
    [
        "新项目",
        "2亿",
        "签了备忘录",
        "租厂房",
        "示例科技有限公司",
        "就是我",
        "",
        "小周。另外首报几天能批",
    ],
)
def test_what_may_be_a_value_is_no_aside(text: str) -> None:
    assert aside_of(text) is None


def test_the_longest_label_names_the_slot() -> None:
    assert named_slots("联系人电话写错了") == ("investor_phone",)
    assert named_slots("经办是谁") == ("unit_contact",)
    assert named_slots("今天天气不错") == ()
