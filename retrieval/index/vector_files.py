"""Look after the folder of the embedded vector store: owner, state, damage, fresh folders.

The store's own files lie in a numbered folder; `state.json` beside it names the folder, the model
and the catalogue generation. A child process looks at a store before this process opens it, always:
files damaged while a process had them open are not seen by it, and close as if they were well.
Does not: import the vector store; a damaged one can take the whole process down.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.errors import IndexUnavailable

PROBE_TIMEOUT_S = 120.0

Probe = Callable[[Path, str], bool]


@dataclass(frozen=True, slots=True)
class ModelStamp:
    """Which vectors a store holds."""

    model: str
    dimension: int
    normalised: bool = True

    def collection(self, catalog: str) -> str:
        """Name of the collection for these vectors of one catalogue."""
        digest = hashlib.sha256(self.model.encode()).hexdigest()[:12]
        kind = "unit" if self.normalised else "raw"
        return f"clauses-{catalog[:12]}-{digest}-{self.dimension}-{kind}"


@dataclass(frozen=True, slots=True)
class VectorState:
    """What the folder holds.

    catalog: identity of the catalogue it was built from; generation: up to where; deleted: vectors
    taken out since the folder was new.
    """

    folder: str
    stamp: ModelStamp
    catalog: str
    generation: int = -1
    deleted: int = 0

    @property
    def collection(self) -> str:
        """Name of the collection inside the store."""
        return self.stamp.collection(self.catalog)


class VectorFolder:
    """The folder of one library's vectors, owned by at most one process."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._state_file = root / "state.json"
        self._lock = FileLock(root / "owner.lock", thread_local=False)

    def take(self) -> None:
        """Become the owner. Raises IndexUnavailable (`owned`) where another process is."""
        self.root.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            message = "another process owns the vector store"
            raise IndexUnavailable(message, code="owned", path=str(self.root)) from error

    def release(self) -> None:
        """Stop being the owner."""
        self._lock.release()

    @property
    def state(self) -> VectorState | None:
        """What was noted last; None where there is nothing, or nothing readable."""
        try:
            data = json.loads(self._state_file.read_text("utf-8"))
            return VectorState(**data | {"stamp": ModelStamp(**data["stamp"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def note(self, state: VectorState) -> None:
        """Write the state in one step."""
        draft = self._state_file.with_suffix(".tmp")
        draft.write_text(json.dumps(asdict(state)), "utf-8")
        draft.replace(self._state_file)

    def path(self, state: VectorState) -> Path:
        """Where the store's own files lie."""
        return self.root / state.folder

    def is_sound(self, state: VectorState, probe: Probe) -> bool:
        """Whether the files can be opened: a child did, and found in them what they hold."""
        path = self.path(state)
        return path.is_dir() and probe(path, state.collection)

    def start_afresh(self, stamp: ModelStamp, catalog: str) -> VectorState:
        """Name a new empty folder and make it the current one."""
        taken = [int(p.name) for p in self.root.iterdir() if p.name.isdigit()]
        taken += [int(p.name.rpartition("-")[2]) for p in self.root.glob("quarantine-*")]
        state = VectorState(f"{max(taken, default=0) + 1:04d}", stamp, catalog)
        self.path(state).mkdir()
        self.note(state)
        return state

    def quarantine(self, state: VectorState) -> Path | None:
        """Set damaged files aside, the newest only, and return where they are."""
        for older in self.root.glob("quarantine-*"):
            shutil.rmtree(older, ignore_errors=True)
        path, aside = self.path(state), self.root / f"quarantine-{state.folder}"
        self._state_file.unlink(missing_ok=True)
        if not path.is_dir():
            return None
        return path.rename(aside)

    def discard_others(self, state: VectorState) -> None:
        """Delete the folders of earlier stores."""
        for path in self.root.iterdir():
            if path.is_dir() and path.name.isdigit() and path.name != state.folder:
                shutil.rmtree(path, ignore_errors=True)


def probe_in_child(path: Path, collection: str, *, timeout_s: float = PROBE_TIMEOUT_S) -> bool:
    """Open the store in a child process and let it find its own vectors; False where that fails or
    crashes."""
    command = [sys.executable, "-m", "retrieval.index.vector_store", str(path), collection]
    try:
        done = subprocess.run(command, capture_output=True, timeout=timeout_s, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
