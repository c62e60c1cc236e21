"""`yipanqi corpus`: what is in the library, what a document says, what it leaves open."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any

import typer

from bot import bootstrap
from bot.channels.cli.output import say, write_json, write_text
from bot.errors import BadInput
from bot.rendering.citations import origin_word, tier_word, validity
from bot.rendering.errors import EXIT_DONE
from bot.settings import load_settings
from retrieval.types import Clause, DocumentMeta

app = typer.Typer(help="查看和管理文库。", no_args_is_help=True)

_AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，一行一个")]
_DocId = Annotated[str, typer.Argument(help="文件编号，见 corpus list", metavar="DOC_ID")]


@app.command("list")
def list_documents(as_json: _AsJson = False) -> int:
    """列出文库里的文件。"""
    for meta in bootstrap.open_application(report=say).library.documents():
        if as_json:
            write_json(document_record(meta))
        else:
            write_text(_document_line(meta))
    return EXIT_DONE


@app.command("show")
def show(
    doc_id: _DocId,
    clause: Annotated[str | None, typer.Option("--clause", help="只看一条，如 4.1")] = None,
    as_json: _AsJson = False,
) -> int:
    """显示一份文件的条款。"""
    library = bootstrap.open_application(report=say).library
    for item in _chosen(library.clauses(doc_id), doc_id, clause):
        if as_json:
            write_json(clause_record(item))
        else:
            write_text(f"【{item.ref.clause}】{item.heading}（{origin_word(item.origin)}）")
            write_text(f"{item.text}\n")
    return EXIT_DONE


@app.command("remove")
def remove(doc_id: _DocId, as_json: _AsJson = False) -> int:
    """移除一份文件：关键词索引、向量和缓存里都不再留。"""
    report = bootstrap.open_application(report=say).library.remove(doc_id)
    if not report.documents:
        raise BadInput(f"no document {doc_id!r}", code="no_document", value=doc_id)
    if as_json:
        write_json({"doc_id": doc_id, "removed": len(report.documents), "clauses": report.clauses})
    else:
        write_text(f"已移除 {doc_id}：{report.clauses} 个条款。")
    if report.vectors_pending:
        say("正在运行的服务占着向量库，它会自行删去其中的向量。")
    return EXIT_DONE


@app.command("restore")
def restore(doc_id: _DocId) -> int:
    """恢复一份移除过的自带摘要。"""
    settings = load_settings()
    library = bootstrap.open_library(settings, report=say)
    library.restore(doc_id, settings.corpus)
    if not library.clauses(doc_id):
        raise BadInput(f"no document {doc_id!r}", code="no_document", value=doc_id)
    write_text(f"已恢复 {doc_id}。")
    return EXIT_DONE


@app.command("gaps")
def gaps(
    doc_id: Annotated[str | None, typer.Argument(help="只看这份文件", metavar="DOC_ID")] = None,
    as_json: _AsJson = False,
) -> int:
    """列出每个条款没有写明的事项。"""
    records = list(gap_records(doc_id))
    if doc_id is not None and not records:
        raise BadInput(f"no document {doc_id!r}", code="no_document", value=doc_id)
    for record in records:
        if as_json:
            write_json(record)
        else:
            write_text(f"【{record['doc_id']}#{record['clause']}】{record['clause_title']}")
            write_text("\n".join(f"· {point}" for point in record["open_points"]) + "\n")
    return EXIT_DONE


def gap_records(doc_id: str | None) -> Iterator[dict[str, Any]]:
    """The open points of the digests, one record a clause, in the order of the text."""
    from retrieval.index.digest import load_corpus
    from retrieval.types import FactKind

    for document in load_corpus(load_settings().corpus).documents:
        if doc_id not in {None, document.meta.doc_id}:
            continue
        for clause in document.clauses:
            points = [
                fact.text
                for fact in document.facts
                if fact.kind is FactKind.OPEN_POINT and fact.ref == clause.ref
            ]
            if points:
                yield {
                    "doc_id": clause.ref.doc_id,
                    "clause": clause.ref.clause,
                    "clause_title": clause.heading,
                    "open_points": points,
                }


def document_record(meta: DocumentMeta) -> dict[str, Any]:
    """A document for `--json`; days as ISO text or null."""
    return {
        "doc_id": meta.doc_id,
        "edition": meta.edition,
        "title": meta.title,
        "number": meta.number,
        "issuer": meta.issuer,
        "place": meta.place,
        "tier": meta.tier.value,
        "status": meta.status,
        "published": _iso(meta.published),
        "effective_from": _iso(meta.effective_from),
        "effective_to": _iso(meta.effective_to),
        "notes": meta.notes,
    }


def clause_record(clause: Clause) -> dict[str, Any]:
    """A clause for `--json`."""
    return {
        "doc_id": clause.ref.doc_id,
        "edition": clause.edition,
        "clause": clause.ref.clause,
        "clause_title": clause.heading,
        "text": clause.text,
        "origin": clause.origin.value,
        "place": clause.place,
    }


def _document_line(meta: DocumentMeta) -> str:
    number = f"（{meta.number}）" if meta.number else ""
    remarks = [tier_word(meta.tier), meta.place, f"{meta.edition}版", validity(meta), meta.status]
    return f"{meta.doc_id}  《{meta.title}》{number} {' · '.join(part for part in remarks if part)}"


def _chosen(clauses: Sequence[Clause], doc_id: str, clause: str | None) -> Sequence[Clause]:
    if not clauses:
        raise BadInput(f"no document {doc_id!r}", code="no_document", value=doc_id)
    if clause is None:
        return clauses
    chosen = [item for item in clauses if item.ref.clause == clause]
    if not chosen:
        message = f"no clause {clause!r} in {doc_id!r}"
        raise BadInput(message, code="no_clause", doc_id=doc_id, value=clause)
    return chosen


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
