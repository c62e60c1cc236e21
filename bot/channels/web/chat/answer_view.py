"""The answer to a policy question, sentence by sentence, each with its clauses."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nicegui.element import Element

from bot.channels.web.chat.rating import Rate, RatingRow
from bot.channels.web.frame.elements import box, button, text
from bot.chats.transcripts import Said
from bot.rendering.answers import answer_text, status_word
from bot.rendering.citations import (
    clause_heading,
    format_day,
    is_other_place,
    origin_word,
    weight_label,
)
from retrieval.types import Answer, AnswerSentence, Citation

Pause = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Actions:
    """What the parts of an answer do when they are clicked."""

    open_clause: Callable[[Citation], None]
    rate: Rate


async def show_answer(said: Said, article: Element, actions: Actions, pause: Pause) -> None:
    """Fill article with an answer; pause is awaited after each sentence, which makes it stream."""
    answer = said.reply.answer
    assert answer is not None
    with article:
        _status_line(answer, said)
        body = box("div", "yq-sentences")
    for position, sentence in enumerate(answer.sentences):
        with body:
            _sentence(sentence, answer, actions, is_conclusion=position == 0)
        await pause()
    with article:
        _missing(answer)
        _notes(answer)
        show_sources("依据", answer.citations, actions)
        _nearest(answer, actions)
        if said.exchange is None:
            text("p", "这条问答没能存入记录，请留意磁盘和目录权限。", "yq-note")
        with box("div", "yq-after"):
            if said.exchange is not None:
                RatingRow(said.exchange, actions.rate, said.rating)
            copy_button(answer_text(answer))


def copy_button(words: str) -> None:
    """A button that takes a reply along as plain text, with its sources."""
    copier = button("复制", "yq-thumb yq-copy", title="复制回答和依据")
    copier.props["data-copy"] = words


def _status_line(answer: Answer, said: Said) -> None:
    with box("p", "yq-status"):
        text("span", status_word(answer), f"yq-badge is-{answer.status.value}")
        if said.as_of is not None:
            text("span", f"按{format_day(said.as_of)}有效的文本", "yq-hint")
        if answer.resolved_question:
            text("span", f"理解为：{answer.resolved_question}", "yq-hint")


def _sentence(
    sentence: AnswerSentence, answer: Answer, actions: Actions, *, is_conclusion: bool
) -> None:
    with box("p", "yq-sentence is-conclusion" if is_conclusion else "yq-sentence"):
        text("span", sentence.text)
        for index in sentence.citations:
            show_mark(index, answer.citations[index], actions)


def show_mark(index: int, citation: Citation, actions: Actions) -> None:
    """A small number, from index 0, that opens the clause."""
    mark = button(str(index + 1), "yq-mark", title=clause_heading(citation))
    mark.props["aria-label"] = f"依据{index + 1}：{clause_heading(citation)}"
    mark.on("click", lambda: actions.open_clause(citation))


def _missing(answer: Answer) -> None:
    if not answer.missing:
        return
    with box("section", "yq-missing"):
        text("h3", "文件未规定的事项")
        with box("ul"):
            for point in answer.missing:
                text("li", point)


def _notes(answer: Answer) -> None:
    for note in answer.notes:
        text("p", note, "yq-note")


def _nearest(answer: Answer, actions: Actions) -> None:
    """The clauses nearest to what is not answered, without those that are cited already."""
    cited = {(citation.doc_id, citation.clause) for citation in answer.citations}
    left = [one for one in answer.nearest if (one.doc_id, one.clause) not in cited]
    show_sources("最接近的条款", left, actions, numbered=False)


def show_sources(
    heading: str, citations: Sequence[Citation], actions: Actions, *, numbered: bool = True
) -> None:
    """The cited clauses under their documents; each opens its clause at what was cited first."""
    if not citations:
        return
    documents: dict[tuple[str, ...], dict[str, list[int]]] = {}
    for index, citation in enumerate(citations):
        clauses = documents.setdefault(_document(citation), {})
        clauses.setdefault(clause_heading(citation), []).append(index)
    with box("section", "yq-sources"):
        text("h3", heading)
        for clauses in documents.values():
            first = citations[min(clauses.values())[0]]
            _source_head(first)
            with box("ul", role="list"):
                for named, places in clauses.items():
                    marks = [str(place + 1) for place in places] if numbered else []
                    _source(named, "、".join(marks), citations[places[0]], actions)


def _document(citation: Citation) -> tuple[str, ...]:
    """What citations of one text in one edition have in common."""
    return (citation.doc_id, citation.edition, citation.origin, weight_label(citation))


def _source_head(citation: Citation) -> None:
    with box("p", "yq-source-head"):
        text("span", f"《{citation.title}》", "yq-source-title")
        weight = " is-other" if is_other_place(citation) else ""
        text("span", weight_label(citation), f"yq-label{weight}")
        text("span", origin_word(citation.origin), "yq-label")


def _source(named: str, marks: str, citation: Citation, actions: Actions) -> None:
    with box("li"), box("button", "yq-source", type="button") as row:
        if marks:
            text("span", marks, "yq-source-marks")
        text("span", named, "yq-source-clause")
    row.on("click", lambda: actions.open_clause(citation))
