"""The tables name only what there is."""

from bot.dialogue.messages import Intent
from bot.routing.tables import load_commands, load_intents, load_signals

STANDING = {
    "@free",
    "@awaits",
    "@confirm",
    "@told",
    "@named",
    "@draft",
    "@bureau",
    "@asked",
    "@short",
}
FLOORS = {"ask", "check", "file", "status", "review", "learn"}


def test_cues_name_signals_that_exist_and_every_signal_serves() -> None:
    signals = load_signals()
    known = {name for name, _ in (*signals.patterns, *signals.any_of)}
    named = {name for cue in load_intents().cues for name in cue.when | cue.unless}
    members = {name for _, any_of in signals.any_of for name in any_of}
    used_in_code = {"injection", "district", "industry"}

    assert {name for name in named if not name.startswith("@")} <= known
    assert known <= named | members | used_in_code
    assert members <= {name for name, _ in signals.patterns}


def test_cues_name_standings_that_can_be() -> None:
    named = {name for cue in load_intents().cues for name in cue.when | cue.unless}
    standing = {name for name in named if name.startswith("@")}

    spoke = {f"@spoke:{desk}" for desk in (*FLOORS, "stats")}
    assert standing <= STANDING | {f"@floor:{floor}" for floor in FLOORS} | spoke


def test_every_intent_has_cues_and_ten_examples() -> None:
    intents = load_intents()

    for intent in Intent:
        assert any(cue.intent == intent for cue in intents.cues), intent
        assert sum(example.intent is intent for example in intents.examples) >= 10, intent


def test_every_intent_has_a_slash_command_but_small_talk() -> None:
    assert set(load_commands().slash.values()) == set(Intent) - {Intent.SMALLTALK}
