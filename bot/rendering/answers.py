"""Answers as plain Chinese text and as the JSON object of the command line and the HTTP API.

Does not: decide anything; wording of sentences comes from the answering side.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.rendering.citations import clause_heading, edition_line, source_line
from retrieval.types import Answer, AnswerSentence, AnswerStatus, Citation

_MARKED = re.compile(r"\s*(?:[①-⑳]|[0-9]+[.、．]|[（(][一二三四五六七八九十0-9]+[）)]|[-—·•])")


def answer_text(answer: Answer) -> str:
    """What a person reads: conclusion, points, what is open, remarks, then 依据."""
    blocks = [
        "\n".join(_sentence_lines(answer.sentences)),
        _listed("文件未规定的事项：", answer.missing),
        "\n".join(f"注：{note}" for note in answer.notes),
        _sources("依据：", answer.citations),
        _sources("最接近的条款：", answer.nearest),
    ]
    return "\n\n".join(block for block in blocks if block)


def answer_object(answer: Answer, *, elapsed_ms: float) -> dict[str, Any]:
    """The answer as the JSON object other programs rely on, without its id.

    elapsed_ms: wall time of answering, milliseconds, rounded to a tenth.
    """
    return {
        "question": answer.question,
        "status": answer.status.value,
        "answer": answer_text(answer),
        "sentences": [
            {"text": sentence.text, "citations": list(sentence.citations)}
            for sentence in answer.sentences
        ],
        "citations": [citation_object(citation) for citation in answer.citations],
        "rule": dict(answer.rule) if answer.rule is not None else None,
        "missing": list(answer.missing),
        "nearest": [citation_object(citation) for citation in answer.nearest],
        "elapsed_ms": round(elapsed_ms, 1),
    }


def citation_object(citation: Citation) -> dict[str, Any]:
    """One citation with exactly the keys that other programs rely on; days as ISO text or null."""
    begin, end = citation.effective_from, citation.effective_to
    return {
        "doc_id": citation.doc_id,
        "edition": citation.edition,
        "title": citation.title,
        "number": citation.number,
        "clause": citation.clause,
        "clause_title": clause_heading(citation),
        "quote": citation.quote,
        "origin": citation.origin.value,
        "tier": citation.tier.value,
        "place": citation.place,
        "effective_from": begin.isoformat() if begin else None,
        "effective_to": end.isoformat() if end else None,
        "status": citation.status,
    }


def status_word(answer: Answer) -> str:
    """The status in Chinese, for a label; a refusal for silence is told from any other."""
    match answer.status:
        case AnswerStatus.ANSWERED:
            return "有依据"
        case AnswerStatus.PARTLY:
            return "部分有依据"
        case AnswerStatus.REFUSED:
            return "文件未规定" if answer.missing else "未能回答"


def _sentence_lines(sentences: Sequence[AnswerSentence]) -> Iterator[str]:
    """The conclusion on a line of its own, then the points, each marked as one."""
    has_points = len(sentences) > 2
    for position, sentence in enumerate(sentences):
        marks = "".join(f"[{index + 1}]" for index in sentence.citations)
        bullet = "· " if has_points and position and not _MARKED.match(sentence.text) else ""
        yield f"{bullet}{sentence.text}{marks}"


def _listed(heading: str, items: Sequence[str]) -> str:
    return "\n".join([heading, *(f"· {item}" for item in items)]) if items else ""


def _sources(heading: str, citations: Sequence[Citation]) -> str:
    if not citations:
        return ""
    lines = [heading]
    for number, citation in enumerate(citations, start=1):
        lines.append(f"[{number}] {source_line(citation)}（{edition_line(citation)}）")
        quote = " ".join(line for line in citation.quote.splitlines() if line.strip())
        lines.append(f"    “{quote}”")
    return "\n".join(lines)
