"""The proof side: checkpoint, consistency, verification of the ledger and of receipts."""

from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import ConfigDict, Field

from bot.channels.web.api.access import Asker
from bot.channels.web.api.documenting import problems
from bot.channels.web.api.parts import Served, make_router, member
from bot.channels.web.api.values import Body, Shown, Value
from bot.rendering.receipts import MEANING
from registry.audit.verification import as_mapping
from registry.ledger.receipts import verify_receipt
from registry.people.access_tokens import TokenScope

_Size = Annotated[int, Query(ge=0, le=2**53)]


class CheckpointBody(Shown):
    """A signed head of the ledger; kept elsewhere it is a witness."""

    model_config = ConfigDict(extra="allow")

    origin: str
    size: int
    root: str
    key: str
    signature: str


class LedgerProblem(Shown):
    """Something that does not fit. at: the entry, 0 for none in particular."""

    code: str
    at: int
    detail: str


class VerificationBody(Shown):
    """What a verification found."""

    model_config = ConfigDict(extra="allow")

    whole: bool
    size: int
    reports: int
    problems: list[LedgerProblem]


class ReceiptCheck(Body):
    """A receipt file. key: the public key as the bureau has published it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"receipt": {"format": "yipanqi-receipt/1", "report_no": "首报-2026-000001"}}
            ]
        }
    )

    receipt: dict[str, Value]
    key: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class ProvenBody(Shown):
    """What a receipt proves. trusted: against a key the asker gave, and not its own alone."""

    valid: bool
    trusted: bool
    report_no: str
    seq: int
    unit: str
    at: str
    content_digest: str
    checkpoint_size: int
    key: str
    meaning: str


router = make_router("账本与回执")
LedgerReader = Annotated[Asker, Depends(member(TokenScope.LEDGER_READ))]
AnyMember = Annotated[Asker, Depends(member(None))]


@router.get(
    "/ledger/checkpoint", summary="检查点", response_model=CheckpointBody, responses=problems()
)
def checkpoint(*, parts: Served, asker: LedgerReader) -> dict[str, Any]:
    """账本当前的签名检查点；交给外部保存，即成见证。审计员、管理员可取。范围：ledger:read。"""
    return parts.registry.proofs.checkpoint(asker.caller()).as_mapping()


@router.get(
    "/ledger/consistency", summary="一致性证明", response_model=dict[str, Any], responses=problems()
)
def consistency(
    *, parts: Served, asker: LedgerReader, earlier: _Size, later: _Size
) -> dict[str, Any]:
    """证明账本在 later 条时是 earlier 条时的延续，只含散列值。范围：ledger:read。"""
    return parts.registry.proofs.prove_consistency(asker.caller(), earlier, later)


@router.get(
    "/ledger/verify", summary="核验账本", response_model=VerificationBody, responses=problems()
)
def verify(*, parts: Served, asker: LedgerReader) -> dict[str, Any]:
    """核验全部历史有没有被改、删、截断；发现问题时登记库转为只读。范围：ledger:read。"""
    found = parts.registry.proofs.verify(asker.caller())
    return {"whole": found.is_whole, **as_mapping(found)}


@router.post(
    "/receipts/verify", summary="核验回执", response_model=ProvenBody, responses=problems(413)
)
def verify_one(*, body: ReceiptCheck, _asker: AnyMember) -> dict[str, Any]:
    """核验一份回执的签名和证明，不查登记库。任何令牌都可以。"""
    facts = verify_receipt(body.receipt, trusted_key=body.key)
    return {
        "valid": True,
        "trusted": body.key is not None,
        "report_no": facts.report_no,
        "seq": facts.seq,
        "unit": facts.entry["actor"]["unit"],
        "at": facts.entry["at"],
        "content_digest": facts.content_digest,
        "checkpoint_size": facts.checkpoint.size,
        "key": facts.checkpoint.key,
        "meaning": MEANING,
    }
