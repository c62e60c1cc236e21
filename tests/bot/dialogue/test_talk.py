"""Where a conversation stands."""

import json
from datetime import UTC, date, datetime

from bot.dialogue.messages import Incoming, Intent
from bot.dialogue.talk import MOST_QUESTIONS, Talk, Turn, parse_talk


def test_a_talk_survives_being_stored_as_json() -> None:
    talk = Talk().asking("file", "chain").having_asked("谁牵头").noting("file", {"draft": "a"})

    assert parse_talk(json.loads(json.dumps(talk.as_mapping()))) == talk


def test_a_talk_of_another_form_begins_anew() -> None:
    assert parse_talk({"form": 0, "floor": "file"}) == Talk()
    assert parse_talk({}) == Talk()


def test_notes_are_per_desk_and_empty_ones_are_forgotten() -> None:
    talk = Talk().noting("file", {"a": 1}).noting("check", {"b": 2}).noting("file", {})

    assert talk.notes == {"check": {"b": 2}}
    assert talk.of("file") == {}


def test_only_the_last_questions_are_kept_and_a_free_floor_awaits_nothing() -> None:
    talk = Talk()
    for number in range(MOST_QUESTIONS + 2):
        talk = talk.having_asked(str(number))

    assert talk.questions[0] == "2"
    assert talk.asking("", "chain").awaits == ""


def test_the_key_of_a_turn_is_the_same_for_the_same_message_and_part() -> None:
    def turn(message_id: str, part: int) -> Turn:
        message = Incoming("cli:a", None, "cli", message_id)
        day, now = date(2026, 11, 22), datetime(2026, 11, 22, tzinfo=UTC)
        return Turn("", Intent.ASK, message, Talk(), None, day, now, part)

    assert turn("m1", 0).key == turn("m1", 0).key
    assert len({turn("m1", 0).key, turn("m1", 1).key, turn("m2", 0).key}) == 3
    assert len(turn("m1", 0).key) <= 128
