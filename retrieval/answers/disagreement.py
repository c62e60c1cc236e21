"""Notice where an original taken in says other than the digest's facts: a date, a number, a body.

A digest is written once; an original of the same edition may still differ from it. What a fact
answers with (its values) is looked for in the original's clauses; where it is not there, the
original's clause is quoted in the fact's stead.
Does not: compare what is counted over a table, or what is said in other words.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.answers import wording
from retrieval.answers.citations import whole
from retrieval.answers.composing import Bound, Reply
from retrieval.answers.evidence import Passage, choose_spans
from retrieval.answers.passages import reply_with_passage
from retrieval.answers.spoken import spoken_share
from retrieval.facts.knowledge import Knowledge
from retrieval.facts.matching import FactHit
from retrieval.language.lexicon import Lexicon, squeeze
from retrieval.language.sentences import sentences
from retrieval.questions.question import Question
from retrieval.types import AuthorityTier, Clause, DocumentMeta, Fact, FactKind
from rules.clauses import ClauseRef

_DATED = {FactKind.DEADLINE, FactKind.QUANTITY, FactKind.META}
_WHO = {FactKind.LEAD, FactKind.COOPERATE, FactKind.DECIDER}
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_COUNTED_OVER = ("annex", "preamble", "0")  # clauses whose facts count a whole table, or the front

Pairs = Callable[[ClauseRef], tuple[Clause, Clause] | None]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A fact, and what it answers with that its original does not say."""

    fact: Fact
    lacking: tuple[str, ...]


def is_checked(meta: DocumentMeta) -> bool:
    """Whether a document's originals are compared: rules are, articles work figures out."""
    return meta.tier is AuthorityTier.OFFICIAL


def find_disagreements(
    facts: Sequence[Fact], pair_of: Pairs, lexicon: Lexicon
) -> tuple[Disagreement, ...]:
    """The facts with dates, numbers or bodies that the digest's clause has and the original's not.

    pair_of: a clause of the digest with its original's; None where no original was taken in.
    """
    found = ((fact, _lacking(fact, pair_of, lexicon)) for fact in facts)
    return tuple(Disagreement(fact, lacking) for fact, lacking in found if lacking)


def _lacking(fact: Fact, pair_of: Pairs, lexicon: Lexicon) -> tuple[str, ...]:
    if fact.ref.clause in _COUNTED_OVER or fact.kind not in _DATED | _WHO:
        return ()
    pairs = [pair for ref in (fact.ref, *fact.also) if (pair := pair_of(ref)) is not None]
    lost = _figures_lost if fact.kind in _DATED else _bodies_lost
    return tuple(
        value for value in fact.value if any(lost(value, *pair, lexicon) for pair in pairs)
    )


def _figures_lost(value: str, digest: Clause, original: Clause, _: Lexicon) -> bool:
    """Whether the digest's clause has figures of a value that the original's has not."""
    said, held = _figures(digest.text), _figures(original.text)
    return bool(_figures(value) & said - held)


def _bodies_lost(value: str, digest: Clause, original: Clause, lexicon: Lexicon) -> bool:
    """Whether the digest's clause names a department that the original's does not."""
    name = lexicon.canonical(value)
    if lexicon.category(name) != "department":
        return False
    return name in lexicon.canonical(digest.text) and name not in lexicon.canonical(original.text)


def _figures(text: str) -> set[str]:
    return set(_FIGURE.findall(squeeze(text)))


def reply_from_original(
    question: Question, chosen: Sequence[FactHit], knowledge: Knowledge
) -> Reply | None:
    """The original's clause where it says other than the best fact; None where it does not."""
    if not chosen or not knowledge.originals:
        return None

    def pair_of(ref: ClauseRef) -> tuple[Clause, Clause] | None:
        original = knowledge.originals.get(str(ref))
        return None if original is None else (knowledge.clauses[str(ref)], original)

    fact = chosen[0].fact
    meta = knowledge.metas[fact.ref.doc_id]
    if not is_checked(meta) or not find_disagreements([fact], pair_of, knowledge.lexicon):
        return None
    if (clause := knowledge.originals.get(str(fact.ref))) is None:
        return None
    about = knowledge.analyst.analyse(f"{question.text} {fact.subject}")
    scored = [(spoken_share(about, span.text, knowledge), span) for span in sentences(clause.text)]
    best = max((share for share, _ in scored), default=0.0)
    passage = Passage(clause, meta, choose_spans(scored, best, clause), best)
    reply = reply_with_passage(passage, knowledge)
    said = Bound(wording.ORIGINAL_DIFFERS, (whole(clause, meta),))
    return Reply(reply.status, (*reply.bound, said), context=reply.context, topic=fact.subject)
