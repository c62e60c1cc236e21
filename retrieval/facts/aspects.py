"""What a question wants to hear of beside its topic: an appeal, a share, a weight, a fee. Pure.

A fact on the right topic that says nothing of the aspect asked does not answer: 不服怎么申诉 is not
answered by who grants. An open point that speaks of it does, and so does saying that nothing does.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing asked of a topic.

    asked: how it is asked for; spoken: what speaks of it; given: what a fact must itself say to
    answer, where that is more than to speak of it (a length of time, not the words 多久).
    """

    name: str
    asked: re.Pattern[str]
    spoken: re.Pattern[str]
    given: re.Pattern[str] | None = None


def _aspect(name: str, asked: str, spoken: str = "") -> Aspect:
    return Aspect(name, re.compile(asked), re.compile(spoken or asked))


_ASPECTS = (
    Aspect(
        "占比",
        re.compile(r"占(?!了?多少(?:钱|地|亩|时间|权重|分|[家个项名条]))(?:比|了|全市|总数|其中|的)*(?:多少|几成|百分之几|多大比例)|(?:比重|占比|比例)(?:是|有)?(?:多少|多大|多高)"),
        re.compile(r"%|占|几成|比例|比重"),
        re.compile(r"%|比例|比重|成[一二三四五六七八九，。]"),
    ),
    _aspect("申诉", r"申诉|复议|复核|不服|异议|上诉|能告|告谁|起诉|诉讼|讨说法|翻案|救济|上访|仲裁"),
    _aspect(
        "投资者不同意",
        r"(?:客商|投资者|投资方|投资人|企业|老板|对方|人家).{0,10}(?:不同意|不愿|不肯|不想|不乐意|反对|拒绝|不答应|不认)"
        r"|(?:坚决|就是|死活)不(?:想|肯|愿|同意|要)",
        r"不同意|不愿|不肯|不想|不乐意|反对|拒绝|不答应|不认|不以.{0,6}同意|不等于.{0,8}同意",
    ),
    _aspect(
        "转让",
        r"(?:权|资格|指标).{0,8}(?:转让|转给|让给|卖|出售|交易|抵押|质押|租给|送给|借给)|转让|买卖",
        r"转让|转给|让给|卖|出售|交易|抵押|质押|转移",
    ),
    _aspect("延期", r"延期|延长|续期|续一|续上|再续|展期|再延|延几"),
    _aspect("造假", r"造假|虚假|不实|假材料|谎报|虚报|假的|作假|弄虚", r"造假|虚假|不实|假|谎报|虚报"),
    _aspect(
        "分成比例",
        r"几几开|五五|三七(?!类)|四六|二八|各(?:得|拿|分)(?:多少|几成)|怎么分(?:成|账|钱|税)|劈|分(?:多少|几)成|按(?:什么|多少|几比)比例|(?:税收?|收益|利益|留成|财政).{0,6}分成",
        r"比例|分成|几几|五五|三七|四六|占股|几成",
    ),
    _aspect("权重", r"权重|分值|占(?:多少|几)分|打分表|及格线|分数线|满分", r"权重|分值|打分|分数|满分"),
    _aspect("费用", r"收费|保证金|手续费|押金|保密费|服务费|中介费|介绍费|评审费", r"费|保证金|押金|收费|花钱|免费"),
    _aspect("表决", r"投票|表决|几票|一票否决|票决|过半", r"票|表决|过半"),
    _aspect("问责", r"问责|处分|免职|撤职|扣分|约谈|追责|党纪|政纪", r"问责|处分|免职|扣分|约谈|追责|考核"),
    _aspect("人员", r"链长|组长|成员|委员|带队的是谁|第一责任人|联络员|分管领导是谁"),
    _aspect("收入", r"差旅|佣金|提成|工资|薪水|奖金|津贴|编制(?!《|了?布局|导引|的?《)|加班", r"差旅|佣金|提成|薪|奖金|津贴|编制|工资"),
    _aspect("公开", r"公示|保密|泄密|泄露|征求(?:社会|公众)|公开(?!招标)", r"公示|保密|泄|公开|公众|看得到|查到"),
    _aspect("解释", r"谁(?:来)?解释|解释权"),
    _aspect("税率", r"税率|所得税|个税|增值税|退税|印花税"),
    _aspect("行情", r"股价|市值|市盈率|股票|涨停|跌停|天气|下雨|气温"),
    _aspect("环境", r"环评|安评|能评|稳评|排污许可"),
    _aspect("会期", r"(?:会|会议|委员会).{0,6}(?:多久|几次|多长时间|几天).{0,4}(?:开|一次)|开几次会", r"每(?:年|月|季|周|两月)|多久|频次|定期|不定期|次数"),
    _aspect(
        "门槛",
        r"门槛|够格|够不够(?:格|线)?(?:报|谈|议|上)|(?:多大|多少)(?:的)?(?:投资额|投资|体量)的?项目|(?:几个|多少|[一两三五十]个?)亿.{0,6}(?:才|行不行|够不够|起步|能不能报)",
        r"门槛|划线|投资额|金额|不论大小|标准|大小|规模|亿元以上",
    ),
    _aspect("签约期限", r"(?:多久|几天|几个月|何时|什么时候).{0,8}签(?:约|协议|合同)|签(?:约|协议|合同).{0,4}(?:期限|时限)", r"签约|协议|合同"),
)  # fmt: skip

_MEASURE = re.compile(
    r"(?:多少|几)(辆|吨|台|架|岁|平方|公里|度电|千瓦|块钱|张|所|座|栋|间|票|亩|户|层|公斤|米)"
)
_MEASURE_SPOKEN = {"块钱": "元", "岁": "岁"}
_LENGTH = re.compile(
    r"(?:一|两|三|半|五|几)年还是|试(?:行)?(?:几|多少)(?:年|个月)|几(?:个工作)?(?:天|日)(?:之)?内|(?:占|管|用)(?:多久|几年|几个月)|(?:收|罚|扣|取消)(?:走|掉)?(?:几|多少)年"
    r"|(?:当年|一年|一次).{0,6}还是.{0,8}(?:连|两年|三年|永久|长期|几年)"
)
_LENGTH_GIVEN = re.compile(
    r"[\d一二两三四五六七八九十半]+个?(?:工作日|天(?!南)|日内|小时|年(?:内|以内|之内|有效|期)|月(?!底|前|\d))|每(?:年|月|季|周)|常态化|不设(?:日期|期限)|下一年度|当天"
)
_LENGTH_SPOKEN = re.compile(rf"期限|时限|多久|几年|几天|几个月|有效期|{_LENGTH_GIVEN.pattern}")


@lru_cache(maxsize=2_048)
def asked_aspects(canonical: str) -> tuple[Aspect, ...]:
    """The aspects a squeezed canonical question asks for."""
    found = [aspect for aspect in _ASPECTS if aspect.asked.search(canonical)]
    for measure in _MEASURE.findall(canonical):
        spoken = re.compile(re.escape(_MEASURE_SPOKEN.get(measure, measure)))
        found.append(Aspect(f"多少{measure}", _MEASURE, spoken))
    if _LENGTH.search(canonical):
        found.append(Aspect("期限", _LENGTH, _LENGTH_SPOKEN, _LENGTH_GIVEN))
    return tuple(found)


def unspoken(aspects: Iterable[Aspect], said: str, answer: str) -> tuple[str, ...]:
    """The names of the aspects that a fact does not speak of.

    said: all that is said around it, canonical; answer: what it answers, "" for an open point.
    """
    return tuple(
        aspect.name
        for aspect in aspects
        if not aspect.spoken.search(said)
        or (answer and aspect.given is not None and not aspect.given.search(answer))
    )


def asked_words(canonical: str) -> tuple[str, ...]:
    """The words with which aspects are asked for, in the asker's own form."""
    found = (aspect.asked.search(canonical) for aspect in asked_aspects(canonical))
    return tuple(dict.fromkeys(match[0] for match in found if match))
