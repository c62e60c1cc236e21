"""What each place in a text is to the case."""

import pytest

from tests.bot.conversations.checking import read


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("滨江已经拿到首谈资格", "active_holder", "滨江区"),
        ("首谈资格在滨江手上", "active_holder", "滨江区"),
        ("首谈权给了萧山", "active_holder", "萧山区"),
        ("钱塘是首谈地", "active_holder", "钱塘区"),
        ("滨江首谈期内我们去谈", "active_holder", "滨江区"),
        ("隔壁区有首谈资格", "active_holder", "隔壁区"),
        ("现在没人拿首谈资格", "active_holder", "无"),
        ("首谈资格还没给谁", "active_holder", "无"),
        ("我们已取得首谈资格", "active_holder", "余杭区"),
        ("滨江之前报过", "rival_report", "earlier"),
        ("滨江后来也报了", "rival_report", "later"),
        ("滨江跟我们同一天报了", "rival_report", "tied"),
        ("滨江没报过", "rival_report", "none"),
        ("项目落在滨江", "locality", "滨江区"),
        ("我们想招这个项目", "locality", "余杭区"),
        ("从滨江搬到临平", "target_district", "临平区"),
        ("从滨江搬到我们这", "target_district", "余杭区"),
        ("滨江的老项目", "existing_district", "滨江区"),
    ],
)
def test_places_have_the_role_the_words_give_them(text: str, fact: str, value: str) -> None:
    assert read(text, "余杭区").facts[fact].value == value


@pytest.mark.parametrize(
    "text", ["滨江想拿首谈资格", "滨江能拿首谈资格吗", "滨江有没有首谈资格", "滨江没拿到首谈资格"]
)
def test_who_does_not_hold_the_right_is_no_holder(text: str) -> None:
    assert "active_holder" not in read(text, "余杭区").facts


def test_a_denied_holder_leaves_an_assumption_that_is_shown() -> None:
    (assumed,) = (a for a in read("滨江没拿到首谈资格，我们能谈吗", "余杭区").assumptions)

    assert (assumed.fact, assumed.value) == ("active_holder", "无")


def test_hither_is_the_askers_own_unit_which_is_shown_as_assumed() -> None:
    reading = read("滨江的厂能直接搬过来吗", "余杭区")

    assert ("target_district", "余杭区") in [(a.fact, a.value) for a in reading.assumptions]


def test_a_former_name_is_put_into_todays_with_a_note() -> None:
    reading = read("下城拿到首谈资格了", "余杭区")

    assert reading.facts["active_holder"] == ("拱墅区", "下城拿到首谈资格")
    assert ("renamed", {"old": "下城区", "new": "拱墅区"}) in reading.notes


def test_a_divided_place_is_a_doubt() -> None:
    (doubt,) = read("江干的集成电路项目符合导引吗").doubts

    assert (doubt.kind, doubt.choices) == ("divided_place", ("上城区", "钱塘区"))


def test_another_unit_in_talks_is_a_doubt_and_no_holder() -> None:
    reading = read("西湖正在谈这个项目", "余杭区")

    assert [doubt.kind for doubt in reading.doubts] == ["rival_talking"]
    assert "active_holder" not in reading.facts


def test_a_company_named_after_a_place_is_no_place() -> None:
    assert "locality" not in read("滨江集团的项目").facts


def test_the_unit_that_acts_is_judged_where_the_asker_holds_the_right() -> None:
    reading = read("我们拿了首谈资格，西湖还在跟企业谈，违规吗", "滨江区")

    assert reading.facts["locality"].value == "西湖区"
    assert reading.facts["negotiated"].value is True
