"""A file as it arrives becomes documents cut into clauses.

Does not touch files, clock or network; untrusted files go through `retrieval.intake.sandbox`, which
runs this in a limited child process.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from importlib import import_module

from retrieval.errors import DocumentError
from retrieval.intake.articles import Article, split_articles
from retrieval.intake.cleaning import clean
from retrieval.intake.linking import make_meta
from retrieval.intake.metadata import read_head
from retrieval.intake.outline import Section, cut_clauses, write_text
from retrieval.intake.places import short_place
from retrieval.intake.repeals import find_repeals, note_of
from retrieval.loading.blocks import LoadedFile, too_large
from retrieval.loading.characters import safe_name
from retrieval.loading.detection import FileFormat, detect_format
from retrieval.loading.limits import Limits
from retrieval.types import Clause, DocumentMeta, Origin, ParsedDocument
from rules.clauses import ClauseRef

_DEFAULT_LIMITS = Limits()
_LOADERS = {
    FileFormat.TEXT: ("retrieval.loading.text", "load_text"),
    FileFormat.HTML: ("retrieval.loading.html", "load_html"),
    FileFormat.WORD: ("retrieval.loading.word", "load_word"),
    FileFormat.PDF: ("retrieval.loading.pdf", "load_pdf"),
}


def parse_bytes(
    data: bytes,
    name: str,
    *,
    known: Sequence[DocumentMeta] = (),
    limits: Limits = _DEFAULT_LIMITS,
) -> list[ParsedDocument]:
    """Read one file: usually one document, several for a compilation of articles.

    name: the file's name, only a hint to its format and a last resort for a title.
    known: front matter of documents in the library, to recognise their originals.
    Raises DocumentError with code `empty`, `too_large`, `unreadable`, `encrypted`, `scanned`,
    `unsupported` or `hostile`.
    """
    if len(data) > limits.file_bytes:
        raise too_large("file_bytes", limits.file_bytes)
    shown = safe_name(name)
    form = detect_format(data, shown)
    loaded = _loader(form)(data, shown, limits)
    blocks = clean(loaded, is_page=form is FileFormat.HTML)
    if not any(character.isalnum() for block in blocks for character in block.text):
        raise DocumentError("no words in it", code="empty")
    digest = sha256(data).hexdigest()
    articles = split_articles(blocks, known)
    return [
        _document(article, loaded if not index else _part_of(article), shown, known, digest)
        for index, article in enumerate(articles)
    ]


def _loader(form: FileFormat) -> Callable[[bytes, str, Limits], LoadedFile]:
    """The loader of a format, imported when first needed."""
    module, function = _LOADERS[form]
    load: Callable[[bytes, str, Limits], LoadedFile] = getattr(import_module(module), function)
    return load


def _part_of(article: Article) -> LoadedFile:
    return LoadedFile(article.blocks, is_torn=False)


def _document(
    article: Article,
    loaded: LoadedFile,
    name: str,
    known: Sequence[DocumentMeta],
    digest: str,
) -> ParsedDocument:
    head = read_head(loaded, article.blocks, name)
    if article.headline:
        head = replace(
            head,
            title=article.headline,
            titles=(article.headline, *head.titles),
            place=short_place(article.place) if article.place else head.place,
            is_official=False,
        )
    text = write_text(article.blocks)
    ended = note_of(find_repeals(article.blocks, head.effective_from, head.published))
    notes = " ".join(filter(None, (loaded.notes, ended)))
    meta = make_meta(replace(head, notes=notes), known, text)
    clauses = tuple(_clause(section, meta, text) for section in cut_clauses(article.blocks))
    return ParsedDocument(meta, text, clauses, source_name=name, sha256=digest)


def _clause(section: Section, meta: DocumentMeta, text: str) -> Clause:
    return Clause(
        ref=ClauseRef(meta.doc_id, section.id),
        edition=meta.edition,
        label=section.label,
        title=section.title,
        text=text[section.start : section.end],
        start=section.start,
        end=section.end,
        origin=Origin.ORIGINAL,
        place=meta.place,
        parents=section.parents,
    )
