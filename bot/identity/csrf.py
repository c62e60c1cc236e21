"""The token a page sends back with every change, bound to the session it was made for.

It is computed from the session's id, so there is nothing to store, and it changes whenever the id
does. It does not give the id away and may stand in a page.
"""

import base64
import hashlib
import hmac

from registry.errors import Forbidden

_PURPOSE = b"yipanqi-csrf-1"


def csrf_token(session_id: str) -> str:
    """The token of a session: 43 characters."""
    digest = hmac.new(session_id.encode(), _PURPOSE, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def require_csrf(session_id: str, token: str | None) -> None:
    """Compare in constant time. Raises Forbidden (`csrf`)."""
    given = (token or "").encode("utf-8", "surrogatepass")
    if not hmac.compare_digest(csrf_token(session_id).encode(), given):
        raise Forbidden("the page's token is not of this session", code="csrf")
