"""Every transcript in journeys/ goes as it says."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.conversations.harness import Stage, arrange, check_turn

FILES = sorted((Path(__file__).parent / "journeys").glob("*.toml"))


def _marks(journey: dict[str, Any]) -> tuple[pytest.MarkDecorator, ...]:
    """What cannot be done yet fails, and says so once it can: `known` is why it fails."""
    if "known" not in journey:
        return ()
    return (pytest.mark.xfail(reason=journey["known"], strict=True, raises=AssertionError),)


JOURNEYS = [
    pytest.param(journey, id=f"{file.stem}: {journey['name']}", marks=_marks(journey))
    for file in FILES
    for journey in tomllib.loads(file.read_text("utf-8"))["journey"]
]


@pytest.mark.parametrize("journey", JOURNEYS)
def test_the_conversation_goes_as_its_transcript_says(
    stage: Stage, journey: dict[str, Any]
) -> None:
    arrange(stage, journey.get("given", ()))
    for turn in journey["turn"]:
        who = turn.get("as", journey.get("as", "余杭区"))
        check_turn(stage, turn, stage.tell(who, turn))


def test_every_journey_has_a_name_of_its_own() -> None:
    names = [param.values[0]["name"] for param in JOURNEYS]  # type: ignore[index]
    assert len(names) == len(set(names))
