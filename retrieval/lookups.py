"""Questions about the library itself and about a clause named by its number. Pure.

哪些文件, 哪篇讲嵊州; 四（一）写了什么, 附件第7项, 某法第十二条.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from retrieval.citations import cite, whole
from retrieval.composing import Bound, Reply
from retrieval.knowledge import Knowledge
from retrieval.lexicon import squeeze
from retrieval.numerals import parse_numeral
from retrieval.question import Question
from retrieval.sentences import sentences
from retrieval.types import AnswerStatus, AuthorityTier, Clause, DocumentMeta

_CATALOGUE = re.compile(
    r"(?:资料库|文件库|知识库|文库|库里|你这(?:里|儿)|你(?:都)?有|收录|掌握|能查).{0,8}(?:哪些|哪几|几份|几篇|多少|什么|啥)?.{0,4}(?:文件|资料|文章|材料|篇|文档)"
    r"|(?:有|收录了?)(?:哪些|哪几|几|多少)(?:份|篇|个)?(?:文件|资料|文章|材料|文档)|(?:文件|资料|文档)(?:清单|目录|列表)"
)
_WHICH_DOCUMENT = re.compile(
    r"(?:哪(?:一)?(?:篇|份|个|些)?(?:文件|文章|资料|材料|报道|报告|篇|份)|哪里(?:有)?(?:写|讲|提)).{0,12}(?:讲|写|说|提|介绍|涉及|关于|有)"
    r"|(?:讲|写|说|提到?|介绍|关于).{1,14}的(?:是)?(?:哪|什么)(?:一)?(?:篇|份|个)(?:文件|文章|资料|材料)?"
)
_IN_FORCE = re.compile(
    r"(?:生效|施行|实施|执行|算数|管用|作数)(?:了|的)?(?:没有?|吗|么|了没)|(?:还|仍|仍然|现在|如今|是否|目前|今天)(?:算不算|是不是|是否)?.{0,4}(?:有效|适用|管用|算数|生效|施行)"
    r"|有没有(?:正式)?(?:施行|生效|实施)|适用(?:吗|不|了没)|(?:失效|作废|废止|过期)(?:了)?(?:没有?|吗|么)|算(?:不算)?.{0,4}有效|现行有效"
)
_NOT_IN_FORCE_QUESTION = re.compile(
    r"资格|期限|有效期|回执|导引|谁|怎么|如何|哪|什么(?!时候)|几|多久|谈不成|谈崩|原来的|以前(?:发|的)|之前(?:发|的)|优惠文件|规则|这一天|当天|签约|协议|首谈(?:就|权)|后果|处罚|违反|留成"
)
_TIER_NAMES = {
    AuthorityTier.OFFICIAL: "正式文件",
    AuthorityTier.EXPLAINER: "解读报道",
    AuthorityTier.PRESS: "报道案例",
    AuthorityTier.OTHER_PLACE: "外地做法",
}
_PAREN = re.compile(r"([一二三四五六七])(?:、|部分)?[(（]([一二三四五六七八九十])[)）]")
_ANNEX = re.compile(
    r"附(?:件|表|录)?(?:的)?(?:第)?([一二三四五六七八九十]{1,3}|\d{1,3})(?:项|条|行)"
)
_ARTICLE = re.compile(
    r"第([一二三四五六七八九十百千零〇]+|\d+)条(?:第([一二三四五六七八九十]+|\d+)款)?"
)
_MAX_DOCUMENTS = 30


def answer_catalogue(question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
    """List the documents of the library, or those that speak of something; None if not asked."""
    if _WHICH_DOCUMENT.search(question.canonical):
        found = _documents_on(question, knowledge)
        if found:
            return _list_documents(found, "讲到这一内容的文件有", knowledge, as_of)
        return None
    if _CATALOGUE.search(question.canonical) and not question.topics:
        metas = sorted(knowledge.metas.values(), key=_catalogue_order)
        return _list_documents(metas, "资料库现有文件", knowledge, as_of)
    return None


def _catalogue_order(meta: DocumentMeta) -> tuple[int, str]:
    return (list(AuthorityTier).index(meta.tier), meta.doc_id)


def _documents_on(question: Question, knowledge: Knowledge) -> list[DocumentMeta]:
    """Documents whose place, title or text holds what the question names, most mentions first."""
    wanted = [*question.places, *question.topics]
    wanted = wanted or [word for word in question.content.split() if len(word) > 1]
    counts: dict[str, int] = {}
    for clause in knowledge.clauses.values():
        text = knowledge.lexicon.canonical(f"{clause.heading}{clause.text}")
        held = min((text.count(word) for word in wanted), default=0)
        if held:
            counts[clause.ref.doc_id] = counts.get(clause.ref.doc_id, 0) + held
    by_place = [
        meta
        for meta in knowledge.metas.values()
        if any(place in meta.place for place in question.places)
    ]
    if by_place:
        return by_place
    return [knowledge.metas[doc] for doc in sorted(counts, key=lambda doc: -counts[doc])]


def _list_documents(
    metas: Iterable[DocumentMeta], opening: str, knowledge: Knowledge, as_of: date
) -> Reply:
    metas = list(metas)
    bound = [Bound(f"{opening}{len(metas)}份：")]
    for position, meta in enumerate(metas[:_MAX_DOCUMENTS], start=1):
        first = next((c for c in knowledge.clauses.values() if c.ref.doc_id == meta.doc_id), None)
        citations = (cite(meta.title, first, meta),) if first else ()
        bound.append(Bound(f"{position}. {describe_document(meta, as_of)}", citations))
    if len(metas) > _MAX_DOCUMENTS:
        bound.append(Bound(f"其余{len(metas) - _MAX_DOCUMENTS}份请在文件库页面查看。"))
    return Reply(AnswerStatus.ANSWERED, tuple(bound), topic="文件")


def describe_document(meta: DocumentMeta, as_of: date) -> str:
    """One line on a document: title, number, place, kind, dates; whether in force on as_of."""
    parts = [meta.number, meta.place, _TIER_NAMES[meta.tier], meta.status]
    if meta.published:
        parts.append(f"{meta.published.isoformat()}发布")
    if meta.effective_from:
        parts.append(f"{meta.effective_from.isoformat()}起施行")
    if not meta.is_effective(as_of):
        parts.append("当日不在施行期")
    return f"《{meta.title.strip('《》')}》（{'，'.join(part for part in parts if part)}）"


def answer_in_force(question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
    """Say whether a document is in force on as_of (是否施行、还有效吗); None if not asked."""
    if not _IN_FORCE.search(question.canonical) or question.places not in _home_only(knowledge):
        return None
    if _NOT_IN_FORCE_QUESTION.search(question.canonical):
        return None
    doc_id = next(iter(_dated_documents(question, knowledge)), None)
    if doc_id is None:
        return None
    meta = knowledge.metas[doc_id]
    start = meta.effective_from
    if start is None:
        return None
    title, day = meta.title.strip("《》"), chinese_day(as_of)
    begun = f"《{title}》自{chinese_day(start)}起施行"
    if as_of < start:
        said = f"还没有。{begun}，{day}尚未施行，当日不能适用。"
    elif meta.is_effective(as_of):
        trial = f"，是{meta.status}文件" if meta.status else ""
        said = (
            f"{day}时已经施行：{begun}{trial}；资料库里没有修订或废止它的材料，现行有效性请核实。"
        )
    else:
        said = f"已经失效：{begun}，{chinese_day(meta.effective_to or as_of)}起不再有效。"
    clauses = [c for c in knowledge.clauses.values() if c.ref.doc_id == doc_id]
    where = next(
        (c for c in clauses if str(start.month) in c.text and "施行" in c.text), clauses[0]
    )
    clause = next((c for c in clauses if "起施行" in c.text and c.ref.clause == "6"), where)
    quoted = knowledge.quotable(str(clause.ref)) or clause
    return Reply(
        AnswerStatus.ANSWERED,
        (Bound(said, (cite(said, quoted, meta),)),),
        context=frozenset({str(clause.ref)}),
        topic=meta.short_titles[0] if meta.short_titles else title,
    )


def _home_only(knowledge: Knowledge) -> tuple[tuple[str, ...], ...]:
    return ((), (knowledge.gazetteer.home,))


def _dated_documents(question: Question, knowledge: Knowledge) -> list[str]:
    """The documents with a day of taking effect that the question may mean, named ones first."""
    dated = [doc_id for doc_id, meta in knowledge.metas.items() if meta.effective_from]
    titles = [mention.term for mention in question.mentions if mention.category == "document"]
    named = [d for d in dated if squeeze(knowledge.metas[d].title).strip("《》") in titles]
    home = knowledge.gazetteer.home
    at_home = [d for d in dated if home in knowledge.metas[d].place]
    return named or (at_home[:1] if not titles or question.topics else [])


def chinese_day(day: date) -> str:
    """2019年6月6日."""
    return f"{day.year}年{day.month}月{day.day}日"


def answer_clause(question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
    """Give the text of a clause named by number; None when none is named or it cannot be found."""
    if not question.clause_labels:
        return None
    doc_ids = _named_documents(question, knowledge, as_of)
    found = [
        clause
        for label in question.clause_labels
        if (clause := _find_clause(label, doc_ids, knowledge)) is not None
    ]
    replies = [_quote_clause(clause, knowledge) for clause in found]
    if not replies:
        return None
    return replace(
        replies[0],
        bound=tuple(bound for reply in replies for bound in reply.bound),
        context=frozenset(str(clause.ref) for clause in found),
    )


def _find_clause(label: str, doc_ids: Iterable[str], knowledge: Knowledge) -> Clause | None:
    for doc_id in doc_ids:
        for clause_id in clause_ids(label):
            if (clause := knowledge.quotable(f"{doc_id}#{clause_id}")) is not None:
                return clause
    return None


def _named_documents(question: Question, knowledge: Knowledge, as_of: date) -> list[str]:
    titles = [mention.term for mention in question.mentions if mention.category == "document"]
    named = [
        doc_id
        for doc_id, meta in knowledge.metas.items()
        if any(
            squeeze(meta.title).strip("《》") in (title, title.strip("《》")) for title in titles
        )
    ]
    if named:
        return named
    official = [
        doc_id
        for doc_id, meta in knowledge.metas.items()
        if meta.tier is AuthorityTier.OFFICIAL
        and knowledge.gazetteer.home in meta.place
        and meta.is_effective(as_of)
    ]
    return official[:1]


def clause_ids(label: str) -> tuple[str, ...]:
    """The clause ids a label may stand for, likeliest first.

    四(一) -> 4.1; 附第7项 -> annex.7; 第十二条第二款 -> art.12.2, art.12.
    """
    if found := _PAREN.search(label):
        return (f"{parse_numeral(found[1])}.{parse_numeral(found[2])}",)
    if found := _ANNEX.search(label):
        return (f"annex.{parse_numeral(found[1])}",)
    if found := _ARTICLE.search(label):
        article = parse_numeral(found[1])
        inner = (f"art.{article}.{parse_numeral(found[2])}",) if found[2] else ()
        return (*inner, f"art.{article}", f"art.{article}-1")
    if found := re.search(r"第([一二三四五六七])部分", label):
        number = parse_numeral(found[1])
        return (str(number), f"{number}.1")
    return ()


def _quote_clause(clause: Clause, knowledge: Knowledge) -> Reply:
    meta = knowledge.metas[clause.ref.doc_id]
    spans = sentences(clause.text)
    head = f"《{meta.title.strip('《》')}》{clause.heading}："
    bound = [
        Bound(f"{head}{span.text}" if i == 0 else span.text, (whole(clause, meta),))
        for i, span in enumerate(spans)
    ]
    return Reply(
        AnswerStatus.ANSWERED,
        tuple(bound),
        context=frozenset({str(clause.ref)}),
        topic=clause.title,
    )
