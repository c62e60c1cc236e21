"""What a chat page begins with: its conversation, what was said in it, the tools above it."""

from dataclasses import dataclass
from datetime import date

from bot.channels.web.frame.elements import box, button, text
from bot.chats.chat import CHANNEL, ChatService, Turn, new_conversation
from registry.errors import RegistryError
from registry.filing.drafts import Draft
from registry.messages.transcripts import MOST_SHOWN


def settle_on(
    service: ChatService, wanted: str, account: str | None
) -> tuple[str, RegistryError | None]:
    """The id of the wanted conversation, or of a new one in place of somebody else's."""
    try:
        may = service.may_open(f"{CHANNEL}:{wanted}", account)
    except RegistryError as error:
        return wanted, error
    return (wanted if may else new_conversation()), None


@dataclass(frozen=True, slots=True)
class Opened:
    """What there is of a conversation: its latest turns, the draft in hand.

    has_earlier: whether there are turns before; trouble: why there is no telling.
    """

    turns: tuple[Turn, ...] = ()
    has_earlier: bool = False
    draft: Draft | None = None
    trouble: RegistryError | None = None


def load(service: ChatService, conversation: str, account: str | None) -> Opened:
    """What was said last and the draft in hand."""
    try:
        turns, has_earlier = load_turns(service, conversation)
        return Opened(turns, has_earlier, service.draft(conversation, account))
    except RegistryError as error:
        return Opened(trouble=error)


def load_turns(
    service: ChatService, conversation: str, before: str = ""
) -> tuple[tuple[Turn, ...], bool]:
    """The latest turns, or those ahead of a message's; whether there are earlier ones still.

    Raises RegistryError.
    """
    found = service.reopen(conversation, before=before, limit=MOST_SHOWN + 1)
    return found[-MOST_SHOWN:], len(found) > MOST_SHOWN


def show_tools(today: date, *, is_member: bool) -> None:
    """The line above the talk: lists, the day policy is asked about, the form, a new talk."""
    with box("div", "yq-tools"):
        if is_member:
            rails = "yq-button is-quiet yq-rail-toggle"
            with button("对话", rails, id="rail-toggle", aria_label="对话列表"):
                text("span", "列表", "yq-wide")
        with box("label", "yq-day", title="政策问题按这一天有效的文本回答"):
            text("span", "按")
            day = box("input", type="date", id="as-of", aria_label="按哪一天的规定回答")
            day.props["data-value"] = today.isoformat()
            text("span", "的规定")
        toggle = button("首报", "yq-button is-quiet yq-form-toggle", id="form-toggle")
        toggle.props["hidden"] = "hidden"
        text("a", "新对话", "yq-button is-quiet", href="/", id="new-conversation")
