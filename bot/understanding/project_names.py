"""The project's name out of running words, without the words around it."""

import re
from dataclasses import replace

from bot.understanding.candidates import LIKELY, SURE, WEAK, Candidate, Candidates, Reading
from bot.understanding.name_words import CHAR, FORM, HEADS, after, correction, name_found
from bot.understanding.page import last_match

_HEADS_BEHIND = re.compile(rf"(?:{HEADS})+(?=[\s,。;!?]|$)")
_EITHER = ("project_name", "investor_name")  # 名字叫X, without saying whose
_PROJECT_LABEL = re.compile(
    r"项目(?:的)?(?:名称|名字|名|全称)?(?:呢|嘛|的话)?(?:暂时?)?(?P<verb>(?:改一下|换一下|改了)?[,]?\s?(?:就叫|叫)|就是|先写|先填|先叫|暂定名?为?"
    r"|暂定名称?为?|名叫|叫做|叫作|叫|名称?为|名称?是|改叫|改名为?|改名叫|改成|改为|定为|定名为?|名为|为|是|:|=|(?<=项目名称)(?=[\u4e00-\u9fffA-Za-z])(?![就叫为是还没未待不改变和与及也可呢嘛的写填错对要暂先定有能怎什请里中用]))\s{0,3}"
    r"(?P<open>[《“\"「『])?(?P<name>[^,。;!?\n《》“”\"「」『』]{2,60})"
)
_NAME_LABEL = re.compile(
    r"(?<![业司方位体])(?:名称|名字|名儿|全名)(?:暂时?)?(?:(?:改一?下|换一?下|改了|变了)[,:]?\s?)?(?:就叫|先写|先填|先叫|暂定为?|叫做|叫|是|为|改成|改为|定为"
    r"|:)\s{0,3}[《“\"「『]?(?P<name>[^,。;!?\n《》“”\"「」『』]{2,60})"
)
_QUOTED = re.compile(
    r"[《“\"「『](?P<name>[^《》“”\"「」『』\n]{2,60})[》”\"」』](?P<after>\s?(?:项目|这个项目|的项目)?)"
)
_PHRASE = re.compile(
    rf"(?P<name>{CHAR}{{2,40}}?(?:{HEADS}|(?<![老旧原现本们我建电工分])厂(?![房家商区长址牌方]))(?!名称|名字|方|公司|简介|概况|诉求|来源|情况|负责|联系|总?投资|落|在|的|叫|是|性质|需"
    rf"|不|没|有(?!关)|由|已|还|前期|用地|预计|计划|达|建成|投产|电话|目前|那边|这边))"
)
_PROJECT_CUE = re.compile(
    r"报一?(?:个|下)|报备|申报|首报|登记|备案|录入|填报|拟建设?|拟投资?|新建|建设|设立|成立|组建|打造|筹建|投建|打算建|想建|要建|建|投资|落地|落户|引进|招引|在谈|谈|搞|做|上马|上"
    r"|推进|想投|来投|投|有|布局|实施|名称"
)
_PROJECT_UP_TO = re.compile(
    r"然后|接着|报一个|报个|报一下|报备|申报|首报|登记|备案|录入|填报|一个|一座|一条|一处|一期|两条|三条|这个|那个|该|本|(?<=[一两二三四五六七八九十几这那某报建搞做弄投谈有上整开来引了的\d])(?:个|座|条(?=[^形]))|拟建设|拟建|拟投资建设"
    r"|拟投资|新建|设立|成立|组建|打造|筹建|(?<![^\s,。;:、])项目|投资建设|投资新建|投资兴建|投建|打算建|想建|要建|建设(?=.{3})|兴建|建(?=[^筑材行设])"
    r"|落地|落户|引进|引入|招引|推进|在谈|谈|搞|做|上马|实施|想上|要上|想投|来投|投资(?!基金|公司|管理)|投(?!影|产|资)|有(?![机色研])|的|是|叫|了|为"
    r"|我们|咱们|咱区|我区|杭州市|总?投资?额?[0-9.]+(?:万|亿)(?:美|欧|港|日)?元"
    r"|[0-9.]+个?(?:万(?=[元美欧港日的])|亿(?![片只支件台吨套颗米]))(?:美|欧|港|日)?元?(?:人民币)?|[一二两三四五六七八九十]+个?亿(?:美)?元?"
    r"|布局|和|名称|全称|简称|手上|想|要|来|在[\u4e00-\u9fff]{2,6}?(?:区|县|市)|在(?:余杭|临平|滨江|萧山|钱塘|上城|拱墅|西湖|富阳|临安|桐庐|淳安"
    r"|建德)|拟"
)
_COMPANY_LED = re.compile(
    rf"{CHAR}{{2,36}}?(?:有限公司|合伙企业\)?|集团|研究院|(?<!分)公司)(?:的|想|要|将|准备|计划|打算|全资|独资|单独)?(?=(?:的|拟|建设|投资|新建|投建|兴建|来|在|建(?![材筑信])))"
)
_DESCRIPTIVE = re.compile(
    r"^(?:(?:个|一个|这个|那个|该|本|新|大|好|重大|重点|全新|存量|老|外资|内资|意向|产业|工业|制造业|制造|亿元|百亿|首报|小|类似|同一|招商|投资|签约|在谈"
    r"|跨区|市级|省级|主谈|落地|招引|服务业|优质|其他|别的|几个|两个|三个|增资|扩产|增资扩产|技改|二期|一期|三期|外地|本地|我的|我们|示范|新建|新引进|拟建|新设|新立|新报|新谈|研发|生产|区域|建设"
    r"|产业化|全部|总|[落设建放搞办开]|补链|建链|强链|延链|链主|领导交办|交办|流转|对应|搬迁|的)+)?(?:项目|基地|工厂|中心|平台|园区|总部|工程|产业园|生产线|产线|研究院"
    r"|生产基地|厂|中试线|示范线|试验线)$"
)
_MADE = re.compile(r"(?:生产|研发|制造)?(?:工厂|厂|基地|中心|总部|产线|生产线)")
_STATES = re.compile(
    r"\d(?:\.\d+)?(?:[万亿亩]|千万)|公司|投资|[我他想要是在有]|拟(?!态|合)|情况|如下|材料"
)
_NOT_PROJECT = re.compile(
    r"^(?:落|放)(?:在|到|户)|首报|首谈|联系人|投资方|电话|诉求|什么|怎么|多少|吗|跨|布局在|交办|批示|踏勘|实地|^促进|投资促进|招商(?:局|中心)|^(?:用[在于到]|卖|销往|供应|其|其中|都|也|还|就|不|没)|纪要|意向|考察|希望|同时|项目.*项目|政策|转移"
    r"|迁"
)


def read_projects(reading: Reading) -> Candidates:
    """Names of projects a text gives."""
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
                yield Candidate(
                    tuple(name_found(reading, slot, start, end) for slot in slots), SURE
                )
                yield from correction(reading, "project_name", end)
    for match in _QUOTED.finditer(text):
        name = match["name"]
        named = bool(match["after"]) or re.search(rf"(?:{HEADS})$", name)
        if named and not reading.page.is_asked(match.start()) and _is_project(name, True):
            yield Candidate((name_found(reading, "project_name", *match.span("name")),), LIKELY)
    yield from _phrases(reading)
    yield from _things(reading)


def _behind_company(text: str, start: int, end: int) -> int:
    """X公司拟建Y, X公司的Y: where Y begins; a company at the head of a name stays in it."""
    led = _COMPANY_LED.match(text, start, end)
    return after(text, led.end(), end - 2, _PROJECT_UP_TO) if led else start


def _is_naming(match: re.Match[str]) -> bool:
    verb = match["verb"] if "verb" in match.re.groupindex else "叫"
    if verb == ":" and not _STATES.search(match["name"]):
        return True
    return "叫" in verb or "名" in match[0] or "定" in verb


def _project_clipped(name: str) -> str:
    stop = re.search(
        r"(?:总投资|总的?投|然后|投资(?:额|方|总额)|由|落在|落地在|在(?:余杭|滨江|萧山)|,|吧$|哈$|啊$|了$|这个|那个)",
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
    head = re.search(rf"(?:{HEADS}|[厂园院站])$", name)
    return bool(head) and not _NOT_PROJECT.search(name)


def _phrases(reading: Reading) -> Candidates:
    text = reading.page.text
    for match in _PHRASE.finditer(text):
        if reading.page.is_asked(match.start()):
            continue
        left, end = match.span("name")
        company = last_match(FORM, text, (left, end - 2))
        cued = company is not None or _PROJECT_CUE.search(text, left, end - 2)
        start = after(text, company.end() if company else left, end - 2, _PROJECT_UP_TO)
        start = _with_what_it_is_of(reading, (left, start, end))
        name = text[start:end]
        alone = text[left:start] in ("", "项目") and _stands_alone(text, left, end)
        if not (cued or alone) or not _is_project(name, False):
            continue
        if _is_chain_only(reading, name) and not (alone and name.endswith("园")):
            continue
        end = _as_it_stands(text, end) if alone else _without_project(text, start, end)
        yield Candidate((name_found(reading, "project_name", start, end),), WEAK)


def _with_what_it_is_of(reading: Reading, where: tuple[int, int, int]) -> int:
    """搞一个机器人关节的工厂: a mere 工厂 is named by what it is of. where: token, name, end."""
    text, (left, start, end) = reading.page.text, where
    if text[start - 1 : start] != "的" or not _MADE.fullmatch(text, start, end):
        return start
    begin = after(text, left, start - 3, _PROJECT_UP_TO)
    core = text[begin : start - 1]
    known = reading.vocabulary.taxonomy.find
    plain = re.search(r"\d|[万亿]|[来过]$|^(?:最|更|很|他们|我们|自己)", core)
    is_of = not plain and len(core) >= 3 and begin > left and known("chains", core) is None
    return begin if is_of else start


_THING = re.compile(r"(?:投|搞|做|建|上|谈|报|引进|落|有|拟建)(?:了|着|上)?(?:一)?个$")
_NO_THING = re.compile(
    r"\d(?:\.\d+)?[个多]?[亿万](?![吨只支件台套片辆颗米平])|[来过]$|^(?:最|更|很|他们|我们|自己|比较|新|大)|(?:投资|引进|的|企业|公司|左右|以上|性|级|类|型|区|市)$"
)


def _things(reading: Reading) -> Candidates:
    """打算投一个年产5万吨光刻胶材料的项目: what is told of a mere 项目 names it."""
    text = reading.page.text
    for match in re.finditer(rf"(?P<cue>一?个)(?P<core>{CHAR}{{4,24}}?)的项目", text):
        start, end = match.span("core")
        begin = after(text, start, end - 2, _PROJECT_UP_TO)
        core = text[begin:end]
        cued = _THING.search(text, max(0, start - 6), start)
        known = reading.vocabulary.taxonomy.find
        is_known = known("chains", core) is not None or known("ecosystems", core) is not None
        if not cued or begin != start or is_known or _NO_THING.search(core):
            continue
        if reading.page.is_asked(start):
            continue
        found = name_found(reading, "project_name", start, match.end())
        yield Candidate((replace(found, value=f"{core}项目"),), WEAK)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether marks or blanks are on both sides."""
    end = _as_it_stands(text, end)
    before, behind = text[start - 1 : start], text[end : end + 1]
    return not before.strip(" \t\n,。;!?") and not behind.strip(" \t\n,。;!?")


def _as_it_stands(text: str, end: int) -> int:
    """With what else names it right behind it: 支付平台, 总部项目."""
    behind = _HEADS_BEHIND.match(text, end)
    return behind.end() if behind else end


def _without_project(text: str, start: int, end: int) -> int:
    """生产基地项目 ends before 项目; 封测项目 does not."""
    name = text[start:end].removesuffix("项目")
    heads = re.search(rf"(?:{HEADS})$", name)
    return start + len(name) if heads and len(name) > 3 else end


def _is_chain_only(reading: Reading, name: str) -> bool:
    """生物医药项目 names a chain, not a project."""
    core = re.sub(
        r"(?:产业链?|类|领域|方向|行业)?的?(?:项目|基地|产业园|园区|平台|工程)$", "", name
    )
    find = reading.vocabulary.taxonomy.find
    return find("chains", core) is not None or find("ecosystems", core) is not None or len(core) < 2
