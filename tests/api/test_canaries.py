"""No word a person sends reaches a log, at whatever level, through the API."""

import logging
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from registry.transactions.permissions import Role
from tests.api.conftest import ADDRESS, opened_world
from tests.registry.building import CONTENT

WORDS = ("金丝雀半导体有限公司", "13800138000", "canary-file", "CANARY-KEY", "canary.person")


def test_no_word_of_a_request_is_in_a_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    name, phone, file, key, person = WORDS
    slots = {**CONTENT, "investor_name": name, "investor_phone": phone}
    caplog.set_level(logging.DEBUG)
    with opened_world(tmp_path) as world:
        client = TestClient(world.app, ADDRESS, raise_server_exceptions=False)

        def call(method: str, path: str, **more: Any) -> Any:
            headers = {**world.bearer(Role.DISTRICT_STAFF), **more.pop("headers", {})}
            return client.request(method, f"/api/v1{path}", headers=headers, **more)

        draft = call("POST", "/drafts", json={"slots": slots}).json()
        filing = {"draft_id": draft["draft_id"], "version": 1}
        number = call("POST", "/reports", json=filing, headers={"Idempotency-Key": key}).json()
        assert number["report_no"]
        call("POST", "/chat", json={"text": f"投资方是{name}，电话{phone}", "message_id": key})
        call("POST", "/ask", json={"question": f"坏{name}"})  # a part that fails
        call("POST", "/drafts", json={"slots": {name: phone}})
        call("GET", f"/reports/{name}", params={"after": phone})
        path = f"/reports/{number['report_no']}"
        call("POST", f"{path}/files", files={"file": (f"{file}.txt", phone.encode())})
        call("POST", f"{path}/notes", json={"note": name, "on": phone})
        client.get("/api/v1/me", headers={"authorization": f"Bearer {person}"})

    ours = [r for r in caplog.records if not r.name.startswith(("asyncio", "httpx", "httpcore"))]
    told = "\n".join(logging.Formatter("%(name)s %(message)s").format(r) for r in ours)
    assert told, "nothing was logged at all"
    assert [word for word in WORDS if word in told] == []
