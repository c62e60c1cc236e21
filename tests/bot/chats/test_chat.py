"""Turns are kept and shown again to their owner; answers are logged and rated; clauses are cut."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from bot.bootstrap import Web
from bot.chats.chat import ChatService, new_conversation
from bot.chats.feedback import Vote
from bot.dialogue.messages import Choice, Handled, Incoming, Intent, Reply
from bot.rendering.errors import complain
from bot.wording import say
from registry.errors import QuotaExceeded
from registry.transactions.members import Caller
from tests.fakes import (
    SCHEME_TEXT,
    FakeAnswering,
    elsewhere_citation,
    make_citation,
)
from tests.web_parts import add_member, opened_web


@pytest.fixture
def answering() -> FakeAnswering:
    return FakeAnswering()


@pytest.fixture
def web(tmp_path: Path, answering: FakeAnswering) -> Iterator[Web]:
    with opened_web(tmp_path, answering=answering) as opened:
        yield opened


@pytest.fixture
def service(web: Web) -> ChatService:
    return web.chat


@dataclass
class Failing:
    """A conversation that did nothing; counts how often it was asked."""

    asked: int = 0
    trace: dict[str, object] = field(default_factory=lambda: {"undone": True})

    def handle(self, message: Incoming) -> Handled:
        """Nothing done."""
        self.asked += 1
        return Handled((Reply(f"{message.text}没有办"),), Intent.HELP, trace=self.trace)


def question(text: str = "首报向谁报告？", **changes: object) -> Incoming:
    return replace(Incoming("web:mine", None, "web", "m1", text), **changes)  # type: ignore[arg-type]


def test_a_question_is_answered_as_of_the_business_day_and_logged(
    service: ChatService, answering: FakeAnswering
) -> None:
    turn = service.say(question(), shown="首报向谁报告？")

    assert answering.asked[0][:2] == ("首报向谁报告？", date(2026, 11, 22))
    (said,) = turn.replies
    assert said.exchange is not None
    assert said.as_of == date(2026, 11, 22)
    assert service.reopen("web:mine") == (turn,)
    assert service.log.conversation("mine")[0].id == said.exchange


def test_another_day_can_be_chosen(service: ChatService, answering: FakeAnswering) -> None:
    turn = service.say(question(as_of=date(2019, 6, 5)), shown="…")

    assert turn.replies[0].as_of == date(2019, 6, 5)
    assert answering.asked[0][1] == date(2019, 6, 5)


def test_a_repeated_message_is_handled_once_and_shown_whole(
    service: ChatService, answering: FakeAnswering
) -> None:
    first = service.say(question(), shown="首报向谁报告？")

    again = service.say(question(), shown="首报向谁报告？")

    assert again == first
    assert len(answering.asked) == 1


def test_who_sends_too_many_a_minute_is_told_how_long_to_wait_and_may_still_confirm(
    service: ChatService, answering: FakeAnswering
) -> None:
    service = replace(service, most_messages=2)
    for n in range(2):
        service.say(question(message_id=f"m{n}"), shown="…")

    with pytest.raises(QuotaExceeded) as caught:
        service.say(question(message_id="late"), shown="…")

    assert re.fullmatch(
        r"发得太快，一分钟最多 2 条，请 [1-6]?\d 秒后再发。", complain(caught.value).text
    )
    assert len(answering.asked) == 2
    assert service.say(question(message_id="m0"), shown="…").replies  # only read again
    assert service.say(question("确认提交", message_id="yes"), shown="确认提交").replies
    assert service.say(
        replace(question("", message_id="b"), data="help.start"), shown="帮助"
    ).is_done
    other = question(message_id="other", conversation="web:other")
    assert service.say(other, shown="…").is_done


def test_what_was_not_done_is_not_kept_and_may_be_sent_again(service: ChatService) -> None:
    failing = Failing()
    service = replace(service, conversation=failing)

    turn = service.say(question(), shown="首报向谁报告？")
    service.say(question(), shown="首报向谁报告？")

    assert not turn.is_done
    assert turn.replies[0].reply.text == "首报向谁报告？没有办"
    assert service.reopen("web:mine") == ()
    assert failing.asked == 2


def test_an_answer_survives_a_log_that_cannot_be_written(
    service: ChatService, caplog: pytest.LogCaptureFixture
) -> None:
    service.log.path.unlink()
    service.log.path.mkdir()

    with caplog.at_level(logging.WARNING):
        turn = service.say(question("首报向谁报告？秘密"), shown="秘密")

    assert turn.replies[0].exchange is None
    assert turn.replies[0].reply.answer is not None
    assert service.reopen("web:mine")[0].replies[0].reply == turn.replies[0].reply
    assert "秘密" not in caplog.text
    assert "OperationalError" in caplog.text


def test_a_rating_comes_back_with_its_turn(service: ChatService) -> None:
    exchange = service.say(question(), shown="…").replies[0].exchange
    assert exchange is not None

    rating = service.rate(exchange, Vote.DOWN, " 依据不对\n")

    assert rating.reason == "依据不对"
    assert service.reopen("web:mine")[0].replies[0].rating == rating


def test_a_conversation_is_its_owners_or_a_guests_before_signing_in(
    service: ChatService, web: Web
) -> None:
    account, other = add_member(web), add_member(web, name="另一人员")
    service.say(question(conversation="web:guest"), shown="…")
    service.say(question(conversation="web:own", account=account), shown="首报向谁报告？")

    assert service.may_open("web:new", None)
    assert service.may_open("web:guest", None)
    assert service.may_open("web:guest", account)
    assert service.may_open("web:own", account)
    assert not service.may_open("web:own", other)
    assert not service.may_open("web:own", None)
    assert [h.conversation for h in service.headings(account)] == ["web:own"]
    assert service.headings(other) == ()


def test_the_draft_in_hand_is_shown_to_nobody_else(service: ChatService, web: Web) -> None:
    account, other = add_member(web), add_member(web, name="另一人员")
    message = question("我要填首报，项目名称：甲基地", conversation="web:d", account=account)
    turn = service.say(message, shown="…")

    assert turn.draft is not None
    assert service.draft("web:d", account) == turn.draft
    assert service.draft("web:d", other) is None
    assert service.draft("web:d", None) is None
    assert service.draft("web:none", account) is None
    web.registry.drafts.discard(Caller(account, "web"), turn.draft.id, turn.draft.version)
    assert service.draft("web:d", account) is None


def test_a_guests_draft_is_shown_again(service: ChatService) -> None:
    turn = service.say(question("我要填首报，项目名称：甲基地"), shown="…")

    found = service.draft("web:mine", None)

    assert found is not None
    assert turn.draft is not None
    assert found.slots == turn.draft.slots


def test_the_cited_clause_is_cut_around_the_quote(service: ChatService) -> None:
    cited = service.cited_clause(make_citation())

    assert cited.quote == "收报告的是市投资促进局。"
    assert cited.before + cited.quote + cited.after == SCHEME_TEXT


def test_a_quote_that_is_the_whole_clause_leaves_nothing_around_it(service: ChatService) -> None:
    cited = service.cited_clause(elsewhere_citation())

    assert (cited.before, cited.after) == ("", "")


@pytest.mark.parametrize(
    "changes",
    [{"doc_id": "gone"}, {"clause": "9"}, {"edition": "2030"}, {"start": 1, "end": 13}],
    ids=str,
)
def test_a_citation_without_its_clause_still_shows_its_quote(
    service: ChatService, changes: dict[str, object]
) -> None:
    cited = service.cited_clause(make_citation(**changes))

    assert (cited.before, cited.quote, cited.after) == ("", "收报告的是市投资促进局。", "")


def test_conversations_have_ids_nobody_guesses() -> None:
    ids = {new_conversation() for _ in range(100)}

    assert len(ids) == 100
    assert all(len(one) >= 22 for one in ids)


STEP = "review.do:grant:首报-2026-000001:0123456789"


@dataclass
class Asking:
    """A conversation in which a message does something else too, and its step takes a proof."""

    heard: list[Incoming] = field(default_factory=list)
    undone: bool = False

    def handle(self, message: Incoming) -> Handled:
        """Ask for the proof; take the step once it is there."""
        self.heard.append(message)
        if message.is_proved:
            return Handled((Reply("已授予。"),), Intent.CONFIRM, trace={"undone": self.undone})
        button = (Choice("确认授予", STEP), Choice("先不办", "review.leave:0123456789"))
        asked = Reply(f"{say('common.prove_first')}\n……", button)
        return Handled((Reply("记下了。"), asked), Intent.CONFIRM)


@pytest.fixture
def asking(service: ChatService) -> Asking:
    conversation = Asking()
    object.__setattr__(service, "conversation", conversation)
    return conversation


def test_after_the_proof_the_step_alone_is_taken_and_the_turn_kept_once(
    service: ChatService, asking: Asking
) -> None:
    message = question("记一下，并确认授予")
    waiting = service.say(message, shown="记一下，并确认授予")
    assert service.reopen("web:mine") == ()

    turn = service.finish(message, waiting, is_proved=True)

    assert [(heard.data, heard.is_proved) for heard in asking.heard] == [("", False), (STEP, True)]
    assert asking.heard[1].message_id != message.message_id
    assert [said.reply.text for said in turn.replies] == ["记下了。", "已授予。"]
    assert service.reopen("web:mine") == (turn,)
    assert turn.said == "记一下，并确认授予"


def test_a_proof_given_up_leaves_the_step_with_its_button(
    service: ChatService, asking: Asking
) -> None:
    waiting = service.say(question(), shown="确认授予")

    turn = service.finish(question(), waiting, is_proved=False)

    assert turn.to_prove == ""
    assert turn.replies[1].reply.choices[0].data == STEP
    assert service.reopen("web:mine") == (turn,)
    assert len(asking.heard) == 1


def test_a_step_that_could_not_be_taken_is_not_kept_as_done(
    service: ChatService, asking: Asking
) -> None:
    asking.undone = True
    waiting = service.say(question(), shown="确认授予")

    turn = service.finish(question(), waiting, is_proved=True)

    assert not turn.is_done
    assert service.reopen("web:mine") == ()
