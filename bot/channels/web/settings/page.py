"""The pages under 设置: the frame they share, and one's own account."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request

from bot.bootstrap import Web
from bot.channels.web.frame.elements import box, text
from bot.channels.web.frame.shell import CONFIRMS, Live, Pages, Route
from bot.channels.web.settings.sessions import METHODS, Devices
from bot.channels.web.settings.telegram import OwnTelegram
from bot.channels.web.settings.tokens import Tokens
from bot.channels.web.sign_in.factor import FACTOR_PATH
from bot.channels.web.sign_in.password import PASSWORD_PATH
from bot.clock import SHANGHAI
from bot.rendering.report_labels import ROLE_LABELS
from registry.transactions.permissions import Role

SEES_STAFF = frozenset({Role.DISTRICT_LEAD, Role.AUDITOR, Role.SYSADMIN})
# path below /settings, label, and whose it is (None: every member's)
PARTS: tuple[tuple[str, str, frozenset[Role] | None], ...] = (
    ("", "我的账号", None),
    ("/staff", "人员", SEES_STAFF | CONFIRMS),
    ("/rules", "本局设定和参数", None),
    ("/health", "运行状况", frozenset({Role.SYSADMIN})),
)


def settings_route(path: str) -> Route:
    """The route of a part."""
    label, roles = next((label, roles) for part, label, roles in PARTS if part == path)
    return Route(f"/settings{path}", "settings", label, roles=roles)


@contextmanager
def settings_frame(path: str, live: Live) -> Iterator[None]:
    """Heading and navigation of the parts, around one of them."""
    with box("main", "yq-main", id="main"), box("div", "yq-page"):
        text("h1", "设置")
        with box("nav", "yq-subnav", aria_label="设置的各部分"):
            for part, label, roles in PARTS:
                if roles is None or live.visit.role in roles:
                    link = text("a", label, "yq-tab", href=f"/settings{part}")
                    if part == path:
                        link.props["aria-current"] = "page"
        yield


def add_account(pages: Pages, web: Web) -> None:
    """Serve the part about one's own account."""

    async def build(live: Live, _: Request) -> None:
        with settings_frame("", live):
            _facts(live)
            _ways_in(web, live)
            await Devices(web, live).build()
            await OwnTelegram(web, live).build()
            await Tokens(web, live).build()

    pages.add(settings_route(""), build)


def _facts(live: Live) -> None:
    session = live.visit.require()
    member, since = session.member, session.created_at.astimezone(SHANGHAI)
    facts = (
        ("姓名", member.name),
        ("单位", member.unit),
        ("角色", ROLE_LABELS[member.role]),
        ("账号", member.account),
        ("登录", f"{METHODS[session.method]}，{since:%Y-%m-%d %H:%M}"),
    )
    with box("section", "yq-card", aria_label="我的账号"), box("dl", "yq-facts is-bare"):
        for label, value in facts:
            with box("div"):
                text("dt", label)
                text("dd", value)


def _ways_in(web: Web, live: Live) -> None:
    is_on = web.identity.factors.is_on(live.visit.require().member.account)
    with box("section", "yq-card", aria_label="密码和动态验证码"):
        text("h2", "密码和动态验证码")
        text("p", f"动态验证码：{'已启用' if is_on else '没有启用'}。")
        with box("div", "yq-row"):
            text("a", "改密码", "yq-button is-quiet", href=PASSWORD_PATH)
            label = "关闭或更换动态验证码" if is_on else "启用动态验证码"
            text("a", label, "yq-button is-quiet", href=FACTOR_PATH)
