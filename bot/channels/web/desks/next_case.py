"""The way from one case to the next: straight to the report whose turn it is.

Nothing is looked at before it is asked for, as every look at the queue is recorded.
"""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from bot.bootstrap import Web
from bot.channels.web.desks.report_tables import report_path
from bot.channels.web.frame.plain import PlainRoute
from bot.channels.web.frame.shell import to_sign_in
from bot.channels.web.sign_in.session import current_visit

NEXT_PATH = "/review/next"
QUEUE_END = "/review?end=1"


def next_case(web: Web) -> APIRouter:
    """The route; after: the acceptance number of the report one comes from."""
    router = APIRouter(include_in_schema=False, route_class=PlainRoute)

    @router.get(NEXT_PATH)
    def find(request: Request, after: Annotated[int, Query(ge=0)] = 0) -> Response:
        visit = current_visit(request)
        if visit.session is None:
            return to_sign_in(request)
        page = web.registry.queries.review_queue(visit.caller(), after=str(after), limit=1)
        found = [report_path(line.report_no, is_review=True) for line in page.rows]
        return RedirectResponse((*found, QUEUE_END)[0], status_code=303)

    return router
