"""Somebody speaks of filing with no draft in hand: go on with one that waits, or begin another.

Words that came before it was said which draft they are for are kept and taken afterwards.
"""

import re
from dataclasses import dataclass, replace

from bot.conversations.filing.draft_book import DESK, Desktop, form_of, said_around
from bot.conversations.filing.reading import Ears, told
from bot.conversations.filing.sitting import Sitting, Tools
from bot.conversations.filing.typed import told_case
from bot.conversations.filing.words import counted, resume_reply, title_of
from bot.conversations.filing.working import conclude, work
from bot.dialogue.messages import Intent, Reply
from bot.dialogue.talk import Step, Turn
from bot.forms.asides import About, aside_of
from bot.forms.commands import commands_of, fold
from bot.forms.events import Act
from bot.forms.state import Form, FormNotes
from bot.routing.commands import files_case
from bot.understanding.types import Understood
from bot.wording import say
from registry.filing.drafts import Draft
from registry.filing.slots import content_of, is_filled
from rules.company import company_key

_WANTS = re.compile(
    r"(?:我们?|咱们?|这边)?(?:这边|区)?(?:也)?(?:要|想|来|需要|准备)+(?!提交)[^,，。]{0,4}报"
)
_IDENTITY = ("project_name", "investor_name")
_GOES_ON = re.compile(
    r"(?:好的?|那|先|我要|我想)*(?:接着|继续|回到|回头|切到|换到)[^，。；,;\n]{2,60}"
    r"|(?:我|把)?(?:那个|那份)?[^，。；,;\n]{2,30}?的?(?:首报|那份|那个|项目)(?:接着|继续)(?:填|报|弄|来)"
)
_AROUND_NAME = re.compile(
    r"^(?:好的?|那|先|我要|我想)*(?:接着|继续|回到|回头|切到|换到)(?:去)?(?:填|弄|报|做|说|看)?(?:刚才|之前|前面)?的?"
    r"|^(?:我|把)?那(?:个|份)|的?(?:首报|那份|那个|项目)(?:接着|继续)(?:填|报|弄|来)$"
    r"|(?:的)?(?:那|这)?(?:个|份|单)?(?:项目|首报|草稿)?(?:吧|了)?$"
)
_ONE_BEFORE = re.compile(
    r"(?:好的?|那|先|我)*(?:接着|继续|回到|切到|换到|看看?|填|弄|报|来)*(?:刚才|之前|前面)?(?:的)?(?:第[一二2]|前一|上一|前面那|另一?|另外那?|之前那|后一|下一|剩下那?)(?:份|个|单)"
    r"(?:首报|项目|草稿)?(?:填到哪[里儿]?了?|还(?:差|缺)(?:什么|啥|哪些)|怎么样了?)?(?:吧|呢)?"
)
_TWO = re.compile(
    r"[两二三2-3]个(?:新)?项目.{0,10}?(?:第?一个|1[.、])(?:是|叫)?(?P<first>[^；;。\n]{4,}?)[；;，,。\n]\s*(?:另外?一个|还有一个|第二个|一个|2[.、])(?:项目)?(?:是|叫)?[:：,，]?(?P<second>[^\n]{4,})"
)
_MOST_TITLE = 16  # characters of what the first of two projects is called by
_CLAUSES = re.compile(r"[，,。；;]")
_SPEAKS_OF_IT = frozenset({About.LISTED, About.TELL})
_OF_A_DRAFT = frozenset({Act.RESUME, Act.LIST, Act.SUBMIT, Act.SAVE, Act.DISCARD, Act.UNDO})


@dataclass(frozen=True, slots=True)
class Arrival:
    """A turn before it is known which draft it is about."""

    tools: Tools
    turn: Turn
    desktop: Desktop
    ears: Ears

    def sitting(self) -> Sitting | None:
        """The turn on the draft in hand; None when there is none."""
        draft = self.tools.book.current(self.turn, self.desktop)
        return None if draft is None else self.on(draft)

    def on(self, draft: Draft) -> Sitting:
        """The turn on a draft."""
        notes = self.desktop.notes if draft.id == self.desktop.draft else FormNotes()
        if self.desktop.around != said_around(self.turn.talk):
            notes = replace(notes, card=0)  # somebody else spoke since: no card was the last word
        form = form_of(draft, notes)
        return Sitting(self.tools, self.turn, self.desktop, draft, form, self.ears)

    def begin(self) -> Sitting:
        """The turn on a new draft."""
        return self.on(self.tools.book.start(self.turn))

    def waiting(self) -> tuple[Draft, ...]:
        """Drafts that could be gone on with."""
        return self.tools.book.waiting(self.turn, self.desktop)

    def saying(self, *replies: Reply, awaits: str = "") -> Step:
        """A result that changes no draft."""
        talk = self.turn.talk.noting(DESK, self.desktop.as_mapping())
        talk = talk.asking(DESK, awaits) if awaits else talk.asking("")
        return Step(talk, replies)


def meet(arrival: Arrival, acts: tuple[Act, ...]) -> Step:
    """Deal with a message while no draft is in hand, or the one in hand was put aside."""
    if Act.SUBMIT in acts and _WANTS.match(arrival.turn.text.strip()):
        acts = (Act.NEW,) if not arrival.waiting() else (Act.RESUME,)
    if Act.ORDER in acts:
        return arrival.saying(Reply(say("file.order")))
    if Act.RESTORE in acts and arrival.desktop.discarded:
        return restore(arrival, arrival.desktop.discarded)
    return _filed_already(arrival, acts) or _choose(arrival, acts)


def _choose(arrival: Arrival, acts: tuple[Act, ...]) -> Step:
    """Find the draft a message is about, begin one, or ask."""
    heard, waiting = _heard(arrival, acts), arrival.waiting()
    text = "" if acts else arrival.turn.text
    if arrival.turn.member is None and waiting:
        return resume(arrival, waiting[0], text)
    if Act.NEW in acts or not waiting:
        return _begin(arrival, acts, heard, waiting)
    if (draft := _called(text, waiting)) is not None:
        return resume(arrival, draft)
    if (draft := _meant(arrival, acts, heard, waiting)) is not None:
        return resume(arrival, draft, text)
    if _names_another(heard, waiting):
        return _begin(arrival, acts, heard, waiting)
    return offer(arrival, waiting, text if heard.found else "")


def other_called(arrival: Arrival) -> Draft | None:
    """The waiting draft, not the one in hand, that 回到…那个 or 第一份填到哪了 speaks of."""
    text = arrival.turn.text.strip(" 。.！!？?")
    if (
        commands_of(text)
        or text.startswith("先")
        or not (_GOES_ON.fullmatch(text) or _ONE_BEFORE.fullmatch(text))
    ):
        return None
    waiting = arrival.waiting()
    others = tuple(d for d in waiting if d.id != arrival.desktop.draft)
    if _ONE_BEFORE.fullmatch(text) and len(others) == 1:
        return others[0]
    return _called(text, waiting)


def _called(text: str, waiting: tuple[Draft, ...]) -> Draft | None:
    """The one waiting draft that 接着填…那份 calls by its name, or a part of it."""
    if not _GOES_ON.fullmatch(text.strip()):
        return None
    core = _AROUND_NAME.sub("", text.strip(" 。.！!"))
    names = [(draft, name) for draft in waiting for name in _names(draft)]
    found = {d.id: d for d, name in names if name in text or (len(core) > 1 and core in name)}
    return next(iter(found.values())) if len(found) == 1 else None


def _names(draft: Draft) -> tuple[str, ...]:
    slots = (draft.slots.get(name) for name in _IDENTITY)
    return tuple(str(slot.value) for slot in slots if slot is not None and is_filled(slot))


def _heard(arrival: Arrival, acts: tuple[Act, ...]) -> Understood:
    return Understood() if acts else told(arrival.turn.text, Form(), arrival.ears).understood


def _filed_already(arrival: Arrival, acts: tuple[Act, ...]) -> Step | None:
    """The receipt again for somebody who says 提交 once more after filing."""
    report_no = arrival.desktop.filed[1]
    if not report_no or arrival.turn.member is None:
        return None
    if Act.SUBMIT not in acts and Act.CONFIRM not in acts:
        return None
    reply = arrival.tools.companions.receipt(arrival.turn, report_no)
    step = arrival.saying(reply)
    return replace(step, report_no=report_no)


def _begin(
    arrival: Arrival, acts: tuple[Act, ...], heard: Understood, waiting: tuple[Draft, ...]
) -> Step:
    """Start a draft; what was said already is taken at once."""
    says_something = bool(heard.found or heard.doubts or heard.invalid)
    follows = arrival.turn.intent in (Intent.CORRECT, Intent.CANCEL, Intent.CONFIRM)
    if (follows or acts) and not says_something and Act.NEW not in acts and Act.RESUME not in acts:
        return arrival.saying(Reply(say("file.no_draft")))
    sitting = arrival.begin()
    if not says_something:
        sitting.lines.append(say("file.start"))
    if arrival.turn.member is None:
        sitting.lines.append(say("file.guest"))
    elif waiting:
        sitting.lines.append(say("file.other_open", title=title_of(waiting[0])))
    if (both := _TWO.search(arrival.turn.text)) is not None:
        return _begin_two(arrival, sitting, both)
    if says_something:
        _take_case(arrival, sitting)
        return work(sitting, arrival.turn.text)
    if _take_case(arrival, sitting):
        sitting.lines.remove(say("file.start"))
    sitting.ask_next()
    return sitting.step()


def _begin_two(arrival: Arrival, sitting: Sitting, both: re.Match[str]) -> Step:
    """Two projects told at once: the first is gone on with, the second kept for afterwards."""
    told = [both["first"].strip(), both["second"].strip()]
    outcome = sitting.listen(told[0])
    if arrival.turn.member is None or not content_of(sitting.draft.slots):
        sitting.lines.append(say("file.two_projects", first=told[0][:_MOST_TITLE]))
    else:
        other = arrival.begin()
        other.listen(told[1])
        names = (title_of(sitting.draft), title_of(other.draft))
        sitting.lines.append(say("file.two_kept", first=names[0], second=names[1]))
    return conclude(sitting, outcome)


def _take_case(arrival: Arrival, sitting: Sitting) -> bool:
    """Take the words of the case just judged, where it is that which is to be filed."""
    said = _CLAUSES.split(arrival.turn.text)
    words = tuple(arrival.turn.talk.of("check").get("words", ()))
    if not words or not any(files_case(fold(clause)) for clause in said if clause):
        return False
    sitting.lines.append(say("file.from_case"))
    for text in words:
        sitting.read_back(sitting.take(told_case(text, sitting.form, sitting.ears)))
    if (guessed := say("file.guessed")) in sitting.lines:
        sitting.lines = [line for line in sitting.lines if line != guessed]
        sitting.lines.append(say("file.guessed_case"))
    return True


def _meant(
    arrival: Arrival, acts: tuple[Act, ...], heard: Understood, waiting: tuple[Draft, ...]
) -> Draft | None:
    """The waiting draft a message is clearly about."""
    named = [draft for draft in waiting if _is_about(heard, draft)]
    if len(named) == 1:
        return named[0]
    aside = aside_of(arrival.turn.text)
    goes_on = bool(_OF_A_DRAFT & set(acts)) or arrival.turn.intent is Intent.CORRECT
    goes_on = goes_on or (aside is not None and aside.about in _SPEAKS_OF_IT)
    if goes_on and len(waiting) == 1:
        return waiting[0]
    in_hand = next((draft for draft in waiting if draft.id == arrival.desktop.draft), None)
    fills = bool(heard.found) and not _identity(heard)
    if in_hand is not None and len(waiting) == 1 and not _of(in_hand):
        fills = bool(heard.found)  # it has no name yet: this is it
    return in_hand if in_hand is not None and (goes_on or fills) else None


def _identity(heard: Understood) -> dict[str, str]:
    return {f.slot: company_key(str(f.value)) for f in heard.found if f.slot in _IDENTITY}


def _of(draft: Draft) -> dict[str, str]:
    slots = ((name, draft.slots.get(name)) for name in _IDENTITY)
    return {n: company_key(str(s.value)) for n, s in slots if s is not None and is_filled(s)}


def _is_about(heard: Understood, draft: Draft) -> bool:
    said, known = _identity(heard), _of(draft)
    shared = said.keys() & known.keys()
    return bool(shared) and all(said[name] == known[name] for name in shared)


def _names_another(heard: Understood, waiting: tuple[Draft, ...]) -> bool:
    """Whether the words name a project that none of the waiting drafts can be."""
    said = _identity(heard)
    return bool(said) and all(said.keys() & _of(draft).keys() for draft in waiting)


def offer(arrival: Arrival, waiting: tuple[Draft, ...], stash: str) -> Step:
    """Ask which waiting draft, if any, is to be gone on with; keep the words for it."""
    held = replace(arrival, desktop=replace(arrival.desktop, stash=_kept(arrival, stash)))
    return held.saying(resume_reply(waiting), awaits="resume")


def _kept(arrival: Arrival, stash: str) -> str:
    """The words that wait for a draft, those told before first."""
    return "\n".join(dict.fromkeys(part for part in (arrival.desktop.stash, stash) if part))


def resume(arrival: Arrival, draft: Draft, text: str = "") -> Step:
    """Go on with a draft, taking words that were kept for it."""
    sitting = arrival.on(draft)
    sitting.lines.append(say("file.resumed", **counted(draft)))
    text = text or arrival.desktop.stash
    sitting.desktop = replace(sitting.desktop, stash="")
    if text:
        return work(sitting, text)
    sitting.ask_next()
    return sitting.step()


def _same(one: Draft, other: Draft) -> bool:
    return content_of(one.slots) == content_of(other.slots)


def restore(arrival: Arrival, draft_id: str) -> Step:
    """Take a given-up draft back; one that was taken back already is gone on with."""
    old = arrival.tools.book.find(arrival.turn, draft_id)
    again = next((d for d in arrival.waiting() if old and _same(d, old)), None)
    if again is not None:
        return resume(arrival, again)
    draft = arrival.tools.book.restore(arrival.turn, draft_id)
    if draft is None:
        return arrival.saying(Reply(say("file.nothing_discarded")))
    sitting = arrival.on(draft)
    sitting.desktop = replace(sitting.desktop, discarded="")
    sitting.lines.append(say("file.restored", **counted(draft)))
    sitting.ask_next()
    return sitting.step()
