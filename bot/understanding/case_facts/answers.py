"""Short answers to a question about a fact (是, 还没有, 12亿), and what is said beside it."""

import re
import unicodedata
from dataclasses import replace

from bot.understanding.case_facts.marks import MarkedText
from bot.understanding.case_facts.specs import choice_words, fact_specs
from bot.understanding.case_facts.types import Aside, CaseReading, Said
from rules.fact_terms import NO_HOLDER
from rules.fact_types import AREA, DAY, FLAG, MONEY, NUMBER, POSITIVE, TEXT, WHOLE, Unreadable
from rules.facts import FactSpec
from rules.quantities import find_quantities, format_quantity

_ASIDES = (
    (
        Aside.ANEW,
        re.compile(
            "^(?:重新来|重来|重新开始|换一个|新的?(?:情形|案例)|从头来|清空|另一个(?:项目|情形))"
        ),
    ),
    (
        Aside.CONCLUDE,
        re.compile(
            "先(?:看|给|说)结论|直接(?:说|给|看)结论|(?:别|不要|不用)(?:再)?问了|^跳过|^(?:先)?这样吧?$"
            "|^够了|^算了$|^就这些|^没别的"
        ),
    ),
    (
        Aside.MORE,
        re.compile(
            "^(?:那)?(?:我们?)?(?:要|该|得)?(?:走|办)(?:什么|哪些|啥)(?:手续|程序|流程)|^(?:那)?(?:该|要)?怎么办|^(?:那)?(?:下一步|接下来)|^(?:那|请问)*(?:依据|根据|出处|法条|条款)|^(?:展开|详细(?:说说?|点|一点)?|看(?:全部|详情)|全部理由|具体(?:说说|点)|说详细)"
        ),
    ),
    (Aside.EXPORT, re.compile("^(?:导出|下载|存成文件|给我文件|保存(?:成文件)?)")),
    (
        Aside.UNKNOWN,
        re.compile(
            "不知道|不清楚|不确定|说不准|不好说|没听说|不了解|待核实|不晓得|不太清楚|拿不准|还不好说"
            "|吃不准|不明确?$"
        ),
    ),
)
_YES = re.compile(
    "^(?:是的?|对的?|嗯+|有的?|已经|好的?|可以|符合|算|属于|没错|恩|行|要的?|会的?"
    "|确认|肯定|当然|已|都|具备|需要|能|做了|谈过|报过|过了|拿到|取得|持有|在手|是它|完成|批了)"
)
_NO = re.compile("^(?:不|没|否|无|未|还没|都没|暂无|暂时没|尚未|非|并没|从来没|哪有|应该没|好像没)")
_MOST_NAME = 30
_IS_QUESTION = re.compile("[?？]|什么|怎么|吗|为何|为啥")


def read_aside(text: str) -> Aside | None:
    """What a folded text asks of the talk itself, whatever was asked."""
    plain = text.strip(",。;!?")
    for aside, cue in _ASIDES:
        if aside is not Aside.UNKNOWN and len(plain) <= 12 and cue.search(plain):
            return aside
    return None


def read_answer(reading: CaseReading, marked: MarkedText, asked: str) -> CaseReading:
    """The reading with the fact that was asked for, when the text answers the question."""
    spec = fact_specs().get(asked)
    if spec is None or asked in reading.facts or reading.aside is not None or reading.follows:
        return reading
    plain = marked.text.strip(",。;!?")
    if len(plain) <= 14 and dict(_ASIDES)[Aside.UNKNOWN].search(plain):
        return replace(reading, aside=Aside.UNKNOWN)
    if reading.topics:
        return reading
    said = _value(reading, marked, spec)
    if isinstance(said, Aside):
        return replace(reading, aside=said)
    return reading if said is None else replace(reading, facts={**reading.facts, asked: said})


def _value(  # noqa: PLR0911  # one per type
    reading: CaseReading, marked: MarkedText, spec: FactSpec
) -> Said | Aside | None:
    """The value the words give the fact; YES or NO where only that was said."""
    raw = marked.original.strip()
    plain = marked.text.strip(",。;!?")
    if not plain:
        return None
    yes_no = Aside.NO if _NO.match(plain) else Aside.YES if _YES.match(plain) else None
    if spec.type is FLAG:
        return None if yes_no is None else Said(yes_no is Aside.YES, raw)
    if spec.name == "active_holder":
        return _holder(reading, yes_no, raw)
    if spec.type.name == "enum":
        return _choice(spec, plain, raw, yes_no)
    if spec.type in (MONEY, AREA, NUMBER, POSITIVE, WHOLE, DAY):
        return _figure(spec, plain, raw)
    if spec.name in ("locality", "existing_district", "target_district", "candidate_locality"):
        return reading.facts.get("locality")
    if (
        spec.type is TEXT
        and len(plain) <= _MOST_NAME
        and not _IS_QUESTION.search(raw)
        and yes_no is None
    ):
        return Said(raw, raw)
    return None


def _holder(reading: CaseReading, yes_no: Aside | None, raw: str) -> Said | Aside | None:
    if yes_no is Aside.NO:
        return Said(NO_HOLDER, raw)
    named = reading.facts.get("locality")
    if named is not None:
        return named
    return yes_no


def _choice(spec: FactSpec, plain: str, raw: str, yes_no: Aside | None) -> Said | Aside | None:
    whole = spec.type.read(raw)
    if not isinstance(whole, Unreadable):
        return Said(whole, raw)
    words = choice_words(spec.name).items()
    codes = [code for code, word in words if unicodedata.normalize("NFKC", word) in plain]
    if len(codes) == 1:
        return Said(codes[0], raw)
    return yes_no


def _figure(spec: FactSpec, plain: str, raw: str) -> Said | None:
    value = spec.type.read(plain)
    if not isinstance(value, Unreadable):
        return Said(plain, raw)
    quantities = find_quantities(plain)
    if len(quantities) == 1 and not hasattr(quantities[0], "doubt"):
        shown = format_quantity(quantities[0])
        shown = shown if spec.type is not MONEY or shown.endswith("元") else f"{shown}元"
        if not isinstance(spec.type.read(shown), Unreadable):
            return Said(shown, raw)
    return None
