"""What a district sees does not depend on a rival's secrets, nor, before a grant, on the rival.

Pairs of worlds that differ in nothing but what the district may not know; its whole transcript must
be the same, digests and salts aside. And canaries: no secret word in anything it can reach.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from registry.filing.slots import SLOT_NAMES
from tests.registry.building import CONTENT, World, open_world
from tests.registry.proofs.transcripts import dump_of, play
from tests.registry.walking import take

FIXED = {"investor_name": "同一有限公司", "chain": "集成电路"}
TEXTS = ("project_name", "platform", "site", "summary", "appeal", "investor_contact",
         "investor_phone", "unit_contact")  # fmt: skip
# Slots a rival may fill as it likes; what identifies the project stays the same in both worlds.
SECRETS = st.fixed_dictionaries(
    {
        "project_name": st.text("甲乙丙丁基地项目ABC", min_size=1, max_size=12),
        "total_investment": st.builds(
            lambda n: {"amount": str(n), "unit": "万元", "currency": "CNY"},
            st.integers(1, 10**7),
        ),
        "investor_contact": st.text("赵钱孙李先生女士", min_size=1, max_size=8),
        "investor_phone": st.text("0123456789", min_size=7, max_size=11),
        "unit_contact": st.text("周吴郑王科长", min_size=1, max_size=8),
        "intent_evidence": st.lists(st.sampled_from(["会谈纪要", "意向书", "来函"]), min_size=1),
    }
)
UNTIL = st.sampled_from(["filed", "reviewed", "granted", "ended"])


@pytest.fixture
def template(sqlite_template: Path) -> Path:
    return sqlite_template


@contextmanager
def fresh_world(template: Path) -> Iterator[World]:
    """A world in memory-backed storage, the same each time."""
    base = "/dev/shm" if Path("/dev/shm").is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="yq-pair-", dir=base))
    shutil.copy(template, folder / "registry.sqlite")
    world = open_world(f"sqlite:///{folder / 'registry.sqlite'}", folder)
    try:
        yield world
    finally:
        world.registry.close()
        shutil.rmtree(folder)


def seen_in(template: Path, rival: Mapping[str, Any], until: str) -> dict[str, Any]:
    with fresh_world(template) as world:
        return play(world, rival, until=until)


def differences(one: Any, other: Any, name: str = "") -> list[str]:
    """Names of the answers that are not the same."""
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        return [d for key in one for d in differences(one[key], other[key], f"{name}/{key}")]
    return [] if one == other else [f"{name}: {one} != {other}"]


def pairs(template: Path, count: int, number: int) -> None:
    """Hypothesis pairs of worlds; raises AssertionError naming the answer that gives it away."""

    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(one=SECRETS, other=SECRETS, until=UNTIL)
    def the_same(one: dict[str, Any], other: dict[str, Any], until: str) -> None:
        mine = seen_in(template, {**one, **FIXED}, until)
        assert differences(mine, seen_in(template, {**other, **FIXED}, until)) == []

    the_same()


@pytest.mark.parametrize(
    "count", [30, pytest.param(1000, marks=pytest.mark.nightly)], ids=["quick", "full"]
)
def test_a_rivals_secrets_change_nothing_a_district_sees(
    template: Path, count: int, seed: int
) -> None:
    pairs(template, count, seed)


@pytest.mark.parametrize("until", ["filed", "reviewed"])
def test_before_a_grant_a_rival_on_the_same_project_looks_like_one_on_another(
    template: Path, until: str
) -> None:
    rival = seen_in(template, {**CONTENT, **FIXED}, until)
    other = seen_in(template, {**CONTENT, "investor_name": "别家有限公司"}, until)

    assert rival.pop("precheck") != other.pop("precheck")  # the one bit
    assert differences(rival, other) == []


def test_a_conflict_looks_like_a_review(template: Path) -> None:
    def seen(steps: tuple[str, ...]) -> dict[str, Any]:
        from tests.registry.proofs.transcripts import transcript

        with fresh_world(template) as world:
            lead, _ = world.district("余杭区"), world.city_lead
            mine = world.file("余杭区", investor_name="同一有限公司")
            world.file("萧山区", investor_name="同一有限公司")
            world.file("淳安县", investor_name="另一有限公司")
            take(world, mine.report_no, "start_review")
            for step in steps:
                world.registry.reviews.take(
                    world.city_lead, mine.report_no, step, reason="待裁定",
                    details={"rival_no": "首报-2026-000002"},
                )  # fmt: skip
            return transcript(world, lead, "余杭区", [mine.report_no])

    assert differences(seen(()), seen(("mark_conflict",))) == []


def test_no_canary_of_a_rival_is_in_anything_a_district_can_reach(template: Path) -> None:
    canaries = {name: f"金丝雀{n}号{name}" for n, name in enumerate(TEXTS)}
    money = {"amount": "987654.321", "unit": "万元", "currency": "CNY"}
    rival = {**canaries, "total_investment": money, "intent_evidence": ["金丝雀凭证"], **FIXED}
    rival = {name: value for name, value in rival.items() if is_slot(name)}
    with fresh_world(template) as world:
        seen = repr(play(world, rival, until="ended"))
        kept = dump_of(world)

    assert "金丝雀0号" in kept
    for secret in ("金丝雀", "98765", "萧山"):
        assert secret not in seen, secret


def is_slot(name: str) -> bool:
    return name in SLOT_NAMES
