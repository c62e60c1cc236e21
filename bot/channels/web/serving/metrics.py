"""/metrics for Prometheus: counts, times and depths; no content, no person, no report.

Reads: the registry's health and the library's generation, when asked. Addresses are counted by
their route, never as they were written.
"""

from fastapi import FastAPI, Request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

from bot.bootstrap import Web
from bot.channels.web.sign_in.session import client_address
from bot.identity.bearer_header import authenticate
from registry.errors import RegistryError
from registry.upkeep.volumes import read_volumes

PATH = "/metrics"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0)
_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "other"


class Metrics:
    """What this process has served, and how its parts stand."""

    def __init__(self) -> None:
        self._all = CollectorRegistry()
        labels = ("method", "route", "status")
        self._requests = Counter("yipanqi_requests", "HTTP requests", labels, registry=self._all)
        self._seconds = Histogram(
            "yipanqi_request_seconds", "Time to the end of a response", ("route",),
            buckets=_BUCKETS, registry=self._all,
        )  # fmt: skip
        self._answers = Counter(
            "yipanqi_answers", "Answers by status", ("status", "channel"), registry=self._all
        )
        self._turns = Counter(
            "yipanqi_turns", "Turns of the talk", ("channel", "outcome"), registry=self._all
        )
        self._filings = Counter(
            "yipanqi_filings", "Reports filed through the API", ("outcome",), registry=self._all
        )
        self._reports = self._gauge("yipanqi_reports", "Reports ever filed", ("channel",))
        self._messages = self._gauge(
            "yipanqi_inbox", "Messages taken in durably", ("source", "state")
        )
        self._outbox = self._gauge("yipanqi_outbox_waiting", "Messages to be sent")
        self._entries = self._gauge("yipanqi_ledger_entries", "Entries of the ledger")
        self._ready = self._gauge("yipanqi_registry_ready", "1 when filings can be taken")
        self._documents = self._gauge("yipanqi_documents", "Editions in the library")
        self._vectors = self._gauge("yipanqi_vectors_ready", "1 when searched by meaning too")
        self._generation = self._gauge("yipanqi_index_generation", "Generation of the index")

    def _gauge(self, name: str, text: str, labels: tuple[str, ...] = ()) -> Gauge:
        return Gauge(name, text, labels, registry=self._all)

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that has been answered."""
        known = method if method in _METHODS else OTHER
        self._requests.labels(known, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def count_answer(self, status: str, channel: str) -> None:
        """Count an answer to a question."""
        self._answers.labels(status, channel).inc()

    def count_turn(self, channel: str, outcome: str) -> None:
        """Count a turn of the talk. outcome: its intent, or that it was not done."""
        self._turns.labels(channel, outcome).inc()

    def count_filing(self, *, already: bool) -> None:
        """Count a report that was filed, or was filed already."""
        self._filings.labels("already" if already else "accepted").inc()

    def as_text(self, web: Web) -> bytes:
        """Everything, in Prometheus's text form."""
        health = web.registry.health()
        self._outbox.set(health.waiting_messages)
        self._entries.set(health.entries)
        self._ready.set(int(health.is_ready))
        self._vectors.set(int(web.application.library.dense_ready))
        self._count_volumes(web)
        self._documents.set(len(web.application.library.documents()))
        self._generation.set(web.application.library.generation)
        return generate_latest(self._all)

    def _count_volumes(self, web: Web) -> None:
        """What the database counts, for channels that run in other processes too."""
        try:
            found = read_volumes(web.registry.store)
        except RegistryError:
            return  # `yipanqi_registry_ready` says so
        for channel, number in found.reports.items():
            self._reports.labels(channel).set(number)
        for state, numbers in (("handled", found.handled), ("waiting", found.waiting)):
            for source, number in numbers.items():
                self._messages.labels(source, state).set(number)


def add_metrics(app: FastAPI, web: Web, metrics: Metrics) -> None:
    """Add the address: for this machine, and for who shows an access token."""

    @app.get(PATH, include_in_schema=False)
    def show(request: Request) -> Response:
        is_local = not web.is_secure and client_address(request) in _LOOPBACK
        header = request.headers.get("authorization")
        if header is not None or not is_local:
            authenticate(web.registry, header)
        return Response(metrics.as_text(web), media_type=CONTENT_TYPE_LATEST)
