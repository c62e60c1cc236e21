"""The HTTP API: /api/v1 in routers by subject, the health checks, metrics, and their description.

    add_api(app, web)      everything the API is, on an app with the web's middleware

Every route is a thin adapter: who asks is found in `access`, what may be done is the registry's.
"""

from fastapi import FastAPI

from bot.bootstrap import Web
from bot.channels.web.api import (
    ask,
    chat,
    check,
    corpus,
    drafts,
    files,
    ledger,
    me,
    reports,
    reviews,
)
from bot.channels.web.api.access import Access
from bot.channels.web.api.documenting import OPENAPI_PATH, add_docs
from bot.channels.web.api.health import add_health
from bot.channels.web.api.limits import Limits
from bot.channels.web.api.parts import Parts, keep_parts
from bot.channels.web.api.problems import install_problem_handlers
from bot.channels.web.serving.counted import counted
from bot.channels.web.serving.metrics import Metrics, add_metrics
from bot.channels.web.serving.observing import Observed
from bot.checks.case_checks import CaseChecks

__all__ = ["OPENAPI_PATH", "add_api"]

_SUBJECTS = (ask, check, chat, drafts, reports, files, reviews, corpus, ledger, me)


def add_api(
    app: FastAPI, web: Web, limits: Limits | None = None, metrics: Metrics | None = None
) -> None:
    """Add the API, health, metrics and description to app, and observe its requests.

    metrics: where web's conversation is counted already; None counts it here.
    Call it after all other middleware is added, so that every answer is counted and has an id.
    """
    limits = limits or Limits()
    if metrics is None:
        metrics = Metrics()
        web = counted(web, metrics)
    checks = CaseChecks(web.registry.rules.context_on)
    keep_parts(app, Parts(web, Access(web, limits), limits, metrics, checks))
    install_problem_handlers(app)
    for subject in _SUBJECTS:
        app.include_router(subject.router)
    add_health(app, web)
    add_metrics(app, web, metrics)
    add_docs(app, is_secure=web.is_secure)
    app.add_middleware(Observed, metrics=metrics, clock=web.application.clock)
