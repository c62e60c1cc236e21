"""What is asked about reports, read from the words: which list, which part of one report."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.conversations.own_projects import fold
from bot.conversations.status.amend_reading import changes_something
from bot.dialogue.messages import Intent


class Asks(StrEnum):
    """What a turn asks of the status desk."""

    ONE = "one"
    LIST = "list"
    IDLE = "idle"
    OVERDUE = "overdue"
    NEXT_PAGE = "next_page"
    TIMELINE = "timeline"
    NOTES = "notes"
    RECEIPT = "receipt"
    EXPORT = "export"
    WITHDRAW = "withdraw"
    AMEND = "amend"
    SUBMIT_AGAIN = "submit_again"
    UNDO_NOTE = "undo_note"
    CORRECT_NOTE = "correct_note"
    FIELD = "field"
    STATS = "stats"
    NOTE = "note"


REVIEW = ("SUBMITTED", "UNDER_REVIEW", "CONFLICT", "CONSULTING")
GRANTED = ("EXCLUSIVE",)
SIGNED = ("SIGNED", "LANDED", "STARTED", "IN_PRODUCTION")
ENDED = ("TERMINATED", "FAILED_FIRST_TALK", "REJECTED", "EXPIRED")
# Words of a list, what the list is called in bot.wording, and the states in it.
_STATES = (
    (r"退回|补正|打回", "returned", ("RETURNED",)),
    (r"撤回", "withdrawn", ("WITHDRAWN",)),
    (r"签约|落地|开工|投产", "signed", SIGNED),
    (r"终止|黄了|没谈成|失败|不符合", "ended", ENDED),
    (r"在审|待审|审着|审查|审核|没批|未批|没有批|没下来|在走流程|在办", "review", REVIEW),
    (r"批了|批下来|授予|首谈资格|拿到|通过", "granted", GRANTED),
)
_PLURAL = r"分别|是谁|哪些|哪几|几个|几份|多少|有没有.{0,6}的$|都有|列|清单|名单|全部|所有"
_PATTERNS: tuple[tuple[Asks, str], ...] = (
    (
        Asks.SUBMIT_AGAIN,
        r"^(?!.{0,30}撤回).{0,12}(?:(?:补|补充|补正|改)(?:上|好|齐|完|正)?了?.{0,12}(?:重新?(?:报|提交)|重报|再(?:报|交)|报上去)"
        r"|(?:重新?(?:报送?|提交|上报)(?:上去|一次|吧|一下)?|重报|再(?:报|交)(?:上去|一次|一遍)))(?:吧|了|一下|上去)?[。.]?$",
    ),
    (
        Asks.AMEND,
        r"(?:报|填|写|交)错了?[^，,。]{0,6}(?:怎么|咋|如何|能不能|可以)[^，,。]{0,3}(?:改|办|弄)|"
        r"^(?:我|我们|咱们|那|现在|马上|先|帮我|要|想|来|去|把)*(?:补正|修改|改)(?:一下|下|它|吧|内容|首报|那[个份]|退回的?)*[。.]?$"
        r"|(?:退回|打回).{0,8}(?:怎么|咋|如何)(?:改|弄|补)|(?:怎么|咋|如何|我|我们|要|想|来)(?:补正|补报|修改内容|改内容)",
    ),
    (
        Asks.UNDO_NOTE,
        r"(?:撤|删|取消|去掉).{0,6}(?:记录|进展|那条|这条|上一条|刚记|刚才记)"
        r"|(?:记录|进展|那条|这条|上一条).{0,3}(?:撤|删|取消|去掉)",
    ),
    (
        Asks.CORRECT_NOTE,
        r"^(?:更正|记错|纠正|说错|写错)|^不对.{0,3}(?:是|应该)"
        r"|^(?:不对|等等|哎|不好意思)?[，,]?(?:我|刚才|刚刚)*[记说写弄]错了",
    ),
    (Asks.RECEIPT, r"回执"),
    (Asks.EXPORT, r"导出|下载|(?:发|给).{0,4}(?:word|excel|表格|文件|docx|xlsx)"),
    (Asks.OVERDUE, r"逾期|超期|过期|过了期|到期没|期限.{0,3}过|该办没办|该做没做|拖(?:期|延)了?"),
    (
        Asks.IDLE,
        r"(?:好久|很久|长期|长时间|好长|多天|天|周|礼拜|星期|月|一直|半年).{0,6}(?:没|不|无)(?:有|人)?.{0,3}"
        r"(?:动|进展|跟进|消息|更新|推进)|闲置|搁置|没动静|没什么动静|睡着|躺着",
    ),
    (Asks.NEXT_PAGE, r"下一?页|翻页|后面的呢|还有呢|接着列|继续列|更多的?"),
    (
        Asks.TIMELINE,
        r"补(?:什么|啥|哪些)|(?:为什么|为啥|咋|怎么).{0,4}(?:被)?(?:退|打回)|经过|时间线|时间轴|历程|来龙去脉|每一步|全过程|走了哪些|处理记录|办理记录",
    ),
    (
        Asks.NOTES,
        r"记(?:了|过)(?:些|点)(?:什么|啥)|(?:进展|跟进|走访|考察)(?:的)?记录|记了(?:什么|哪些|啥)|之前记的|记录.{0,4}看",
    ),
)
_OF_SEVERAL = re.compile(r"哪些|几个|一共|总共|合计|全部|所有|各")
_WITHDRAW = re.compile(r"撤回|撤(?:了|吧)|撤销|撤掉|撤下|收回来?|不报了|不想报了|作废")
_UNDOING = re.compile(r"撤回的|撤回了(?:吗|没)|已经?撤回|谁撤回|哪些.{0,4}撤回|撤回.{0,4}哪些")
_MINE = re.compile(
    r"我(?:们)?(?:单位|区)?的(?:全部|所有)?(?:首报|项目|报告|报备)$|报(?:过|了|的)?(?:有|都)?(?:哪|什么|啥)|"
    r"名下|我手上|我手里|(?:首报|项目)(?:清单|列表|一览)|列(?:一下|出|出来)|都报了|报过的|(?:全部|所有)(?:首报|项目)"
    r"|(?:那|这|手上)几个|有(?:哪些|哪几个|什么)(?:首报|项目)|(?:哪些|哪几个)(?:首报|项目|是)"
)
_STATS = re.compile(
    r"统计|(?:多少|几)(?:个|份|家|笔|条)|数量|总数|总量|合计|汇总|占比|分布|排名|总投资.{0,4}多少|各区|各产业链"
)
_EVENT = re.compile(
    r"考察|走访|拜访|调研|踏勘|参观|去了|来了|见了|谈了|谈得|洽谈|聊了|对接|开了|开会|碰头|座谈|通了?电话|打了?电话|沟通"
    r"|签约|签了|奠基|动工|开工|投产|落地|卡在|卡住|困难|难题|谈崩|黄了|谈不|没谈成|首谈失败|记一下|记一笔|记下|备注|推进|送来|答应|约了|约好"
)
_TO_NOTE = re.compile(r"(?:请|帮我?|麻烦)*(?:记(?:一?下|一笔)|备注(?:一下)?)[：:，, ]")
_QUESTION = re.compile(
    r"[?？]|吗|呢$|么$|没有?$|哪|什么|怎么|怎样|咋|啥|多少|几(?:个|份|家)|是否|能不能|有没有|何时|到哪|查|看看|看一下|了没"
)


_INSTEAD = re.compile(
    r"(?:取消|算了|先?不办了?|别办|别)[，,。\s]*((?:还)?(?:不是|没有?|并没).{1,12}[，,].{0,4}(?:是|只|才).{2,})$"
)


# Fields beside the slots of a report.
RECEIVED, ENDS, OWNER, NUMBER, GRANTED_ON = "received", "ends", "owner", "number", "granted"
_FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?:什么时候|哪天|几号|何时)(?:给|授予|拿到?|批|取得)的?(?:首谈)?(?:资格)?", (GRANTED_ON,)),
    (r"到期|多久(?:有效|到期)|有效(?:期|到)|什么时候(?:过期|失效)|还有几天", (ENDS,)),
    (r"谁在?(?:跟|负责|管|对接|经办)|跟进人|(?:经办|负责)(?:人)?(?:是|叫)?谁|经办人", (OWNER,)),
    (
        r"(?:什么时候|哪天|何时|几号)(?:报|受理|交|提交)的?|(?:受理|报备|报)(?:的)?(?:时间|日期|是哪天)",
        (RECEIVED,),
    ),
    (
        r"(?:联系|打电话|电话|手机|号码|联系方式).{0,6}(?:多少|是什么|几号|给我|发我|来着|有吗|呢|谁|[?？]|$)"
        r"|找谁|联系人|谁(?:去|在)?联系",
        ("investor_contact", "investor_phone"),
    ),
    (r"(?:总?投资|投)(?:额|是|有|了|写|填|报|的)*多少|多少(?:投资|亿|钱)", ("total_investment",)),
    (
        r"(?:投资[者方]|企业|公司)(?:是)?(?:什么|啥)(?:来头|背景|情况|来历|底细)|(?:投资[者方]|企业|公司)(?:靠谱|可靠|有实力|靠得住)",
        ("investor_name", "uscc", "investor_contact", "investor_phone"),
    ),
    (r"固(?:定资产)?投(?:资)?.{0,3}多少", ("fixed_investment",)),
    (r"(?:用地|要地|地)(?:是|要|有|面积)*多少|多少亩", ("land_area_mu",)),
    (r"(?:什么|哪条|哪个)(?:产业)?链|产业链是", ("chain",)),
    (r"(?:投资方|企业|公司)(?:是|叫)(?:什么|谁|哪家)|哪家(?:企业|公司)", ("investor_name",)),
    (r"(?:编号|受理号).{0,4}(?:多少|是什么|是啥|几号|发我|给我|呢|[?？])|几号首报", (NUMBER,)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. kind and states: of a list, what it is called and holds; empty: all."""

    asks: Asks
    kind: str = "mine"
    states: tuple[str, ...] = ()
    days: int = 0


def read_request(text: str, intent: Intent) -> Request:  # noqa: C901, PLR0911  # one return per case
    """Read a turn: the words first, the intent it was routed by where they leave it open."""
    plain = fold(text)
    if _TO_NOTE.match(plain):
        return Request(Asks.NOTE)
    if changes_something(plain) and not _QUESTION.search(plain):
        return Request(Asks.AMEND)
    for asks, pattern in _PATTERNS:
        if re.search(pattern, plain, re.IGNORECASE):
            return Request(asks, asks.value, days=_days(plain) if asks is Asks.IDLE else 0)
    if _WITHDRAW.search(plain) and not _UNDOING.search(plain):
        return Request(Asks.WITHDRAW)
    is_list = re.search(_PLURAL, plain) is not None
    if intent is Intent.PROGRESS and not is_list:
        return Request(Asks.NOTE)
    if intent is Intent.STATUS and asked_field(plain) and not _OF_SEVERAL.search(plain):
        return Request(Asks.FIELD)
    of_states = next((row for row in _STATES if re.search(row[0], plain)), None)
    if of_states and is_list and intent is not Intent.STATS:
        return Request(Asks.LIST, of_states[1], of_states[2])
    if re.search(r"(?:那|这)几个", plain) and intent is Intent.STATUS:
        return Request(Asks.LIST)
    if intent is Intent.STATS or (_STATS.search(plain) and not of_states):
        return _figures(plain, of_states)
    if _MINE.search(plain):
        return Request(Asks.LIST)
    if _EVENT.search(plain) and not _QUESTION.search(plain):
        return Request(Asks.NOTE)
    return Request(Asks.ONE)


def said_instead(text: str) -> str:
    """What words that leave a step tell instead: 不是签约，只是框架协议; empty where nothing."""
    found = _INSTEAD.match(text.strip())
    return found[1].strip(" ，,。") if found else ""


def asked_field(text: str) -> tuple[str, ...] | None:
    """The fields a question about a report asks for; None where it asks for none."""
    found = field_asked(text)
    return found[0] if found else None


def field_asked(text: str) -> tuple[tuple[str, ...], str] | None:
    """The fields a question asks for, and the words that ask; None where it asks for none."""
    found = ((fields, re.search(words, text)) for words, fields in _FIELDS)
    return next(((fields, match[0]) for fields, match in found if match), None)


def _figures(plain: str, of_states: tuple[str, str, tuple[str, ...]] | None) -> Request:
    """How many of mine are in review is answered by the list itself."""
    if of_states and re.search(r"^(?:咱|俺)?我", plain):
        return Request(Asks.LIST, of_states[1], of_states[2])
    return Request(Asks.STATS)


def _days(plain: str) -> int:
    """From how many days on a report counts as idle; 30 unless the words say so."""
    from rules.numerals import read_number

    units = "天|个?周|个?星期|个?礼拜|个?月|年"
    found = re.search(rf"([0-9一二三四五六七八九十两半]{{1,3}})({units})", plain)
    if found is None:
        return 30
    unit = {"天": 1, "周": 7, "期": 7, "拜": 7, "月": 30, "年": 365}[found[2][-1]]
    if found[1] == "半":
        return max(1, unit // 2)
    return max(1, int(read_number(found[1]).low) * unit)
