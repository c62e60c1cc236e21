"""What filing does outside the draft: other reports asked about, files kept, the report filed.

Clause: hz-2019-40#4.1. Reads and writes: registry.reports, registry.queries, registry.draft_files.
Says of other units' reports no more than the pre-check's one bit, once for an investor's name.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any

from bot.dialogue.messages import Attachment, Card, CardKind, OutgoingFile, Reply, Row
from bot.dialogue.talk import Turn
from bot.rendering.assessments import clause_label
from bot.rendering.errors import complain
from bot.rendering.receipts import receipt_lines, receipt_text
from bot.rendering.reports import NOTICES, state_label
from bot.wording import say
from registry.errors import Forbidden, InvalidInput, QuotaExceeded, ReadOnly, RegistryError
from registry.filing.drafts import Draft
from registry.filing.precheck import PreCheck
from registry.filing.slots import is_filled
from registry.filing.submission import Filed
from registry.service import Registry
from rules import scheme
from rules.company import company_key

# A branch is no firm of its own: its firm's full name is what is looked for.
_BRANCH = re.compile(r"(?<=公司)[\u4e00-\u9fff]{2,8}(?:[分支]行|分院|分部|办事处|代表处)$")
_PAGES, _PAGE = 4, 50  # of one's own reports that are looked through for the same investor
_FULL_NAME = "precheck:full_name"
Spoken = tuple[str, str]  # the key a remark is remembered by, and the remark; "" for none


@dataclass(frozen=True, slots=True)
class Companions:
    """What stands beside a draft: other reports, and its files."""

    registry: Registry

    def remarks(self, turn: Turn, draft: Draft, known: Set[str]) -> tuple[Spoken, ...]:
        """What may be said about other reports of the investor; asked once for a name."""
        key = company_key(_investor(draft))
        if not key or f"precheck:{key}" in known:
            return ()
        answer = self._precheck(turn, draft, key, known)
        found = [(f"precheck:{key}", ""), *answer]
        return (*found, *self._own(turn, key))

    def _precheck(self, turn: Turn, draft: Draft, key: str, known: Set[str]) -> Iterator[Spoken]:
        name = _BRANCH.sub("", _investor(draft))
        code = draft.slots.get("uscc")
        uscc = str(code.value) if code is not None and is_filled(code) else None
        try:
            found = self.registry.reports.precheck(turn.caller, investor_name=name, uscc=uscc)
        except QuotaExceeded:
            yield f"precheck:{key}:quota", say("file.precheck_quota")
        except InvalidInput:
            if _FULL_NAME not in known:
                yield _FULL_NAME, say("file.precheck_full_name")
        except (Forbidden, ReadOnly):
            return
        else:
            asks = found is PreCheck.ASK_CITY
            answer = "precheck_ask_city" if asks else "precheck_may_file"
            yield f"precheck:{key}:{answer}", say(f"file.{answer}")

    def _own(self, turn: Turn, key: str) -> Iterator[Spoken]:
        """Earlier reports of one's own about the same investor."""
        after = ""
        for _ in range(_PAGES):
            page = self.registry.queries.mine(turn.caller, after=after, limit=_PAGE)
            for line in page.rows:
                if company_key(line.investor_name) == key:
                    state = state_label(line.state)
                    said = {"report_no": line.report_no, "project": line.project_name}
                    yield f"own:{line.report_no}", say("file.own_earlier", **said, state=state)
                    return
            if not (after := page.next or ""):
                return

    def standing(self, draft: Draft, known: Set[str]) -> Iterator[str]:
        """What was said about other reports of this investor, for the card."""
        key = company_key(_investor(draft))
        for answer in ("precheck_may_file", "precheck_ask_city"):
            if key and f"precheck:{key}:{answer}" in known:
                yield say(f"file.{answer}")

    def file_names(self, turn: Turn, draft: Draft) -> tuple[str, ...]:
        """Names of the files kept with a draft."""
        if turn.member is None:
            return ()
        kept = self.registry.draft_files.list(turn.caller, draft.id)
        return tuple(file.name for file in kept)

    def keep(self, turn: Turn, draft: Draft, file: Attachment) -> tuple[str, bool]:
        """Keep a file with the draft and say so, or why not; whether it is worth reading."""
        if turn.member is None:
            return say("file.file_guest", name=file.name), True
        try:
            kept = self.registry.draft_files.keep(turn.caller, draft.id, file.name, file.content)
        except InvalidInput as error:
            if error.code == "too_many_files":
                limit = error.fields["limit"]
                return say("file.file_too_many", name=file.name, limit=limit), True
            return say("file.file_refused", name=file.name, problem=complain(error).text), False
        except (OSError, RegistryError) as error:
            return say("file.file_refused", name=file.name, problem=complain(error).text), True
        return say("file.file_kept", name=kept.name), True

    def file(self, turn: Turn, draft_id: str, version: int) -> tuple[Filed, tuple[Reply, ...]]:
        """File a draft at a version and hand its files over. Raises as ReportService.file."""
        filed = self.registry.reports.file(turn.caller, draft_id, version)
        replies = (receipt_reply(filed.receipt, already=filed.already, notice=filed.notice),)
        return filed, (*replies, *self._hand_over(turn, draft_id, filed.report_no))

    def _hand_over(self, turn: Turn, draft_id: str, report_no: str) -> Iterator[Reply]:
        files, evidence = self.registry.draft_files, self.registry.evidence
        waiting = [file.name for file in files.list(turn.caller, draft_id)]
        done: list[str] = []
        try:
            for file in files.hand_over(turn.caller, draft_id, report_no, evidence):
                done.append(file.name)
        except (RegistryError, OSError) as error:
            name, problem = waiting[len(done)], complain(error).text
            yield Reply(say("file.file_not_attached", name=name, problem=problem))
        if done:
            yield Reply(say("file.file_attached", names="、".join(done)))

    def receipt(self, turn: Turn, report_no: str) -> Reply:
        """The receipt of a report filed before. Raises NotFound."""
        found = self.registry.reports.receipt(turn.caller, report_no)
        return receipt_reply(found, already=True, notice="")


def receipt_reply(receipt: dict[str, Any], *, already: bool, notice: str) -> Reply:
    """The receipt: number, what it is not, what comes next, how to verify it, and the file."""
    no, shown = receipt["report_no"], dict(_receipt_facts(receipt))
    head = say("file.filed", report_no=no, seq=receipt["seq"], at=shown["受理时间"])
    clause = clause_label(scheme.FIRST_REPORT)
    lines = [
        *([say("file.filed_before")] if already else []),
        head,
        say("file.not_a_right", clause=clause),
        say("file.next_steps", report_no=no),
        say("file.verify"),
    ]
    if notice:
        lines.append(say("file.held_by_other", notice=NOTICES.get(notice, notice)))
    rows = tuple(Row(label, value) for label, value in shown.items())
    file = OutgoingFile(f"{no}-回执.json", "application/json", receipt_text(receipt).encode())
    card = Card(CardKind.RECEIPT, f"首报回执 {no}", rows, tuple(lines))
    return Reply("\n".join(lines), card=card, file=file)


def _receipt_facts(receipt: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for line in receipt_lines(receipt):
        label, mark, value = line.partition("：")
        if mark:
            yield label, value


def _investor(draft: Draft) -> str:
    slot = draft.slots.get("investor_name")
    return str(slot.value) if slot is not None and is_filled(slot) else ""
