"""Plays transcripts through the real dispatcher on a real registry."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, func, select

from bot.bootstrap import Application, make_dispatcher
from bot.dialogue.dispatcher import Dispatcher
from bot.dialogue.messages import Attachment, Choice, Handled, Incoming
from bot.rendering.drafts import draft_json
from registry.database import tables
from registry.service import Registry
from registry.transactions.permissions import Role
from tests.registry.building import TestClock, World, counting_random
from tests.registry.templates import FILE, lay_schema
from tests.registry.walking import walk

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_STATES = {
    "reported": "SUBMITTED",
    "returned": "RETURNED",
    "reviewed": "UNDER_REVIEW",
    "consulted": "CONSULTING",
    "holds": "EXCLUSIVE",
    "signed": "SIGNED",
    "landed": "LANDED",
    "failed": "FAILED_FIRST_TALK",
}
_GIVEN = re.compile(
    r"(?P<unit>\S+) (?P<what>[a-z]+) (?P<investor>\S+)"
    r"(?: for (?P<project>\S+))?(?: in (?P<chain>\S+))?"
)


@dataclass(slots=True)
class Stage:
    """An open conversation with everybody in it, that can be closed and opened again."""

    application: Application
    open_registry: Any
    clock: TestClock
    registry: Registry
    dispatcher: Dispatcher
    world: World
    url: str
    count: int = 0
    last: dict[str, Handled] = field(default_factory=dict)
    last_message: Incoming | None = None

    @classmethod
    def open(
        cls, application: Application, open_registry: Any, clock: TestClock, url: str
    ) -> "Stage":
        """open_registry() -> Registry on the database of url each time."""
        registry = open_registry()
        dispatcher = make_dispatcher(application, registry)
        world = World(registry, clock)
        return cls(application, open_registry, clock, registry, dispatcher, world, url)

    def restart(self) -> None:
        """Close everything and open it again, as another process would."""
        self.registry.close()
        self.registry = self.open_registry()
        self.dispatcher = make_dispatcher(self.application, self.registry)
        self.world.registry = self.registry

    def account(self, who: str) -> str | None:
        """The account of `余杭区`, `余杭区/lead`, `bureau`, `bureau/lead`; None for `guest`.

        `余杭区@guest` is that person speaking in the conversation `guest` has had.
        """
        unit, _, rank = who.partition("@")[0].partition("/")
        if unit == "guest":
            return None
        if unit == "bureau":
            return (self.world.city_lead if rank == "lead" else self.world.reviewer).account
        role = Role.DISTRICT_LEAD if rank == "lead" else Role.DISTRICT_STAFF
        return self.world.person(unit, role).account

    def tell(self, who: str, turn: Mapping[str, Any]) -> Handled:
        """Play one turn of somebody and return what came of it."""
        if turn.get("restart"):
            self.restart()
        if moved := turn.get("advance"):
            self.clock.advance(timedelta(**{_UNITS[moved[-1]]: int(moved[:-1])}))
        if turn.get("again"):
            assert self.last_message is not None
            handled = self.dispatcher.handle(self.last_message)
        else:
            self.last_message = self._message(who, turn)
            handled = self.dispatcher.handle(self.last_message)
        self.last[_place(who)] = handled
        return handled

    def _message(self, who: str, turn: Mapping[str, Any]) -> Incoming:
        self.count += 1
        channel = turn.get("channel", "cli")
        files = turn.get("files", ())
        return Incoming(
            conversation=f"{channel}:{_place(who)}",
            account=self.account(who),
            channel=channel,
            message_id=f"m{self.count}",
            text=turn.get("say", ""),
            data=turn.get("data") or self._pressed(who, turn),
            attachments=tuple(Attachment(f["name"], f["text"].encode()) for f in files),
        )

    def _pressed(self, who: str, turn: Mapping[str, Any]) -> str:
        if "press" not in turn:
            return ""
        label = turn["press"]
        offered = choices_of(self.last[turn.get("press_of", _place(who))])
        found = [choice for choice in offered if label in choice.label]
        exact = [choice for choice in found if choice.label == label]
        assert len(exact or found) == 1, f"{label!r} among {offered}"
        return (exact or found)[0].data

    def reports(self) -> int:
        """Reports in the registry."""
        engine = create_engine(self.url)
        with engine.connect() as connection:
            count = connection.execute(select(func.count()).select_from(tables.filing)).scalar_one()
        engine.dispose()
        return int(count)


def _place(who: str) -> str:
    """Whose conversation somebody speaks in: their own unless another is named."""
    return who.partition("@")[2] or who


def arrange(stage: Stage, given: Sequence[str]) -> None:
    """Bring about what a journey presupposes: `UNIT STATE INVESTOR [for PROJECT] [in CHAIN]`."""
    for sentence in given:
        found = _GIVEN.fullmatch(sentence)
        assert found, sentence
        names = {"investor": "investor_name", "project": "project_name", "chain": "chain"}
        wanted = {slot: found[name] for name, slot in names.items() if found[name]}
        filed = stage.world.file(found["unit"], **wanted)
        walk(stage.world, filed.report_no, _STATES[found["what"]], found["unit"])


def choices_of(handled: Handled) -> list[Choice]:
    """All buttons of what was said."""
    return [choice for reply in handled.replies for choice in reply.choices]


def said(handled: Handled) -> str:
    """All that was said, buttons included."""
    texts = [reply.text for reply in handled.replies]
    return "\n".join([*texts, *(choice.label for choice in choices_of(handled))])


def check_turn(stage: Stage, turn: Mapping[str, Any], handled: Handled) -> None:  # noqa: C901  # a list of independent checks
    """Everything the turn names holds of what came of it."""
    words = said(handled)
    context = (
        f"\n--- said to {turn.get('say') or turn.get('press') or turn.get('data')!r}:\n{words}"
    )
    assert words.strip(), "nothing was said"
    if "intent" in turn:
        wanted = turn["intent"] if isinstance(turn["intent"], list) else [turn["intent"]]
        assert handled.intent.value in wanted, f"intent {handled.intent.value}{context}"
    for part in turn.get("says", ()):
        assert part in words, f"{part!r} is not said{context}"
    if turn.get("says_any"):
        assert any(part in words for part in turn["says_any"]), context
    for part in turn.get("says_not", ()):
        assert part not in words, f"{part!r} is said{context}"
    labels = [choice.label for choice in choices_of(handled)]
    for part in turn.get("choices", ()):
        assert any(part in label for label in labels), f"no button {part!r}{context}"
    if "slots" in turn or "missing_not" in turn:
        assert handled.draft is not None, f"no draft{context}"
        draft = draft_json(handled.draft)
        for name, display in turn.get("slots", {}).items():
            got = draft["slots"].get(name, {}).get("display", "")
            assert got == display, f"{name} is {got!r}{context}"
        for name in turn.get("missing_not", ()):
            assert name not in draft["missing"], f"{name} is missing{context}"
    if "cites" in turn:
        cited = {f"{c.doc_id}#{c.clause}" for reply in handled.replies for c in reply.citations}
        assert set(turn["cites"]) <= cited, f"cited {sorted(cited)}{context}"
    if "report" in turn:
        assert bool(handled.report_no) is turn["report"], f"report {handled.report_no}{context}"
    if "reports" in turn:
        assert stage.reports() == turn["reports"], context


def open_stage(application: Application, folder: Path) -> Stage:
    """A stage on a SQLite registry of its own in folder, with the shipped rules."""
    from importlib.resources import files

    from bot.checks.rule_context import load_rule_data
    from registry.likeness.finding import resembles_open_report
    from registry.rulebook import Rulebook
    from rules.lifecycle import parse_lifecycle

    clock = TestClock()
    data = load_rule_data(application.settings.corpus, folder)
    lifecycle = parse_lifecycle((files("rules") / "data" / "lifecycle.toml").read_text("utf-8"))
    random = counting_random()
    application = replace(application, clock=clock)

    url = f"sqlite:///{lay_schema(folder / FILE)}"

    def open_registry() -> Registry:
        return Registry.open(
            url,
            folder / "keys",
            clock=clock,
            randomness=random,
            rules=Rulebook(data.context, lifecycle),
            likeness=resembles_open_report,
            evidence_dir=folder / "evidence",
        )

    return Stage.open(application, open_registry, clock, url)
