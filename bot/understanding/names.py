"""The investor's name out of running words, without the words around it, and the project's."""

import re

from bot.understanding.candidates import LIKELY, SURE, WEAK, Candidate, Candidates, Reading
from bot.understanding.cues import outside
from bot.understanding.name_words import (
    CHAR,
    FORM,
    HEADS,
    MARKS,
    after,
    clipped,
    correction,
    name_found,
)
from bot.understanding.project_names import read_projects
from bot.understanding.talk_words import is_talk

_LATIN = re.compile(r"[A-Z][A-Za-z0-9&.\- ]{1,38}$")  # before Inc., Co., Ltd.
_FOREIGN = re.compile(
    r"(?<![A-Za-z])[A-Z][\w&.\-]*+(?: (?:[A-Z&][\w&.\-]*+|\([A-Z][A-Za-z]+\)|of|and|de)){0,5}?,? "
    r"(?:AG|SE|Co|LLC|Ltd|Limited|Inc|Corp|Corporation|Company|PLC|plc|S\.A|SA|N\.V|B\.V|BV|NV|GmbH|Oy|AB|SpA|KGaA|Group|Holdings)"
    r"(?:[ .,]+(?:Ltd|Limited|Inc|KG))?(?![A-Za-z])\.?"
)
_OF_GROUP = re.compile(
    r".*(?:下属|旗下|控股|全资|参股|所属|名下)(?:的|子公司|公司|企业)+(?=.{4,}公司)"
)
_BRANCH = re.compile(r"[\u4e00-\u9fff]{2,8}(?:分公司|[分支]行|分院|分部|办事处|代表处)")
_CITY = re.compile(r"^杭州市?(?=.{2})")
_OWNS = re.compile(  # whose name follows is behind the investor, and not the investor
    r"(?:母公司|控股股东|大股东|实际控制人|实控人|集团总部|背后)(?:就)?(?:是|为|叫|系|:)?\s?$"
)
# What a name is not: the words that lead up to it. The last one before the name ends there.
_UP_TO = re.compile(
    r"然后|接着|全名|全称|现将|兹有|今有|兹|特将|报一个|报个|报一下|报备|申报|首报|登记|备案|录入|填报|一个|一家|两家|这家|那家|这个|那个|个|家|名叫|叫做|叫|名为|称为|为|就是|是由|是"
    r"|引进|引入|招引|招来|招了|招|接触|对接|洽谈|联系|来自|来了|名称|跟|把|请|找到|找|有一|有个|有家|有|的|了|着|过|和(?=.{2,4}(?:省|市|区|县))"
    r"|企业(?=.)|投资方|投资商|投资主体|投资人|客商|甲方|业主|主体|母公司|项目|关于|由|与|想要|想|要|准备|打算|计划|拟|来|在谈|谈|报"
    r"|(?:我们|咱们|本|我|咱)(?:区|县|市|局|园区|开发区)?|查一?下|看一?下|查查|你好|您好|那边|这边|现在|目前|最近|今天|昨天|上周|刚刚?|手上|手里|帮我"
    r"|帮忙|帮|麻烦|另外|还有"
    r"|(?:从|自)[\u4e00-\u9fff]{2,4}(?:来|过来)|(?:[一-龥]{2}(?:区|县))(?=想|要|拟|打算|准备|招|引|谈|报)"
)
_DAY = re.compile(r"\s*(?:20\d\d年)?\d{1,2}月\d{1,2}[日号]?\s*(?:上午|下午|晚上)?\s*")
_SUBJECT = re.compile(
    r"(?P<label>(?:意向)?(?:投资(?:方|主体|人|商|企业|者|单位)|业主(?:单位)?|项目公司|企业(?:名称|名字|全称|名)?|公司(?:名称|名字|全称"
    r"|名)?|客商|资方|厂家|东家|对方企业|对方公司|来投企业))"
    r"(?:名称|名字|全称|的名字|的名称)?\s{0,2}(?P<verb>是不是|先写|先填|应该是|就是|还是|改成|改为|换成|是叫|叫做|名叫|叫|是|为|改叫|:"
    r"|=)\s{0,3}"
    rf"(?:一家)?(?P<name>{CHAR}{{2,40}})"
)
_BY = re.compile(
    rf"(?:^|[{MARKS}]|我们|现在|目前|这个|项目)由(?P<name>{CHAR}{{2,30}}?)(?:公司|集团)?(?:独资|全资|单独|共同|联合|来"
    rf"|负责)?(?:投资(?!基金|公司|有限|集团|控股)|建设|投建|出资|牵头|实施)"
)
_COMES = re.compile(
    rf"(?:^|[{MARKS}]|我们|有一?家|一家|有个|是)(?P<name>[\u4e00-\u9fffA-Za-z0-9·&()]{{2,16}}?(?:集团|科技|股份"
    rf"|实业|控股|半导体|微电子|电子|药业|制药|生物|医疗|新材料|新能源|材料|汽车|机器人|智能|光电|资本|国际|能源|化工|重工|装备|精密|软件|信息|网络|通信|食品"
    rf"|航空|航天|电气|电器|股份公司|医药|器械))"
    r"(?=(?:那边|他们)(?!区)|(?:他们|那边)?(?:有意|想|要|打算|准备|计划|拟|有意向|意向|希望|愿意|决定|已经|考虑)(?:来|在|到|落|投|把|上|建|做|搞|过来|要|进|落户|选址))"
)
_CALLED = re.compile(rf"(?:叫做|名叫|叫)(?P<name>{CHAR}{{2,20}}?)的(?:一家)?(?:企业|公司)")
_INTRODUCED = re.compile(
    rf"(?:企业|公司|客商)[^,。;!?\n]{{0,10}},\s?(?:名字)?(?:就?叫|名叫)(?P<name>{CHAR}{{2,20}})(?=[,。;!\n]|$)"
)
_PLAIN = re.compile(
    rf"(?<![^{MARKS}])(?:投资方|投资主体|业主|企业"
    rf"|公司)\s?(?P<name>(?:(?![的想要在来有没不是需已希提能从对很也都还现原方名叫为:投落])[^{MARKS}]){{2,14}})(?=[\s,。;]|$)"
)
_NOT_A_NAME = re.compile(
    r"团队|新设$|说(?!明)|^(?:(?:销售|贸易|营销|运营|项目|控股|平台|物业|管理|生产|研发|技术)$|个|一个|外地|本地|本市|市外|杭州(?!.{2,}(?:公司|集团|院|科技|股份))|国外|境外|海外|民营|国有|国企|央企|民企|外资|内资|港资|台资|合资|全?新(?=的|项目|企业|公司|客商|来|引|设|建|注册|成立|一家|$)|老(?=企业|厂|项目|的|板|总|公司|客户|$)"
    r"|存量|一家|谁|哪|什么|全新|他们|我们|它|同一|未定|待定|还没|没|不(?!二|锈)|已|先(?![导声进临正锋河])|另|独资|(?:德国|美国|日本|韩国|法国|英国|新加坡|香港|台湾)(?:的|企业|公司|独资|外资|资|人|$)|上市|龙头|链主|世界|全球"
    r"|行业|头部|初创|跨国|有(?!研|色|为)|董事|总经理|总裁|副总|负责人|高管|领导|代表|方面|上市公司|估值|注册|融资|总部|产值|年|诉求|名称|联系|电话)"
    r"|(?:的|吗|呢|过来|来的|外资|企业|意向|意愿)$|[?？]|(?:希望|诉求|要求|需要|愿意|考察|明确)"
)  # fmt: skip
_INDUSTRY = (
    "生物|数字|智能|信息|金融|航空|航天|医疗|新材料|新能源|绿色|海洋|农业|电子|高|硬|前沿"
    "|网络|环保|安防"
)
_STANDING = re.compile(
    rf"(?:^|[{MARKS}])(?!投资|母公司|公司|企业|客商|业主|股东|隶属|属于|来自|由|是|[我他她它本该](?!爱)|(?:{_INDUSTRY}){{1,2}}(?:科技|集团|股份))(?P<name>[\u4e00-\u9fffA-Za-z0-9·&()]{{2,12}}?(?:集团|科技|股份|实业|控股|微电子|药业|制药|重工))(?=[{MARKS}]|$)",
    re.MULTILINE,
)
_WHOLLY = re.compile(
    rf"(?:^|[{MARKS}])(?P<name>[\u4e00-\u9fffA-Za-z0-9·&()]{{2,16}}?(?:集团|公司|控股|资本|实业|科技|股份))(?=全资|独资|控股|单独出资|出资)"
)


_FIRST_TOLD = re.compile(
    rf"(?:^|[{MARKS}])(?:我?们?(?:想|要|来)?)?(?:首报|报备|登记|报(?:个|一个|一下)?(?:新)?项目|报一?个|报)[{MARKS}]{{1,3}}"
    rf"(?P<name>[\u4e00-\u9fff]{{4,14}})(?=[{MARKS}]|$)"
)
_NOT_BARE = re.compile(
    r"项目|新[建引]|存量|意向|备忘|协议|纪要|厂房|用地|投资|联系|经办|情况|^材料|如下|(?:集团|科技|股份|实业|控股|药业|制药|重工)$|首报|报备|[我他它你这那的了是在有要想来过吗呢没不去请把和给]"
)


def _first_told(reading: Reading) -> Candidates:
    """首报 示例装备，3亿: the bare words first told are the investor or the project."""
    match = _FIRST_TOLD.search(reading.page.text)
    if match is None or reading.page.is_asked(match.start("name")):
        return
    name = match["name"]
    is_known = reading.vocabulary.taxonomy.find("chains", name) is not None
    if _NOT_BARE.search(name) or is_known or not _is_investor(name):
        return
    span = match.span("name")
    slots = ("investor_name", "project_name")
    yield Candidate(tuple(name_found(reading, slot, *span) for slot in slots), LIKELY)


def read_names(reading: Reading) -> Candidates:
    """The investor and the project, each possibly several times."""
    yield from _investors(reading)
    yield from read_projects(reading)
    yield from _first_told(reading)


def _investors(reading: Reading) -> Candidates:
    yield from _told_investors(reading)
    yield from _companies(reading)
    for match in _FOREIGN.finditer(reading.page.text):
        if not reading.page.is_asked(match.start()):
            yield Candidate((name_found(reading, "investor_name", *match.span()),), LIKELY)
    for pattern in (_BY, _COMES, _WHOLLY, _STANDING, _CALLED, _PLAIN, _INTRODUCED):
        for match in pattern.finditer(reading.page.text):
            start, end = match.span("name")
            if not reading.page.is_asked(start) and _is_investor(match["name"]):
                yield Candidate((name_found(reading, "investor_name", start, end),), WEAK)


def _told_investors(reading: Reading) -> Candidates:
    """投资方是X, and what it is corrected to."""
    for match in _SUBJECT.finditer(reading.page.text):
        if reading.page.is_asked(match.start("name")) or match["verb"] == "是不是":
            continue
        if reading.page.text[max(0, match.start() - 1) : match.start()] in ("母", "子"):
            continue
        name = clipped(match["name"])
        group = _OF_GROUP.match(name)
        name = name[group.end() :] if group else name
        if name and _is_investor(name) and not re.fullmatch(rf"(?:{HEADS})", name):
            start = match.start("name") + (group.end() if group else 0)
            end = start + len(name)
            yield Candidate((name_found(reading, "investor_name", start, end),), SURE)
            yield from correction(reading, "investor_name", end)


def _companies(reading: Reading) -> Candidates:
    """Whatever ends in a legal form."""
    text = reading.page.text
    for match in FORM.finditer(text):
        start = _company_start(text, match.start())
        end = _company_end(text, match.end())
        if end - start - len(match[0]) < 2 or reading.page.is_asked(start):
            continue
        core = _CITY.sub("", text[start:end].removesuffix(match[0]))
        if (
            not _NOT_A_NAME.search(core)
            and not is_talk(core)
            and not _OWNS.search(text[max(0, start - 8) : start])
        ):
            rank = LIKELY if "有限" in match[0] else WEAK
            yield Candidate((name_found(reading, "investor_name", start, end),), rank)


def _is_investor(name: str) -> bool:
    return (
        not (_NOT_A_NAME.search(name) or is_talk(name)) and name.rstrip("省市的") not in outside()
    )


def _company_start(text: str, form_start: int) -> int:
    """Where the name begins whose legal form starts there."""
    latin = _LATIN.search(text, max(0, form_start - 40), form_start)
    if latin:
        return latin.start()
    left = max(0, form_start - 30)
    window = text[left:form_start]
    for mark in re.finditer(rf"[{MARKS}]", window):
        left = max(left, form_start - len(window) + mark.end())
    opened = text.rfind("(", left, form_start)
    if opened >= 0 and text.find(")", opened, form_start) < 0:
        left = opened + 1
    dated = _DAY.match(text, left, form_start)
    left = dated.end() if dated else left
    return after(text, left, form_start - 2, _UP_TO)


def _company_end(text: str, form_end: int) -> int:
    """The form's end, or that of the branch behind it."""
    branch = _BRANCH.match(text, form_end)
    return branch.end() if branch else form_end
