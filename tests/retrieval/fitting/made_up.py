"""A corpus of three facts, each asked for in a few ways."""

from dataclasses import replace

from retrieval.index.digest import Corpus
from retrieval.types import Fact, FactKind, Term
from rules.clauses import ClauseRef
from tests.retrieval.samples import make_document, make_fact

_ASKS = {
    "1": ("为什么要节约用水", "节水办法图什么", "制定节水办法的目的", "节水办法为了什么"),
    "2": ("节水由谁牵头", "哪个部门管节水", "节水的主管部门", "节约用水归谁管"),
    "3": ("水价多少", "超计划用水怎么加价", "一方水多少钱", "基准水费是多少"),
}
_TEXTS = {
    "1": "为了节约用水，保护水源，制定本办法。",
    "2": "市水务局牵头负责节水管理，区水务站配合。",
    "3": "超计划用水按每立方米35元加价，基准水价为1.5元。",
}


def _facts() -> list[Fact]:
    plain = make_fact()
    return [
        replace(
            plain,
            id=f"test-water/{clause}",
            ref=ClauseRef("test-water", clause),
            kind=FactKind.DUTY,
            subject=asks[2],
            text=_TEXTS[clause],
            asks=asks,
        )
        for clause, asks in _ASKS.items()
    ]


CORPUS = Corpus(
    (make_document(facts=_facts()),),
    (Term("水价", variants=("水费",), slips=("水介",)), Term("节水", colloquial=("省水",))),
)
