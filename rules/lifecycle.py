"""Lifecycle of a first report: a table of states, steps, actors, guards and clauses.

Clauses: hz-2019-40#4.1, #4.2, #4.3; hz-2024-chain#3.3, #3.5. Reads: the text of
rules/data/lifecycle.toml, handed in.
Does not move anything: the registry does, and asks here whether a step exists and what it needs.
Silent points: return, withdrawal, conflict, expiry and later stages are working practice, marked
`local`; a state that needs a local setting does not exist while the setting is unset.
"""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.clauses import ClauseRef
from rules.errors import ParameterError
from rules.parameters import ParameterSet, Unset

START = "DRAFT"
_STATE_KEYS = {"name", "label", "final", "holds_right", "requires"}
_STEP_KEYS = {"name", "from", "to", "actors", "guards", "clause", "basis", "requires"}


class Actor(StrEnum):
    """Who may take a step."""

    DISTRICT = "district"
    BUREAU = "bureau"
    SYSTEM = "system"


class Refusal(StrEnum):
    """Why a step may not be taken."""

    NO_SUCH_STEP = "no_such_step"  # not from this state, or not while its setting is unset
    WRONG_ACTOR = "wrong_actor"
    GUARD_OPEN = "guard_open"


@dataclass(frozen=True, slots=True)
class State:
    """One state; requires: the local setting without which it does not exist."""

    name: str
    label: str
    is_final: bool = False
    holds_right: bool = False
    requires: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """One step. guards: names of conditions, all of which must hold.

    is_local: the text is silent and the step is this system's working practice.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    actors: tuple[Actor, ...]
    guards: tuple[str, ...]
    clause: ClauseRef
    is_local: bool
    requires: str = ""


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """Whether a step may be taken: the step when it may, else why not and the open guards."""

    transition: Transition | None
    refusal: Refusal | None = None
    open_guards: tuple[str, ...] = ()

    @property
    def is_allowed(self) -> bool:
        """Whether nothing stands in the way."""
        return self.refusal is None


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The table, as far as it exists under the settings of a day."""

    states: tuple[State, ...]
    transitions: tuple[Transition, ...]

    def under(self, parameters: ParameterSet, as_of: date) -> "Lifecycle":
        """The table without the states and steps whose local setting is unset on the day."""

        def exists(requires: str) -> bool:
            return not requires or not isinstance(parameters.resolve(requires, as_of), Unset)

        states = tuple(state for state in self.states if exists(state.requires))
        names = {state.name for state in states}
        steps = (t for t in self.transitions if exists(t.requires) and t.target in names)
        return Lifecycle(states, tuple(steps))

    def find_state(self, name: str) -> State | None:
        """The state of that name, None when it does not exist."""
        return next((state for state in self.states if state.name == name), None)

    def steps_from(self, state: str, actor: Actor | None = None) -> tuple[Transition, ...]:
        """Steps out of a state, for one actor or for all, in table order."""
        steps = (t for t in self.transitions if state in t.sources)
        return tuple(t for t in steps if actor is None or actor in t.actors)

    def may_take(
        self, state: str, step: str, *, actor: Actor, met_guards: Collection[str]
    ) -> StepAnswer:
        """Whether an actor may take a step from a state with the guards met so far."""
        found = next((t for t in self.steps_from(state) if t.name == step), None)
        if found is None:
            return StepAnswer(None, Refusal.NO_SUCH_STEP)
        if actor not in found.actors:
            return StepAnswer(found, Refusal.WRONG_ACTOR)
        open_guards = tuple(guard for guard in found.guards if guard not in met_guards)
        return StepAnswer(found, Refusal.GUARD_OPEN if open_guards else None, open_guards)

    def reachable(self) -> frozenset[str]:
        """Names of the states that can be reached from a draft."""
        reached, waiting = {START}, [START]
        while waiting:
            for step in self.steps_from(waiting.pop()):
                if step.target not in reached:
                    reached.add(step.target)
                    waiting.append(step.target)
        return frozenset(reached)


def parse_lifecycle(text: str) -> Lifecycle:
    """Read the table. Raises ParameterError naming the entry and what is wrong with it."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ParameterError(f"not TOML: {error}", code="not_toml", value=str(error)) from error
    lifecycle = Lifecycle(
        tuple(_parse_state(row) for row in _rows(tables, "state")),
        tuple(_parse_transition(row) for row in _rows(tables, "transition")),
    )
    _check(lifecycle)
    return lifecycle


def _check(lifecycle: Lifecycle) -> None:
    """Names are unique, every step joins states of the table, final states have no way out."""
    names = [state.name for state in lifecycle.states]
    for kind, listed in (("state", names), ("step", [t.name for t in lifecycle.transitions])):
        if len(set(listed)) != len(listed):
            raise _bad(kind, "name_twice", listed)
    final = {state.name for state in lifecycle.states if state.is_final}
    for step in lifecycle.transitions:
        if unknown := {*step.sources, step.target} - set(names):
            raise _bad(step.name, "unknown_state", sorted(unknown))
        if leaving := final & set(step.sources):
            raise _bad(step.name, "leaves_final_state", sorted(leaving))


def _rows(tables: Mapping[str, object], key: str) -> Iterable[Mapping[str, object]]:
    rows = tables.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise _bad(key, "not_a_table", rows)
    return rows


def _parse_state(row: Mapping[str, object]) -> State:
    if set(row) - _STATE_KEYS or not isinstance(row.get("name"), str):
        raise _bad("state", "bad_row", row)
    return State(
        str(row["name"]),
        str(row.get("label", "")),
        row.get("final", False) is True,
        row.get("holds_right", False) is True,
        str(row.get("requires", "")),
    )


def _parse_transition(row: Mapping[str, object]) -> Transition:
    missing = {"name", "from", "to", "actors", "guards", "clause", "basis"} - set(row)
    if missing or set(row) - _STEP_KEYS:
        raise _bad("step", "bad_row", row)
    name = str(row["name"])
    if row["basis"] not in ("clause", "local"):
        raise _bad(name, "bad_basis", row["basis"])
    try:
        clause = ClauseRef.parse(str(row["clause"]))
        actors = tuple(Actor(actor) for actor in _names(name, row["actors"]))
    except ValueError as error:
        raise _bad(name, "bad_actor_or_clause", str(error)) from error
    sources, guards = _names(name, row["from"]), _names(name, row["guards"])
    is_local, requires = row["basis"] == "local", str(row.get("requires", ""))
    return Transition(name, sources, str(row["to"]), actors, guards, clause, is_local, requires)


def _names(step: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        raise _bad(step, "not_names", value)
    return tuple(value)


def _bad(name: str, code: str, value: object) -> ParameterError:
    return ParameterError(
        f"lifecycle {name!r}: {code} ({value!r})", code=code, name=name, value=value
    )
