"""A made-up regulation in two editions, without facts, beside the small library."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.facts.knowledge import Knowledge
from retrieval.index.editions import editions_in_force
from retrieval.index.texts import ClauseHit
from retrieval.intake.parsing import parse_bytes
from retrieval.language.content import content_tokens
from retrieval.language.lexicon import squeeze
from retrieval.types import Clause, DocumentMeta, ParsedDocument
from tests.retrieval.small_library import documents, make_knowledge

OLD = """甲市公共绿道管理办法

甲政发〔2018〕12号

第一条 为了加强公共绿道的管理，制定本办法。
第二条 绿道由市园林局负责养护，每季度巡查一次。
第三条 在绿道上骑行电动车的，处五十元罚款。
第四条 绿道的开放时间为每日六时至二十时。

夜间确需开放的，由市园林局公告。
第五条 本办法自2019年1月1日起施行。
"""
NEW = """甲市公共绿道管理办法

甲政发〔2022〕30号

第一条 为了加强公共绿道的管理，制定本办法。
第二条 绿道由市综合行政执法局负责养护，每月巡查一次。
第三条 在绿道上骑行电动车的，处二百元罚款。
第四条 绿道全天开放。有下列情形之一的，可以临时关闭：
（一）大风、暴雨；
（二）道面抢修。

关闭绿道应当公告。
第五条 本办法自2023年3月1日起施行。
"""
TODAY = date(2026, 11, 22)
OLD_DAY, BEFORE_BOTH = date(2020, 5, 1), date(2018, 5, 1)


def regulation() -> tuple[ParsedDocument, ParsedDocument]:
    """Both editions as taken in from files."""
    (old,) = parse_bytes(OLD.encode(), "old.txt")
    (new,) = parse_bytes(NEW.encode(), "new.txt", known=[old.meta])
    return old, new


@dataclass(frozen=True)
class FoundClause:
    """A hit of the fake search."""

    clause: Clause
    meta: DocumentMeta
    original: Clause | None = None


class FakeTexts:
    """Texts in memory, searched by shared pairs of characters."""

    def __init__(self, held: Sequence[ParsedDocument]) -> None:
        self._held = {(d.meta.doc_id, d.meta.edition): d for d in held}

    def editions(self) -> Sequence[DocumentMeta]:
        """All editions."""
        return [document.meta for document in self._held.values()]

    def clauses(self, meta: DocumentMeta) -> Sequence[Clause]:
        """The clauses of one edition."""
        return self._held[meta.doc_id, meta.edition].clauses

    def clause(self, meta: DocumentMeta, clause_id: str) -> Clause | None:
        """One clause."""
        return next((c for c in self.clauses(meta) if c.ref.clause == clause_id), None)

    def search(self, query: str, as_of: date | None, limit: int) -> Sequence[ClauseHit]:
        """Clauses in force that share pairs with the query, most first."""
        valid = editions_in_force(self.editions(), as_of) if as_of else self._held.keys()
        wanted = {token for token in content_tokens(squeeze(query)) if len(token) > 1}
        scored = [
            (len(wanted & set(content_tokens(squeeze(clause.text)))), FoundClause(clause, d.meta))
            for key, d in self._held.items()
            if key in valid
            for clause in d.clauses
        ]
        ranked = sorted(scored, key=lambda pair: -pair[0])
        return [hit for score, hit in ranked[:limit] if score]


def knowledge_with_regulation(*more: ParsedDocument) -> Knowledge:
    """The small library with both editions of the regulation."""
    texts = FakeTexts([*documents(), *regulation(), *more])
    return make_knowledge(all_texts=texts, search=lambda query, day: texts.search(query, day, 10))
