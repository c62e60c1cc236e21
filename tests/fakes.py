"""Fakes of the ports the shell works with, and builders of the values they return."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from bot.bootstrap import Application
from bot.clock import ManualClock
from bot.settings import Settings
from retrieval.errors import RetrievalError
from retrieval.types import (
    Answer,
    AnswerSentence,
    AnswerStatus,
    AuthorityTier,
    Citation,
    Clause,
    DocumentMeta,
    Origin,
)
from rules.clauses import ClauseRef

MARKUP = '<img src=x onerror="window.stung=1"><script>window.stung=1</script>${7*7}{{7*7}}'
SCHEME_TEXT = (
    "发现明确意向的项目，要及时报告。" * 12 + "收报告的是市投资促进局。" + "其余照办。" * 12
)
ELSEWHERE_TEXT = f"外地的做法是派人驻点。{MARKUP}"


def make_meta(doc_id: str = "test-scheme", **changes: object) -> DocumentMeta:
    """A document, valid by default."""
    meta = DocumentMeta(
        doc_id=doc_id,
        edition="2019",
        title="测试制度（试行）",
        number="测政办〔2019〕1号",
        issuer="测试机关",
        effective_from=date(2019, 6, 6),
        status="试行",
        place="杭州",
    )
    return replace(meta, **changes)  # type: ignore[arg-type]


def make_clause(clause: str = "4.1", text: str = SCHEME_TEXT, **changes: object) -> Clause:
    """A clause of the document of make_meta, valid by default."""
    made = Clause(
        ref=ClauseRef("test-scheme", clause),
        edition="2019",
        label="四（一）",
        title="报告",
        text=text,
        start=0,
        end=len(text),
        origin=Origin.DIGEST,
        place="杭州",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def make_citation(quote: str = "收报告的是市投资促进局。", **changes: object) -> Citation:
    """A citation of the clause of make_clause, valid by default."""
    start = SCHEME_TEXT.index(quote) if quote in SCHEME_TEXT else 0
    citation = Citation(
        doc_id="test-scheme",
        edition="2019",
        title="测试制度（试行）",
        number="测政办〔2019〕1号",
        clause="4.1",
        clause_label="四（一）",
        clause_title="报告",
        quote=quote,
        start=start,
        end=start + len(quote),
        origin=Origin.DIGEST,
        tier=AuthorityTier.OFFICIAL,
        place="杭州",
        effective_from=date(2019, 6, 6),
        effective_to=None,
        status="试行",
    )
    return replace(citation, **changes)  # type: ignore[arg-type]


def elsewhere_citation() -> Citation:
    """A citation of another place's press report whose text carries markup."""
    return make_citation(
        quote=ELSEWHERE_TEXT,
        doc_id="test-press",
        title=f"外地报道{MARKUP}",
        number="",
        clause="1",
        clause_label="一",
        clause_title=f"做法{MARKUP}",
        end=len(ELSEWHERE_TEXT),
        tier=AuthorityTier.OTHER_PLACE,
        place="绍兴越城",
        effective_from=None,
        status="",
    )


def make_answer(question: str = "向谁报告？", **changes: object) -> Answer:
    """An answer of three sentences with two citations, valid by default."""
    answer = Answer(
        question=question,
        status=AnswerStatus.ANSWERED,
        sentences=(
            AnswerSentence("报告交给市投资促进局。", (0,)),
            AnswerSentence("有明确意向时就要报。", (0,)),
            AnswerSentence("绍兴越城派人驻点。", (1,)),
        ),
        citations=(make_citation(), elsewhere_citation()),
        notes=("这是试行制度。",),
    )
    return replace(answer, **changes)  # type: ignore[arg-type]


def make_refusal(question: str = "有效期多久？", **changes: object) -> Answer:
    """A refusal with one open point and the nearest clause."""
    answer = Answer(
        question=question,
        status=AnswerStatus.REFUSED,
        sentences=(AnswerSentence("文件未规定有效期。", ()),),
        nearest=(make_citation(),),
        missing=("有效期多久、能否延长",),
    )
    return replace(answer, **changes)  # type: ignore[arg-type]


@dataclass
class FakeAnswering:
    """Answers by what the question holds; remembers how it was asked.

    `期` is refused, `坏` raises, an empty or long question is refused, all else is answered; `慢`
    waits until somebody opens the pipe `gate` to write.
    """

    asked: list[tuple[str, date, str | None, tuple[str, ...]]] = field(default_factory=list)
    gate: Path | None = None

    def answer(
        self,
        question: str,
        *,
        as_of: date,
        place: str | None = None,
        history: Sequence[str] = (),
    ) -> Answer:
        """Answer as the class says."""
        self.asked.append((question, as_of, place, tuple(history)))
        if "慢" in question and self.gate is not None:
            self.gate.read_bytes()
        if "坏" in question:
            raise OSError(28, "No space left on device")
        if not question.strip():
            return _bad(question, "没有看到问题，请写一句想问的话。")
        if len(question) > 2_000:
            return _bad(question[:20], "问题太长，请控制在2000字以内。")
        if "期" in question:
            return make_refusal(question)
        understood = f"{history[-1]}（接着问）" if history and "那" in question else ""
        return make_answer(question, resolved_question=understood)


def _bad(question: str, sentence: str) -> Answer:
    return Answer(question, AnswerStatus.REFUSED, (AnswerSentence(sentence, ()),))


@dataclass
class FakeLibrary:
    """Two documents with one clause each; dense_problem says why search by meaning is off."""

    dense_problem: RetrievalError | None = None
    dense_ready: bool = True

    def start_dense(self) -> None:
        """Nothing to start."""

    def wait_dense(self, timeout_s: float | None = None) -> bool:
        """Whether it is ready, at once."""
        return self.dense_ready

    def documents(self) -> Sequence[DocumentMeta]:
        """The scheme and a press report from elsewhere."""
        elsewhere = make_meta(
            "test-press",
            title=f"外地报道{MARKUP}",
            number="",
            tier=AuthorityTier.OTHER_PLACE,
            place="绍兴越城",
            effective_from=None,
            status="",
        )
        return (make_meta(), elsewhere)

    generation: int = 1

    def clauses(self, doc_id: str, edition: str = "") -> Sequence[Clause]:
        """The clause of a known document."""
        if edition not in ("", "2019"):
            return ()
        elsewhere = make_clause(
            "1", ELSEWHERE_TEXT, ref=ClauseRef("test-press", "1"), label="一", title="做法"
        )
        return {"test-scheme": (make_clause(),), "test-press": (elsewhere,)}.get(doc_id, ())


def make_application(home: Path, answering: FakeAnswering | None = None) -> Application:
    """The whole shell on fakes, with its state in home."""
    return Application(
        settings=Settings(_env_file=None, home=home),
        clock=ManualClock(),
        library=FakeLibrary(),
        answering=answering or FakeAnswering(),
    )
