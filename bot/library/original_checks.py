"""Say where an original just taken in differs from the library's digest of the same edition.

Reads: the library. Does not: decide which is right; answers quote the original there.
"""

from typing import TYPE_CHECKING

from retrieval.types import Clause, DocumentMeta, Origin
from rules.clauses import ClauseRef

if TYPE_CHECKING:
    from retrieval.index.library import Library

_NOTE = "这份原文与库里的归纳有{count}处不一致：{places}。回答这些内容时只引原文，请人工核对。"
_PLACE = "{label}的“{subject}”（归纳写“{words}”）"
_MAX_SHOWN = 5


def note_on_original(library: "Library", meta: DocumentMeta) -> str:
    """One sentence on dates, numbers and bodies that differ; empty where nothing does."""
    from retrieval.answers.disagreement import find_disagreements, is_checked
    from retrieval.language.lexicon import Lexicon

    facts = library.facts(meta.doc_id, meta.edition) if is_checked(meta) else ()
    if not facts:
        return ""
    clauses = library.clauses(meta.doc_id, meta.edition)
    digests = {clause.ref: clause for clause in clauses if clause.origin is not Origin.ORIGINAL}

    def pair_of(ref: ClauseRef) -> tuple[Clause, Clause] | None:
        digest, original = digests.get(ref), library.original_of(ref, meta.edition)
        return None if digest is None or original is None else (digest, original)

    lexicon = Lexicon.of(library.terms(), library.documents())
    found = find_disagreements(facts, pair_of, lexicon)
    places = [
        _PLACE.format(
            label=digests[one.fact.ref].label,
            subject=one.fact.subject,
            words="、".join(one.lacking),
        )
        for one in found[:_MAX_SHOWN]
    ]
    return _NOTE.format(count=len(found), places="；".join(places)) if found else ""
