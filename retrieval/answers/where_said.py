"""Questions where something is said: 出自哪里, 提到它的是哪篇, 有没有土地方面的文件. Pure."""

import re
from collections.abc import Iterable
from datetime import date

from retrieval.answers.citations import cite
from retrieval.answers.composing import Bound, Reply
from retrieval.facts.knowledge import Knowledge
from retrieval.questions.question import Question
from retrieval.types import AnswerStatus, AuthorityTier, Clause, DocumentMeta

_PAPER = r"(?:文件|文章|材料|资料|报道|报告|文)"
_WHICH = rf"(?:哪|什么)(?:些|一|几)?(?:篇|份|个)?{_PAPER}?"
_SAYS = r"(?:提到?|讲到?|写到?|说到?|介绍|关于|涉及)(?:过|了)?"
_ASKED = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(?P<what>.{2,16}?)(?:这个)?(?:说法|提法|词)?(?:最早)?(?:是|都)?(?:出自|源自|引自|见于)(?:哪|什么|何)",
        r"^(?P<what>.{2,16}?)的?出处(?:是)?(?:哪|什么|$)",
        rf"^(?P<what>.{{2,16}}?)(?:是|都)?(?:写|说|讲|提)?在(?:哪|什么)(?:些|一|几)?(?:篇|份|个){_PAPER}?(?:里|中|上)?",
        rf"^(?P<what>.{{2,16}}?)是(?:哪|什么)(?:一|几)?(?:篇|份|个){_PAPER}?(?:里|中|上)(?:面)?(?:的|讲|提|写|说)",
        rf"{_SAYS}(?P<what>.{{2,16}}?)的(?:是|有)?{_WHICH}(?:$|[里中])",
        rf"(?:哪(?:些|几)(?:篇|份|个)?{_PAPER}?|{_WHICH})(?:里)?(?:都)?{_SAYS}(?P<what>.{{2,16}}?)(?:的)?$",
        rf"有没有(?:讲|关于)?(?P<what>.{{2,8}}?)(?:方面)?的{_PAPER}$",
    )
)
_TRIMMED = re.compile(r"^(?:请问|关于|那|这个|你)+|(?:方面|规定|内容|做法|制度|这个词|的)+$")
_OF_A_PLACE = re.compile(r"省里|省级|国家|市里|区里|部里")
_MARKS = re.compile(r"[“”\"《》？?。，,！!\s]")
_SEARCHED_CLAUSES = 60
_IN_HEADING = 100
_MAX_DOCUMENTS = 30


def answer_where_said(question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
    """Name the documents and clauses that speak of something; None if not asked or none does."""
    if question.places or (what := _thing_asked(question)) is None:
        return None
    found = _best_clauses(what, knowledge, as_of)
    if not found:
        return None
    bound = [Bound(f"讲到“{what}”的文件有{len(found)}份：")]
    for position, (clause, meta) in enumerate(found[:_MAX_DOCUMENTS], start=1):
        bound.append(Bound(_line(position, clause, meta), (cite(what, clause, meta),)))
    return Reply(AnswerStatus.ANSWERED, tuple(bound), topic=what)


def _line(position: int, clause: Clause, meta: DocumentMeta) -> str:
    """One document of the list with the clause that speaks of the thing most."""
    known = "，".join(part for part in (meta.number, meta.place, meta.status) if part)
    return f"{position}. 《{meta.title.strip('《》')}》{clause.heading}（{known}）"


def _thing_asked(question: Question) -> str | None:
    """What is looked for, without the words of asking."""
    asked = _MARKS.sub("", question.canonical)
    for pattern in _ASKED:
        if (match := pattern.search(asked)) is not None:
            thing = _TRIMMED.sub("", match["what"])
            return thing if len(thing) > 1 and not _OF_A_PLACE.search(thing) else None
    return None


def _best_clauses(
    what: str, knowledge: Knowledge, as_of: date
) -> list[tuple[Clause, DocumentMeta]]:
    """The clause of each document that speaks of it most, one in whose heading it stands first.

    Official texts go first. Where headings name it, articles that mention it once are left out.
    """
    best: dict[str, tuple[int, Clause, DocumentMeta]] = {}
    for clause, meta in _clauses(what, knowledge, as_of):
        counted = _counted(what, clause, knowledge)
        if counted > best.get(meta.doc_id, (0,))[0]:
            best[meta.doc_id] = (counted, clause, meta)
    ranked = sorted(best.values(), key=lambda held: (not _is_official(held[2]), -held[0]))
    needed = 2 if any(count >= _IN_HEADING for count, _, _ in ranked) else 1
    return [(c, meta) for count, c, meta in ranked if count >= needed or _is_official(meta)]


def _is_official(meta: DocumentMeta) -> bool:
    return meta.tier is AuthorityTier.OFFICIAL


def _counted(what: str, clause: Clause, knowledge: Knowledge) -> int:
    """How often a clause speaks of a thing, of all its parts; much more if its heading does."""
    heading, text = (_folded(part, knowledge) for part in (clause.heading, clause.text))
    parts = [part for part in what.split("的") if part]
    in_heading = _IN_HEADING * min(min(heading.count(part), 1) for part in parts)
    return in_heading + min((heading + text).count(part) for part in parts)


def _clauses(what: str, knowledge: Knowledge, as_of: date) -> Iterable[tuple[Clause, DocumentMeta]]:
    for clause in knowledge.clauses.values():
        yield clause, knowledge.metas[clause.ref.doc_id]
    for hit in knowledge.texts.search(what, as_of, _SEARCHED_CLAUSES):
        if hit.meta.doc_id not in knowledge.metas:
            yield hit.clause, hit.meta


def _folded(text: str, knowledge: Knowledge) -> str:
    return _MARKS.sub("", knowledge.lexicon.canonical(text))
