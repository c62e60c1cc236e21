"""What the model learns from: the ways each fact is asked for, and how people vary them.

Reads: nothing itself; takes a corpus. Randomness comes in as an argument.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from retrieval.index.digest import Corpus
from retrieval.language.lexicon import Lexicon, squeeze
from retrieval.types import Clause, Fact, ParsedDocument, Term

# Ways to ask that mean the same.
SAME_QUESTION = (
    ("多久", "多长时间", "几天", "多少天", "什么期限"),
    ("谁牵头", "哪个部门牵头", "谁挑头", "牵头单位是谁", "谁负责", "归谁管", "哪家管", "谁管"),
    ("谁配合", "哪些部门配合", "谁来搭把手", "配合单位有哪些"),
    ("什么时候", "啥时候", "何时", "哪天", "几时"),
    ("怎么", "如何", "怎样", "咋"),
    ("为什么", "为啥", "为何", "凭什么"),
    ("是什么", "是啥", "什么意思", "指什么"),
    ("什么", "啥"),
    ("哪些", "哪几个", "有啥", "都有什么"),
    ("能不能", "可不可以", "可否", "行不行", "让不让", "许不许"),
    ("有没有", "有无", "是否有"),
    ("是不是", "是否", "算不算"),
    ("处罚", "惩罚", "追责", "罚"),
    ("多少", "几"),
    ("向谁报", "报给谁", "找谁报", "报到哪里", "往哪儿报"),
    ("谁批", "谁审批", "谁拍板", "谁说了算", "谁决定"),
    ("要求", "规矩", "规定"),
    ("项目", "招商项目", "盘子"),
)
_FILLERS = ("请问", "想问下", "那个", "我们区", "老师", "麻烦问一下", "呢", "啊", "到底", "一般")
_HAN = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Wordings:
    """Forms of facts, by number. owners: form -> fact; clauses: fact -> clause; clause_texts: each
    clause's words. The last two forms of a fact are its subject and its text."""

    forms: tuple[str, ...]
    owners: tuple[int, ...]
    clauses: tuple[int, ...]
    clause_texts: tuple[str, ...]

    @classmethod
    def of(cls, corpus: Corpus) -> Self:
        """All wordings of a corpus, as they are written."""
        forms: list[str] = []
        owners: list[int] = []
        clauses: list[int] = []
        numbers: dict[str, int] = {}
        texts: list[str] = []
        for document in corpus.documents:
            for clause in document.clauses:
                numbers[str(clause.ref)] = len(texts)
                texts.append(_clause_text(document, clause))
            for fact in document.facts:
                found = forms_of(fact)
                owners += [len(clauses)] * len(found)
                forms += found
                clauses.append(numbers[str(fact.ref)])
        return cls(tuple(forms), tuple(owners), tuple(clauses), tuple(texts))


def forms_of(fact: Fact) -> tuple[str, ...]:
    """The wordings a fact is found by."""
    return (*fact.asks, fact.subject, fact.text)


def _clause_text(document: ParsedDocument, clause: Clause) -> str:
    parts = (document.meta.title, *clause.parents, clause.title, clause.text)
    return "\n".join(part for part in parts if part)


def lexicon_of(corpus: Corpus) -> Lexicon:
    """The words of a corpus: its glossary and its titles."""
    return Lexicon.of(corpus.terms, (document.meta for document in corpus.documents))


def confusions(terms: Iterable[Term]) -> Mapping[str, tuple[str, ...]]:
    """Characters typed in place of others, by the slips of the glossary."""
    found: dict[str, set[str]] = defaultdict(set)
    for term in terms:
        for right in (term.term, *term.variants):
            for slip in term.slips:
                pairs = list(zip(right, slip, strict=False)) if len(right) == len(slip) else []
                wrong = [(a, b) for a, b in pairs if a != b and _HAN.match(a) and _HAN.match(b)]
                if 0 < len(wrong) <= 2:
                    for a, b in wrong:
                        found[a].add(b)
                        found[b].add(a)
    return {char: tuple(sorted(others)) for char, others in sorted(found.items())}


class Varier:
    """Rewords a wording the way a hurried person would; then folds it as a question is folded."""

    def __init__(self, corpus: Corpus, rng: random.Random) -> None:
        self._lexicon = lexicon_of(corpus)
        self._confusions = confusions(corpus.terms)
        self._rng = rng
        self._same = {form: group for group in SAME_QUESTION for form in group}
        longest_first = sorted(self._same, key=len, reverse=True)
        self._asking = re.compile("|".join(map(re.escape, longest_first)))

    def variants(self, wording: str, count: int) -> tuple[str, ...]:
        """The wording itself, folded, and count - 1 others."""
        others = [self._fold(self._vary(wording)) for _ in range(count - 1)]
        return (self._lexicon.canonical(wording), *others)

    def _fold(self, wording: str) -> str:
        """Mostly with terms in place of what stands for them, as questions are; at times as it
        is, as searches for clauses are."""
        is_raw = self._rng.random() < 0.3
        return squeeze(wording) if is_raw else self._lexicon.canonical(wording)

    def _vary(self, wording: str) -> str:
        rng = self._rng
        if rng.random() < 0.6:
            wording = self._asking.sub(self._other_way, wording)
        if rng.random() < 0.3:
            wording = self.mistyped(wording)
        if rng.random() < 0.2:
            filler = rng.choice(_FILLERS)
            wording = rng.choice((filler + wording, wording + filler))
        return wording

    def _other_way(self, match: re.Match[str]) -> str:
        return self._rng.choice(self._same[match[0]])

    def mistyped(self, wording: str) -> str:
        """One or two characters dropped, swapped with the next, or taken for others alike."""
        chars = list(wording)
        for _ in range(self._rng.choice((1, 1, 2))):
            if len(chars) < 4:
                break
            at = self._rng.randrange(len(chars) - 1)
            alike = self._confusions.get(chars[at], ())
            kind = self._rng.random()
            if alike and kind < 0.6:
                chars[at] = self._rng.choice(alike)
            elif kind < 0.8:
                del chars[at]
            else:
                chars[at], chars[at + 1] = chars[at + 1], chars[at]
        return "".join(chars)


def facts_of(documents: Sequence[ParsedDocument]) -> tuple[Fact, ...]:
    """All facts, in the order of `Wordings`."""
    return tuple(fact for document in documents for fact in document.facts)
