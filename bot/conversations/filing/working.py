"""What a person says with a draft in hand: values and commands, to filing it or putting it aside.

Reads and writes: the draft, and by filing it the registry. Does not: start drafts.
"""

from dataclasses import replace

from bot.conversations import own_projects
from bot.conversations.filing.asides import answer_aside
from bot.conversations.filing.draft_book import DESK
from bot.conversations.filing.sitting import Sitting
from bot.conversations.filing.words import counted
from bot.dialogue.messages import Choice, Reply
from bot.dialogue.talk import Step
from bot.forms.asides import About, Aside, aside_of
from bot.forms.commands import another_of, commands_of
from bot.forms.events import Effect, Outcome
from bot.forms.state import Form
from bot.understanding.page import asks
from bot.understanding.self_asked import declared
from bot.understanding.slips import mend_slips
from bot.wording import say
from registry.filing.slots import content_of


def work(sitting: Sitting, text: str) -> Step:
    """Take what a person wrote and answer it; 另起一份，… leaves what is in hand alone."""
    text = declared(mend_slips(text))
    rest = another_of(text)
    if rest and sitting.turn.member is not None and content_of(sitting.draft.slots):
        return work(_another(sitting), rest)
    if (aside := _aside(sitting, text)) is not None:
        answer_aside(sitting, aside)
        return sitting.step()
    outcome = sitting.listen(text)
    is_unknown = outcome.effect is Effect.NOT_UNDERSTOOD and not sitting.lines
    if is_unknown and asks(text) and sitting.form.notes.asking:
        return Step(sitting.turn.talk, (), declined=True)
    return conclude(sitting, outcome)


def _aside(sitting: Sitting, text: str) -> Aside | None:
    """The aside a message is; none where it is a command or gives a value."""
    aside = None if commands_of(text) else aside_of(text)
    if aside is not None and aside.about is About.ELSEWHERE:
        return aside
    if aside is None or sitting.ears.read(text, sitting.form, asked=None).found:
        return None
    return aside


def conclude(sitting: Sitting, outcome: Outcome) -> Step:
    """Do what an outcome calls for, and answer it. Raises as ReportService.file."""
    match outcome.effect:
        case Effect.FILE:
            return file(sitting)
        case Effect.SAVE | Effect.LEAVE:
            return put_aside(sitting, outcome)
        case Effect.ASK_DISCARD:
            return ask_discard(sitting)
        case Effect.DISCARD:
            return discard(sitting)
        case Effect.NEW:
            return begin_another(sitting)
        case _:
            sitting.answer(outcome)
            return sitting.step()


def file(sitting: Sitting) -> Step:
    """File exactly this version; a guest is asked to sign in, and loses nothing."""
    turn, draft = sitting.turn, sitting.draft
    if turn.member is None:
        sitting.lines.append(say("file.sign_in"))
        return sitting.step()
    filed, replies = sitting.tools.companions.file(turn, draft.id, draft.version)
    desktop = replace(sitting.desktop.without(), filed=(draft.id, filed.report_no))
    desktop = replace(desktop, account=turn.member.account)
    talk = turn.talk.noting(DESK, desktop.as_mapping()).asking("")
    talk = own_projects.speaking_of(talk, filed.report_no)
    done = sitting.tools.book.find(turn, draft.id)
    return Step(talk, replies, done, filed.report_no)


def put_aside(sitting: Sitting, outcome: Outcome) -> Step:
    """Keep everything and give the floor back."""
    sitting.read_back(outcome)
    facts = counted(sitting.draft)
    is_guest = sitting.turn.member is None
    if not content_of(sitting.draft.slots):
        sitting.lines.append(say("file.left_empty"))
    elif outcome.effect is Effect.LEAVE:
        sitting.lines.append(say("file.left", **facts))
    else:
        sitting.lines.append(say("file.saved_guest" if is_guest else "file.saved", **facts))
    sitting.ends = True
    return sitting.step()


def ask_discard(sitting: Sitting) -> Step:
    """Ask once whether to give the draft up."""
    choices = (
        Choice(say("file.choice_discard"), f"file.gone:{sitting.draft.id[:16]}"),
        Choice(say("file.choice_keep"), "file.keep"),
        Choice(say("file.choice_save"), "file.save"),
    )
    sitting.last = Reply(say("file.ask_discard", **counted(sitting.draft)), choices)
    sitting.awaits = "confirm"
    sitting.shown = replace(sitting.shown, asking=sitting.form.notes.asking)
    return sitting.step()


def discard(sitting: Sitting) -> Step:
    """Give the draft up; it can be taken back."""
    turn, draft = sitting.turn, sitting.draft
    if turn.member is None:
        desktop = replace(sitting.desktop, paused=True)  # a guest's draft has no other place
        talk = turn.talk.noting(DESK, desktop.as_mapping()).asking("")
        text = say("file.left", **counted(draft))
        return Step(talk, (Reply(text),))
    sitting.tools.book.discard(turn, draft)
    desktop = replace(sitting.desktop.without(), discarded=draft.id, account=turn.member.account)
    talk = turn.talk.noting(DESK, desktop.as_mapping()).asking("")
    choices = (Choice(say("file.choice_restore"), f"file.restore:{draft.id[:16]}"),)
    return Step(talk, (Reply(say("file.discarded"), choices),))


def begin_another(sitting: Sitting) -> Step:
    """Begin a further draft beside this one."""
    if sitting.turn.member is None:
        sitting.lines.append(say("file.guest_one"))
        sitting.ask_next()
        return sitting.step()
    fresh = _another(sitting)
    fresh.lines.append(say("file.start"))
    fresh.ask_next()
    return fresh.step()


def _another(sitting: Sitting) -> Sitting:
    """The turn on a draft of its own beside the one in hand."""
    old, draft = sitting.draft, sitting.tools.book.start(sitting.turn)
    form = Form(draft.slots)
    fresh = Sitting(sitting.tools, sitting.turn, sitting.desktop, draft, form, sitting.ears)
    if content_of(old.slots) and old.id != draft.id:
        fresh.lines.append(say("file.other_open", title=counted(old)["title"]))
    return fresh
