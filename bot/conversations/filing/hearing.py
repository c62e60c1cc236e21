"""From what a person wrote to events of the form. Pure.

Commands are whole messages; otherwise the text is told, with a command at its end where there is
one (…，提交). Order: an order about us, a doubt that stands, a yes or no, a command, values.
"""

import re

from bot.conversations.filing.reading import Ears, told
from bot.conversations.filing.small import neither
from bot.conversations.filing.typed import told_values
from bot.forms.commands import answers, asked_why, commands_of, cues_of, fold, ordinal_of
from bot.forms.events import Act, Asked, Event, Told
from bot.forms.filling import FLAGS, MONEY, NAMES
from bot.forms.state import Form, Pending
from bot.forms.suggesting import suggested_chain
from bot.rendering.drafts import display_of, label_of
from bot.understanding.choices import NO_SUPPORT
from bot.understanding.labels import labels
from bot.understanding.types import Understood

_LAST_PART = re.compile(
    r"^(?P<before>.*\S)[，,。；;！!\s]+(?P<last>[^，,。；;！!\s]{1,8})[。！!]?$", re.DOTALL
)
_NOTHING_MORE = re.compile(
    r"(?:再|暂时|目前|其他|别的|那)*(?:没有?(?:别的|其他的?)?(?:了|啦)|没有?(?:别的|其他的?)"
    r"|(?:没有?|没啥|没什么|不)(?:别的|其他的?|什么|啥)?(?:用|要|需要)?再?(?:补充|说|加|改)的?(?:了|啦)?)"
    r"|(?:那|先)?(?:就|都)?(?:(?:这些|这样|差不多|齐|填完|填好|写完)(?:了|吧|啦)*|(?:好|行|可以|填)(?:了|啦))"
)
_LAST_ACTS = (Act.SUBMIT, Act.SAVE, Act.LEAVE, Act.LIST)
_TURNED = re.compile(
    r"(?:那|就|先|还是|暂时?)*(?:写|填|算|按|记|报|当)(?:成|作)?(?:(?P<no>不是|否|没有|不算)|是|有)(?:吧|的|了)*"
)
_UNITS = {"万": 0, "万元": 0, "亿": 1, "亿元": 1}
_SHORT_NAMES = {"支持": "support_requested", "链": "chain", "固投": "fixed_investment"}
_END = re.compile(
    r"(?:就|那就|先)?(?:取|按|用|报|填|写|选|要)?(?:(?P<low>低|小|少|下限|最低|最少|低值)|高|大|多|上限|最高|最多|高值)(?:的|那个|值)?(?:报|算|填|来)?(?:吧)?"
)
_MOST_REMOVAL = 30  # characters of a message that only takes slots out
_REMOVAL = re.compile(
    r"把|将|请|去掉|删掉|删除|删了|拿掉|清空|清掉|取消掉|移除|这一?项|的|吧|了|一下|,|，|。"
)


def hear(text: str, form: Form, ears: Ears) -> tuple[Event, ...]:
    """The events a message is, in order; one at least."""
    acts = commands_of(text)
    if (event := _short_of_values(text, form, ears, acts)) is not None:
        return (event,)
    if ordinal_of(text) is not None and NAMES & set(form.notes.asking):
        return (Told(Understood(), ears.message_id, raw=text),)  # no name, and nothing to choose
    before, last = _with_last_command(text)
    if last and _NOTHING_MORE.fullmatch(fold(before)):
        return last
    return (told(before, form, ears), *last)


def _short_of_values(text: str, form: Form, ears: Ears, acts: tuple[Act, ...]) -> Event | None:
    """What a message is that gives no values of its own."""
    if Act.ORDER in acts:
        return Asked(Act.ORDER)
    if form.notes.doubts and (picked := _picked(text, form, acts)) is not None:
        return picked
    if (answer := _plain_answer(text, form, ears)) is not None:
        return answer
    if act := _command(acts, form):
        return _as_event(act, text, form, ears)
    if (slot := labels().get(asked_why(text))) is not None:
        return Asked(Act.WHY, slots=(slot,))
    return _removal(text, ears)


def _removal(text: str, ears: Ears) -> Told | None:
    """去掉固定资产投资: nothing but slots and words that take them out."""
    if not cues_of(text).removes or len(text) > _MOST_REMOVAL:
        return None
    rest = _REMOVAL.sub("、", text)
    names = [labels().get(part, _SHORT_NAMES.get(part)) for part in rest.split("、") if part]
    if not names or None in names:
        return None
    named = Understood(named=tuple(name for name in names if name))
    return Told(named, ears.message_id, removes=True, raw=text)


def _picked(text: str, form: Form, acts: tuple[Act, ...]) -> Asked | None:
    """A typed answer to the doubt that stands: its ordinal, the slot's name, the value."""
    doubt = form.notes.doubts[0]
    slots = {reading.slot for reading in doubt.readings}
    refuses = fold(text) in answers("keep") and slots <= MONEY
    if Act.DROP in acts or refuses:
        return Asked(Act.DROP)
    position = ordinal_of(text)
    if position is None and (end := _END.fullmatch(fold(text))) and len(doubt.readings) == 2:
        position = 0 if end["low"] else 1  # both ends of a range, the lower first
    if position is None and len(doubt.readings) > 1:
        position = _position_named(fold(text), doubt)
    if position is None or position >= len(doubt.readings):
        return None
    return Asked(Act.PICK, choice=position, doubt=doubt.number)


def _position_named(plain: str, doubt: Pending) -> int | None:
    """The only reading whose slot, or whose value, is what was typed."""
    slots = [reading.slot for reading in doubt.readings]
    if len(set(slots)) == 1:
        if slots[0] in NAMES and plain in answers("change"):
            return 0
        if slots[0] in NAMES and plain in answers("keep"):
            return len(slots) - 1
        hits = [
            i for i, r in enumerate(doubt.readings) if fold(display_of(r.slot, r.value)) == plain
        ]
        if plain in _UNITS and len(slots) == 2 and slots[0] in MONEY:
            hits = [_UNITS[plain]]  # 8000 was asked about: 万元, or 亿元
        return hits[0] if len(hits) == 1 else None
    bare = re.sub(r"^(?:是|就是|指的?是?|应该是|当然是)|(?:吧|的|啊)$", "", plain)
    meant = labels().get(bare)
    hits = [i for i, slot in enumerate(slots) if slot == meant or fold(label_of(slot)) == bare]
    return hits[0] if len(hits) == 1 else None


def _plain_answer(text: str, form: Form, ears: Ears) -> Told | None:
    """Yes, no, 不需要 or 我自己 where the question takes such an answer."""
    plain, asking = fold(text), form.notes.asking
    flags = [name for name in asking if name in FLAGS and not form.has(name)]
    values: dict[str, object] = neither(text, form)
    hint = suggested_chain(form) if "chain" in asking and not flags else None
    chains = () if hint is None else (hint.chain, fold(hint.words))
    if hint is not None and (plain in answers("yes") or plain.removesuffix("产业链") in chains):
        values = {"chain": hint.chain}
    if flags and plain in answers("no"):
        denies = len(asking) == 1 and plain.startswith(("不", "否"))
        meant = [n for n in flags if n != "is_new_project" or denies]
        values |= dict.fromkeys(meant, False)
    elif len(flags) == 1 and len(asking) == 1 and plain in answers("yes"):
        is_said = flags[0] != "is_new_project" or plain.startswith("是")  # 对 settles no either-or
        values = {flags[0]: True} if is_said else values
    if "support_requested" in asking and plain in answers("unneeded"):
        values["support_requested"] = [NO_SUPPORT]
    values |= _turned(text, form)
    mine = ears.me and not form.has("unit_contact") and asking != ("investor_contact",)
    if mine and Act.MYSELF in commands_of(text):
        values["unit_contact"] = ears.me
    return told_values(values, text, ears.message_id) if values else None


def _turned(text: str, form: Form) -> dict[str, object]:
    """那先写不是吧: of the yes or no told last."""
    match = _TURNED.fullmatch(fold(text))
    told = [name for name in form.notes.last if name in FLAGS]
    return {told[0]: match["no"] is None} if match and len(told) == 1 else {}


def _command(acts: tuple[Act, ...], form: Form) -> Act | None:
    """Which of the commands a message may be fits where the form stands."""
    notes = form.notes
    if not acts:
        return None
    if notes.ending:
        order: tuple[Act, ...] = (Act.KEEP, Act.CONFIRM, Act.DISCARD, Act.DENY)
    elif notes.card and notes.card == notes.version:
        order = (Act.SUBMIT, Act.CONFIRM, Act.CHANGE)
    elif notes.asking:
        order = (Act.SKIP, Act.RESUME)
    else:
        order = (Act.RESUME, Act.LEAVE)
    return next((act for act in order if act in acts), acts[0])


def _as_event(act: Act, text: str, form: Form, ears: Ears) -> Event:
    if act is Act.MYSELF:
        return told(text, form, ears)  # nobody asked who the contact is: read as words
    if act is Act.RESTORE or (act is Act.DROP and not form.notes.doubts):
        return Asked(Act.WRONG if act is Act.DROP else act)
    return Asked(act, message_id=ears.message_id)


def _with_last_command(text: str) -> tuple[str, tuple[Asked, ...]]:
    """A message whose last words are a command: the words before it, and the command."""
    match = _LAST_PART.match(text.strip())
    if match is None:
        return text, ()
    acts = commands_of(match["last"])
    act = next((act for act in _LAST_ACTS if act in acts), None)
    return (match["before"], (Asked(act),)) if act else (text, ())
