"""The desk that judges a case told in free words: the answer first, then at most one question.

Reads: the rules' data; reports the teller may see (check.known), never another unit's for a
district. Writes: nothing but its notes in the talk. Beyond that a case is what the person says.
"""

import re
from dataclasses import replace

from bot.checks.rule_context import RuleData
from bot.conversations import own_projects
from bot.conversations.check.answers import as_topic, press
from bot.conversations.check.case import (
    Case,
    answer_fact,
    begin_case,
    extend_case,
    hearing,
    is_new_case,
    parse_case,
)
from bot.conversations.check.claims import (
    asks_beside,
    asks_city,
    asks_conclusion,
    asks_next,
    asks_of_others,
    claims,
    leaves,
    opens,
)
from bot.conversations.check.hearing import answering, naming, unheld
from bot.conversations.check.judging import Judged, Question, complete, judge, next_question
from bot.conversations.check.known import Known, find_known, known_text, with_known
from bot.conversations.check.questions import ask_again, doubt_question, put_question, question_text
from bot.conversations.check.telling import awaited, files, own_unit, whose, with_told
from bot.conversations.check.views import (
    bears_on,
    fact_line,
    make_view,
    onward_lines,
    outcomes,
    same_text,
)
from bot.dialogue.messages import Choice, Intent, Reply
from bot.dialogue.talk import Step, Talk, Turn
from bot.rendering.assessment_cards import case_card, case_text, whole_text
from bot.routing.commands import only_says
from bot.understanding.case_facts.reader import MOST_CHARS, read_case
from bot.understanding.case_facts.types import Aside, CaseReading, Said
from bot.wording import say
from registry.errors import RegistryError
from registry.service import Registry
from rules.fact_terms import NO_HOLDER

_MOST_QUOTED = 24
_SUPPOSING = re.compile(r"\s*(?:那么?)?(?:如果|要是|假如|假设|假使|万一|若)")
_OF_RIVALS = frozenset({"rival_report", "active_holder"})  # told of, they ask who may talk
OPENING_TOPICS = ("can_talk", "report", "grant", "guide", "ceiling", "transfer")


class CheckDesk:
    """Judges cases. See bot.dialogue.talk.Desk."""

    name = "check"

    def __init__(self, registry: Registry | None, data: RuleData) -> None:
        self._registry = registry
        self._data = data

    def handle(self, turn: Turn) -> Step:
        """Deal with a case, a further fact, an answer, or a button."""
        case = parse_case(turn.talk.of(self.name))
        if turn.message.data:
            return self._pressed(turn, case)
        if (step := self._come_or_gone(turn, case)) is not None:
            return step
        if case is not None and (step := self._about(turn, case)) is not None:
            return step
        reading = self._read(turn, case)
        if reading.aside in (Aside.ANEW, Aside.MORE, Aside.EXPORT, Aside.CONCLUDE):
            return self._aside(turn, case, reading.aside)
        return self._told(turn, case, reading)

    def _come_or_gone(self, turn: Turn, case: Case | None) -> Step | None:
        """What only says that there is something to be checked, or that it is enough."""
        if only_says(turn.text) is Intent.CHECK:
            return self._opening(turn, say("check.opening"), case)
        if opens(turn.text):
            return self._listen(turn, case)
        if turn.talk.floor == self.name and leaves(turn.text):
            return Step(turn.talk.asking(""), (Reply(say("check.left")),))
        return None

    def remind(self, turn: Turn) -> Reply | None:
        """The open question in one line."""
        case = parse_case(turn.talk.of(self.name))
        if case is None or turn.talk.floor != self.name or not turn.talk.awaits:
            return None
        text = say("check.remind", question=question_text(case, turn.talk.awaits))
        return None if turn.talk.of("dispatcher").get("reminded") == text else Reply(text)

    def claims(self, turn: Turn) -> Intent | None:
        """CHECK for words about the case at hand, though they look like another's.

        ASK for a question that tells nothing of the case, though the case has the floor.
        """
        case = parse_case(turn.talk.of(self.name))
        if case is not None and self._is_beside(turn, case):
            return Intent.ASK
        return claims(turn, has_case=case is not None, facts=case.facts if case else ())

    def _is_beside(self, turn: Turn, case: Case) -> bool:
        """Whether a question put while the case waits for an answer is about something else."""
        is_here = turn.intent is Intent.CHECK and turn.talk.floor == self.name
        if not is_here or not asks_beside(turn.text) or self._about(turn, case) is not None:
            return False
        return (
            self._read(turn, case).is_empty and not only_says(turn.text) and not leaves(turn.text)
        )

    def _about(self, turn: Turn, case: Case) -> Step | None:  # noqa: PLR0911  # one return per case
        """What is asked of the case as it stands: its conclusion, or who else is at it."""
        if case.rules and asks_city(turn.text):
            return self._show(turn, as_topic(case, "lead"))
        if case.rules and asks_next(turn.text):
            return self._onward(turn, case)
        if asks_conclusion(turn.text) and case.listening and not case.rules:
            return self._show(turn, as_topic(case, "can_talk"))
        if asks_conclusion(turn.text) and self._judge(turn, case).assessments:
            return self._show(turn, replace(case, words=case.words), CaseReading())
        is_district = turn.member is None or turn.member.role.is_district
        if not is_district or not asks_of_others(turn.text) or _SUPPOSING.match(turn.text):
            return None
        asked = turn.talk.awaits if turn.talk.floor == self.name else ""
        text = say("check.not_told")
        if not asked:
            return Step(turn.talk, (Reply(text),))
        again = ask_again(case, asked)
        question = say("check.ask", question=question_text(case, asked))
        return Step(turn.talk, (replace(again, text=f"{text}\n{question}"),))

    def _onward(self, turn: Turn, case: Case) -> Step | None:
        """What is to be done now, by the case as it stands."""
        judged = self._judge(turn, case)
        if not judged.assessments:
            return None
        asked = turn.talk.awaits if turn.talk.floor == self.name else ""
        lines = onward_lines(case, judged, asked)
        buttons = ask_again(case, asked).choices if asked else ()
        return Step(turn.talk, (Reply("\n".join(lines), buttons),))

    def _listen(self, turn: Turn, case: Case | None) -> Step:
        """A case is to be told bit by bit; it is judged once something is asked of it."""
        number = case.no + 1 if case else 1
        heard = Case(no=number, listening=True)
        talk = turn.talk.noting(self.name, heard.as_notes()).asking(self.name)
        return Step(talk, (Reply(say("check.go_ahead")),))

    def _known(self, turn: Turn) -> Known | None:
        """The report the case is about, where the teller may see it and the words begin one."""
        if self._registry is None:
            return None
        try:
            return find_known(self._registry, turn)
        except RegistryError:
            return None

    def _read(self, turn: Turn, case: Case | None) -> CaseReading:
        asked = turn.talk.awaits if turn.talk.floor == self.name else None
        known = () if case is None else tuple(case.values())
        unit = own_unit(turn)
        text = turn.text if case is not None else with_told(turn)
        reading = read_case(
            text, self._data, today=turn.today, asked=asked or None, unit=unit, known=known
        )
        if case is None:
            return reading
        reading = unheld(turn.text, asked or "", naming(turn.text, case, reading))
        return answering(turn.text, case, asked, reading) if asked else reading

    def _told(  # noqa: PLR0911  # one return per case
        self, turn: Turn, case: Case | None, reading: CaseReading
    ) -> Step:
        asked = turn.talk.awaits if turn.talk.floor == self.name else ""
        before = (say("check.cut", count=MOST_CHARS),) if len(turn.text) > MOST_CHARS else ()
        if case is not None and asked == "whose_support" and (topic := whose(turn.text)):
            return self._show(turn, as_topic(replace(case, doubts=()), topic))
        if case is not None and asked and reading.aside is not None:
            return self._answered(turn, case, asked, reading.aside)
        if reading.is_empty and case is not None and case.listening and not case.rules:
            return self._heard(turn, case, reading)
        if reading.is_empty:
            return self._not_understood(turn, case, asked)
        if is_new_case(case, reading):
            known = self._known(turn)
            if known is not None:
                reading = with_known(reading, known)
                before = (*before, known_text(turn, known))
                talk = own_projects.speaking_of(turn.talk, known.line.report_no)
                turn = replace(turn, talk=talk)
            number = 1 if case is None else case.no + 1
            if case is not None:
                before = (*before, say("check.new_case"))
            return self._show(turn, begin_case(reading, number), reading, before)
        assert case is not None
        supposes = _SUPPOSING.match(turn.text) is not None  # an answer to try, no other question
        if asked and reading.facts and asked not in reading.facts:
            case = replace(case, asked=tuple(name for name in case.asked if name != asked))
        answered = asked in reading.facts and (supposes or not reading.follows)
        after = extend_case(case, reading, answered=answered)
        if supposes and _OF_RIVALS & set(reading.facts) and "can_talk" not in case.topics:
            return self._show(turn, as_topic(after, "can_talk"), reading, before)
        return self._show(turn, after, reading, before, beside=None if answered else case)

    def _answered(self, turn: Turn, case: Case, asked: str, aside: Aside) -> Step:
        """是, 没有 or 不知道 to a question about a fact or a doubt."""
        raw = turn.text.strip()
        if aside is Aside.UNKNOWN:
            case = replace(case, unknown=(*case.unknown, asked), doubts=())
            return self._show(turn, case, CaseReading(), (say("check.unknown_noted"),))
        holder = case.rival or say("check.other_unit")
        if asked in ("rival_talking", "active_holder"):
            value = holder if aside is Aside.YES else NO_HOLDER
            return self._show(turn, answer_fact(case, "active_holder", Said(value, raw)))
        return self._not_understood(turn, case, asked)

    def _aside(self, turn: Turn, case: Case | None, aside: Aside) -> Step:
        if aside is Aside.ANEW:
            number = case.no + 1 if case else 1
            talk = turn.talk.noting(self.name, {}).asking(self.name)
            return Step(talk, (Reply(say("check.anew"), _topics(number)),))
        if case is None:
            return self._opening(turn, say("check.no_case"))
        if not (judged := self._judge(turn, case)).assessments:
            return self._opening(turn, say("check.what_about"), case)
        if aside is Aside.MORE:
            return Step(turn.talk, (Reply(whole_text(judged.assessments)),))
        if aside is Aside.EXPORT:
            return Step(turn.talk, files(case, judged))
        closed = replace(case, closed=True)
        return self._show(turn, closed, CaseReading(), (say("check.concluded"),))

    def _pressed(self, turn: Turn, case: Case | None) -> Step:
        """A button of the case at hand; of an earlier one nothing is done."""
        pressed = press(turn.message.data, case)
        if pressed is None:
            stale = say("common.stale_button", hint=say("check.stale"))
            return Step(turn.talk, (Reply(stale),))
        if isinstance(pressed, Aside):
            if pressed is Aside.UNKNOWN and case is not None:
                return self._answered(turn, case, turn.talk.awaits or "", pressed)
            return self._aside(turn, case, pressed)
        return self._show(turn, pressed)

    def _not_understood(self, turn: Turn, case: Case | None, asked: str) -> Step:
        if case is None:
            return self._opening(turn, say("check.opening"))
        if not asked and case.rules and len(turn.text) <= _MOST_QUOTED:
            before = (say("check.no_effect", raw=turn.text.strip()),)
            return self._show(turn, case, CaseReading(), before)
        if not asked:
            return self._opening(turn, say("check.what_about"), case)
        reply = ask_again(case, asked)
        if len(turn.text) <= _MOST_QUOTED and not turn.message.data:
            is_tried = _SUPPOSING.match(turn.text) is not None
            key = "check.supposed_beside" if is_tried else "check.beside"
            raw = _SUPPOSING.sub("", turn.text).strip(" 。，,？?呢")
            raw = raw if is_tried else turn.text.strip()
            text = say(key, raw=raw, question=question_text(case, asked))
            reply = replace(reply, text=text)
        return Step(turn.talk.asking(self.name, asked), (reply,))

    def _opening(self, turn: Turn, text: str, case: Case | None = None) -> Step:
        number = case.no if case else 1
        return Step(turn.talk.asking(self.name), (Reply(text, _topics(number)),))

    def _show(
        self,
        turn: Turn,
        case: Case,
        reading: CaseReading | None = None,
        before: tuple[str, ...] = (),
        *,
        beside: Case | None = None,
    ) -> Step:
        """Judge the case as it stands, and ask for one thing that would change the answer.

        beside: the case as it stood; where its conclusion still holds, only what changed is said.
        """
        case = hearing(case, "" if turn.message.data else turn.text)
        case = complete(case, self._data, turn.today)
        judged = self._judge(turn, case)
        if case.listening and not case.rules:
            return self._heard(turn, case, reading)
        if not judged.assessments and set(case.facts) <= {"locality"}:
            return self._opening(turn, say("check.opening"))
        if not judged.assessments:
            talk = self._noted(turn.talk, case, "")
            text = "\n".join([*before, say("check.what_about")])
            return Step(talk, (Reply(text, _topics(case.no)),))
        question = self._question(turn, case, judged)
        awaits = awaited(case, question)
        if awaits and awaits not in case.asked:
            case = replace(case, asked=(*case.asked, awaits))
        view = make_view(case, judged, question, reading or CaseReading(), before)
        buttons = put_question(case, question)
        text = case_text(view)
        is_told = beside is not None and bears_on(judged, reading or CaseReading())
        if is_told and beside and self._is_same(turn, beside, judged, question):
            was = self._judge(turn, complete(beside, self._data, turn.today))
            text = same_text(case, was, judged, view, reading or CaseReading())
        reply = Reply(text, buttons, card=case_card(view))
        return Step(self._noted(turn.talk, case, awaits), (reply,))

    def _is_same(
        self, turn: Turn, before: Case, judged: Judged, question: Question | None
    ) -> bool:  # fmt: skip
        """Whether a case came to the same before, and the same is still asked."""
        asked = turn.talk.awaits if turn.talk.floor == self.name else ""
        goes_on = asked == (question.fact.name if question else "")
        before = complete(before, self._data, turn.today)
        return goes_on and outcomes(self._judge(turn, before)) == outcomes(judged)

    def _heard(self, turn: Turn, case: Case, reading: CaseReading | None) -> Step:
        """What the last words told of a case that nothing was asked of yet."""
        told = [name for name in (reading or CaseReading()).facts if name in case.facts]
        shown = "；".join(fact_line(case, name) for name in told)
        text = say("check.heard", facts=shown) if shown else say("check.heard_nothing")
        talk = turn.talk.noting(self.name, case.as_notes()).asking(self.name)
        return Step(talk, (Reply(text, _topics(case.no)),))

    def _question(self, turn: Turn, case: Case, judged: Judged) -> Question | None:
        if doubt_question(case) is not None:
            return None
        return next_question(case, judged, self._data, turn.today)

    def _judge(self, turn: Turn, case: Case) -> Judged:
        return judge(case, self._data, turn.today)

    def _noted(self, talk: Talk, case: Case, awaits: str) -> Talk:
        floor = self.name if awaits else ""
        return talk.noting(self.name, case.as_notes()).asking(floor, awaits)


def _topics(number: int) -> tuple[Choice, ...]:
    return tuple(
        Choice(say(f"check.topic_{name}"), f"check.topic:{number}:{name}")
        for name in OPENING_TOPICS
    )
