"""The values retrieval passes around: documents, clauses, facts, citations, answers.

Does not read, write or compute; every type is frozen.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.clauses import ClauseRef

_BARE_NUMERAL = re.compile(r"[一二三四五六七八九十]+|\d+")


class AuthorityTier(StrEnum):
    """How much weight a document carries (效力层级), strongest first."""

    OFFICIAL = "official"  # the official text itself
    EXPLAINER = "explainer"  # an official or press reading of it
    PRESS = "press"  # reports on practice
    OTHER_PLACE = "other_place"  # another place's rules or practice


class Origin(StrEnum):
    """Where a clause's words come from."""

    DIGEST = "digest"  # our own words
    ORIGINAL = "original"  # the characters of an ingested file


class FactKind(StrEnum):
    """What a typed fact states; the closed list the corpus and the question analysis share."""

    DEFINITION = "definition"  # what something is
    PURPOSE = "purpose"  # why, to what end
    LEAD = "lead"  # who leads (牵头)
    COOPERATE = "cooperate"  # who assists (配合, 会同)
    DECIDER = "decider"  # who decides, reviews, approves, grants, executes
    DUTY = "duty"  # what somebody must or may do
    DEADLINE = "deadline"  # until when, how often, from when a duty runs
    CONDITION = "condition"  # what must hold first
    PROCEDURE = "procedure"  # steps in order
    CONSEQUENCE = "consequence"  # what follows: effect, penalty, reward
    PROHIBITION = "prohibition"  # what is not allowed
    QUANTITY = "quantity"  # a number with unit, period, place
    LIST = "list"  # which ones, complete and in order
    EXAMPLE = "example"  # a named case or instance
    EVENT = "event"  # what happened when
    DIFFERENCE = "difference"  # where texts, places or periods differ
    META = "meta"  # number, issuer, date, status of a document
    OPEN_POINT = "open_point"  # what the text leaves open (文件未规定)


@dataclass(frozen=True, slots=True)
class DocumentMeta:
    """Front matter of one edition of one document.

    Validity is half-open: effective_from <= day < effective_to; None means open at that end.
    edition: label of this edition, unique within doc_id (e.g. `2019` or `2019-06-06`).
    place: `杭州`, `绍兴越城`, ... ; empty when the document names none.
    """

    doc_id: str
    edition: str
    title: str
    number: str = ""
    issuer: str = ""
    published: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    status: str = ""
    place: str = ""
    tier: AuthorityTier = AuthorityTier.OFFICIAL
    short_titles: tuple[str, ...] = ()
    notes: str = ""

    def is_effective(self, day: date) -> bool:
        """Whether this edition is in force on day (half-open)."""
        if self.effective_from is not None and day < self.effective_from:
            return False
        return self.effective_to is None or day < self.effective_to


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of one edition: the unit of retrieval and citation.

    label: the source's own numbering (`四（一）`, `附7`, `第十二条`);
    title: heading words without it.
    start, end: character offsets of `text` in the document's full text (`ParsedDocument.text`).
    place: overrides the document's place where a clause speaks of another one.
    """

    ref: ClauseRef
    edition: str
    label: str
    title: str
    text: str
    start: int
    end: int
    origin: Origin
    place: str = ""
    parents: tuple[str, ...] = ()  # titles of the headings above, outermost first

    @property
    def heading(self) -> str:
        """Label and title as a reader sees them: `四（一）建立项目首报首谈制度`."""
        if self.label == self.title:
            return self.title
        mark = "、" if _BARE_NUMERAL.fullmatch(self.label) else ""
        return f"{self.label}{mark}{self.title}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One typed statement of a clause, with the bare values and a sentence that says it.

    value: the bare answers, complete and in order; each stands word for word in the clause's prose.
    text: one or more full sentences, understandable on their own, in our own words.
    asks: ways staff ask for it; used to find it, never shown.
    related: ids of facts worth showing with it (`doc-id/local-id`).
    """

    id: str
    ref: ClauseRef
    kind: FactKind
    subject: str
    text: str
    value: tuple[str, ...] = ()
    unit: str = ""
    period: str = ""
    place: str = ""
    asks: tuple[str, ...] = ()
    also: tuple[ClauseRef, ...] = ()  # further clauses the text rests on
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document cut into clauses; `text[c.start:c.end] == c.text` for every clause."""

    meta: DocumentMeta
    text: str
    clauses: tuple[Clause, ...]
    facts: tuple[Fact, ...] = ()
    source_name: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the glossary: canonical term, other names, slips of the keyboard, meaning."""

    term: str
    variants: tuple[str, ...] = ()  # formal and short forms that mean the same
    colloquial: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()  # typing slips, mostly homophones
    category: str = ""  # mechanism, department, place, chain, document, role, quantity, other
    definition: str = ""
    ref: ClauseRef | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence stands: clause, edition and the exact characters (contract of design §5).

    quote == the clause text's [start:end] characters; offsets count from the clause's start.
    """

    doc_id: str
    edition: str
    title: str
    number: str
    clause: str
    clause_label: str
    clause_title: str
    quote: str
    start: int
    end: int
    origin: Origin
    tier: AuthorityTier
    place: str
    effective_from: date | None
    effective_to: date | None
    status: str


class AnswerStatus(StrEnum):
    """How far the library answers the question."""

    ANSWERED = "answered"
    PARTLY = "partly"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of an answer with the indexes of the citations it rests on."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question's answer: every sentence bound to citations, or a refusal with nearest clauses."""

    question: str
    status: AnswerStatus
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    missing: tuple[str, ...] = ()  # points the documents leave open
    notes: tuple[str, ...] = ()  # remarks on currency and on wording understood
    resolved_question: str = ""  # the question after follow-up rewriting, when it differs
    rule: Mapping[str, object] | None = None  # the assessment behind it, as plain data
