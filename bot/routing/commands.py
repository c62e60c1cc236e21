"""Commands: a slash and a word, or a message of nothing but a word for what is wanted. Pure."""

import re

from bot.messages import Intent
from bot.routing.parting import trim
from bot.routing.tables import load_commands
from bot.routing.types import Part, Standing

_SLASH = re.compile(r"\s*/\s*([a-z]+|[一-鿿]{1,4})(?:@\w+)?(?:[\s:,]+|$)")
_MARKS = re.compile(r"[\s,，。.!?~]+")
_PARTICLES = "吧啊呀哦呢嘛"


def find_command(text: str, folded: str, standing: Standing) -> Part | None:
    """The part a command makes of a message; its words are the arguments where it has any."""
    slash = _SLASH.match(folded)
    if slash and (intent := load_commands().slash.get(slash.group(1))):
        rest = trim(folded, slash.end(), len(folded))
        return Part(intent, text[rest.start : rest.end] or text.strip())
    intent = load_commands().word.get(_MARKS.sub("", folded).rstrip(_PARTICLES))
    if intent is None:
        return None
    return Part(_suited(intent, standing), text.strip())


def _suited(intent: Intent, standing: Standing) -> Intent:
    """A district has no review work: the word then asks how its own reports stand."""
    is_foreign = intent is Intent.REVIEW and not standing.is_bureau
    return Intent.STATUS if is_foreign else intent
