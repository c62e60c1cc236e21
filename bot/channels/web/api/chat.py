"""POST /chat: the conversation, one message at a time, with files as base64 or as a form."""

import base64
import uuid
from typing import Annotated, Any

from fastapi import Depends, File, Form, UploadFile
from pydantic import ConfigDict, Field

from bot.channels.web.api.access import Asker
from bot.channels.web.api.documenting import problems
from bot.channels.web.api.models import CitationBody
from bot.channels.web.api.parts import Parts, Served, make_router, member
from bot.channels.web.api.values import Base64, Body, Plain, Shown
from bot.dialogue.message_limits import count_message
from bot.dialogue.messages import Attachment, Incoming
from bot.rendering.replies import handled_object
from registry.people.access_tokens import TokenScope

MOST_FILES = 5
MOST_TEXT = 20_000
_FileName = Annotated[Plain, Field(min_length=1, max_length=200)]
_MessageId = Annotated[str, Field(pattern=r"^[!-~]{1,100}$")]
_FormMessageId = Annotated[str, Field(pattern=r"^[!-~]{0,100}$")]  # an empty field is none
_Data = Annotated[Plain, Field(max_length=64)]
_Text = Annotated[Plain, Field(max_length=MOST_TEXT)]


class FileBody(Body):
    """A file that comes with a message."""

    name: _FileName
    content_base64: Base64


class MessageBody(Body):
    """A message: words, a pressed button, or files."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"text": "我要报备一个项目，投资方是示例半导体有限公司", "message_id": "m-1"},
                {"text": "首报向哪个部门报备？"},
            ]
        }
    )

    text: _Text = Field("", description="说的话")
    data: _Data = Field("", description="按下的按钮，取自上一条回复的 choices")
    message_id: _MessageId | None = Field(
        None, description="由调用方自定；重发时用同一个，得到同样的回复，不会办两次"
    )
    attachments: list[FileBody] = Field(default_factory=list, max_length=MOST_FILES)


class ChoiceBody(Shown):
    """A button: send its data back."""

    label: str
    data: str


class RowBody(Shown):
    """A line of a card."""

    label: str
    value: str
    note: str


class CardBody(Shown):
    """Something to be looked at as a whole."""

    kind: str
    title: str
    rows: list[RowBody]
    lines: list[str]


class OutgoingFileBody(Shown):
    """A file for the person."""

    name: str
    media_type: str
    content_base64: str


class ReplyBody(Shown):
    """One thing said; text says everything a person must read."""

    text: str
    choices: list[ChoiceBody]
    citations: list[CitationBody]
    card: CardBody | None
    file: OutgoingFileBody | None


class SlotBody(Shown):
    """A value of a draft, with the words it came from."""

    value: Any
    display: str
    status: str
    raw: str


class DraftStateBody(Shown):
    """The draft a talk works on."""

    version: int
    slots: dict[str, SlotBody]
    missing: list[str]


class HandledBody(Shown):
    """What a message came to. message_id: as sent, or as made for it."""

    replies: list[ReplyBody]
    intent: str
    draft: DraftStateBody | None
    report_no: str | None
    message_id: str


router = make_router("聊天")
Talker = Annotated[Asker, Depends(member(TokenScope.CHAT))]


@router.post("/chat", summary="说一句话", response_model=HandledBody, responses=problems(413))
def chat(*, parts: Served, body: MessageBody, asker: Talker) -> dict[str, Any]:
    """与助手对话：提问、核对、填首报、查进度、办审核。每个令牌是一段对话。范围：chat。"""
    files = tuple(
        Attachment(file.name, base64.b64decode(file.content_base64)) for file in body.attachments
    )
    return _say(parts, asker, body, files)


@router.post(
    "/chat/files", summary="带附件说一句话", response_model=HandledBody, responses=problems(413)
)
def chat_with_files(
    *,
    parts: Served,
    asker: Talker,
    files: Annotated[list[UploadFile], File(max_length=MOST_FILES, description="附件")],
    text: Annotated[_Text, Form()] = "",
    message_id: Annotated[_FormMessageId, Form()] = "",
) -> dict[str, Any]:
    """同 /chat，附件以表单（multipart）发送，一次不超过 20 MB。范围：chat。"""
    body = MessageBody(text=text, data="", message_id=message_id or None)
    sent = tuple(Attachment((f.filename or "附件")[:200], f.file.read()) for f in files)
    return _say(parts, asker, body, sent)


def _say(
    parts: Parts, asker: Asker, body: MessageBody, files: tuple[Attachment, ...]
) -> dict[str, Any]:
    assert asker.member is not None
    message = Incoming(
        conversation=asker.conversation,
        account=asker.member.account,
        channel="api",
        message_id=body.message_id or uuid.uuid4().hex,
        text=body.text,
        data=body.data,
        attachments=files,
    )
    count_message(parts.web.registry, message, parts.limits.messages_a_minute)
    handled = parts.web.conversation.handle(message)
    return {**handled_object(handled), "message_id": message.message_id}
