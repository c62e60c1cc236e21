"""What a chat page begins with: its conversation, what was said in it, the tools above it."""

from datetime import date

from bot.channels.web.elements import box, button, text
from bot.chat import CHANNEL, ChatService, Turn, new_conversation
from registry.drafts import Draft
from registry.errors import RegistryError


def settle_on(
    service: ChatService, wanted: str, account: str | None
) -> tuple[str, RegistryError | None]:
    """The id of the wanted conversation, or of a new one in place of somebody else's."""
    try:
        may = service.may_open(f"{CHANNEL}:{wanted}", account)
    except RegistryError as error:
        return wanted, error
    return (wanted if may else new_conversation()), None


def load(
    service: ChatService, conversation: str, account: str | None
) -> tuple[tuple[Turn, ...], Draft | None, RegistryError | None]:
    """What was said so far and the draft in hand; or why there is no telling."""
    try:
        return service.reopen(conversation), service.draft(conversation, account), None
    except RegistryError as error:
        return (), None, error


def show_tools(today: date, *, is_member: bool) -> None:
    """The line above the talk: lists, the day policy is asked about, the form, a new talk."""
    with box("div", "yq-tools"):
        if is_member:
            button("对话列表", "yq-button is-quiet yq-rail-toggle", id="rail-toggle")
        with box("label", "yq-day", title="政策问题按这一天有效的文本回答"):
            text("span", "按此日规定")
            day = box("input", type="date", id="as-of")
            day.props["data-value"] = today.isoformat()
        toggle = button("首报", "yq-button is-quiet yq-form-toggle", id="form-toggle")
        toggle.props["hidden"] = "hidden"
        text("a", "新对话", "yq-button is-quiet", href="/", id="new-conversation")
