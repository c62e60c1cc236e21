"""POST /ask: a question, answered at once as JSON, or sentence by sentence as an event stream.

A stream can be taken up again: the same question with Last-Event-ID goes on after that event, on
any worker, since the events of an answer are made of the answer alone.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from bot.channels.web.api.access import Asker
from bot.channels.web.api.documenting import GUESTS_TOO, problems
from bot.channels.web.api.models import AnswerBody, AskBody
from bot.channels.web.api.parts import Served, anyone, make_router
from bot.channels.web.api.values import Plain
from bot.dialogue.text_cleaning import clean_text
from bot.rendering.answers import answer_object
from registry.people.access_tokens import TokenScope

STREAM = "text/event-stream"
_ID_CHARS = 16
_STREAM_EXAMPLE = (
    'id: 3f2a…-1\nevent: sentence\ndata: {"text": "…", "citations": [0]}\n\n'
    'id: 3f2a…-2\nevent: done\ndata: {"status": "answered", …}\n\n'
)
LastEventId = Annotated[
    Plain | None,
    Header(alias="Last-Event-ID", max_length=80, description="流断开后，最后收到的事件的 id"),
]


router = make_router("问答")
Asking = Annotated[Asker, Depends(anyone(TokenScope.ASK))]


@router.post(
    "/ask",
    summary="提问",
    response_model=AnswerBody,
    responses={
        200: {"content": {STREAM: {"schema": {"type": "string"}, "example": _STREAM_EXAMPLE}}},
        **problems(413),
    },
    openapi_extra=GUESTS_TOO,
)
def ask(
    *,
    parts: Served,
    request: Request,
    body: AskBody,
    _asker: Asking,
    last_event_id: LastEventId = None,
) -> Response:
    """提一个问题，得到逐句注明依据条款的回答；文件没有规定的，如实说明。

    请求头 Accept 为 text/event-stream 时逐句发送，事件依次为 sentence 和 done；断开后带
    Last-Event-ID 重发同一请求，从断处接着发。范围：ask。
    """
    application = parts.web.application
    clock = application.clock
    started, today = clock.elapsed_s(), clock.today()
    answer = application.answering.answer(
        clean_text(body.question),
        as_of=body.as_of or today,
        place=clean_text(body.place) if body.place else None,
        history=[clean_text(turn) for turn in body.history],
    )
    parts.metrics.count_answer(answer.status.value, "api")
    elapsed_ms = (clock.elapsed_s() - started) * 1000
    record = answer_object(answer, elapsed_ms=elapsed_ms)
    if STREAM not in request.headers.get("accept", ""):
        return JSONResponse(AnswerBody(**record).model_dump(mode="json"))
    return StreamingResponse(stream_of(record, last_event_id or ""), media_type=STREAM)


def stream_of(record: dict[str, Any], last_event_id: str = "") -> Iterator[str]:
    """The events of an answer, those after last_event_id where that is one of this answer's.

    One `sentence` for each sentence, then `done` with the whole answer. Ids are `<answer>-<n>`;
    an id of another answer, as after the library has changed, starts from the beginning.
    """
    events: list[tuple[str, Any]] = [("sentence", each) for each in record["sentences"]]
    events.append(("done", record))
    answer_id = _id_of(record)
    known, _, number = last_event_id.rpartition("-")
    is_ours = known == answer_id and number.isascii() and number.isdigit() and len(number) < 9
    seen = int(number) if is_ours and int(number) <= len(events) else 0
    for n, (kind, data) in enumerate(events, start=1):
        if n > seen:
            told = json.dumps(data, ensure_ascii=False, default=str)
            yield f"id: {answer_id}-{n}\nevent: {kind}\ndata: {told}\n\n"


def _id_of(record: dict[str, Any]) -> str:
    """The same for the same answer to the same question, however long it took."""
    said = {key: value for key, value in record.items() if key != "elapsed_ms"}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_ID_CHARS]
