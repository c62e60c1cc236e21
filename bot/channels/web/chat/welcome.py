"""What an empty conversation offers: one start for each thing the assistant does."""

from collections.abc import Awaitable, Callable

from nicegui.element import Element

from bot.channels.web.chat.events import PRESS, id_of
from bot.channels.web.frame.elements import box, text
from registry.transactions.permissions import Role

STARTERS = (
    ("问政策", "首报向哪个部门报备？"),
    ("核对情形", "外资项目总投资5000万美元，市里能支持吗？"),
    ("填首报", "我要填首报"),
    ("查进度", "我报的项目到哪一步了？"),
    ("新人学习", "我是新来的，想从头学一遍"),
)
REVIEW_STARTER = ("审核", "待审的首报有哪些？")
_REVIEWERS = frozenset({Role.CITY_REVIEWER, Role.CITY_LEAD})
_NOT_FILING = _REVIEWERS | {Role.AUDITOR, Role.SYSADMIN}


def starters_for(role: Role | None) -> tuple[tuple[str, str], ...]:
    """Starts that suit a role; everybody but those who file no reports is offered filing."""
    if role in _REVIEWERS:
        return (REVIEW_STARTER, *(one for one in STARTERS if one[0] != "填首报"))
    if role in _NOT_FILING:
        return tuple(one for one in STARTERS if one[0] != "填首报")
    return STARTERS


def show_welcome(role: Role | None, on_starter: Callable[[str, str], Awaitable[None]]) -> Element:
    """The start of a conversation."""
    with box("section", "yq-welcome") as welcome:
        text("h2", "问政策，办首报")
        text("p", "直接写要问的、要办的。政策回答每句话都注明条款；文件没有规定的，如实告诉你。")
        with box("div", "yq-starters"):
            for title, words in starters_for(role):
                _starter(title, words, on_starter)
    return welcome


def _starter(title: str, words: str, on_starter: Callable[[str, str], Awaitable[None]]) -> None:
    with box("button", "yq-starter", type="button") as starter:
        text("span", title, "yq-starter-title")
        text("span", words)
    starter.on("click", lambda event: on_starter(words, id_of(event)), js_handler=PRESS)
