"""Commands: a slash and a word, or a message of nothing but a word for what is wanted. Pure."""

import re

from bot.dialogue.messages import Intent
from bot.forms.asides import About, aside_of
from bot.forms.commands import commands_of
from bot.forms.events import Act
from bot.routing.folding import fold
from bot.routing.parting import trim
from bot.routing.tables import load_commands, pattern_of
from bot.routing.types import Part, Standing

_SLASH = re.compile(r"\s*/\s*([a-z]+|[一-鿿]{1,4})(?:@\w+)?(?:[\s:,]+|$)")
_MARKS = re.compile(r"[\s,，。.!?~]+")
_SHORT = 16  # characters; a longer question of that kind may be a case of its own
_RESTS_ON = re.compile(
    r"(?:那|这个?|请问|你的?)*(?:依据|根据|出处|凭据|法条|条款)(?:是|在|呢|的是)?(?:什么|啥|哪(?:一|几)?(?:条|款|里|个文件|个)?|呢)?(?:规定的?)?[呢啊]?"
    r"|(?:那|接下来)?(?:我们?)?(?:要|该|得)?(?:走|办)(?:什么|哪些|啥)(?:手续|程序|流程)[呢啊]?|(?:那)?(?:该|要)?怎么办[呢啊]?|(?:那)?(?:下一步|接下来)(?:呢|怎么办|做什么|怎么做)?"
)
_FILES = re.compile(
    r"(?:好的?|行|可以|那|那么|嗯|ok)*(?:就|你)?(?:帮我|给我|直接)?(?:(?:按|照|用|把)(?:这个|上面|这些|刚才|这)?(?:的|个)?(?:情形|情况|说的|项目)?(?:来|去)?)?"
    r"(?:首报|报首报|报备|填首报|填报|报上去|报了?|填上去)(?:吧|了|上去|首报|一下|啊|呗)*"
)
_PARTICLES = "吧啊呀哦呢嘛"


def find_command(text: str, folded: str, standing: Standing) -> Part | None:
    """The part a command makes of a message; its words are the arguments where it has any."""
    if unknown_command(text):
        return Part(Intent.HELP, text.strip())
    slash = _SLASH.match(folded)
    if slash and (intent := load_commands().slash.get(slash.group(1))):
        rest = trim(folded, slash.end(), len(folded))
        return Part(intent, text[rest.start : rest.end] or load_commands().spoken[intent])
    if standing.floor == "file" and Act.LIST in commands_of(text):
        return Part(Intent.FILE, text.strip())
    intent = only_says(folded)
    if intent is None and "check" in (standing.spoke, standing.floor):
        intent = _of_case(_MARKS.sub("", folded))
    if intent is None:
        is_aside = standing.floor == "file" and _is_about_draft(folded, standing)
        return Part(Intent.FILE, text.strip()) if is_aside else None
    return Part(_suited(intent, standing), text.strip())


def unknown_command(text: str) -> str:
    """The slash and the word of a command nobody has; "" where a message begins with none."""
    slash = _SLASH.match(fold(text))
    word = slash.group(1) if slash else ""
    return f"/{word}" if word.isascii() and word and word not in load_commands().slash else ""


def only_says(text: str) -> Intent | None:
    """What a message says it is for, where it says nothing else: 问政策."""
    return load_commands().word.get(_MARKS.sub("", text).rstrip(_PARTICLES))


def _of_case(plain: str) -> Intent | None:
    """Right after a case: what it rests on, or the wish to file it."""
    if _RESTS_ON.fullmatch(plain):
        return Intent.CHECK
    return Intent.FILE if files_case(plain) else None


def files_case(plain: str) -> bool:
    """Whether words wish to file what was just judged: 那就按这个报."""
    return _FILES.fullmatch(plain) is not None


def _suited(intent: Intent, standing: Standing) -> Intent:
    """A district has no review work: the word then asks how its own reports stand."""
    is_foreign = intent is Intent.REVIEW and not standing.is_bureau
    return Intent.STATUS if is_foreign else intent


def _is_about_draft(folded: str, standing: Standing) -> bool:
    """Whether a message asks about the draft in hand, or will not answer for it."""
    aside = aside_of(folded)
    if aside is None or (aside.about is About.REFER and standing.awaits == "confirm"):
        return False
    if aside.about is not About.CHECKS:
        return True
    return len(folded) <= _SHORT and not pattern_of("district").search(folded)
