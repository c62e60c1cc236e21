"""Which reports are about one project: credit code, name and chain, and what joins them."""

import pytest

from registry.errors import InvalidInput
from registry.filing.project_keys import fold_project_name, identify
from tests.registry.building import CONTENT, World, rulebook
from tests.registry.building import NOW as AT

TAXONOMY = rulebook().context_on(AT.date()).taxonomy
CODE, OTHER_CODE = "91330000609120272T", "91330000142912170E"
NAME = CONTENT["investor_name"]


@pytest.mark.parametrize(
    "written", [NAME, f" {NAME}", NAME.replace("示", "示\u200b"), f"{NAME}\u3000"]
)
def test_spellings_of_one_name_are_one_key(written: str) -> None:
    found = identify({**CONTENT, "investor_name": written}, TAXONOMY)

    assert found.aliases == identify(CONTENT, TAXONOMY).aliases


def test_names_of_one_chain_are_one_key() -> None:
    found = identify({**CONTENT, "chain": "集成电路产业链"}, TAXONOMY)

    assert found.chain == identify(CONTENT, TAXONOMY).chain


def test_a_credit_code_comes_first() -> None:
    found = identify({**CONTENT, "uscc": CODE.lower()}, TAXONOMY)

    assert found.aliases[0] == f"uscc:{CODE}|{found.chain}"
    assert len(found.aliases) == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"investor_name": ""}, "empty"),
        ({"investor_name": "\u200b"}, "empty"),
        ({"investor_name": "长" * 201}, "too_long"),
        ({"uscc": "123"}, "bad_uscc"),
    ],
)
def test_what_identifies_nobody_is_refused(content: dict[str, str], code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        identify({**CONTENT, **content}, TAXONOMY)

    assert caught.value.code == code


def test_a_project_name_is_folded_and_bounded() -> None:
    assert fold_project_name({"project_name": "Ａ 项目"}) == fold_project_name(
        {"project_name": "a项目"}
    )
    assert len(fold_project_name({"project_name": "长" * 999})) == 200


class TestOnBothDatabases:
    def test_two_credit_codes_of_one_name_are_two_projects(self, world: World) -> None:
        world.file("余杭区", uscc=CODE)

        other = world.file("萧山区", uscc=OTHER_CODE)

        notes = world.registry.reports.view(world.reviewer, other.report_no).bureau
        assert notes is not None
        assert (notes.claim.value, notes.project_key.split("|")[0]) == (
            "active",
            f"uscc:{OTHER_CODE}",
        )
        assert notes.disputed
