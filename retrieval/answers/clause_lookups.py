"""Give the text of a clause named by its number: 四（一）, 附件第7项, 某法第十二条第二款. Pure.

Does not: answer with an edition that is not in force on the day; says so instead.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from retrieval.answers import wording
from retrieval.answers.citations import whole
from retrieval.answers.clause_labels import ArticleLabel, article_labels, clause_ids
from retrieval.answers.composing import Bound, Reply
from retrieval.facts.knowledge import Knowledge
from retrieval.index.texts import edition_name, shown_title
from retrieval.language.dates import chinese_day
from retrieval.language.lexicon import squeeze
from retrieval.language.sentences import Span, sentences
from retrieval.questions.question import Question
from retrieval.types import AnswerStatus, AuthorityTier, Clause, DocumentMeta

_ITEM = re.compile(r"\s*[(（][一二三四五六七八九十]+[)）]")
_LINE = re.compile(r"[^\n]+")


def answer_clause(question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
    """Give the text of a clause named by number; None when none is named or it cannot be found."""
    if not question.clause_labels:
        return None
    named = named_documents(question, knowledge)
    replies: list[Reply] = []
    for doc_id in named or _home_document(knowledge, as_of):
        meta = knowledge.catalogue.edition_on(doc_id, as_of)
        if meta is None:
            replies.append(refuse_edition(doc_id, knowledge, as_of))
        else:
            replies += _quoted(question, meta, knowledge)
    if not replies:
        return _no_such_clause(question, named, knowledge, as_of)
    return replace(
        replies[0],
        bound=tuple(bound for reply in replies for bound in reply.bound),
        context=frozenset(ref for reply in replies for ref in reply.context),
    )


def named_documents(question: Question, knowledge: Knowledge) -> tuple[str, ...]:
    """Ids of the documents a question names, by title or by a name of the glossary."""
    titles = {m.term.strip("《》") for m in question.mentions if m.category == "document"}
    named = knowledge.catalogue.named_in(question.text)
    by_term = (
        doc_id
        for doc_id, meta in knowledge.metas.items()
        if squeeze(meta.title).strip("《》") in titles
    )
    return tuple(dict.fromkeys((*named, *by_term)))


def _home_document(knowledge: Knowledge, as_of: date) -> list[str]:
    """The scheme itself, which a number without a title means."""
    official = [
        doc_id
        for doc_id, meta in knowledge.metas.items()
        if meta.tier is AuthorityTier.OFFICIAL
        and knowledge.gazetteer.home in meta.place
        and knowledge.catalogue.edition_on(doc_id, as_of) is not None
    ]
    return official[:1]


def refuse_edition(doc_id: str, knowledge: Knowledge, as_of: date) -> Reply:
    """Say that the library holds no text of a document that was in force on as_of."""
    editions = knowledge.catalogue.editions_of(doc_id)
    said = wording.NO_EDITION.format(
        day=chinese_day(as_of),
        title=editions[0].title.strip("《》"),
        editions="、".join(map(edition_name, editions)),
    )
    missing = (f"{chinese_day(as_of)}有效的文本",)
    return Reply(AnswerStatus.REFUSED, (Bound(said),), missing=missing)


def _quoted(question: Question, meta: DocumentMeta, knowledge: Knowledge) -> list[Reply]:
    """The clauses of one edition that the question names, in its order."""
    articles = article_labels(question.canonical)
    found = [reply for a in articles if (reply := _article(a, meta, knowledge)) is not None]
    for label in question.clause_labels:
        if article_labels(label):
            continue
        clauses = (knowledge.texts.clause(meta, clause_id) for clause_id in clause_ids(label))
        clause = next((clause for clause in clauses if clause and clause.text.strip()), None)
        if clause is not None:
            found.append(_quote([(clause, sentences(clause.text))], meta, knowledge))
    return found


def _article(label: ArticleLabel, meta: DocumentMeta, knowledge: Knowledge) -> Reply | None:
    """An article with its items, or the one paragraph (款) or item (项) that is named."""
    clauses = _pieces(label, meta, knowledge)
    if not clauses:
        return None
    if not label.paragraph and not label.item:
        return _quote([(c, sentences(c.text)) for c in clauses], meta, knowledge)
    wanted = _paragraph(clauses, label.paragraph) if label.paragraph else _lines(clauses)
    if label.item:
        items = [line for line in wanted if _ITEM.match(line[1].text)]
        wanted = items[label.item - 1 : label.item]
    if not wanted:
        return None
    return _quote([(clause, (span,)) for clause, span in wanted], meta, knowledge)


def _pieces(label: ArticleLabel, meta: DocumentMeta, knowledge: Knowledge) -> list[Clause]:
    """The clauses an article was cut into: itself, its items, the parts of a long one.

    A bare heading has no words to give and is left out.
    """
    own = label.clause_id
    return [
        clause
        for clause in knowledge.texts.clauses(meta)
        if clause.text.strip()
        and (clause.ref.clause == own or clause.ref.clause.startswith((f"{own}.", f"{own}-")))
    ]


def _lines(clauses: Iterable[Clause]) -> list[tuple[Clause, Span]]:
    return [
        (clause, Span(line.start(), line.end(), line[0]))
        for clause in clauses
        for line in _LINE.finditer(clause.text)
    ]


def _paragraph(clauses: Sequence[Clause], number: int) -> list[tuple[Clause, Span]]:
    """Paragraph `number` (from 1) with the items below it; empty where there are fewer."""
    count, kept = 0, []
    for clause, line in _lines(clauses):
        count += not _ITEM.match(line.text)
        if count == number:
            kept.append((clause, line))
    return kept


def _quote(
    parts: Sequence[tuple[Clause, Sequence[Span]]], meta: DocumentMeta, knowledge: Knowledge
) -> Reply:
    bound: list[Bound] = []
    first = parts[0][0]
    for clause, spans in parts:
        for span in spans:
            is_all = len(spans) > 1 or len(span.text) == len(clause.text.strip())
            citation = whole(clause, meta)
            if not is_all:
                citation = replace(citation, quote=span.text, start=span.start, end=span.end)
            bound.append(Bound(span.text, (citation,)))
    head = f"{shown_title(meta, knowledge.catalogue)}{first.heading}："
    opening = bound[0].text
    if meta.doc_id not in knowledge.metas:
        opening = opening.removeprefix(first.label).lstrip()
    bound[0] = replace(bound[0], text=head + opening)
    is_understood = meta.doc_id in knowledge.metas
    return Reply(
        AnswerStatus.ANSWERED,
        tuple(bound),
        context=frozenset({str(clause.ref) for clause, _ in parts}),
        topic=first.title if is_understood else meta.title,
    )


def _no_such_clause(
    question: Question, named: Sequence[str], knowledge: Knowledge, as_of: date
) -> Reply | None:
    """Say that a named document has no such article; None where none of articles is named."""
    labels = article_labels(question.canonical)
    for doc_id in named:
        meta = knowledge.catalogue.edition_on(doc_id, as_of)
        articles = knowledge.texts.clauses(meta) if meta else ()
        numbered = {c.ref.clause for c in articles if re.fullmatch(r"art\.\d+[a-z]?", c.ref.clause)}
        if meta is not None and labels and numbered:
            title = shown_title(meta, knowledge.catalogue)
            said = wording.NO_SUCH_ARTICLE.format(
                title=title, label=labels[0].shown, count=len(numbered)
            )
            missing = (f"{title}{labels[0].shown}",)
            return Reply(AnswerStatus.REFUSED, (Bound(said),), missing=missing, topic=meta.title)
    return None
