"""Proving again who one is, from a page that stays open, before what no passer-by may do."""

import json

from nicegui import ui

from bot.bootstrap import Web
from bot.channels.web.frame.shell import Live
from registry.people.web_sessions import SignInMethod

_PATIENCE_S = 600.0  # for somebody to type a password


async def prove_again(web: Web, live: Live) -> bool:
    """Ask for the password unless it was given lately; False when the person gives up.

    What was on the page stays. Raises Unauthenticated for a guest.
    """
    session = live.visit.require()
    if web.identity.is_recent(session):
        return True
    account = session.member.account
    wants_code = web.identity.factors.is_on(account)
    by_issuer = session.method is SignInMethod.SINGLE_SIGN_ON and web.sign_on is not None
    asked = (account, live.visit.csrf, wants_code, by_issuer)
    arguments = ", ".join(json.dumps(value) for value in asked)
    try:
        answer = await ui.run_javascript(
            f"return await yipanqiShell.prove({arguments})", timeout=_PATIENCE_S
        )
    except TimeoutError:
        return False
    return answer is True
