"""Which reports words mean, and what about them: read against what was shown and spoken of.

Reads: reports the registry lets the person see, looks of the bureau being recorded there. What was
asked last is kept in the talk under `projects`, so that 其中 and 余杭的呢 go on from it.
Does not: answer.
"""

import re
from dataclasses import dataclass, replace

from bot.conversations import own_projects
from bot.conversations.own_projects import Pick, fold
from bot.conversations.register.vocabulary import OF_ONE, Seeks
from bot.conversations.register.words import Heard, Which, asked_before, read_words
from bot.conversations.review.reading import VIEWS, orders, read_command
from bot.conversations.status.amend_reading import changes_something
from bot.conversations.status.reading import Asks, read_request
from bot.dialogue.messages import Intent
from bot.dialogue.talk import Turn
from registry.service import Registry
from rules.localities import fold_locality

MOST_WORDS = 40  # characters; longer words tell a story
_ABOUT_REPORTS = frozenset({"status", "stats", "review"})
_NEVER = frozenset({Intent.CONFIRM, Intent.CANCEL})
_READ_HERE = frozenset({Asks.EXPORT, Asks.LIST, Asks.ONE, Asks.FIELD, Asks.STATS, Asks.NOTE})
_LOOKS = frozenset({"open", "queue", "steps"})
_ASKING = re.compile(r"[?？]|吗|呢|没|哪|什么|啥|怎么|咋|多少|几|谁|多久|[看查列]|是不是|不[?？]?$")
_GENERAL = re.compile(
    r"规定|制度|文件|条款|办法|政策|依据|按理|一般|通常|有没有说|法律|为什么要|是什么意思|流程是"
)
_ELSEWHERE = re.compile(r"全国|全省|浙江省|国内|20(?:1\d|2[0-5])年|报道|案例|目标企业|招商引资额")
_GOES_ON = re.compile(r"^(?:那|换)|呢[?？]?$")
_MOST_PRYING = 20
_PRYING = frozenset({Intent.ASK, Intent.STATUS, Intent.STATS, Intent.SMALLTALK, Intent.CHECK})
_PRIES = re.compile(
    r"^(?!.*(?:能谈|还能|能不能|可以|怎么办|咋办))"
    r".*(?:报|谈|拿|批|审)(?:的|过|了|到)?(?:[^，。]{0,6}(?:吗|没有?|看))?[?？]?$"
)
_WITHIN = re.compile("其中|里面|里头|当中|刚")
_OF_ALL = frozenset({Seeks.TOP, Seeks.AVERAGE, Seeks.COMPARE})
_ON_HAND = re.compile("数字|数据|几个数|手[里上中头]|报上来|在审|审着|整体")
_RANK_OF_UNIT = re.compile(r"(?:区|县|市|单位|平台)[^,，。]{0,6}排(?:名|在)*第?几")
_BEFORE = re.compile(
    r"^(?:不是(?:这个)?(?:意思)?|不对|好了?|行|下午要?开会|上午要?开会|领导要|汇报用)?[，,、]?(?:说正事[，,]?)?"
    r"(?:我(?:是)?(?:说|问|指|要|要看)的?(?:是|那个)?)?"
)
_OF_CASES = re.compile(r"件|份|报|审|批|退")
_OF_REPORTS = re.compile(r"报|谈|项目|手上|手里|份|件")


@dataclass(frozen=True, slots=True)
class Meant:
    """What is meant. numbers: reports named, pointed at or left over; empty: see which.

    is_other: units are named whose reports the person may not see.
    """

    heard: Heard
    which: Which
    seeks: Seeks
    is_other: bool = False


def meant(registry: Registry, turn: Turn) -> Meant | None:
    """What words ask of the reports on hand; None where they are about something else.

    Raises what registry.queries raises.
    """
    text = _BEFORE.sub("", fold(turn.text))
    if not _may_ask(turn, text):
        return None
    heard = _heard(registry, turn, text)
    if heard.seeks is Seeks.NOTHING and heard.which.is_period and "情况" in text:
        heard = replace(heard, seeks=Seeks.COUNT)
    if heard == Heard() or not _has_floor_for(turn, heard) or _is_queue(turn, heard, text):
        return None
    here = _is_here(turn)
    if _pries(turn, heard, text):
        return Meant(heard, heard.which, Seeks.LIST, is_other=True)
    if heard.chunks or heard.place or heard.points:
        found = _named(registry, turn, heard, here)
        if found is None:
            return None
        heard = found
    if not _is_about_reports(turn, heard, text, here=here):
        return None
    which, seeks = _gone_on(turn, heard, here)
    return Meant(heard, which, seeks, is_other=_names_others(turn, heard))


def told_which(registry: Registry, turn: Turn) -> Which | None:
    """The reports words mean by what they are, and nothing else (余杭的那份, 上周五报的)."""
    heard = _heard(registry, turn, fold(turn.text))
    if heard.which == Which() or heard.seeks is not Seeks.NOTHING:
        return None
    if heard.chunks:
        heard = _named(registry, turn, heard, _is_here(turn)) or heard
        return heard.which if heard.which.numbers else None
    return heard.which


def _may_ask(turn: Turn, text: str) -> bool:
    """Whether words may ask of reports at all, by their length, their look and who says them."""
    who = turn.member
    if who is None or turn.intent in _NEVER or not (who.role.is_bureau or who.role.is_district):
        return False
    if not text or len(text) > MOST_WORDS or _ELSEWHERE.search(text) or changes_something(text):
        return False
    if own_projects.read_report_no(text, turn.today.year) or _RANK_OF_UNIT.search(text):
        return False
    if read_request(text, turn.intent).asks not in _READ_HERE:
        return False
    is_order = _ASKING.search(text) is None and orders(text, turn.today)
    return not (who.role.is_bureau and (is_order or _looks_closer(turn, text)))


def _looks_closer(turn: Turn, text: str) -> bool:
    verb = read_command(text, turn.today).verb
    return verb in VIEWS and verb not in _LOOKS


def _is_queue(turn: Turn, heard: Heard, text: str) -> bool:
    """Whether the bureau asks for its queue, and for no part of it."""
    assert turn.member is not None
    is_set = heard.which.units and heard.which.states
    verb = read_command(text, turn.today).verb
    if verb == "steps" and heard.seeks not in OF_ONE and not is_set:
        return True
    only_waits = (
        replace(heard.which, kind="", states=()) == Which() and heard.which.kind == "review"
    )
    is_part = not (heard.which == Which() or only_waits) or heard.narrows or heard.rest
    return turn.member.role.is_bureau and verb == "queue" and not is_part


def _heard(registry: Registry, turn: Turn, text: str) -> Heard:
    context = registry.rules.context_on(turn.today)
    names = [place.name for place in context.localities.current(turn.today)]
    units = {name: name for name in names} | {fold_locality(name): name for name in names}
    chains = {entry.name: entry.name for entry in context.taxonomy.entries("chains")}
    return read_words(text, turn.today, units, chains)


def _has_floor_for(turn: Turn, heard: Heard) -> bool:
    """Whether a desk that waits for an answer is not spoken to with these words."""
    floor, awaits = turn.talk.floor, turn.talk.awaits
    if floor in ("file", "learn"):
        return False
    if floor == "check":
        is_named = bool(heard.chunks or heard.is_own) or _is_here(turn)
        return is_named and heard.seeks is not Seeks.NOTHING
    if floor and awaits and awaits != "confirm":
        return heard.seeks is not Seeks.NOTHING
    return True


def _is_here(turn: Turn) -> bool:
    """Whether reports were what was spoken of last."""
    spoke = str(turn.talk.of("dispatcher").get("spoke", ""))
    return spoke in _ABOUT_REPORTS and turn.talk.floor not in ("file", "learn")


def _named(  # noqa: PLR0911  # one return per case
    registry: Registry, turn: Turn, heard: Heard, here: bool
) -> Heard | None:
    """The reports that are named, by name, place or pronoun; None where a name is nobody's."""
    if heard.place:
        listed = own_projects.pick(registry, turn, turn.text, left="")
        if not (here and own_projects.shown(turn.talk) and listed.one):
            return None
        return _with_numbers(heard, (listed.one,))
    numbers: list[str] = []
    chain = ""
    for chunk in heard.chunks:
        of_chain = "" if heard.points else own_projects.chain_called(chunk)
        if of_chain and heard.seeks not in (*OF_ONE, Seeks.NOTHING):
            chain = of_chain
            continue
        found = _called(registry, turn, chunk, literally=heard.seeks is Seeks.NOTHING)
        if found is None:
            return None
        numbers += found
    if chain:
        return replace(heard, which=replace(heard.which, chain=chain))
    if heard.chunks:
        return _with_numbers(heard, tuple(numbers))
    last = own_projects.last(turn.talk)
    has_filter = heard.which != Which()
    if (
        here
        and last
        and heard.points
        and not has_filter
        and heard.seeks in (*OF_ONE, Seeks.NOTHING)
    ):
        return _with_numbers(heard, (last,))
    return heard


def _called(
    registry: Registry, turn: Turn, chunk: str, *, literally: bool
) -> tuple[str, ...] | None:
    """Numbers of the reports called so; None where none is. literally: only by their own words."""
    lines = own_projects.candidates(registry, turn, chunk)
    if literally:
        lines = tuple(line for line in lines if own_projects.spells(line, chunk))
    found: Pick = own_projects.among(lines, chunk)
    if found.missed:
        return None
    return (found.one,) if found.one else tuple(line.report_no for line in found.several)


def _with_numbers(heard: Heard, numbers: tuple[str, ...]) -> Heard:
    return replace(heard, which=replace(heard.which, numbers=numbers))


def _is_about_reports(  # noqa: C901, PLR0911  # one return per case
    turn: Turn, heard: Heard, text: str, *, here: bool
) -> bool:
    """Whether what was read can only be meant of reports on hand."""
    assert turn.member is not None
    is_bureau = turn.member.role.is_bureau
    which, named = heard.which, bool(heard.which.numbers)
    is_general = _GENERAL.search(text) is not None and heard.seeks is not Seeks.HOW_SOON
    if is_general and not named:
        return False
    if turn.intent in (Intent.FILE, Intent.PROGRESS, Intent.CORRECT) and not _ASKING.search(text):
        return False
    if named and is_bureau and heard.seeks is Seeks.NOTHING and turn.intent is Intent.REVIEW:
        return heard.opens  # a reviewer's words that name one are an order, or open it
    is_bare = heard.seeks in (Seeks.NOTHING, Seeks.STATE) and bool(heard.chunks)
    if is_bare and len(which.numbers) > len(heard.chunks):
        return False  # several of one name: which of them is asked elsewhere
    if named:
        return heard.seeks is not Seeks.NOTHING or heard.opens or not _is_answer(turn)
    has_filter = which != Which()
    points_back = heard.narrows or (heard.rest and bool(own_projects.last(turn.talk)))
    if points_back and not here:
        return False
    if heard.seeks is Seeks.NOTHING and is_bureau and which.units and which.states:
        return _ASKING.search(text) is not None
    if heard.seeks is Seeks.NOTHING:
        return here and (has_filter or points_back) and not _is_answer(turn)
    if heard.seeks in OF_ONE:
        is_told = here or turn.intent in (Intent.STATUS, Intent.REVIEW)
        return is_told or heard.is_own or (is_bureau and has_filter)
    if not is_bureau:
        is_theirs = heard.is_own or _names_others(turn, heard)
        return here or (is_theirs and _OF_REPORTS.search(text) is not None)
    if heard.is_weak and which == Which() and not (points_back or heard.is_own):
        return False
    if which == Which(chain=which.chain):
        is_said = bool(which.chain) and _OF_CASES.search(text) is not None
        return here or is_said or _ON_HAND.search(text) is not None
    return True


def _is_answer(turn: Turn) -> bool:
    """Whether a step waits here, so that a bare name or state is its answer."""
    return bool(turn.talk.floor and turn.talk.awaits)


def _names_others(turn: Turn, heard: Heard) -> bool:
    assert turn.member is not None
    if turn.member.role.is_bureau:
        return False
    own = fold_locality(turn.member.unit)
    named = [unit for unit in heard.which.units if fold_locality(unit) != own]
    return bool(named or heard.which.but_units or heard.is_others)


def _pries(turn: Turn, heard: Heard, text: str) -> bool:
    """Whether a district asks, in passing, what another unit reported or holds."""
    is_asked = _ASKING.search(text) is not None and len(text) <= _MOST_PRYING
    is_case = heard.is_own or turn.talk.floor == "check"
    return (
        _names_others(turn, heard)
        and turn.intent in _PRYING
        and is_asked
        and not is_case
        and _PRIES.search(text) is not None
    )


def _gone_on(turn: Turn, heard: Heard, here: bool) -> tuple[Which, Seeks]:
    """Which reports, and what about them, with what goes on from the question before."""
    before, sought = asked_before(turn.talk) if here else (Which(), Seeks.NOTHING)
    shown = own_projects.shown(turn.talk) if here else ()
    which, last = heard.which, own_projects.last(turn.talk)
    is_set = heard.seeks not in OF_ONE
    if heard.rest:
        others = tuple(number for number in shown if number != last)
        which = which if which != Which() else Which(numbers=others)
    elif (heard.narrows and _is_within(heard, turn)) or (
        is_set and not which.numbers and _goes_on(turn, heard)
    ):
        base = before if before != Which() or not shown else Which(numbers=shown)
        which = base.merged(which)
    elif is_set and not which.numbers and not which.words and before.is_period:
        which = before.merged(which)
    seeks = _sought(turn, heard, which)
    is_one = len(which.numbers) == 1 and not heard.rest
    if seeks is Seeks.NOTHING and not heard.opens:
        again = sought if sought is not Seeks.FIELD else Seeks.NOTHING
        if is_one or heard.rest:
            goes_on = again in OF_ONE and _GOES_ON.search(fold(turn.text)) is not None
            seeks = again if goes_on else Seeks.NOTHING if is_one else Seeks.LIST
        else:
            seeks = again if again not in (*OF_ONE, Seeks.NOTHING) else Seeks.LIST
    return which, seeks


def _is_within(heard: Heard, turn: Turn) -> bool:
    """Whether the reports are some of those before (其中), and not told anew (没批的那几份)."""
    return heard.which == Which() or _WITHIN.search(turn.text) is not None


def _goes_on(turn: Turn, heard: Heard) -> bool:
    """Whether only one of the two is said, what about them or which (余杭的呢), of those before."""
    if heard.seeks in _OF_ALL or _ON_HAND.search(fold(turn.text)):
        return False  # of all there are
    if heard.which == Which():
        is_whole = heard.is_city or heard.is_others or heard.is_own
        return heard.seeks is not Seeks.NOTHING and not is_whole
    return heard.seeks is Seeks.NOTHING and _GOES_ON.search(fold(turn.text)) is not None


def _sought(turn: Turn, heard: Heard, which: Which) -> Seeks:
    """What is asked, where a word means one thing of one report and another of several."""
    spoke = turn.talk.of("dispatcher").get("spoke")
    is_set = (which != Which() and not which.numbers) or spoke == "stats"
    if is_set and not heard.points and heard.seeks is Seeks.FIELD:
        return Seeks.SUM if heard.fields == ("total_investment",) else heard.seeks
    if heard.seeks is Seeks.STATE and heard.chunks:
        return Seeks.NOTHING  # of one that is named, all there is to say
    is_who = heard.seeks is Seeks.WHOSE and is_set and not heard.points
    return Seeks.LIST if is_who else heard.seeks
