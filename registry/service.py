"""The registry as its callers see it: one object, its parts by subject.

Every channel and every test works through it:

    registry = Registry.open(url, home / "keys", clock=…, randomness=secure_random, rules=…)
    registry.staff      members, units, roles, one-time invites       (people.staff)
    registry.binding_requests  chats that wait to be confirmed         (people.binding_requests)
    registry.drafts     versioned slots of a report being written      (filing.drafts)
    registry.reports    pre-check, filing, receipt, reading a report   (filing.report_service)
    registry.reviews    everything after filing, step by step          (casework.adjudication)
    registry.proofs     verify, checkpoint, consistency, export        (audit.proofs)
    registry.likeness   earlier reports a new one may repeat           (likeness.finding)
    registry.queries    lists, queue, holders, timelines, by page      (reading.queries)
    registry.progress   notes, owner, next step                        (casework.progress)
    registry.evidence   files of a report                              (files.evidence)
    registry.draft_files files of a draft, until it is filed           (files.draft_files)
    registry.waiting_files uploads that are not sent yet                (files.waiting_files)
    registry.lists      target companies and opportunities             (likeness.lists)
    registry.statistics counts for a period                            (reading.statistics)
    registry.exports    a report or the register, to be written out    (reading.export)
    registry.sessions   conversation state                             (messages.sessions)
    registry.transcripts what was said in a conversation, to be shown again (messages.transcripts)
    registry.credentials, second_factors, web_sessions, own_sessions, sign_ons, access_tokens
                        what people prove themselves by; bot.identity works with them
    registry.leases     one process at a time                          (messages.leases)
    registry.mail       durable inbox and outbox                       (messages.mail)
    registry.store      one transaction for further readers and writers (transactions.unit_of_work)

Every method takes a `Caller` first and raises errors of registry.errors only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert, select

from registry.audit.proofs import ProofService
from registry.casework.adjudication import ReviewService
from registry.casework.progress import ProgressService
from registry.clock import Clock, Randomness
from registry.database import schema, tables
from registry.database.engine import check_settings, open_engine, writing
from registry.files.draft_files import DraftFileService
from registry.files.evidence import EvidenceService
from registry.files.waiting_files import WaitingFiles
from registry.filing.drafts import DraftService
from registry.filing.precheck import Likeness
from registry.filing.report_service import ReportService
from registry.ledger.checkpoints import Signer
from registry.likeness.finding import LikenessService
from registry.likeness.lists import ListService
from registry.messages.leases import LeaseService
from registry.messages.mail import MailService
from registry.messages.sessions import SessionStore
from registry.messages.transcripts import TranscriptStore
from registry.people.access_tokens import AccessTokenStore
from registry.people.binding_requests import BindingRequestService
from registry.people.credentials import CredentialStore
from registry.people.own_sessions import OwnSessions
from registry.people.second_factors import SecondFactorStore
from registry.people.sign_ons import SignOnStore
from registry.people.staff import StaffService
from registry.people.web_sessions import WebSessionStore
from registry.reading.export import ExportService
from registry.reading.queries import QueryService
from registry.reading.statistics import StatisticsService
from registry.rulebook import Rulebook
from registry.transactions.members import Caller
from registry.transactions.unit_of_work import Store
from registry.upkeep.backup import BackupFacts, write_backup
from registry.upkeep.health import Health, check_health

ORIGIN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Limits:
    """How much people may do. filings_an_hour: reports a unit may file within an hour before it can
    open no further draft, None for any number; uploads_a_day: files a person may send, None for
    registry.evidence.UPLOADS_A_DAY."""

    filings_an_hour: int | None = None
    uploads_a_day: int | None = None


UNLIMITED = Limits()


class Registry:
    """The open registry; safe to share between threads, never across a fork."""

    def __init__(  # noqa: PLR0913  # as `open`
        self,
        store: Store,
        rules: Rulebook,
        *,
        evidence_dir: Path,
        likeness: Likeness | None = None,
        limits: Limits = UNLIMITED,
        wait: Callable[[float], None] | None = None,
        advice: tuple[str, ...] = (),
    ) -> None:
        self.store = store
        self.rules = rules
        self.advice = advice
        self.staff = StaffService(store)
        self.binding_requests = BindingRequestService(store)
        self.drafts = DraftService(store, limits.filings_an_hour)
        self.reports = ReportService(store, rules, likeness, wait)
        self.reviews = ReviewService(store, rules)
        self.proofs = ProofService(store)
        self.evidence = EvidenceService(store, evidence_dir, limits.uploads_a_day)
        self.draft_files = DraftFileService(store, evidence_dir / "drafts", limits.uploads_a_day)
        self.waiting_files = WaitingFiles(evidence_dir / "waiting", store.clock)
        self.exports = ExportService(store)
        self.likeness = LikenessService(store)
        self.lists = ListService(store)
        self.progress = ProgressService(store)
        self.queries = QueryService(store, rules)
        self.statistics = StatisticsService(store)
        self.sessions = SessionStore(store)
        self.transcripts = TranscriptStore(store)
        self.credentials = CredentialStore(store)
        self.second_factors = SecondFactorStore(store)
        self.web_sessions = WebSessionStore(store)
        self.own_sessions = OwnSessions(store)
        self.sign_ons = SignOnStore(store)
        self.access_tokens = AccessTokenStore(store)
        self.leases = LeaseService(store)
        self.mail = MailService(store)

    @classmethod
    def open(  # noqa: PLR0913  # what an installation is made of
        cls,
        url: str,
        keys_dir: Path,
        *,
        clock: Clock,
        randomness: Randomness,
        rules: Rulebook,
        likeness: Likeness | None = None,
        evidence_dir: Path | None = None,
        limits: Limits = UNLIMITED,
        wait: Callable[[float], None] | None = None,
    ) -> "Registry":
        """Open the database, bring its schema up to date and check that it is durable.

        url: see registry.engine.open_engine; keys_dir: folder of the signing key, made when absent.
        likeness: what a pre-check asks besides the exact key; None asks nothing more.
        evidence_dir: folder of the files of reports; None: `evidence` beside the keys.
        limits: how much people may do; wait: waits so many seconds, so that a pre-check takes its
        least time (registry.precheck); None: without.
        `advice` of the result: codes of settings that are allowed but not advised.
        Raises UnsafeStorage, SchemaMismatch, StorageUnavailable.
        """
        engine = open_engine(url)
        try:
            advice = check_settings(engine)
            schema.migrate(engine)
            signer = Signer.open(keys_dir, randomness)
            with writing(engine) as connection:
                state = tables.service_state
                query = select(state.c.value).where(state.c.name == "origin")
                origin = connection.execute(query).scalar_one_or_none()
                if origin is None:
                    origin = randomness(ORIGIN_BYTES).hex()
                    connection.execute(
                        insert(state).values(name="origin", value=origin, at=clock.now())
                    )
        except BaseException:
            engine.dispose()
            raise
        return cls(
            Store(engine, clock, randomness, signer, str(origin)),
            rules,
            evidence_dir=evidence_dir or keys_dir.parent / "evidence",
            likeness=likeness,
            limits=limits,
            wait=wait,
            advice=advice,
        )

    def health(self) -> Health:
        """Whether the registry can serve; never raises."""
        return check_health(self.store)

    def backup(self, caller: Caller, path: Path) -> BackupFacts:
        """Write a backup while the registry works. Raises Forbidden, StorageUnavailable, OSError.

        registry.backup.restore_backup brings one back into an empty database.
        """
        return write_backup(self.store, caller, path)

    def close(self) -> None:
        """Give the database connections back."""
        self.store.engine.dispose()
