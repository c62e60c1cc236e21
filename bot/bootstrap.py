"""The composition root: the one place where the parts are put together.

Reads: settings. Writes: the home folder, through the parts it opens.
Does not: import anything heavy before it is needed.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.clock import Clock, SystemClock
from bot.errors import BadInput
from bot.ports import Answering
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.chats.chat import ChatService
    from bot.dialogue.dispatcher import Dispatcher
    from bot.dialogue.messages import Conversation
    from bot.doctor import Finding
    from bot.identity.demo import Demo
    from bot.identity.oidc import SingleSignOn
    from bot.identity.service import Identity, IdentityOptions
    from registry.service import Registry
    from retrieval.answers.answering import Calculator
    from retrieval.index.library import Library

CHAT_LOG_NAME = "chat.sqlite"


@dataclass(frozen=True, slots=True)
class Application:
    """The parts a channel works with."""

    settings: Settings
    clock: Clock
    library: "Library"
    answering: Answering


def open_application(
    settings: Settings | None = None, *, report: Callable[[str], None] | None = None
) -> Application:
    """Open the library, building its index first where it is missing, and the answering side.

    report: told in Chinese what is being built; None builds silently.
    Raises BadInput for settings that cannot be used, RetrievalError when the library cannot serve.
    """
    from bot.answers.answering import LiveAnswering

    settings = settings or load_settings()
    library = open_library(settings, report=report)
    clock = SystemClock(settings.today)
    answering = LiveAnswering(library, _calculators(settings))
    answering.prepare(clock.today(), report)
    return Application(settings, clock, library, answering)


def open_library(settings: Settings, *, report: Callable[[str], None] | None = None) -> "Library":
    """Open the library alone, for ingesting and listing."""
    from retrieval.index.library import Library

    if not any(settings.corpus.glob("*.md")):
        raise BadInput(
            f"no digest in {settings.corpus}", code="no_corpus", value=str(settings.corpus)
        )
    embedder = None
    if settings.embedding_model:
        from retrieval.index.models import configured_embedder

        embedder = configured_embedder(settings.embedding_model)
    return Library.open(
        settings.home,
        settings.corpus,
        embedder=embedder,
        chroma_url=settings.chroma_url,
        progress=_indexing_reporter(report),
    )


def _calculators(settings: Settings) -> "tuple[Calculator, ...]":
    """What answers from tables rather than from text."""
    from bot.answers.day_questions import DayQuestions
    from bot.answers.duty_questions import DutyQuestions
    from bot.answers.standard_questions import StandardQuestions
    from rules.responsibilities import parse_responsibilities

    path = settings.corpus / "responsibilities.toml"
    if not path.exists():
        return (StandardQuestions(),)
    duties = parse_responsibilities(path.read_text("utf-8"))
    return (DutyQuestions(duties), StandardQuestions(), DayQuestions(duties))


wait: Callable[[float], None] | None = time.sleep  # until a pre-check may be answered


def open_registry(settings: Settings | None = None) -> "Registry":
    """Open the registry of reports, creating its database and key first where they are missing.

    Raises RegistryError, RulesError for the bureau's own rule files.
    """
    from importlib.resources import files

    from bot.checks.rule_context import load_rule_data
    from registry.clock import secure_random
    from registry.database.engine import database_url
    from registry.likeness.finding import resembles_open_report
    from registry.rulebook import Rulebook
    from registry.service import Limits, Registry
    from rules.lifecycle import parse_lifecycle

    settings = settings or load_settings()
    home = settings.home
    data = load_rule_data(settings.corpus, home)
    lifecycle = (files("rules") / "data" / "lifecycle.toml").read_text("utf-8")
    return Registry.open(
        database_url(settings.database_url, home),
        home / "keys",
        clock=SystemClock(settings.today),
        randomness=secure_random,
        rules=Rulebook(data.context, parse_lifecycle(lifecycle)),
        likeness=resembles_open_report,
        evidence_dir=home / "evidence",
        limits=Limits(settings.filings_an_hour, settings.uploads_a_day),
        wait=wait,
    )


def open_identity(settings: Settings, registry: "Registry") -> "Identity":
    """Who somebody is, on an open registry."""
    from bot.identity.service import Identity

    return Identity(registry, settings.home / "keys", identity_options(settings))


def identity_options(settings: Settings) -> "IdentityOptions":
    """How long sessions last and how soon one must prove again who one is."""
    from datetime import timedelta

    from bot.identity.service import IdentityOptions
    from registry.people.web_sessions import SessionTimes

    times = SessionTimes(
        idle=timedelta(minutes=settings.session_idle_minutes),
        absolute=timedelta(hours=settings.session_hours),
    )
    recent = timedelta(minutes=settings.reauthentication_minutes)
    return IdentityOptions(times=times, recent=recent)


def open_single_sign_on(
    settings: Settings, registry: "Registry", identity: "Identity"
) -> "SingleSignOn | None":
    """Single sign-on; None where no issuer is set. Raises BadInput for settings of no use."""
    if not settings.oidc_issuer:
        return None
    from bot.identity.oidc import SingleSignOn, provider_of

    return SingleSignOn(registry, provider_of(settings), identity.options.times)


def public_url(settings: Settings) -> str:
    """The address people open, without a last slash."""
    return settings.public_url.rstrip("/") or f"http://127.0.0.1:{settings.port}"


def open_chat(
    application: Application, registry: "Registry", conversation: "Conversation"
) -> "ChatService":
    """The conversation with its log and transcripts, for channels that show them again."""
    from bot.chats.chat import ChatService
    from bot.chats.chat_log import ChatLog

    path = application.settings.home / CHAT_LOG_NAME
    log = ChatLog.open(path, now=application.clock.now())
    registry.transcripts.forget_old()
    registry.mail.forget_old()
    return ChatService(conversation, application.library, log, registry, application.clock)


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The conversation and the registry behind it."""

    dispatcher: "Dispatcher"
    registry: "Registry"

    def require_account(self, account: str) -> None:
        """Raises BadInput unless somebody at work has that account."""
        member = self.registry.staff.find(account)
        if member is None or not member.active:
            raise BadInput(f"no account {account!r}", code="no_account", value=account)


@contextmanager
def open_dialogue(
    settings: Settings | None = None, *, report: Callable[[str], None] | None = None
) -> "Iterator[Dialogue]":
    """The conversation every channel shares, closed at the end. Raises as open_application."""
    settings = settings or load_settings()
    application = open_application(settings, report=report)
    registry = open_registry(settings)
    try:
        yield Dialogue(make_dispatcher(application, registry), registry)
    finally:
        registry.close()
        application.library.close()


@dataclass(frozen=True, slots=True)
class Web:
    """What the web server works with.

    conversation: the same for every channel; sign_on and demo: None where not set up;
    is_sample: the registry holds sample data, which every page says.
    """

    application: Application
    registry: "Registry"
    conversation: "Conversation"
    identity: "Identity"
    chat: "ChatService"
    sign_on: "SingleSignOn | None" = None
    demo: "Demo | None" = None
    is_sample: bool = False

    @property
    def settings(self) -> Settings:
        """The settings the parts were opened with."""
        return self.application.settings

    @property
    def is_secure(self) -> bool:
        """Whether people reach it over TLS, at a proxy; then only members may use it."""
        return self.settings.public_url.startswith("https://")


@contextmanager
def open_web(
    settings: Settings | None = None, *, report: Callable[[str], None] | None = None
) -> "Iterator[Web]":
    """Everything the web server needs, closed at the end; fills the sample registry if so set.

    Raises as open_application; Refused (`holds_real_data`) for a try-it mode on real work.
    """
    settings = settings or load_settings()
    application = open_application(settings, report=report)
    registry = open_registry(settings)
    try:
        yield make_web(application, registry)
    finally:
        registry.close()
        application.library.close()


def make_web(
    application: Application,
    registry: "Registry",
    conversation: "Conversation | None" = None,
    identity: "Identity | None" = None,
) -> Web:
    """The web's parts on an application and a registry that are open. Raises as open_web."""
    from bot.identity.demo import Demo
    from registry.upkeep.demonstration import DemonstrationStore

    settings = application.settings
    identity = identity or open_identity(settings, registry)
    demo = Demo(registry, identity.options.times) if settings.demo else None
    if demo is not None:
        demo.fill()
    conversation = conversation or make_dispatcher(application, registry)
    return Web(
        application,
        registry,
        conversation,
        identity,
        open_chat(application, registry, conversation),
        open_single_sign_on(settings, registry, identity),
        demo,
        is_sample=DemonstrationStore(registry.store).find() is not None,
    )


def examine_here(settings: Settings) -> "tuple[Finding, ...]":
    """What the doctor finds on this machine; slow."""
    import os

    from bot.doctor import examine

    return tuple(examine(settings, os.environ))


def make_dispatcher(application: Application, registry: "Registry") -> "Dispatcher":
    """The conversation on an application and a registry that are open."""
    from bot.checks.rule_context import load_rule_data
    from bot.conversations.ask import AskDesk
    from bot.conversations.check.desk import CheckDesk
    from bot.conversations.filing.desk import FileDesk
    from bot.conversations.help import HelpDesk
    from bot.conversations.learn.desk import LearnDesk
    from bot.conversations.review.desk import ReviewDesk
    from bot.conversations.status.desk import StatusDesk
    from bot.dialogue.dispatcher import Desks, Dispatcher
    from bot.routing.router import route
    from bot.understanding.types import Vocabulary

    data = load_rule_data(application.settings.corpus, application.settings.home)
    vocabulary = Vocabulary(data.taxonomy, data.localities, data.guide)
    file_desk = FileDesk(registry, data, vocabulary)
    desks = Desks(
        file_desk,
        (
            AskDesk(application.answering),
            CheckDesk(registry, data),
            StatusDesk(registry),
            ReviewDesk(registry),
            LearnDesk(application.library),
            HelpDesk(),
        ),
    )
    return Dispatcher(registry, desks, route, application.clock)


def _indexing_reporter(report: Callable[[str], None] | None) -> Callable[[int], None] | None:
    if report is None:
        return None
    return lambda count: report(f"正在建立索引：已收入 {count} 个条款")
