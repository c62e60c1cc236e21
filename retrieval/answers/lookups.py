"""Say whether a document is in force on a day: 施行了吗, 还有效吗. Pure."""

import re
from datetime import date

from retrieval.answers.citations import cite
from retrieval.answers.composing import Bound, Reply
from retrieval.facts.knowledge import Knowledge
from retrieval.language.dates import chinese_day
from retrieval.language.lexicon import squeeze
from retrieval.questions.question import Question
from retrieval.types import AnswerStatus, DocumentMeta

IN_FORCE = re.compile(
    r"(?:生效|施行|实施|执行|算数|管用|作数)(?:了|的)?(?:没有?|吗|么|了没)|(?:还|仍|仍然|现在|如今|是否|目前|今天)(?:算不算|是不是|是否)?.{0,4}(?:有效|适用|管用|算数|生效|施行)"
    r"|有没有(?:正式)?(?:施行|生效|实施)|适用(?:吗|不|了没)|(?:失效|作废|废止|过期)(?:了)?(?:没有?|吗|么)|算(?:不算)?.{0,4}有效|现行有效"
)
NOT_IN_FORCE = re.compile(
    r"标准|方案|同意|按这|按那|资格|期限|有效期|回执|导引|谁|怎么|如何|哪|什么(?!时候)|几|多久|谈不成|谈崩|原来的|以前(?:发|的)|之前(?:发|的)|优惠文件|规则|这一天|当天|签约|协议|首谈(?:就|权)|后果|处罚|违反|留成"
)
_TITLE = re.compile(r"《[^》]{2,}》|[省市县区][一-鿿]{2,}(?:办法|条例|规定|细则|意见|方案)")


def answer_in_force(question: Question, knowledge: Knowledge, as_of: date) -> Reply | None:
    """Say whether a document is in force on as_of (是否施行、还有效吗); None if not asked."""
    if not IN_FORCE.search(question.canonical) or question.places not in _home_only(knowledge):
        return None
    if NOT_IN_FORCE.search(question.canonical) or _names_stranger(question, knowledge):
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
        said = f"{day}时已经施行：{begun}{trial}；{_outlook(meta)}，现行有效性请核实。"
    else:
        said = f"已经失效：{begun}，{chinese_day(meta.effective_to or as_of)}起不再有效。"
    clauses = [c for c in knowledge.clauses.values() if c.ref.doc_id == doc_id]
    if not clauses:
        return None
    where = next(
        (c for c in clauses if str(start.month) in c.text and "施行" in c.text), clauses[0]
    )
    clause = next((c for c in reversed(clauses) if "施行日期" in c.text), where)
    quoted = knowledge.quotable(str(clause.ref)) or clause
    return Reply(
        AnswerStatus.ANSWERED,
        (Bound(said, (cite(said, quoted, meta),)),),
        context=frozenset({str(clause.ref)}),
        topic=meta.short_titles[0] if meta.short_titles else title,
    )


def _outlook(meta: DocumentMeta) -> str:
    """What the library holds of the end of an edition in force."""
    if meta.effective_to is None:
        return "资料库里没有修订或废止它的材料"
    return f"按资料库里的材料，自{chinese_day(meta.effective_to)}起不再有效"


def _names_stranger(question: Question, knowledge: Knowledge) -> bool:
    """Whether a document is named that the library does not hold."""
    return _TITLE.search(knowledge.catalogue.without_names(question.text)) is not None


def _home_only(knowledge: Knowledge) -> tuple[tuple[str, ...], ...]:
    return ((), (knowledge.gazetteer.home,))


def _dated_documents(question: Question, knowledge: Knowledge) -> list[str]:
    """The documents with a day of taking effect that the question may mean, named ones first."""
    dated = [doc_id for doc_id, meta in knowledge.metas.items() if meta.effective_from]
    titles = [mention.term for mention in question.mentions if mention.category == "document"]
    named = [d for d in dated if squeeze(knowledge.metas[d].title).strip("《》") in titles]
    home = knowledge.gazetteer.home
    at_home = [d for d in dated if home in knowledge.metas[d].place]
    is_of_home = not titles or set(question.topics) > set(titles)
    return named or (at_home[:1] if is_of_home else [])
