"""Answer from what was said just before: where it stands, one point of its list. Pure.

依据呢 / 原文怎么写的 / 哪一条规定的 quote the clause behind the last answer; 第三个是什么 and
最后一个呢 name the member of its list. Does not: look anything up.
"""

import re
from dataclasses import replace

from retrieval.answers import wording
from retrieval.answers.citations import whole
from retrieval.answers.composing import Bound, Reply, open_with_source
from retrieval.facts.knowledge import Knowledge
from retrieval.facts.ranking import says_kind_asked
from retrieval.language.content import runs_of
from retrieval.language.lexicon import squeeze
from retrieval.language.numerals import parse_numeral
from retrieval.language.sentences import sentences
from retrieval.questions.question import Question, strip_lead_in
from retrieval.types import AnswerStatus, Citation, Clause, DocumentMeta, FactKind

_LEAD = r"(?:那么?|请问|好的?|你|请|能不能|能否|可以|麻烦)*"
_OF_THIS = (
    r"(?:这个|[这那]条|这句话?|这|刚才(?:那|这)?[条个]?|上面(?:那|这)?[条个]?|你?说的|它)*的?"
)
_KINDS = r"(?:法律|政策|文件|条文|制度|法规|书面|明文|具体|直接)?的?"
_SOURCE = r"(?:依据|根据|出处|来源|原文|原话|原句|条文|条款原文|文件原文|全文)"
_CLAUSE = r"(?:条(?!链)|款|个?条款|份?文件|个文件|个?规定|里|儿)"
_TAIL = r"(?:呢|啊|呀|吗|么|的|了|来着)*"
_ASKS_SOURCE = re.compile(
    rf"{_LEAD}(?:"
    rf"(?:有没有|有|要|看|查)?{_OF_THIS}{_KINDS}{_SOURCE}"
    r"(?:呢|吗|么|是什么|是啥|[是在]哪(?:里|儿|一?条|份文件|个文件)?|(?:是)?(?:怎么|咋)(?:写|说|规定)(?:的)?"
    r"|(?:给|发|贴)(?:我|一下)?(?:看看|看下|看一下|一下|出来)?|有没有|有吗)?"
    rf"|(?:把|给我?|看看|看下|贴)?{_OF_THIS}{_KINDS}{_SOURCE}(?:给我?|发我?|贴)?(?:看看|看下|看一下|出来|念一下|念念|瞧瞧)"
    rf"|{_OF_THIS}(?:是|在|出自|写在|规定在|见|来自)?哪一?{_CLAUSE}(?:里|上)?(?:规定|写|说|讲|来|定)?(?:过)?"
    rf"|{_OF_THIS}(?:出自|写在|规定在)哪"
    rf"|凭(?:什么|啥)(?:这么|这样)?(?:说|讲|答)"
    rf"){_TAIL}"
)
_ORDINAL = re.compile(
    r"(?:那么?|上面|前面|刚才|其中|里面|你?说的|的)*"
    r"(?:第(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})|(?P<last>最后一?)|倒数第(?P<back>[一二三四五]))"
    r"(?P<unit>条|点|项|个|种|类|层|步|款|件|句)(?:(?:指的?)?(?:是|叫)?(?:什么|啥|哪(?:个|项|条|一个))?)(?:来着)?[呢啊吗]*"
)
_BY_NUMBER = re.compile(r"第[一二三四五六七八九十\d]{1,3}[项条款]")
_MEMBERS = re.compile(r"[；;]|[①②③④⑤⑥⑦⑧⑨⑩]")
_LISTED = re.compile(r"[:：]")
_AGAIN = re.compile(
    r"展开|详细|细说|具体|说说|讲讲|说一下|讲一下|解释|再说|再讲|意思|确定|真的|是吗|对吗|对吧|没看懂|不懂|明白"
    r"|(?:这|那)个?(?:数|说法|结果)"
)
_NO_WORDS = re.compile(r"[的了吗呢啊吧会要能是有在就还再也都又谁个这那它其]")
_CONSEQUENCE = re.compile(r"取消|不得享受|不得给予|收归|惩|罚|处分|处理|奖励|不予")
_PUNISHING = re.compile(r"处罚|惩罚|惩戒|罚|后果|处理|处置|追究")
_PARTY = re.compile(
    r"(?:那么?|换成|换作|改成|要是|如果|假如|是|对于?)+(?P<party>[^,，。]{0,8}?(?P<kind>平台|企业|国企|央企|外资|民企|园区|开发区|公司|单位|[区县]))"
    r"(?:呢|(?:也|是不是|是否)*(?:一样|适用|这样|算)(?:吗|么|的)?)"
)
_DEFINITE = frozenset((FactKind.DEADLINE, FactKind.QUANTITY, FactKind.CONSEQUENCE))
_INSTEAD = re.compile(r"^(?:换成|换作|改成|如果是?|要是)")
_SPOKEN = 0.5  # of the pairs of a turn's own characters
_FEWEST = 2
_MOST_SAID = 2
_MAX_FOCUS_CHARS = 30
_WHOLE_CHARS = 420
_MOST_CLAUSES = 2
_END = "。?？!！ ~～,，"


def reply_from_last(text: str, before: str, last: Reply, knowledge: Knowledge) -> Reply | None:
    """The reply to a turn that asks of the last answer itself; None where it asks of more.

    before: the last question; where it went by number (第7项), so does this one.
    """
    asked = squeeze(text).strip(_END)
    if _ASKS_SOURCE.fullmatch(asked):
        return _source(last, knowledge)
    found = _ORDINAL.fullmatch(asked)
    if found is not None and not _BY_NUMBER.search(squeeze(before)):
        return _member(found, last)
    return None


def _source(last: Reply, knowledge: Knowledge) -> Reply | None:
    """The clauses behind the last answer, as they stand; of a long one only what was cited."""
    behind = _behind(last)
    if not behind:
        return None
    bound: list[Bound] = []
    if last.status is AnswerStatus.REFUSED:
        bound.append(Bound(wording.SILENT_NEAREST))
    for citation in behind[:_MOST_CLAUSES]:
        bound += _quoted(citation, knowledge)
    return replace(last, status=AnswerStatus.ANSWERED, bound=tuple(bound), nearest=(), missing=())


def _behind(last: Reply) -> list[Citation]:
    """One citation a clause, in the order said."""
    cited = [c for bound in last.bound for c in bound.citations] or [*last.nearest]
    clauses: dict[tuple[str, str, str], Citation] = {}
    for citation in cited:
        clauses.setdefault((citation.doc_id, citation.edition, citation.clause), citation)
    return list(clauses.values())


def _quoted(citation: Citation, knowledge: Knowledge) -> tuple[Bound, ...]:
    found = _clause_of(citation, knowledge)
    if found is None:
        return (Bound(citation.quote, (citation,)),)
    clause, meta = found
    if len(clause.text) > _WHOLE_CHARS:
        return open_with_source([Bound(citation.quote, (citation,))], clause, meta)
    quoted = (whole(clause, meta),)
    spans = [Bound(span.text, quoted) for span in sentences(clause.text)]
    return open_with_source(spans, clause, meta)


def _clause_of(citation: Citation, knowledge: Knowledge) -> tuple[Clause, DocumentMeta] | None:
    """The clause whose characters a citation quotes: the digest's or the original's."""
    editions = knowledge.catalogue.editions_of(citation.doc_id)
    meta = next((meta for meta in editions if meta.edition == citation.edition), None)
    if meta is None:
        return None
    original = knowledge.originals.get(f"{citation.doc_id}#{citation.clause}")
    for clause in (knowledge.texts.clause(meta, citation.clause), original):
        if clause and clause.text[citation.start : citation.end] == citation.quote:
            return clause, meta
    return None


def _member(found: re.Match[str], last: Reply) -> Reply | None:
    """The member of the last list that is asked for; that there are fewer, where there are."""
    members = last.values if len(last.values) > 1 else _listed(last)
    if not members or not last.bound:
        return None
    count, number = len(members), parse_numeral(found["n"] or found["back"] or "1")
    place = number if found["n"] else count - number + 1
    if 0 < place <= count:
        said = wording.NTH_SAID.format(number=place, member=members[place - 1].strip("。；; "))
    elif found["unit"] in "项条款":
        return None  # of the annex or a text, not of the list
    else:
        said = wording.NO_NTH_SAID.format(count=count, number=number)
    bound = (Bound(said, last.bound[0].citations),)
    return replace(last, status=AnswerStatus.ANSWERED, bound=bound, nearest=(), missing=())


def _listed(last: Reply) -> tuple[str, ...]:
    """The members that a sentence of the last answer counts up."""
    for bound in last.bound:
        listing = _LISTED.split(bound.text, maxsplit=1)[-1]
        members = [part.strip("。 ") for part in _MEMBERS.split(listing) if part.strip("。 ")]
        if len(members) > _FEWEST:
            return tuple(members)
    return ()


def is_left_unanswered(text: str, reply: Reply, last: Reply, knowledge: Knowledge) -> bool:
    """Whether a turn with words of its own only gets the last answer once more.

    It does not where the answer speaks of these words, or where it is to be said again.
    """
    if not reply.bound or not last.bound or reply.bound[0].text != last.bound[0].text:
        return False
    if (party := _another_party(text)) is not None:
        return party["kind"] not in "".join(bound.text for bound in reply.bound)
    asked = knowledge.analyst.analyse(_INSTEAD.sub("", strip_lead_in(text)))
    is_definite = bool(asked.kinds & _DEFINITE) or asked.is_polar
    if not is_definite or asks_again(asked):
        return False
    return not speaks_of(text, reply, knowledge)


def asks_again(question: Question) -> bool:
    """Whether a turn wants what was said once more, in other words or in full."""
    return _AGAIN.search(question.canonical) is not None


def speaks_of(text: str, reply: Reply, knowledge: Knowledge) -> bool:
    """Whether a reply says something of a turn's own words, and the kind of thing it asks for."""
    asked = knowledge.analyst.analyse(_INSTEAD.sub("", strip_lead_in(text)))
    said = squeeze("".join(bound.text for bound in reply.bound))
    said += squeeze("".join(c.quote for bound in reply.bound for c in bound.citations))
    content = asked.content
    if FactKind.CONSEQUENCE in asked.kinds:
        if not _CONSEQUENCE.search(said):
            return False
        content = _PUNISHING.sub(" ", content)
    told = spoken = 0
    for run in runs_of(_NO_WORDS.sub(" ", knowledge.light_words.sub(" ", content))):
        pairs = [run[i : i + 2] for i in range(len(run) - 1)] or [run]
        told += len(pairs)
        spoken += sum(pair in said for pair in pairs)
    return spoken >= _SPOKEN * told and says_kind_asked(asked, said)


def puts_another_party(text: str) -> bool:
    """Whether a turn only puts another party in the place of the one spoken of: 换成市属平台呢."""
    return _another_party(text) is not None


def _another_party(text: str) -> re.Match[str] | None:
    return _PARTY.fullmatch(squeeze(text).strip(_END))


def say_unanswered(text: str, last: Reply) -> Reply:
    """That the clauses spoken of do not say what a turn asks, and what they do say."""
    focus = strip_lead_in(text)[:_MAX_FOCUS_CHARS]
    party = _another_party(text)
    focus = party["party"] if party else focus
    said = wording.NOT_SET_APART if party else wording.NOT_SAID_ABOVE
    bound = [Bound(said.format(focus=focus)), *last.bound[:_MOST_SAID]]
    is_open = last.status is AnswerStatus.REFUSED
    return replace(
        last,
        status=AnswerStatus.REFUSED if is_open else AnswerStatus.PARTLY,
        bound=tuple(bound),
        nearest=last.nearest or tuple(_behind(last)),
        missing=(focus,),
    )
