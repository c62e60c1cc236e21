import pytest

from bot import doctor
from bot.doctor import Finding, Health
from tests.bot.channels.cli.conftest import Run

SOUND = [Finding("甲", Health.GOOD, "好"), Finding("乙", Health.OPTIONAL, "没有", "需要时再装")]
ILL = [*SOUND, Finding("丙", Health.BAD, "坏了", "请修")]


def test_a_sound_machine_is_status_0(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "examine", lambda *_: iter(SOUND))

    outcome = run("doctor")

    assert outcome.status == 0
    assert outcome.out == "✓ 甲：好\n– 乙：没有 → 需要时再装\n"


def test_an_ill_part_is_status_3_with_its_mend(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "examine", lambda *_: iter(ILL))

    outcome = run("doctor", "--json")

    assert outcome.status == 3
    assert outcome.records[-1] == {"part": "丙", "health": "bad", "detail": "坏了", "mend": "请修"}
