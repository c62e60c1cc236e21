"""Findings of the bureau in words: likeness, guide review, consultation, approval, ruling."""

from collections.abc import Sequence

from bot.wording import say
from registry.casework.findings import Finding, FindingKind


def findings_lines(findings: Sequence[Finding]) -> list[str]:
    """The findings that count, as lines."""
    return [say("review.findings_head"), *map(finding_text, findings)] if findings else []


def finding_text(finding: Finding) -> str:
    """One finding."""
    body, n = finding.body, finding.n
    match finding.kind:
        case FindingKind.LIKENESS:
            count = len(body["candidates"])
            what = say("review.some_alike", count=count) if count else say("review.none_alike")
            return say("review.finding_likeness", n=n, what=what)
        case FindingKind.GUIDE_REVIEW:
            edition = say("review.edition_note", edition=body["edition"]) if body["edition"] else ""
            what = say(f"review.conform_{str(body['conform']).lower()}")
            note = f"。{body['note']}" if body["note"] else ""
            return say("review.finding_guide_review", n=n, what=what, edition=edition, note=note)
        case FindingKind.CONSULTATION:
            opinion = say(f"review.opinion_{body['opinion']}")
            return say(
                "review.finding_consultation",
                n=n,
                day=body["asked_on"],
                opinion=opinion,
                summary=body["summary"],
            )
        case FindingKind.APPROVAL:
            note = f"：{body['note']}" if body["note"] else ""
            return say("review.finding_approval", n=n, note=note)
        case FindingKind.RULING:
            return say("review.finding_ruling", n=n, point=body["point"], reason=body["reason"])
        case _:
            return say("review.finding_resubmitted", n=n)
