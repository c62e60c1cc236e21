"""Words that are about reports on hand although nothing in them says so: 那第2号呢, 它什么时候到期.

Routing reads words alone; what the person has reported, and what was just spoken of, settles
what they are about. Reads: own reports through the registry. Does not answer.
"""

import re

from bot.conversations import own_projects
from bot.conversations.own_projects import fold
from bot.conversations.register import finding as register_finding
from bot.conversations.register.vocabulary import FIGURES
from bot.conversations.review.claims import claims as of_review
from bot.conversations.status import amend as status_amend
from bot.conversations.status.amend_reading import changes_something, part_naming
from bot.conversations.status.lists import own_lines
from bot.conversations.status.reading import Asks, asked_field, read_request
from bot.dialogue.messages import Intent
from bot.dialogue.talk import Turn
from registry.service import Registry

_MOST = 40  # characters of words that are about what was just shown
_SHORT = 14
_ABOUT_REPORTS = frozenset({"status", "stats", "review"})
_NUMBERED = re.compile(r"首报[-\s—]*20\d\d|20\d\d\s*年?\s*第?\s*\d+\s*号?首报|首报.{0,4}第?\d+号")
_TAKES_BACK = re.compile(
    r"(?:实在不行|要不|那|就|我们?|咱们?|把它|这个|它|还是|先|[，,])*撤(?:了|回|掉|下|销)(?:它|来)?(?:算了|吧|了)?"
)
_NO_MORE = re.compile(
    r"(?:那[个家份件]|项目)[^，,。]{0,4}(?:不想|不|别)(?:再)?报了|(?:那[个家份件]|项目)[^，,。]{0,4}撤"
)
_RETURNED = re.compile(r"(?:退回|打回|退下)(?:来|补正)?(?:了)?的|被退")
_GENERAL = re.compile(
    r"规定|制度|文件|条款|办法|政策|依据|按理|一般|通常|怎么算|有没有说|法律|导引|为什么要|是什么意思"
)
_POINTS = re.compile(
    r"^(?:那|把|请|帮|再|就|所以)*(?:它|这个|那个|这份|那份|上面|下面|刚才|另一|另外一|还有一|剩下|前一|后一|第[一二三四五六七八九十\d]+[个份])"
    r"|它|上面那|刚才那|另一[个份]|他们"
)
_AMONG_LISTED = re.compile(
    r"^(?:那|再|看|查|打开|还有)*(?:上面|下面|前面|后面|另(?:外)?|剩下)的?(?:那|一)?(?:一)?(?:个|份|条)"
)
_STATE = re.compile(
    r"到哪|怎么样|咋样|什么情况|状态|进展|进度|结果|动静|批|审|经过|回执|拿到|取得|有.{0,4}资格|算.{0,6}资格|改好|改了|补正|在办|还在"
    r"|接下来|下一步|然后呢|(?:该|要)(?:做|办|干)(?:什么|啥|点啥)"
)
_HOW_OF_ONE = re.compile(
    r"^[^，,。]{2,10}(?:那个|那家|那份|项目)(?:的)?(?:呢|怎么样了?|咋样了?|到哪了?|(?:是)?(?:谁|哪个?区|什么时候|哪天)报的)[?？]?$"
)
_NAMES_ONE = re.compile(r"那个|那家|那份|项目")
_ASKING = re.compile(r"[?？]|吗|呢$|没有?$|哪|什么|怎么|多少")
_LATE = re.compile(
    r"(?:有没有|有|哪些|还有).{0,4}(?:逾期|超期|过期|到期)|(?:逾期|超期|过期).{0,4}的"
)
_FILED = re.compile(  # said by whoever believes it was filed, a form open or not
    r"^(?:那|请问|查一?下|看一?下|帮.{0,4}看看)*(?:我|我们|咱们?|俺)(?:们)?(?:之前|上次|上周|昨天|前几天|前天)?(?:报|交|提交)(?:上去)?(?:的|了的)"
    r"(?:那|这)?(?:个|份|件)?(?:项目|首报)?(?:现在|目前|到底)?"
    r"(?:走?到(?:哪|什么|啥)|审|批|怎么样|咋样|什么(?:情况|进度|进展)|有(?:没有)?(?:结果|消息|回音|进展)|进度|进展|谁在)"
)
_WRONG = re.compile(
    r"(?:报|填|写|交)错了?[^，,。]{0,6}(?:怎么|咋|如何|能不能|可以)[^，,。]{0,3}(?:改|办|弄)"
)
_THAT_ONE = re.compile(r"那[个家份件]|上次|之前|我(?:们)?(?:报|的)")
_RANK = re.compile(r"(?:区|县|市|单位|平台)[^,，。]{0,6}排(?:名|在)*第?几")
_OWN = re.compile(
    r"^(?:我|我们|咱们?|我们?单位|我们?区|咱们?区)(?:手上|手里|手头|名下|这边|这儿)?(?:现在|目前)?(?:都|还|一共|总共)?"
    r"有(?:什么|哪些|啥|哪几个|几个)(?:项目|首报|单子|在办的?)?[?？。]?$"
)
_DUE = re.compile(
    r"(?:有没有|还有|有啥|有什么|哪些)[^，,。任]{0,4}(?:到期|逾期|超期|过期)[^，,。]{0,2}(?:没|未)(?:办|做|跟|动)"
)
_HOW_MANY = re.compile(
    r"报了?(?:多少|几)(?:个|份|家|条)?|报得?(?:最多|最少)|(?:签约|落地|退回|撤回|在审|授予|拿到|取得|审查|开工|投产).{0,6}(?:有)?(?:多少|几)(?:个|份|家)"
)
_FIGURES_GO_ON = re.compile(
    r"呢[?？]?$|^(?:那|再|换|就)?按|分(?:一?下|开|别)|(?:多少|几)(?:个|份|家|亿)?[?？]?$|总投资|合计|占比|排名|哪(?:个|条|几)|最多|最少"
)
_WHICH = re.compile(r"哪些|哪几|分别|是谁|名单|列(?:一下|出|个)")
_TERMS = re.compile(
    r"首谈|首报|资格|主谈|导引|流转"
)  # without 它 they are the scheme's, not a report's
_NEVER = frozenset({Intent.REVIEW, Intent.CONFIRM, Intent.CANCEL, Intent.LEARN})
_LOOSE = frozenset({Intent.ASK, Intent.SMALLTALK, Intent.CHECK})
_ELSEWHERE = re.compile(r"全国|全省|浙江省|国内|20(?:1\d|2[0-5])年|报道|案例|目标企业|招商引资额")


def claims(registry: Registry, turn: Turn) -> Intent | None:  # noqa: PLR0911  # one return per case
    """What a turn that was routed elsewhere is for, where it is about reports; None otherwise."""
    if _takes_back(turn) or _corrects_note(turn) or _asks_idle(turn):
        return Intent.STATUS
    asked = register_finding.meant(registry, turn)
    if asked is not None and (turn.intent is Intent.REVIEW or of_review(turn)):
        return Intent.REVIEW
    if asked is not None:
        return Intent.STATS if asked.seeks in FIGURES else Intent.STATUS
    if turn.member is None or turn.talk.floor == "learn" or turn.intent in _NEVER:
        return None
    text = fold(turn.text)
    named = _NUMBERED.search(text) or _RETURNED.search(text)
    if _form_is_open(turn) and _FILED.search(text) and len(text) <= _MOST:
        return Intent.STATUS
    if _form_is_open(turn) and not named:
        return None
    if _WRONG.search(text) and len(text) <= _SHORT and not _form_is_open(turn):
        return Intent.STATUS
    spoke = str(turn.talk.of("dispatcher").get("spoke", ""))
    if _is_change(registry, turn, text, spoke) or _is_resubmission(registry, turn, text):
        return Intent.STATUS
    return _of_known(registry, turn, text) or _by_place(turn, text, spoke)


def _takes_back(turn: Turn) -> bool:
    """Whether the report spoken of is to be taken back: 撤了吧."""
    is_theirs = turn.member is not None and turn.member.role.is_district and not turn.talk.floor
    text = fold(turn.text).strip("。，,. ")
    if is_theirs and turn.intent is Intent.CANCEL and _NO_MORE.search(text):
        return True
    return is_theirs and bool(own_projects.last(turn.talk) and _TAKES_BACK.fullmatch(text))


def _asks_idle(turn: Turn) -> bool:
    """Whether it is asked which reports nothing was done on: 超过一周没动的有吗."""
    text = fold(turn.text)
    if turn.member is None or turn.talk.floor or len(text) > _MOST or _GENERAL.search(text):
        return False
    is_asked = read_request(text, Intent.STATUS).asks is Asks.IDLE
    return is_asked and turn.intent in _LOOSE and _ASKING.search(text) is not None


def _corrects_note(turn: Turn) -> bool:
    """Whether the note taken last is put right: 记错了，是前天."""
    noted = turn.talk.of("status").get("noted")
    spoke = turn.talk.of("dispatcher").get("spoke")
    if turn.member is None or not noted or spoke != "status" or turn.talk.floor:
        return False
    return read_request(fold(turn.text), turn.intent).asks is Asks.CORRECT_NOTE


def _of_known(registry: Registry, turn: Turn, text: str) -> Intent | None:
    """What words are for that name a report of one's own, or ask for figures."""
    if turn.intent is Intent.PROGRESS and _tells_of_own(registry, turn, text):
        return Intent.PROGRESS
    asked = read_request(text, Intent.STATUS).asks
    if turn.intent is Intent.STATUS and (asked is Asks.STATS or _RANK.search(text)):
        return Intent.STATS
    if turn.intent in _LOOSE and _asks_part_of_own(registry, turn, text):
        return Intent.STATUS
    is_loose = turn.intent in (Intent.ASK, Intent.SMALLTALK)
    if not is_loose or not _HOW_OF_ONE.search(text) or _GENERAL.search(text):
        return None
    found = own_projects.pick(registry, turn, text)
    return Intent.STATUS if found.one or found.several else None


def _by_place(turn: Turn, text: str, spoke: str) -> Intent | None:
    """What short words are for by what was spoken of before them."""
    if len(text) > _MOST or turn.intent in (Intent.STATUS, Intent.STATS, Intent.PROGRESS):
        return None
    is_numbered = spoke in _ABOUT_REPORTS and _is_numbered(text, turn)
    if _NUMBERED.search(text) or is_numbered or _OWN.search(text) or _DUE.search(text):
        return Intent.STATUS
    if _GENERAL.search(text) or _ELSEWHERE.search(text):
        return None
    if _WHICH.search(text) and spoke == "stats" and read_request(text, Intent.STATUS).states:
        return Intent.STATUS
    goes_on = spoke == "stats" and len(text) <= _SHORT and _FIGURES_GO_ON.search(text)
    if goes_on or (turn.intent is Intent.ASK and _HOW_MANY.search(text)):
        return Intent.STATS
    return Intent.STATUS if _goes_on(turn, text, spoke) else None


def _tells_of_own(registry: Registry, turn: Turn, text: str) -> bool:
    """Whether an event is told of a report of one's own that is named."""
    if not _NAMES_ONE.search(text) or _ASKING.search(text):
        return False
    found = own_projects.mentioned(own_lines(registry, turn), text)
    return bool(found.one)


def _asks_part_of_own(registry: Registry, turn: Turn, text: str) -> bool:
    """Whether a field is asked for of a report of one's own: 上次那个芯片的，联系人电话多少."""
    if len(text) > _MOST or not _THAT_ONE.search(text) or asked_field(text) is None:
        return False
    found = own_projects.mentioned(own_lines(registry, turn), text)
    return bool(found.one)


def _form_is_open(turn: Turn) -> bool:
    notes = turn.talk.of("file")
    return bool(notes.get("draft")) and not notes.get("paused")


def _is_change(registry: Registry, turn: Turn, text: str, spoke: str) -> bool:
    """Whether a filed report is to be changed, and not a form or a case."""
    begins = read_request(text, Intent.STATUS).asks is Asks.AMEND
    if not begins or turn.intent is Intent.STATUS:
        return False
    just_filed = spoke == "file" and own_projects.last(turn.talk) and changes_something(text)
    if just_filed or _NUMBERED.search(text) or _RETURNED.search(text) or "补正" in text:
        return True
    if spoke in ("check", "learn") and not part_naming(text)[0]:
        return False
    head, _ = part_naming(text)
    if head and changes_something(text):
        found = own_projects.pick(registry, turn, head)
        return bool(found.one or found.several)
    if spoke != "status" and not turn.talk.of("file").get("draft"):
        lines = status_amend.amendable(registry, turn)
        return any(line.state == status_amend.RETURNED for line in lines)
    return spoke == "status" and bool(status_amend.amendable(registry, turn))


def _is_resubmission(registry: Registry, turn: Turn, text: str) -> bool:
    if len(text) > _MOST or read_request(text, Intent.STATUS).asks is not Asks.SUBMIT_AGAIN:
        return False
    lines = status_amend.amendable(registry, turn)
    return any(line.state == status_amend.RETURNED for line in lines)


def _is_numbered(text: str, turn: Turn) -> bool:
    is_short = len(text) <= _SHORT and "号文" not in text
    return is_short and bool(own_projects.read_report_no(text, turn.today.year))


def _goes_on(turn: Turn, text: str, spoke: str) -> bool:
    """Whether words point at the report, or the list, that was just shown."""
    if own_projects.shown(turn.talk) and spoke == "status" and _AMONG_LISTED.search(text):
        return True
    if spoke not in ("status", "check", "review"):
        return False
    if not own_projects.last(turn.talk):
        return spoke == "status" and len(text) <= _SHORT and _LATE.search(text) is not None
    asks = asked_field(text) is not None or _STATE.search(text) is not None
    points = _POINTS.search(text) is not None
    if spoke == "status" and len(text) <= _SHORT and _LATE.search(text):
        return True
    if spoke == "status":
        return asks and (points or (len(text) <= _SHORT and not _TERMS.search(text)))
    return asks and points and turn.intent in _LOOSE
