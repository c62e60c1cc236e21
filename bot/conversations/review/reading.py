"""What a reviewer wants, read from the words: what to look at, or what to do with which fields.

Pure. Which report is meant is read elsewhere (own_projects); whether it may be done is the
registry's to say.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.conversations.days import read_past
from bot.conversations.own_projects import fold, nickname

VIEWS = frozenset(
    {"queue", "waiting", "next_page", "likeness", "guide_check", "lists", "steps", "open"}
)
_OPINIONS = (
    ("negative", r"不(?:太)?(?:同意|赞成|愿意?|支持|认可|接受)|反对|拒绝|没(?:有)?同意"),
    ("conditional", r"有条件|附(?:带)?条件|前提|但(?:是)?(?:要求|希望|要|提出)|只要.{0,12}就"),
    ("none", r"(?:没|未|不)(?:有)?(?:表态|回复|答复|回应|吭声|明确)"),
    (
        "positive",
        r"同意|赞成|支持|愿意|没(?:有)?意见|没(?:有)?异议|无异议|认可|满意|乐意|欢迎|积极",
    ),
)
_ASKING = r"[?？]|(?:是|对)吧$|行不行|吗|么$|没有?$|是否|是不是|能不能|有没有|怎么|哪|什么"
_CONSULTED = (
    r"(?:通了?电话|通话|见了?面|碰了?头).{0,12}(?:愿意|同意|没意见|没有意见|无异议|反对|不愿)|"
    r"(?:问|联系|打|谈)(?:过|了).{0,8}[，,].{0,6}(?:愿意|同意|不愿|不同意|反对|没意见)|"
    r"(?:问|联系|找|打电话)(?:过|了).{0,8}[，,].{0,8}(?:没|无|有)(?:有)?(?:意见|异议)|^[^，,]{0,12}(?:没|无)(?:有)?(?:意见|异议)$|"
    r"(?:征求|征询|问|听取|了解)(?:过|了).{0,10}(?:投资|企业|对方|客商)|(?:投资[者方人]|企业|对方|客商).{0,6}(?:意见)?.{0,4}"
    r"(?:同意|赞成|反对|没意见|没有意见|表态|愿意|有条件|无异议)|征求(?:过|了|完|到)|意见.{0,4}(?:征求|问)(?:过|了|完)|(?:记|登记|录).{0,4}(?:征求)?意见"
)
# In this order the first that fits is meant; what asks is tried before what does.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("next_page", r"^(?:下一?页|翻页|继续列?|还有呢|更多)"),
    (
        "different",
        r"(?:(?<!是)不是|(?<!算)不算|(?<!属)不属于)(?:同一?个?|一个)(?:项目)?(?!.*吗)|(?:认定|判定).{0,6}不同项目",
    ),
    ("same", r"(?<!不)(?:是|算|属于|认定为?|判定为?)(?:的)?(?:同一个?|一个)项目(?!.*(?:吗|[?？]))"),
    ("ruling", r"^认定|(?:由)?(?:人工|局里|市局)认定|裁量|认定[:：]"),
    (
        "settle",
        r"争议.{0,8}(?:判|给|归|以)?.{0,12}(?:先|在前|优先)$|(?:裁定|裁决|判).{0,24}(?:在先|优先)|以.{2,24}(?:为先|在先)|(?:了结|解决).{0,3}争议",
    ),
    ("reject", r"驳回|否决|不予(?:批准|受理|授予|赋予|同意)"),
    (
        "likeness",
        r"(?:是不是|是否)(?:是)?(?:同)?一个项目|相似|查重|重复|像不像|(?:跟|和|与).{0,6}像的?|像的(?:吗|没有?|[?？])|类似|差不多的|撞(?:车|项目|了|上|没|的)|没有?撞|报重|重了|同一个?项目"
        r"|有没有.{0,8}报过|别人报过|(?:别的?|其他|其它|哪个|还有)(?:区|县|地方|单位).{0,4}报过|在先",
    ),
    ("settle_conflict", r"冲突.{0,8}(?:继续审|解除|了结|已裁定)|解除冲突"),
    ("reject_conflict", r"冲突.{0,8}(?:不予受理|不受理|终止)"),
    ("mark_conflict", r"(?:按|算|记).{0,4}争议|有争议|(?:标记?|记为?|有|存在)冲突|与.{2,24}冲突"),
    ("lists", r"目标(?:企业|名单)|机会清单|(?:在|有没有在|查一?下?|对一?下?)名单|名单里"),
    (
        "guide_no",
        r"^(?:那就?)?(?:记)?不符合(?!.*(?:吗|[?？]))|记(?:为|成)?不符合"
        r"|不(?:太)?符合.{0,6}导引(?!.*(?:吗|[?？]))|导引.{0,8}(?:(?<!符)不符合?|不通过|没过)",
    ),
    (
        "guide_check",
        r"导引.{0,6}(?:符不符|合不合)|^导引(?:先)?(?:查|看|核|对)(?:查|看|对)?(?:一?下)?$|导引.{0,8}(?:吗|么|没有?$|[?？]|怎么|核对|对照|检查|哪|行不行|过不过|过得了|合不合)|(?:核对|对照|检查|看看|查).{0,6}导引"
        r"|(?:是否|符不符合|符合不符合).{0,8}导引|符合.{0,8}导引.{0,3}(?:吗|么|[?？])|导引(?:里|上|中).{0,4}(?:什么|啥|怎么)",
    ),
    (
        "guide_yes",
        r"^(?:那就?)?(?:记)?符合(?:[，,。]|(?:的|了|吧)?$)|记(?:为|成)?符合"
        r"|符合.{0,8}导引|导引.{0,8}(?:通过|符合|过了|没问题|可以|对得上)|按.{0,4}符合记",
    ),
    ("approval", r"复核(?:同意|通过|无误)|(?:第二|二)(?:人|位).{0,4}(?:同意|批准|复核)|我复核"),
    ("consultation", _CONSULTED),
    ("consult", r"(?:征求|征询|听取|去问(?!过|了)).{0,6}意见"
        r"|(?:去|发)个?函(?!了|过)|(?:问|征求|听)(?:一?下|一问|问)?(?:投资[者方人]|企业|对方)?的?"
        r"(?:意愿|态度|想法|愿不愿)(?!了|过)"),
    ("reroute_city", r"市级?主谈|转市级|转市里|市领导交办"),
    ("reroute_stock", r"存量|流转(?:审查)?"),
    ("coordinate", r"市级统筹|市里统筹|纳入统筹"),
    ("hand_over", r"移交|承接|交给.{1,20}(?:谈|接|首谈)|由.{1,24}接手|转给.{1,20}(?:谈|接)"),
    ("terminate", r"终止|收回.{0,4}(?:资格|首谈)|取消.{0,4}资格|注销"),
    (
        "return",
        r"退回|打回|退件|^(?:先)?退(?:了|掉|[，,])|(?:退|打)(?:给|还)(?:他们|它|区里|.{2,3}区)"
        r"|^(?:那|就|先)*(?:给.{0,4})?退(?:吧|了吧)?$|让.{0,6}补正|要求补正|补正$|补材料",
    ),
    (
        "reject",
        r"驳回|否决|拒绝|不予(?:批准|通过|受理|同意|授予|赋予)|不(?:批|通过|授予|赋予|给批)(?:了|准)?|不同意(?:授予|赋予|给|批)|审查不过",
    ),
    ("fail", r"(?:首谈|洽谈).{0,4}(?:失败|未能落地)|无法落地|谈不下来"),
    (
        "grant",
        r"授予|赋予|批准|批了吧|批给|给(?:他们|它|予)?.{0,6}首谈|给(?:他们|它|他)?资格|^(?:那|就|那就)?给(?:了|他们|它)?吧$|同意.{0,6}(?:首谈|授予|批)"
        r"|通过(?:了|吧|它)?$|批吧|批掉",
    ),
    ("waiting", r"排队|排在后面|轮不到"),
    ("steps", r"还差(?:什么|哪|啥)|缺什么|能办(?:什么|哪|啥)|可以办|下一步|怎么办|该办|接下来"),
    (
        "start_review",
        r"(?:开始|进入|(?<!不)受理|启动|着手|转入?)审查?|^(?:先|就|那|我)*受理(?:它|吧|了|这[个份]|那[个份])*$|把.{2,24}受理(?:了|吧|掉)*$|收下(?:来)?(?:审|吧|先)|接手|我来审|审(?:一下|一审)|开审",
    ),
    (
        "queue",
        r"(?:有|还有)(?:没有)?(?:别的|其他)?(?:什么|啥|哪些|几)?[^，。]{0,4}(?:要|等着?|该)(?:我们?)?(?:处理|审|办|批)的?|手[头上里](?:上)?(?:有|还有|还剩)?(?:几|多少|哪|什么)|(?:压|积压|剩|留|堆)(?:着|了|下)?(?:的)?(?:还有)?(?:哪|几|多少)|待(?:审|办|我审|处理|审查|审核)|(?:审查|审核)?队列|(?:哪些|几个|几份|多少|有没有).{0,8}(?:要|没|等|待|未)(?:我)?(?:审|办|批|处理|看)|(?:有)?新(?:的)?(?:件|首报)(?:吗|没有?|么|$)"
        r"|(?:没|未)审(?:完|好|结)?的|要审的|新报(?:上来|来)?的|审查列表|工作台|今天.{0,4}(?:审|办|看)(?:什么|啥|哪)|今天.{0,2}(?:什么|啥)(?:活|件)"
        r"|^[^，]{0,6}[，,]?(?:先)?看看?(?:一下)?(?:积压|压着|待办)(?:着)?的?$|^(?:还)?有(?:没有)?新来?的(?:吗|没|么|不)?$",
    ),
)  # fmt: skip
_REASON = re.compile(r"(?:因为|由于|原因(?:是|为|[:：])?|理由(?:是|为|[:：])?|由头是)[:：，]?(.+)$")
_EDIT_REASON = re.compile(
    r"(?:那|就|还是|等等|不对|[，,])*(?:把)?(?:理由|原因)(?:改成|改为|写成|写|换成|是|[:：])[:：]?(.+)$"
)
_CLAUSES = re.compile(r"[，。；,;！!\n]+")
_COMMAND_WORDS = re.compile(
    r"不(?:太)?符合|符合|布局导引|导引|征求|征询|听取|投资[者方人]的?|意见|授予|赋予|批准|同意|排他性|首谈|资格|退回去?|打回|补正|裁定|已裁定|继续|开始审查?|审查|驳回|否决|拒绝"
    r"|不予|受理|终止|收回|取消|开始|进入|启动|接手|转(?:为|入|到|给)?|市级?主谈|市级统筹|存量|流转|移交|承接|复核|标记|冲突|相似|重复|名单|目标企业|机会清单"
    r"|核对|对照|检查|还差|缺|能办|可以办|下一步|先|就|将|对|与|理由|原因|因为|按|记为|记|忽略|以上|指令|[:：]"
)
_ONLY_A_REPORT = re.compile(
    r"(?:把|将|请|对|就)?(?:首报-?[\d-]+|20\d\d年?-?第?\d+号?|第[0-9一二三四五六七八九十两]+(?:个|份|条|号)?|这个|这份|那个|那份|它|好的?|那就?|麻烦|不对|嗯)+"
)
_MOST_ORDER = 40  # characters of an order about the report that is open
_MOST_QUEUE = 16
_PAPERS = re.compile(
    r"(?:它|这家|这个|这份|那)*(?:的)?材料(?:都)?(?:齐|全|够)(?:了|全)?(?:吗|没有?|不|不齐|不全)"
)
_NEXT = re.compile(
    r"(?:那|再|接着|继续|好了?|[，,])*(?:看|打开|审)?(?:下一?|再来一)(?:个|份|件)(?:吧|呢)?"
)
_POLICY = re.compile(
    r"规定|制度|文件|条款|办法|政策|依据|按理|一般|通常|怎么算|谁来|由谁|多久|几天|是什么意思"
)
# How a report stands, or what would be if: no order.
_STANDS = re.compile(
    r"怎么办|以后|之后|要是|如果|会怎样|怎么处理|改好|改了没|补好|怎么样了|到哪|什么状态|动静"
)
_LACKS = re.compile(
    r"(?:还|主要是?|就是|因为)?(?:缺|少|没(?:有)?(?:附|交|写|填|提供)|差|材料"
    r"|(?:资料|佐证|信息|内容)(?:太|不|过)(?:少|全|够|清楚?|齐|详细?)"
    r"|.{2,8}(?:不全|不清|没附|没有附|看不清|对不上))"
)
_THAT_ONE = re.compile(
    r"^(?:把|将)?[^，,。；;]{0,6}那[个份家](?:[^，,。；;]{0,8}?(?:项目|首报))?(?:的)?"
)


@dataclass(frozen=True, slots=True)
class Command:
    """What is wanted. verb: of VIEWS, a step of rules.lifecycle, or an act of review_acts.

    rest: the words without the reason, in which a report may be named.
    """

    verb: str
    reason: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    rest: str = ""


def read_command(text: str, today: date) -> Command:
    """Read a reviewer's message; `open` when it only names a report, or says nothing known."""
    plain = fold(text)
    told = _REASON.search(plain)
    ordered = plain[: told.start()].strip("，,：: ") if told else ""
    verb = _verb_of(ordered) if ordered else "open"  # 理由是重复 asks for no likeness
    verb = verb if verb not in VIEWS else _verb_of(plain)
    if verb not in VIEWS and _is_question(plain, verb):
        verb = "steps"
    if verb in ("guide_yes", "guide_no"):
        return Command("guide", "", {"conform": verb == "guide_yes"}, plain)
    if verb == "consultation":
        return Command(verb, "", read_consultation(plain, today), plain)
    if verb == "ruling":
        return _ruling(plain)
    reason = "" if verb in VIEWS else read_reason(plain, verb)
    return Command(verb, reason, {}, plain.replace(reason, "") if reason else plain)


def _verb_of(plain: str) -> str:
    return next((verb for verb, words in _PATTERNS if re.search(words, plain)), "open")


def read_consultation(text: str, today: date) -> dict[str, object]:
    """What a message says of asking the investor: opinion, day; and the message as the summary."""
    found: dict[str, object] = {"summary": text.strip()}
    if opinion := read_opinion(text):
        found["opinion"] = opinion
    day = read_past(text, today)
    if day is not None and day.day is not None and day.day <= today:
        found["asked_on"] = day.day.isoformat()
    return found


def read_opinion(text: str) -> str:
    """The investor's opinion as registry.findings has it; empty when none is told."""
    plain = re.sub(r"(?:征求|征询|听取)?(?:过|了)?投资[者方人]的?意见", "", fold(text))
    return next((name for name, words in _OPINIONS if re.search(words, plain)), "")


def read_reason(text: str, verb: str) -> str:
    """The reason given with a step: after 因为 or 理由, else clauses about nothing else."""
    if found := _REASON.search(text):
        return found[1].strip("，。；,; ")
    words = next((words for name, words in _PATTERNS if name == verb), "")
    clauses = [clause.strip() for clause in _CLAUSES.split(text) if clause.strip()]
    if len(clauses) < 2:
        return ""
    others = [c for c in clauses if not (words and re.search(words, c))]
    reasons = [_ONLY_A_REPORT.sub("", c).strip() if _leads(c) else c for c in others]
    reasons = [_THAT_ONE.sub("", reason) for reason in reasons]
    return "，".join(reason for reason in reasons if len(reason) >= 2)


def new_reason(text: str) -> str:
    """The reason in a wish to change it; empty when it is none."""
    found = _EDIT_REASON.match(fold(text))
    return found[1].strip("，。 ") if found else ""


def act_asked(text: str) -> str:
    """The act a question is about (驳回行不行); empty where it is about none."""
    verb = _verb_of(fold(text))
    return "" if verb in VIEWS else {"guide_yes": "guide", "guide_no": "guide"}.get(verb, verb)


def told_reason(text: str) -> str:
    """The reason words tell by themselves: 因为…, 理由是…; empty where they tell none."""
    plain = fold(text)
    found = None if re.search(_ASKING, plain) else _REASON.search(plain)
    return found[1].strip("，。；,; ") if found else ""


def report_name(text: str) -> str:
    """The name of a report in a command, its own words taken away."""
    return nickname(_COMMAND_WORDS.sub("", text))


def _leads(clause: str) -> bool:
    """Whether a clause begins with naming a report."""
    return _ONLY_A_REPORT.match(clause) is not None


def _is_question(text: str, verb: str) -> bool:
    """Whether something is asked about and not ordered (能授予了吗)."""
    return (
        (verb != "consultation" or re.search(r"(?:没有?|吗|[?？])$", text) is not None)
        and re.search(_ASKING, text) is not None
        and bool(
            re.search(
                r"[?？]$|吗[?？。]?$|么[?？。]?$|没有?[?？]?$|能不能|是否|可不可以|是不是|行不行|[行可]以?吗|(?:是|对)吧$",
                text,
            )
        )
    )


def _ruling(text: str) -> Command:
    """What people decided, and why."""
    head, _, reason = text.partition("理由")
    if not reason and (found := re.search(r"因为(.+)$", text)):
        head, reason = text[: found.start()], found[1]
    point = re.sub(r"^.*?认定(?:为|是|[:：])?", "", head).strip("，。；,;:： ")
    details = {"point": point} if len(point) >= 2 else {}
    return Command("ruling", reason.strip("是为：:，。 "), details, head.partition("认定")[0])


def takes_up(text: str, today: date) -> bool:
    """Whether words order something or look at something, beside only naming a report."""
    plain = fold(text)
    if len(plain) > _MOST_ORDER or _STANDS.search(plain) or _POLICY.search(plain):
        return False
    return read_command(plain, today).verb not in ("open", "next_page", "queue", "waiting")


def orders(text: str, today: date) -> bool:
    """Whether short words order a step and ask nothing."""
    plain = fold(text)
    if re.search(_ASKING, plain) or not takes_up(plain, today):
        return False
    return read_command(plain, today).verb not in VIEWS


def asks_next(text: str) -> bool:
    """Whether the report after the one spoken of is asked for."""
    return _NEXT.fullmatch(text.strip(" 。，,?？")) is not None


def asks_papers(text: str) -> bool:
    """Whether it is asked what was handed in with the report that is open."""
    return _PAPERS.fullmatch(text.strip(" 。，,?？")) is not None


def adds_reason(text: str) -> bool:
    """Whether words are what a report lacks (缺意向书) and no order of their own."""
    plain = fold(text).strip("，。 ")
    return _LACKS.match(plain) is not None and not re.search(_ASKING, plain)


def asks_queue(text: str, today: date) -> bool:
    """Whether short words ask what there is to be reviewed."""
    plain = fold(text)
    is_short = len(plain) <= _MOST_QUEUE and not _POLICY.search(plain)
    return is_short and read_command(plain, today).verb == "queue"
