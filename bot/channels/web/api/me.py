"""GET /me: whose token this is, and how far it reaches."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends

from bot.channels.web.api.access import Asker
from bot.channels.web.api.documenting import problems
from bot.channels.web.api.parts import make_router, member
from bot.channels.web.api.values import Shown


class TokenBody(Shown):
    """A token as its owner may see it."""

    id: str
    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


class MeBody(Shown):
    """The member who asks. token: null for a signed-in page."""

    account: str
    name: str
    unit: str
    unit_kind: str
    role: str
    token: TokenBody | None


router = make_router("账号")
AnyMember = Annotated[Asker, Depends(member(None))]


@router.get("/me", summary="我是谁", response_model=MeBody, responses=problems())
def me(*, asker: AnyMember) -> dict[str, Any]:
    """账号、单位、角色，以及这个令牌的范围和期限。任何令牌都可以。"""
    member, token = asker.member, asker.token
    assert member is not None
    return {
        "account": member.account,
        "name": member.name,
        "unit": member.unit,
        "unit_kind": member.unit_kind.value,
        "role": member.role.value,
        "token": token
        and {
            "id": token.id,
            "name": token.name,
            "scopes": sorted(token.scopes),
            "created_at": token.created_at,
            "expires_at": token.expires_at,
            "used_at": token.used_at,
        },
    }
