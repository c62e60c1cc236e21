"""Personal access tokens in 设置: made, shown once, revoked."""

import asyncio
from datetime import datetime, timedelta

from bot.bootstrap import Web
from bot.channels.web.frame.elements import box, button, text
from bot.channels.web.frame.forms import Form, Sent, checks, field, on_press, secret, select
from bot.channels.web.frame.shell import Live
from bot.channels.web.sign_in.proving import prove_again
from bot.clock import SHANGHAI
from registry.errors import InvalidInput
from registry.people.access_tokens import AccessToken, TokenScope

SCOPES = {
    TokenScope.ASK: "提问",
    TokenScope.CHECK: "核对情形",
    TokenScope.CHAT: "聊天",
    TokenScope.REPORTS_READ: "看首报",
    TokenScope.REPORTS_WRITE: "报首报、记进展",
    TokenScope.REVIEWS_READ: "看审查",
    TokenScope.REVIEWS_WRITE: "办审查",
    TokenScope.CORPUS_READ: "看文件库",
    TokenScope.CORPUS_WRITE: "收入文件",
    TokenScope.LEDGER_READ: "看账本",
}
_WHAT_FOR = "给自己的脚本或程序用，代表您本人，只能做勾选的事；改角色、停用账号时一起作废。"
_DAYS = {"30": "30 天", "90": "90 天", "180": "180 天", "366": "366 天"}


class Tokens:
    """The card of tokens."""

    def __init__(self, web: Web, live: Live) -> None:
        self._web = web
        self._live = live
        self._tokens = web.registry.access_tokens

    async def build(self) -> None:
        """Lay the card out."""
        with box("section", "yq-card", aria_label="访问令牌"):
            text("h2", "访问令牌")
            text("p", _WHAT_FOR)
            self._list = box("div", "yq-scroll")
            self._made = box("div")
            self._form = Form(self._create)
            with self._form.element:
                with box("div", "yq-row"):
                    named = field("用途", name="name", required="", maxlength="60")
                    named.props["placeholder"] = "如：周报脚本"
                    select("有效期", _DAYS, name="days")
                scopes = {scope.value: label for scope, label in SCOPES.items()}
                checks("可以做什么", "scope", scopes, (TokenScope.ASK,))
                self._form.finish("新建令牌", classes="yq-button is-quiet")
            self._show(await self._mine())

    async def _mine(self) -> tuple[AccessToken, ...]:
        return await asyncio.to_thread(self._tokens.list, self._live.visit.caller())

    def _show(self, tokens: tuple[AccessToken, ...]) -> None:
        self._list.clear()
        with self._list:
            if not tokens:
                text("p", "还没有令牌。", "yq-hint")
                return
            with box("table", "yq-table yq-cards"):
                with box("thead"), box("tr"):
                    for label in ("用途", "可以做什么", "到期", "最近使用", ""):
                        text("th", label)
                with box("tbody"):
                    for token in tokens:
                        self._row(token)

    def _row(self, token: AccessToken) -> None:
        used = "没有用过" if token.used_at is None else _day(token.used_at)
        with box("tr"):
            text("td", token.name)
            scopes = "、".join(SCOPES[scope] for scope in SCOPES if scope in token.scopes)
            with box("td", data_label="可以做什么"):
                text("span", scopes)
            text("td", _day(token.expires_at), data_label="到期")
            text("td", used, data_label="最近使用")
            with box("td"):
                ended = button("作废", "yq-button is-alarm", aria_label=f"作废 {token.name}")
                on_press(ended, lambda: self._revoke(token.id))

    async def _create(self, sent: Sent) -> None:
        days = sent.one("days")
        if days not in _DAYS:
            raise InvalidInput(f"days {days!r}", code="token_life", field="days", limit=366)
        if not await prove_again(self._web, self._live):
            return
        made = await asyncio.to_thread(
            self._tokens.create,
            self._live.visit.caller(),
            name=sent.one("name"),
            scopes=sent.all("scope"),
            life=timedelta(days=int(days)),
        )
        tokens = await self._mine()
        self._made.clear()
        with self._made:
            secret("新令牌", made.secret, "只显示这一次，请马上存到安全的地方；不要发给别人。")
        self._form.say("已新建。")
        self._form.reset()
        self._show(tokens)

    async def _revoke(self, token_id: str) -> None:
        await asyncio.to_thread(self._tokens.revoke, self._live.visit.caller(), token_id)
        tokens = await self._mine()
        self._made.clear()
        self._show(tokens)


def _day(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d}"
