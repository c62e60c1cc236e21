"""The pages 首报, 审核 and 文件库 put together, with the files that go in and out of them."""

from fastapi import APIRouter

from bot.bootstrap import Web
from bot.channels.web.desks.attachments import make_downloads, make_uploads
from bot.channels.web.desks.library_document import add_library_document
from bot.channels.web.desks.library_page import add_library
from bot.channels.web.desks.next_case import next_case
from bot.channels.web.desks.report_case import add_report_case
from bot.channels.web.desks.reports_page import add_reports
from bot.channels.web.desks.review_case import add_review_case
from bot.channels.web.desks.review_page import add_review
from bot.channels.web.frame.shell import Pages
from bot.library.library_desk import LibraryDesk


def add_desks(pages: Pages, web: Web) -> None:
    """Serve the pages."""
    library = LibraryDesk(web.application.library, web.registry)
    for add in (add_reports, add_report_case, add_review, add_review_case):
        add(pages, web)
    add_library(pages, web, library)
    add_library_document(pages, web, library)


class DeskFiles:
    """The files in and out of them."""

    def __init__(self, web: Web) -> None:
        self._web = web

    def routes(self) -> APIRouter:
        """The routes."""
        router = APIRouter()
        library = LibraryDesk(self._web.application.library, self._web.registry)
        router.include_router(make_downloads(self._web))
        router.include_router(make_uploads(self._web, library))
        router.include_router(next_case(self._web))
        return router
