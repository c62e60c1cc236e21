"""Questions about the library itself: 有哪些文件, 哪篇讲嵊州. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from retrieval.answers.citations import cite
from retrieval.answers.composing import Bound, Reply
from retrieval.answers.where_said import answer_where_said
from retrieval.facts.knowledge import Knowledge
from retrieval.questions.question import Question
from retrieval.types import AnswerStatus, AuthorityTier, Clause, DocumentMeta

_CATALOGUE = re.compile(
    r"(?:资料库|文件库|知识库|文库|库里|你这(?:里|儿)|你(?:都)?有|收录|掌握|能查).{0,8}(?:哪些|哪几|几份|几篇|多少|什么|啥)?.{0,4}(?:文件|资料|文章|材料|篇|文档)"
    r"|(?:有|收录了?)(?:哪些|哪几|几|多少)(?:份|篇|个)?(?:文件|资料|文章|材料|文档)|(?:文件|资料|文档)(?:清单|目录|列表)"
)
_WHICH_DOCUMENT = re.compile(
    r"(?:哪(?:一)?(?:篇|份|个|些)?(?:文件|文章|资料|材料|报道|报告|篇|份)|哪里(?:有)?(?:写|讲|提)).{0,12}(?:讲|写|说|提|介绍|涉及|关于|有)"
    r"|(?:讲|写|说|提到?|介绍|关于).{1,14}的(?:是)?(?:哪|什么)(?:一)?(?:篇|份|个)(?:文件|文章|资料|材料)?"
)
_TO_HAND_IN = re.compile(  # 首报要交哪些材料 asks for papers, not for documents held
    r"(?:交|提供|提交|准备|需要|要|报|带|附)(?:的)?(?:是)?(?:哪些|什么|哪几(?:样|份)|哪些?)?(?:材料|资料|文件)"
)
_FROM_ELSEWHERE = re.compile(
    r"不是(?:讲|说|写)?(?:的)?杭州(?:的)?|不属于?杭州|外地(?:的)?|杭州以外|别的(?:城市|地方)"
)
_ANY_DOCUMENT = re.compile(
    r"(?:哪些|哪几|几份|几篇|有没有|哪篇|哪份).{0,6}(?:文件|文章|资料|材料|篇|份)"
)
_OF_A_PLACE = re.compile(
    r"(?:几|多少|哪些|哪几)(?:个|份|篇)?(?:文件|材料|文章|资料).{0,2}(?:是|讲|写).{2,6}的?$"
    r"|(?:讲|写)?.{2,4}的(?:文件|材料|文章|资料)(?:一共|总共|都)?有?(?:几|多少|哪)"
)
_OF_A_KIND = re.compile(
    r"(?:哪(?:些|几份?|份)|几份)(?:才)?(?:是|算)(?:正式|红头|规范性|有效力的)(?:文件|的)"
)
_BY_DAY = re.compile(
    r"最(?:新|近|晚|早)的?(?:那|一|是)?(?:份|篇|个)?(?:文件|文章|材料|资料|报道)?(?:是|$)"
    r"|(?:资料库?|文件库?|数据|材料)(?:是)?(?:截止|截至|更新)(?:到|至|了|过)?(?:什么|哪|没|吗|$)"
    r"|(?:资料库?|文件库?)(?:最近)?有(?:没有)?更新"
)
_TIER_NAMES = {
    AuthorityTier.OFFICIAL: "正式文件",
    AuthorityTier.EXPLAINER: "解读报道",
    AuthorityTier.PRESS: "报道案例",
    AuthorityTier.OTHER_PLACE: "外地做法",
}
_MAX_DOCUMENTS = 30
_SEARCHED_CLAUSES = 60


def answer_catalogue(question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
    """List the documents of the library, or those that speak of something; None if not asked."""
    for listed in _LISTS:
        if (reply := listed(question, knowledge, as_of)) is not None:
            return reply
    return None


def _from_elsewhere(question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
    """The documents of other places."""
    asked = question.canonical
    if not _FROM_ELSEWHERE.search(asked) or not _ANY_DOCUMENT.search(asked):
        return None
    home = knowledge.gazetteer.home
    metas = [meta for meta in knowledge.catalogue.editions if home not in meta.place]
    return _list_documents(metas, f"讲的不是{home}、属外地做法的文件有", knowledge, as_of)


def _of_a_place(question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
    """The documents of the place that is named."""
    if not question.places or not _OF_A_PLACE.search(question.canonical):
        return None
    editions = knowledge.catalogue.editions
    held = [meta for meta in editions if any(place in meta.place for place in question.places)]
    opening = f"{question.places[0]}的文件有"
    return _list_documents(held, opening, knowledge, as_of) if held else None


def _speaking_of(question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
    """The documents that speak of what is named."""
    asked = question.canonical
    if _TO_HAND_IN.search(asked) or not _WHICH_DOCUMENT.search(asked):
        return None
    found = _documents_on(question, knowledge, as_of)
    return _list_documents(found, "讲到这一内容的文件有", knowledge, as_of) if found else None


def _all(question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
    """Every document held."""
    asked = question.canonical
    if question.topics or _TO_HAND_IN.search(asked) or _WHICH_DOCUMENT.search(asked):
        return None
    if not _CATALOGUE.search(asked) and not _OF_A_KIND.search(asked):
        return None
    metas = sorted(knowledge.catalogue.editions, key=_catalogue_order)
    return _list_documents(metas, "资料库现有文件", knowledge, as_of)


def _by_day(question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
    """The first or the last document by its date, and how many have none."""
    asked = question.canonical
    if question.topics or _TO_HAND_IN.search(asked) or not _BY_DAY.search(asked):
        return None
    dated = [(day, meta) for meta in knowledge.catalogue.editions if (day := _day_of(meta))]
    if not dated:
        return None
    is_first = "早" in asked
    _, chosen = (min if is_first else max)(dated, key=lambda held: held[0])
    opening = f"注明日期的文件里，最{'早' if is_first else '晚'}的有"
    reply = _list_documents([chosen], opening, knowledge, as_of)
    undated = len(knowledge.catalogue.editions) - len(dated)
    note = (Bound(f"另有{undated}份没有印日期。"),) if undated else ()
    return replace(reply, bound=(*reply.bound, *note))


def _day_of(meta: DocumentMeta) -> date | None:
    return meta.published or meta.effective_from


def _catalogue_order(meta: DocumentMeta) -> tuple[int, str]:
    return (list(AuthorityTier).index(meta.tier), meta.doc_id)


_LISTS = (_from_elsewhere, _by_day, _of_a_place, answer_where_said, _speaking_of, _all)


def _documents_on(question: Question, knowledge: Knowledge, as_of: date) -> list[DocumentMeta]:
    """Documents whose place, title or text holds what the question names, most mentions first."""
    by_place = [
        meta
        for meta in knowledge.catalogue.editions
        if any(place in meta.place for place in question.places)
        and (meta.doc_id in knowledge.metas or knowledge.catalogue.is_in_force(meta, as_of))
    ]
    if by_place:
        return by_place
    wanted = [*question.places, *question.topics]
    wanted = wanted or [word for word in question.content.split() if len(word) > 1]
    if not wanted:
        return []
    counts: dict[str, int] = {}
    metas = dict(knowledge.metas)
    for clause in knowledge.clauses.values():
        _count(clause, wanted, knowledge, counts)
    for hit in knowledge.texts.search(" ".join(wanted), as_of, _SEARCHED_CLAUSES):
        if hit.meta.doc_id not in knowledge.metas:
            metas[hit.meta.doc_id] = hit.meta
            _count(hit.clause, wanted, knowledge, counts)
    return [metas[doc] for doc in sorted(counts, key=lambda doc: -counts[doc])]


def _count(
    clause: Clause, wanted: Sequence[str], knowledge: Knowledge, counts: dict[str, int]
) -> None:
    """Add how often a clause speaks of all that is wanted to its document's count."""
    text = knowledge.lexicon.canonical(f"{clause.heading}{clause.text}")
    if held := min(text.count(word) for word in wanted):
        counts[clause.ref.doc_id] = counts.get(clause.ref.doc_id, 0) + held


def _list_documents(
    metas: Iterable[DocumentMeta], opening: str, knowledge: Knowledge, as_of: date
) -> Reply:
    metas = list(metas)
    bound = [Bound(f"{opening}{len(metas)}份：")]
    for position, meta in enumerate(metas[:_MAX_DOCUMENTS], start=1):
        first = next(iter(knowledge.texts.clauses(meta)), None)
        citations = (cite(meta.title, first, meta),) if first else ()
        counts = knowledge.catalogue.is_in_force(meta, as_of)
        bound.append(Bound(f"{position}. {describe_document(meta, counts)}", citations))
    if len(metas) > _MAX_DOCUMENTS:
        bound.append(Bound(f"其余{len(metas) - _MAX_DOCUMENTS}份请在文件库页面查看。"))
    return Reply(AnswerStatus.ANSWERED, tuple(bound), topic="文件")


def describe_document(meta: DocumentMeta, is_in_force: bool) -> str:
    """One line on a document: title, number, place, kind, dates; whether it counts on the day."""
    parts = [meta.number, meta.place, _TIER_NAMES[meta.tier], meta.status]
    if meta.published:
        parts.append(f"{meta.published.isoformat()}发布")
    if meta.effective_from:
        parts.append(f"{meta.effective_from.isoformat()}起施行")
    if not is_in_force:
        parts.append("当日不在施行期")
    return f"《{meta.title.strip('《》')}》（{'，'.join(part for part in parts if part)}）"
