"""The investor's and the project's name out of running words, without the words around them."""

import re

from bot.understanding.candidates import LIKELY, SURE, WEAK, Candidate, Candidates, Reading
from bot.understanding.cues import outside
from bot.understanding.page import last_match
from bot.understanding.types import Found

MOST_NAME = 60  # characters; longer is no name
_MARKS = r"\s,。;!?:\n\"“”'‘’《》「」『』<>、|"
_CHAR = rf"[^{_MARKS}]"

_FORM = re.compile(
    r"股份有限公司|有限责任公司|有限公司|\(有限合伙\)|合伙企业|股份公司|集团公司|(?<=.)株式会社|研究院(?!项目|建设)"
    r"|集团(?!军)|(?<![该本贵我分子总])公司(?!们)|(?i:co\.,? ?ltd\.?|inc\.|gmbh)"
)
_WHOLE_FORM = re.compile(
    r"有限责任公司|股份有限公司|有限公司|\(有限合伙\)|合伙企业|(?<=.)集团(?!有限|股份)|研究院"
)
_LATIN = re.compile(r"[A-Z][A-Za-z0-9&.\- ]{1,38}$")  # before Inc., Co., Ltd.
_FOREIGN = re.compile(
    r"(?<![A-Za-z])[A-Z][\w&.\-]*+(?: (?:[A-Z&][\w&.\-]*+|of|and|de)){0,4}?,? "
    r"(?:AG|SE|LLC|Ltd|Limited|Inc|Corp|Corporation|Company|PLC|plc|S\.A|SA|N\.V|B\.V|BV|NV|GmbH|Oy|AB|SpA|KGaA|Group|Holdings)"
    r"(?:[ ,]+(?:Ltd|Limited|Inc|KG))?(?![A-Za-z])\.?"
)
_OF_GROUP = re.compile(
    r".*(?:下属|旗下|控股|全资|参股|所属|名下)(?:的|子公司|公司|企业)+(?=.{4,}公司)"
)
_BRANCH = re.compile(r"(?:[\u4e00-\u9fff]{2,8}分公司)")
# What a name is not: the words that lead up to it. The last one before the name ends there.
_UP_TO = re.compile(
    r"现将|兹有|今有|兹|特将|报一个|报个|报一下|报备|申报|首报|登记|备案|录入|填报|一个|一家|两家|这家|那家|这个|那个|个|家|名叫|叫做|叫|名为|称为|为|就是|是由|是"
    r"|引进|引入|招引|招来|招了|招|接触|对接|洽谈|联系|来自|来了|名称|跟|把|请|找到|找|有一|有个|有家|有|的|了|着|过|和(?=.{2,4}(?:省|市|区|县))"
    r"|企业(?=.)|投资方|投资商|投资主体|投资人|客商|甲方|业主|主体|母公司|项目|关于|由|与|想要|想|要|准备|打算|计划|拟|来|在谈|谈|报"
    r"|(?:我们|咱们|本|我|咱)(?:区|县|市|局|园区|开发区)?|查一?下|看一?下|查查|你好|您好|那边|这边|现在|目前|最近|今天|昨天|上周|刚刚?|手上|手里|帮我"
    r"|帮忙|帮|麻烦|另外|还有"
    r"|(?:从|自)[\u4e00-\u9fff]{2,4}(?:来|过来)|(?:[一-龥]{2}(?:区|县))(?=想|要|拟|打算|准备|招|引|谈|报)"
)
_NAME_INSIDE = re.compile(
    r"有研|有色|有为|有友|有棵|中和|和利|和而|和合|和元|和达|和辉|和泰|和顺|和美|华为|大有|要素|来伊|来福|来宾|来凤|联想|理想|思想|梦想|为胜|有机|有方"
    r"|为明|为民|为科|由你|过程|过滤|过氧|了望|个性|个护|项目管理|招商局|招商银行|招银|招金|招远|报国|拟态|拟合|想念|投影|是德|着色|引擎|引力|引线"
    r"|建德|建龙|建信|建发(?!展)|建华(?![东南北中])|建业|建材|建筑|我爱我家|我武|跟踪|找钢|找药|搞笑|谈判|把手|本草|本源|本田|一家人"
)
_SUBJECT = re.compile(
    r"(?P<label>(?:意向)?(?:投资(?:方|主体|人|商|企业|者|单位)|业主(?:单位)?|项目公司|企业(?:名称|名字|全称|名)?|公司(?:名称|名字|全称"
    r"|名)?|客商|资方|厂家|东家|对方企业|对方公司|来投企业))"
    r"(?:名称|名字|全称|的名字|的名称)?\s{0,2}(?P<verb>是不是|先写|先填|应该是|就是|还是|改成|改为|换成|是叫|叫做|名叫|叫|是|为|改叫|:"
    r"|=)\s{0,3}"
    rf"(?:一家)?(?P<name>{_CHAR}{{2,40}})"
)
_BY = re.compile(
    rf"(?:^|[{_MARKS}]|我们|现在|目前|这个|项目)由(?P<name>{_CHAR}{{2,30}}?)(?:公司|集团)?(?:独资|全资|单独|共同|联合|来"
    rf"|负责)?(?:投资(?!基金|公司|有限|集团|控股)|建设|投建|出资|牵头|实施)"
)
_COMES = re.compile(
    rf"(?:^|[{_MARKS}]|我们|有一?家|一家|有个|是)(?P<name>[\u4e00-\u9fffA-Za-z0-9·&()]{{2,16}}?(?:集团|科技|股份"
    rf"|实业|控股|半导体|微电子|电子|药业|制药|生物|医疗|新材料|新能源|材料|汽车|机器人|智能|光电|资本|国际|能源|化工|重工|装备|精密|软件|信息|网络|通信|食品"
    rf"|航空|航天|电气|电器|股份公司|医药|器械))"
    r"(?=(?:他们|那边)?(?:有意|想|要|打算|准备|计划|拟|有意向|意向|希望|愿意|决定|已经|考虑)(?:来|在|到|落|投|把|上|建|做|搞|过来|要|进|落户|选址))"
)
_CALLED = re.compile(rf"(?:叫做|名叫|叫)(?P<name>{_CHAR}{{2,20}}?)的(?:一家)?(?:企业|公司)")
_INTRODUCED = re.compile(
    rf"(?:企业|公司|客商)[^,。;!?\n]{{0,10}},\s?(?:名字)?(?:就?叫|名叫)(?P<name>{_CHAR}{{2,20}})(?=[,。;!\n]|$)"
)
_PLAIN = re.compile(
    rf"(?<![^{_MARKS}])(?:投资方|投资主体|业主|企业"
    rf"|公司)\s?(?P<name>(?:(?![的想要在来有没不是需已希提能从对很也都还现原方名叫为:投落])[^{_MARKS}]){{2,14}})(?=[\s,。;]|$)"
)
_CORRECTED = re.compile(
    r"\s?[,。]?\s?(?:哦|啊|噢)?(?:不对|不是|说错了?|错了|写错了|更正(?:一下)?|搞错了)[,:。]?\s?(?:应该)?(?:是|叫"
    r"|为)(?P<name>[^,。;!?:\n]{2,40})"
)
_TAIL = re.compile(
    r"(?:(?:想要?|要|准备|打算|计划|拟|有意|来投|来|在|投资|投建|投了?|总投资|那边|这边|老板|项目|不变|吧|呀|啊|了|哈|嘛|的(?=项目|企业|公司|$)|落户"
    r"|落地|负责|出资|联系人|电话)[^集]*)$"
)
_NOT_A_NAME = re.compile(
    r"^(?:(?:销售|贸易|营销|运营|项目|控股|平台|物业|管理|生产|研发|技术)$|个|一个|外地|本地|本市|市外|杭州(?!.{2,}(?:公司|集团|院|科技|股份))|国外|境外|海外|民营|国有|国企|央企|民企|外资|内资|港资|台资|合资|全?新(?=的|项目|企业|公司|客商|来|引|设|建|注册|成立|一家|$)|老(?=企业|厂|项目|的|板|总|公司|客户|$)"
    r"|存量|一家|谁|哪|什么|全新|他们|我们|它|同一|未定|待定|还没|没|不(?!二|锈)|已|先(?![导声进临正锋河])|另|独资|(?:德国|美国|日本|韩国|法国|英国|新加坡|香港|台湾)(?:的|企业|公司|独资|外资|资|人|$)|上市|龙头|链主|世界|全球"
    r"|行业|头部|初创|跨国|有(?!研|色|为)|上市公司|估值|注册|融资|总部|产值|年|诉求|名称|联系|电话)"
    r"|(?:的|吗|呢|过来|来的|外资|企业|意向|意愿)$|[?？]|(?:希望|诉求|要求|需要|愿意|考察|明确)"
)  # fmt: skip
_EITHER = ("project_name", "investor_name")  # 名字叫X, without saying whose
_HEADS = (
    r"生产基地|制造基地|研发基地|产业基地|总部基地|基地|生产线|产线|工厂|产业园|科技园|产业化项目|建设项目|项目|总部|研发中心|研究院|创新中心|数据中心|"
    r"制造中心|运营中心|结算中心|测试中心|智造中心|物流中心|中心|工程|平台|综合体|园区"
)
_PROJECT_LABEL = re.compile(
    r"项目(?:的)?(?:名称|名字|名|全称)?(?:暂时?)?(?P<verb>(?:改一下|换一下|改了)?[,]?\s?(?:就叫|叫)|就是|先写|先填|先叫|暂定名?为?"
    r"|暂定名称?为?|名叫|叫做|叫作|叫|名称?为|名称?是|改叫|改名为?|改名叫|改成|改为|定为|定名为?|名为|为|是|:|=)\s{0,3}"
    r"(?P<open>[《“\"「『])?(?P<name>[^,。;!?\n《》“”\"「」『』]{2,60})"
)
_NAME_LABEL = re.compile(
    r"(?<![业司方位体])(?:名称|名字|名儿|全名)(?:暂时?)?(?:就叫|先写|先填|先叫|暂定为?|叫做|叫|是|为|改成|改为|定为"
    r"|:)\s{0,3}[《“\"「『]?(?P<name>[^,。;!?\n《》“”\"「」『』]{2,60})"
)
_QUOTED = re.compile(
    r"[《“\"「『](?P<name>[^《》“”\"「」『』\n]{2,60})[》”\"」』](?P<after>\s?(?:项目|这个项目|的项目)?)"
)
_PHRASE = re.compile(
    rf"(?P<name>{_CHAR}{{2,40}}?(?:{_HEADS}|(?<![老旧原现本们我建电工分])厂(?![房家商区长址牌方]))(?!名称|名字|方|公司|简介|概况|诉求|来源|情况|负责|联系|总?投资|落|在|的|叫|是|性质|需"
    rf"|不|没|有(?!关)|由|已|还|前期|用地|预计|计划|达|建成|投产|电话|目前|那边|这边))"
)
_PROJECT_CUE = re.compile(
    r"报一?(?:个|下)|报备|申报|首报|登记|备案|录入|填报|拟建设?|拟投资?|新建|建设|设立|成立|组建|打造|筹建|投建|打算建|想建|要建|建|投资|落地|落户|引进|招引|在谈|谈|搞|做|上马|上"
    r"|推进|想投|来投|投|有|布局|实施|名称"
)
_PROJECT_UP_TO = re.compile(
    r"报一个|报个|报一下|报备|申报|首报|登记|备案|录入|填报|一个|一座|一条|一处|一期|两条|三条|这个|那个|该|本|(?<=[一两二三四五六七八九十几这那某报建搞做弄投谈有上整开来引了的\d])(?:个|座|条(?=[^形]))|拟建设|拟建|拟投资建设"
    r"|拟投资|新建|设立|成立|组建|打造|筹建|(?<![^\s,。;:、])项目|投资建设|投资新建|投资兴建|投建|打算建|想建|要建|建设(?=.{3})|兴建|建(?=[^筑材行设])"
    r"|落地|落户|引进|引入|招引|推进|在谈|谈|搞|做|上马|实施|想上|要上|想投|来投|投资(?!基金|公司|管理)|投(?!影|产|资)|有(?![机色研])|的|是|叫|了|为"
    r"|我们|咱们|咱区|我区|杭州市|总?投资?额?[0-9.]+(?:万|亿)(?:美|欧|港|日)?元"
    r"|[0-9.]+个?(?:万(?=[元美欧港日的])|亿(?![片只支件台吨套颗米]))(?:美|欧|港|日)?元?(?:人民币)?|[一二两三四五六七八九十]+个?亿(?:美)?元?"
    r"|布局|和|名称|全称|简称|手上|想|要|来|在[\u4e00-\u9fff]{2,6}?(?:区|县|市)|在(?:余杭|临平|滨江|萧山|钱塘|上城|拱墅|西湖|富阳|临安|桐庐|淳安"
    r"|建德)|拟"
)
_COMPANY_LED = re.compile(
    rf"{_CHAR}{{2,36}}?(?:有限公司|合伙企业\)?|集团|研究院|(?<!分)公司)(?:的|想|要|将|准备|计划|打算|全资|独资|单独)?(?=(?:的|拟|建设|投资|新建|投建|兴建|来|在|建(?![材筑信])))"
)
_DESCRIPTIVE = re.compile(
    r"^(?:(?:个|一个|这个|那个|该|本|新|大|好|重大|重点|全新|存量|老|外资|内资|意向|产业|工业|制造业|制造|亿元|百亿|首报|小|类似|同一|招商|投资|签约|在谈"
    r"|跨区|市级|省级|主谈|落地|招引|服务业|优质|其他|别的|几个|两个|三个|增资|扩产|增资扩产|技改|二期|一期|三期|外地|本地|我的|我们|示范|新建|新引进|拟建|新设|新立|新报|新谈|研发|生产|区域|建设"
    r"|产业化|全部|总|补链|建链|强链|延链|链主|领导交办|交办|流转|对应|搬迁|的)+)?(?:项目|基地|工厂|中心|平台|园区|总部|工程|产业园|生产线|产线|研究院"
    r"|生产基地|厂)$"
)
_MADE = re.compile(r"(?:生产|研发|制造)?(?:工厂|厂|基地|中心|总部|产线|生产线)")
_WHOLLY = re.compile(
    rf"(?:^|[{_MARKS}])(?P<name>[\u4e00-\u9fffA-Za-z0-9·&()]{{2,16}}?(?:集团|公司|控股|资本|实业|科技|股份))(?=全资|独资|控股|单独出资|出资)"
)
_NOT_PROJECT = re.compile(
    r"首报|首谈|联系人|投资方|电话|诉求|什么|怎么|多少|吗|跨|布局在|交办|批示|^(?:用[在于到]|卖|销往|供应|其|其中|都|也|还|就|不|没)|纪要|意向|考察|希望|同时|项目.*项目|政策|转移"
    r"|迁"
)


def read_names(reading: Reading) -> Candidates:
    """The investor and the project, each possibly several times."""
    yield from _investors(reading)
    yield from _projects(reading)


def _investors(reading: Reading) -> Candidates:
    text = reading.page.text
    for match in _SUBJECT.finditer(text):
        if reading.page.is_asked(match.start("name")) or match["verb"] == "是不是":
            continue
        name = _clipped(match["name"])
        group = _OF_GROUP.match(name)
        name = name[group.end() :] if group else name
        if name and _is_investor(name) and not re.fullmatch(rf"(?:{_HEADS})", name):
            start = match.start("name") + (group.end() if group else 0)
            rank = SURE
            yield Candidate((_name(reading, "investor_name", start, start + len(name)),), rank)
            yield from _correction(reading, "investor_name", start + len(name))
    for match in _FORM.finditer(text):
        start = _company_start(text, match.start())
        end = _company_end(text, match.end())
        if end - start - len(match[0]) >= 2 and not reading.page.is_asked(start):
            name = text[start:end]
            if not _NOT_A_NAME.search(name.removesuffix(match[0])):
                rank = LIKELY if "有限" in match[0] else WEAK
                yield Candidate((_name(reading, "investor_name", start, end),), rank)
    for match in _FOREIGN.finditer(text):
        if not reading.page.is_asked(match.start()):
            yield Candidate((_name(reading, "investor_name", *match.span()),), LIKELY)
    for pattern in (_BY, _COMES, _WHOLLY, _CALLED, _PLAIN, _INTRODUCED):
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if not reading.page.is_asked(start) and _is_investor(match["name"]):
                yield Candidate((_name(reading, "investor_name", start, end),), WEAK)


def _is_investor(name: str) -> bool:
    return not _NOT_A_NAME.search(name) and name.rstrip("省市的") not in outside()


def _correction(reading: Reading, slot: str, end: int) -> Candidates:
    """X，不对，是Y: Y for the slot X was for."""
    match = _CORRECTED.match(reading.page.text, end)
    if match and not re.match(r"[\d一二两三四五六七八九十百]", match["name"]):
        start = match.start("name")
        found = _name(reading, slot, start, start + len(_clipped(match["name"])))
        yield Candidate((found,), SURE)


def _clipped(name: str) -> str:
    """The name without what the sentence goes on with."""
    form = last_match(_WHOLE_FORM, name, (0, len(name)))
    if form is not None:
        return name[: form.end()]
    tail = _TAIL.search(name, 2)
    return (name[: tail.start()] if tail else name).rstrip("()")


def _company_start(text: str, form_start: int) -> int:
    """Where the name begins whose legal form starts there."""
    latin = _LATIN.search(text, max(0, form_start - 40), form_start)
    if latin:
        return latin.start()
    left = max(0, form_start - 30)
    window = text[left:form_start]
    for mark in re.finditer(rf"[{_MARKS}]", window):
        left = max(left, form_start - len(window) + mark.end())
    opened = text.rfind("(", left, form_start)
    if opened >= 0 and text.find(")", opened, form_start) < 0:
        left = opened + 1
    return _after(text, left, form_start - 2, _UP_TO)


def _after(text: str, left: int, right: int, words: re.Pattern[str]) -> int:
    """The end of the last of the words that ends at or before right; left without one."""
    protected = [m.span() for m in _NAME_INSIDE.finditer(text, left, right + 2)]
    start, position = left, left
    while match := words.search(text, position, right):
        inside = any(a <= match.start() < b for a, b in protected)
        if not inside:
            start = match.end()
        position = match.end() if match.end() > match.start() else match.end() + 1
    while start < right + 2 and text[start] in "的了是和与跟同":
        start += 1
    return start


def _company_end(text: str, form_end: int) -> int:
    """The form's end, or that of the branch behind it."""
    branch = _BRANCH.match(text, form_end)
    return branch.end() if branch else form_end


def _name(reading: Reading, slot: str, start: int, end: int) -> Found:
    found = reading.found(slot, "", (start, end))
    value = reading.words((found.start, found.end))
    return reading.found(slot, value, (found.start, found.end))


def _projects(reading: Reading) -> Candidates:
    text = reading.page.text
    for pattern in (_PROJECT_LABEL, _NAME_LABEL):
        for match in pattern.finditer(text):
            if reading.page.is_asked(match.start("name")):
                continue
            start, end = match.span("name")
            quoted = "open" in match.re.groupindex and match["open"]
            end = end if quoted else start + len(_project_clipped(match["name"]))
            start = start if quoted else _behind_company(text, start, end)
            if _is_project(text[start:end], bool(quoted) or _is_naming(match)):
                slots = ("project_name",) if pattern is _PROJECT_LABEL else _EITHER
                yield Candidate(tuple(_name(reading, slot, start, end) for slot in slots), SURE)
                yield from _correction(reading, "project_name", end)
    for match in _QUOTED.finditer(text):
        name = match["name"]
        named = bool(match["after"]) or re.search(rf"(?:{_HEADS})$", name)
        if named and not reading.page.is_asked(match.start()) and _is_project(name, True):
            yield Candidate((_name(reading, "project_name", *match.span("name")),), LIKELY)
    yield from _phrases(reading)


def _behind_company(text: str, start: int, end: int) -> int:
    """X公司拟建Y, X公司的Y: where Y begins; a company at the head of a name stays in it."""
    led = _COMPANY_LED.match(text, start, end)
    return _after(text, led.end(), end - 2, _PROJECT_UP_TO) if led else start


def _is_naming(match: re.Match[str]) -> bool:
    verb = match["verb"] if "verb" in match.re.groupindex else "叫"
    return "叫" in verb or "名" in match[0] or "定" in verb


def _project_clipped(name: str) -> str:
    stop = re.search(
        r"(?:总投资|投资(?:额|方|总额)|由|落在|落地在|在(?:余杭|滨江|萧山)|,|吧$|哈$|啊$|了$|这个|那个)",
        name[2:],
    )
    name = name[: 2 + stop.start()] if stop else name
    return name.rstrip()


def _is_project(name: str, is_naming: bool) -> bool:
    name = name.strip()
    if len(name) < 2 or _DESCRIPTIVE.match(name) or name[0] in "的了":
        return False
    if is_naming:
        return not re.search(r"[?？]|^(?:什么|啥|待定|未定|还没|没有)", name)
    head = re.search(rf"(?:{_HEADS}|[厂园院站])$", name)
    return bool(head) and not _NOT_PROJECT.search(name)


def _phrases(reading: Reading) -> Candidates:
    text = reading.page.text
    for match in _PHRASE.finditer(text):
        if reading.page.is_asked(match.start()):
            continue
        left, end = match.span("name")
        company = last_match(_FORM, text, (left, end - 2))
        cued = company is not None or _PROJECT_CUE.search(text, left, end - 2)
        start = _after(text, company.end() if company else left, end - 2, _PROJECT_UP_TO)
        start = _with_what_it_is_of(reading, (left, start, end))
        name = text[start:end]
        alone = text[left:start] in ("", "项目") and _stands_alone(text, left, end)
        if not (cued or alone) or not _is_project(name, False):
            continue
        if _is_chain_only(reading, name):
            continue
        yield Candidate(
            (_name(reading, "project_name", start, _without_project(text, start, end)),), WEAK
        )


def _with_what_it_is_of(reading: Reading, where: tuple[int, int, int]) -> int:
    """搞一个机器人关节的工厂: a mere 工厂 is named by what it is of. where: token, name, end."""
    text, (left, start, end) = reading.page.text, where
    if text[start - 1 : start] != "的" or not _MADE.fullmatch(text, start, end):
        return start
    begin = _after(text, left, start - 3, _PROJECT_UP_TO)
    core = text[begin : start - 1]
    known = reading.vocabulary.taxonomy.find
    plain = re.search(r"\d|[万亿]|[来过]$|^(?:最|更|很|他们|我们|自己)", core)
    is_of = not plain and len(core) >= 3 and begin > left and known("chains", core) is None
    return begin if is_of else start


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether marks or blanks are on both sides."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    return not before.strip(" \t\n,。;!?") and not behind.strip(" \t\n,。;!?")


def _without_project(text: str, start: int, end: int) -> int:
    """生产基地项目 ends before 项目; 封测项目 does not."""
    name = text[start:end].removesuffix("项目")
    heads = re.search(rf"(?:{_HEADS})$", name)
    return start + len(name) if heads and len(name) > 3 else end


def _is_chain_only(reading: Reading, name: str) -> bool:
    """生物医药项目 names a chain, not a project."""
    core = re.sub(
        r"(?:产业链?|类|领域|方向|行业)?的?(?:项目|基地|产业园|园区|平台|工程)$", "", name
    )
    find = reading.vocabulary.taxonomy.find
    return find("chains", core) is not None or find("ecosystems", core) is not None or len(core) < 2
