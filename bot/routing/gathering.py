"""Put the stretches of a message together: what belongs to one matter is one part. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.dialogue.messages import Intent
from bot.routing.parting import Span, part_clauses
from bot.routing.weighing import Weighed, weigh

WEAK = 2.4  # a stretch below it says nothing of its own
STRONG = 4.0
STATEMENTS = frozenset(
    {
        Intent.CORRECT,
        Intent.PROGRESS,
        Intent.FILE,
        Intent.CONFIRM,
        Intent.STATUS,
        Intent.REVIEW,
        Intent.CANCEL,
    }
)
TOLD_BY = frozenset(  # a signal without which a stretch holds no statement
    {
        "changes",
        "event",
        "note_it",
        "wants_file",
        "resumes_file",
        "fact",
        "unknown_value",
        "form_command",
        "leaves",
        "agrees",
        "submits",
        "asks_status",
        "own_report",
        "review_act",
        "review_consult",
    }
)
_REASON = re.compile("因为|由于|(?:理由|原因)(?:是|为|:)?")
LIGHT = frozenset({Intent.SMALLTALK})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span with what it is for. bare: facts without a word of what is wanted with them."""

    span: Span
    weighed: Weighed
    intent: Intent

    @property
    def is_weak(self) -> bool:
        """Whether it says nothing of its own."""
        return self.weighed.weight < WEAK

    @property
    def is_bare(self) -> bool:
        """Whether it only states facts."""
        wanted = {"wants_file", "resumes_file", "form_command"}
        return self.intent is Intent.FILE and not self.weighed.signals & wanted


def weigh_stretches(
    folded: str, spans: Iterable[Span], standing: frozenset[str], floor: str
) -> tuple[Stretch, ...]:
    """Weigh each span, taking those apart at a comma where a statement and a question meet."""
    stretches: list[Stretch] = []
    for span in spans:
        whole = weigh(folded[span.start : span.end], standing, floor)
        pieces: tuple[Span, ...] = (span,)
        if _may_turn(span, whole):
            pieces = _at_turning(folded, span, standing, floor)
        for piece in pieces:
            words = folded[piece.start : piece.end]
            weighed = whole if piece == span else weigh(words, standing, floor)
            stretches.append(Stretch(piece, weighed, weighed.intent))
    return tuple(stretches)


def gather(stretches: Sequence[Stretch], floor: str) -> tuple[Stretch, ...]:
    """The stretches joined: light ones dropped, weak ones and facts with what they belong to.

    While a form is being filled, facts are its answers and no case.
    """
    kept = _without_light(stretches)
    return _joined(kept if floor == "file" else _with_case(kept))


def _at_turning(folded: str, span: Span, standing: frozenset[str], floor: str) -> tuple[Span, ...]:
    """Two spans where a comma parts a statement from a policy question, otherwise the one."""
    clauses = part_clauses(folded, span)
    if len(clauses) < 2:
        return (span,)
    weighed = [
        weigh(folded[each.start : each.end], standing, floor, by_examples=False) for each in clauses
    ]
    gives = [_REASON.match(folded, each.start) is not None for each in clauses]
    asks = [_is_question(w) and not g for w, g in zip(weighed, gives, strict=True)]
    tells = [_is_statement(each, standing) for each in weighed]
    for place in range(1, len(clauses)):
        before, after = slice(0, place), slice(place, None)
        told_first = any(tells[before]) and asks[place] and not any(asks[before])
        told_first = told_first and _is_apart(weighed[before], weighed[place])
        told_last = any(asks[before]) and tells[place] and _is_change(weighed[place])
        if (told_first and not any(tells[after])) or (told_last and not any(tells[before])):
            cut = clauses[place].start
            return Span(span.start, clauses[place - 1].end), replace(span, start=cut)
    return (span,)


def _may_turn(span: Span, whole: Weighed) -> bool:
    asks = {"question", "wants_explained", "tail_of_question"} & whole.signals
    return bool(asks and TOLD_BY & whole.signals) and not span.said_before


def _is_question(weighed: Weighed) -> bool:
    is_policy = (
        weighed.intent is Intent.ASK
        and weighed.weight >= STRONG
        and "judgement" not in weighed.signals
    )
    return (
        is_policy
        and bool({"policy_topic", "which_body"} & weighed.signals)
        and ("question" in weighed.signals or "wants_explained" in weighed.signals)
    )


def _is_statement(weighed: Weighed, standing: frozenset[str]) -> bool:
    if weighed.intent is Intent.FILE and "@floor:file" not in standing:
        return "wants_file" in weighed.signals
    return weighed.intent in STATEMENTS and weighed.weight >= STRONG


def _is_apart(told: Sequence[Weighed], asked: Weighed) -> bool:
    """Whether the question is not about what was told: events and a yes or no make a case."""
    is_event = any(each.intent is Intent.PROGRESS for each in told)
    is_dated = any({"day", "note_it"} & each.signals for each in told)
    return not is_event or (is_dated and "open_question" in asked.signals)


def _is_change(weighed: Weighed) -> bool:
    return weighed.intent is Intent.CORRECT and "slot_word" in weighed.signals


def _without_light(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    heavy = [each for each in stretches if each.intent not in LIGHT and not each.span.said_before]
    return tuple(heavy or [each for each in stretches if each.span.said_before] or stretches)


def _with_case(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Facts before a question about them are part of the case."""
    result: list[Stretch] = []
    for each in stretches:
        case = each
        if each.intent is Intent.CHECK or _leans_on_case(each):
            while result and (result[-1].is_bare or result[-1].is_weak):
                case = _over(result.pop(), case, Intent.CHECK)
        result.append(case)
    return tuple(result)


def _leans_on_case(stretch: Stretch) -> bool:
    signals = stretch.weighed.signals
    return "judgement" in signals and "question" in signals and "general_talk" not in signals


def _joined(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    result: list[Stretch] = []
    for each in stretches:
        if result and _belongs(result[-1], each):
            last = result.pop()
            heavier = max(last, each, key=lambda one: one.weighed.weight)
            keeps = each.is_bare or _tells_of_new(last, each)
            result.append(_over(last, each, last.intent if keeps else heavier.intent))
        else:
            result.append(each)
    return tuple(result)


def _belongs(last: Stretch, each: Stretch) -> bool:
    if last.intent is each.intent or each.is_weak or last.is_weak:
        return True
    if _tells_of_new(last, each):
        return True
    if last.intent is Intent.FILE and each.intent is Intent.ASK and _only_states(each):
        return True
    return each.is_bare and last.intent in (Intent.PROGRESS, Intent.CHECK, Intent.CORRECT)


def _tells_of_new(last: Stretch, each: Stretch) -> bool:
    """Whether what happened is told of the project being reported: 已签协议 is evidence."""
    of_another = {"note_it", "own_report", "report_number", "question"}
    is_told = each.intent is Intent.PROGRESS and of_another.isdisjoint(each.weighed.signals)
    return is_told and last.intent is Intent.FILE


def _only_states(stretch: Stretch) -> bool:
    """Whether what looks like a policy matter asks nothing: 双方已签订意向书."""
    asking = {"question", "question_mark", "wants_explained", "tail_of_question", "follow_up"}
    return asking.isdisjoint(stretch.weighed.signals)


def _over(first: Stretch, second: Stretch, intent: Intent) -> Stretch:
    heavier = max(first, second, key=lambda each: each.weighed.weight)
    return Stretch(Span(first.span.start, second.span.end), heavier.weighed, intent)
