"""The industry taxonomy: what the sources name, found under any of its names."""

import pytest

from rules.errors import TaxonomyError
from rules.taxonomy import Taxonomy, fold_industry, parse_taxonomy

ROW = '[[chains]]\nname = "低空经济"\nsince = 2024\nsource = "hz-2024-chain#1"\n'


def test_the_five_ecosystems_are_there(taxonomy: Taxonomy) -> None:
    names = [entry.name for entry in taxonomy.entries("ecosystems")]

    assert names == ["智能物联", "生物医药", "高端装备", "新材料", "绿色能源"]


def test_the_named_chains_of_both_periods_are_there(taxonomy: Taxonomy) -> None:
    names = {entry.name: entry.since for entry in taxonomy.entries("chains")}

    assert names == {
        "视觉智能": 2022,
        "集成电路": 2022,
        "合成生物": 2022,
        "智能机器人": 2022,
        "数字经济": 2019,
        "智能制造": 2019,
        "生物医药": 2019,
        "前沿材料": 2019,
    }


@pytest.mark.parametrize("short", "建补强延")
def test_a_stage_is_found_by_its_single_character(taxonomy: Taxonomy, short: str) -> None:
    entry = taxonomy.find("stages", short)

    assert entry is not None
    assert entry.name == f"{short}链"


def test_the_chain_leader_is_a_role(taxonomy: Taxonomy) -> None:
    assert taxonomy.find("roles", "链主企业") == taxonomy.find("roles", "链主")


def test_an_unknown_name_is_none_not_an_error(taxonomy: Taxonomy) -> None:
    assert taxonomy.find("chains", "量子通信") is None
    assert taxonomy.resolve_chain("量子通信产业链") == ("量子通信", False)


def test_another_name_of_a_chain_resolves_to_the_canonical_one() -> None:
    taxonomy = parse_taxonomy(ROW + 'aliases = ["低空产业"]')

    assert taxonomy.resolve_chain("低空产业链") == ("低空经济", True)
    assert taxonomy.resolve_chain("低空经济") == ("低空经济", True)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("集成电路产业链", "集成电路"),
        (" 集成电路 ", "集成电路"),
        ("智能物联产业生态圈", "智能物联"),
        ("ＡＩ产业", "AI"),
        ("产业链", "产业链"),
    ],
)
def test_names_are_folded_to_one_spelling(written: str, folded: str) -> None:
    assert fold_industry(written) == folded


def test_a_second_file_adds_chains(taxonomy: Taxonomy) -> None:
    more = parse_taxonomy(ROW, ROW.replace("低空经济", "量子通信"))

    assert [entry.name for entry in more.entries("chains")] == ["低空经济", "量子通信"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[chains]", "not_toml"),
        ("[[trades]]\nname = 'x'", "unknown_kind"),
        ("chains = 3", "unknown_kind"),
        ("chains = [3]", "bad_entry"),
        (ROW + 'place = "x"', "bad_entry"),
        (ROW.replace('"低空经济"', '" "'), "missing_name"),
        (ROW.replace("2024\n", "true\n"), "missing_since"),
        (ROW + "aliases = [1]", "bad_aliases"),
        (ROW + 'aliases = "x"', "bad_aliases"),
        (ROW.replace("#", ""), "bad_source"),
        (ROW[: ROW.index("source")], "bad_source"),
        (ROW + ROW.replace("低空经济", "低空") + 'aliases = ["低空经济"]', "name_taken"),
    ],
    ids=lambda value: value if value.isidentifier() else "",
)
def test_a_malformed_taxonomy_is_refused_with_a_code(text: str, code: str) -> None:
    with pytest.raises(TaxonomyError) as caught:
        parse_taxonomy(text)

    assert caught.value.code == code
    kind = caught.value.fields.get("kind")
    assert str(caught.value).startswith(
        "not TOML: Expected" if kind is None else f"taxonomy {kind}"
    )
    assert (kind is None) is (code == "not_toml")
    if kind is not None:
        value = caught.value.fields["value"]
        assert value is not None
        assert str(caught.value).endswith(f"({value!r})")
