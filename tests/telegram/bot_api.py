"""A Bot API server on loopback that behaves as Telegram's documentation says, for tests.

Updates wait until a poll with a higher offset confirms them; two polls at once conflict (409);
texts above 4096 UTF-16 units, broken markup and long button data are refused (400); a chat that is
written to faster than it allows, or that was told to be slow, answers 429 with retry_after.
"""

import itertools
import json
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

TOKEN = "123456:test-token"
_queries = itertools.count(1)
ALLOWED_TAGS = frozenset({"b", "i", "u", "s", "a", "code", "pre", "blockquote"})


@dataclass
class BotApi:
    """The state of the server, and the server itself. Use as a context manager."""

    updates: list[dict[str, Any]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)  # accepted calls that say something
    calls: list[str] = field(default_factory=list)  # every method, in order
    files: dict[str, bytes] = field(default_factory=dict)
    slow_down: dict[int, int] = field(default_factory=dict)  # chat -> 429s still to give
    refuse: dict[str, tuple[int, str]] = field(default_factory=dict)  # method -> status, text
    webhook: dict[str, Any] = field(default_factory=dict)
    offsets: list[int | None] = field(default_factory=list)  # of every poll
    conflicts: int = 0
    _next_update: int = 1000
    _next_message: int = 1
    _lock: threading.Condition = field(default_factory=threading.Condition)
    _polling: bool = False
    _server: ThreadingHTTPServer | None = None
    _thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The address a bot is given."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "BotApi":
        api = self

        class Handler(_Handler):
            state = api

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        assert self._thread is not None
        with self._lock:
            self._lock.notify_all()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def says(self, user: int, text: str, *, edited: bool = False, **more: Any) -> int:
        """A person writes in their private chat; the update's id."""
        return self.add(text_update(user, text, self._message_id(), edited=edited, **more))

    def presses(self, user: int, data: str, message_id: int = 1) -> int:
        """A person presses a button; the update's id."""
        return self.add(press_update(user, data, message_id))

    def add(self, update: dict[str, Any], update_id: int | None = None) -> int:
        """Queue an update."""
        with self._lock:
            if update_id is None:
                update_id = self._next_update
                self._next_update += 1
            self.updates.append({"update_id": update_id, **update})
            self._lock.notify_all()
        return update_id

    def texts(self, chat: int) -> list[str]:
        """What was said in a chat, in order."""
        with self._lock:
            return [call["text"] for call in self.sent if _chat(call) == chat and "text" in call]

    def wait_for(self, wanted: Any, seconds: float = 15.0) -> None:
        """Wait until wanted(self) holds. Raises AssertionError after so many seconds."""
        end = time.monotonic() + seconds
        with self._lock:
            while not wanted(self):
                left = end - time.monotonic()
                assert left > 0, f"not seen; said: {[c.get('text') for c in self.sent]}"
                self._lock.wait(min(left, 0.05))

    def _message_id(self) -> int:
        with self._lock:
            self._next_message += 1
            return self._next_message

    def answer(self, method: str, given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Answer one call: status and body."""
        method = {"getupdates": "getUpdates"}.get(method, method)
        with self._lock:
            self.calls.append(method)
            if method in self.refuse:
                status, text = self.refuse[method]
                return status, _error(status, text)
        match method:
            case "getMe":
                return 200, _ok(_bot())
            case "getUpdates":
                return self._poll(given)
            case "setWebhook":
                self.webhook = given
            case "deleteWebhook":
                self.webhook = {}
            case "getFile":
                return self._file(given)
            case "sendMessage" | "editMessageText" | "editMessageReplyMarkup" | "sendDocument":
                return self._say(method, given)
        return 200, _ok(True)

    def _poll(self, given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        offset = int(given.get("offset") or 0)
        end = time.monotonic() + min(float(given.get("timeout") or 0), 1.0)
        with self._lock:
            self.offsets.append(offset or None)
            if self.webhook:
                text = "Conflict: can't use getUpdates method while webhook is active"
                return 409, _error(409, text)
            if self._polling:
                self.conflicts += 1
                text = "Conflict: terminated by other getUpdates request"
                return 409, _error(409, text)
            self._polling = True
            try:
                if offset:
                    self.updates = [u for u in self.updates if u["update_id"] >= offset]
                while not self.updates and (left := end - time.monotonic()) > 0:
                    self._lock.wait(left)
                limit = int(given.get("limit") or 100)
                return 200, _ok(self.updates[:limit])
            finally:
                self._polling = False

    def _file(self, given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        file_id = given["file_id"]
        if file_id not in self.files:
            return 400, _error(400, "Bad Request: invalid file_id")
        size = len(self.files[file_id])
        found = {"file_id": file_id, "file_unique_id": file_id, "file_size": size}
        return 200, _ok({**found, "file_path": f"documents/{file_id}"})

    def _say(self, method: str, given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        chat = _chat(given)
        with self._lock:
            if self.slow_down.get(chat, 0) > 0:
                self.slow_down[chat] -= 1
                return 429, {
                    **_error(429, "Too Many Requests: retry after 1"),
                    "parameters": {"retry_after": 1},
                }
        if problem := _problem(given):
            return 400, _error(400, f"Bad Request: {problem}")
        message_id = self._message_id()
        with self._lock:
            self.sent.append({"method": method, **given})
            self._lock.notify_all()
        return 200, _ok({**_message(message_id, chat), "from": _bot(), "text": "…"})


def text_update(
    user: int, text: str, message_id: int = 1, *, edited: bool = False, **more: Any
) -> dict[str, Any]:
    """An update: a person wrote in their private chat."""
    message = {**_message(message_id, user), "text": text, **more}
    return {"edited_message" if edited else "message": message}


def press_update(user: int, data: str, message_id: int) -> dict[str, Any]:
    """An update: a person pressed a button."""
    message = {**_message(message_id, user), "text": "…", "from": _bot()}
    query = {"id": f"q{next(_queries)}", "from": _user(user), "chat_instance": "1"}
    return {"callback_query": {**query, "data": data, "message": message}}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: bots that are killed leave their connections."""


class _Handler(BaseHTTPRequestHandler):
    state: BotApi
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        given = self._read()
        _, token, method = self.path.split("/")
        if token != f"bot{TOKEN}":
            self._write(401, _error(401, "Unauthorized"))
            return
        self._write(*self.state.answer(method, given))

    def do_GET(self) -> None:
        content = self.state.files.get(self.path.rpartition("/")[2])
        if content is None:
            self._write(404, _error(404, "Not Found"))
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _read(self) -> dict[str, Any]:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = self.headers.get("Content-Type", "")
        if kind.startswith("multipart/form-data"):
            return _multipart(kind, body)
        if kind.startswith("application/json"):
            return dict(json.loads(body))
        return {name: values[0] for name, values in parse_qs(body.decode()).items()}

    def _write(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        try:
            self.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):
            return

    def log_message(self, *_: object) -> None:
        """Nothing: the tests read `calls`."""


class _Markup(HTMLParser):
    """Finds tags Telegram does not know, and tags left open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.bad = False
        self.length = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.bad = self.bad or tag not in ALLOWED_TAGS
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.bad = self.bad or not self.open or self.open.pop() != tag

    def handle_data(self, data: str) -> None:
        self.length += len(data.encode("utf-16-le")) // 2


def _problem(given: dict[str, Any]) -> str:
    if "text" in given:
        markup = _Markup()
        markup.feed(given["text"])
        markup.close()
        if given.get("parse_mode") == "HTML" and (markup.bad or markup.open):
            return "can't parse entities"
        if not given["text"].strip():
            return "message text is empty"
        if markup.length > 4096:
            return "message is too long"
    keyboard = given.get("reply_markup")
    keyboard = json.loads(keyboard) if isinstance(keyboard, str) else keyboard or {}
    for row in keyboard.get("inline_keyboard", ()):
        for button in row:
            if not 1 <= len(button["callback_data"].encode()) <= 64:
                return "BUTTON_DATA_INVALID"
    return ""


def _multipart(kind: str, body: bytes) -> dict[str, Any]:
    parsed: Message = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    found: dict[str, Any] = defaultdict(str)
    for part in parsed.get_payload():  # type: ignore[union-attr]
        name = part.get_param("name", header="content-disposition")  # type: ignore[union-attr]
        content = part.get_payload(decode=True)  # type: ignore[union-attr]
        filename = part.get_filename()  # type: ignore[union-attr]
        found[name] = (
            content.decode("utf-8", "replace") if filename is None else (filename, content)
        )  # type: ignore[union-attr,index]
    return dict(found)


def _chat(given: dict[str, Any]) -> int:
    return int(given.get("chat_id") or 0)


def _ok(result: object) -> dict[str, Any]:
    return {"ok": True, "result": result}


def _error(status: int, text: str) -> dict[str, Any]:
    return {"ok": False, "error_code": status, "description": text}


def _user(user: int) -> dict[str, Any]:
    return {"id": user, "is_bot": False, "first_name": "示例"}


def _bot() -> dict[str, Any]:
    return {"id": 1, "is_bot": True, "first_name": "一盘棋", "username": "yipanqi_bot"}


def _message(message_id: int, user: int) -> dict[str, Any]:
    chat = {"id": user, "type": "private", "first_name": "示例"}
    return {"message_id": message_id, "date": 1_790_000_000, "chat": chat, "from": _user(user)}
