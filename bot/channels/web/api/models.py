"""The JSON bodies of the HTTP API, with examples in Chinese."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from bot.channels.web.api.values import Body, Day

MAX_HISTORY = 50
_ShortText = Annotated[str, Field(max_length=2_000)]


class AskBody(Body):
    """A question; the answering side judges its length and says in Chinese what is wrong."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"question": "首报向哪个部门报备？", "as_of": "2026-11-22", "place": "杭州"},
                {"question": "那期限呢？", "history": ["首报向哪个部门报备？"]},
            ]
        },
    )

    question: str = Field(max_length=100_000, description="问题")
    as_of: Day | None = Field(None, description="按哪一天的规定回答，默认今天")
    place: _ShortText | None = Field(None, description="只用这个地方的文件")
    history: list[_ShortText] = Field(
        default_factory=list, max_length=MAX_HISTORY, description="同一段对话里先前的问题，旧的在前"
    )


class CitationBody(BaseModel):
    """Where a sentence of an answer stands."""

    doc_id: str
    edition: str
    title: str
    number: str
    clause: str
    clause_title: str
    quote: str
    origin: str
    tier: str
    place: str
    effective_from: date | None
    effective_to: date | None
    status: str


class SentenceBody(BaseModel):
    """One sentence with the indexes of its citations."""

    text: str
    citations: list[int]


class AnswerBody(BaseModel):
    """An answer, every sentence bound to citations; or a refusal with the nearest clauses."""

    question: str
    status: str
    answer: str
    sentences: list[SentenceBody]
    citations: list[CitationBody]
    rule: dict[str, Any] | None
    missing: list[str]
    nearest: list[CitationBody]
    elapsed_ms: float


class DocumentBody(BaseModel):
    """One edition of one document."""

    doc_id: str
    edition: str
    title: str
    number: str
    issuer: str
    published: date | None
    effective_from: date | None
    effective_to: date | None
    status: str
    place: str
    tier: str
    notes: str


class ClauseBody(BaseModel):
    """One clause with its text."""

    doc_id: str
    edition: str
    clause: str
    label: str
    title: str
    text: str
    origin: str
    place: str


class ClausePage(BaseModel):
    """Some clauses. next: hand it in as `after` for those that follow; empty on the last page."""

    items: list[ClauseBody]
    next: str


class ProblemBody(BaseModel):
    """The one shape of every error (application/problem+json)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    fields: dict[str, str]
