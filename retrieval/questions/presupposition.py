"""What a yes/no question takes for granted, checked against the fact that answers it. Pure."""

import re
from collections.abc import Sequence
from enum import StrEnum

from retrieval.language.lexicon import Lexicon, squeeze
from retrieval.language.numerals import parse_numeral
from retrieval.questions.question import Question, find_amounts
from retrieval.types import Fact, FactKind

_SELF_ANSWERING = re.compile(
    r"是|不|否|可以|能(?!耗|源|级|力)|没有|有(?!关|意)|要(?!素)|需要|会(?!商|同|议)|对[，。]"
    r"|文件未|原文未|无|必须|应(?!急)"
)
_DENIES = re.compile(r"不|没有|否|无|文件未|原文未|[^，。]{0,12}(?:不是|不等于|不一定)")
_MONTH_NAMES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MONTH = re.compile(r"(?<![\d十])(1[0-2]|[1-9]|十[一二]|[一二三四五六七八九十])月(?!份?[—至到-])")
_YEAR_END = re.compile(r"年(?:底|末)")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_PACE = re.compile(r"每[一二两三四五六七八九十半\d]*个?(?:年|月|季度|季|周|天|日)")
_ONCE_IN = re.compile(
    r"(?<!每)([一二两三四五六七八九十半\d]+个?(?:年|月|季度|周))(?:搞|做|评|办|开|来)?一(?:次|回)"
)
_CLAIMED_NAME = re.compile(
    r"(?:是|叫|叫做|在|到|去的|去)([一-鿿a-z0-9]{2,8}?)(?:对吧|没错吧|是吧|对不对|对吗|是吗|吧|吗)$"
)
_NAME_OF_SORT = re.compile(r"(?<=[是在去到叫])(?=([一-鿿]{1,4}?[板市县区省国港镇]))")
_MAX_NAME = 10
_ALONE = re.compile(r"一家(?!子)|单独|独自|(?:只有|光是|就)(?:它|他们|你们)?一个|独家")
_COUNT = re.compile(r"[一二两三四五六七八九十百]+(?=[支个项家条次类步种层份大])")
_MEMBER = re.compile(
    r"(?:里|中|里头|里面)(?:都)?(?:有没有|有无|包不包括|包括|含不含|是否有)(.{2,12})$"
)
_ASKS = re.compile(r"什么|谁|哪|规定|说|写|提|几|多少|明确|要求")
_OWN_CASE = re.compile(
    r"(?:我们|我区|咱们?|我)(?:的|这)?(?:项目|企业|用了|做了|已经)|算(?:快|慢|高|低|多|少)"
)
_BODY = re.compile(
    r"(?:由|是|归|要|靠)((?:区|县|市|省|镇)?(?:政府|管委会|街道办|镇里|区里|县里|平台|开发区|企业|商会|协会))"
    r"(?:自己)?(?:给|批|定|审|赋予|认定|牵头|主谈|收|管|发|编|决定)"
)
_RUN_OF_YEARS = re.compile(r"连续([一两二三四五六七八九十\d]+)年")
_RANK = re.compile(
    r"((?:全国|全省|全市|绍兴|浙江|省内|国内)(?:排(?:名)?)?(?:第[一二三四五]|前[二三四五]))"
)
_WHOLE = re.compile(r"全部|所有(?!权|[，。；、,;]|$)|全都|整个|全(?=是|由|靠)|百分之?百")
_EVERY = re.compile(
    r"是不是(?:所有|每|都)|所有(?!权)[^，。]{0,8}都|每(?:个|项|家)[^，。]{0,8}都|一律|凡是"
)
_ONLY_SOME = re.compile(r"有[两三四五六]类|只有|只在|仅在|仅限|才由")
_PART = re.compile(r"部分|留成|(?<!100)%")
_BY_ITSELF = re.compile(r"自动|直接(?:就)?(?:获得|有|拿|给|算)|当然(?:就)?有|必然")
_STILL = re.compile(r"还(?:要|须|得|应)|以后才|并且|不等于|之后才|不会自动")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
WHO = {FactKind.LEAD, FactKind.COOPERATE, FactKind.DECIDER}


class Stance(StrEnum):
    """How the fact stands to what the question presupposes."""

    CONFIRMS = "confirms"
    CORRECTS = "corrects"
    SPEAKS_FOR_ITSELF = "speaks_for_itself"


def find_stance(question: Question, fact: Fact, lexicon: Lexicon) -> Stance:
    """Compare the departments, amounts and dates of a yes/no question with the fact's values."""
    is_claim = question.is_polar and not _OWN_CASE.search(question.canonical)
    if not is_claim or fact.kind is FactKind.OPEN_POINT:
        return Stance.SPEAKS_FOR_ITSELF
    if fact.kind in WHO and fact.value and (question.departments or _names_body(question)):
        return _compare_departments(question, fact, lexicon)
    return _compare_claims(question, fact)


def _names_body(question: Question) -> bool:
    return _BODY.search(question.canonical) is not None


def _compare_claims(question: Question, fact: Fact) -> Stance:
    if not _DENIES.match(fact.text) and _claims_more(question, fact):
        return Stance.CORRECTS
    if _SELF_ANSWERING.match(fact.text) or fact.kind is FactKind.DIFFERENCE:
        return Stance.SPEAKS_FOR_ITSELF
    for compare in (_compare_years, _compare_frequencies):
        if (stance := compare(question, fact)) is not None:
            amounts = _compare_amounts(question, fact)
            return Stance.CORRECTS if amounts is Stance.CORRECTS else stance
    if fact.kind in {FactKind.DEADLINE, FactKind.META} and _months(question.canonical):
        return _compare_months(question, fact)
    if _names_another(question, fact):
        return Stance.CORRECTS
    return _compare_amounts(question, fact)


def _names_another(question: Question, fact: Fact) -> bool:
    """Whether a name put forward is of the same sort as one of the fact's and another: 创业板."""
    asked, said = question.canonical.rstrip("?？。"), squeeze("".join((fact.text, *fact.value)))
    held = [v for v in map(squeeze, fact.value) if v and len(v) <= _MAX_NAME]
    if (claimed := _CLAIMED_NAME.search(asked)) is not None and claimed[1] not in said:
        alike = (v for v in held if v[-1] == claimed[1][-1])
        if any(abs(len(claimed[1]) - len(v)) < 2 for v in alike):
            return True
    if any(v in asked for v in held):
        return False
    names = [name for name in _NAME_OF_SORT.findall(asked) if name not in said]
    return any(name[-1] == v[-1] and len(name) == len(v) for name in names for v in held)


def _claims_more(question: Question, fact: Fact) -> bool:
    """Whether a claim of rank, run of years, currency, whole or course goes beyond the fact."""
    asked, said = question.canonical, squeeze(fact.text)
    for pattern in (_RUN_OF_YEARS, _RANK):
        claimed, held = pattern.findall(asked), pattern.findall(said)
        if claimed and held and not set(claimed) & set(held):
            return True
    if any(f"{n}亿{c}元" in said and f"{n}亿{c}" not in asked for n, c in _foreign(asked, said)):
        return True
    if _EVERY.search(asked) and _ONLY_SOME.search(said) and not _EVERY.search(said):
        return True
    if _WHOLE.search(asked) and _PART.search(said) and not _WHOLE.search(said):
        return True
    return _BY_ITSELF.search(asked) is not None and _STILL.search(said) is not None


def _foreign(asked: str, said: str) -> list[tuple[str, str]]:
    """The figures asked about in 元 that the fact gives in another currency, with the currency."""
    figures = re.findall(r"(\d+(?:\.\d+)?)亿(?:元|人民币)", asked)
    return [(n, c) for n in figures for c in ("美", "欧") if f"{n}亿{c}" in said]


def _compare_departments(question: Question, fact: Fact, lexicon: Lexicon) -> Stance:
    values = [lexicon.canonical(value) for value in fact.value]
    topic = lexicon.canonical(fact.subject)
    named = [name for name in question.departments if name not in topic]
    if not named:
        return _compare_body(question, fact)
    held = [any(name in value or value in name for value in values) for name in named]
    if len(values) > 1 and fact.kind is FactKind.LEAD and _ALONE.search(question.canonical):
        return Stance.CORRECTS
    return Stance.CONFIRMS if all(held) else Stance.CORRECTS


def _compare_body(question: Question, fact: Fact) -> Stance:
    """Corrects where a body without a name of its own (区政府, 平台) is put forward."""
    body = _BODY.search(question.canonical)
    is_known = body is None or body[1] in squeeze("".join((*fact.value, fact.text)))
    return Stance.SPEAKS_FOR_ITSELF if is_known else Stance.CORRECTS


def unnamed_member(question: Question, fact: Fact) -> str:
    """What is sought among a list that does not name it (五大圈里有没有新能源汽车); else ''."""
    member = _MEMBER.search(question.canonical.rstrip("?吗呢"))
    if member is None or fact.kind is not FactKind.LIST or len(fact.value) < 2:
        return ""
    ground = squeeze("".join((*fact.value, fact.text)))
    return "" if member[1] in ground or _ASKS.search(member[1]) else member[1]


def _compare_years(question: Question, fact: Fact) -> Stance | None:
    """Corrects where question and fact name different years; None where years decide nothing."""
    said = {int(year) for year in _YEAR.findall(squeeze(fact.text))}
    if not question.years or not said or set(question.years) <= said:
        return None
    return Stance.CORRECTS if not set(question.years) & said else None


def _compare_frequencies(question: Question, fact: Fact) -> Stance | None:
    """Corrects where the fact says another pace than the 每五年 asked; None where none is."""
    stated = _PACE.findall(_ONCE_IN.sub(r"每\1", question.canonical))
    ground = squeeze(fact.text)
    if not stated or not re.search(r"每|年度|常态", ground):
        return None
    is_yearly = "年度" in ground and set(stated) <= {"每年", "每一年"}
    return Stance.CONFIRMS if is_yearly or all(p in ground for p in stated) else Stance.CORRECTS


def _compare_months(question: Question, fact: Fact) -> Stance:
    stated, ground = (
        _months(question.canonical),
        _months(squeeze("".join((*fact.value, fact.text)))),
    )
    if not ground:
        return Stance.SPEAKS_FOR_ITSELF
    return Stance.CONFIRMS if stated <= ground else Stance.CORRECTS


def _months(text: str) -> set[int]:
    """The months a text names: 7月底, 七月, 12月前, 年底."""
    names = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
    months = {int(name) if name.isdigit() else names[name] for name in _MONTH.findall(text)}
    return months | ({12} if _YEAR_END.search(text) else set())


def _compare_amounts(question: Question, fact: Fact) -> Stance:
    stated = [
        (number, unit)
        for number, unit in find_amounts(_with_digits(question.canonical))
        if unit and unit not in "年月日"
    ]
    if not stated or fact.kind not in {FactKind.QUANTITY, FactKind.DEADLINE, FactKind.LIST}:
        return Stance.SPEAKS_FOR_ITSELF
    ground = _with_digits(squeeze("".join((*fact.value, fact.text, fact.unit, fact.period))))
    member = _MEMBER.search(question.canonical.rstrip("?吗呢"))
    if member is not None and member[1] not in ground:
        return Stance.SPEAKS_FOR_ITSELF  # the count is right, what is sought among it is not there
    if _is_other_figure(stated, fact):
        return Stance.CORRECTS
    same_unit = [(number, unit) for number, unit in stated if unit in ground]
    if not same_unit:
        return Stance.SPEAKS_FOR_ITSELF
    if all(
        re.search(rf"(?<![\d.]){re.escape(number + unit)}", ground) for number, unit in same_unit
    ):
        return Stance.CONFIRMS
    return Stance.CORRECTS


def _is_other_figure(stated: Sequence[tuple[str, str]], fact: Fact) -> bool:
    """Whether a count put forward in the unit of a fact's one figure is another number."""
    held = [number for value in fact.value for number in _FIGURE.findall(squeeze(value))]
    asked = [number for number, unit in stated if unit == fact.unit]
    is_one = fact.kind is FactKind.QUANTITY and len(held) == 1 and len(fact.value) == 1
    return is_one and bool(asked) and held[0] not in asked


def _with_digits(text: str) -> str:
    """Counts written in Chinese numerals put in digits: 五支 -> 5支."""
    return _COUNT.sub(lambda found: str(_read(found[0])), text)


def _read(numeral: str) -> int | str:
    try:
        return parse_numeral(numeral.replace("两", "二"))
    except ValueError:
        return numeral
