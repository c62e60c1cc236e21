import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import LogFormat, log_access, request_id, set_up_logs

NAMES = ("bot", "registry", "retrieval", "rules")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root, made = logging.getLogger(), io.StringIO()
    level = root.level
    yield made
    for handler in [h for h in root.handlers if h.get_name() == "yipanqi"]:
        root.removeHandler(handler)
    root.setLevel(level)
    for name in NAMES:
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.mark.parametrize("form", ["json", "text"])
def test_every_event_is_one_line(stream: io.StringIO, form: LogFormat) -> None:
    set_up_logs(form, stream)

    logging.getLogger("bot.x").warning("one\ntwo %s", "three")
    log_access(method="GET", route="/a", status=200)

    assert len(stream.getvalue().splitlines()) == 2


def test_a_line_of_json_has_time_level_logger_and_request(stream: io.StringIO) -> None:
    set_up_logs("json", stream)
    mark = request_id.set("id-1")
    logging.getLogger("bot.x").warning("said %s", "so")
    request_id.reset(mark)

    line = json.loads(stream.getvalue())
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "warning",
        "logger": "bot.x",
        "message": "said so",
        "request_id": "id-1",
    }


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_failure_is_its_class_and_place_and_not_its_words(
    stream: io.StringIO, form: LogFormat
) -> None:
    set_up_logs(form, stream)
    try:
        int("secret")
    except ValueError as error:
        logging.getLogger("bot.x").error("failed: %s", "secret", exc_info=error)

    told = stream.getvalue()
    assert "ValueError" in told
    assert "test_logs.py" in told
    assert "secret" not in told


def test_setting_up_anew_replaces_and_quiet_libraries_stay_quiet(stream: io.StringIO) -> None:
    set_up_logs("text", io.StringIO())
    set_up_logs("text", stream, level=logging.WARNING)

    log_access(status=200)
    logging.getLogger("somebody.else").info("chatter")
    logging.getLogger("bot.x").warning("once")

    assert stream.getvalue().count("once") == 1
    assert len(stream.getvalue().splitlines()) == 1
