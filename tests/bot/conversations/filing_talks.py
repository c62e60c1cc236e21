"""Talking to the filing desk in tests: one person in one conversation, on a real registry."""

import itertools
import json
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from bot.checks.rule_context import RuleData, load_rule_data
from bot.conversations.filing.desk import FileDesk
from bot.dialogue.messages import Attachment, Choice, Incoming, Intent
from bot.dialogue.talk import Step, Talk, Turn, parse_talk
from bot.understanding.types import Vocabulary
from registry.filing.slots import Slot
from registry.transactions.members import Caller, Member
from registry.transactions.permissions import Role
from tests.registry.building import World

CORPUS = Path(__file__).parents[3] / "corpus"
TODAY = date(2026, 11, 22)
WHOLE = (
    "项目名称：功率器件生产基地，投资方：示例半导体有限公司，新项目，产业链：集成电路，总投资：12亿元，"
    "佐证：会谈纪要，投资方联系人：张三，投资方电话：13800000000，经办人：李四"
)
REST = "固定资产投资：8亿元，不跨区，不是领导交办，需要的支持：不需要"
_numbers = itertools.count(1)


def rule_data(folder: Path) -> RuleData:
    """The shipped rule data with the sample guide."""
    return load_rule_data(CORPUS, folder)


@dataclass
class Chat:
    """A person's conversation with the desk; the talk goes through JSON between turns."""

    world: World
    desk: FileDesk
    member: Member | None
    talk: Talk = field(default_factory=Talk)
    last: Step | None = None

    def say(
        self, text: str = "", *, data: str = "", intent: Intent = Intent.FILE, files: object = ()
    ) -> str:
        """Say something; all that is said back."""
        step = self.turn(text, data=data, intent=intent, files=files)
        return "\n".join(reply.text for reply in step.replies)

    def turn(
        self, text: str = "", *, data: str = "", intent: Intent = Intent.FILE, files: object = ()
    ) -> Step:
        """Say something; the desk's step."""
        step = self.desk.handle(self.incoming(text, data=data, intent=intent, files=files))
        self.talk = parse_talk(json.loads(json.dumps(step.talk.as_mapping())))
        self.last = step
        return step

    def incoming(
        self,
        text: str = "",
        *,
        data: str = "",
        intent: Intent = Intent.FILE,
        files: object = (),
    ) -> Turn:
        """The turn the dispatcher would hand over."""
        account = self.member.account if self.member else None
        assert isinstance(files, tuple)
        message = Incoming("cli:t", account, "cli", f"m{next(_numbers)}", text, data, files)
        now = self.world.clock.now()
        return Turn(text, intent, message, self.talk, self.member, TODAY, now)

    def press(self, label: str) -> str:
        """Press a button of the last reply by its label."""
        return self.say(data=self.button(label).data)

    def button(self, label: str) -> Choice:
        """A button of the last reply."""
        return next(choice for choice in self.choices if choice.label == label)

    @property
    def choices(self) -> list[Choice]:
        """All buttons of the last replies."""
        assert self.last is not None
        return [choice for reply in self.last.replies for choice in reply.choices]

    def slot(self, name: str) -> Slot:
        """A slot of the draft as the last step left it."""
        assert self.last is not None
        assert self.last.draft is not None
        return self.last.draft.slots.get(name, Slot())

    def elsewhere(self) -> "Chat":
        """The same person on another channel, where nothing was said yet."""
        return replace(self, talk=Talk(), last=None)

    def reports(self) -> int:
        """How many reports the person has filed."""
        assert self.member is not None
        caller = Caller(self.member.account, "cli")
        return len(self.world.registry.queries.mine(caller).rows)


def open_chat(
    world: World, folder: Path, unit: str = "萧山区", role: Role = Role.DISTRICT_LEAD
) -> Chat:
    """A conversation of somebody of that unit."""
    data = rule_data(folder)
    vocabulary = Vocabulary(data.taxonomy, data.localities, data.guide)
    desk = FileDesk(world.registry, data, vocabulary, read_file=read_plain)
    return Chat(world, desk, member_of(world, unit, role))


def member_of(world: World, unit: str, role: Role = Role.DISTRICT_LEAD) -> Member:
    """Somebody of that unit."""
    found = world.registry.staff.find(world.person(unit, role).account)
    assert found is not None
    return found


def read_plain(file: Attachment) -> str:
    """A text file's words, without the documents library."""
    return file.content.decode("utf-8", "replace")


def fill(chat: Chat) -> Chat:
    """Everything said, so that the card is the last thing shown."""
    chat.say(WHOLE)
    chat.say(REST)
    return chat
