"""Read the label a clause is asked for by: 四（一）, 附件第7项, 第十二条第二款第（三）项. Pure."""

import re
from dataclasses import dataclass

from retrieval.language.numerals import NUMERAL, parse_numeral

_N = rf"[{NUMERAL}\d]"
_PAREN = re.compile(r"([一二三四五六七])(?:、|部分)?[(（]([一二三四五六七八九十])[)）]")
_ANNEX = re.compile(rf"(?:附(?:件|表|录)?(?:的)?第?|第)({_N}{{1,3}})(?:项|条|行)")
_ARTICLE = re.compile(
    rf"第({_N}{{1,9}})条(?:之({_N}{{1,3}}))?(?:第({_N}{{1,3}})款)?(?:第?[(（]?({_N}{{1,3}})[)）]?项)?"
)
_PART = re.compile(r"第([一二三四五六七])部分")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class ArticleLabel:
    """第十二条之一第二款第（三）项: 12, 1, 2, 3; 0 for what is not named."""

    article: int
    sub: int = 0
    paragraph: int = 0
    item: int = 0

    @property
    def clause_id(self) -> str:
        """The id of the article: `art.12`, `art.12a`."""
        letter = _LETTERS[self.sub - 1] if 0 < self.sub <= len(_LETTERS) else ""
        return f"art.{self.article}{letter}"

    @property
    def shown(self) -> str:
        """第12条第2款, as it is named in a refusal."""
        sub = f"之{self.sub}" if self.sub else ""
        paragraph = f"第{self.paragraph}款" if self.paragraph else ""
        item = f"第（{self.item}）项" if self.item else ""
        return f"第{self.article}条{sub}{paragraph}{item}"


def article_labels(text: str) -> tuple[ArticleLabel, ...]:
    """The articles a question names, in its order; numbers that are none are left out."""
    found: list[ArticleLabel] = []
    for match in _ARTICLE.finditer(text):
        try:
            article, *inner = (parse_numeral(part) if part else 0 for part in match.groups())
        except ValueError:
            continue
        found.append(ArticleLabel(article, *inner))
    return tuple(dict.fromkeys(found))


def clause_ids(label: str) -> tuple[str, ...]:
    """The clause ids a label may stand for, likeliest first.

    四(一) -> 4.1; 附第7项 and 第7项 -> annex.7; 第四部分 -> 4, 4.1; an article -> its own id.
    """
    try:
        if found := _PAREN.search(label):
            return (f"{parse_numeral(found[1])}.{parse_numeral(found[2])}",)
        if articles := article_labels(label):
            return tuple(dict.fromkeys(article.clause_id for article in articles))
        if found := _ANNEX.search(label):
            return (f"annex.{parse_numeral(found[1])}",)
    except ValueError:
        return ()
    if found := _PART.search(label):
        number = parse_numeral(found[1])
        return (str(number), f"{number}.1")
    return ()
