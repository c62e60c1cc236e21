"""The child that reads untrusted files: takes paths on stdin, answers with JSON on stdout.

Run as `python -m retrieval.intake.parse_child` by `intake.sandbox` only. Limits itself before the
first file: memory, processor time per file, no written files, no network, no other programs.
Messages are a length (8 bytes, big endian) and UTF-8 JSON.
"""

import ctypes
import json
import os
import resource
import stat
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, BinaryIO

from retrieval.errors import DocumentError
from retrieval.intake.interchange import document_to_json, meta_from_json
from retrieval.intake.parsing import parse_bytes
from retrieval.loading.blocks import too_large
from retrieval.loading.limits import Limits
from retrieval.types import DocumentMeta

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_FORBIDDEN = (
    "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "socket.__new__",
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty",
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate",
    "shutil.rmtree",
)  # fmt: skip


def main() -> None:
    """Answer requests on stdin until it closes."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    serve(sys.stdin.buffer, answers)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until they end. The first message holds limits and known front matter."""
    setup = read_message(requests)
    if setup is None:
        return
    limits = Limits(**setup["limits"])
    known = [meta_from_json(values) for values in setup["known"]]
    confine(limits)
    write_message(answers, {"ready": True})
    while (request := read_message(requests)) is not None:
        _limit_processor(limits.cpu_s)
        answer = handle(str(request["path"]), str(request["name"]), known, limits)
        write_message(answers, answer)


def handle(path: str, name: str, known: Sequence[DocumentMeta], limits: Limits) -> dict[str, Any]:
    """Parse one file into an answer: documents, or the code and fields of the error."""
    try:
        documents = parse_bytes(read_file(path, limits), name, known=known, limits=limits)
        return {"documents": [document_to_json(document) for document in documents]}
    except DocumentError as error:
        return {"error": str(error), "code": error.code, "fields": _plain(error.fields)}
    except MemoryError:
        fields = {"measure": "memory_bytes", "limit": limits.memory_bytes}
        return {"error": "out of memory", "code": "too_large", "fields": fields}
    except RecursionError:
        return {"error": "nested too deep", "code": "hostile", "fields": {"reason": "depth"}}
    except (ArithmeticError, LookupError, OSError, TypeError, ValueError) as error:
        reason = type(error).__name__
        return {
            "error": f"{reason} while reading",
            "code": "unreadable",
            "fields": {"reason": reason},
        }


def read_file(path: str, limits: Limits) -> bytes:
    """Read a regular file of at most the allowed size. Raises DocumentError."""
    try:
        handle_number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise DocumentError("cannot open", code="unreadable", reason="open") from error
    state = os.fstat(handle_number)
    if not stat.S_ISREG(state.st_mode):
        os.close(handle_number)
        raise DocumentError("not a file", code="unsupported", kind="not_a_file")
    with os.fdopen(handle_number, "rb") as stream:
        if state.st_size > limits.file_bytes:
            raise too_large("file_bytes", limits.file_bytes)
        data = stream.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise too_large("file_bytes", limits.file_bytes)
    return data


def confine(limits: Limits) -> None:
    """Give up, for the rest of the process, what reading a file does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.setrecursionlimit(2_000)
    _leave_network()
    sys.addaudithook(_refuse)


def _leave_network() -> None:
    """Move to an empty network namespace where the system allows it; the audit hook backs it."""
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is not None and unshare(_NEW_NETWORK) != 0:
        unshare(_NEW_USER | _NEW_NETWORK)


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"{event} is not allowed while reading a document")


def _limit_processor(seconds: int) -> None:
    """Allow this much more processor time; beyond it the kernel ends the process."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(time.process_time()) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _plain(fields: Mapping[str, object]) -> dict[str, str | int | float]:
    return {
        name: value if isinstance(value, str | int | float) else str(value)
        for name, value in fields.items()
    }


def make_setup(known: Sequence[Mapping[str, Any]], limits: Limits) -> dict[str, Any]:
    """The first message of a child."""
    return {"known": list(known), "limits": asdict(limits)}


def write_message(stream: BinaryIO, values: Mapping[str, Any]) -> None:
    """Send one message."""
    data = json.dumps(values, ensure_ascii=False).encode()
    stream.write(len(data).to_bytes(8, "big") + data)
    stream.flush()


def read_message(stream: BinaryIO) -> Any:
    """Receive one message; None at the end of the stream."""
    size = stream.read(8)
    if len(size) < 8:
        return None
    return json.loads(stream.read(int.from_bytes(size, "big")))


if __name__ == "__main__":
    main()
