"""Words that belong to the case at hand although nothing in them says so. Pure.

Also: a question who else is at a project, which a district's person is never told.
"""

import re
from collections.abc import Collection

from bot.dialogue.messages import Intent
from bot.dialogue.talk import Turn

_MOST = 40  # characters of words about the case that was just judged
_OPENS = re.compile(
    r"^(?:你好|您好)?[，,]?(?:请|麻烦|劳驾)?(?:你|您)?(?:帮忙?|给)?(?:我|我们)?(?:帮忙)?"
    r"(?:看|瞧|判断|参谋|分析|核对|核|评评|琢磨)(?:一?下|一个|个|件|看)(?:这|那)?(?:一?个|件)?"
    r"(?:事情?|事儿|情况|情形|案子|案例)[。.!！]?$"
)
_LEAVES = re.compile(
    r"(?:(?:那|就|先|我|还是|好)*(?:算了|退出|取消|结束|停|到此为止|先到这(?:里|儿)?|先这样|就到这(?:里|儿)?"
    r"|(?:先)?不(?:想|用|要|再)?(?:看|核对|核|判断|问|查|弄|算|继续)(?:下去)?了|先不(?:看|核对|核|判断|问|查|弄))"
    r"(?:核对|判断|吧|啦|哈)*[，, ]*)+"
    r"|(?:不用|不需要|没事)(?:了|啦)(?:谢谢)?|那?(?:就|先|我们?|等)+.{0,8}再说(?:吧)?|那(?:我们?|就|先|再)*等(?:着|等|等看|一等)(?:吧)?"
)
_CONCLUSION = re.compile(
    r"^(?:那|所以|现在|最后|最终|到底|就|总的来说|综上|这样)*的?(?:结论|结果)(?:现在|到底)?(?:就?是|呢)?(?:什么|啥|怎么样|咋样|如何)?[?？。]?$"
    r"|^(?:那|所以|现在|到底)*(?:还?有戏(?:没|吗|么)?|行不行|能不能谈|能不能报|到底能不能|还有没有戏)[了吗呢]?[?？]?$"
)
_OTHERS = re.compile(
    r"(?:谁|哪(?:个|家)?(?:区|县|单位|地方|家)?|别的区|其他区|他们|人家|对方|它)(?:现在|到底|是不是|有没有|已经)?"
    r"(?:在)?(?:谈|跟|拿到|拿了|持有|报过|报了|报的|抢)"
)
_ASKS = re.compile(r"[?？]|吗|没有?$|呢$|谁|哪|是不是|有没有|了没")
_ASKED = re.compile(r"[?？]|吗[。.]?$|呢[。.]?$|谁|哪|是不是|有没有|了没")
_HOLDS = re.compile(
    r"(?:拿到|取得|持有|有).{0,6}(?:首谈|资格)|报(?:过|了|备)|批(?:了|下来|准)|(?:还|正|也)?在谈|抢先|抢了|先报|拿着"
)
_SUPPOSES = re.compile("(?:那么?)?(?:如果|要是|假如|假设|假使|万一|若是?)")
_NEVER = frozenset({Intent.REVIEW, Intent.LEARN, Intent.CONFIRM, Intent.CANCEL})
_TOLD = frozenset({Intent.STATUS, Intent.CORRECT, Intent.PROGRESS, Intent.FILE, Intent.SMALLTALK})
_LEADS = re.compile(
    r"^(?:那|这|现在|到底)*(?:该|由|应该|是)?(?:谁|哪家|哪一?级)(?:来)?(?:牵头|主谈|出面)"
)
_FAILS = re.compile(r"谈(?:崩|黄|不成|不拢|不下来)|没谈(?:成|拢|下来)|黄了|落不了地")
_WANTS_FORM = re.compile(r"报(?!过|了|的)|填|登记")
_CLAUSE = re.compile(r"[，,。；;]")
_DISTRICT = re.compile(r"上城|拱墅|西湖|滨江|萧山|余杭|临平|钱塘|富阳|临安|桐庐|淳安|建德")


_CITY = re.compile(
    r"(?:要不要|是不是要|用不用|要|需要|得)(?:走|报|上|到|找|经|过|请)(?:过)?市(?:里|级)|市(?:里|级)(?:要不要|会不会|要|会)?(?:来)?(?:管|主谈|牵头|谈|出面)(?:吗|不)?"
)
_NEXT = re.compile(
    r"(?:那|所以|这样|现在|接下来|下一步|目前|这种情况|这下)*(?:我们?|咱们?)?(?:现在|接下来|下一步)?(?:该|要|应该|得|需要|能)?(?:先)?"
    r"(?:干|做|办|弄|准备)(?:嘛|什么|啥|点啥|点什么|些什么|哪些)(?:好|呢|了|事)?[?？]?"
)
_BESIDE = re.compile(r"[?？]$|吗$|呢$|^(?:那|要)?多久|谁|什么|啥|怎么|哪|几(?:天|个)|多少|是否")


def asks_city(text: str) -> bool:
    """Whether it is asked if the city takes the case over: 那要走市里吗."""
    return len(text) <= _MOST and _CITY.search(text) is not None


def asks_next(text: str) -> bool:
    """Whether it is asked what to do now."""
    return _NEXT.fullmatch(text.strip(" 。，,")) is not None


def asks_beside(text: str) -> bool:
    """Whether words ask something, and suppose nothing of the case."""
    plain = text.strip(" 。，,")
    return _BESIDE.search(plain) is not None and _SUPPOSES.match(plain) is None


def leaves(text: str) -> bool:
    """Whether somebody wants no more of the case: 退出, 不核对了, 算了不看了."""
    return _LEAVES.fullmatch(text.strip(" 。.!！，,")) is not None


def opens(text: str) -> bool:
    """Whether somebody only says that there is a case to be told."""
    return _OPENS.search(text.strip()) is not None


def asks_conclusion(text: str) -> bool:
    """Whether the conclusion is asked for once more."""
    return _CONCLUSION.search(text.strip()) is not None


def asks_of_others(text: str) -> bool:
    """Whether it is asked who else talks with, reported or holds a project."""
    plain = text.strip()
    if len(plain) > _MOST or not _ASKS.search(plain):
        return False
    asking = (part for part in _CLAUSE.split(plain) if _ASKS.search(part))
    return any(_names_holder(part) or _OTHERS.search(part) for part in asking)


def _names_holder(text: str) -> bool:
    return _DISTRICT.search(text) is not None and _HOLDS.search(text) is not None


def tells_of_others(text: str) -> bool:
    """Whether another unit's report or right is told of, and not asked about."""
    return _names_holder(text) and not _ASKED.search(text.strip())


def claims(  # noqa: PLR0911  # one return per case
    turn: Turn, *, has_case: bool, facts: Collection[str] = ()
) -> Intent | None:
    """What words about the case at hand are for; None for all else.

    facts: names of what was told of the case so far.
    """
    if turn.talk.floor not in ("", "check") or turn.intent in _NEVER:
        return None
    if opens(turn.text):
        return Intent.CHECK
    spoke = turn.talk.of("dispatcher").get("spoke") == "check" or turn.talk.floor == "check"
    if not spoke or len(turn.text) > _MOST:
        return None
    if _SUPPOSES.match(turn.text):
        return Intent.ASK if has_case and _FAILS.search(turn.text) else None
    if turn.intent is Intent.CHECK:
        return None
    if turn.talk.floor == "check" and turn.intent in (Intent.FILE, Intent.PROGRESS):
        return None if _WANTS_FORM.search(turn.text) else Intent.CHECK
    return Intent.CHECK if has_case and _is_of_case(turn, facts) else None


def _is_of_case(turn: Turn, facts: Collection[str]) -> bool:
    text = turn.text.strip()
    if turn.intent in _TOLD and tells_of_others(text):
        return True
    leads = _LEADS.search(text) is not None and "cross_region" in facts
    is_onward = asks_next(text) or asks_city(text)
    return leads or is_onward or asks_conclusion(text) or asks_of_others(text)
