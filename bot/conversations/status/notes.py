"""What a person says has happened to a project: kind, day, what comes next, a step it amounts to.

Pure. Invents nothing: a week stays a week, and what is not said is absent.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.conversations.days import Day, read_coming, read_past
from bot.conversations.own_projects import fold
from registry.casework.progress import NoteKind

_CLAUSES = re.compile(r"[，。；,;！!？?\n]+|(?=然后|接下来|下一步|之后(?:再|准备|打算))")
_COMING = re.compile(
    r"下下?个?(?:周|星期|礼拜|月|季度|步)|明[天日早年]|后天|[月年]底|计划|准备|打算|拟|预计|预定|(?<!签)约[好了定]|说好|定在|定于|安排在"
    r"|要(?:来|去|再|签|开|谈)|会(?:再)?(?:来|去)|再(?:去|来|谈|约|跟)|接下来|下一步|争取|等(?:他们|对方|企业|着)|回头|过[几两]天|之内|天[后内]"
    r"|周[内后]|个月[内后]|将(?:于|在|要)?|本周内|这周内|尽快|年前|节[前后]"
)
_DONE = re.compile(r"已经?|了(?:$|一|合|协|约|会|趟|次)|过了|完了|完成|昨|刚")
_KINDS: tuple[tuple[NoteKind, str], ...] = (
    (
        NoteKind.VISIT,
        r"考察|走访|拜访|调研|实地|踏勘|看(?:了)?(?:地|厂|场地|现场)|参观|来访|登门|上门|跑了一趟",
    ),
    (NoteKind.MEETING, r"开了?.{0,4}会|会议|座谈|碰头|专班会|协调会|例会|推进会|研判会"),
    (
        NoteKind.PROBLEM,
        r"问题|困难|难题|卡在|卡住|卡着|瓶颈|要协调|需协调|需要协调|解决不了|资金链"
        r"|谈崩|黄了|谈不|没谈成|落不了|不来了",
    ),
    (
        NoteKind.TALK,
        r"洽谈|谈|聊|沟通|电话|对接|磋商|见(?:了)?面|见了|微信|视频|吃.{0,4}饭|交流|接洽|签",
    ),
    (NoteKind.PROBLEM, r"犹豫|顾虑|不满意|拖着|没批|批不下来"),
)
# Steps of rules.lifecycle in the words of the people who take them.
_STEPS: tuple[tuple[str, str], ...] = (
    (
        "fail",
        r"谈不(?:下来|下去|成|拢)|谈崩|谈黄|黄了|没谈成|没有谈成|首谈(?:失败|未能|没成)|谈判(?:失败|破裂)|(?:无法|不能|没法)落地"
        r"|落不(?:了地|下来|了)|(?:企业|对方|他们|投资方|人家)?(?:决定|说)?(?:不来了|不投了|放弃(?:投资|了))",
    ),
    ("start_production", r"投产(?:了|啦|仪式)|已经?(?:正式)?投产|正式投产|顺利投产|建成投产$"),
    (
        "start_building",
        r"(?:开工|动工|破土|奠基)(?:了|啦|仪式)|已经?(?:正式)?(?:开工|动工)|正式(?:开工|动工)|顺利开工",
    ),
    ("land", r"落地(?:了|啦)|已经?(?:正式)?落地|正式落地|完成落地|顺利落地|落户了|已经?落户"),
    (
        "sign",
        r"签约(?:了|啦|完成|成功|仪式)|签(?:了|好|完|下|妥)(?:了)?(?:正式)?(?:投资)?(?:约|合同|协议|下来)?|已经?(?:正式)?签约|正式签约"
        r"|完成(?:了)?签约|顺利签约|(?:合同|协议)(?:已经?)?签(?:了|好|完|下来)",
    ),
)
_DENIED = re.compile(
    r"(?:没有?|未|还没有?|尚未|不一定|差点|差一?点|能不能|如果|要是|假如|万一|是否|有没有).{0,5}"
)
_OTHER_SIGNING = re.compile(r"保密|意向|备忘录|框架|到[书会]?|签字|签收|签到|名")
_NAMED = (
    r"(?:把|给|关于|说下|那个|是|在|去了?|到)?(?P<n>[\w·]{2,16}?)(?:这个|那个|的)?(?:项目|公司)(?:的|那边|这边|那里)?",
    r"那个(?:做|搞|生产)?(?P<n>[\w·]{2,12}?)的",
    r"(?:去|到|赴|来)了?(?P<n>[\w·]{2,14}?)(?:考察|走访|拜访|调研|踏勘|实地|参观|看了|跑了)",
    r"(?:拜访|走访|考察|见|约|对接)(?:了|过)?(?P<n>[\w·]{2,14}?)(?:$|的?(?:老总|老板|负责人|董事长|总经理|高管|创始人|团队|一行))",
    r"(?:跟|和|与|同)(?P<n>[\w·]{2,14}?)(?:的?(?:老总|老板|负责人|董事长|高管|团队)?)(?:又)?(?:谈|聊|开会|对接|签|沟通|见|通|碰|洽谈|座谈|交流)",
    r"^(?P<n>[\w·]{2,14}?)(?:那边|这边|方面|来人|老总|来了)",
)
_NOBODY = re.compile(
    r"今[天日]|昨[天日]|前天|上午|下午|晚上|刚才|刚刚|(?:上|本|这|下)个?(?:周|星期|礼拜|月)[一二三四五六日天]?|周[一二三四五六日]"
    r"|[0-9一二三四五六七八九十]+[月日号]|又|再次?|一起|专程|带队|带着|已经?|我们?|咱们?|区里|市里|局里|领导|对方|他们|她们|人家|企业家?|公司"
    r"|厂里|厂区|工厂|现场|项目|客户|投资[方者人]|意向|老板|老总|负责人|团队|那边|这边|那个|这个|这家|那家|该|其|实地|总部|园区|外地|当地|本地|去了?|到了?|来了?|了|的|在|把|给"
)
_NO_NAME = re.compile("[不没谈说签聊送要把]")
_PLACES = re.compile(
    r"北京|上海|天津|重庆|广州|深圳|苏州|南京|无锡|宁波|温州|嘉兴|湖州|绍兴|金华|武汉|成都|西安|长沙|合肥|青岛|厦门|香港|台湾|日本|德国|美国|韩国|新加坡"
    r"|杭州|浙江|江苏|广东|(?:余杭|萧山|滨江|拱墅|上城|西湖|钱塘|临平|富阳|临安|桐庐|淳安|建德)[区县市]?"
)
_LONG_AGO = timedelta(days=200)  # a day without a year that far back was meant to come


@dataclass(frozen=True, slots=True)
class Told:
    """What was told. happened: None when no day was named; name: of a project, empty without one.

    next_step: in the person's words, empty when none; step: of rules.lifecycle, empty when none.
    """

    kind: NoteKind
    happened: Day | None
    next_step: str
    due: Day | None
    step: str
    name: str
    note: str


def read_told(text: str, today: date) -> Told:
    """Read a message about a project."""
    plain = fold(text)
    clauses = [clause.strip() for clause in _CLAUSES.split(plain) if clause and clause.strip()]
    coming = [clause for clause in clauses if _is_coming(clause, today)]
    past = [clause for clause in clauses if clause not in coming]
    said = "，".join(past)
    happened = read_past(said, today) if said else None
    next_step = "，".join(coming)
    step = next((step for clause in past if (step := _step(clause))), "")
    return Told(
        kind=NoteKind.PROBLEM if step == "fail" else _kind(said or plain),
        happened=happened,
        next_step=re.sub(r"^(?:下一步|接下来|然后)(?:是|就是|的话)?[:：]?", "", next_step),
        due=read_coming(next_step, today) if next_step else None,
        step=step,
        name=_name(plain),
        note=text.strip(),
    )


def _is_coming(clause: str, today: date) -> bool:
    """Whether a clause speaks of what is still to be."""
    if re.search(r"昨|前天|上(?:周|个?月|个?星期|个?礼拜)", clause):
        return False
    said = read_past(clause, today)
    day = None if said is None or re.search(r"\d{4}|去年", said.words) else said.day
    if day is not None and (day > today or today - day > _LONG_AGO):
        return True
    if _DONE.search(clause) and not re.search(
        r"下下?个?(?:周|星期|礼拜|月)|明[天日]|后天|(?<!签)约[好了定]|说好|争取|计划|准备|打算|预计",
        clause,
    ):
        return False
    return _COMING.search(clause) is not None


def _kind(text: str) -> NoteKind:
    return next((kind for kind, words in _KINDS if re.search(words, text)), NoteKind.NOTE)


def _step(clause: str) -> str:
    for step, pattern in _STEPS:
        found = re.search(pattern, clause)
        if found is None:
            continue
        before = clause[: found.start()]
        if _DENIED.search(before[-8:]) and step != "fail":
            return ""
        if step == "sign" and _OTHER_SIGNING.search(clause):
            return ""
        return step
    return ""


def _name(text: str) -> str:
    """The project or company that is named, without the words around it; empty when none is."""
    for clause in re.split(r"[，。；,;！!\s]+", text):
        for pattern in _NAMED:
            found = re.search(pattern, clause)
            name = _PLACES.sub("", _NOBODY.sub("", found["n"])) if found else ""
            if len(name) >= 2 and not _NO_NAME.search(name):
                return name
    return ""
