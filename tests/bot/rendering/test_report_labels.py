"""Everything that has a name in the registry has one in Chinese."""

from importlib.resources import files

from bot.rendering.report_labels import (
    BRACKET_LABELS,
    CLAIM_LABELS,
    GUARD_LABELS,
    ROLE_LABELS,
    SLOT_LABELS,
    STEP_LABELS,
)
from registry.filing.claims import Claim
from registry.filing.slots import SLOT_NAMES
from registry.reading.statistics import Bracket
from registry.transactions.permissions import Role
from rules.lifecycle import parse_lifecycle

LIFECYCLE = parse_lifecycle((files("rules") / "data" / "lifecycle.toml").read_text("utf-8"))


def test_every_name_has_a_label_and_no_label_is_without_a_name() -> None:
    assert set(SLOT_LABELS) == set(SLOT_NAMES)
    assert set(STEP_LABELS) == {step.name for step in LIFECYCLE.transitions}
    assert set(GUARD_LABELS) == {g for step in LIFECYCLE.transitions for g in step.guards}
    assert set(ROLE_LABELS) == set(Role)
    assert set(CLAIM_LABELS) == set(Claim)
    assert set(BRACKET_LABELS) == set(Bracket)


def test_labels_tell_things_apart() -> None:
    for labels in (SLOT_LABELS, STEP_LABELS, ROLE_LABELS):
        assert len(set(labels.values())) == len(labels)
