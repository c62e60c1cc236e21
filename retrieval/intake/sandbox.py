"""Parse untrusted files in a child process that is limited in memory, time and reach.

A file that fails costs its own error and nothing else: the child is replaced, the parent neither
holds the file's content nor parses it. One warm child serves many files.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from retrieval.errors import DocumentError
from retrieval.intake.interchange import document_from_json, meta_to_json
from retrieval.loading.characters import safe_name
from retrieval.loading.limits import Limits
from retrieval.types import DocumentMeta, ParsedDocument

__all__ = ["Limits", "Sandbox", "parse_file", "parse_files"]

_DEFAULT_LIMITS = Limits()
_FILES_PER_CHILD = 2_000
_START_S = 60.0
_CHUNK = 1 << 16

ParseResult = list[ParsedDocument] | DocumentError


def parse_file(
    path: Path, *, known: Sequence[DocumentMeta] = (), limits: Limits = _DEFAULT_LIMITS
) -> list[ParsedDocument]:
    """Parse one file in a child of its own.

    known: front matter of the library, to recognise originals.
    Raises DocumentError: `empty too_large unreadable encrypted scanned unsupported hostile
    timeout`; fields hold `name` and what the code needs (measure and limit, kind, reason).
    """
    with Sandbox(known=known, limits=limits) as sandbox:
        return sandbox.parse(path)


def parse_files(
    paths: Iterable[Path], *, known: Sequence[DocumentMeta] = (), limits: Limits = _DEFAULT_LIMITS
) -> Iterator[tuple[Path, ParseResult]]:
    """Parse many files one after another in a warm child; errors are results, order is kept."""
    with Sandbox(known=known, limits=limits) as sandbox:
        for path in paths:
            try:
                yield path, sandbox.parse(path)
            except DocumentError as error:
                yield path, error


class Sandbox:
    """One child at a time, started when first needed, replaced after a failure or many files."""

    def __init__(
        self, *, known: Sequence[DocumentMeta] = (), limits: Limits = _DEFAULT_LIMITS
    ) -> None:
        self._known = [meta_to_json(meta) for meta in known]
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._served = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's process id while one runs."""
        return self._child.pid if self._child is not None else None

    def parse(self, path: Path) -> list[ParsedDocument]:
        """Parse one file. Raises DocumentError as `parse_file` does."""
        name = safe_name(path.name)
        try:
            answer = self._ask({"path": os.path.abspath(path), "name": name})  # noqa: PTH100
            if "documents" in answer:
                return [document_from_json(values) for values in answer["documents"]]
        except DocumentError as error:
            self.close()
            error.fields["name"] = name
            raise
        except (ValueError, KeyError, TypeError) as error:
            self.close()
            message = "the parsing child answered nonsense"
            raise DocumentError(message, code="unreadable", name=name, reason="child") from error
        fields = {str(key): value for key, value in answer.get("fields", {}).items()}
        if fields.get("measure") == "memory_bytes":
            self.close()
        fields["name"] = name
        raise DocumentError(str(answer.get("error")), code=str(answer.get("code")), **fields)

    def close(self) -> None:
        """End the child, if any."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue  # unsent bytes to a child that is gone
        child.wait()

    def _ask(self, request: dict[str, str]) -> dict[str, Any]:
        if self._served >= _FILES_PER_CHILD:
            self.close()
        if self._child is None:
            self._start()
        self._served += 1
        self._send(request)
        return self._receive(self._limits.wall_s)

    def _start(self) -> None:
        self._served = 0
        self._child = subprocess.Popen(
            [sys.executable, "-m", "retrieval.intake.parse_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_child_environment(),
            close_fds=True,
            start_new_session=True,
        )
        self._send({"known": self._known, "limits": _limit_values(self._limits)})
        self._receive(_START_S)

    def _send(self, message: dict[str, Any]) -> None:
        assert self._child is not None
        assert self._child.stdin is not None
        data = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogateescape")
        try:
            self._child.stdin.write(len(data).to_bytes(8, "big") + data)
            self._child.stdin.flush()
        except OSError as error:
            raise self._lost() from error

    def _receive(self, timeout_s: float) -> dict[str, Any]:
        """One answer within timeout_s seconds. Raises DocumentError(timeout, too_large, …)."""
        deadline = time.monotonic() + timeout_s
        size = int.from_bytes(self._read(8, deadline), "big")
        if size > self._limits.result_bytes:
            raise DocumentError(
                "the result is too large",
                code="too_large",
                measure="result_bytes",
                limit=self._limits.result_bytes,
            )
        answer = json.loads(self._read(size, deadline))
        if not isinstance(answer, dict):
            raise TypeError("an answer is an object")
        return answer

    def _read(self, size: int, deadline: float) -> bytes:
        assert self._child is not None
        assert self._child.stdout is not None
        pieces, left, number = [], size, self._child.stdout.fileno()
        with selectors.DefaultSelector() as selector:
            selector.register(number, selectors.EVENT_READ)
            while left:
                remaining = deadline - time.monotonic()
                if remaining <= 0 or not selector.select(remaining):
                    raise self._timeout("wall_s", self._limits.wall_s)
                piece = os.read(number, min(left, _CHUNK))
                if not piece:
                    raise self._lost()
                pieces.append(piece)
                left -= len(piece)
        return b"".join(pieces)

    def _timeout(self, measure: str, limit: float) -> DocumentError:
        return DocumentError("parsing took too long", code="timeout", measure=measure, limit=limit)

    def _lost(self) -> DocumentError:
        """What a child that died while reading a file means for the file."""
        assert self._child is not None
        try:
            status = self._child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            status = 0
        if status in (-signal.SIGXCPU, -signal.SIGKILL):
            return self._timeout("cpu_s", self._limits.cpu_s)
        return DocumentError("the parsing child died", code="hostile", reason="crash")


def _child_environment() -> dict[str, str]:
    """Nothing of ours: no settings and no keys reach the child, only where the code is."""
    root = str(Path(__file__).resolve().parents[2])
    return {
        "PYTHONPATH": os.pathsep.join([root, *filter(None, sys.path)]),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
    }


def _limit_values(limits: Limits) -> dict[str, Any]:
    return {name: getattr(limits, name) for name in Limits.__dataclass_fields__}
