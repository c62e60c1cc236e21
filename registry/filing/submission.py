"""File a report (首报): one transaction from the idempotency key to the receipt.

Clause: hz-2019-40#4.1. Order: rules, counter, filing, ledger, receipt, outbox, inbox. No model, no
vector search, no HTTP and no file reading inside it.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, insert, select

from registry.database import tables
from registry.database.canonical import canonical_json, salted_digest
from registry.database.numbering import FILING, format_report_no, next_number
from registry.errors import InvalidInput
from registry.filing import claims
from registry.filing.admission import require_admissible
from registry.filing.claims import Claim, DisputeCause
from registry.filing.drafts import Draft, DraftState, close_draft, load_draft, require_version
from registry.filing.listed import listed_digest, searchable
from registry.filing.project_keys import (
    ProjectIdentity,
    Resolved,
    fold_project_name,
    identify,
    resolve,
)
from registry.filing.reports import HELD_BY_OTHER, KEY_REUSED
from registry.filing.slots import Content, content_of
from registry.ledger.receipts import make_receipt
from registry.rulebook import Rulebook
from registry.transactions import inbox
from registry.transactions.members import Caller
from registry.transactions.permissions import Operation
from registry.transactions.unit_of_work import Work
from rules.lifecycle import START
from rules.parameters import Unset
from rules.registry import Context

SALT_BYTES = 16
_MAX_KEY = 96


@dataclass(frozen=True, slots=True)
class Filed:
    """The answer to a filing. receipt: see ledger.receipts; already: nothing new was written.

    notice: filing.reports.HELD_BY_OTHER when another unit holds the right, KEY_REUSED when the
    key was another draft's, and this one stays as it was, else empty.
    """

    report_no: str
    seq: int
    receipt: dict[str, Any]
    already: bool = False
    notice: str = ""


def file_draft(work: Work, rules: Rulebook, draft_id: str, version: int) -> Filed:
    """ReportService.file, inside a transaction."""
    key = _key_of(work.caller)
    work.require(Operation.FILE, work.own())
    message_id = _message_id(work, key)
    message = inbox.find(work.connection, work.caller.channel, message_id)
    if (seen := _filed_before(work, message, draft_id)) is not None:
        known = {seen.draft_id, message.body.get("draft") if message is not None else None}
        notice = "" if draft_id in known else KEY_REUSED
        return replace(_again(work, seen.report_no, seen.seq), notice=notice)
    draft = load_draft(work, draft_id)
    require_version(draft, version)
    if draft.state is not DraftState.OPEN:
        raise InvalidInput("draft is closed", code="draft_closed", state=draft.state)
    content, context = content_of(draft.slots), rules.context_on(work.today)
    require_admissible(work, rules, START, content, draft.missing)
    identity = identify(content, context.taxonomy)
    resolved = resolve(work.connection, identity)
    queue = claims.open_reports(work, resolved.key)
    if (same := _own_open_report(work, queue, content)) is not None:
        close_draft(work, draft, DraftState.DISCARDED)
        filed = _again(work, same.report_no, same.seq)
    else:
        submission = _Submission(key, draft, content, identity, resolved, queue)
        filed = _accept(work, submission, context)
    _note_outcome(work, message, filed, draft)
    return filed


def _key_of(caller: Caller) -> str:
    if not caller.key or len(caller.key) > _MAX_KEY:
        raise InvalidInput("a filing needs an idempotency key", code="key_missing", field="key")
    return caller.key


_BOX = tables.filing.c
_BEFORE = (
    select(_BOX.seq, _BOX.report_no, _BOX.draft_id)
    .where(
        (_BOX.seq == bindparam("answered"))
        | (_BOX.account == bindparam("of_account"))
        & ((_BOX.idem == bindparam("of_key")) | (_BOX.draft_id == bindparam("of_draft")))
    )
    .order_by(_BOX.seq)
)
_RECEIPT = select(tables.receipt.c.body).where(tables.receipt.c.filing_seq == bindparam("seq"))
_INSERT = insert(tables.filing).returning(tables.filing)
_INSERT_RECEIPT = insert(tables.receipt)


def _filed_before(
    work: Work, message: inbox.Received | None, draft_id: str
) -> Row[Any, Any, Any] | None:
    """The report this key or this draft has already become, or was found to be."""
    answered = message.outcome["seq"] if message is not None and message.outcome else 0
    asked = {
        "answered": answered,
        "of_account": work.person.account,
        "of_key": work.caller.key,
        "of_draft": draft_id,
    }
    return work.connection.execute(_BEFORE, asked).first()


def _note_outcome(work: Work, message: inbox.Received | None, filed: Filed, draft: Draft) -> None:
    """Keep what came of the request under its key, in the inbox."""
    source, source_id = work.caller.channel, _message_id(work, _key_of(work.caller))
    outcome = {"report_no": filed.report_no, "seq": filed.seq}
    if message is not None:
        inbox.mark_done(work.connection, source, source_id, outcome, work.at)
        return
    body = {"command": "file", "draft": draft.id, "version": draft.version}
    done = inbox.Received(source, source_id, body, outcome)
    inbox.take_in_done(work.connection, done, work.at)


def _message_id(work: Work, key: str) -> str:
    """A key belongs to the member who sent it: another's same key is another message."""
    return f"{work.person.account}:{key}"


def _own_open_report(work: Work, queue: list[Row[Any]], content: Content) -> Row[Any] | None:
    """The unit's own report of that name among the project's open ones."""
    name = fold_project_name(content)
    mine = [r for r in queue if (r.unit, r.project_name_key) == (work.person.unit, name)]
    return mine[0] if mine else None


def _again(work: Work, report_no: str, seq: int) -> Filed:
    return Filed(report_no, seq, stored_receipt(work, seq), already=True)


def stored_receipt(work: Work, seq: int) -> dict[str, Any]:
    """The receipt written when the report was filed."""
    return dict(work.connection.execute(_RECEIPT, {"seq": seq}).scalar_one())


@dataclass(frozen=True, slots=True)
class _Submission:
    """What a report is made of before it has a number. queue: open reports of the project."""

    key: str
    draft: Draft
    content: Content
    identity: ProjectIdentity
    resolved: Resolved
    queue: list[Row[Any]]


def _accept(work: Work, submission: _Submission, context: Context) -> Filed:
    content, queue = submission.content, submission.queue
    is_taken = any(rival.claim == Claim.ACTIVE for rival in queue)
    seq = next_number(work.connection, FILING)
    values = {
        **_columns(work, submission),
        **searchable(content, context),
        "seq": seq,
        "report_no": format_report_no(seq, work.today.year),
        "claim": Claim.WAITING if is_taken else Claim.ACTIVE,
    }
    row = work.connection.execute(_INSERT, values).one()
    close_draft(work, submission.draft, DraftState.FILED)
    _dispute(work, row, submission, context)
    return _acknowledge(work, row, queue)


def _columns(work: Work, submission: _Submission) -> dict[str, object]:
    """The row of a report as it is submitted, without number, claim and searchable columns."""
    salt = work.store.randomness(SALT_BYTES)
    text = canonical_json(dict(submission.content))
    return {
        "idem": submission.key,
        "draft_id": submission.draft.id,
        "draft_version": submission.draft.version,
        "project_key": submission.resolved.key,
        "state": "SUBMITTED",
        "unit": work.person.unit,
        "account": work.person.account,
        "channel": work.caller.channel,
        "content": dict(submission.content),
        "content_salt": salt.hex(),
        "content_digest": salted_digest(salt, text),
        "investor_key": submission.identity.investor_key,
        "uscc": submission.identity.uscc,
        "chain": submission.identity.chain[:60],
        "received_at": work.at,
        "source_time": work.caller.sent_at,
        "updated_at": work.at,
        "disputed": False,
        "row_version": 1,
    }


def _dispute(work: Work, row: Row[Any], submission: _Submission, context: Context) -> None:
    """Mark what acceptance order alone should not decide."""
    window = context.parameters.resolve("tie_window_minutes", context.as_of)
    for rival in submission.queue:
        if rival.unit == row.unit:
            continue
        apart = abs(row.received_at - rival.received_at)
        reversed_times = (
            row.source_time is not None
            and rival.source_time is not None
            and row.source_time < rival.source_time
        )
        if reversed_times and apart <= claims.REVERSAL_WINDOW:
            claims.raise_dispute(work, rival.seq, row.seq, DisputeCause.SOURCE_TIME_REVERSED)
        elif not isinstance(window, Unset) and apart <= timedelta(minutes=int(str(window.value))):
            claims.raise_dispute(work, rival.seq, row.seq, DisputeCause.NEAR_TIE)
    other_key = submission.resolved.other_key
    for rival in claims.open_reports(work, other_key) if other_key else ():
        if rival.unit != row.unit:
            claims.raise_dispute(work, rival.seq, row.seq, DisputeCause.IDENTITY)


def _acknowledge(work: Work, row: Row[Any], queue: list[Row[Any]]) -> Filed:
    """The `claim` and `filed` entries, their checkpoint and the receipt; no entry after these."""
    claimed = claims.claim_event(work, row, Claim(row.claim), reason="受理")
    filed = work.event(
        "filed",
        filing_seq=row.seq,
        clause="hz-2019-40#4.1",
        data={
            "report_no": row.report_no,
            "content": row.content_digest,
            "listed": listed_digest(row),
            "state": row.state,
            "draft": row.draft_id,
            "version": row.draft_version,
        },
    )
    entry = work.record_all([claimed, filed])[-1]
    made = make_receipt(
        row.report_no,
        row.seq,
        entry=entry,
        content_salt=row.content_salt,
        checkpoint=work.checkpoint_at(entry),
    )
    work.connection.execute(_INSERT_RECEIPT, {"filing_seq": row.seq, "body": made})
    work.send("report_filed", "bureau", {"report_no": row.report_no})
    is_held = any(
        rival.claim == Claim.ACTIVE and rival.unit != row.unit and rival.granted_at is not None
        for rival in queue
    )
    return Filed(row.report_no, row.seq, made, notice=HELD_BY_OTHER if is_held else "")
