"""Tell what an open point is about, by the words that its many wordings share. Pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache

from retrieval.facts.knowledge import Knowledge
from retrieval.language.content import runs_of
from retrieval.types import Fact

_WORD_CHARS = range(2, 6)
_MIN_WORDINGS = 2  # a word of one wording alone may be chance
_SAME_RUN = 0.8  # 保证 is no word of its own where nearly all wordings say 保证金
_SAID_BY_CLAUSE = 0.5  # a word that the silent clause has too is hardly what it misses
_ASIDE = frozenset({"mechanism", "department", "document"})
_CACHED = 512
_ASKING = re.compile(  # shared by wordings of anything at all
    r"(?:几|多少)(?:个?(?:月|年|天|日|周|小时|工作日|亿|万|钱)|[个条家项名人处])?(?:之内|以内|内)?|多(?:久|长|大|高)|怎么(?:办|样|定|算)?"
    r"|什么(?:时候)?|哪(?:个(?:部门|单位)?|些|里|家|儿|一)?|谁|[我你他]们|[是有能会可要](?:不|没)[是有能会可要]|[吗呢呀啊么]$|^(?:是|由|请问)"
)


def named_terms(text: str, knowledge: Knowledge, categories: Set[str]) -> frozenset[str]:
    """The glossary's terms of some categories that a text names."""
    found = knowledge.lexicon.mentions(text)
    return frozenset(mention.term for mention in found if mention.category in categories)


def telling_words(fact: Fact, knowledge: Knowledge) -> Mapping[str, float]:
    """The words that the wordings of an open point share, weighed; the matter itself is aside.

    A word weighs by how many wordings have it and how rare it is among all facts.
    """
    forms = knowledge.index.forms_of(fact)
    aside = sorted(named_terms(" ".join(forms), knowledge, _ASIDE), key=len, reverse=True)
    silent = knowledge.squeezed_text(str(fact.ref))
    index = knowledge.index
    return {
        word: (count / len(forms))
        * max(map(index.weight, _pairs(word)))
        * (_SAID_BY_CLAUSE if word in silent else 1.0)
        for word, count in _shared_words(forms, tuple(aside)).items()
        if any(map(index.is_word, _pairs(word)))
    }


def _pairs(word: str) -> list[str]:
    return [word[i : i + 2] for i in range(len(word) - 1)]


@lru_cache(maxsize=_CACHED)
def _shared_words(forms: Sequence[str], aside: Sequence[str]) -> Mapping[str, int]:
    """Runs of characters that several forms have, the longest of each kind: run -> forms."""
    bare = (_ASKING.sub(" ", _without(aside, form)) for form in forms)
    counts = Counter(word for form in bare for word in _words(form))
    shared = {word: count for word, count in counts.items() if count >= _MIN_WORDINGS}
    return {
        word: count
        for word, count in shared.items()
        if not any(
            word in longer and len(longer) > len(word) and more >= _SAME_RUN * count
            for longer, more in shared.items()
        )
    }


def _words(form: str) -> set[str]:
    return {
        run[start : start + length]
        for run in runs_of(form)
        for length in _WORD_CHARS
        for start in range(len(run) - length + 1)
    }


def _without(words: Sequence[str], text: str) -> str:
    for word in words:
        text = text.replace(word, " ")
    return text
